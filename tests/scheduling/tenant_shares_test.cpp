// SPDX-License-Identifier: Apache-2.0
// What tenants of one queue receive from FairScheduler over long runs: shares by weight and cost, to the item.
#include "tests/scheduling/scheduler_fixture.h"
#include "tests/support/fairness_witness.h"

#include <QtTest>

#include <cmath>

using namespace fairlead;

class TenantSharesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneToTenHoldsAfterEachOfElevenThousandPicks();
    void costRatioIsOneAtAnyQuantum_data();
    void costRatioIsOneAtAnyQuantum();
    void randomWeightsAreSharesOfCost();
    void expiredInARowEarnNoTurn();
    void millionTenantsAreServedOnceEach();
    void comingAndGoingGainsNoShare();
};

// D8
void TenantSharesTest::oneToTenHoldsAfterEachOfElevenThousandPicks()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.setWeight("b", 10);
    fixture.add(11'001, {"a"});
    fixture.add(11'001, {"b"});
    FairnessWitness witness(1, {1, 10});
    std::array<int, 2> served {};
    for (int i = 0; i < 11'000; ++i) {
        const std::size_t tenant = fixture.take()->lane.tenant.text() == "a" ? 0 : 1;
        ++served[tenant];
        QVERIFY2(witness.note(tenant, 1, 1, {true, true}), qPrintable(QStringLiteral("pick %1").arg(i)));
    }
    QCOMPARE(served[0], 1'000);
    QCOMPARE(served[1], 10'000);
}

// D9, F2
void TenantSharesTest::costRatioIsOneAtAnyQuantum_data()
{
    QTest::addColumn<int>("quantum");
    for (const int quantum : {1, 3, 7, 10, 11, 64, 100, 999})
        QTest::addRow("quantum %d", quantum) << quantum;
}

void TenantSharesTest::costRatioIsOneAtAnyQuantum()
{
    QFETCH(int, quantum);
    SchedulerFixture fixture(shareOf(CostMode::Declared, quantum));
    fixture.add(60'000, {"cheap", 1});
    fixture.add(6'000, {"dear", 10});
    std::array<std::int64_t, 2> cost {};
    for (int i = 0; i < 55'000; ++i) {
        const auto pick = fixture.take();
        cost[pick->lane.tenant.text() == "cheap" ? 0 : 1] += pick->charged;
    }
    QVERIFY(std::abs(cost[0] - cost[1]) <= quantum + 10); // of 100,000: 1.00, at 999 within one visit
}

void TenantSharesTest::randomWeightsAreSharesOfCost()
{
    const std::uint64_t first = 9'000;
    const int cases = 60;
    qInfo("seeds from %llu, %d cases", static_cast<unsigned long long>(first), cases);
    for (std::uint64_t seed = first; seed < first + cases; ++seed) {
        SeededRandom random(seed);
        const std::size_t tenants = 2 + random.nextBelow(8);
        const std::int64_t costLimit = 1 + static_cast<std::int64_t>(random.nextBelow(30));
        const std::int64_t quantum = 1 + static_cast<std::int64_t>(random.nextBelow(30));
        SchedulerFixture fixture(shareOf(CostMode::Declared, quantum));
        std::vector<double> weights(tenants);
        const auto addTo = [&](std::size_t tenant) {
            fixture.add({std::to_string(tenant), 1 + static_cast<std::int64_t>(random.nextBelow(costLimit))});
        };
        for (std::size_t i = 0; i < tenants; ++i) {
            weights[i] = 0.1 + random.nextUnit() * 10;
            fixture.setWeight(std::to_string(i), weights[i]);
            addTo(i);
            addTo(i);
        }
        std::vector<double> served(tenants);
        for (int step = 0; step < 5'000; ++step) {
            const auto pick = fixture.take();
            const std::size_t tenant = std::stoul(pick->lane.tenant.text());
            served[tenant] += static_cast<double>(pick->charged);
            addTo(tenant);
        }
        for (std::size_t i = 1; i < tenants; ++i) {
            const double lead = served[0] / weights[0] - served[i] / weights[i];
            const double bound =
                static_cast<double>(quantum) + static_cast<double>(costLimit) * (1 / weights[0] + 1 / weights[i]);
            QVERIFY2(std::abs(lead) <= bound + 1e-6, qPrintable(QStringLiteral("seed %1").arg(seed)));
        }
    }
}

// D15, F6
void TenantSharesTest::expiredInARowEarnNoTurn()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    for (int round = 0; round < 2; ++round) {
        TestJob late {"greedy"};
        late.deadline = fixture.now - Microseconds {1};
        fixture.add(320, late);
        for (const char *tenant : {"greedy", "b", "c"})
            fixture.add(400, {tenant});
    }
    for (const auto &[tenant, picks] : fixture.shares(2'100))
        QCOMPARE(picks, 700);
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {640});
}

// F44: one tenant never has more than one job waiting, and its runs surprise; others come for one job and never again.
void TenantSharesTest::comingAndGoingGainsNoShare()
{
    FairScheduler::Options options;
    options.idleTenantsMax = 1'000;
    SchedulerFixture fixture(shareOf(CostMode::Measured), options);
    SeededRandom random(44);
    std::map<std::string, std::int64_t> workerTime;
    int strangers = 0;
    bool isThere = false;
    for (int i = 0; i < 100'000; ++i) {
        if (!std::exchange(isThere, true))
            fixture.add({"comes and goes"});
        fixture.add({"stays"});
        if (i % 10 == 0)
            fixture.add({"stranger-" + std::to_string(++strangers)});
        const auto pick = fixture.take();
        const std::string tenant = pick->lane.tenant.text();
        isThere = isThere && tenant != "comes and goes";
        const int ran = tenant == "comes and goes" && random.nextBelow(2) == 0 ? 50 : 5;
        fixture.scheduler.charge(*pick, std::chrono::milliseconds {ran});
        workerTime[tenant.starts_with("stranger") ? "strangers" : tenant] += ran;
    }
    const double share = static_cast<double>(workerTime["comes and goes"]) / static_cast<double>(workerTime["stays"]);
    // Less, because what an overestimate gives back to one that has nothing waiting is lost, and it owes for the
    // others.
    QVERIFY2(share > 0.5 && share < 1.01, qPrintable(QString::number(share)));
    QVERIFY(
        strangers > 1'000 && workerTime["strangers"] >= 5 * (strangers - 1)); // more than are remembered, each served
}

void TenantSharesTest::millionTenantsAreServedOnceEach()
{
    const int tenants = 1'000'000;
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    for (int i = 0; i < tenants; ++i)
        fixture.add({std::to_string(i)});
    for (int i = 0; i < tenants; ++i) {
        const auto pick = fixture.takeAndRun(Microseconds {1});
        QCOMPARE(pick->job.seq, JobNumber {i + 1}); // in the order in which they came
    }
    QVERIFY(!fixture.take());
}

QTEST_APPLESS_MAIN(TenantSharesTest)
#include "tenant_shares_test.moc"
