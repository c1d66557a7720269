// SPDX-License-Identifier: Apache-2.0
// FairQueue at its limits: refuse, drop, wait, shed; and how room comes back.
#include "tests/fair_queue/fair_queue_fixture.h"

#include <QtTest>

#include <atomic>

using namespace fairlead;

namespace {
constexpr ErrorCode accepted = FairQueueFixture::accepted;

FairQueueOptions limited(std::size_t lengthMax, std::size_t tenantLengthMax, WhenFull whenFull = WhenFull::Reject)
{
    FairQueueOptions options;
    options.limits.lengthMax = lengthMax;
    options.limits.tenantLengthMax = tenantLengthMax;
    options.limits.whenFull = whenFull;
    options.limits.waitMax = std::chrono::hours {1};
    return options;
}

ItemOptions of(Priority priority)
{
    ItemOptions options;
    options.priority = priority;
    return options;
}

ItemOptions due(MonotonicTime deadline)
{
    ItemOptions options;
    options.deadline = deadline;
    return options;
}
} // namespace

class FairQueueLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullQueueRefuses(); // B1
    void fullTenantIsRefused(); // B2
    void bothLimitsHold(); // B3
    void oldestIsDropped(); // B4
    void newestIsDropped(); // B5
    void higherClassIsNeverDropped(); // B6
    void nobodyPushesOutAnotherTenant();
    void tenantMayHaveItsOwnPolicy(); // B8
    void limitHoldsAgainstRacingProducers(); // B9
    void cancelledItemsFreeRoom(); // B10
    void staleHandleCancelsNothing();
    void producerWaitsForRoom(); // B7
    void waitEndsInTime(); // B7
    void expiryLetsAWaitingProducerIn(); // E7
    void waitingProducersComeInByOrder();
    void waitOfOneTenantDoesNotHoldUpAnother();
    void expiredItemsMakeRoom(); // E3
    void expiredItemsNeedNoPurge(); // E4
    void expiredItemInTheMiddleFreesItsPlace(); // E7
    void lowClassesAreShedFirst();
    void aFloodLeavesRoomForTheOthers();
    void producersOfAFloodHoldUpNobody();
    void roomIsSharedByWeight();
    void loweredLimitDropsNothing();
    void limitsBelowWhatWaitsRefuseUntilThereIsRoom();
    void drainDeliversWhatWaits(); // B11
    void immediateCloseCancelsWhatWaits();
    void closeEndsWaitingProducers();
};

void FairQueueLimitsTest::fullQueueRefuses()
{
    FairQueueFixture fixture(limited(1, 0));
    QCOMPARE(fixture.add("a"), accepted);
    QCOMPARE(fixture.add("b"), ErrorCode::QueueFull);
    QCOMPARE(fixture.queue.counts().refused, std::uint64_t {1});
}

void FairQueueLimitsTest::fullTenantIsRefused()
{
    FairQueueFixture fixture(limited(0, 1));
    QCOMPARE(fixture.add("a"), accepted);
    QCOMPARE(fixture.add("a"), ErrorCode::TenantFull);
    QCOMPARE(fixture.add("b"), accepted);
}

void FairQueueLimitsTest::bothLimitsHold()
{
    FairQueueFixture fixture(limited(32, 4));
    for (int i = 0; i < 32; ++i)
        QCOMPARE(fixture.add(std::to_string(i % 8)), accepted);
    for (int tenant = 0; tenant < 8; ++tenant)
        QCOMPARE(fixture.add(std::to_string(tenant)), ErrorCode::TenantFull);
    QCOMPARE(fixture.add("new"), ErrorCode::QueueFull);
    QCOMPARE(fixture.order(8).size(), std::size_t {8});
    QCOMPARE(fixture.queue.size(), std::size_t {24});
}

void FairQueueLimitsTest::oldestIsDropped()
{
    FairQueueFixture fixture(limited(0, 2, WhenFull::DropOldest));
    for (int value = 1; value <= 3; ++value)
        QCOMPARE(fixture.add("a", value), accepted);
    QCOMPARE(fixture.queue.counts().dropped, std::uint64_t {1});
    QCOMPARE(fixture.values(), std::string("2 3 "));
}

