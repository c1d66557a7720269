// SPDX-License-Identifier: Apache-2.0
// Deficit round robin over the tenants of one queue.
#include "tests/scheduling/scheduler_fixture.h"

#include <QtTest>

#include <limits>

using namespace fairlead;

class FairSchedulerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenantsTakeTurns();
    void coldTenantIsSeenEarlyAmongHotOnes();
    void everyColdTenantIsServedInOneRound();
    void heavyJobIsNotStarvedByLightOnes();
    void quantumChangedAtRunTimeCounts();
    void weightsAreExactShares();
    void weightOfTenIsTenTimes();
    void ratiosOfWeightsAreNotCapped_data();
    void ratiosOfWeightsAreNotCapped();
    void smallWeightsKeepTheirRatio();
    void largestRatioOfWeightsServesBoth();
    void costsAreSharedWhateverTheQuantum_data();
    void costsAreSharedWhateverTheQuantum();
    void tenCheapThenOneDearJob();
    void deficitIsCarriedOver();
    void deficitIsCarriedOverWithLargerQuantum();
    void idleTenantSavesUpNothing();
    void anyWaitingJobIsDeliveredByOneCall_data();
    void anyWaitingJobIsDeliveredByOneCall();
    void loneTenantGetsNoMoreThanOthers();
    void roundRobinOverThree();
    void goneTenantIsSkipped();
    void shortLanesLeaveTheRound();
    void drainedTenantJoinsBehindTheOthers();
    void lateTenantIsServedBehindThoseWhoWait();
    void oneOfManyDoesNotDelayTheMany();
    void threeTenantsGetFiftyEach();
    void flooderDelaysNobody();
    void newTenantsWithoutEndDoNotStarveTheOld();
    void weightChangedAtRunTimeCounts();
    void largestCostsDoNotOverflow();
    void jobOfFailedClaimKeepsItsPlace();
    void jobIsNotAddedTwice();
    void removedJobIsNotDelivered();
    void idleTenantsAreForgotten();
    void forgottenTenantKeepsItsWeight();
    void fifoTakesInOrderOfPosition();
    void queueThatWasNeverSetIsServedOnlyIfTheOptionsSaySo();
};

// D1
void FairSchedulerTest::tenantsTakeTurns()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    const JobNumber a1 = fixture.add({"a"});
    const JobNumber a2 = fixture.add({"a"});
    const JobNumber b3 = fixture.add({"b"});
    const JobNumber b4 = fixture.add({"b"});

    std::vector<JobNumber> order;
    while (const auto pick = fixture.take())
        order.push_back(pick->job.seq);
    QCOMPARE(order, (std::vector<JobNumber> {a1, b3, a2, b4}));
}

// D2
void FairSchedulerTest::coldTenantIsSeenEarlyAmongHotOnes()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(10, {"hot"});
    fixture.add({"cold"});
    QCOMPARE(fixture.firstPickOf("cold", 6), 2);
}

// D3
void FairSchedulerTest::everyColdTenantIsServedInOneRound()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(400, {"hot"});
    for (int i = 0; i < 32; ++i)
        fixture.add({"cold" + std::to_string(i)});
    const auto shares = fixture.shares(33);
    QCOMPARE(shares.size(), std::size_t {33});
}

// D4
void FairSchedulerTest::heavyJobIsNotStarvedByLightOnes()
{
    SchedulerFixture fixture(shareOf(CostMode::Declared, 1));
    fixture.add(50, {"hot"});
    fixture.add({"heavy", 10});
    QCOMPARE(fixture.firstPickOf("heavy", 60), 11); // ten rounds of one cheap job each
}

// D6
void FairSchedulerTest::quantumChangedAtRunTimeCounts()
{
    SchedulerFixture fixture(shareOf(CostMode::Declared, 1));
    fixture.add({"heavy", 5});
    fixture.add(50, {"hot"});
    fixture.setQueue("q", shareOf(CostMode::Declared, 5));
    QCOMPARE(fixture.firstPickOf("heavy", 2), 1);
}

