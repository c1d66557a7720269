// SPDX-License-Identifier: Apache-2.0
// Queues beside each other: weights, caps, pauses, and tenants that wait in several.
#include "tests/scheduling/scheduler_fixture.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;

namespace {
TestJob inQueue(const std::string &queue, const std::string &tenant)
{
    return {tenant, 1, Priority::Normal, std::nullopt, queue};
}

QueueShare fixedShare(double weight, int runningMax = 0)
{
    QueueShare share = shareOf(CostMode::Fixed);
    share.weight = weight;
    share.runningMax = runningMax;
    return share;
}

/// Two queues, p and q, of the same share.
SchedulerFixture twoQueues(double weightOfP = 1)
{
    SchedulerFixture fixture(fixedShare(1));
    fixture.setQueue("p", fixedShare(weightOfP));
    return fixture;
}

std::optional<QueueName> queueName(const char *name)
{
    return name ? std::optional(QueueName::trusted(name)) : std::nullopt;
}

std::optional<TenantName> tenantName(const char *name)
{
    return name ? std::optional(TenantName::trusted(name)) : std::nullopt;
}
/// One queue whose jobs are leased.
SchedulerFixture pulledQueue(PriorityOrder mode = PriorityOrder::Strict)
{
    QueueShare share = fixedShare(1);
    share.isPulled = true;
    share.priorityOrder = mode;
    return SchedulerFixture(share);
}

/// The tenants of the next jobs that are leased: by a worker for all, or for one tenant alone.
std::string leased(SchedulerFixture &fixture, int count, const char *only = nullptr)
{
    std::string names;
    for (int i = 0; i < count; ++i) {
        const auto pick = fixture.scheduler.takeNextOf(QueueName::trusted("q"), fixture.now, tenantName(only));
        if (!pick)
            break;
        fixture.scheduler.charge(*pick, milliseconds {1});
        names += pick->lane.tenant.text();
    }
    return names;
}
} // namespace

class QueuesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void queuesTakeTurns();
    void queuesShareByWeight();
    void crowdedQueueGetsWhatItsTenantsAreWorth();
    void floodGainsNothingFromQueuesThatOthersHaveLeft();
    void emptyQueueSavesUpNothing();
    void weightChangedAtRunTimeCounts();
    void cappedQueueStartsNoMoreThanItsCap();
    void allAtTheirCapsDeliverNothing();
    void queueAtItsCapKeepsEarningItsNextJob();
    void queueAtItsCapSavesUpNoMoreThanOneJob();
    void surprisinglyLongRunIsOwedByItsQueue();
    void tenantWeightHoldsInQueuesMadeLater();
    void jobThatDidNotRunFreesTheCap();
    void jobThatDidNotRunCountsNowhere();
    void splittingOverQueuesGainsNothing();
    void surprisinglyLongRunElsewhereCounts();
    void splittingBesideOthersGainsNothing();
    void whatWasFreeElsewhereIsNotHeldAgainstATenantForLong();
    void pausedIsSkippedAndKept_data();
    void pausedIsSkippedAndKept();
    void pausesAreIndependent();
    void pausedTenantGainsNoCredit();
    void pausedTenantStaysPausedWhenItsJobsComeLater();
    void queueUnknownBeforeIsServed();
    void queueSettingsBecomeAShare();
    void workerOfOneTenantGetsItsJobsAlone();
    void workerOfOneTenantServesItsClassesByTheirShares();
    void workerOfOneTenantTakesNoPausedJob();
    void jobsOfItsOwnWorkersCostATenantItsNextTurns();
    void jobsOfItsOwnWorkersAreNotHeldAgainstATenantForLong();
};

void QueuesTest::queuesTakeTurns()
{
    SchedulerFixture fixture = twoQueues();
    fixture.add(4, inQueue("p", "a"));
    fixture.add(4, inQueue("q", "b"));
    QCOMPARE(fixture.order(8), std::string("abababab"));
}

