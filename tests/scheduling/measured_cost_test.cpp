// SPDX-License-Identifier: Apache-2.0
// Runs charged by their worker time: estimated at the start, corrected at the end.
#include "tests/scheduling/scheduler_fixture.h"

#include <QtTest>
#include <queue>

#include <functional>

using namespace fairlead;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
using RunTime = std::function<Microseconds(const std::string &tenant)>;

/// Plays workers that always take the next job when free, for `length`. Gives the worker time of each tenant.
std::map<std::string, Microseconds> play(
    SchedulerFixture &fixture, int workers, Microseconds length, const RunTime &runTime)
{
    struct Run
    {
        Microseconds end;
        Selection pick;
        Microseconds ran;
        bool operator>(const Run &other) const { return end > other.end; }
    };
    std::priority_queue<Run, std::vector<Run>, std::greater<>> running;
    std::map<std::string, Microseconds> used;
    Microseconds now {0};
    while (now < length) {
        while (running.size() < static_cast<std::size_t>(workers)) {
            auto pick = fixture.take();
            if (!pick)
                break;
            const std::string tenant = pick->lane.tenant.text();
            const Microseconds ran = runTime(tenant);
            fixture.add({tenant, 1, pick->lane.priority, std::nullopt, pick->lane.queue.text()}); // backlogged for ever
            running.push({now + ran, *pick, ran});
        }
        now = running.top().end;
        used[running.top().pick.lane.tenant.text()] += running.top().ran;
        fixture.scheduler.charge(running.top().pick, running.top().ran);
        running.pop();
    }
    return used;
}

double ratio(Microseconds a, Microseconds b)
{
    return static_cast<double>(a.count()) / static_cast<double>(b.count());
}
} // namespace

class MeasuredCostTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void unknownTenantsAlternate();
    void tenfoldRunTimeGetsNoMoreWorkerTime_data();
    void tenfoldRunTimeGetsNoMoreWorkerTime();
    void minutesGetNoMoreThanMilliseconds();
    void weightsShareWorkerTime();
    void varyingRunTimesAreEvenedOut();
    void estimateOfAKnownTenantIsItsOwn();
    void estimateOfANewTenantIsTheQueues();
    void runInFlightCountsAlready();
    void debtSurvivesBeingBrieflyEmpty();
    void debtIsPaidByRoundsThatPass();
    void debtComesBackInALaterLife();
    void debtsOfAQueueAndOfATenantAreTold();
    void debtIsBounded();
    void overestimateIsNotSavedUpByTheIdle();
    void newTenantInheritsNothingOfAForgottenOne();
    void jobNotRunIsNotCharged();
    void queuesShareWorkerTime();
};

void MeasuredCostTest::unknownTenantsAlternate()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add(4, {"a"});
    fixture.add(4, {"b"});
    QCOMPARE(fixture.order(8), std::string("abababab"));
}

void MeasuredCostTest::tenfoldRunTimeGetsNoMoreWorkerTime_data()
{
    QTest::addColumn<int>("workers");
    for (const int workers : {1, 2, 8})
        QTest::addRow("%d workers", workers) << workers;
}

void MeasuredCostTest::tenfoldRunTimeGetsNoMoreWorkerTime()
{
    QFETCH(int, workers);
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add(50, {"slow"});
    fixture.add(50, {"quick"});
    auto used = play(fixture, workers, seconds {60},
        [](const std::string &tenant) { return tenant == "slow" ? milliseconds {60} : milliseconds {6}; });
    const double got = ratio(used["slow"], used["quick"]);
    QVERIFY2(got > 0.99 && got < 1.01, qPrintable(QString::number(got)));
}

void MeasuredCostTest::minutesGetNoMoreThanMilliseconds()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add(50, {"slow"});
    fixture.add(50, {"quick"});
    auto used = play(fixture, 4, hours {2},
        [](const std::string &tenant) { return tenant == "slow" ? Microseconds {seconds {60}} : milliseconds {60}; });
    const double got = ratio(used["slow"], used["quick"]);
    QVERIFY2(got > 0.97 && got < 1.03, qPrintable(QString::number(got)));
}

void MeasuredCostTest::weightsShareWorkerTime()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.setWeight("heavy", 3);
    fixture.add(50, {"heavy"});
    fixture.add(50, {"light"});
    auto used = play(fixture, 2, seconds {120},
        [](const std::string &tenant) { return tenant == "heavy" ? milliseconds {25} : milliseconds {40}; });
    const double got = ratio(used["heavy"], used["light"]);
    QVERIFY2(got > 2.95 && got < 3.05, qPrintable(QString::number(got)));
}