// D7
void FairSchedulerTest::weightsAreExactShares()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.setWeight("b", 3);
    fixture.add(50, {"a"});
    fixture.add(50, {"b"});
    QCOMPARE(fixture.order(16), std::string("abbbabbbabbbabbb"));
}

// D8
void FairSchedulerTest::weightOfTenIsTenTimes()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.setWeight("b", 10);
    fixture.add(11'000, {"a"});
    fixture.add(11'000, {"b"});
    auto shares = fixture.shares(11'000);
    QVERIFY2(std::abs(shares["a"] - 1'000) <= 10, qPrintable(QString::number(shares["a"])));
    QCOMPARE(shares["a"] + shares["b"], 11'000);
}

// F1
void FairSchedulerTest::ratiosOfWeightsAreNotCapped_data()
{
    QTest::addColumn<int>("weight");
    for (const int weight : {2, 3, 10, 100})
        QTest::addRow("1:%d", weight) << weight;
}

void FairSchedulerTest::ratiosOfWeightsAreNotCapped()
{
    QFETCH(int, weight);
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.setWeight("b", weight);
    const int rounds = 90;
    fixture.add(rounds * (weight + 1), {"a"});
    fixture.add(rounds * (weight + 1), {"b"});
    auto shares = fixture.shares(rounds * (weight + 1));
    QCOMPARE(shares["a"], rounds);
    QCOMPARE(shares["b"], rounds * weight);
}

void FairSchedulerTest::smallWeightsKeepTheirRatio()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.setWeight("a", 0.001);
    fixture.setWeight("b", 0.0015);
    fixture.add(1'000, {"a"});
    fixture.add(1'000, {"b"});
    auto shares = fixture.shares(1'000);
    QVERIFY2(std::abs(shares["a"] - 400) <= 2, qPrintable(QString::number(shares["a"])));
}

void FairSchedulerTest::largestRatioOfWeightsServesBoth()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.setWeight("a", weightMax);
    fixture.setWeight("b", weightMin); // 10^9 : 1
    fixture.add(1'000, {"a"});
    fixture.add(100, {"b"});
    auto shares = fixture.shares(1'000);
    QVERIFY2(shares["a"] >= 999, qPrintable(QString::number(shares["a"])));
    QCOMPARE(fixture.shares(200).size() + static_cast<std::size_t>(shares["b"]), std::size_t {1});
    QCOMPARE(fixture.scheduler.size(), std::size_t {0});
}

// F2
void FairSchedulerTest::costsAreSharedWhateverTheQuantum_data()
{
    QTest::addColumn<int>("quantum");
    for (const int quantum : {1, 2, 10, 100})
        QTest::addRow("quantum %d", quantum) << quantum;
}

void FairSchedulerTest::costsAreSharedWhateverTheQuantum()
{
    QFETCH(int, quantum);
    SchedulerFixture fixture(shareOf(CostMode::Declared, quantum));
    fixture.add(20'000, {"cheap", 1});
    fixture.add(20'000, {"dear", 10});
    auto shares = fixture.shares(11'000);
    const double ratio = shares["cheap"] / (shares["dear"] * 10.0);
    QVERIFY2(ratio > 0.98 && ratio < 1.02, qPrintable(QString::number(ratio)));
}

// D9
void FairSchedulerTest::tenCheapThenOneDearJob()
{
    SchedulerFixture fixture(shareOf(CostMode::Declared, 10));
    fixture.add(100, {"a", 1});
    fixture.add(100, {"b", 10});
    QCOMPARE(fixture.order(33), std::string("aaaaaaaaaabaaaaaaaaaabaaaaaaaaaab"));
}

// D10
void FairSchedulerTest::deficitIsCarriedOver()
{
    SchedulerFixture fixture(shareOf(CostMode::Declared, 3));
    fixture.add(100, {"a", 3});
    fixture.add(100, {"b", 7});
    QCOMPARE(fixture.order(20), std::string("aaabaabaabaaabaabaab"));
}

// D11
void FairSchedulerTest::deficitIsCarriedOverWithLargerQuantum()
{
    SchedulerFixture fixture(shareOf(CostMode::Declared, 5));
    fixture.add(4, {"a", 3});
    fixture.add(3, {"b", 5});
    QCOMPARE(fixture.order(7), std::string("abaabab"));
}

// D12, F7
void FairSchedulerTest::idleTenantSavesUpNothing()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed, 100));
    fixture.add({"a"});
    QCOMPARE(fixture.order(1), std::string("a")); // 99 of its quantum are left, and lost
    fixture.add(200, {"b"});
    fixture.add(200, {"a"});
    QCOMPARE(fixture.order(100), std::string(100, 'b'));
    QCOMPARE(fixture.order(101), std::string(100, 'a') + "b");
}

// D13, F5
void FairSchedulerTest::anyWaitingJobIsDeliveredByOneCall_data()
{
    QTest::addColumn<qint64>("cost");
    QTest::addColumn<double>("weight");
    for (const qint64 cost : {qint64 {1}, qint64 {100'000}, qint64 {costMax}}) {
        for (const double weight : {weightMin, 1.0, weightMax})
            QTest::addRow("cost %lld weight %g", static_cast<long long>(cost), weight) << cost << weight;
    }
}

void FairSchedulerTest::anyWaitingJobIsDeliveredByOneCall()
{
    QFETCH(qint64, cost);
    QFETCH(double, weight);
    SchedulerFixture fixture(shareOf(CostMode::Declared, 1));
    fixture.setWeight("a", weight);
    for (int i = 0; i < 100; ++i) {
        fixture.add({"a", cost});
        const auto pick = fixture.take();
        QVERIFY(pick);
        QCOMPARE(pick->charged, cost);
    }
    QVERIFY(!fixture.take());
}

// D14, F4
void FairSchedulerTest::loneTenantGetsNoMoreThanOthers()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(4'000, {"lone"});
    for (int i = 0; i < 30; ++i)
        fixture.add(4'000, {"other" + std::to_string(i)});
    const auto shares = fixture.shares(3'100);
    QCOMPARE(shares.size(), std::size_t {31});
    for (const auto &[tenant, count] : shares)
        QCOMPARE(count, 100);
}

// D17
void FairSchedulerTest::roundRobinOverThree()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    for (const char *tenant : {"a", "b", "c"})
        fixture.add(4, {tenant});
    QCOMPARE(fixture.order(12), std::string("abcabcabcabc"));
}

// D17
void FairSchedulerTest::goneTenantIsSkipped()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(3, {"a"});
    const JobNumber b = fixture.add({"b"});
    fixture.add(3, {"c"});
    QVERIFY(fixture.scheduler.remove(SchedulerFixture::laneOf({"b"}), b));
    QCOMPARE(fixture.order(9), std::string("acacac"));
}

// D17
void FairSchedulerTest::shortLanesLeaveTheRound()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add({"a"});
    fixture.add({"b"});
    fixture.add(2, {"c"});
    fixture.add(2, {"d"});
    QCOMPARE(fixture.order(6), std::string("abcdcd"));
}

// D17
void FairSchedulerTest::drainedTenantJoinsBehindTheOthers()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add({"a"});
    fixture.add(2, {"b"});
    QCOMPARE(fixture.order(1), std::string("a"));
    fixture.add({"a"});
    QCOMPARE(fixture.order(3), std::string("bab"));
}

// D17, as it applies: behind those who wait, not before them, so that newcomers without end starve nobody.
void FairSchedulerTest::lateTenantIsServedBehindThoseWhoWait()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(9, {"a"});
    fixture.add(9, {"b"});
    QCOMPARE(fixture.order(2), std::string("ab"));
    fixture.add(9, {"c"});
    QCOMPARE(fixture.order(9), std::string("abcabcabc"));
}

// D17
void FairSchedulerTest::oneOfManyDoesNotDelayTheMany()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(10, {"a"});
    fixture.add({"b"});
    QCOMPARE(fixture.order(11), std::string("abaaaaaaaaa"));
}

// D18, as it applies: the four consumers ask one scheduler.
void FairSchedulerTest::threeTenantsGetFiftyEach()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    for (const char *tenant : {"a", "b", "c"})
        fixture.add(50, {tenant});
    auto half = fixture.shares(75);
    QCOMPARE(half, (std::map<std::string, int> {{"a", 25}, {"b", 25}, {"c", 25}}));
    QCOMPARE(fixture.shares(75), half);
    QVERIFY(!fixture.take());
}

// D19
void FairSchedulerTest::flooderDelaysNobody()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(1'000, {"a"});
    fixture.order(100);
    fixture.add({"b"});
    const int at = fixture.firstPickOf("b", 3); // within tenants + 1
    QVERIFY(at > 0);
}

void FairSchedulerTest::newTenantsWithoutEndDoNotStarveTheOld()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(100, {"old"});
    fixture.add({"new"});
    int oldPicks = 0;
    for (int i = 0; i < 100; ++i) {
        fixture.add({"new" + std::to_string(i)}); // one joins before each pick
        oldPicks += fixture.order(1) == "old" ? 1 : 0;
    }
    // A round is longer by those who joined in the round before: 1, 2, 4, 8 ... picks.
    QVERIFY2(oldPicks >= 6, qPrintable(QString::number(oldPicks)));
}

void FairSchedulerTest::weightChangedAtRunTimeCounts()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(100, {"a"});
    fixture.add(100, {"b"});
    QCOMPARE(fixture.order(4), std::string("abab"));
    fixture.setWeight("a", 3);
    QCOMPARE(fixture.order(8), std::string("aaabaaab"));
    fixture.setWeight("a", 1);
    QCOMPARE(fixture.order(4), std::string("abab"));
}

// F10: no number is cut, none overflows.
void FairSchedulerTest::largestCostsDoNotOverflow()
{
    constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();
    SchedulerFixture fixture(shareOf(CostMode::Declared, huge));
    fixture.setWeight("a", weightMax);
    fixture.setWeight("b", weightMin);
    for (int i = 0; i < 200; ++i) {
        fixture.add({"a", huge});
        fixture.add({"b", huge});
        fixture.add({"c", std::numeric_limits<std::int64_t>::min()});
    }
    std::map<std::string, int> picks;
    while (const auto pick = fixture.take()) {
        QVERIFY(pick->charged >= 1 && pick->charged <= costMax);
        ++picks[pick->lane.tenant.text()];
        fixture.scheduler.charge(*pick, Microseconds {huge});
    }
    QCOMPARE(picks, (std::map<std::string, int> {{"a", 200}, {"b", 200}, {"c", 200}}));
}

void FairSchedulerTest::jobOfFailedClaimKeepsItsPlace()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    const JobNumber first = fixture.add({"a"});
    fixture.add(3, {"a"});
    const auto pick = fixture.take();
    QVERIFY(pick);
    fixture.scheduler.charge(*pick, std::nullopt);
    fixture.scheduler.add(pick->lane, pick->job);
    QCOMPARE(fixture.scheduler.size(), std::size_t {4});
    QCOMPARE(fixture.take()->job.seq, first);
}

void FairSchedulerTest::jobIsNotAddedTwice()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    const Lane lane = SchedulerFixture::laneOf({"a"});
    const ReadyJob job {JobNumber {7}, QueuePosition {9}, 1, std::nullopt};
    fixture.scheduler.add(lane, job);
    fixture.scheduler.add(lane, job);
    QCOMPARE(fixture.scheduler.waitingIn(lane), std::size_t {1});
    QVERIFY(fixture.take());
    QVERIFY(!fixture.take());
}

void FairSchedulerTest::removedJobIsNotDelivered()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add({"a"});
    const JobNumber middle = fixture.add({"a"});
    fixture.add({"a"});
    const Lane lane = SchedulerFixture::laneOf({"a"});
    QVERIFY(fixture.scheduler.remove(lane, middle));
    QVERIFY(!fixture.scheduler.remove(lane, middle));
    QVERIFY(!fixture.scheduler.remove(SchedulerFixture::laneOf({"nobody"}), middle));
    QCOMPARE(fixture.scheduler.waitingIn(lane), std::size_t {2});
    while (const auto pick = fixture.take())
        QVERIFY(pick->job.seq != middle);
    QCOMPARE(fixture.scheduler.size(), std::size_t {0});
}

