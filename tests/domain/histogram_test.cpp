// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/histogram.h"
#include "engine/domain/random.h"

#include <QtTest>

using namespace fairlead;

namespace {
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

bool isWithinTwoPercent(std::int64_t shown, std::int64_t exact)
{
    return std::abs(static_cast<double>(shown) - static_cast<double>(exact)) <= 0.02 * static_cast<double>(exact);
}
} // namespace

class HistogramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void emptyOneSaysNothing()
    {
        const Histogram empty;
        QCOMPARE(empty.count(), std::int64_t {0});
        QCOMPARE(empty.sum(), std::int64_t {0});
        QCOMPARE(empty.max(), std::int64_t {0});
        for (const double q : {0.0, 0.5, 1.0})
            QCOMPARE(empty.quantile(q), std::int64_t {0});
    }
    void smallValuesAreExact()
    {
        for (std::int64_t value = 0; value < 128; ++value) {
            Histogram histogram;
            histogram.add(value);
            histogram.add(most);
            QCOMPARE(histogram.quantile(0.5), value);
        }
    }
    void everyMagnitudeIsOffByTwoPercentAtMost()
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        for (int bits = 1; bits < 63; ++bits) {
            const std::int64_t power = std::int64_t {1} << bits;
            for (const std::int64_t value :
                {power - 1, power, power + 1, power + static_cast<std::int64_t>(random.nextBelow(power))}) {
                Histogram histogram;
                histogram.add(value);
                histogram.add(most); // so that the greatest value does not correct the answer
                QVERIFY2(isWithinTwoPercent(histogram.quantile(0.5), value), std::to_string(value).c_str());
            }
        }
    }
    void quantilesFollowTheRanks()
    {
        Histogram histogram;
        for (std::int64_t i = 1; i <= 100; ++i)
            histogram.add(i);
        QCOMPARE(histogram.quantile(0), std::int64_t {1});
        QCOMPARE(histogram.quantile(0.01), std::int64_t {1});
        QCOMPARE(histogram.quantile(0.5), std::int64_t {50});
        QCOMPARE(histogram.quantile(0.99), std::int64_t {99});
        QCOMPARE(histogram.quantile(1), std::int64_t {100});
    }
    void quantilesOfManyValuesAreOffByTwoPercentAtMost()
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        Histogram histogram;
        std::vector<std::int64_t> values;
        for (int i = 0; i < 20'000; ++i) {
            // Spread over many magnitudes, as times are.
            values.push_back(static_cast<std::int64_t>(random.next() >> (1 + random.nextBelow(50))));
            histogram.add(values.back());
        }
        std::sort(values.begin(), values.end());
        for (const double q : {0.001, 0.1, 0.5, 0.9, 0.95, 0.99, 0.999, 1.0}) {
            const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(values.size())));
            QVERIFY(isWithinTwoPercent(histogram.quantile(q), values[rank - 1]));
        }
    }
    void mergedPartsAreTheWhole()
    {
        SeededRandom random(3);
        Histogram whole;
        Histogram parts[3];
        for (int i = 0; i < 3000; ++i) {
            const auto value = static_cast<std::int64_t>(random.nextBelow(1'000'000) * (i % 3 == 0 ? 1000 : 1));
            whole.add(value);
            parts[i % 3].add(value);
        }
        Histogram merged;
        for (const Histogram &part : parts)
            merged.merge(part);
        QCOMPARE(merged.count(), whole.count());
        QCOMPARE(merged.sum(), whole.sum());
        QCOMPARE(merged.max(), whole.max());
        for (int i = 0; i <= 100; ++i)
            QCOMPARE(merged.quantile(i / 100.0), whole.quantile(i / 100.0));
    }
    void mergeWithAnEmptyOneChangesNothing()
    {
        Histogram histogram;
        histogram.add(77);
        histogram.merge(Histogram());
        QCOMPARE(histogram.count(), std::int64_t {1});
        QCOMPARE(histogram.quantile(1), std::int64_t {77});
    }
    void bucketsThatAreFullStillAnswer()
    {
        Histogram histogram;
        histogram.add(10);
        for (int i = 0; i < 34; ++i) {
            const Histogram same = histogram;
            histogram.merge(same); // twice as many
        }
        histogram.add(1000);
        QCOMPARE(histogram.count(), (std::int64_t {1} << 34) + 1);
        QCOMPARE(histogram.quantile(0.5), std::int64_t {10});
        QCOMPARE(histogram.quantile(0.999), std::int64_t {10});
        QCOMPARE(histogram.quantile(1), std::int64_t {1000});
    }
    void outOfRangeValuesAreKeptInRange()
    {
        Histogram histogram;
        histogram.add(-5);
        QCOMPARE(histogram.quantile(1), std::int64_t {0});
        QCOMPARE(histogram.sum(), std::int64_t {0});
        histogram.add(most);
        histogram.add(most);
        QCOMPARE(histogram.sum(), most);
        QCOMPARE(histogram.max(), most);
        QVERIFY(isWithinTwoPercent(histogram.quantile(1), most));
    }
    void clearedOneIsEmpty()
    {
        Histogram histogram;
        histogram.add(5);
        histogram.clear();
        QCOMPARE(histogram.count(), std::int64_t {0});
        QCOMPARE(histogram.max(), std::int64_t {0});
        QCOMPARE(histogram.quantile(0.5), std::int64_t {0});
    }
    void bucketBeyondTheLargestValueIsNotRead()
    {
        constexpr std::int64_t lastBucket = 3'711; // the one of the largest value
        for (const std::int64_t bucket : {lastBucket, lastBucket + 1}) {
            PackedWriter writer;
            for (const std::int64_t number :
                {std::int64_t {1}, most, most, bucket, std::int64_t {1}}) // one bucket, sum, max
                writer.number(number);
            PackedReader reader(writer.bytes());
            const std::optional<SparseHistogram> read = SparseHistogram::unpack(reader);
            QCOMPARE(read.has_value(), bucket == lastBucket);
            QVERIFY(!read || isWithinTwoPercent(read->quantile(1), most));
        }
    }
};
QTEST_APPLESS_MAIN(HistogramTest)
#include "histogram_test.moc"
