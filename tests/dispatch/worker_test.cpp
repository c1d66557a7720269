// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/worker.h"
#include "engine/service/stack.h"
#include "engine/simulation/manual_timers.h"
#include "tests/support/store_steps.h"

#include <QtTest>

#include <algorithm>

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

ThreadServices quickServices()
{
    ThreadServices services;
    services.emplace(QueueName::trusted("q"), serviceFrom([](const RunPtr &) { return Succeeded {}; }));
    return services;
}

RunPtr runOf(std::int64_t seq, std::optional<TimePoint> deadline)
{
    auto run = std::make_shared<Run>();
    run->job.seq = JobNumber {seq};
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
        QCOMPARE(ends.at(1).seq, JobNumber {2});
        QVERIFY(!ends.at(1).wasCalled);
    }
    void aServiceThatAnswersAtOncePilesUpNoFrames()
    {
        constexpr int count = 50'000;
        const SystemClock clock;
        LoopTimers timers;
        int ended = 0;
        Worker *refilled = nullptr;
        const ThreadServices services = quickServices();
        Worker worker(0, 1, {services, timers, clock, [&](const RunEnded &) {
                                 if (++ended < count) // its mailbox is never empty
                                     refilled->deliver({runOf(ended, {})});
                             }});
        refilled = &worker;
        worker.deliver({runOf(0, {})});
        QTRY_COMPARE_WITH_TIMEOUT(ended, count, 60'000);
    }
    void serviceThatIsReplacedLivesUntilItsRunHasAnswered()
    {
        ManualClock clock;
        ManualTimers timers(clock);
        std::vector<Reply> replies;
        std::vector<RunEnded> ends;
        ThreadServices services;
        const auto queue = QueueName::trusted("q");
        services.emplace(queue, std::make_unique<HeldService>(replies));
        const std::weak_ptr<Service> former = services.at(queue);
        Worker worker(0, 3, {services, timers, clock, [&ends](RunEnded end) { ends.push_back(std::move(end)); }});
        worker.deliver({runOf(1, {})});
        QTRY_COMPARE(replies.size(), std::size_t {1});
        services.at(queue) = serviceFrom([](const RunPtr &) { return Succeeded {}; });
        QVERIFY(!former.expired());
        worker.deliver({runOf(2, {})});
        replies.front()(Failed {"former", "", {}});
        QTRY_COMPARE(ends.size(), std::size_t {2});
        QVERIFY(std::holds_alternative<Failed>(ends.front().outcome));
        QVERIFY(std::holds_alternative<Succeeded>(ends.back().outcome));
        timers.advance(Microseconds {1});
        QVERIFY(former.expired());
        // The queue is gone: what has not begun goes back.
        services.clear();
        worker.deliver({runOf(3, {})});
        QTRY_COMPARE(ends.size(), std::size_t {3});
        QVERIFY(std::holds_alternative<Released>(ends.back().outcome));
        QVERIFY(!ends.back().wasCalled);
    }
    void workersOfAThreadTakeTurns()
    {
        constexpr int each = 20;
        const SystemClock clock;
        LoopTimers timers;
        std::vector<WorkerIndex> ends;
        const ThreadServices services = quickServices();
        const auto report = [&ends](const RunEnded &end) { ends.push_back(end.worker); };
        Worker first(0, each, {services, timers, clock, report});
        Worker second(1, each, {services, timers, clock, report});
        for (Worker *worker : {&first, &second}) {
            for (int i = 0; i < each; ++i)
                worker->deliver({runOf(i, {})});
        }
        QTRY_COMPARE(ends.size(), std::size_t {2 * each});
        const auto half = ends.begin() + each;
        QVERIFY(std::count(ends.begin(), half, 1) >= each / 4);
        QVERIFY(std::count(ends.begin(), half, 0) >= each / 4);
    }
};

QTEST_GUILESS_MAIN(WorkerTest)
#include "worker_test.moc"
