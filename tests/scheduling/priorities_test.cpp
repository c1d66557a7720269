// SPDX-License-Identifier: Apache-2.0
// Priorities inside one queue: per tenant, strict and weighted.
#include "tests/scheduling/scheduler_fixture.h"

#include <QtTest>

using namespace fairlead;

namespace {
QueueShare strictShare(std::int64_t quantum = 0)
{
    QueueShare share = shareOf(CostMode::Fixed, quantum);
    share.priorityOrder = PriorityOrder::Strict;
    return share;
}

QueueShare weightedShare(CostMode mode = CostMode::Fixed)
{
    QueueShare share = shareOf(mode);
    share.priorityOrder = PriorityOrder::Weighted;
    return share;
}

/// Costs served per class over the next picks, until `cost` is reached.
std::map<Priority, std::int64_t> costByClass(SchedulerFixture &fixture, std::int64_t cost)
{
    std::map<Priority, std::int64_t> served;
    while (cost > 0) {
        const auto pick = fixture.take();
        if (!pick)
            break;
        served[pick->lane.priority] += pick->charged;
        cost -= pick->charged;
    }
    return served;
}
} // namespace

class PrioritiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void higherClassOfOneTenantDelaysNoOther();
    void tenantsOwnHigherClassGoesFirst();
    void classesOfATenantShareOneDebt();
    void jobsOfHigherClassesAreBeforeATenantsJob();
    void strictOrderIsThatOfTheClasses();
    void lowerClassNeverGoesBeforeAWaitingHigherOne();
    void arrivingHighJobGoesNext();
    void tenantsTakeTurnsInsideAClass();
    void pausedHighTenantLetsLowerClassesRun();
    void weightedSharesFollowTheWeights();
    void weightedSharesAreSharesOfCost();
    void lowestClassWaitsABoundedNumberOfPicks();
    void rareLowJobsStarveInStrictModeOnly();
    void weightedClassAloneGetsAll();
    void weightedDeliversEverything();
    void modeCanBeChangedAtRunTime();
    void spreadingOverClassesGainsNothing();
};

// D16
void PrioritiesTest::higherClassOfOneTenantDelaysNoOther()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(1'000, {"flood", 1, Priority::Critical});
    fixture.add(100, {"quiet", 1, Priority::Background});
    fixture.add(100, {"usual", 1, Priority::Normal});
    QCOMPARE(fixture.shares(300), (std::map<std::string, int> {{"flood", 100}, {"quiet", 100}, {"usual", 100}}));
}

// D16
void PrioritiesTest::tenantsOwnHigherClassGoesFirst()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    for (const Priority priority :
        {Priority::Low, Priority::Critical, Priority::Normal, Priority::Background, Priority::High}) {
        fixture.add({"a", 1, priority});
        fixture.add({"b", 1, priority});
    }
    for (const Priority priority : allPriorities) {
        QCOMPARE(fixture.take()->lane.priority, priority);
        QCOMPARE(fixture.take()->lane.priority, priority);
    }
    QVERIFY(!fixture.take());
    QCOMPARE(fixture.scheduler.size(), std::size_t {0});
}

