// SPDX-License-Identifier: Apache-2.0
#include "engine/service/retry.h"
#include "engine/service/stack.h"
#include "engine/service/timeout.h"
#include "engine/simulation/manual_timers.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const Failed refused {"connection", "refused", {}};

/// Answers what the test lists, in turn; keeps the runs it was called with.
class ListedService final : public Service
{
public:
    explicit ListedService(std::vector<std::optional<Outcome>> answers)
        : m_answers(std::move(answers))
    {
    }
    bool reserve(const Run &) override { return isOpen; }
    void call(RunPtr run, Reply reply) override
    {
        runs.push_back(run);
        if (const std::optional<Outcome> &answer = m_answers.at(runs.size() - 1))
            reply(*answer);
    }

    std::vector<RunPtr> runs;
    bool isOpen = true;

private:
    const std::vector<std::optional<Outcome>> m_answers;
};

/// A stack around it, under a turned clock. An empty answer is one that never comes.
struct Bench
{
    explicit Bench(std::vector<std::optional<Outcome>> answers, const RetrySettings &settings = {2, 100ms},
        std::optional<Microseconds> timeoutOfATry = std::nullopt)
    {
        run->job.spec.timeout = 1h;
        auto listed = std::make_unique<ListedService>(std::move(answers));
        inner = listed.get();
        Stack stack;
        stack.add(std::make_unique<RetryLayer>(timers, settings));
        if (timeoutOfATry)
            stack.add(std::make_unique<TimeoutLayer>(timers, 1ms, timeoutOfATry));
        service = stack.around(std::move(listed));
        service->call(run, [this](Outcome answer) { outcome = std::move(answer); });
    }

    ManualClock clock;
    ManualTimers timers {clock};
    std::shared_ptr<Run> run = std::make_shared<Run>();
    ListedService *inner = nullptr;
    std::unique_ptr<Service> service;
    std::optional<Outcome> outcome;
};
} // namespace

class RetryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void failedRunIsTriedAgainWithinTheSameAttempt()
    {
        Bench bench({refused, refused, Succeeded {{"done", {}}}});
        QCOMPARE(bench.inner->runs.size(), std::size_t {1});
        bench.timers.advance(100ms);
        QCOMPARE(bench.inner->runs.size(), std::size_t {2});
        bench.timers.advance(199ms);
        QCOMPARE(bench.inner->runs.size(), std::size_t {2});
        bench.timers.advance(1ms);
        QCOMPARE(std::get<Succeeded>(bench.outcome.value()).result.bytes, std::string("done"));
        QCOMPARE(bench.inner->runs.back()->attempt, bench.run->attempt);
    }
    void lastFailureIsTheOutcome()
    {
        Bench bench({refused, refused, Failed {"connection", "the third", {}}});
        bench.timers.advance(1s);
        QCOMPARE(std::get<Failed>(bench.outcome.value()).text, std::string("the third"));
    }
    void rejectionAndAWishedDelayAreNotTriedAgain()
    {
        const std::vector<Outcome> finals {Rejected {"gone", ""}, Failed {"http", "503", 30s}, Snoozed {1s}};
        for (const Outcome &final : finals) {
            Bench bench({final});
            QVERIFY(bench.outcome);
            QCOMPARE(bench.timers.count(), std::size_t {0});
        }
    }
    void timeoutInsideEndsOneTryOnly()
    {
        Bench bench({std::nullopt, Succeeded {}}, {1, 100ms}, 500ms);
        bench.timers.advance(501ms);
        QVERIFY(bench.inner->runs[0]->cancellation->isRequested());
        QVERIFY(!bench.run->cancellation->isRequested());
        bench.timers.advance(100ms);
        QVERIFY(std::holds_alternative<Succeeded>(bench.outcome.value()));
    }
    void cancelledRunIsNotTriedAgain()
    {
        Bench bench({refused});
        bench.run->cancellation->request(Cancellation::Reason::Cancelled);
        bench.timers.advance(100ms);
        QVERIFY(std::holds_alternative<RunCancelled>(bench.outcome.value()));
    }
    void cancellationReachesTheTryUnderWay()
    {
        Bench bench({std::nullopt});
        bench.run->cancellation->request(Cancellation::Reason::Shutdown);
        QCOMPARE(bench.inner->runs[0]->cancellation->reason(), Cancellation::Reason::Shutdown);
    }
    void nextTryWaitsUntilTheLayersInsideTakeIt()
    {
        Bench bench({refused, Succeeded {}});
        bench.inner->isOpen = false;
        bench.timers.advance(1s);
        QVERIFY(!bench.outcome);
        bench.inner->isOpen = true;
        bench.timers.advance(untilReserved);
        QVERIFY(std::holds_alternative<Succeeded>(bench.outcome.value()));
    }
};
QTEST_APPLESS_MAIN(RetryTest)
#include "retry_test.moc"
