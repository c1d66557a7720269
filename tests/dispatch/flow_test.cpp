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

/// One query for each series that a minute of one tenant's jobs on one worker leaves behind.
const std::array<HistoryQuery, 4> queries {HistoryQuery {.range = std::chrono::hours {24}},
    HistoryQuery {.queue = mail, .range = std::chrono::hours {24}},
    HistoryQuery {.tenant = tenant(1), .range = std::chrono::hours {24}},
    HistoryQuery {.worker = "worker-0", .range = std::chrono::hours {24}}};
constexpr std::int64_t busyStarts = 20;

FlowBook busyMinute()
{
    FlowBook book;
    for (int i = 0; i < busyStarts; ++i) {
        book.accepted(mail, tenant(1), noon);
        book.started(mail, tenant(1), "worker-0", Milliseconds {i * i}, noon);
        book.ran(mail, tenant(1), "worker-0", Milliseconds {i}, noon);
        book.became(mail, tenant(1), JobState::Succeeded, noon);
    }
    return book;
}

/// Whether an engine could have counted this: nothing is negative or beyond 2^53, and quantiles rise.
bool isPossible(const HistoryPoint &point)
{
    const FlowCounts &counts = point.counts;
    const auto isCount = [](std::int64_t count) { return count >= 0 && count <= std::int64_t {1} << 53; };
    const auto isRising = [](const Quantiles &times) {
        return times.count >= 0 && times.p50 >= 0 && times.p50 <= times.p95 && times.p95 <= times.p99;
    };
    return isCount(counts.accepted) && isCount(counts.started) && isCount(counts.succeeded) && isCount(counts.failed)
        && isCount(counts.dead) && isCount(counts.expired) && isCount(counts.cancelled) && isCount(counts.workerTime)
        && isRising(point.queueTime) && isRising(point.runTime);
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
    void cutBytesAreReadUpToTheCut()
    {
        const std::string whole = busyMinute().packMinute(noon);
        int seriesBefore = 0;
        for (std::size_t size = 0; size <= whole.size(); ++size) {
            FlowBook cut;
            cut.restoreMinute(noon, whole.substr(0, size));
            int series = 0;
            for (const HistoryQuery &query : queries) {
                const std::int64_t count = startedOf(cut, query, noon);
                QVERIFY(count == 0 || count == busyStarts);
                series += count > 0 ? 1 : 0;
            }
            QVERIFY(series == seriesBefore || series == seriesBefore + 1);
            seriesBefore = series;
        }
        QCOMPARE(seriesBefore, static_cast<int>(queries.size()));
    }
    void damagedBytesAreSkipped()
    {
        const std::string whole = busyMinute().packMinute(noon);
        const std::uint64_t seed = SystemRandom().next();
        qInfo("seed %llu", static_cast<unsigned long long>(seed));
        SeededRandom random(seed);
        int skipped = 0;
        for (int i = 0; i < 5'000; ++i) {
            std::string bytes = whole;
            bytes[random.nextBelow(bytes.size())] ^= static_cast<char>(1 + random.nextBelow(255));
            FlowBook damaged;
            damaged.restoreMinute(noon, bytes);
            for (const HistoryQuery &query : queries) {
                const History history = damaged.history(query, noon);
                QVERIFY(history.points.size() <= 1);
                for (const HistoryPoint &point : history.points)
                    QVERIFY(isPossible(point));
                skipped += history.points.empty() ? 1 : 0;
            }
            const std::int64_t before = startedOf(damaged, queries[0], noon);
            damaged.started(mail, tenant(1), "worker-0", {}, noon); // it goes on
            QCOMPARE(startedOf(damaged, queries[0], noon), before + 1);
        }
        QVERIFY(skipped > 1'000);
    }
    void stockIsKeptWhereItChanges()
    {
        const QueueName other = QueueName::trusted("other");
        const std::vector<QueueTenantCounts> few {{mail, tenant(1), {0, 0, 3, 1}}, {other, tenant(1), {0, 0, 1}}};
        const std::vector<QueueTenantCounts> many {{mail, tenant(1), {0, 0, 9, 2}}, {other, tenant(1), {0, 0, 1}}};
        const std::vector<Pause> paused {{.queue = mail, .tenant = {}, .who = {}, .why = {}, .since = {}}};
        FlowBook book;
        book.accepted(mail, tenant(1), noon);
        book.accepted(other, tenant(1), noon);
        for (int second = 0; second < 3600; ++second) {
            const TimePoint now = noon + std::chrono::seconds {second};
            book.counted(second < 1800 ? few : many, second < 1800 ? std::vector<Pause> {} : paused, now);
        }
        const TimePoint now = noon + std::chrono::seconds {3599};
        const auto ready = [&now](const FlowBook &from, HistoryQuery query, Microseconds range) {
            query.range = range;
            std::vector<std::tuple<std::int64_t, std::int64_t, bool>> stocks; // at which second, how many, paused
            for (const HistoryPoint &point : from.history(query, now).points) {
                if (point.stock)
                    stocks.emplace_back((point.at - noon) / std::chrono::seconds {1},
                        countOf(point.stock->states, JobState::Ready), point.stock->isPaused);
            }
            return stocks;
        };
        using Stocks = std::vector<std::tuple<std::int64_t, std::int64_t, bool>>;
        for (const Microseconds range :
            {Microseconds {std::chrono::hours {2}}, Microseconds {std::chrono::hours {24}}}) {
            QVERIFY(ready(book, {}, range) == (Stocks {{0, 4, false}, {1800, 10, false}}));
            QVERIFY(ready(book, {.queue = mail}, range) == (Stocks {{0, 3, false}, {1800, 9, true}}));
            QVERIFY(ready(book, {.queue = other}, range) == (Stocks {{0, 1, false}}));
            QVERIFY(ready(book, {.tenant = tenant(1)}, range) == (Stocks {{0, 4, false}, {1800, 10, true}}));
        }
        const History late = book.history({.queue = mail, .range = std::chrono::minutes {15}}, now);
        QVERIFY(late.points.empty());
        QCOMPARE(countOf(late.before->states, JobState::Ready), std::int64_t {9});
        const History middle = book.history({.tenant = tenant(1), .range = std::chrono::minutes {40}}, now);
        QCOMPARE(countOf(middle.before->states, JobState::Ready), std::int64_t {4});
        QVERIFY(!book.history({.queue = mail, .range = std::chrono::hours {2}}, now).before);
        // It is known again after a restart. The first count makes a point: the last minute may have been lost.
        FlowBook next;
        for (int minute = 0; minute < 60; ++minute) {
            const TimePoint at = noon + std::chrono::minutes {minute};
            next.restoreMinute(at, book.packMinute(at));
        }
        const TimePoint later = now + std::chrono::minutes {20};
        QCOMPARE(countOf(next.history({.queue = mail}, later).before->states, JobState::Ready), std::int64_t {9});
        for (const TimePoint at : {now, later})
            next.counted(many, paused, at);
        QVERIFY(ready(next, {.tenant = tenant(1)}, std::chrono::hours {24})
            == (Stocks {{0, 4, false}, {1800, 10, true}, {3540, 10, true}}));
    }
    void theNewestStockOfAStepIsTold()
    {
        FlowBook book;
        book.accepted(mail, tenant(1), noon);
        for (int second = 0; second < 45; ++second) {
            const TimePoint now = noon + std::chrono::seconds {second};
            book.counted({{mail, tenant(1), {0, 0, second + 1}}}, {}, now);
            for (const int step : {1, 10, 60}) {
                const History history = book.history({.queue = mail, .step = std::chrono::seconds {step}}, now);
                QCOMPARE(countOf(history.points.back().stock->states, JobState::Ready), std::int64_t {second + 1});
            }
        }
        // Jobs that have all gone are counted too.
        const TimePoint now = noon + std::chrono::seconds {50};
        book.counted({}, {}, now);
        for (const HistoryQuery &query : {HistoryQuery {}, {.queue = mail}, {.tenant = tenant(1)}})
            QVERIFY(book.history(query, now).points.back().stock == Stock {});
    }
    void anEngineWithoutJobsKeepsNoStock()
    {
        FlowBook book;
        book.counted({}, {}, noon);
        QVERIFY(book.history({}, noon).points.empty());
        QVERIFY(book.packMinute(noon).empty());
    }
    void bytesWithoutAStockAreReadToo() // of stores that are older than stocks
    {
        FlowCell cell;
        cell.counts.started = 5;
        cell.runTime.add(7);
        const auto read = FlowCell::unpack(cell.pack());
        QVERIFY(read && !read->stock);
        QVERIFY(read->counts == cell.counts);
        cell.stock = Stock {};
        QVERIFY(FlowCell::unpack(cell.pack())->stock);
    }
    void recentCountsFollowTheMinutes()
    {
        FlowBook book;
        const auto accepted = [&](int minute) {
            return book.recentCountsOf(mail, noon + std::chrono::minutes {minute}).accepted;
        };
        for (int minute = 0; minute <= 20; ++minute) {
            book.accepted(mail, tenant(1), noon + std::chrono::minutes {minute});
            QCOMPARE(accepted(minute), std::int64_t {std::min(minute + 1, 15)});
        }
        QCOMPARE(accepted(25), std::int64_t {10}); // also where nothing passes any more
        book.accepted(mail, tenant(1), noon + std::chrono::minutes {25});
        QCOMPARE(accepted(25), std::int64_t {11});
    }
    void lastMinuteIsExactToTheSecond()
    {
        FlowBook book;
        for (int second = 0; second < 300; ++second)
            book.started(mail, tenant(second % 2), "worker-0", {}, noon + std::chrono::seconds {second});
        const TimePoint now = noon + std::chrono::seconds {299};
        QCOMPARE(book.lastMinute(now).started, std::int64_t {61}); // the second under way is the 61st
        QCOMPARE(book.lastMinuteOf(mail, tenant(1), now).started, std::int64_t {31});
        FirstTenants names({});
        names.offer(tenant(0).text());
        QCOMPARE(book.recentOf(names, now).at(tenant(0)).lastMinute.started, std::int64_t {30});
        QCOMPARE(book.recentOf(names, now).size(), std::size_t {1});
        QCOMPARE(book.lastMinute(now + std::chrono::minutes {5}).started, std::int64_t {0});
        QCOMPARE(book.lastMinuteOf(mail, tenant(7), now).started, std::int64_t {0});
    }
    void aLongerStepIsTakenWhereItIsAskedFor_data()
    {
        QTest::addColumn<int>("rangeSeconds");
        QTest::addColumn<int>("stepSeconds");
        QTest::addColumn<int>("expected");
        QTest::newRow("the finest") << 900 << 0 << 1;
        QTest::newRow("no finer than asked") << 900 << 5 << 10;
        QTest::newRow("exactly") << 900 << 10 << 10;
        QTest::newRow("minutes of a quarter of an hour") << 900 << 60 << 60;
        QTest::newRow("no finer than is kept") << 3600 << 1 << 10;
        QTest::newRow("a day") << 86'400 << 1 << 60;
    }
    void aLongerStepIsTakenWhereItIsAskedFor()
    {
        QFETCH(int, rangeSeconds);
        QFETCH(int, stepSeconds);
        QFETCH(int, expected);
        HistoryQuery query {.range = std::chrono::seconds {rangeSeconds}};
        if (stepSeconds > 0)
            query.step = std::chrono::seconds {stepSeconds};
        FlowBook book;
        book.started(mail, tenant(1), "worker-0", {}, noon);
        const History history = book.history(query, noon);
        QCOMPARE(history.step, Microseconds {std::chrono::seconds {expected}});
        QCOMPARE(startedOf(book, query, noon), std::int64_t {1});
    }
    void aMillionTenantsFillNoMemory() // F43
    {
        FlowBook book;
        FirstTenants names({});
        TimePoint now = noon;
        for (int i = 0; i < 1'000'000; ++i) {
            names.offer(tenant(i).text());
            book.started(mail, tenant(i), "worker-0", Milliseconds {1}, now);
            now += Microseconds {100};
            if (i % 100'000 == 0)
                book.tidy(now);
        }
        book.tidy(now);
        QVERIFY(book.recentOf(names, now).size() <= FlowBook::tenantSeriesMax);
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
