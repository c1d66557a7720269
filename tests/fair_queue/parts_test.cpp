// SPDX-License-Identifier: Apache-2.0
// The parts under FairQueue: the order of turns, the clock of waits, memory in pages.
#include "engine/domain/random.h"
#include "engine/fair_queue/page_memory.h"
#include "engine/fair_queue/turn_order.h"
#include "engine/fair_queue/wait_clock.h"

#include <QtTest>

#include <algorithm>
#include <cstring>
#include <deque>
#include <map>

using namespace fairlead;

class FairQueuePartsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orderIsThatOfAQueueWithGaps();
    void gapsWithoutTurnsTakeNoMemory();
    void waitsOfATurnedClockAreExact();
    void waitsOfTheMachineAreThoseOfItsClock();
    void pagesKeepTheirBytesWhenTheyGrow();
};

void FairQueuePartsTest::orderIsThatOfAQueueWithGaps()
{
    const std::uint64_t seed = 5;
    qInfo("seed %llu", static_cast<unsigned long long>(seed));
    SeededRandom random(seed);
    TurnOrder order;
    std::deque<TurnOrder::Id> expected;
    std::map<TurnOrder::Id, TurnOrder::Place> places;
    const auto setPlace = [&places](TurnOrder::Id id, TurnOrder::Place place) { places[id] = place; };
    TurnOrder::Id next = 0;
    for (int step = 0; step < 100'000; ++step) {
        const std::uint64_t act = random.nextBelow(4);
        if (expected.empty() || act == 0 || (act == 1 && expected.size() < 50)) {
            order.reserve(setPlace);
            places[next] = order.push(next);
            expected.push_back(next++);
        } else if (act == 1) {
            places[expected.front()] = order.moveFirstToEnd();
            expected.push_back(expected.front());
            expected.pop_front();
        } else if (act == 2) {
            QCOMPARE(order.takeFirst(false), TurnOrder::none);
            expected.pop_front();
        } else {
            const auto victim = expected.begin() + static_cast<std::ptrdiff_t>(random.nextBelow(expected.size()));
            order.remove(places.at(*victim));
            expected.erase(victim);
        }
        QCOMPARE(order.size(), expected.size());
        if (!expected.empty())
            QCOMPARE(order.first(), expected.front());
    }
    std::deque<TurnOrder::Id> all;
    order.forEach([&all](TurnOrder::Id id) { all.push_back(id); });
    QCOMPARE(all, expected);
}

void FairQueuePartsTest::gapsWithoutTurnsTakeNoMemory()
{
    TurnOrder order;
    TurnOrder::Place first = 0;
    const auto setPlace = [&first](TurnOrder::Id, TurnOrder::Place place) { first = place; };
    order.reserve(setPlace);
    first = order.push(1);
    for (TurnOrder::Id id = 2; id < 1'000'000; ++id) {
        order.reserve(setPlace);
        order.remove(order.push(id));
    }
    QVERIFY(order.slotCount() <= 8);
    order.remove(first);
    QCOMPARE(order.size(), std::size_t {0});
}

void FairQueuePartsTest::waitsOfATurnedClockAreExact()
{
    ManualClock clock;
    WaitClock waits(clock);
    const WaitClock::Ticks start = waits.now();
    clock.advance(std::chrono::hours {1'000});
    QCOMPARE(waits.since(start), Microseconds(std::chrono::hours {1'000}));
    QCOMPARE(waits.since(waits.now() + 5), Microseconds {0}); // never negative
}

void FairQueuePartsTest::waitsOfTheMachineAreThoseOfItsClock()
{
    const SystemClock clock;
    WaitClock waits(clock);
    for (const int milliseconds : {0, 1, 5, 20}) {
        const MonotonicTime before = clock.monotonicNow();
        const WaitClock::Ticks start = waits.now();
        const MonotonicTime after = clock.monotonicNow();
        while (clock.monotonicNow() - after < Milliseconds {milliseconds})
            continue;
        const MonotonicTime beforeEnd = clock.monotonicNow();
        const Microseconds waited = waits.since(start);
        const MonotonicTime afterEnd = clock.monotonicNow();
        // Between the shortest and the longest that the clock allows, within what both cut off.
        QVERIFY(waited >= beforeEnd - after - Microseconds {4});
        QVERIFY(waited <= afterEnd - before + Microseconds {4});
    }
}

void FairQueuePartsTest::pagesKeepTheirBytesWhenTheyGrow()
{
    PageMemory memory = pageMemory(4'096);
    std::memset(memory.get(), 7, 4'096);
    for (std::size_t bytes = 8'192; bytes <= 4 * hugePageBytes; bytes *= 2) { // on the way it becomes one of huge pages
        growPageMemory(memory, bytes);
        QVERIFY(
            std::all_of(memory.get(), memory.get() + bytes / 2, [](std::byte byte) { return byte == std::byte {7}; }));
        std::memset(memory.get(), 7, bytes);
        QCOMPARE(reinterpret_cast<std::uintptr_t>(memory.get()) % 64, std::uintptr_t {0});
    }
}

QTEST_APPLESS_MAIN(FairQueuePartsTest)
#include "parts_test.moc"