void MeasuredCostTest::varyingRunTimesAreEvenedOut()
{
    constexpr std::uint64_t seed = 4'711;
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    for (const char *tenant : {"wild", "even"})
        fixture.add(50, {tenant});
    auto used = play(fixture, 3, seconds {200}, [&](const std::string &tenant) {
        if (tenant == "even")
            return Microseconds {milliseconds {5}};
        return random.nextBelow(20) == 0 ? Microseconds {milliseconds {500}} : Microseconds {milliseconds {1}};
    });
    const double got = ratio(used["wild"], used["even"]);
    QVERIFY2(got > 0.98 && got < 1.02, qPrintable(QString::number(got)));
}

void MeasuredCostTest::estimateOfAKnownTenantIsItsOwn()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    for (const auto &[tenant, ran] : {std::pair {"a", milliseconds {80}}, std::pair {"b", milliseconds {2}}}) {
        fixture.add({tenant});
        QVERIFY(fixture.takeAndRun(ran));
    }
    fixture.add({"a"});
    QCOMPARE(fixture.takeAndRun(milliseconds {160})->charged, std::int64_t {80'000});
    fixture.add({"a"});
    QCOMPARE(fixture.take()->charged, std::int64_t {90'000}); // an eighth of the way to 160
    fixture.add({"b"});
    QCOMPARE(fixture.take()->charged, std::int64_t {2'000});
}

void MeasuredCostTest::estimateOfANewTenantIsTheQueues()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add({"a"});
    QCOMPARE(fixture.takeAndRun(milliseconds {80})->charged, std::int64_t {10'000});
    fixture.add({"new"});
    QCOMPARE(fixture.take()->charged, std::int64_t {80'000});
}

void MeasuredCostTest::runInFlightCountsAlready()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add({"slow"});
    QVERIFY(fixture.takeAndRun(milliseconds {100}));
    fixture.add({"quick"});
    QVERIFY(fixture.takeAndRun(milliseconds {10}));
    fixture.add(20, {"slow"});
    fixture.add(20, {"quick"});
    const std::string order = fixture.order(22); // none of these ends
    QCOMPARE(std::count(order.begin(), order.end(), 's'), 2);
}

void MeasuredCostTest::debtSurvivesBeingBrieflyEmpty()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add(100, {"b"});
    QVERIFY(fixture.takeAndRun(milliseconds {10}));
    fixture.add({"a"}); // one at a time
    int picks = 0;
    while (fixture.takeAndRun(milliseconds {10})->lane.tenant.text() != "a")
        ++picks;
    QVERIFY(picks <= 1);
    fixture.add({"a"});
    std::optional<Selection> pick = fixture.take();
    while (pick->lane.tenant.text() != "a")
        pick = fixture.take();
    fixture.scheduler.charge(*pick, milliseconds {300}); // 290 more than was thought, while it has nothing waiting
    fixture.add({"a"});
    const int at = fixture.firstPickOf("a", 100);
    QVERIFY2(at >= 29, qPrintable(QString::number(at)));
}

void MeasuredCostTest::debtIsPaidByRoundsThatPass()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add({"a"});
    const auto pick = fixture.take();
    fixture.add(100, {"b"});
    fixture.scheduler.charge(*pick, milliseconds {300});
    for (int i = 0; i < 40; ++i)
        QCOMPARE(fixture.takeAndRun(milliseconds {10})->lane.tenant.text(), std::string("b"));
    // 300 ms are expected of it now, 30 rounds; with the debt it would be 59.
    fixture.add({"a"});
    const int at = fixture.firstPickOf("a", 59);
    QVERIFY2(at >= 30 && at <= 33, qPrintable(QString::number(at)));
}

void MeasuredCostTest::debtComesBackInALaterLife()
{
    SchedulerFixture before(shareOf(CostMode::Measured));
    before.add(100, {"b"});
    QVERIFY(before.takeAndRun(milliseconds {10}));
    before.add({"a"});
    auto pick = before.take();
    while (pick->lane.tenant.text() != "a")
        pick = before.take();
    before.scheduler.charge(*pick, milliseconds {300});
    for (int i = 0; i < 9; ++i) // nine of 29 rounds are paid
        QCOMPARE(before.takeAndRun(milliseconds {10})->lane.tenant.text(), std::string("b"));
    SchedulerFixture after(shareOf(CostMode::Measured));
    after.scheduler.owe(before.scheduler.deficits());
    after.add(100, {"a"});
    after.add(100, {"b"});
    const int at = after.firstPickOf("a", 100); // nothing is known of run times yet: each is expected to take 10 ms
    QVERIFY2(at >= 20 && at <= 21, qPrintable(QString::number(at)));
}

void MeasuredCostTest::debtsOfAQueueAndOfATenantAreTold()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add({"a"});
    fixture.add({"b"});
    fixture.add({"c"});
    const auto long1 = fixture.take();
    const auto long2 = fixture.take();
    const auto quick = fixture.take();
    fixture.scheduler.charge(*long1, milliseconds {100});
    fixture.scheduler.charge(*long2, milliseconds {400});
    fixture.scheduler.charge(*quick, milliseconds {20}); // owes no more than a visit brings
    const std::vector<CarriedDeficit> deficits = fixture.scheduler.deficits();
    QCOMPARE(deficits.size(), std::size_t {3});
    QVERIFY(!deficits[0].tenant && deficits[0].owed == creditOf(490'000)); // of all three, the largest first
    QVERIFY(deficits[1].tenant == long2->lane.tenant && deficits[2].tenant == long1->lane.tenant);
    QVERIFY(deficits[1].owed <= creditOf(390'000) && deficits[1].owed >= creditOf(370'000)); // some rounds have passed
    QVERIFY(deficits[2].owed <= creditOf(90'000) && deficits[2].owed >= creditOf(70'000));
}

void MeasuredCostTest::debtIsBounded()
{
    DeficitRing ring;
    ring.join(0, creditOf(1));
    for (int i = 0; i < 5; ++i)
        ring.correct(0, -creditMax);
    QCOMPARE(ring.deficitOf(0), -debtMax);
    const auto selected = ring.select([](DeficitRing::Id) { return DeficitRing::Front {creditOf(1)}; });
    QVERIFY(selected == DeficitRing::Id {0}); // alone it is out of debt at once
}

void MeasuredCostTest::overestimateIsNotSavedUpByTheIdle()
{
    DeficitRing ring;
    ring.join(7, creditOf(10));
    ring.leave(7);
    ring.correct(7, creditOf(5));
    QCOMPARE(ring.deficitOf(7), Credit {0});
    ring.correct(7, -creditOf(5));
    QCOMPARE(ring.deficitOf(7), -creditOf(5));
}

// Their small number is the same.
void MeasuredCostTest::newTenantInheritsNothingOfAForgottenOne()
{
    FairScheduler::Options options;
    options.idleTenantsMax = 1;
    SchedulerFixture fixture(shareOf(CostMode::Measured), options);
    fixture.add({"other"});
    const auto other = fixture.take();
    fixture.add({"gone"});
    const auto gone = fixture.takeAndRun(milliseconds {100}); // owes 90
    fixture.scheduler.charge(*other, milliseconds {2}); // two idle ones now
    fixture.add(100, {"other"});
    fixture.add({"new"});
    int others = 0;
    std::optional<Selection> pick = fixture.take();
    for (; pick->lane.tenant.text() == "other"; pick = fixture.take())
        ++others;
    QCOMPARE(pick->index.tenant, gone->index.tenant);
    QCOMPARE(pick->charged, std::int64_t {87'750}); // the queue's average: 100 ms, and an eighth of the way to 2
    QVERIFY2(others <= 45, qPrintable(QString::number(others))); // nine rounds of five; twice as many with the debt
}

void MeasuredCostTest::jobNotRunIsNotCharged()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(10, {"a"});
    fixture.add(10, {"b"});
    const auto pick = fixture.take();
    QCOMPARE(pick->lane.tenant.text(), std::string("a"));
    fixture.scheduler.charge(*pick, std::nullopt); // cancelled meanwhile
    QCOMPARE(fixture.order(6), std::string("baabab"));
}

void MeasuredCostTest::queuesShareWorkerTime()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    QueueShare share = shareOf(CostMode::Declared);
    share.weight = 2;
    fixture.setQueue("p", share);
    fixture.add(50, {"slow"});
    fixture.add(50, {"quick", 5, Priority::Normal, std::nullopt, "p"});
    auto used = play(fixture, 2, seconds {60},
        [](const std::string &tenant) { return tenant == "slow" ? milliseconds {70} : milliseconds {3}; });
    const double got = ratio(used["quick"], used["slow"]);
    QVERIFY2(got > 1.95 && got < 2.05, qPrintable(QString::number(got)));
}

QTEST_APPLESS_MAIN(MeasuredCostTest)
#include "measured_cost_test.moc"
