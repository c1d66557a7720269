// SPDX-License-Identifier: Apache-2.0
// Known faults of other in-memory fair queues, each by its number in our list (F1 to F13): none of them is possible
// here.
#include "tests/fair_queue/fair_queue_fixture.h"

#include <QtTest>

using namespace fairlead;

namespace {
ItemOptions with(std::int64_t cost, Priority priority = Priority::Normal)
{
    ItemOptions options;
    options.cost = cost;
    options.priority = priority;
    return options;
}

FairQueueOptions earning(std::int64_t quantum)
{
    FairQueueOptions options;
    options.quantum = quantum;
    return options;
}
} // namespace

class FairQueueFaultsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void f1RatiosOfWeightsAreNotCapped_data();
    void f1RatiosOfWeightsAreNotCapped();
    void f2CostsAreSharedWhateverTheQuantum_data();
    void f2CostsAreSharedWhateverTheQuantum();
    void f3EndlessHighTenantLeavesNothingToLowOnes();
    void f3HighItemBehindNormalWorkIsNext();
    void f4LoneTenantGetsNoMoreThanOthers();
    void f5CallOnWaitingItemsIsNeverInVain();
    void f6ExpiredItemsEarnNoShare();
    void f7UnusedCreditIsNotKept();
    void f8TenantsWithoutEndAreForgotten();
    void f9OneItemWakesOneConsumer();
    void f10LargestQuantumDoesNotOverflow();
    void f11LongWaitsAreShownAsTheyAre();
    void f12CancelledRequestLosesNoItem();
    void f13LateItemIsNotHandedToAWaitingConsumer();
};

void FairQueueFaultsTest::f1RatiosOfWeightsAreNotCapped_data()
{
    QTest::addColumn<double>("ratio");
    for (const double ratio : {2.0, 3.0, 10.0, 100.0})
        QTest::newRow(std::to_string(ratio).c_str()) << ratio;
}