void FairQueueLimitsTest::newestIsDropped()
{
    FairQueueFixture fixture(limited(0, 2, WhenFull::DropNewest));
    for (int value = 1; value <= 3; ++value)
        QCOMPARE(fixture.add("a", value), accepted);
    QCOMPARE(fixture.queue.counts().dropped, std::uint64_t {1});
    QCOMPARE(fixture.values(), std::string("1 3 "));
}

void FairQueueLimitsTest::higherClassIsNeverDropped()
{
    for (const WhenFull whenFull : {WhenFull::DropOldest, WhenFull::DropNewest}) {
        FairQueueFixture fixture(limited(0, 1, whenFull));
        QCOMPARE(fixture.add("a", 1, of(Priority::Low)), accepted);
        QCOMPARE(fixture.add("a", 2, of(Priority::High)), accepted);
        QCOMPARE(fixture.add("a", 3, of(Priority::Low)), ErrorCode::TenantFull);
        QCOMPARE(fixture.queue.counts().dropped, std::uint64_t {1});
        QCOMPARE(fixture.values(), std::string("2 "));
    }
}

void FairQueueLimitsTest::nobodyPushesOutAnotherTenant()
{
    FairQueueFixture fixture(limited(2, 0, WhenFull::DropOldest));
    fixture.add("a", 1);
    fixture.add("a", 2);
    QCOMPARE(fixture.add("b", 3), ErrorCode::QueueFull);
    QCOMPARE(fixture.add("a", 4), accepted);
    QCOMPARE(fixture.values(), std::string("2 4 "));
}

void FairQueueLimitsTest::tenantMayHaveItsOwnPolicy()
{
    FairQueueFixture fixture(limited(0, 1));
    TenantRule rule;
    rule.whenFull = WhenFull::DropOldest;
    rule.lengthMax = 2;
    QVERIFY(fixture.queue.setTenant("a", rule));
    QCOMPARE(fixture.queue.ruleOf("a"), rule);
    for (int value = 1; value <= 3; ++value)
        QCOMPARE(fixture.add("a", value), accepted);
    QCOMPARE(fixture.add("b", 4), accepted);
    QCOMPARE(fixture.add("b", 5), ErrorCode::TenantFull);
    QCOMPARE(fixture.values(), std::string("2 4 3 "));
}

