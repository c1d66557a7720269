// SPDX-License-Identifier: Apache-2.0
#include "engine/service/stack.h"
#include "engine/service/timeout.h"
#include "engine/service/tracing.h"
#include "engine/simulation/manual_timers.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
/// Answers when told.
class SlowService final : public Service
{
public:
    explicit SlowService(Reply &kept)
        : m_kept(kept)
    {
    }
    void call(RunPtr, Reply reply) override { m_kept = std::move(reply); }

private:
    Reply &m_kept;
};

RunPtr aRun()
{
    auto run = std::make_shared<Run>();
    run->job.spec.timeout = 500ms;
    run->job.spec.payload = "secret";
    run->reportProgress = [](const Progress &) {};
    return run;
}
} // namespace

class LayersTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runInTimePassesUnchanged()
    {
        ManualClock clock;
        ManualTimers timers(clock);
        Reply inner;
        std::optional<Outcome> outcome;
        const auto service =
            Stack().add(std::make_unique<TimeoutLayer>(timers)).around(std::make_unique<SlowService>(inner));
        service->call(aRun(), [&](Outcome answer) { outcome = std::move(answer); });
        timers.advance(499ms);
        inner(Succeeded {{"done", "text/plain"}});
        QVERIFY(std::holds_alternative<Succeeded>(*outcome));
        QCOMPARE(timers.count(), std::size_t {0});
    }
    void timeoutIsHonouredAndIsAFailure() // R13
    {
        ManualClock clock;
        ManualTimers timers(clock);
        Reply inner;
        std::optional<Outcome> outcome;
        const RunPtr run = aRun();
        const auto service =
            Stack().add(std::make_unique<TimeoutLayer>(timers)).around(std::make_unique<SlowService>(inner));
        service->call(run, [&](Outcome answer) { outcome = std::move(answer); });
        timers.advance(500ms);
        QCOMPARE(run->cancellation->reason(), Cancellation::Reason::TimedOut);
        QVERIFY(!outcome);
        inner(Succeeded {});
        QCOMPARE(std::get<Failed>(*outcome).errorClass, std::string("timeout"));
    }
    void runThatNeverAnswersIsGivenUpAfterTheGrace()
    {
        ManualClock clock;
        ManualTimers timers(clock);
        Reply inner;
        int answers = 0;
        const auto service =
            Stack().add(std::make_unique<TimeoutLayer>(timers, 2s)).around(std::make_unique<SlowService>(inner));
        service->call(aRun(), [&](const Outcome &) { ++answers; });
        timers.advance(2s);
        QCOMPARE(answers, 0);
        timers.advance(500ms);
        QCOMPARE(answers, 1);
        inner(Succeeded {});
        QCOMPARE(answers, 1);
    }
    void tracingTellsFiguresAndNeverThePayload()
    {
        ManualClock clock;
        std::string line;
        Stack stack;
        stack.add(std::make_unique<TracingLayer>(clock, [&](const RunTrace &trace) { line = traceLine(trace); }));
        const auto service = stack.around(serviceFrom([&](const RunPtr &) -> Outcome {
            clock.advance(20ms);
            throw std::runtime_error("bad luck");
        }));
        std::optional<Outcome> outcome;
        service->call(aRun(), [&](Outcome answer) { outcome = std::move(answer); });
        QCOMPARE(std::get<Failed>(*outcome).text, std::string("bad luck"));
        QVERIFY(line.find("took=20ms") != std::string::npos);
        QVERIFY(line.find("failed exception") != std::string::npos);
        QVERIFY(line.find("secret") == std::string::npos);
    }
    void tracingOutsideTheTimeoutSeesItAndInsideDoesNot()
    {
        for (const bool isOutside : {true, false}) {
            ManualClock clock;
            ManualTimers timers(clock);
            Reply inner;
            std::string seen;
            Stack stack;
            const auto addTracing = [&] {
                stack.add(std::make_unique<TracingLayer>(clock, [&](const RunTrace &trace) { seen = trace.outcome; }));
            };
            if (isOutside)
                addTracing();
            stack.add(std::make_unique<TimeoutLayer>(timers));
            if (!isOutside)
                addTracing();
            const auto service = stack.around(std::make_unique<SlowService>(inner));
            service->call(aRun(), [](const Outcome &) {});
            timers.advance(1s);
            inner(Succeeded {});
            QCOMPARE(seen, isOutside ? std::string("failed timeout") : std::string("succeeded"));
        }
    }
    void cancellationIsHeardOnceAndAlsoLate()
    {
        Cancellation cancellation;
        int heard = 0;
        cancellation.onRequest([&](Cancellation::Reason) { ++heard; });
        cancellation.request(Cancellation::Reason::Cancelled);
        cancellation.request(Cancellation::Reason::Shutdown);
        QCOMPARE(heard, 1);
        QCOMPARE(cancellation.reason(), Cancellation::Reason::Cancelled);
        cancellation.onRequest([&](Cancellation::Reason) { ++heard; });
        QCOMPARE(heard, 2);
    }
};
QTEST_APPLESS_MAIN(LayersTest)
#include "layers_test.moc"