void FairQueueFaultsTest::f1RatiosOfWeightsAreNotCapped()
{
    QFETCH(double, ratio);
    FairQueueFixture fixture;
    QVERIFY(fixture.queue.setWeight("b", ratio));
    fixture.add(10'100, "a");
    fixture.add(10'100, "b");
    const auto costs = fixture.costs(10'100);
    const double share = static_cast<double>(costs.at("b")) / 10'100;
    QVERIFY(std::abs(share - ratio / (ratio + 1)) < 0.01);
}

void FairQueueFaultsTest::f2CostsAreSharedWhateverTheQuantum_data()
{
    QTest::addColumn<std::int64_t>("quantum");
    for (const std::int64_t quantum : {1, 2, 10, 100})
        QTest::newRow(std::to_string(quantum).c_str()) << quantum;
}

void FairQueueFaultsTest::f2CostsAreSharedWhateverTheQuantum()
{
    QFETCH(std::int64_t, quantum);
    FairQueueFixture fixture(earning(quantum));
    fixture.add(11'000, "a", with(1));
    fixture.add(2'000, "b", with(10));
    const auto costs = fixture.costs(11'000);
    QVERIFY(std::abs(costs.at("a") - costs.at("b")) <= 10 + quantum);
}

void FairQueueFaultsTest::f3EndlessHighTenantLeavesNothingToLowOnes()
{
    FairQueueFixture fixture;
    for (int tenant = 0; tenant < 5; ++tenant)
        fixture.add(100, "low" + std::to_string(tenant), with(1, Priority::Low));
    for (int i = 0; i < 1'000; ++i) {
        fixture.add("high", i, with(1, Priority::High));
        QCOMPARE(fixture.order(1), std::string("high"));
    }
}

void FairQueueFaultsTest::f3HighItemBehindNormalWorkIsNext()
{
    FairQueueFixture fixture(earning(10));
    fixture.add(10, "a");
    QCOMPARE(fixture.order(1), std::string("a"));
    fixture.add("b", 0, with(1, Priority::High));
    QCOMPARE(fixture.order(2), std::string("ba"));
}

void FairQueueFaultsTest::f4LoneTenantGetsNoMoreThanOthers()
{
    FairQueueFixture fixture; // where tenants are spread over shards, one that is alone in its shard gets more
    for (int tenant = 0; tenant < 31; ++tenant)
        fixture.add(200, std::to_string(tenant));
    const auto costs = fixture.costs(3'100);
    QCOMPARE(costs.size(), std::size_t {31});
    for (const auto &[tenant, cost] : costs)
        QCOMPARE(cost, std::int64_t {100});
}

void FairQueueFaultsTest::f5CallOnWaitingItemsIsNeverInVain()
{
    FairQueueFixture fixture;
    fixture.add(1'000, "a", with(100'000));
    fixture.add(1'000, "b", with(7));
    for (int i = 0; i < 2'000; ++i)
        QVERIFY(fixture.queue.tryDequeue());
    QVERIFY(!fixture.queue.tryDequeue());
}

void FairQueueFaultsTest::f6ExpiredItemsEarnNoShare()
{
    FairQueueFixture fixture;
    ItemOptions late;
    late.deadline = fixture.in(Microseconds {-1});
    fixture.add(320, "greedy", late);
    for (const char *tenant : {"greedy", "b", "c"})
        fixture.add(1'000, tenant);
    fixture.add(320, "greedy", late);
    for (const auto &[tenant, cost] : fixture.costs(2'100))
        QCOMPARE(cost, std::int64_t {700});
    QCOMPARE(fixture.queue.counts().expired, std::uint64_t {640});
}

void FairQueueFaultsTest::f7UnusedCreditIsNotKept()
{
    FairQueueFixture fixture(earning(100));
    fixture.add("a");
    QCOMPARE(fixture.order(1), std::string("a"));
    fixture.add(300, "a");
    fixture.add(300, "b");
    QCOMPARE(fixture.costs(100).at("a"), std::int64_t {100}); // not 199
    QCOMPARE(fixture.order(1), std::string("b"));
}

void FairQueueFaultsTest::f8TenantsWithoutEndAreForgotten()
{
    FairQueueOptions options;
    options.idleTenantsMax = 1'000;
    options.limits.lengthMax = 100;
    FairQueueFixture fixture(options);
    QVERIFY(fixture.queue.setWeight("kept", 3));
    for (int i = 0; i < 200'000; ++i) {
        fixture.add(std::to_string(i));
        if (i % 3 == 0) // so that most are refused, and must be forgotten too
            fixture.order(1);
    }
    QVERIFY(fixture.queue.stats().tenants <= 1'000 + 100 + 1);
    QCOMPARE(fixture.queue.ruleOf("kept").weight, 3.0);
    QVERIFY(fixture.isConserved());
}

void FairQueueFaultsTest::f9OneItemWakesOneConsumer()
{
    FairQueueFixture fixture;
    std::atomic<int> awake {0};
    std::vector<std::thread> consumers;
    for (int i = 0; i < 4; ++i) {
        consumers.emplace_back([&] {
            static_cast<void>(fixture.queue.dequeue());
            ++awake;
        });
    }
    const auto waiting = [&] { return fixture.queue.counts().waitingConsumers; };
    QVERIFY(eventually([&] { return waiting() == 4; }));
    for (int i = 1; i <= 4; ++i) {
        fixture.add("a", i);
        QVERIFY(eventually([&] { return awake == i; }));
        QCOMPARE(waiting(), static_cast<std::size_t>(4 - i)); // the others were not asked
    }
    for (std::thread &consumer : consumers)
        consumer.join();
}

void FairQueueFaultsTest::f10LargestQuantumDoesNotOverflow()
{
    for (const std::int64_t quantum : {std::numeric_limits<std::int64_t>::max(), std::int64_t {-1}, std::int64_t {0}}) {
        FairQueueFixture fixture(earning(quantum));
        fixture.add(10, "a", with(costMax));
        fixture.add(10, "b");
        QCOMPARE(fixture.costs(20).size(), std::size_t {2});
    }
}

void FairQueueFaultsTest::f11LongWaitsAreShownAsTheyAre()
{
    FairQueueFixture fixture;
    fixture.add(100, "a");
    fixture.clock.advance(std::chrono::seconds {90});
    fixture.order(100);
    const Histogram waited = fixture.queue.stats().waited[static_cast<std::size_t>(Priority::Normal)];
    QCOMPARE(waited.count(), std::int64_t {100});
    QVERIFY(std::abs(static_cast<double>(waited.quantile(0.99)) - 90e6) < 0.02 * 90e6);
}

void FairQueueFaultsTest::f12CancelledRequestLosesNoItem()
{
    FairQueueFixture fixture;
    const auto inPlace = [](const std::function<void()> &task) { task(); };
    std::vector<int> received;
    const auto receive = [&](const Result<TestQueue::Delivery> &item) { received.push_back(item->value); };
    const auto cancelled = fixture.queue.dequeueAsync(inPlace, receive);
    const auto kept = fixture.queue.dequeueAsync(inPlace, receive);
    QVERIFY(fixture.queue.cancelAsync(cancelled));
    QVERIFY(!fixture.queue.cancelAsync(cancelled));
    fixture.add("a", 1);
    fixture.add("a", 2);
    QVERIFY(!fixture.queue.cancelAsync(kept)); // its item is with the callback
    QCOMPARE(received, std::vector<int> {1});
    QCOMPARE(fixture.values(), std::string("2 "));
}

void FairQueueFaultsTest::f13LateItemIsNotHandedToAWaitingConsumer()
{
    FairQueueFixture fixture;
    std::vector<int> received;
    ItemOptions late;
    late.deadline = fixture.in(Microseconds {-1});
    fixture.queue.dequeueAsync([](const std::function<void()> &task) { task(); },
        [&](const Result<TestQueue::Delivery> &item) { received.push_back(item->value); });
    fixture.add("a", 1, late);
    fixture.add("a", 2);
    QCOMPARE(received, std::vector<int> {2}); // permit first, item last: nothing ages in between
    QCOMPARE(fixture.queue.counts().expired, std::uint64_t {1});
}

QTEST_APPLESS_MAIN(FairQueueFaultsTest)
#include "faults_test.moc"
