// SPDX-License-Identifier: Apache-2.0
#include "engine/service/concurrency_limit.h"
#include "engine/service/gate.h"
#include "engine/service/load_shed.h"
#include "engine/service/rate_limit.h"
#include "engine/service/stack.h"

#include <QtTest>

#include <thread>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
RunPtr runOf(const std::string &tenant = "acme")
{
    auto run = std::make_shared<Run>();
    run->job.spec.tenant = TenantName::trusted(tenant);
    return run;
}

/// Takes so many runs, and answers when told.
class HeldService final : public Service
{
public:
    bool reserve(const Run &) override { return room > 0 && room-- > 0; }
    void giveBack(const Run &) override { ++room; }
    void call(RunPtr, Reply reply) override { replies.push_back(std::move(reply)); }

    int room = 1'000'000;
    std::vector<Reply> replies;
};

/// A gate around a service whose replies the test gives.
struct Bench
{
    explicit Bench(const std::shared_ptr<Gate> &gate)
    {
        auto held = std::make_unique<HeldService>();
        inner = held.get();
        service = GateLayer(gate).wrap(std::move(held));
    }
    bool tryRun(const RunPtr &run = runOf())
    {
        if (!service->reserve(*run))
            return false;
        service->call(run, [this](const Outcome &) { ++ended; });
        return true;
    }
    int runsUntilRefused(const std::string &tenant = "acme")
    {
        int runs = 0;
        while (runs < 1'000 && tryRun(runOf(tenant)))
            ++runs;
        return runs;
    }

    HeldService *inner = nullptr;
    std::unique_ptr<Service> service;
    int ended = 0;
};
} // namespace

class GateTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rateLimitLetsTheBurstPassAndThenTheRate()
    {
        ManualClock clock;
        Bench bench(std::make_shared<RateLimit>(clock, RateLimitSettings {{50, 100}, {}}));
        QCOMPARE(bench.runsUntilRefused(), 100);
        clock.advance(100ms);
        QCOMPARE(bench.runsUntilRefused(), 5);
        clock.advance(1h);
        QCOMPARE(bench.runsUntilRefused(), 100);
    }
    void steppedWallClockBringsNoTokens()
    {
        ManualClock clock;
        Bench bench(std::make_shared<RateLimit>(clock, RateLimitSettings {{1, 1}, {}}));
        QVERIFY(bench.tryRun());
        clock.stepWall(1h);
        QVERIFY(!bench.tryRun());
    }
    void rateOfATenantIsNotUsedUpByAnother()
    {
        ManualClock clock;
        Bench bench(std::make_shared<RateLimit>(clock, RateLimitSettings {{1, 3}, {true, {}}}));
        QCOMPARE(bench.runsUntilRefused("flood"), 3);
        QCOMPARE(bench.runsUntilRefused("small"), 3);
    }
    void rateChangesWhileRunning()
    {
        ManualClock clock;
        const auto gate = std::make_shared<RateLimit>(clock, RateLimitSettings {{1, 1}, {}});
        Bench bench(gate);
        QCOMPARE(bench.runsUntilRefused(), 1);
        gate->setRate({1'000, 10});
        clock.advance(1s);
        QCOMPARE(bench.runsUntilRefused(), 10);
    }
    void bucketsOfTenantsWhoAreStillAreForgotten()
    {
        ManualClock clock;
        const auto gate = std::make_shared<RateLimit>(clock, RateLimitSettings {{1, 2}, {true, {}}});
        for (int i = 0; i < 10'000; ++i) {
            QVERIFY(gate->tryEnter(TenantName::trusted("t" + std::to_string(i)), GatePass {}));
            clock.advance(10ms);
        }
        QVERIFY(gate->bucketCount() <= 1'000);
    }
    void concurrencyLimitCountsRunsUnderWay()
    {
        const auto gate = std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {2, {}});
        Bench bench(gate);
        QCOMPARE(bench.runsUntilRefused(), 2);
        QCOMPARE(gate->underWay(), 2);
        bench.inner->replies[0](Failed {"any", "", {}});
        QCOMPARE(bench.ended, 1);
        QCOMPARE(bench.runsUntilRefused(), 1);
        gate->setMost(1);
        bench.inner->replies[1](Succeeded {});
        QVERIFY(!bench.tryRun());
    }
    void concurrencyOfATenantIsNotUsedUpByAnother()
    {
        Bench bench(std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {2, {true, {}}}));
        QCOMPARE(bench.runsUntilRefused("flood"), 2);
        QCOMPARE(bench.runsUntilRefused("small"), 2);
    }
    void servicesOfSeveralThreadsShareOneLimit()
    {
        const auto gate = std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {3, {}});
        std::atomic<int> underWay = 0;
        std::atomic<int> mostSeen = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back([&] {
                const auto service = GateLayer(gate).wrap(serviceFrom([&](const RunPtr &) {
                    const int now = ++underWay;
                    int most = mostSeen;
                    while (now > most && !mostSeen.compare_exchange_weak(most, now)) { }
                    --underWay;
                    return Succeeded {};
                }));
                for (int done = 0; done < 1'000;) {
                    const RunPtr run = runOf();
                    if (!service->reserve(*run))
                        continue;
                    service->call(run, [](const Outcome &) {});
                    ++done;
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QVERIFY(mostSeen <= 3);
        QCOMPARE(gate->underWay(), 0);
    }
    void reservationThatIsNotUsedIsGivenBack()
    {
        ManualClock clock;
        const auto limit = std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {}});
        const auto rate = std::make_shared<RateLimit>(clock, RateLimitSettings {{1, 1}, {}});
        for (const std::shared_ptr<Gate> &gate : {std::shared_ptr<Gate>(limit), std::shared_ptr<Gate>(rate)}) {
            Bench bench(gate);
            bench.inner->room = 0;
            QVERIFY(!bench.tryRun()); // what is inside refuses
            bench.inner->room = 1;
            QVERIFY(bench.service->reserve(*runOf()));
            bench.service->giveBack(*runOf());
            QVERIFY(bench.tryRun());
            QVERIFY(!bench.tryRun());
        }
    }
    void loadShedSendsBackWhatTheLayersInsideWouldNotTake()
    {
        Stack stack;
        stack.add(std::make_unique<LoadShedLayer>(LoadShedSettings {3s}));
        stack.add(std::make_unique<GateLayer>(std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {}})));
        auto held = std::make_unique<HeldService>();
        HeldService &inner = *held;
        const auto service = stack.around(std::move(held));
        std::vector<Outcome> outcomes;
        for (int i = 0; i < 2; ++i) {
            const RunPtr run = runOf();
            QVERIFY(service->reserve(*run));
            service->call(run, [&](Outcome outcome) { outcomes.push_back(std::move(outcome)); });
        }
        QCOMPARE(inner.replies.size(), std::size_t {1});
        QCOMPARE(std::get<Snoozed>(outcomes.at(0)).delay, Microseconds(3s));
        inner.replies[0](Succeeded {});
        QVERIFY(service->reserve(*runOf()));
        service->giveBack(*runOf());
        QVERIFY(service->reserve(*runOf())); // the slot inside was given back as well
    }
    void loadShedInsideALimitShedsNothing() // the order of layers is the order seen
    {
        Stack stack;
        stack.add(std::make_unique<GateLayer>(std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {1, {}})));
        stack.add(std::make_unique<LoadShedLayer>(LoadShedSettings {}));
        const auto service = stack.around(std::make_unique<HeldService>());
        QVERIFY(service->reserve(*runOf()));
        QVERIFY(!service->reserve(*runOf()));
    }
};
QTEST_APPLESS_MAIN(GateTest)
#include "gate_test.moc"
