// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/random.h"

#include <QtTest>

#include <array>

using namespace fairlead;

class RandomTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void sequenceOfASeedIsThePublishedOne() // xoshiro256** after splitmix64 from 0
    {
        SeededRandom random(0);
        for (const std::uint64_t expected : {0x99ec5f36cb75f2b4ULL, 0xbf6e1f784956452aULL, 0x1a5f849d4933e6e0ULL})
            QCOMPARE(random.next(), std::uint64_t {expected});
    }
    void sameSeedSameSequence()
    {
        SeededRandom one(42);
        SeededRandom same(42);
        SeededRandom other(43);
        bool isUnlike = false;
        for (int i = 0; i < 100; ++i) {
            const std::uint64_t value = one.next();
            QCOMPARE(same.next(), value);
            isUnlike = isUnlike || other.next() != value;
        }
        QVERIFY(isUnlike);
    }
    void systemsGeneratorsAreUnlike()
    {
        SystemRandom one;
        SystemRandom other;
        QVERIFY(one.next() != other.next() || one.next() != other.next());
    }
    void unitIsBelowOne()
    {
        SeededRandom random(1);
        double sum = 0;
        for (int i = 0; i < 100'000; ++i) {
            const double value = random.nextUnit();
            QVERIFY(value >= 0 && value < 1);
            sum += value;
        }
        QVERIFY(std::abs(sum / 100'000 - 0.5) < 0.01);
    }
    void eachValueBelowTheBoundIsEquallyLikely()
    {
        SeededRandom random(1);
        std::array<int, 7> counts {};
        for (int i = 0; i < 70'000; ++i)
            ++counts.at(random.nextBelow(counts.size()));
        for (const int count : counts)
            QVERIFY(std::abs(count - 10'000) < 500);
    }
    void boundsAtTheirEdges()
    {
        SeededRandom random(1);
        constexpr std::uint64_t half = std::uint64_t {1} << 63;
        int upper = 0;
        for (int i = 0; i < 1000; ++i) {
            QCOMPARE(random.nextBelow(1), std::uint64_t {0});
            const std::uint64_t value = random.nextBelow(half + 1);
            QVERIFY(value <= half);
            upper += value >= half / 2 ? 1 : 0;
        }
        QVERIFY(upper > 400 && upper < 600);
    }
};
QTEST_APPLESS_MAIN(RandomTest)
#include "random_test.moc"
