// SPDX-License-Identifier: Apache-2.0
// The order in which FairQueue serves: tenants, weights, costs, classes, deadlines.
#include "tests/fair_queue/fair_queue_fixture.h"

#include <QtTest>

#include <cmath>

using namespace fairlead;

namespace {
ItemOptions costing(std::int64_t cost)
{
    ItemOptions options;
    options.cost = cost;
    return options;
}

ItemOptions of(Priority priority)
{
    ItemOptions options;
    options.priority = priority;
    return options;
}

ItemOptions due(MonotonicTime deadline, std::int64_t cost = 1)
{
    ItemOptions options;
    options.cost = cost;
    options.deadline = deadline;
    return options;
}

FairQueueOptions withQuantum(std::int64_t quantum)
{
    FairQueueOptions options;
    options.quantum = quantum;
    return options;
}
} // namespace

class FairQueueTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tenantsTakeTurns(); // D1
    void coldTenantIsSeenEarlyAmongHotOnes(); // D2
    void everyColdTenantIsServedInOneRound(); // D3
    void heavyItemIsNotStarvedByLightOnes(); // D4
    void expiredItemsDoNotHoldUpAHeavyOne(); // D5
    void quantumChangedAtRunTimeCounts(); // D6
    void weightsAreExactShares(); // D7
    void weightOfTenIsTenTimes(); // D8
    void tenCheapThenOneDearItem(); // D9
    void deficitIsCarriedOver(); // D10
    void deficitIsCarriedOverWithLargerQuantum(); // D11
    void idleTenantSavesUpNothing(); // D12
    void anyWaitingItemIsDeliveredByOneCall(); // D13
    void roundRobinJoinsAtTheTail(); // D17
    void threeTenantsGetFiftyEach(); // D18
    void flooderDelaysNobody(); // D19
    void pausedTenantKeepsItsItems();
    void pausedQueueDeliversNothing();
    void strictOrderIsThatOfTheClasses(); // P1
    void lowerClassNeverGoesBeforeAHigherOne(); // D16
    void weightedSharesFollowTheWeights(); // P2, P4
    void weightedDeliversEverything(); // P3
    void lateItemIsNotDelivered(); // E1
    void deadlineItselfIsNotLate(); // E5
    void expiredOfOneTenantLeaveTheOthers(); // E2
    void badWeightsAreRefused();
    void badCostsAreRefused();
    void largestCostsAreServed();
};

void FairQueueTest::tenantsTakeTurns()
{
    FairQueueFixture fixture;
    fixture.add("a", 1);
    fixture.add("a", 2);
    fixture.add("b", 3);
    fixture.add("b", 4);
    QCOMPARE(fixture.values(), std::string("1 3 2 4 "));
}

void FairQueueTest::coldTenantIsSeenEarlyAmongHotOnes()
{
    FairQueueFixture fixture;
    fixture.add(10, "hot");
    fixture.add("cold");
    QCOMPARE(fixture.firstOf("cold", 6), 2);
}

void FairQueueTest::everyColdTenantIsServedInOneRound()
{
    FairQueueFixture fixture;
    fixture.add(400, "hot");
    for (int i = 0; i < 32; ++i)
        fixture.add("cold" + std::to_string(i));
    QCOMPARE(fixture.costs(33).size(), std::size_t {33});
}

void FairQueueTest::heavyItemIsNotStarvedByLightOnes()
{
    FairQueueFixture fixture;
    fixture.add(50, "hot");
    fixture.add("heavy", 0, costing(10));
    QCOMPARE(fixture.firstOf("heavy", 60), 11); // ten rounds of one cheap item each
}

