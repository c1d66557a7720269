// SPDX-License-Identifier: Apache-2.0
// Tenants' caps of runs and rates of starts, and what they leave to the others.
#include "tests/scheduling/scheduler_fixture.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
TenantShare capped(int runningMax)
{
    return {.weight = 1, .runningMax = runningMax, .rate = {}};
}

TenantShare rated(double perSecond, double burst)
{
    return {.weight = 1, .runningMax = 0, .rate = Rate {perSecond, burst}};
}

SchedulerFixture fixedFixture()
{
    return SchedulerFixture(shareOf(CostMode::Fixed));
}
} // namespace

class LimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenantRunsNoMoreThanItsCapInAllQueues();
    void runThatDidNotTakePlaceFreesTheCap();
    void capLoweredWhileFullHoldsUntilRunsEnd();
    void capLiftedWhileFullCountsAtOnce();
    void tenantAtItsCapLeavesTheRestToTheOthers();
    void rateIsKeptOverAMinute();
    void lookingInVainSpendsNoToken(); // T4
    void startThatDidNotTakePlaceGivesItsTokenBack();
    void burstIsStartedAtOnce();
    void tenantOutOfItsRateDelaysNobody();
    void nextChangeNamesTheMomentTheRateLetsGo();
    void changedRateCountsAtOnce();
    void pauseOutlivesARelease();
    void limitsHoldForTenantsThatComeLater();
    void clockSetBackDoesNotHoldATenantForLong();
    void countThatWentWrongIsSetRight();
    void rateUsedInAnEarlierLifeCounts();
    void forgottenTenantHasNoFullBucket();
};

void LimitsTest::countThatWentWrongIsSetRight()
{
    QueueShare share = shareOf(CostMode::Fixed);
    share.runningMax = 3;
    SchedulerFixture fixture(share);
    fixture.setTenant("a", capped(2));
    fixture.add(5, {"a"});
    const Selection kept = *fixture.take();
    const Selection lost = *fixture.take();
    QVERIFY(!fixture.scheduler.recount({kept.index, lost.index}));
    QVERIFY(!fixture.take());
    QVERIFY(fixture.scheduler.recount({kept.index})); // one was never charged
    QVERIFY(fixture.take());
    QVERIFY(!fixture.take());
}

void LimitsTest::tenantRunsNoMoreThanItsCapInAllQueues()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setQueue("p", shareOf(CostMode::Fixed));
    fixture.setTenant("a", capped(2));
    fixture.add(5, {"a"});
    fixture.add(5, {"a", 1, Priority::Normal, {}, "p"});
    const auto first = fixture.take();
    QVERIFY(first && fixture.take());
    QVERIFY(!fixture.take());
    QVERIFY(!fixture.scheduler.hasRunnable());
    fixture.scheduler.charge(*first, milliseconds {1});
    QVERIFY(fixture.take());
    QVERIFY(!fixture.take());
}

void LimitsTest::runThatDidNotTakePlaceFreesTheCap()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", capped(1));
    fixture.add(2, {"a"});
    fixture.scheduler.charge(*fixture.take(), std::nullopt);
    QVERIFY(fixture.take());
}

void LimitsTest::capLoweredWhileFullHoldsUntilRunsEnd()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", capped(3));
    fixture.add(9, {"a"});
    std::vector<Selection> running;
    for (int i = 0; i < 3; ++i)
        running.push_back(*fixture.take());
    fixture.setTenant("a", capped(1));
    for (const Selection &pick : running) {
        QVERIFY(!fixture.take());
        fixture.scheduler.charge(pick, milliseconds {1});
    }
    QVERIFY(fixture.take());
    QVERIFY(!fixture.take());
}

void LimitsTest::capLiftedWhileFullCountsAtOnce()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", capped(1));
    fixture.add(3, {"a"});
    QVERIFY(fixture.take() && !fixture.take());
    fixture.setTenant("a", {});
    QVERIFY(fixture.take() && fixture.take());
}

void LimitsTest::tenantAtItsCapLeavesTheRestToTheOthers()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", capped(1));
    fixture.add(100, {"a"});
    fixture.add(50, {"b"});
    fixture.add(50, {"c"});
    const std::string order = fixture.order(11); // nothing ends
    QCOMPARE(std::count(order.begin(), order.end(), 'a'), 1);
    QCOMPARE(std::count(order.begin(), order.end(), 'b'), 5);
}

void LimitsTest::rateIsKeptOverAMinute()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(10, 10));
    fixture.add(2'000, {"a"});
    int started = 0;
    for (int i = 0; i < 60'000; i += 7) {
        while (fixture.takeAndRun(milliseconds {1}))
            ++started;
        fixture.now += milliseconds {7};
    }
    QVERIFY2(started >= 605 && started <= 611, qPrintable(QString::number(started))); // the burst and 600
}

