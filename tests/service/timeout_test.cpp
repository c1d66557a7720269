// SPDX-License-Identifier: Apache-2.0
#include "engine/service/stack.h"
#include "engine/service/timeout.h"
#include "engine/simulation/manual_timers.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
/// A service whose replies the test gives by hand.
class HeldService final : public Service
{
public:
    explicit HeldService(Reply &held)
        : m_held(held)
    {
    }
    void call(RunPtr, Reply reply) override { m_held = std::move(reply); }

private:
    Reply &m_held;
};

/// Answers inside the listener, as a handler does that can stop at once.
class ObedientService final : public Service
{
public:
    void call(RunPtr run, Reply reply) override
    {
        run->cancellation->onRequest([reply](Cancellation::Reason) { reply(Succeeded {}); });
    }
};

class BusyService final : public Service
{
public:
    bool reserve(const Run &) override { return false; }
    void call(RunPtr, Reply) override { }
};

/// One run of 500 ms under a TimeoutLayer and a turned clock.
struct Bench
{
    explicit Bench(std::optional<Microseconds> limit = std::nullopt)
    {
        run->job.spec.timeout = 500ms;
        service = TimeoutLayer(timers, 15s, limit).wrap(std::make_unique<HeldService>(held));
        service->call(run, [this](Outcome answer) {
            outcome = std::move(answer);
            ++answers;
        });
    }
    std::string failureText() const
    {
        const Failed *failed = outcome ? std::get_if<Failed>(&*outcome) : nullptr;
        return failed ? failed->errorClass + ": " + failed->text : "no failure";
    }

    ManualClock clock;
    ManualTimers timers {clock};
    std::shared_ptr<Run> run = std::make_shared<Run>();
    Reply held;
    std::optional<Outcome> outcome;
    int answers = 0;
    std::unique_ptr<Service> service;
};
} // namespace

class TimeoutTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void limitOf500MillisecondsIsHonouredToTheMicrosecond() // R13
    {
        Bench bench;
        bench.timers.advance(500ms - 1us);
        QVERIFY(!bench.run->cancellation->isRequested());
        bench.timers.advance(1us);
        QCOMPARE(bench.run->cancellation->reason(), Cancellation::Reason::TimedOut);
        bench.held(Rejected {"dataerr", "stopped"});
        QCOMPARE(bench.failureText(), std::string("timeout: ran longer than 500 ms"));
        QCOMPARE(bench.timers.count(), std::size_t {0});
    }
    void timedOutRunIsRetriedAfterItsBackOff() // R13
    {
        Bench bench;
        bench.timers.advance(500ms);
        bench.held(Succeeded {});
        SeededRandom random(1);
        const RetryPolicy retry(RetryPolicy::Fixed {30s}, 1h);
        const RunDecision next = decideAfterRun(*bench.outcome, 1, {2, 3}, retry, bench.clock.now(), random);
        QCOMPARE(next.state, JobState::Scheduled);
        QVERIFY(next.countsAsAttempt);
        QVERIFY(next.due == bench.clock.now() + 30s);
        QCOMPARE(decideAfterRun(*bench.outcome, 2, {2, 3}, retry, bench.clock.now(), random).state, JobState::Dead);
    }
    void runThatAnswersWhenAskedToStopIsATimeoutToo()
    {
        ManualClock clock;
        ManualTimers timers(clock);
        std::optional<Outcome> outcome;
        const auto service = TimeoutLayer(timers).wrap(std::make_unique<ObedientService>());
        const auto run = std::make_shared<Run>();
        service->call(run, [&](Outcome answer) { outcome = std::move(answer); });
        timers.advance(5min);
        QVERIFY(outcome);
        QCOMPARE(std::get<Failed>(*outcome).errorClass, std::string("timeout"));
        QCOMPARE(timers.count(), std::size_t {0});
        run->cancellation->onRequest(nullptr); // as the worker does at the end of a run
    }
    void silentRunIsGivenUpWhenTheGraceIsOverAndItsLateAnswerDropped()
    {
        Bench bench;
        bench.timers.advance(500ms + 15s - 1us);
        QCOMPARE(bench.answers, 0);
        bench.timers.advance(1us);
        QCOMPARE(bench.failureText(), std::string("timeout: ran longer than 500 ms"));
        bench.held(Succeeded {});
        QCOMPARE(bench.answers, 1);
        QCOMPARE(bench.timers.count(), std::size_t {0});
    }
    void fixedLimitCountsOnlyWhenShorterThanTheJobs()
    {
        Bench shorter(200ms);
        shorter.timers.advance(200ms);
        QVERIFY(shorter.run->cancellation->isRequested());
        shorter.held(Succeeded {});
        QCOMPARE(shorter.failureText(), std::string("timeout: ran longer than 200 ms"));

        Bench longer(1h);
        longer.timers.advance(500ms);
        QVERIFY(longer.run->cancellation->isRequested());
    }
    void cancelledRunThatPassesItsLimitStaysCancelled()
    {
        Bench bench;
        bench.run->cancellation->request(Cancellation::Reason::Cancelled);
        bench.timers.advance(1s);
        bench.held(RunCancelled {});
        QVERIFY(std::holds_alternative<RunCancelled>(*bench.outcome));
    }
    void runCutByShutdownThatPassesItsLimitKeepsItsAttempt()
    {
        Bench bench;
        bench.run->cancellation->request(Cancellation::Reason::Shutdown);
        bench.timers.advance(1s);
        bench.held(Released {});
        QVERIFY(std::holds_alternative<Released>(*bench.outcome));
    }
    void silentRunEndsAsItWasAskedTo()
    {
        Bench cancelled;
        cancelled.run->cancellation->request(Cancellation::Reason::Cancelled);
        cancelled.timers.advance(500ms + 15s);
        QVERIFY(cancelled.outcome && std::holds_alternative<RunCancelled>(*cancelled.outcome));

        Bench shutDown;
        shutDown.run->cancellation->request(Cancellation::Reason::Shutdown);
        shutDown.timers.advance(500ms + 15s);
        QVERIFY(shutDown.outcome && std::holds_alternative<Released>(*shutDown.outcome));
    }
    void cancellationAfterTheLimitDoesNotHideTheTimeout()
    {
        Bench bench;
        bench.timers.advance(500ms);
        bench.run->cancellation->request(Cancellation::Reason::Cancelled);
        bench.held(RunCancelled {});
        QCOMPARE(bench.failureText(), std::string("timeout: ran longer than 500 ms"));
    }
    void readinessIsThatOfTheServiceInside()
    {
        ManualClock clock;
        ManualTimers timers(clock);
        const TimeoutLayer layer(timers);
        QVERIFY(!layer.wrap(std::make_unique<BusyService>())->reserve(Run {}));
        QVERIFY(layer.wrap(serviceFrom([](const RunPtr &) { return Succeeded {}; }))->reserve(Run {}));
        QCOMPARE(layer.name(), std::string("timeout"));
    }
};
QTEST_APPLESS_MAIN(TimeoutTest)
#include "timeout_test.moc"
