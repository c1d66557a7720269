// SPDX-License-Identifier: Apache-2.0
#include "engine/service/stack.h"
#include "engine/service/timeout.h"
#include "engine/service/tracing.h"
#include "engine/simulation/manual_timers.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
std::shared_ptr<Run> aRun()
{
    auto run = std::make_shared<Run>();
    run->job.id = *JobId::parse("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    run->job.spec.queue = QueueName::trusted("mail");
    run->job.spec.tenant = TenantName::trusted("acme");
    run->job.spec.payload = "a secret";
    run->job.spec.traceId = "trace-7";
    run->attempt = 2;
    return run;
}

/// What is told of a run that ends so.
RunTrace traceOf(const Outcome &outcome)
{
    const ManualClock clock;
    RunTrace trace;
    const TracingLayer layer(clock, [&](const RunTrace &told) { trace = told; });
    layer.wrap(serviceFrom([&](const RunPtr &) { return outcome; }))->call(aRun(), [](const Outcome &) {});
    return trace;
}

class BusyService final : public Service
{
public:
    bool reserve(const Run &) override { return false; }
    void call(RunPtr, Reply) override { }
};
} // namespace

class TracingTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runIsToldWithItsIdentityAndDuration()
    {
        ManualClock clock;
        std::vector<RunTrace> traces;
        const TracingLayer layer(clock, [&](const RunTrace &trace) { traces.push_back(trace); });
        const auto service = layer.wrap(serviceFrom([&](const RunPtr &) -> Outcome {
            clock.advance(20ms);
            clock.stepWall(-1h); // durations do not follow the wall
            return Succeeded {{"result", "text/plain"}};
        }));
        std::optional<Outcome> outcome;
        service->call(aRun(), [&](Outcome answer) { outcome = std::move(answer); });
        QCOMPARE(std::get<Succeeded>(*outcome).result.bytes, std::string("result"));
        QCOMPARE(traces.size(), std::size_t {1});
        QCOMPARE(traceLine(traces[0]),
            std::string("run job=017f22e2-79b0-7cc3-98c4-dc0c0c07398f queue=mail tenant=acme attempt=2 took=20ms "
                        "outcome=\"succeeded\" trace=\"trace-7\""));
    }
    void everyOutcomeHasItsName()
    {
        const std::vector<std::pair<Outcome, const char *>> rows {{Succeeded {}, "succeeded"},
            {Failed {"exit_1", "text", {}}, "failed exit_1"}, {Rejected {"dataerr", "text"}, "rejected dataerr"},
            {Snoozed {1s}, "snoozed"}, {RunCancelled {}, "cancelled"}, {Released {}, "released"},
            {DeadlineMissed {}, "expired"}};
        for (const auto &[outcome, name] : rows)
            QCOMPARE(traceOf(outcome).outcome, std::string(name));
    }
    void payloadResultAndErrorTextAreNeverTold()
    {
        for (const Outcome &outcome :
            {Outcome {Succeeded {{"a secret", "text/plain"}}}, Outcome {Failed {"exit_1", "a secret", {}}}})
            QVERIFY(traceLine(traceOf(outcome)).find("secret") == std::string::npos);
    }
    void whatCallersWroteCannotPassForAnotherPart()
    {
        RunTrace trace;
        trace.traceId = "x\" outcome=\"forged\\";
        trace.outcome = "failed a\nb";
        const std::string line = traceLine(trace);
        QVERIFY(line.ends_with("outcome=\"failed a?b\" trace=\"x\\\" outcome=\\\"forged\\\\\""));
        QVERIFY(line.find('\n') == std::string::npos);
    }
    void traceIdIsLeftOutWhenThereIsNone() { QVERIFY(traceLine(RunTrace {}).find("trace=") == std::string::npos); }
    void readinessIsThatOfTheServiceInside()
    {
        const ManualClock clock;
        const TracingLayer layer(clock, [](const RunTrace &) {});
        QVERIFY(!layer.wrap(std::make_unique<BusyService>())->reserve(Run {}));
        QCOMPARE(layer.name(), std::string("tracing"));
    }
    void tracingOutsideTheTimeoutTellsWhatWasDecidedInsideWhatWasAnswered()
    {
        ManualClock clock;
        ManualTimers timers(clock);
        std::vector<std::string> told;
        const auto tracing = [&](const char *place) {
            return std::make_unique<TracingLayer>(
                clock, [&told, place](const RunTrace &trace) { told.push_back(place + (": " + trace.outcome)); });
        };
        Stack stack;
        stack.add(tracing("outside")).add(std::make_unique<TimeoutLayer>(timers)).add(tracing("inside"));
        const auto service = stack.around(serviceFrom([&](const RunPtr &run) -> Outcome {
            timers.advance(run->job.spec.timeout);
            return Succeeded {};
        }));
        service->call(aRun(), [](const Outcome &) {});
        QVERIFY((told == std::vector<std::string> {"inside: succeeded", "outside: failed timeout"}));
    }
};
QTEST_APPLESS_MAIN(TracingTest)
#include "tracing_test.moc"