// F8
void FairSchedulerTest::idleTenantsAreForgotten()
{
    TenantTable table(10);
    std::size_t forgotten = 0;
    TenantTable::Id largest = 0;
    for (int i = 0; i < 1'000; ++i) {
        const TenantTable::Id id = table.add(TenantName::trusted("t" + std::to_string(i)));
        largest = std::max(largest, id);
        table.changeActivity(id, 1, 0);
        table.changeActivity(id, -1, 0);
        while (const auto idle = table.findIdleTooLong()) {
            table.forget(*idle);
            ++forgotten;
        }
    }
    QCOMPARE(forgotten, std::size_t {990});
    QVERIFY2(largest <= 10, qPrintable(QString::number(largest)));
    QVERIFY(!table.find(TenantName::trusted("t989")));
    QVERIFY(table.find(TenantName::trusted("t990")));
}

void FairSchedulerTest::forgottenTenantKeepsItsWeight()
{
    FairScheduler::Options options;
    options.idleTenantsMax = 1;
    SchedulerFixture fixture(shareOf(CostMode::Fixed), options);
    fixture.setWeight("b", 2);
    for (const char *tenant : {"b", "c", "d", "e"}) {
        fixture.add({tenant});
        QVERIFY(fixture.takeAndRun(Microseconds {1}));
    }
    fixture.add(10, {"a"});
    fixture.add(10, {"b"});
    QCOMPARE(fixture.order(6), std::string("abbabb"));
}