void PrioritiesTest::classesOfATenantShareOneDebt()
{
    SchedulerFixture fixture(shareOf(CostMode::Declared, 10));
    fixture.add({"a", 100, Priority::Critical});
    fixture.add(1'000, {"a", 1, Priority::Low});
    fixture.add(1'000, {"b", 1});
    std::map<std::string, std::int64_t> served;
    for (int i = 0; i < 500; ++i) {
        const auto pick = fixture.take();
        QVERIFY(pick);
        served[pick->lane.tenant.text()] += pick->charged;
    }
    QVERIFY2(std::abs(served["a"] - served["b"]) <= 110, qPrintable(QString::number(served["a"])));
}

void PrioritiesTest::jobsOfHigherClassesAreBeforeATenantsJob()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(3, {"a", 1, Priority::High});
    fixture.add({"a", 1, Priority::Low});
    fixture.add(50, {"b", 1, Priority::Critical});
    const JobNumber last = fixture.add({"a", 1, Priority::Low});
    const Lane lane = SchedulerFixture::laneOf({"a", 1, Priority::Low});
    QCOMPARE(fixture.scheduler.standingOf(lane, last).ahead, std::size_t {4});
}

// P1
void PrioritiesTest::strictOrderIsThatOfTheClasses()
{
    SchedulerFixture fixture(strictShare());
    for (const Priority priority :
        {Priority::Low, Priority::Critical, Priority::Normal, Priority::Background, Priority::High})
        fixture.add({"a", 1, priority});
    for (const Priority priority : allPriorities)
        QCOMPARE(fixture.take()->lane.priority, priority);
}

// D16, F3: one tenant with High work without end, five with Low work.
void PrioritiesTest::lowerClassNeverGoesBeforeAWaitingHigherOne()
{
    for (const std::int64_t quantum : {1, 2, 10}) {
        SchedulerFixture fixture(strictShare(quantum));
        for (int i = 0; i < 5; ++i)
            fixture.add(100, {"low" + std::to_string(i), 1, Priority::Low});
        for (int i = 0; i < 1'000; ++i) {
            fixture.add({"high", 1, Priority::High});
            QCOMPARE(fixture.take()->lane.priority, Priority::High);
        }
        QCOMPARE(fixture.take()->lane.priority, Priority::Low);
    }
}

// D16, F3
void PrioritiesTest::arrivingHighJobGoesNext()
{
    SchedulerFixture fixture(strictShare(10));
    fixture.add(100, {"a"});
    fixture.add(100, {"b"});
    QCOMPARE(fixture.order(3), std::string("aaa")); // in the middle of a's visit
    fixture.add({"c", 1, Priority::High});
    QCOMPARE(fixture.order(2), std::string("ca"));
}

void PrioritiesTest::tenantsTakeTurnsInsideAClass()
{
    SchedulerFixture fixture(strictShare());
    fixture.add(3, {"a", 1, Priority::High});
    fixture.add(3, {"b", 1, Priority::High});
    fixture.add(1, {"c", 1, Priority::Low});
    QCOMPARE(fixture.order(7), std::string("abababc"));
}

void PrioritiesTest::pausedHighTenantLetsLowerClassesRun()
{
    SchedulerFixture fixture(strictShare());
    fixture.add({"a", 1, Priority::High});
    fixture.add({"b", 1, Priority::Low});
    fixture.scheduler.setPaused(std::nullopt, TenantName::trusted("a"), true);
    QCOMPARE(fixture.order(2), std::string("b"));
}

// P2, P4
void PrioritiesTest::weightedSharesFollowTheWeights()
{
    SchedulerFixture fixture(weightedShare());
    for (const Priority priority : allPriorities)
        fixture.add(10'000, {"a", 1, priority});
    auto served = costByClass(fixture, 9'500); // 250 times 38
    const std::map<Priority, std::int64_t> expected {{Priority::Critical, 5'000}, {Priority::High, 2'500},
        {Priority::Normal, 1'250}, {Priority::Low, 500}, {Priority::Background, 250}};
    for (const Priority priority : allPriorities)
        QVERIFY2(std::abs(served[priority] - expected.at(priority)) <= 2, priorityName(priority).data());
}

// D16
void PrioritiesTest::weightedSharesAreSharesOfCost()
{
    SchedulerFixture fixture(weightedShare(CostMode::Declared));
    fixture.add(30'000, {"a", 1, Priority::Critical});
    fixture.add(10'000, {"a", 7, Priority::High});
    fixture.add(10'000, {"a", 100, Priority::Background});
    auto served = costByClass(fixture, 31'000);
    QVERIFY2(
        std::abs(served[Priority::Critical] - 20'000) <= 150, qPrintable(QString::number(served[Priority::Critical])));
    QVERIFY2(std::abs(served[Priority::High] - 10'000) <= 150, qPrintable(QString::number(served[Priority::High])));
    QVERIFY2(std::abs(served[Priority::Background] - 1'000) <= 150,
        qPrintable(QString::number(served[Priority::Background])));
}

// D16: the documented minimum share; one of 38 units is the lowest class's.
void PrioritiesTest::lowestClassWaitsABoundedNumberOfPicks()
{
    SchedulerFixture fixture(weightedShare());
    for (const Priority priority : {Priority::Critical, Priority::High, Priority::Normal, Priority::Low})
        fixture.add(1'000, {"a", 1, priority});
    fixture.add(20, {"b", 1, Priority::Background});
    int since = 0;
    int seen = 0;
    while (seen < 20) {
        const auto pick = fixture.take();
        QVERIFY(pick);
        ++since;
        QVERIFY2(since <= 39, qPrintable(QString::number(since)));
        if (pick->lane.priority == Priority::Background) {
            since = 0;
            ++seen;
        }
    }
}

// P6: of 80 Normal, 15 High and 5 Low jobs, strict order makes Low wait for all others, weighted order for ten at most.
void PrioritiesTest::rareLowJobsStarveInStrictModeOnly()
{
    for (const bool isStrict : {true, false}) {
        SchedulerFixture fixture(isStrict ? strictShare() : weightedShare());
        fixture.add(80, {"a", 1, Priority::Normal});
        fixture.add(15, {"a", 1, Priority::High});
        fixture.add(5, {"a", 1, Priority::Low});
        std::map<Priority, int> served;
        int longestWait = 0;
        for (int since = 1; const auto pick = fixture.take(); ++since) {
            ++served[pick->lane.priority];
            if (pick->lane.priority == Priority::Low)
                longestWait = std::max(longestWait, std::exchange(since, 0));
        }
        QVERIFY((served == std::map<Priority, int> {{Priority::High, 15}, {Priority::Normal, 80}, {Priority::Low, 5}}));
        QVERIFY2(isStrict ? longestWait == 96 : longestWait <= 10, qPrintable(QString::number(longestWait)));
    }
}

void PrioritiesTest::weightedClassAloneGetsAll()
{
    SchedulerFixture fixture(weightedShare());
    fixture.add(100, {"a", 1, Priority::Background});
    QCOMPARE(fixture.order(101), std::string(100, 'a'));
}

// P3
void PrioritiesTest::weightedDeliversEverything()
{
    SchedulerFixture fixture(weightedShare());
    for (const Priority priority : allPriorities)
        fixture.add(5, {"a", 1, priority});
    auto served = costByClass(fixture, 1'000);
    for (const Priority priority : allPriorities)
        QCOMPARE(served[priority], std::int64_t {5});
    QCOMPARE(fixture.scheduler.size(), std::size_t {0});
}

void PrioritiesTest::modeCanBeChangedAtRunTime()
{
    SchedulerFixture fixture(strictShare());
    fixture.add(200, {"a", 1, Priority::Critical});
    fixture.add(200, {"b", 1, Priority::Background});
    QCOMPARE(fixture.shares(40), (std::map<std::string, int> {{"a", 40}}));
    fixture.setQueue("q", weightedShare());
    auto shares = fixture.shares(42);
    QVERIFY(shares["b"] >= 1 && shares["b"] <= 3);
    fixture.setQueue("q", strictShare());
    QCOMPARE(fixture.shares(40), (std::map<std::string, int> {{"a", 40}}));
    fixture.setQueue("q", shareOf(CostMode::Fixed));
    QCOMPARE(fixture.shares(40), (std::map<std::string, int> {{"a", 20}, {"b", 20}}));
    fixture.scheduler.setPaused(std::nullopt, TenantName::trusted("b"), true);
    fixture.setQueue("q", strictShare());
    fixture.setQueue("q", shareOf(CostMode::Fixed));
    QCOMPARE(fixture.shares(10), (std::map<std::string, int> {{"a", 10}}));
}

void PrioritiesTest::spreadingOverClassesGainsNothing()
{
    SchedulerFixture fixture(weightedShare());
    // The two classes share 20 to 10; a waits in both, b in the larger one only.
    fixture.add(10'000, {"a", 1, Priority::Critical});
    fixture.add(10'000, {"a", 1, Priority::High});
    fixture.add(10'000, {"b", 1, Priority::Critical});
    auto shares = fixture.shares(6'000);
    QVERIFY2(std::abs(shares["a"] - shares["b"]) <= 4, qPrintable(QString::number(shares["a"])));
}

QTEST_APPLESS_MAIN(PrioritiesTest)
#include "priorities_test.moc"
