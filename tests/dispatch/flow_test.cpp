// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/flow_book.h"
#include "engine/domain/random.h"

#include <QtTest>

using namespace fairlead;

namespace {
using Resolution = FlowSeries::Resolution;
constexpr TimePoint noon {std::chrono::seconds {1'700'000'040}}; // the beginning of a minute

std::int64_t started(const std::map<TimePoint, FlowCell> &cells)
{
    std::int64_t sum = 0;
    for (const auto &[at, cell] : cells)
        sum += cell.counts.started;
    return sum;
}

const QueueName mail = QueueName::trusted("mail");
TenantName tenant(int number)
{
    return TenantName::trusted("t" + std::to_string(number));
}

std::int64_t startedOf(const FlowBook &book, const HistoryQuery &query, TimePoint now)
{
    std::int64_t sum = 0;
    for (const HistoryPoint &point : book.history(query, now).points)
        sum += point.counts.started;
    return sum;
}
} // namespace

class FlowTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachResolutionCountsAllOfItsTime()
    {
        FlowSeries series;
        for (int second = 0; second < 24 * 3600; ++second)
            ++series.at(noon + std::chrono::seconds {second}).counts.started;
        const TimePoint end = noon + std::chrono::seconds {24 * 3600 - 1};
        QCOMPARE(started(series.cells(Resolution::Second, end - std::chrono::seconds {899})), std::int64_t {900});
        QCOMPARE(
            started(series.cells(Resolution::TenSeconds, end - std::chrono::seconds {10'799})), std::int64_t {10'800});
        QCOMPARE(started(series.cells(Resolution::Minute, noon)), std::int64_t {86'400});
        QCOMPARE(series.recent(end).counts.started, std::int64_t {900});
        // Bounded: the older seconds are gone.
        QCOMPARE(series.cells(Resolution::Second, noon).size(), std::size_t {901});
        QVERIFY(series.bytes() < 400'000);
    }
    void percentilesStayWithinTwoPercentOverEveryMerge()
    {
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        FlowSeries series;
        std::vector<std::int64_t> values;
        for (int i = 0; i < 5'000; ++i) {
            values.push_back(static_cast<std::int64_t>(random.nextBelow(10'000'000)));
            series.at(noon + Milliseconds {i * 100}).runTime.add(values.back());
        }
        std::sort(values.begin(), values.end());
        FlowCell sum;
        for (const auto &[at, cell] : series.cells(Resolution::Minute, noon))
            sum.merge(cell);
        const Quantiles quantiles = quantilesOf(sum.runTime);
        QCOMPARE(quantiles.count, std::int64_t {5'000});
        QCOMPARE(quantiles.max, values.back());
        const auto isNear = [](std::int64_t shown, std::int64_t exact) {
            return std::abs(static_cast<double>(shown - exact)) <= 0.02 * static_cast<double>(exact) + 1;
        };
        QVERIFY(isNear(quantiles.p50, values[2'499]) && isNear(quantiles.p95, values[4'749])
            && isNear(quantiles.p99, values[4'949]));
    }
    void whatIsOldFallsOutOfTheWindow()
    {
        FlowSeries series;
        series.at(noon).runTime.add(1'000'000);
        QCOMPARE(series.recent(noon + std::chrono::minutes {14}).runTime.count(), std::int64_t {1});
        QCOMPARE(series.recent(noon + std::chrono::minutes {16}).runTime.count(), std::int64_t {0});
        series.at(noon + std::chrono::minutes {16}).runTime.add(5);
        QCOMPARE(series.recent(noon + std::chrono::minutes {16}).runTime.max(), std::int64_t {5});
        series.forget(noon + std::chrono::hours {25});
        QVERIFY(series.isEmpty());
    }
    void aClockSetBackLosesNothing()
    {
        FlowSeries series;
        ++series.at(noon).counts.started;
        ++series.at(noon - std::chrono::hours {1}).counts.started;
        ++series.at(noon + std::chrono::seconds {1}).counts.started;
        QCOMPARE(started(series.cells(Resolution::Second, noon)), std::int64_t {3});
    }
    void aDayComesBackAfterARestart()
    {
        std::map<TimePoint, std::string> disk;
        {
            FlowBook book;
            for (int minute = 0; minute < 60; ++minute) {
                const TimePoint now = noon + std::chrono::minutes {minute};
                book.accepted(mail, tenant(1), now);
                book.started(mail, tenant(1), "worker-0", Milliseconds {5}, now);
                book.ran(mail, tenant(1), "worker-0", Milliseconds {7}, now);
                book.became(mail, tenant(1), JobState::Succeeded, now);
                disk[now] = book.packMinute(now);
            }
        }
        FlowBook book;
        for (const auto &[minute, bytes] : disk)
            book.restoreMinute(minute, bytes);
        const TimePoint now = noon + std::chrono::minutes {60};
        const Microseconds day = std::chrono::hours {24};
        for (const HistoryQuery &query : {HistoryQuery {.range = day}, HistoryQuery {.queue = mail, .range = day},
                 HistoryQuery {.tenant = tenant(1), .range = day}, HistoryQuery {.worker = "worker-0", .range = day}})
            QCOMPARE(startedOf(book, query, now), std::int64_t {60});
        QCOMPARE(book.history({.range = day}, now).points.front().runTime.p50, std::int64_t {7'000});
        // The last minute goes on where it was cut.
        const TimePoint last = noon + std::chrono::minutes {59};
        book.started(mail, tenant(1), "worker-0", {}, last + std::chrono::seconds {30});
        FlowBook third;
        third.restoreMinute(last, book.packMinute(last));
        QCOMPARE(startedOf(third, {.range = day}, now), std::int64_t {2});
    }
    void damagedBytesAreSkipped()
    {
        FlowBook book;
        book.started(mail, tenant(1), "worker-0", {}, noon);
        const std::string whole = book.packMinute(noon);
        SeededRandom random(7);
        for (int i = 0; i < 5'000; ++i) {
            std::string bytes = whole.substr(0, random.nextBelow(whole.size() + 1));
            if (!bytes.empty())
                bytes[random.nextBelow(bytes.size())] = static_cast<char>(random.nextBelow(256));
            FlowBook damaged;
            damaged.restoreMinute(noon, bytes);
        }
        FlowBook cut;
        cut.restoreMinute(noon, whole.substr(0, whole.size() - 1));
        QCOMPARE(startedOf(cut, {.range = std::chrono::hours {24}}, noon), std::int64_t {1}); // the engine's came first
    }
    void aMillionTenantsFillNoMemory() // F43
    {
        FlowBook book;
        TimePoint now = noon;
        for (int i = 0; i < 1'000'000; ++i) {
            book.started(mail, tenant(i), "worker-0", Milliseconds {1}, now);
            now += Microseconds {100};
            if (i % 100'000 == 0)
                book.tidy(now);
        }
        book.tidy(now);
        QVERIFY(book.recentByTenant(now).size() <= FlowBook::tenantSeriesMax);
        QCOMPARE(startedOf(book, {.queue = mail, .range = std::chrono::hours {1}}, now), std::int64_t {1'000'000});
    }
    void whoDoesMuchKeepsASeriesOfItsOwn()
    {
        FlowBook book;
        TimePoint now = noon;
        for (int i = 0; i < 2'000; ++i)
            book.started(mail, tenant(i), "worker-0", {}, now);
        book.tidy(now);
        for (int i = 0; i < 50; ++i)
            book.started(mail, tenant(1'900), "worker-0", {}, now += Milliseconds {10});
        book.tidy(now);
        QCOMPARE(startedOf(book, {.tenant = tenant(1'900)}, now), std::int64_t {50});
    }
};

QTEST_GUILESS_MAIN(FlowTest)
#include "flow_test.moc"