void FairSchedulerTest::fifoTakesInOrderOfPosition()
{
    FairScheduler::Options options;
    options.policy = DispatchPolicy::Fifo;
    SchedulerFixture fixture(shareOf(CostMode::Fixed), options);
    std::vector<JobNumber> added;
    for (const TestJob &job : {TestJob {"a"}, TestJob {"a"}, TestJob {"b", 1, Priority::Critical},
             TestJob {"a", 1, Priority::Background}, TestJob {"c", 1, Priority::Normal, std::nullopt, "other"}})
        added.push_back(fixture.add(job));
    std::vector<JobNumber> taken;
    while (const auto pick = fixture.take())
        taken.push_back(pick->job.seq);
    QCOMPARE(taken, added);
}

void FairSchedulerTest::queueThatWasNeverSetIsServedOnlyIfTheOptionsSaySo()
{
    FairScheduler::Options options;
    options.servesUnsetQueues = false;
    SchedulerFixture fixture(shareOf(CostMode::Fixed), options);
    const TestJob elsewhere {"a", 1, Priority::Normal, std::nullopt, "elsewhere"};
    const auto queue = QueueName::trusted("elsewhere");
    fixture.add(3, elsewhere);
    QVERIFY(!fixture.take() && !fixture.scheduler.hasRunnable());
    QCOMPARE(fixture.scheduler.claimableIn(queue), std::size_t {0});
    QCOMPARE(fixture.scheduler.unservedQueues(), std::vector {queue});
    fixture.add(2, {"b"});
    QCOMPARE(fixture.order(5), std::string("bb"));
    fixture.setQueue("elsewhere", shareOf(CostMode::Fixed));
    QVERIFY(fixture.scheduler.unservedQueues().empty());
    QCOMPARE(fixture.scheduler.claimableIn(queue), std::size_t {3});
    QCOMPARE(fixture.order(5), std::string("aaa"));
    fixture.add(1, elsewhere);
    QVERIFY(fixture.scheduler.serveOnly({QueueName::trusted("q")}));
    QVERIFY(!fixture.scheduler.serveOnly({QueueName::trusted("q")}));
    QVERIFY(!fixture.take());
    QueueShare pulled = shareOf(CostMode::Fixed);
    pulled.isPulled = true;
    fixture.setQueue("elsewhere", pulled);
    QVERIFY(!fixture.take());
    fixture.setQueue("elsewhere", shareOf(CostMode::Fixed));
    QCOMPARE(fixture.order(5), std::string("a"));
}

QTEST_APPLESS_MAIN(FairSchedulerTest)
#include "fair_scheduler_test.moc"
