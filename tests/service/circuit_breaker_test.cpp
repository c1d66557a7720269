// SPDX-License-Identifier: Apache-2.0
#include "engine/service/circuit_breaker.h"
#include "engine/service/concurrency_limit.h"
#include "engine/service/gate.h"
#include "engine/service/stack.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const Outcome bad = Failed {"http", "500", {}};
const Outcome good = Succeeded {};

/// A breaker per tenant, under a turned clock.
struct Bench
{
    explicit Bench(const CircuitBreakerSettings &settings = {3, 5, 30s, CircuitBreakerSettings::Per::Tenant})
        : breaker(clock, settings, [](const Run &run) { return run.job.spec.tenant.text(); })
    {
    }
    RunPtr aRun(const std::string &tenant = "acme")
    {
        auto run = std::make_shared<Run>();
        run->job.spec.tenant = TenantName::trusted(tenant);
        run->token = Token {token += 256}; // no spread
        return run;
    }
    /// Whether it passed.
    bool run(const Outcome &outcome, const std::string &tenant = "acme")
    {
        const RunPtr one = aRun(tenant);
        if (breaker.tryPass(*one))
            return false;
        breaker.ended(*one, outcome);
        return true;
    }
    void openIt()
    {
        for (int i = 0; i < 3; ++i)
            run(bad);
    }

    ManualClock clock;
    CircuitBreaker breaker;
    std::int64_t token = 0;
};
} // namespace

class CircuitBreakerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void opensWhenSoManyOfTheLastRunsFailed()
    {
        Bench bench;
        for (const Outcome &outcome : {bad, good, bad, good, good, good, bad, good, bad}) // never three of five
            QVERIFY(bench.run(outcome));
        QVERIFY(bench.breaker.openTargets().empty());
        QVERIFY(bench.run(bad));
        QVERIFY(!bench.run(good));
        QCOMPARE(bench.breaker.openTargets(), std::vector<std::string> {"acme"});
    }
    void refusedRunIsToldWhenToComeBack()
    {
        Bench bench;
        bench.openIt();
        bench.clock.advance(10s);
        QCOMPARE(bench.breaker.tryPass(*bench.aRun()).value(), Microseconds(20s));
        auto other = std::make_shared<Run>(*bench.aRun());
        other->token = Token {255};
        const Microseconds spread = bench.breaker.tryPass(*other).value();
        QVERIFY(spread > 20s && spread < 25s);
    }
    void oneTargetsFailuresDoNotStopAnother()
    {
        Bench bench;
        bench.openIt();
        QVERIFY(bench.run(good, "small"));
    }
    void halfOpenLetsOneRunPassAndItsSuccessCloses()
    {
        Bench bench;
        bench.openIt();
        bench.clock.advance(30s);
        const RunPtr probe = bench.aRun();
        QVERIFY(!bench.breaker.tryPass(*probe));
        QVERIFY(!bench.run(good));
        bench.breaker.ended(*probe, good);
        QVERIFY(bench.run(bad)); // closed, and it has forgotten
        QVERIFY(bench.run(bad));
        QVERIFY(bench.run(bad));
    }
    void halfOpenOpensAgainWhenTheRunFails()
    {
        Bench bench;
        bench.openIt();
        bench.clock.advance(30s);
        QVERIFY(bench.run(bad));
        QCOMPARE(bench.breaker.tryPass(*bench.aRun()).value(), Microseconds(30s));
    }
    void probeThatWasCutLeavesRoomForAnother()
    {
        Bench bench;
        bench.openIt();
        bench.clock.advance(30s);
        QVERIFY(bench.run(Released {}));
        QVERIFY(bench.run(good));
        QVERIFY(bench.breaker.openTargets().empty());
    }
    void probeThatNeverAnswersIsNotWaitedForForEver()
    {
        Bench bench;
        bench.openIt();
        bench.clock.advance(30s);
        const RunPtr silent = bench.aRun();
        QVERIFY(!bench.breaker.tryPass(*silent));
        bench.clock.advance(30s - 1us);
        QVERIFY(bench.breaker.tryPass(*bench.aRun()));
        bench.clock.advance(1us);
        QVERIFY(bench.run(good));
        QVERIFY(bench.breaker.openTargets().empty());
        bench.breaker.ended(*silent, bad); // by now a run like others
        QVERIFY(bench.run(good));
    }
    void firstProbeToAnswerDecidesHoweverLate()
    {
        Bench bench;
        bench.openIt();
        std::vector<RunPtr> slow;
        for (int i = 0; i < 20; ++i) {
            bench.clock.advance(30s);
            slow.push_back(bench.aRun());
            QVERIFY(!bench.breaker.tryPass(*slow.back()));
        }
        bench.breaker.ended(*slow[11], good); // forgotten: only the last eight are known
        QVERIFY(!bench.breaker.openTargets().empty());
        bench.breaker.ended(*slow[12], good);
        QVERIFY(bench.breaker.openTargets().empty());
    }
    void lateFailureOfARunFromBeforeDoesNotCount()
    {
        Bench bench;
        const RunPtr early = bench.aRun();
        QVERIFY(!bench.breaker.tryPass(*early));
        bench.openIt();
        bench.clock.advance(29s);
        bench.breaker.ended(*early, bad);
        QCOMPARE(bench.breaker.tryPass(*bench.aRun()).value(), Microseconds(1s));
    }
    void rejectionShowsThatTheTargetAnswers()
    {
        Bench bench;
        for (int i = 0; i < 10; ++i)
            QVERIFY(bench.run(Rejected {"http", "404"}));
    }
    void widestWindowCounts64Runs()
    {
        Bench bench({64, 64, 30s, CircuitBreakerSettings::Per::Tenant});
        for (int i = 0; i < 64; ++i)
            QVERIFY(bench.run(bad));
        QVERIFY(!bench.run(good));
    }
    void openCircuitSendsTheRunBackUncountedAndKeepsNoSlot()
    {
        ManualClock clock;
        const auto slots = std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {}});
        Stack stack;
        stack.add(std::make_unique<CircuitBreakerLayer>(std::make_shared<CircuitBreaker>(
            clock, CircuitBreakerSettings {1, 1, 30s, {}}, [](const Run &) { return std::string {}; })));
        stack.add(std::make_unique<GateLayer>(slots));
        int calls = 0;
        const auto service = stack.around(serviceFrom([&](const RunPtr &) {
            ++calls;
            return bad;
        }));
        Outcome last;
        for (int i = 0; i < 2; ++i) {
            const auto run = std::make_shared<Run>();
            QVERIFY(service->reserve(*run));
            service->call(run, [&](Outcome outcome) { last = std::move(outcome); });
        }
        QCOMPARE(calls, 1);
        QCOMPARE(std::get<Snoozed>(last).delay, Microseconds(30s));
        QCOMPARE(slots->underWay(), 0);
    }
};
QTEST_APPLESS_MAIN(CircuitBreakerTest)
#include "circuit_breaker_test.moc"