void QueuesTest::queuesShareByWeight()
{
    SchedulerFixture fixture = twoQueues(3);
    fixture.add(4'000, inQueue("p", "a"));
    fixture.add(4'000, inQueue("q", "b"));
    QCOMPARE(fixture.shares(4'000)["a"], 3'000);
}

void QueuesTest::crowdedQueueGetsWhatItsTenantsAreWorth()
{
    SchedulerFixture fixture = twoQueues();
    fixture.add(4'000, inQueue("p", "a"));
    for (int i = 0; i < 9; ++i)
        fixture.add(400, inQueue("q", "b" + std::to_string(i)));
    const auto shares = fixture.shares(3'000);
    QCOMPARE(shares.size(), std::size_t {10});
    for (const auto &[tenant, picks] : shares)
        QVERIFY2(std::abs(picks - 300) <= 2, qPrintable(QString::number(picks)));
}

// The case of the quickstart: a flood waits in three queues, each small tenant at last in one only.
void QueuesTest::floodGainsNothingFromQueuesThatOthersHaveLeft()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    const std::vector<std::string> queues {"p", "q", "r"};
    for (const std::string &queue : queues) {
        fixture.setQueue(queue, shareOf(CostMode::Measured));
        fixture.add(2'000, inQueue(queue, "flood"));
    }
    for (int i = 0; i < 4; ++i) {
        for (const std::string &queue : queues)
            fixture.add(queue == "q" ? 120 : 20, inQueue(queue, "small" + std::to_string(i)));
    }
    std::map<std::string, int> picks;
    while (std::any_of(picks.begin(), picks.end(), [](const auto &each) {
        return each.first != "flood" && each.second < 160;
    }) || picks.size() < 5)
        ++picks[fixture.takeAndRun(milliseconds {20})->lane.tenant.text()];
    QVERIFY2(picks["flood"] <= 164, qPrintable(QString::number(picks["flood"])));
}

void QueuesTest::emptyQueueSavesUpNothing()
{
    SchedulerFixture fixture = twoQueues(10);
    fixture.add(inQueue("p", "a"));
    QCOMPARE(fixture.order(1), std::string("a"));
    fixture.add(100, inQueue("q", "b"));
    fixture.order(50);
    fixture.add(100, inQueue("p", "a"));
    QCOMPARE(fixture.shares(22)["a"], 20); // two visits, no more
}

void QueuesTest::weightChangedAtRunTimeCounts()
{
    SchedulerFixture fixture = twoQueues();
    fixture.add(1'000, inQueue("p", "a"));
    fixture.add(1'000, inQueue("q", "b"));
    QCOMPARE(fixture.shares(100)["a"], 50);
    fixture.setQueue("p", fixedShare(4));
    QCOMPARE(fixture.shares(100)["a"], 80);
}

void QueuesTest::cappedQueueStartsNoMoreThanItsCap()
{
    SchedulerFixture fixture = twoQueues();
    fixture.setQueue("p", fixedShare(1, 2));
    fixture.add(10, inQueue("p", "a"));
    fixture.add(10, inQueue("q", "b"));
    std::vector<Selection> running;
    std::string order;
    for (int i = 0; i < 8; ++i) {
        running.push_back(*fixture.take());
        order += running.back().lane.tenant.text();
    }
    QCOMPARE(std::count(order.begin(), order.end(), 'a'), 2);
    for (const Selection &pick : running)
        fixture.scheduler.charge(pick, milliseconds {10});
    QVERIFY(fixture.order(4).find('a') != std::string::npos);
}

void QueuesTest::allAtTheirCapsDeliverNothing()
{
    SchedulerFixture fixture(fixedShare(1, 1));
    fixture.add(3, inQueue("q", "a"));
    const auto pick = fixture.take();
    QVERIFY(pick);
    for (int i = 0; i < 1'000; ++i)
        QVERIFY(!fixture.take());
    QVERIFY(!fixture.scheduler.hasRunnable());
    fixture.scheduler.charge(*pick, milliseconds {10});
    QVERIFY(fixture.scheduler.hasRunnable());
    QVERIFY(fixture.take());
    QVERIFY(!fixture.take());
}

// p may run one at a time, and each of its runs is long: it keeps its worker all the time, as its share allows.
void QueuesTest::queueAtItsCapKeepsEarningItsNextJob()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    QueueShare share = shareOf(CostMode::Measured);
    share.runningMax = 1;
    fixture.setQueue("p", share);
    fixture.add(100, inQueue("p", "slow"));
    fixture.add(4'000, inQueue("q", "quick"));
    for (int i = 0; i < 4; ++i) { // learn
        const auto pick = fixture.take();
        fixture.scheduler.charge(*pick, pick->lane.tenant.text() == "slow" ? milliseconds {1'000} : milliseconds {10});
    }
    std::optional<Selection> slow;
    for (int round = 0; round < 20; ++round) {
        int quickRuns = 0;
        while (!slow) {
            const auto pick = fixture.take();
            if (pick->lane.tenant.text() == "slow") {
                slow = pick;
            } else {
                fixture.scheduler.charge(*pick, milliseconds {10});
                ++quickRuns;
            }
        }
        if (round > 0)
            QVERIFY2(quickRuns <= 2, qPrintable(QString::number(quickRuns)));
        for (int i = 0; i < 100; ++i) { // on the other worker
            const auto pick = fixture.take();
            QCOMPARE(pick->lane.tenant.text(), std::string("quick"));
            fixture.scheduler.charge(*pick, milliseconds {10});
        }
        fixture.scheduler.charge(*slow, milliseconds {1'000});
        slow.reset();
    }
}

void QueuesTest::queueAtItsCapSavesUpNoMoreThanOneJob()
{
    SchedulerFixture fixture = twoQueues();
    fixture.setQueue("p", fixedShare(1, 1));
    fixture.add(100, inQueue("p", "a"));
    fixture.add(500, inQueue("q", "b"));
    fixture.order(300); // one of a, which does not end
    fixture.setQueue("p", fixedShare(1));
    const std::string order = fixture.order(20);
    QCOMPARE(order.find("aaa"), std::string::npos);
}

void QueuesTest::surprisinglyLongRunIsOwedByItsQueue()
{
    SchedulerFixture fixture = twoQueues();
    fixture.add(10, inQueue("p", "a"));
    fixture.add(500, inQueue("q", "b"));
    const auto pick = fixture.take();
    QCOMPARE(pick->lane.tenant.text(), std::string("a"));
    fixture.scheduler.charge(*pick, milliseconds {500});
    int before = 0; // 49 for the debt, 50 for the next run, which is expected to be as long
    while (fixture.takeAndRun(milliseconds {10})->lane.tenant.text() == "b")
        ++before;
    QVERIFY2(before >= 97 && before <= 101, qPrintable(QString::number(before)));
}

void QueuesTest::tenantWeightHoldsInQueuesMadeLater()
{
    SchedulerFixture fixture(fixedShare(1));
    fixture.setWeight("b", 3);
    fixture.add(inQueue("q", "b")); // b is known, the queue is not
    QVERIFY(fixture.take());
    fixture.setQueue("new", fixedShare(1));
    fixture.add(10, inQueue("new", "a"));
    fixture.add(10, inQueue("new", "b"));
    QCOMPARE(fixture.order(8), std::string("abbbabbb"));
}

void QueuesTest::jobThatDidNotRunFreesTheCap()
{
    SchedulerFixture fixture(fixedShare(1, 1));
    fixture.add(2, inQueue("q", "a"));
    fixture.scheduler.charge(*fixture.take(), std::nullopt);
    QVERIFY(fixture.take());
}

void QueuesTest::jobThatDidNotRunCountsNowhere()
{
    SchedulerFixture fixture = twoQueues();
    fixture.add(inQueue("p", "a"));
    const auto pick = fixture.take();
    fixture.add(4, inQueue("q", "a"));
    fixture.add(4, inQueue("q", "b"));
    fixture.scheduler.charge(*pick, std::nullopt);
    QCOMPARE(fixture.order(4), std::string("abab"));
}

void QueuesTest::splittingOverQueuesGainsNothing()
{
    for (const CostMode mode : {CostMode::Fixed, CostMode::Measured}) {
        SchedulerFixture fixture(shareOf(mode));
        fixture.setQueue("p", shareOf(mode));
        fixture.add(2'000, inQueue("p", "a"));
        fixture.add(2'000, inQueue("q", "a"));
        fixture.add(2'000, inQueue("q", "b"));
        std::map<std::string, int> picks;
        for (int i = 0; i < 2'000; ++i)
            ++picks[fixture.takeAndRun(milliseconds {20})->lane.tenant.text()];
        QVERIFY2(std::abs(picks["a"] - picks["b"]) <= 4, qPrintable(QString::number(picks["a"])));
    }
}

void QueuesTest::surprisinglyLongRunElsewhereCounts()
{
    SchedulerFixture fixture(shareOf(CostMode::Measured));
    fixture.add(inQueue("p", "a"));
    const auto elsewhere = fixture.take();
    fixture.add(10, inQueue("q", "a"));
    fixture.add(100, inQueue("q", "b"));
    fixture.scheduler.charge(*elsewhere, milliseconds {500});
    const int at = fixture.firstPickOf("a", 100); // 50 quanta are owed
    QVERIFY2(at >= 50 && at <= 53, qPrintable(QString::number(at)));
}

void QueuesTest::splittingBesideOthersGainsNothing()
{
    SchedulerFixture fixture = twoQueues();
    for (const char *queue : {"p", "q"})
        fixture.add(3'000, inQueue(queue, "a"));
    fixture.add(3'000, inQueue("p", "b"));
    fixture.add(3'000, inQueue("q", "c"));
    auto shares = fixture.shares(3'000);
    for (const char *tenant : {"a", "b", "c"})
        QVERIFY2(std::abs(shares[tenant] - 1'000) <= 10, qPrintable(QString::number(shares[tenant])));
}

void QueuesTest::whatWasFreeElsewhereIsNotHeldAgainstATenantForLong()
{
    SchedulerFixture fixture = twoQueues(10);
    fixture.add(5'000, inQueue("p", "a")); // ten elevenths, as nobody else waits in p
    fixture.add(5'000, inQueue("q", "a"));
    fixture.add(5'000, inQueue("q", "b"));
    fixture.order(5'000);
    while (fixture.scheduler.waitingIn(SchedulerFixture::laneOf(inQueue("p", "a"))) > 0)
        QVERIFY(fixture.take());
    const int at = fixture.firstPickOf("a", 1'000);
    QVERIFY2(at > 0 && at <= 102, qPrintable(QString::number(at)));
}

void QueuesTest::pausedIsSkippedAndKept_data()
{
    QTest::addColumn<QByteArray>("queue");
    QTest::addColumn<QByteArray>("tenant");
    QTest::addColumn<QByteArray>("rest"); // sorted
    QTest::addRow("everything") << QByteArray() << QByteArray() << QByteArray();
    QTest::addRow("queue") << QByteArray("p") << QByteArray() << QByteArray("aaaccc");
    QTest::addRow("tenant") << QByteArray() << QByteArray("a") << QByteArray("bbbccc");
    QTest::addRow("tenant in queue") << QByteArray("q") << QByteArray("a") << QByteArray("aaabbbccc");
}

void QueuesTest::pausedIsSkippedAndKept()
{
    QFETCH(QByteArray, queue);
    QFETCH(QByteArray, tenant);
    QFETCH(QByteArray, rest);
    SchedulerFixture fixture = twoQueues();
    fixture.add(3, inQueue("p", "b"));
    fixture.add(3, inQueue("p", "a"));
    fixture.add(3, inQueue("q", "c"));
    fixture.add(3, inQueue("q", "a"));
    const auto pausedQueue = queueName(queue.isEmpty() ? nullptr : queue.constData());
    const auto pausedTenant = tenantName(tenant.isEmpty() ? nullptr : tenant.constData());

    fixture.scheduler.setPaused(pausedQueue, pausedTenant, true);
    std::string delivered = fixture.order(20);
    std::sort(delivered.begin(), delivered.end());
    QCOMPARE(delivered, rest.toStdString());
    QCOMPARE(fixture.scheduler.size(), 12 - delivered.size());
    QVERIFY(!fixture.scheduler.hasRunnable());

    fixture.scheduler.setPaused(pausedQueue, pausedTenant, false);
    QCOMPARE(fixture.order(20).size(), 12 - delivered.size());
}

void QueuesTest::pausesAreIndependent()
{
    SchedulerFixture fixture = twoQueues();
    fixture.add(inQueue("p", "a"));
    const std::vector<std::pair<const char *, const char *>> pauses {
        {nullptr, nullptr}, {"p", nullptr}, {nullptr, "a"}, {"p", "a"}};
    for (const auto &[queue, tenant] : pauses)
        fixture.scheduler.setPaused(queueName(queue), tenantName(tenant), true);
    for (const auto &[queue, tenant] : pauses) {
        QVERIFY(!fixture.take());
        fixture.scheduler.setPaused(queueName(queue), tenantName(tenant), false);
    }
    QVERIFY(fixture.take());
}

void QueuesTest::pausedTenantGainsNoCredit()
{
    SchedulerFixture fixture(fixedShare(1));
    fixture.add(100, {"a"});
    fixture.add(100, {"b"});
    fixture.scheduler.setPaused(std::nullopt, tenantName("a"), true);
    QCOMPARE(fixture.order(50), std::string(50, 'b'));
    fixture.scheduler.setPaused(std::nullopt, tenantName("a"), false);
    const std::string order = fixture.order(20);
    QCOMPARE(std::count(order.begin(), order.end(), 'a'), 10);
}

void QueuesTest::pausedTenantStaysPausedWhenItsJobsComeLater()
{
    SchedulerFixture fixture(fixedShare(1));
    fixture.scheduler.setPaused(std::nullopt, tenantName("a"), true);
    fixture.scheduler.setPaused(queueName("new"), tenantName("b"), true);
    fixture.add({"a"});
    fixture.add(inQueue("new", "a"));
    fixture.add(inQueue("new", "b"));
    QVERIFY(!fixture.take());
    fixture.add({"b"});
    QCOMPARE(fixture.order(4), std::string("b"));
}

void QueuesTest::queueUnknownBeforeIsServed()
{
    SchedulerFixture fixture(fixedShare(1));
    fixture.add(inQueue("unheard", "a"));
    QCOMPARE(fixture.take()->lane.queue.text(), std::string("unheard"));
}

void QueuesTest::queueSettingsBecomeAShare()
{
    QueueSettings settings {QueueName::trusted("q"), {}, 0, 1, {}, {}, 1, 3, {}, {}};
    settings.workersMax = 4;
    settings.weight = 2.5;
    settings.priorityOrder = PriorityOrder::Weighted;
    settings.costMode = CostMode::Declared;
    const QueueShare share = queueShareOf(settings);
    QCOMPARE(share.runningMax, 4);
    QCOMPARE(share.weight, 2.5);
    QVERIFY(share.priorityOrder == PriorityOrder::Weighted);
    QVERIFY(share.costMode == CostMode::Declared);
}

void QueuesTest::workerOfOneTenantGetsItsJobsAlone()
{
    SchedulerFixture fixture = pulledQueue();
    fixture.add(3, {"a"});
    fixture.add(2, {"b"});
    const JobNumber urgent = fixture.add({"b", 1, Priority::High});
    const auto first = fixture.scheduler.takeNextOf(QueueName::trusted("q"), fixture.now, TenantName::trusted("b"));
    QVERIFY(first && first->job.seq == urgent);
    QCOMPARE(leased(fixture, 9, "b"), std::string("bb"));
    QCOMPARE(leased(fixture, 9, "nobody"), std::string());
    QCOMPARE(leased(fixture, 9), std::string("aaa"));
}

void QueuesTest::workerOfOneTenantServesItsClassesByTheirShares()
{
    SchedulerFixture fixture = pulledQueue(PriorityOrder::Weighted);
    fixture.add(200, {"a", 1, Priority::Critical});
    fixture.add(200, {"a", 1, Priority::High});
    fixture.add(200, {"b", 1, Priority::Background});
    int high = 0;
    for (int i = 0; i < 90; ++i) {
        const auto pick = fixture.scheduler.takeNextOf(QueueName::trusted("q"), fixture.now, TenantName::trusted("a"));
        QVERIFY(pick && pick->lane.tenant.text() == "a");
        high += pick->lane.priority == Priority::High ? 1 : 0;
        fixture.scheduler.charge(*pick, milliseconds {1});
    }
    QVERIFY2(high >= 25 && high <= 35, qPrintable(QString::number(high))); // 20 to 10
}

void QueuesTest::workerOfOneTenantTakesNoPausedJob()
{
    SchedulerFixture fixture = pulledQueue();
    fixture.add(3, {"a"});
    fixture.add(3, {"b"});
    fixture.scheduler.setPaused({}, TenantName::trusted("b"), true);
    QCOMPARE(leased(fixture, 9, "b"), std::string());
    QCOMPARE(leased(fixture, 9, "a"), std::string("aaa"));
}

void QueuesTest::jobsOfItsOwnWorkersCostATenantItsNextTurns()
{
    SchedulerFixture fixture = pulledQueue();
    fixture.add(100, {"a"});
    fixture.add(100, {"b"});
    QCOMPARE(leased(fixture, 5, "b"), std::string("bbbbb"));
    const std::string order = leased(fixture, 12);
    QVERIFY2(order.find('b') >= 5 && order.find('b') <= 7, order.c_str());
}

void QueuesTest::jobsOfItsOwnWorkersAreNotHeldAgainstATenantForLong()
{
    SchedulerFixture fixture = pulledQueue();
    fixture.add(300, {"a"});
    fixture.add(1'000, {"b"});
    leased(fixture, 900, "b");
    const std::string order = leased(fixture, 150);
    QVERIFY2(order.find('b') >= 50 && order.find('b') <= 102, order.c_str());
}

QTEST_APPLESS_MAIN(QueuesTest)
#include "queues_test.moc"