void FairQueueTest::expiredItemsDoNotHoldUpAHeavyOne()
{
    FairQueueFixture fixture;
    fixture.add(200, "hot", due(fixture.in(Microseconds {-1})));
    fixture.add(100, "hot");
    fixture.add("heavy", 0, costing(50));
    QCOMPARE(fixture.firstOf("heavy", 1'000), 51);
    QCOMPARE(fixture.queue.counts().expired, std::uint64_t {200});
}

void FairQueueTest::quantumChangedAtRunTimeCounts()
{
    FairQueueFixture fixture;
    fixture.add("heavy", 0, costing(5));
    fixture.add(50, "hot");
    fixture.queue.setQuantum(5);
    QCOMPARE(fixture.firstOf("heavy", 2), 1);
}

void FairQueueTest::weightsAreExactShares()
{
    FairQueueFixture fixture;
    QVERIFY(fixture.queue.setWeight("b", 3));
    fixture.add(50, "a");
    fixture.add(50, "b");
    QCOMPARE(fixture.order(16), std::string("abbbabbbabbbabbb"));
}

void FairQueueTest::weightOfTenIsTenTimes()
{
    FairQueueFixture fixture;
    QVERIFY(fixture.queue.setWeight("b", 10));
    fixture.add(11'000, "a");
    fixture.add(11'000, "b");
    const auto costs = fixture.costs(11'000);
    QCOMPARE(costs.at("a"), std::int64_t {1'000});
    QCOMPARE(costs.at("b"), std::int64_t {10'000});
}

void FairQueueTest::tenCheapThenOneDearItem()
{
    FairQueueFixture fixture(withQuantum(10));
    fixture.add(100, "a");
    fixture.add(100, "b", costing(10));
    QCOMPARE(fixture.order(22), std::string("aaaaaaaaaabaaaaaaaaaab"));
    const auto costs = fixture.costs(66);
    QCOMPARE(costs.at("a"), costs.at("b"));
}

void FairQueueTest::deficitIsCarriedOver()
{
    FairQueueFixture fixture(withQuantum(3));
    fixture.add(30, "A", costing(3));
    fixture.add(30, "B", costing(7));
    QCOMPARE(fixture.order(10), std::string("AAABAABAAB"));
}

void FairQueueTest::deficitIsCarriedOverWithLargerQuantum()
{
    FairQueueFixture fixture(withQuantum(5));
    fixture.add(4, "A", costing(3));
    fixture.add(3, "B", costing(5));
    QCOMPARE(fixture.order(7), std::string("ABAABAB"));
}

void FairQueueTest::idleTenantSavesUpNothing()
{
    FairQueueFixture fixture(withQuantum(5));
    fixture.add("a");
    QCOMPARE(fixture.order(1), std::string("a")); // leaves with four of its five unused
    fixture.add(20, "b");
    fixture.add(20, "a");
    QCOMPARE(fixture.order(10), std::string("bbbbbaaaaa"));
}

void FairQueueTest::anyWaitingItemIsDeliveredByOneCall()
{
    for (const std::int64_t cost : {std::int64_t {1}, std::int64_t {100'000}, costMax}) {
        FairQueueFixture fixture;
        fixture.add(3, "a", costing(cost));
        QCOMPARE(fixture.order(3), std::string("aaa"));
    }
}

void FairQueueTest::roundRobinJoinsAtTheTail()
{
    FairQueueFixture fixture;
    for (const char *tenants : {"abcabcabcabc", "acacac", "a", "b"}) {
        for (const char tenant : std::string(tenants))
            fixture.add(std::string(1, tenant));
        QCOMPARE(fixture.order(20), std::string(tenants));
    }
    for (const char *tenant : {"a", "b", "c", "c", "d", "d"})
        fixture.add(tenant);
    QCOMPARE(fixture.order(6), std::string("abcdcd"));
    fixture.add(2, "a");
    fixture.add(2, "b");
    QCOMPARE(fixture.order(2), std::string("ab"));
    fixture.add("c");
    QCOMPARE(fixture.order(3), std::string("abc"));
    fixture.add(10, "a");
    fixture.add("b");
    QCOMPARE(fixture.order(11), std::string("abaaaaaaaaa"));
}

void FairQueueTest::threeTenantsGetFiftyEach()
{
    FairQueueFixture fixture;
    for (const char *tenant : {"a", "b", "c"})
        fixture.add(80, tenant);
    for (const auto &[tenant, cost] : fixture.costs(150))
        QCOMPARE(cost, std::int64_t {50});
}

void FairQueueTest::flooderDelaysNobody()
{
    FairQueueFixture fixture;
    fixture.add(1'000, "a");
    QCOMPARE(fixture.order(10), std::string(10, 'a'));
    fixture.add("b");
    QVERIFY(fixture.firstOf("b", 3) > 0); // tenants + 1
}

void FairQueueTest::pausedTenantKeepsItsItems()
{
    FairQueueFixture fixture(withQuantum(2));
    TenantRule rule;
    rule.isPaused = true;
    fixture.add(4, "a");
    QVERIFY(fixture.queue.setTenant("a", rule));
    fixture.add(4, "b");
    QCOMPARE(fixture.order(10), std::string("bbbb"));
    QCOMPARE(fixture.queue.size(), std::size_t {4});
    fixture.add(4, "b");
    QVERIFY(fixture.queue.setTenant("a", {}));
    QCOMPARE(fixture.order(8), std::string("bbaabbaa")); // no credit from the pause
}

void FairQueueTest::pausedQueueDeliversNothing()
{
    FairQueueFixture fixture;
    fixture.add(2, "a");
    fixture.queue.setPaused(true);
    QVERIFY(!fixture.queue.tryDequeue());
    QCOMPARE(fixture.queue.dequeueFor(Microseconds {0}).error().code, ErrorCode::TimedOut);
    fixture.queue.setPaused(false);
    QCOMPARE(fixture.order(3), std::string("aa"));
}

void FairQueueTest::strictOrderIsThatOfTheClasses()
{
    FairQueueFixture fixture;
    for (const Priority priority :
        {Priority::Low, Priority::Critical, Priority::Normal, Priority::Background, Priority::High})
        fixture.add("a", static_cast<int>(priority), of(priority));
    QCOMPARE(fixture.values(), std::string("0 1 2 3 4 "));
}

void FairQueueTest::lowerClassNeverGoesBeforeAHigherOne()
{
    FairQueueFixture fixture;
    SeededRandom random(7);
    std::array<int, 5> waiting {};
    for (int step = 0; step < 20'000; ++step) {
        if (random.nextBelow(2) == 0) {
            const auto priority = static_cast<Priority>(random.nextBelow(5));
            fixture.add(std::to_string(random.nextBelow(100)), step, of(priority));
            ++waiting[static_cast<std::size_t>(priority)];
        } else if (const auto item = fixture.queue.tryDequeue()) {
            const auto served = static_cast<std::size_t>(item->priority);
            for (std::size_t higher = 0; higher < served; ++higher)
                QCOMPARE(waiting[higher], 0);
            --waiting[served];
        }
    }
}

void FairQueueTest::weightedSharesFollowTheWeights()
{
    FairQueueOptions options;
    options.priorityMode = PriorityMode::Weighted;
    FairQueueFixture fixture(options);
    for (const Priority priority : allPriorities)
        fixture.add(10'000, "a", of(priority));
    std::array<double, 5> served {};
    for (int i = 0; i < 10'000; ++i)
        served[static_cast<std::size_t>(fixture.queue.tryDequeue()->priority)] += 1;
    const std::array<double, 5> weights {20, 10, 5, 2, 1};
    for (std::size_t i = 0; i < served.size(); ++i)
        QVERIFY(std::abs(served[i] / 10'000 - weights[i] / 38) < 0.02 * weights[i] / 38);
}

void FairQueueTest::weightedDeliversEverything()
{
    FairQueueOptions options;
    options.priorityMode = PriorityMode::Weighted;
    FairQueueFixture fixture(options);
    for (const Priority priority : allPriorities)
        fixture.add(5, "a", of(priority));
    QCOMPARE(fixture.order(30).size(), std::size_t {25});
}

void FairQueueTest::lateItemIsNotDelivered()
{
    FairQueueFixture fixture;
    fixture.add("a", 1, due(fixture.in(std::chrono::seconds {-1})));
    QVERIFY(!fixture.queue.tryDequeue());
    const FairQueueCounts counts = fixture.queue.counts();
    QCOMPARE(counts.expired, std::uint64_t {1});
    QCOMPARE(counts.delivered, std::uint64_t {0});
    QCOMPARE(counts.length, std::size_t {0});
}

void FairQueueTest::deadlineItselfIsNotLate()
{
    FairQueueFixture fixture;
    fixture.add("a", 1, due(fixture.in(Microseconds {5})));
    fixture.add("a", 2, due(fixture.in(Microseconds {5})));
    fixture.clock.advance(Microseconds {5});
    QCOMPARE(fixture.queue.tryDequeue()->value, 1);
    fixture.clock.advance(Microseconds {1});
    QVERIFY(!fixture.queue.tryDequeue());
}

void FairQueueTest::expiredOfOneTenantLeaveTheOthers()
{
    FairQueueFixture fixture;
    fixture.add(120, "x", due(fixture.in(Microseconds {-1})));
    fixture.add(24, "y");
    QCOMPARE(fixture.order(200), std::string(24, 'y'));
    QCOMPARE(fixture.queue.counts().expired, std::uint64_t {120});
    QCOMPARE(fixture.queue.size(), std::size_t {0});
}

void FairQueueTest::badWeightsAreRefused()
{
    FairQueueFixture fixture;
    for (const double weight : {0.0, -1.0, std::nan(""), 1e9, 1e-9, static_cast<double>(INFINITY)}) {
        QCOMPARE(fixture.queue.setWeight("a", weight).error().code, ErrorCode::Invalid);
        TenantRule rule;
        rule.weight = weight;
        QCOMPARE(fixture.queue.setTenant("a", rule).error().code, ErrorCode::Invalid);
    }
    QVERIFY(!fixture.queue.ruleOf("a").weight);
    QVERIFY(fixture.queue.setWeight("a", weightMax));
    QVERIFY(fixture.queue.setWeight("b", weightMin)); // 10^9 : 1
    fixture.add(100, "b");
    fixture.add(1'000, "a");
    QCOMPARE(fixture.costs(1'000).at("a"), std::int64_t {1'000});
    QCOMPARE(fixture.order(200), std::string(100, 'b'));
}

void FairQueueTest::badCostsAreRefused()
{
    FairQueueFixture fixture;
    for (const std::int64_t cost : {std::int64_t {0}, std::int64_t {-1}, std::numeric_limits<std::int64_t>::max(),
             std::numeric_limits<std::int64_t>::min(), costMax + 1})
        QCOMPARE(fixture.add("a", 0, costing(cost)), ErrorCode::Invalid);
    QCOMPARE(fixture.queue.counts().accepted, std::uint64_t {0});
}

void FairQueueTest::largestCostsAreServed()
{
    FairQueueFixture fixture(withQuantum(std::numeric_limits<std::int64_t>::max()));
    QVERIFY(fixture.queue.setWeight("a", weightMax));
    fixture.add(50, "a", costing(costMax));
    fixture.add(50, "b", costing(costMax));
    const auto costs = fixture.costs(100);
    QCOMPARE(costs.at("a"), 50 * costMax);
    QCOMPARE(costs.at("b"), 50 * costMax);
}

QTEST_APPLESS_MAIN(FairQueueTest)
#include "fair_queue_test.moc"