void FairQueueLimitsTest::limitHoldsAgainstRacingProducers()
{
    const SystemClock clock;
    FairQueue<int> queue(clock, limited(3, 0));
    std::atomic<int> producing {3};
    std::atomic<int> taken {0};
    std::vector<std::thread> threads;
    for (int producer = 0; producer < 3; ++producer) {
        threads.emplace_back([&, producer] {
            for (int i = 0; i < 5'000; ++i)
                static_cast<void>(queue.enqueue(std::to_string(producer), i));
            --producing;
        });
    }
    std::size_t longest = 0;
    while (producing > 0) {
        longest = std::max(longest, queue.size());
        taken += queue.tryDequeue().has_value() ? 1 : 0;
    }
    for (std::thread &thread : threads)
        thread.join();
    QVERIFY(longest <= 3);
    const FairQueueCounts counts = queue.counts();
    QCOMPARE(counts.accepted, static_cast<std::uint64_t>(taken) + counts.length);
    QCOMPARE(counts.accepted + counts.refused, std::uint64_t {15'000});
}

void FairQueueLimitsTest::cancelledItemsFreeRoom()
{
    FairQueueFixture fixture(limited(0, 5));
    std::vector<TestQueue::Handle> handles;
    for (int value = 0; value < 5; ++value)
        handles.push_back(*fixture.queue.enqueue("a", value));
    for (const int which : {0, 2, 4})
        QVERIFY(fixture.queue.cancel(handles[static_cast<std::size_t>(which)]));
    for (int value = 5; value < 8; ++value)
        QCOMPARE(fixture.add("a", value), accepted);
    QCOMPARE(fixture.queue.size(), std::size_t {5});
    QCOMPARE(fixture.add("a", 9), ErrorCode::TenantFull);
    QCOMPARE(fixture.values(), std::string("1 3 5 6 7 "));
    QVERIFY(fixture.isConserved());
}

void FairQueueLimitsTest::staleHandleCancelsNothing()
{
    FairQueueFixture fixture;
    QVERIFY(!fixture.queue.cancel({}));
    const auto first = *fixture.queue.enqueue("a", 1);
    QCOMPARE(fixture.queue.tryDequeue()->value, 1);
    QVERIFY(!fixture.queue.cancel(first));
    for (int i = 0; i < 1'000; ++i) // some of these stand where the first one stood
        fixture.add("a", i);
    QVERIFY(!fixture.queue.cancel(first));
    QCOMPARE(fixture.queue.size(), std::size_t {1'000});
}

void FairQueueLimitsTest::producerWaitsForRoom()
{
    FairQueueFixture fixture(limited(1, 0, WhenFull::Wait));
    QCOMPARE(fixture.add("a", 1), accepted);
    ErrorCode outcome = ErrorCode::Invalid;
    std::thread producer([&] { outcome = fixture.add("b", 2); });
    QVERIFY(eventually([&] { return fixture.queue.counts().waitingProducers == 1; }));
    QCOMPARE(fixture.queue.tryDequeue()->value, 1);
    producer.join();
    QCOMPARE(outcome, accepted);
    QCOMPARE(fixture.queue.tryDequeue()->value, 2);
}

void FairQueueLimitsTest::waitEndsInTime()
{
    const SystemClock clock;
    FairQueueOptions options = limited(1, 0, WhenFull::Wait);
    options.limits.waitMax = std::chrono::milliseconds {20};
    FairQueue<int> queue(clock, options);
    QVERIFY(queue.enqueue("a", 1));
    const MonotonicTime start = clock.monotonicNow();
    QCOMPARE(queue.enqueue("b", 2).error().code, ErrorCode::TimedOut);
    QVERIFY(clock.monotonicNow() - start >= options.limits.waitMax);
    const FairQueueCounts counts = queue.counts();
    QCOMPARE(counts.accepted, std::uint64_t {1});
    QCOMPARE(counts.refused, std::uint64_t {1});
    QCOMPARE(counts.waitingProducers, std::size_t {0});
}

void FairQueueLimitsTest::expiryLetsAWaitingProducerIn()
{
    const SystemClock clock;
    FairQueue<int> queue(clock, limited(1, 0, WhenFull::Wait));
    QVERIFY(queue.enqueue("a", 1, due(clock.monotonicNow() + std::chrono::milliseconds {20})));
    QVERIFY(queue.enqueue("b", 2)); // nobody dequeues
    QCOMPARE(queue.tryDequeue()->value, 2);
    QCOMPARE(queue.counts().expired, std::uint64_t {1});
}

void FairQueueLimitsTest::waitingProducersComeInByOrder()
{
    FairQueueFixture fixture(limited(1, 0, WhenFull::Wait));
    fixture.add("a", 0);
    std::vector<std::thread> producers;
    for (int value = 1; value <= 4; ++value) {
        producers.emplace_back([&fixture, value] { fixture.add("b", value); });
        QVERIFY(eventually([&] { return fixture.queue.counts().waitingProducers == static_cast<std::size_t>(value); }));
    }
    QCOMPARE(fixture.values(), std::string("0 1 2 3 4 "));
    for (std::thread &producer : producers)
        producer.join();
}

void FairQueueLimitsTest::waitOfOneTenantDoesNotHoldUpAnother()
{
    FairQueueFixture fixture(limited(0, 1, WhenFull::Wait));
    fixture.add("a", 1);
    fixture.add("b", 2);
    std::thread first([&] { fixture.add("a", 3); });
    QVERIFY(eventually([&] { return fixture.queue.counts().waitingProducers == 1; }));
    std::thread second([&] { fixture.add("b", 4); });
    QVERIFY(eventually([&] { return fixture.queue.counts().waitingProducers == 2; }));
    TenantRule paused;
    paused.isPaused = true;
    QVERIFY(fixture.queue.setTenant("a", paused));
    QCOMPARE(fixture.queue.tryDequeue()->value, 2); // lets in the second, past the first
    second.join();
    QCOMPARE(fixture.queue.tryDequeue()->value, 4);
    QCOMPARE(fixture.queue.counts().waitingProducers, std::size_t {1});
    QVERIFY(fixture.queue.setTenant("a", {}));
    QCOMPARE(fixture.values(), std::string("1 3 "));
    first.join();
}

void FairQueueLimitsTest::expiredItemsMakeRoom()
{
    FairQueueFixture fixture(limited(0, 3));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(fixture.add("a", i, due(fixture.in(Microseconds {-1}))), accepted);
    QCOMPARE(fixture.add("a", 9), accepted);
    QCOMPARE(fixture.queue.counts().expired, std::uint64_t {3});
    QCOMPARE(fixture.queue.size(), std::size_t {1});
}

/// Not once in 32: each expired item leaves at once.
void FairQueueLimitsTest::expiredItemsNeedNoPurge()
{
    FairQueueFixture fixture(limited(1, 0));
    for (std::uint64_t i = 1; i <= 32; ++i) {
        QCOMPARE(fixture.add("a", 1, due(fixture.in(Microseconds {-1}))), accepted);
        QCOMPARE(fixture.queue.size(), std::size_t {0});
        QCOMPARE(fixture.queue.counts().expired, i);
    }
}

void FairQueueLimitsTest::expiredItemInTheMiddleFreesItsPlace()
{
    FairQueueFixture fixture(limited(3, 0));
    fixture.add("a", 1);
    fixture.add("a", 2, due(fixture.in(Microseconds {10})));
    fixture.add("a", 3);
    QCOMPARE(fixture.queue.size(), std::size_t {3}); // all have arrived
    QCOMPARE(fixture.add("b", 4), ErrorCode::QueueFull);
    fixture.clock.advance(Microseconds {11});
    QCOMPARE(fixture.add("b", 4), accepted);
    QCOMPARE(fixture.values(), std::string("1 4 3 "));
    QVERIFY(fixture.isConserved());
}

void FairQueueLimitsTest::aFloodLeavesRoomForTheOthers()
{
    FairQueueOptions options = limited(5, 0);
    options.limits.room = RoomPolicy::Fair;
    FairQueueFixture fixture(options);
    for (int i = 0; i < 4; ++i)
        QCOMPARE(fixture.add("flood"), accepted);
    QCOMPARE(fixture.add("flood"), ErrorCode::TenantFull);
    QCOMPARE(fixture.add("a"), accepted);
    QCOMPARE(fixture.add("b"), ErrorCode::QueueFull);
    QCOMPARE(fixture.order(1), std::string("flood"));
    QCOMPARE(fixture.add("flood"), ErrorCode::TenantFull);
    QCOMPARE(fixture.add("b"), accepted);
    options.limits.room = RoomPolicy::FirstCome;
    options.limits.lengthMax = 6;
    fixture.queue.setLimits(options.limits);
    QCOMPARE(fixture.add("flood"), accepted);
}

void FairQueueLimitsTest::producersOfAFloodHoldUpNobody()
{
    FairQueueOptions options = limited(5, 0, WhenFull::Wait);
    options.limits.room = RoomPolicy::Fair;
    FairQueueFixture fixture(options);
    fixture.add(4, "flood");
    std::thread flood([&] { fixture.add("flood", 9); });
    QVERIFY(eventually([&] { return fixture.queue.counts().waitingProducers == 1; }));
    QCOMPARE(fixture.add("a"), accepted);
    std::thread other([&] { fixture.add("b", 7); });
    QVERIFY(eventually([&] { return fixture.queue.counts().waitingProducers == 2; }));
    QCOMPARE(fixture.order(1), std::string("flood"));
    other.join(); // let in before the flood's
    QCOMPARE(fixture.queue.counts().waitingProducers, std::size_t {1});
    while (fixture.queue.counts().waitingProducers > 0)
        QVERIFY(fixture.queue.tryDequeue());
    flood.join();
}

void FairQueueLimitsTest::roomIsSharedByWeight()
{
    FairQueueOptions options = limited(100, 0);
    options.limits.room = RoomPolicy::Fair;
    FairQueueFixture fixture(options);
    QVERIFY(fixture.queue.setWeight("light", 0.125));
    for (int i = 0; i < 50; ++i)
        QCOMPARE(fixture.add("light"), accepted);
    QCOMPARE(fixture.add("light"), ErrorCode::TenantFull);
    QVERIFY(fixture.queue.setWeight("light", 1));
    QCOMPARE(fixture.add("light"), accepted);
}

void FairQueueLimitsTest::lowClassesAreShedFirst()
{
    FairQueueOptions options = limited(100, 0, WhenFull::ShedLow);
    options.limits.shedFrom = 0.6;
    FairQueueFixture fixture(options);
    std::size_t length = 60;
    fixture.add(60, "a");
    for (auto priority = allPriorities.rbegin(); priority != allPriorities.rend(); ++priority, length += 10) {
        QCOMPARE(fixture.queue.size(), length);
        QCOMPARE(fixture.add("b", 0, of(*priority)), ErrorCode::QueueFull);
        if (priority + 1 != allPriorities.rend())
            fixture.add(10, "b", of(*(priority + 1)));
    }
    QCOMPARE(fixture.queue.size(), std::size_t {100});
}

void FairQueueLimitsTest::loweredLimitDropsNothing()
{
    FairQueueFixture fixture(limited(10, 0));
    fixture.add(10, "a");
    FairQueueLimits lower;
    lower.lengthMax = 4;
    fixture.queue.setLimits(lower);
    QCOMPARE(fixture.queue.size(), std::size_t {10});
    QCOMPARE(fixture.order(6).size(), std::size_t {6});
    QCOMPARE(fixture.add("a"), ErrorCode::QueueFull);
    QCOMPARE(fixture.order(1), std::string("a"));
    QCOMPARE(fixture.add("a"), accepted);
}

void FairQueueLimitsTest::limitsBelowWhatWaitsRefuseUntilThereIsRoom()
{
    FairQueueFixture fixture;
    fixture.add(5, "a");
    TenantRule rule;
    rule.lengthMax = 2;
    QVERIFY(fixture.queue.setTenant("a", rule));
    for (int length = 5; length >= 2; --length) {
        QCOMPARE(fixture.add("a"), ErrorCode::TenantFull);
        QCOMPARE(fixture.order(1), std::string("a"));
    }
    QCOMPARE(fixture.add("a"), accepted);
}

void FairQueueLimitsTest::drainDeliversWhatWaits()
{
    FairQueueFixture fixture;
    fixture.add(3, "a");
    fixture.queue.close(CloseMode::Drain);
    QCOMPARE(fixture.add("a"), ErrorCode::Unavailable);
    for (int i = 0; i < 3; ++i)
        QCOMPARE(fixture.queue.dequeue()->value, i);
    QCOMPARE(fixture.queue.dequeue().error().code, ErrorCode::Unavailable);
    QVERIFY(fixture.isConserved());
}

void FairQueueLimitsTest::immediateCloseCancelsWhatWaits()
{
    FairQueueFixture fixture;
    fixture.add(3, "a");
    QVERIFY(fixture.queue.setTenant("b", {1, true}));
    fixture.add(2, "b");
    fixture.queue.close(CloseMode::Immediate);
    QCOMPARE(fixture.queue.dequeue().error().code, ErrorCode::Unavailable);
    QCOMPARE(fixture.queue.counts().cancelled, std::uint64_t {5});
    QVERIFY(fixture.isConserved());
}

void FairQueueLimitsTest::closeEndsWaitingProducers()
{
    FairQueueFixture fixture(limited(1, 0, WhenFull::Wait));
    fixture.add("a", 1);
    ErrorCode outcome = ErrorCode::Invalid;
    std::thread producer([&] { outcome = fixture.add("b", 2); });
    QVERIFY(eventually([&] { return fixture.queue.counts().waitingProducers == 1; }));
    fixture.queue.close(CloseMode::Drain);
    producer.join();
    QCOMPARE(outcome, ErrorCode::Unavailable);
    QCOMPARE(fixture.values(), std::string("1 "));
}

QTEST_APPLESS_MAIN(FairQueueLimitsTest)
#include "limits_test.moc"
