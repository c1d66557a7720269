// SPDX-License-Identifier: Apache-2.0
// Weights that a function of the tenant gives.
#include "tests/fair_queue/fair_queue_fixture.h"

#include <QtTest>

#include <cmath>

using namespace fairlead;

class FairQueueWeightsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void functionWeighsNewTenants();
    void functionWeighsThoseThatAreKnown();
    void ruleComesBeforeTheFunction();
    void ruleWithoutAWeightLeavesIt();
    void resultOutOfRangeCountsAsTheNearest();
    void functionMayUseTheQueue();
    void functionIsAskedOnceForEachTenant();
    void forgottenTenantIsAskedForAgain();
    void functionIsReplacedWhileOthersUseIt();
};

namespace {
double threeForB(const std::string &tenant)
{
    return tenant == "b" ? 3 : 1;
}
} // namespace

void FairQueueWeightsTest::functionWeighsNewTenants()
{
    FairQueueFixture fixture;
    fixture.queue.setWeightFunction(threeForB);
    fixture.add(100, "a");
    fixture.add(100, "b");
    QCOMPARE(fixture.costs(40).at("b"), std::int64_t {30});
}

void FairQueueWeightsTest::functionWeighsThoseThatAreKnown()
{
    FairQueueFixture fixture;
    fixture.add(3'000, "a");
    fixture.add(3'000, "b");
    for (int i = 0; i < 2'000; ++i) // more than are looked at under one lock
        fixture.add("t" + std::to_string(i));
    fixture.queue.setWeightFunction(threeForB);
    fixture.order(2'004);
    QCOMPARE(fixture.costs(40).at("b"), std::int64_t {30});
    fixture.queue.setWeightFunction({});
    fixture.order(4); // visits that have begun
    QCOMPARE(fixture.costs(40).at("b"), std::int64_t {20});
}

void FairQueueWeightsTest::ruleComesBeforeTheFunction()
{
    FairQueueFixture fixture;
    QVERIFY(fixture.queue.setWeight("b", 1));
    fixture.queue.setWeightFunction(threeForB);
    fixture.add(100, "a");
    fixture.add(100, "b");
    QCOMPARE(fixture.costs(40).at("b"), std::int64_t {20});
    QVERIFY(fixture.queue.setTenant("b", {})); // no rule any more
    fixture.order(2);
    QCOMPARE(fixture.costs(40).at("b"), std::int64_t {30});
}

void FairQueueWeightsTest::ruleWithoutAWeightLeavesIt()
{
    FairQueueFixture fixture;
    fixture.queue.setWeightFunction(threeForB);
    TenantRule rule;
    rule.lengthMax = 50;
    QVERIFY(fixture.queue.setTenant("b", rule));
    fixture.add(100, "a");
    fixture.add(100, "b");
    QCOMPARE(fixture.costs(40).at("b"), std::int64_t {30});
}

void FairQueueWeightsTest::resultOutOfRangeCountsAsTheNearest()
{
    FairQueueFixture fixture;
    fixture.queue.setWeightFunction([](const std::string &tenant) {
        return tenant == "large" ? 1e300 : tenant == "nan" ? std::nan("") : -1;
    });
    for (const char *tenant : {"small", "nan", "large"})
        fixture.add(1'000, tenant);
    QCOMPARE(fixture.costs(1'000).at("large"), std::int64_t {1'000});
    const auto costs = fixture.costs(2'000);
    QCOMPARE(costs.at("small"), std::int64_t {1'000});
    QCOMPARE(costs.at("nan"), std::int64_t {1'000});
}

void FairQueueWeightsTest::functionMayUseTheQueue()
{
    FairQueueFixture fixture;
    fixture.queue.setWeightFunction(
        [&fixture](const std::string &) { return 1.0 + static_cast<double>(fixture.queue.size()); });
    fixture.add("a");
    QCOMPARE(fixture.order(1), std::string("a")); // and no lock is held
}

void FairQueueWeightsTest::functionIsAskedOnceForEachTenant()
{
    FairQueueFixture fixture;
    int asked = 0;
    fixture.queue.setWeightFunction([&asked](const std::string &) { return static_cast<double>(++asked); });
    fixture.add(10, "a");
    fixture.add(10, "b");
    fixture.order(20);
    fixture.add(10, "a");
    QCOMPARE(asked, 2);
}

void FairQueueWeightsTest::forgottenTenantIsAskedForAgain()
{
    FairQueueOptions options;
    options.idleTenantsMax = 1;
    FairQueueFixture fixture(options);
    int asked = 0;
    fixture.queue.setWeightFunction([&asked](const std::string &) { return static_cast<double>(++asked); });
    for (const char *tenant : {"a", "b", "a"}) {
        fixture.add(tenant);
        fixture.order(1);
    }
    QCOMPARE(asked, 3);
}

void FairQueueWeightsTest::functionIsReplacedWhileOthersUseIt()
{
    FairQueueOptions options;
    options.idleTenantsMax = 4;
    FairQueueFixture fixture(options);
    std::atomic<bool> hasEnded {false};
    std::thread producer([&] {
        for (int i = 0; i < 5'000; ++i)
            fixture.add(std::to_string(i % 40), i);
        hasEnded = true;
    });
    int delivered = 0;
    for (int weight = 1; !hasEnded || delivered < 5'000; ++weight) {
        fixture.queue.setWeightFunction([weight](const std::string &) { return 1 + weight % 3; });
        while (fixture.queue.tryDequeue())
            ++delivered;
    }
    producer.join();
    QVERIFY(fixture.isConserved());
}

QTEST_APPLESS_MAIN(FairQueueWeightsTest)
#include "weights_test.moc"
