// SPDX-License-Identifier: Apache-2.0
// What has expired is never delivered, costs no share, and is handed over.
#include "tests/scheduling/scheduler_fixture.h"

#include <QtTest>

using namespace fairlead;

namespace {
const TimePoint past = testStart() - std::chrono::seconds {1};
}

class DeadlinesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expiredJobIsNotDelivered();
    void deadlineItselfIsNotLate();
    void expiredOfOneTenantLeaveTheOthers();
    void expiredJobsAmongHotOnesDoNotHoldUpAHeavyOne();
    void expiredJobsEarnNoShare();
    void jobInTheMiddleExpiresWithoutADelivery();
    void pausedJobsExpire();
    void expiredAreHandedOverOnce();
    void removedJobDoesNotExpire();
    void jobsExpireInOrderOfDeadline();
};

// E1
void DeadlinesTest::expiredJobIsNotDelivered()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    const JobNumber seq = fixture.add({"a", 1, Priority::Normal, past});
    QVERIFY(!fixture.take());
    const std::vector<LaneJob> expired = fixture.scheduler.takeExpired();
    QCOMPARE(expired.size(), std::size_t {1});
    QCOMPARE(expired[0].job.seq, seq);
    QCOMPARE(expired[0].lane, SchedulerFixture::laneOf({"a"}));
    QCOMPARE(fixture.scheduler.size(), std::size_t {0});
}

// E5
void DeadlinesTest::deadlineItselfIsNotLate()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add({"a", 1, Priority::Normal, fixture.now});
    fixture.add({"b", 1, Priority::Normal, fixture.now - Microseconds {1}});
    QCOMPARE(fixture.order(2), std::string("a"));
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {1});
}

// E2
void DeadlinesTest::expiredOfOneTenantLeaveTheOthers()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add(120, {"x", 1, Priority::Normal, past});
    fixture.add(24, {"y"});
    QCOMPARE(fixture.order(200), std::string(24, 'y'));
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {120});
    QCOMPARE(fixture.scheduler.size(), std::size_t {0});
}

// D5
void DeadlinesTest::expiredJobsAmongHotOnesDoNotHoldUpAHeavyOne()
{
    SchedulerFixture fixture(shareOf(CostMode::Declared, 1));
    fixture.add(200, {"hot", 1, Priority::Normal, past});
    fixture.add(100, {"hot"});
    fixture.add({"heavy", 50});
    const int at = fixture.firstPickOf("heavy", 1'000);
    QCOMPARE(at, 51);
}

// D15, F6
void DeadlinesTest::expiredJobsEarnNoShare()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    for (const char *tenant : {"a", "b", "c"})
        fixture.add(1'000, {tenant});
    std::map<std::string, int> picks;
    for (int i = 0; i < 900; ++i) {
        if (i < 320)
            fixture.add({"a", 1, Priority::Normal, past});
        const auto pick = fixture.take();
        QVERIFY(pick);
        ++picks[pick->lane.tenant.text()];
    }
    QCOMPARE(picks, (std::map<std::string, int> {{"a", 300}, {"b", 300}, {"c", 300}}));
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {320});
}

// E7
void DeadlinesTest::jobInTheMiddleExpiresWithoutADelivery()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    const Lane lane = SchedulerFixture::laneOf({"a"});
    fixture.add({"a"});
    const JobNumber middle = fixture.add({"a", 1, Priority::Normal, fixture.now + std::chrono::seconds {5}});
    fixture.add({"a"});
    fixture.scheduler.expire(fixture.now + std::chrono::seconds {5});
    QCOMPARE(fixture.scheduler.waitingIn(lane), std::size_t {3});
    fixture.scheduler.expire(fixture.now + std::chrono::seconds {6});
    QCOMPARE(fixture.scheduler.waitingIn(lane), std::size_t {2});
    QCOMPARE(fixture.scheduler.takeExpired().at(0).job.seq, middle);
}

void DeadlinesTest::pausedJobsExpire()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.scheduler.setPaused(std::nullopt, std::nullopt, true);
    fixture.add({"a", 1, Priority::Normal, past});
    QVERIFY(!fixture.take());
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {1});
}

void DeadlinesTest::expiredAreHandedOverOnce()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    fixture.add({"a", 1, Priority::Normal, past});
    QVERIFY(!fixture.take());
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {1});
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {0});
}

void DeadlinesTest::removedJobDoesNotExpire()
{
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    const TestJob job {"a", 1, Priority::Normal, past};
    const JobNumber seq = fixture.add(job);
    fixture.add(job);
    QVERIFY(fixture.scheduler.remove(SchedulerFixture::laneOf(job), seq));
    fixture.scheduler.expire(fixture.now);
    QCOMPARE(fixture.scheduler.takeExpired().size(), std::size_t {1});
}

void DeadlinesTest::jobsExpireInOrderOfDeadline()
{
    constexpr std::uint64_t seed = 20'240'601;
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    SchedulerFixture fixture(shareOf(CostMode::Fixed));
    std::vector<std::pair<Lane, JobNumber>> added;
    for (int i = 0; i < 2'000; ++i) {
        const TestJob job {"t" + std::to_string(random.nextBelow(20)), 1, Priority::Normal,
            fixture.now + Microseconds {static_cast<std::int64_t>(random.nextBelow(1'000))}};
        added.emplace_back(SchedulerFixture::laneOf(job), fixture.add(job));
    }
    for (std::size_t i = 0; i < added.size(); ++i) {
        if (random.nextBelow(3) == 0)
            QVERIFY(fixture.scheduler.remove(added[i].first, added[i].second));
    }
    const std::size_t waiting = fixture.scheduler.size();
    std::size_t expiredCount = 0;
    for (int step = 1; step <= 1'000; ++step) {
        const TimePoint now = fixture.now + Microseconds {step};
        fixture.scheduler.expire(now);
        const std::vector<LaneJob> expired = fixture.scheduler.takeExpired();
        expiredCount += expired.size();
        for (const LaneJob &job : expired)
            QVERIFY(now > *job.job.deadline && now - Microseconds {1} <= *job.job.deadline);
    }
    QCOMPARE(expiredCount, waiting);
}

QTEST_APPLESS_MAIN(DeadlinesTest)
#include "deadlines_test.moc"
