// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/worker.h"
#include "engine/simulation/manual_timers.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::seconds;

namespace {
/// Keeps its runs until the test ends them.
class HeldService final : public Service
{
public:
    explicit HeldService(std::vector<Reply> &replies)
        : m_replies(replies)
    {
    }
    void call(RunPtr, Reply reply) override { m_replies.push_back(std::move(reply)); }

private:
    std::vector<Reply> &m_replies;
};

RunPtr runOf(std::int64_t seq, std::optional<TimePoint> deadline)
{
    auto run = std::make_shared<Run>();
    run->job.seq = Seq {seq};
    run->job.spec = aJob("q");
    run->job.spec.deadline = deadline;
    return run;
}
} // namespace

class WorkerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void deadlineIsLookedAtAgainWhenTheTurnComes() // E6
    {
        ManualClock clock;
        ManualTimers timers(clock);
        std::vector<Reply> replies;
        std::vector<RunEnded> ends;
        ThreadServices services;
        services.emplace(QueueName::trusted("q"), std::make_unique<HeldService>(replies));
        Worker worker(0, 3, {services, timers, clock, [&ends](RunEnded end) { ends.push_back(std::move(end)); }});
        worker.deliver({runOf(1, {})});
        worker.deliver({runOf(2, clock.now() + seconds {10})});
        worker.deliver({runOf(3, clock.now() + seconds {11})});
        QTRY_COMPARE(replies.size(), std::size_t {1});
        clock.advance(seconds {11}); // the second is late now, the third just not
        replies.front()(Succeeded {});
        QTRY_COMPARE(replies.size(), std::size_t {2});
        QCOMPARE(ends.size(), std::size_t {2});
        QVERIFY(std::holds_alternative<DeadlineMissed>(ends.at(1).outcome));
        QCOMPARE(ends.at(1).seq, Seq {2});
        QVERIFY(!ends.at(1).wasCalled);
    }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "worker_test.moc"
