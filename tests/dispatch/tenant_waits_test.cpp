// SPDX-License-Identifier: Apache-2.0
// The waits of tenants, and what holds their jobs, under a turned clock. The test is the workers.
#include "tests/support/dispatch_rig.h"
#include "tests/support/shut_gate.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
const auto q = QueueName::trusted("q");
const auto anna = TenantName::trusted("anna");
const auto ben = TenantName::trusted("ben");

/// Queues "q", "p", and "far", whose workers are elsewhere.
EngineSettings threeQueues()
{
    EngineSettings settings = oneQueue();
    settings.queues.push_back({.name = QueueName::trusted("p")});
    settings.queues.push_back({.name = QueueName::trusted("far")});
    settings.queues.back().handler = PullHandlerSettings {};
    return settings;
}

std::map<TenantName, TenantFigures> figuresOf(DispatchRig &rig, const TenantRange &range = {})
{
    FirstTenants tenants(range);
    const std::vector<QueueTenantCounts> counts = must(rig.store.waiting().counts(range));
    for (const QueueTenantCounts &one : counts)
        tenants.offer(one.tenant.text());
    return rig.dispatcher().tenantFigures(tenants, counts);
}
TenantFigures annas(DispatchRig &rig)
{
    return figuresOf(rig)[anna];
}
void addMany(DispatchRig &rig, int count, const char *queue = "q", const char *tenant = "anna")
{
    for (int i = 0; i < count; ++i)
        rig.enqueue(aJob(queue, tenant));
}
void limit(DispatchRig &rig, const TenantRules &rules)
{
    rig.setTenants({{anna, "", rules}});
}
} // namespace

class TenantWaitsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oldestJobOfATenantIsFoundInWhateverQueueItWaits()
    {
        DispatchRig rig(threeQueues());
        rig.start();
        rig.enqueue(aJob("q", "ben")); // runs
        const JobId first = rig.enqueue(aJob("p", "anna"));
        addMany(rig, 2, "q");
        addMany(rig, 1, "q", "ben");
        const auto figures = figuresOf(rig);
        QVERIFY(figures.at(anna).oldest);
        QCOMPARE(figures.at(anna).oldest->seq, rig.record(first).job.seq);
        QVERIFY(figures.at(anna).oldest->position < figures.at(ben).oldest->position);
        QVERIFY(figures.at(anna).held.empty()); // it waits for its turn
    }
    void jobsOverTheConcurrencyOfTheirTenantAreHeld()
    {
        DispatchRig rig(threeQueues(), 2);
        rig.start();
        limit(rig, {.concurrency = 1});
        addMany(rig, 4);
        addMany(rig, 2, "p");
        const TenantFigures figures = annas(rig);
        QCOMPARE(figures.held.size(), std::size_t {1});
        QCOMPARE(figures.held[0].kind, WaitCode::TenantAtCap);
        QCOMPARE(figures.held[0].jobs, std::int64_t {5});
        QVERIFY(!figures.held[0].queue); // they wait in two
        QVERIFY(!figures.held[0].until && figures.oldest);
    }
    void jobsOverTheRateOfTheirTenantAreHeldUntilTheNextToken()
    {
        DispatchRig rig(threeQueues(), 2);
        rig.start();
        limit(rig, {.rate = Rate {0.1, 1}});
        addMany(rig, 3);
        const TenantFigures figures = annas(rig);
        QCOMPARE(figures.held.size(), std::size_t {1});
        QCOMPARE(figures.held[0].kind, WaitCode::TenantRate);
        QCOMPARE(figures.held[0].jobs, std::int64_t {2});
        QVERIFY(figures.held[0].queue == q);
        QVERIFY(figures.held[0].until && *figures.held[0].until > rig.clock.now());
        rig.advance(40s);
        QVERIFY(annas(rig).held.empty());
    }
    void aRateThatLetsOneStartAfterTheOtherHoldsBetweenThem()
    {
        DispatchRig rig(threeQueues()); // its worker is busy when the next token comes
        rig.start();
        limit(rig, {.rate = Rate {0.5, 1}});
        addMany(rig, 3);
        QVERIFY(annas(rig).held.front().until);
        rig.advance(3s);
        const TenantFigures figures = annas(rig);
        QCOMPARE(figures.held.size(), std::size_t {1});
        QCOMPARE(figures.held[0].kind, WaitCode::TenantRate);
        QVERIFY(!figures.held[0].until);
        rig.advance(10s); // now they wait for their turn
        QVERIFY(annas(rig).held.empty());
    }
    void pausedJobsAreHeldAndDoNotCountAsWaiting()
    {
        DispatchRig rig(threeQueues());
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({q, anna, "eve", "", {}}); });
        addMany(rig, 3);
        TenantFigures figures = annas(rig);
        QCOMPARE(figures.held.size(), std::size_t {1});
        QCOMPARE(figures.held[0].kind, WaitCode::Paused);
        QCOMPARE(figures.held[0].jobs, std::int64_t {3});
        QVERIFY(!figures.oldest);
        rig.call([](Dispatcher &dispatcher) { dispatcher.resume(q, anna); });
        figures = annas(rig);
        QVERIFY(figures.held.empty() && figures.oldest);
    }
    void jobsOfAQueueWithoutConfigurationAreHeld()
    {
        DispatchRig rig(threeQueues());
        rig.start();
        addMany(rig, 2, "elsewhere");
        const TenantFigures figures = annas(rig);
        QCOMPARE(figures.held.size(), std::size_t {1});
        QCOMPARE(figures.held[0].kind, WaitCode::QueueNotConfigured);
        QVERIFY(figures.held[0].queue == QueueName::trusted("elsewhere"));
        QVERIFY(figures.oldest);
    }
    void jobsThatNoWorkerElsewhereAsksForAreHeldAfterAMinute()
    {
        DispatchRig rig(threeQueues());
        rig.start();
        addMany(rig, 2, "far");
        QVERIFY(annas(rig).held.empty());
        rig.advance(2min);
        const TenantFigures figures = annas(rig);
        QCOMPARE(figures.held.size(), std::size_t {1});
        QCOMPARE(figures.held[0].kind, WaitCode::QueueUnserved);
        QCOMPARE(figures.held[0].jobs, std::int64_t {2});
        const WhyView why = rig.dispatcher().why(rig.record(rig.enqueue(aJob("far", "anna"))));
        QCOMPARE(why.reasons.front().code, WaitCode::QueueUnserved);
        rig.call([](Dispatcher &dispatcher) {
            dispatcher.leases().ask(
                {QueueName::trusted("far"), "far-1", 1, {}, {}}, [](const Result<std::vector<LeasedJob>> &) {});
        });
        QVERIFY(annas(rig).held.empty());
    }
    void jobsBehindAShutGateAreHeldByItsKind()
    {
        DispatchRig rig(
            threeQueues(), 1, std::make_shared<MemoryState>(), TimePoint {1'700'000'000s}, [](const Clock &) {
                return std::map<QueueName, QueueGates> {{q, {.leading = {std::make_shared<ShutGate>()}, .inside = {}}}};
            });
        rig.start();
        addMany(rig, 4);
        addMany(rig, 1, "elsewhere");
        const TenantFigures figures = annas(rig);
        QCOMPARE(figures.held.size(), std::size_t {2});
        QCOMPARE(figures.held[0].kind, WaitCode::GateShut); // of the most jobs
        QCOMPARE(figures.held[0].gate, std::string("rate_limit"));
        QCOMPARE(figures.held[0].jobs, std::int64_t {4});
        QVERIFY(figures.held[0].until && *figures.held[0].until > rig.clock.now());
        QCOMPARE(figures.held[1].kind, WaitCode::QueueNotConfigured);
    }
    void onlyTheTenantsOfThePageAreLookedAt()
    {
        DispatchRig rig(threeQueues());
        rig.start();
        rig.enqueue(aJob("q", "zoe")); // runs
        for (int i = 0; i < 200; ++i)
            rig.enqueue(aJob(i % 2 == 0 ? "q" : "p", ("t" + std::to_string(1000 + i)).c_str()));
        const auto page = figuresOf(rig, {.tenant = {}, .after = TenantName::trusted("t1009"), .most = 10});
        QCOMPARE(page.size(), std::size_t {10});
        QCOMPARE(page.begin()->first.text(), std::string("t1010"));
        for (const auto &[tenant, figures] : page)
            QVERIFY2(figures.oldest, tenant.text().c_str());
        QCOMPARE(figuresOf(rig, {.tenant = TenantName::trusted("t1100"), .after = {}}).size(), std::size_t {1});
    }
};

QTEST_APPLESS_MAIN(TenantWaitsTest)
#include "tenant_waits_test.moc"
