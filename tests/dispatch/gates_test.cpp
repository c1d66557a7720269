// SPDX-License-Identifier: Apache-2.0
// Jobs behind gates that are shut, under a turned clock: what they cost, and when they start. The test is the workers.
#include "engine/service/circuit_breaker.h"
#include "engine/service/concurrency_limit.h"
#include "engine/service/rate_limit.h"
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const auto gated = QueueName::trusted("gated");
const auto other = QueueName::trusted("other");

EngineSettings twoQueues(const HandlerSettings &handler)
{
    EngineSettings settings;
    settings.queues.push_back({.name = gated});
    settings.queues.back().handler = handler;
    settings.queues.push_back({.name = other});
    return settings;
}

/// An engine with the queues "gated", behind gates, and "other". The gates have the clock of the rig.
struct GatedRig
{
    using Make = std::function<std::shared_ptr<Gate>(const Clock &)>;
    explicit GatedRig(const Make &make, const HandlerSettings &handler = FunctionHandlerSettings {})
        : rig(twoQueues(handler), 4, std::make_shared<MemoryState>(), TimePoint {1'700'000'000s},
            [&](const Clock &clock) {
                gate = make(clock);
                return std::map<QueueName, QueueGates> {{gated, {{gate}, {}}}};
            })
    {
        rig.start();
    }
    JobId add(const QueueName &queue, const char *tenant) { return rig.enqueue(aJob(queue.text().c_str(), tenant)); }
    void add(int count, const QueueName &queue, const char *tenant)
    {
        for (int i = 0; i < count; ++i)
            add(queue, tenant);
    }
    /// Ends the runs that are delivered, and those that follow at once. Returns the number of each queue's.
    std::map<QueueName, int> runAll(const Outcome &outcome = Succeeded {})
    {
        std::map<QueueName, int> runs;
        while (!rig.delivered.empty()) {
            const auto given = rig.take();
            ++runs[given.run->job.spec.queue];
            rig.end(given, outcome);
        }
        return runs;
    }
    std::int64_t events() { return rig.store.journal().lastEvent(); }
    WhyView why(const JobId &id) { return rig.dispatcher().why(rig.record(id)); }

    std::shared_ptr<Gate> gate;
    DispatchRig rig;
};

std::shared_ptr<Gate> rateOf(const Clock &clock, const Rate &rate)
{
    return std::make_shared<RateLimit>(clock, RateLimitSettings {rate, {}});
}

std::shared_ptr<Gate> breakerOf(const Clock &clock, CircuitBreakerSettings::Per per = {})
{
    return std::make_shared<CircuitBreaker>(
        clock, CircuitBreakerSettings {1, 1, 30s, per}, [](const Run &) { return std::string {}; });
}
} // namespace

class GatesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jobsBehindAShutRateDelayNobody()
    {
        GatedRig bench([](const Clock &clock) { return rateOf(clock, {1, 1}); });
        bench.add(1'000, gated, "a");
        bench.add(50, other, "b");
        // The clock has not moved: no job of `b` has waited, and `a` had its one token.
        const std::map<QueueName, int> runs = bench.runAll();
        QCOMPARE(runs.at(other), 50);
        QCOMPARE(runs.at(gated), 1);
    }
    void rateIsUsedInFullAndNotMore()
    {
        GatedRig bench([](const Clock &clock) { return rateOf(clock, {10, 1}); });
        bench.add(200, gated, "a");
        int runs = bench.runAll().at(gated);
        QCOMPARE(runs, 1);
        for (int i = 0; i < 100; ++i) {
            bench.rig.advance(100ms);
            runs += bench.runAll()[gated];
        }
        QCOMPARE(runs, 101);
    }
    void fiftyThousandJobsBehindAShutBreakerCostNothing()
    {
        GatedRig bench([](const Clock &clock) { return breakerOf(clock); });
        bench.add(gated, "a");
        bench.rig.end(bench.rig.take(), Rejected {"first", ""});
        bench.add(gated, "a");
        bench.rig.end(bench.rig.take(), Failed {"down", "", {}}); // the circuit is open for 30 s
        bench.add(50'000, gated, "b");
        QVERIFY(bench.rig.delivered.empty());
        const std::int64_t events = bench.events();
        bench.rig.advance(30s - 1us);
        QVERIFY(bench.rig.delivered.empty());
        QCOMPARE(bench.events(), events); // no claim, no commit of a job
        bench.add(50, other, "c");
        QCOMPARE(bench.runAll().at(other), 50);
        bench.rig.advance(1us);
        QCOMPARE(bench.rig.delivered.size(), std::size_t {1}); // half open: one run tries
        bench.rig.end(bench.rig.take());
        QCOMPARE(bench.rig.delivered.size(), std::size_t {4});
    }
    void halfOpenBreakerOpensAgainWhenItsRunFails()
    {
        GatedRig bench([](const Clock &clock) { return breakerOf(clock, CircuitBreakerSettings::Per::Tenant); });
        bench.add(gated, "a");
        bench.rig.end(bench.rig.take(), Failed {"down", "", {}});
        bench.add(10, gated, "a");
        bench.add(gated, "b");
        QCOMPARE(bench.runAll().at(gated), 1); // that of the other tenant
        for (int i = 0; i < 3; ++i) {
            bench.rig.advance(30s);
            QCOMPARE(bench.rig.delivered.size(), std::size_t {1});
            bench.rig.end(bench.rig.take(), Failed {"down", "", {}});
            QVERIFY(bench.rig.delivered.empty());
        }
    }
    void concurrencyLimitHoldsNoWorker()
    {
        GatedRig bench([](const Clock &) {
            return std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {}});
        });
        bench.add(10, gated, "a");
        bench.add(3, other, "b");
        QCOMPARE(bench.rig.delivered.size(), std::size_t {4}); // one of `a`, and three workers for `b`
        const auto first = bench.rig.take();
        QCOMPARE(first.run->job.spec.queue, gated);
        QCOMPARE(bench.runAll().at(other), 3);
        bench.rig.end(first);
        QCOMPARE(bench.rig.delivered.size(), std::size_t {1});
    }
    void claimThatFailsGivesItsPassBack()
    {
        GatedRig bench([](const Clock &) {
            return std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {}});
        });
        const JobId id = bench.add(gated, "a");
        bench.rig.end(bench.rig.take());
        QCOMPARE(bench.rig.state(id), JobState::Succeeded);
        bench.rig.queue.isHeld = true;
        bench.rig.enqueue(aJob("gated", "a"));
        bench.rig.queue.failNext = {{ErrorCode::DiskFull, "full"}};
        bench.rig.queue.letGo();
        bench.rig.home->runAll();
        QVERIFY(bench.rig.delivered.empty());
        bench.rig.advance(afterTrouble);
        QCOMPARE(bench.rig.delivered.size(), std::size_t {1});
    }
    void whyNamesTheGateAndTheTime()
    {
        GatedRig bench([](const Clock &clock) { return rateOf(clock, {0.1, 1}); });
        bench.add(gated, "a");
        const JobId waits = bench.add(gated, "a");
        WhyView why = bench.why(waits);
        QCOMPARE(why.reasons.front().code, WaitCode::GateShut);
        QCOMPARE(why.until, std::optional(bench.rig.clock.now() + 10s));
        QVERIFY2(why.reasons.front().text.starts_with("rate_limit of queue 'gated' is shut; the next start is at "),
            why.reasons.front().text.c_str());
        bench.runAll();
        bench.rig.advance(10s);
        bench.runAll();
        why = bench.why(waits);
        QCOMPARE(why.reasons.front().code, WaitCode::Ended);
    }
    void figuresNameTheTenantsThatAGateHolds()
    {
        GatedRig bench([](const Clock &) {
            return std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {true, {}}});
        });
        const auto held = [&bench] {
            const DispatchSnapshot picture = bench.rig.dispatcher().snapshot(DispatchSnapshot::With::Queues);
            return picture.queueFlow.at(gated).held;
        };
        QVERIFY(!held());
        bench.add(2, gated, "a");
        bench.add(2, gated, "b");
        bench.add(gated, "c");
        const auto both = held();
        QVERIFY(both && both->gate.kind == "concurrency_limit" && !both->gate.until);
        QVERIFY(both->tenants == (std::set {TenantName::trusted("a"), TenantName::trusted("b")}));
    }
    void figuresNameAGateThatHoldsTheWholeQueue()
    {
        GatedRig bench([](const Clock &clock) { return rateOf(clock, {0.1, 1}); });
        bench.add(2, gated, "a");
        const DispatchSnapshot picture = bench.rig.dispatcher().snapshot(DispatchSnapshot::With::Queues);
        const auto &held = picture.queueFlow.at(gated).held;
        QVERIFY(held && !held->tenants);
        QCOMPARE(held->gate.until, std::optional(bench.rig.clock.now() + 10s));
    }
    void whyOfAConcurrencyLimitNamesNoTime()
    {
        GatedRig bench([](const Clock &) {
            return std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {true, {}}});
        });
        bench.add(gated, "a");
        const WhyView why = bench.why(bench.add(gated, "a"));
        QVERIFY(!why.until);
        QCOMPARE(why.reasons.front().text,
            std::string("concurrency_limit of queue 'gated' is shut for tenant 'a' until a run ends"));
    }
    void pulledQueueIsLeasedAtItsRate()
    {
        GatedRig bench([](const Clock &clock) { return rateOf(clock, {1, 1}); }, PullHandlerSettings {});
        bench.add(10, gated, "a");
        std::size_t leased = 0;
        const auto ask = [&] {
            LeaseRequest request {gated, "far-1", 10, {}, {}};
            request.wait = 10s;
            bench.rig.call([&](Dispatcher &dispatcher) {
                dispatcher.leases().ask(
                    request, [&](const Result<std::vector<LeasedJob>> &jobs) { leased += must(jobs).size(); });
            });
        };
        ask();
        QCOMPARE(leased, std::size_t {1});
        ask();
        bench.rig.advance(999ms);
        QCOMPARE(leased, std::size_t {1});
        bench.rig.advance(1ms);
        QCOMPARE(leased, std::size_t {2});
    }
    void runsThatAGateInsideSendsBackDelayNobody() // behind a cache or a retry, where only a run can ask
    {
        GatedRig bench([](const Clock &clock) { return rateOf(clock, {1'000'000, 1'000'000}); });
        bench.add(1'000, gated, "a");
        bench.add(50, other, "b");
        int ofA = 0;
        for (int ofB = 0; ofB < 50;) {
            const auto given = bench.rig.take();
            const bool isA = given.run->job.spec.queue == gated;
            ofA += isA ? 1 : 0;
            ofB += isA ? 0 : 1;
            bench.rig.end(given, isA ? Outcome(Snoozed {20ms}) : Succeeded {}, 1us);
        }
        QVERIFY2(ofA <= 60, qPrintable(QString::number(ofA)));
    }
};
QTEST_APPLESS_MAIN(GatesTest)
#include "gates_test.moc"