void LimitsTest::lookingInVainSpendsNoToken()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(1, 2));
    for (int i = 0; i < 100; ++i)
        QVERIFY(!fixture.take());
    fixture.add(5, {"a"});
    QVERIFY(fixture.take() && fixture.take());
    for (int i = 0; i < 100; ++i)
        QVERIFY(!fixture.take());
    fixture.now += seconds {1};
    QVERIFY(fixture.take());
}

void LimitsTest::startThatDidNotTakePlaceGivesItsTokenBack()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(0.001, 1));
    fixture.add(2, {"a"});
    fixture.scheduler.charge(*fixture.take(), std::nullopt);
    QVERIFY(fixture.take());
    QVERIFY(!fixture.take());
}

void LimitsTest::burstIsStartedAtOnce()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(1, 5));
    fixture.add(10, {"a"});
    QCOMPARE(fixture.order(10), std::string("aaaaa"));
}

void LimitsTest::tenantOutOfItsRateDelaysNobody()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(1, 1));
    fixture.add(50, {"a"});
    fixture.add(50, {"b"});
    QCOMPARE(fixture.shares(40)["b"], 39);
}

void LimitsTest::nextChangeNamesTheMomentTheRateLetsGo()
{
    SchedulerFixture fixture = fixedFixture();
    QVERIFY(!fixture.scheduler.nextChange());
    fixture.setTenant("a", rated(4, 1));
    fixture.add(2, {"a"});
    fixture.take();
    QCOMPARE(*fixture.scheduler.nextChange(), fixture.now + milliseconds {250});
    fixture.now += milliseconds {250};
    QVERIFY(fixture.take());
}

void LimitsTest::changedRateCountsAtOnce()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(0.001, 1));
    fixture.add(10, {"a"});
    QVERIFY(fixture.take() && !fixture.take());
    fixture.setTenant("a", rated(100, 1));
    fixture.now += milliseconds {10};
    QVERIFY(fixture.take());
    fixture.setTenant("a", {});
    QCOMPARE(fixture.order(20).size(), std::size_t {8});
}

void LimitsTest::pauseOutlivesARelease()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(1, 1));
    fixture.add(2, {"a"});
    fixture.take();
    fixture.scheduler.setPaused(std::nullopt, TenantName::trusted("a"), true);
    fixture.now += seconds {5};
    QVERIFY(!fixture.take());
    fixture.scheduler.setPaused(std::nullopt, TenantName::trusted("a"), false);
    QVERIFY(fixture.take());
}

void LimitsTest::limitsHoldForTenantsThatComeLater()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("late", {.weight = 3, .runningMax = 2, .rate = Rate {1, 1}});
    fixture.add(5, {"late"});
    QVERIFY(fixture.take());
    QVERIFY(!fixture.take());
    fixture.now += seconds {1};
    QVERIFY(fixture.take());
    fixture.now += seconds {1};
    QVERIFY(!fixture.take()); // two run
}

void LimitsTest::clockSetBackDoesNotHoldATenantForLong()
{
    SchedulerFixture fixture = fixedFixture();
    fixture.setTenant("a", rated(1, 1));
    fixture.add(3, {"a"});
    QVERIFY(fixture.take());
    fixture.now -= std::chrono::hours {2};
    QVERIFY(!fixture.take());
    fixture.now += seconds {1};
    QVERIFY(fixture.take());
}

void LimitsTest::rateUsedInAnEarlierLifeCounts()
{
    SchedulerFixture first = fixedFixture();
    first.setTenant("a", rated(0.1, 2));
    first.add(5, {"a"});
    first.add(1, {"b"});
    std::optional<BucketLevel> spent;
    while (const auto pick = first.take()) {
        QCOMPARE(pick->spent.has_value(), pick->lane.tenant.text() == "a");
        if (pick->spent)
            spent = pick->spent;
    }
    SchedulerFixture second = fixedFixture();
    second.setTenant("a", rated(0.1, 2));
    second.scheduler.spend({{TenantName::trusted("a"), *spent}, {TenantName::trusted("without"), *spent}});
    second.add(5, {"a"});
    second.add(1, {"without"});
    QCOMPARE(second.order(9), std::string("without"));
    second.now += seconds {10};
    QCOMPARE(second.order(9), std::string("a"));
    second.scheduler.spend({{TenantName::trusted("a"), {2, second.now, second.now}}}); // one that is known already
    QCOMPARE(second.order(9), std::string("aa"));
}

void LimitsTest::forgottenTenantHasNoFullBucket()
{
    FairScheduler::Options options;
    options.idleTenantsMax = 1;
    SchedulerFixture fixture(shareOf(CostMode::Fixed), options);
    fixture.setTenant("a", rated(0.001, 2));
    for (const char *tenant : {"a", "a", "b", "c", "d"}) {
        fixture.add({tenant});
        QVERIFY(fixture.takeAndRun(milliseconds {1}));
    }
    fixture.add({"a"});
    QVERIFY(!fixture.take());
    fixture.now += std::chrono::hours {1};
    QVERIFY(fixture.take());
}

QTEST_APPLESS_MAIN(LimitsTest)
#include "limits_test.moc"
