// SPDX-License-Identifier: Apache-2.0
// Charts show the engine's own history: all of it as soon as a window opens, and nothing that the monitor counted.
#include "engine/calls/all_calls.h"
#include "engine/client/local/local_client.h"
#include "engine/control/engine.h"
#include "engine/dispatch/flow_book.h"
#include "engine/storage/memory/memory_store.h"
#include "gui/charts/chart_panel.h"
#include "gui/charts/history_series.h"
#include "gui/pages/page.h"
#include "tests/support/gui_stage.h"

#include <QComboBox>
#include <QLabel>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>

#include <algorithm>

using namespace fairlead;

namespace {
const QueueName mend = QueueName::trusted("mend");
constexpr TimePoint begin {std::chrono::seconds {1'700'000'000}};
TimePoint at(int second)
{
    return begin + std::chrono::seconds {second};
}
HistoryPoint accepted(int second, std::int64_t count)
{
    return {.at = at(second), .counts = {.accepted = count}};
}
HistoryPoint ready(int second, std::int64_t count, bool isPaused = false)
{
    return {.at = at(second), .stock = Stock {{0, 0, count}, isPaused}};
}
History history(int until, std::vector<HistoryPoint> points)
{
    return {.step = std::chrono::seconds {1},
        .from = at(until - 900),
        .until = at(until),
        .before = {},
        .points = std::move(points)};
}

/// Lines of one minute from one history, of an engine that started `startedAt`.
HistorySeries seriesOf(const History &history, Snapshot &snapshot, TimePoint startedAt = begin - std::chrono::hours {1})
{
    snapshot.status.startedAt = startedAt;
    return HistorySeries([&history](const HistoryKey &) { return &history; }, snapshot, 60, Theme::lightPalette());
}

/// The values of a line by age.
std::map<int, int> valuesOf(const TimeSeries &series)
{
    std::map<int, int> values;
    for (const QPointF &point : series.points)
        values[qRound(point.x())] = qRound(point.y());
    return values;
}

std::vector<int> secondsOf(const History &history)
{
    std::vector<int> seconds;
    for (const HistoryPoint &point : history.points)
        seconds.push_back(static_cast<int>((point.at - begin) / std::chrono::seconds {1}));
    return seconds;
}

/// Answers questions about the past alone, out of a book.
class PastClient final : public Client
{
public:
    void submit(AnyCall any) override
    {
        visitCall(any, [&]<typename C>(AnyCall::Typed<C> &typed) {
            if constexpr (std::is_same_v<C, FindHistory>) {
                QVERIFY(typed.call.check());
                ranges.push_back(typed.call.range);
                typed.answer(book.history(typed.call, clock.now()));
            } else {
                typed.fail({ErrorCode::Unavailable, "the past alone is known"});
            }
        });
    }
    void accept(int jobs)
    {
        for (int i = 0; i < jobs; ++i)
            book.accepted(mend, defaultTenant(), clock.now());
        m_accepted.emplace_back(clock.now(), jobs);
    }
    std::int64_t acceptedBefore(TimePoint time) const
    {
        std::int64_t sum = 0;
        for (const auto &[at, jobs] : m_accepted)
            sum += at < time ? jobs : 0;
        return sum;
    }
    /// An engine ends and starts again: it finds what was saved of its minutes.
    void restart(Microseconds away)
    {
        FlowBook next;
        for (TimePoint minute = std::chrono::floor<std::chrono::minutes>(clock.now() - std::chrono::hours {24});
             minute <= clock.now(); minute += std::chrono::minutes {1})
            next.restoreMinute(minute, book.packMinute(minute));
        book = std::move(next);
        clock.advance(away);
    }
    FlowBook book;
    ManualClock clock;
    std::vector<Microseconds> ranges; ///< of the questions

private:
    std::vector<std::pair<TimePoint, int>> m_accepted;
};

/// A feed over such a client.
struct PastStage
{
    const History *get(const HistoryKey &key)
    {
        feed.get(key);
        QCoreApplication::sendPostedEvents();
        return feed.get(key);
    }
    PastClient client;
    GuiClient guiClient {client};
    HistoryFeed feed {guiClient, client.clock};
};

const std::array<HistoryKey, 4> charts {HistoryKey {}, HistoryKey {.step = std::chrono::seconds {10}},
    HistoryKey {.span = std::chrono::hours {3}}, HistoryKey {.span = std::chrono::hours {24}}};

std::map<TimePoint, std::int64_t> acceptedByStep(const History &history)
{
    std::map<TimePoint, std::int64_t> steps;
    for (const HistoryPoint &point : history.points)
        steps[point.at] += point.counts.accepted;
    return steps;
}

/// The accepted jobs of a history whose throughput has no value below 0 or above `most`.
std::int64_t acceptedIn(const History *history, Snapshot &snapshot, Microseconds span, double most)
{
    std::int64_t sum = 0;
    const auto seconds = static_cast<int>(span / std::chrono::seconds {1});
    const HistorySeries series([history](const HistoryKey &) { return history; }, snapshot, seconds, {});
    for (const TimeSeries &line : series.throughput({})) {
        for (const QPointF &point : line.points)
            sum += point.y() < 0 || point.y() > most ? -1'000'000 : 0;
    }
    for (const HistoryPoint &point : history->points)
        sum += point.counts.accepted;
    return sum;
}

/// A store in which an earlier life of an engine counted a job a minute, for a day.
Result<std::unique_ptr<StoreSession>> dayOld()
{
    const TimePoint now = SystemClock().now();
    const TimePoint thisMinute = std::chrono::floor<std::chrono::minutes>(now);
    auto store = std::make_unique<MemoryStore>();
    for (int minute = 24 * 60 - 5; minute > 0; --minute) {
        const TimePoint then = thisMinute - std::chrono::minutes {minute};
        FlowBook book;
        for (int i = 0; i < 60; ++i)
            book.accepted(mend, defaultTenant(), then);
        book.started(mend, defaultTenant(), "worker-0", Milliseconds {3}, then);
        if (const Result<> saved = store->journal().saveFlow(then, book.packMinute(then)); !saved)
            return failure(saved.error());
    }
    return store;
}
} // namespace

class HistoryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void newsReplaceTheirStepsAndPushOldOnesOut()
    {
        History kept = history(100, {accepted(10, 1), ready(50, 4), accepted(98, 2), accepted(100, 3)});
        extend(kept, history(103, {accepted(98, 2), accepted(100, 5), accepted(102, 6)}), std::chrono::seconds {60});
        QCOMPARE(secondsOf(kept), (std::vector<int> {50, 98, 100, 102}));
        QCOMPARE(kept.points[2].counts.accepted, std::int64_t {5});
        QVERIFY(kept.until == at(103));
        extend(kept, history(130, {}), std::chrono::seconds {60});
        QCOMPARE(secondsOf(kept), (std::vector<int> {98, 100, 102}));
        QCOMPARE(countOf(kept.before->states, JobState::Ready), std::int64_t {4}); // as it stood before the window
    }

    void quietStepsAreZeroAndTheOpenOneIsLeftOut()
    {
        const History past = history(100, {accepted(60, 7), accepted(99, 3), accepted(100, 9)});
        Snapshot snapshot;
        const auto lines = seriesOf(past, snapshot).throughput({});
        const auto values = valuesOf(lines.front());
        QCOMPARE(values.size(), std::size_t {60});
        QCOMPARE(values.at(-39), 7); // the end of its step
        QCOMPARE(values.at(-38), 0);
        QCOMPARE(values.at(0), 3);
    }

    void stockStandsUntilItChanges()
    {
        History past = history(100, {ready(70, 8), ready(90, 2, true), ready(95, 2)});
        Snapshot snapshot;
        snapshot.queues.push_back({.queue = mend, .handler = {}, .pause = {}});
        LineSeats seats;
        auto values = valuesOf(seriesOf(past, snapshot).readyByQueue({}, 6, seats).front());
        QCOMPARE(values.begin()->first, -29); // unknown before
        QCOMPARE(values.at(-10), 8);
        QCOMPARE(values.at(-9), 2);
        QCOMPARE(values.at(0), 2);
        past.before = Stock {{0, 0, 5}};
        values = valuesOf(seriesOf(past, snapshot).readyByQueue({}, 6, seats).front());
        QCOMPARE(values.begin()->first, -59);
        QCOMPARE(values.at(-30), 5);
        const std::vector<TimeBand> bands = seriesOf(past, snapshot).bands({});
        QCOMPARE(bands.size(), std::size_t {1});
        QVERIFY(bands.front().kind == TimeBand::Kind::Pause);
        QCOMPARE(bands.front().from, -10.0);
        QCOMPARE(bands.front().to, -5.0);
    }

    void lineKeepsItsSeatWhoeverComesOrGoes()
    {
        const auto seated = [](LineSeats &seats, const std::vector<std::string> &names) {
            return seats.seat(names, 3);
        };
        using Names = std::vector<std::string>;
        LineSeats seats;
        QCOMPARE(seated(seats, {"zed", "acme", "beta", "corp"}), (Names {"acme", "beta", "zed"}));
        QCOMPARE(seated(seats, {"corp", "dora", "zed", "beta", "acme"}), (Names {"acme", "beta", "zed"}));
        QCOMPARE(seated(seats, {"corp", "dora", "zed", "acme"}), (Names {"acme", "corp", "zed"})); // beta has gone
        QCOMPARE(seated(seats, {"1", "2", "3", "4", "5", "zed", "acme", "corp"}), (Names {"1", "2", "zed"}));
        QCOMPARE(seated(seats, {"zed"}), (Names {"", "", "zed"}));
    }

    void timeShownMayEndInThePast()
    {
        const History past = history(100, {accepted(20, 7), ready(30, 4, true), ready(35, 4), accepted(50, 2)});
        Snapshot snapshot;
        snapshot.status.startedAt = begin - std::chrono::hours {1};
        snapshot.takenAt = at(100);
        std::vector<Microseconds> spans;
        const auto find = [&](const HistoryKey &key) {
            spans.push_back(key.span);
            return &past;
        };
        const HistorySeries series(find, snapshot, 60, {}, at(40));
        const auto values = valuesOf(series.throughput({}).front());
        QCOMPARE(values.size(), std::size_t {60});
        QCOMPARE(values.at(-19), 7); // twenty seconds before the end of the time shown
        QCOMPARE(values.at(0), 0);
        const std::vector<TimeBand> bands = series.bands({});
        QCOMPARE(bands.size(), std::size_t {1});
        QCOMPARE(bands.front().from, -10.0);
        QCOMPARE(bands.front().to, -5.0);
        QVERIFY(spans.front() == std::chrono::minutes {15});
        snapshot.takenAt = at(40 + 3'600); // an hour later it is in the history of three hours
        QVERIFY(!HistorySeries(find, snapshot, 60, {}, at(40)).throughput({}).empty());
        QVERIFY(spans.back() == std::chrono::minutes {180});
    }

    void timeInWhichNoEngineRanIsAGap()
    {
        const History past = history(100, {accepted(50, 1), accepted(80, 1)});
        Snapshot snapshot;
        const HistorySeries series = seriesOf(past, snapshot, at(70));
        const std::vector<TimeBand> bands = series.bands({});
        QCOMPARE(bands.size(), std::size_t {1});
        QVERIFY(bands.front().kind == TimeBand::Kind::Gap);
        QCOMPARE(bands.front().from, -49.0); // the earlier life was there until then
        QCOMPARE(bands.front().to, -30.0);
        const auto values = valuesOf(series.throughput({}).front());
        QVERIFY(values.contains(-49) && !values.contains(-48) && !values.contains(-30) && values.contains(-29));
        QVERIFY(seriesOf(past, snapshot).bands({}).empty());
    }

    void aFeedKnowsWhatTheEngineKnows()
    {
        PastStage stage;
        for (int second = 0; second < 2'000; ++second) {
            stage.client.accept(second % 7);
            stage.client.clock.advance(std::chrono::milliseconds {900});
            for (const HistoryKey &key : charts) {
                const History *kept = stage.get(key);
                QVERIFY(kept);
                if (second % 50 != 0)
                    continue;
                HistoryQuery query {.range = key.span, .step = key.step};
                const History known = stage.client.book.history(query, kept->until);
                const std::map<TimePoint, std::int64_t> steps = acceptedByStep(*kept);
                // Of the step in which the feed has asked last it knows a part.
                for (const auto &[at, count] : acceptedByStep(known)) {
                    const auto step = steps.find(at);
                    QVERIFY(at + known.step > kept->until || (step != steps.end() && step->second == count));
                }
                QVERIFY(steps.size() <= acceptedByStep(known).size() + 1); // the one in which the range begins
            }
        }
        // After its first question it asks for news alone, and at most once a step.
        const auto whole = [](Microseconds range) { return range >= std::chrono::minutes {15}; };
        QCOMPARE(std::count_if(stage.client.ranges.begin(), stage.client.ranges.end(), whole), 4);
        QVERIFY(stage.client.ranges.size() <= std::size_t {4 + 1'800 + 180 + 180 + 30});
    }

    void noRateIsNegativeOrDoubledAtARestart()
    {
        PastStage stage;
        Snapshot snapshot;
        constexpr int perSecond = 5;
        int restarts = 0;
        const auto run = [&](int seconds) {
            for (int second = 0; second < seconds; ++second) {
                stage.client.accept(perSecond);
                stage.client.clock.advance(std::chrono::seconds {1});
                for (const HistoryKey &key : charts)
                    QVERIFY(stage.get(key));
            }
        };
        run(200);
        for (const int secondsAway : {0, 5, 130}) { // within a second, a minute, and longer
            ++restarts;
            stage.client.restart(std::chrono::seconds {secondsAway});
            snapshot.status.startedAt = stage.client.clock.now();
            run(75);
            for (const HistoryKey &key : charts) {
                const History *history = stage.get(key);
                const std::int64_t sum = acceptedIn(history, snapshot, key.span, perSecond);
                // Ten seconds are not saved: those that the feed had not read to their end are missing, at most two.
                const bool isSaved = history->step != Microseconds {std::chrono::seconds {10}};
                const std::int64_t accepted = stage.client.acceptedBefore(history->until);
                QVERIFY(sum <= accepted);
                QVERIFY(sum == accepted || (!isSaved && sum >= accepted - restarts * 20 * perSecond));
            }
        }
        // A window that opens now reads the same for the minutes.
        HistoryFeed other(stage.guiClient, stage.client.clock);
        QTRY_VERIFY(other.get(charts.back()) != nullptr);
        // The step that is still being filled may differ.
        QTRY_VERIFY(std::ranges::all_of(acceptedByStep(*stage.get(charts.back())), [&](const auto &step) {
            const History &kept = *stage.get(charts.back());
            const std::map<TimePoint, std::int64_t> known = acceptedByStep(*other.get(charts.back()));
            const auto found = known.find(step.first);
            return step.first + kept.step > kept.until || (found != known.end() && found->second == step.second);
        }));
    }

    void aFrozenFeedAsksOnlyForWhatIsMissing()
    {
        PastStage stage;
        stage.client.accept(3);
        const History before = *stage.get({});
        stage.feed.setFrozen(true);
        stage.client.clock.advance(std::chrono::seconds {20});
        QVERIFY(stage.get({})->until == before.until);
        QVERIFY(stage.get(charts.back()));
        QCOMPARE(stage.client.ranges.size(), std::size_t {2});
        stage.feed.setFrozen(false);
        QVERIFY(stage.get({})->until > before.until);
    }

    void nothingOfAnotherEngineIsShown()
    {
        PastStage stage;
        stage.client.accept(3);
        QVERIFY(stage.get({}));
        stage.client.clock.advance(std::chrono::seconds {5});
        QVERIFY(stage.feed.get({})); // an answer is under way
        stage.feed.clear();
        QCoreApplication::sendPostedEvents();
        stage.client.book = {};
        QVERIFY(!stage.feed.get({}));
        QCoreApplication::sendPostedEvents();
        QVERIFY(stage.feed.get({})->points.empty());
    }

    void aLongSpanShowsTenantsThatWereBusyBefore()
    {
        HistoryPoint run = accepted(60, 0);
        run.runTime = {1, 500, 500, 500, 500};
        const History past = history(100, {run});
        Snapshot snapshot;
        snapshot.tenants = {{.tenant = TenantName::trusted("few")}, {.tenant = TenantName::trusted("many")},
            {.tenant = TenantName::trusted("now")}};
        snapshot.tenants[1].counts[static_cast<std::size_t>(JobState::Succeeded)] = 1'000;
        snapshot.tenants[2].runTime = {1, 5, 5, 5, 5};
        const auto names = [&](int span) {
            const HistorySeries series([&past](const HistoryKey &) { return &past; }, snapshot, span, {});
            LineSeats seats;
            QStringList found;
            for (const TimeSeries &line : series.percentiles(TimeKind::Run, {}, 2, seats))
                found.append(line.name);
            return found;
        };
        QCOMPARE(names(300), (QStringList {QStringLiteral("now")}));
        QCOMPARE(names(86'400), (QStringList {QStringLiteral("many"), QStringLiteral("now")}));
    }

    void sharesAreThoseOfTheEnginesLastMinute()
    {
        StatusView status;
        TenantView tenant;
        QCOMPARE(recentShare(tenant, status), 0.0);
        status.lastMinute.workerTime = 8'000'000;
        tenant.lastMinute.workerTime = 2'000'000;
        tenant.workerTime = 999'000'000; // since the start: says nothing of now
        QCOMPARE(recentShare(tenant, status), 0.25);
    }

    void aDayIsThereWhenAWindowOpens()
    {
        Engine::Parts parts;
        parts.settings.workers = parts.settings.threads = 1;
        parts.settings.queues.push_back({.name = mend});
        parts.store = dayOld;
        parts.handlers.emplace(mend, FunctionHandler::quick([](const RunContext &) { return Succeeded {}; }));
        Engine engine(std::move(parts));
        QVERIFY(engine.start());
        LocalClient client(engine, [](StopMode) {});
        QStringList shown; // by a window, and by one that is opened after it was closed
        for (int window = 0; window < 2; ++window) {
            GuiStage stage(client);
            stage.window.show();
            QTRY_VERIFY(stage.feed.link() == LinkState::Live);
            auto *page = stage.window.page(PageId::Overview);
            auto *span = page->findChild<QComboBox *>();
            span->setCurrentIndex(span->findData(86'400));
            const auto panels = page->findChildren<ChartPanel *>();
            const auto throughput = std::find_if(panels.begin(), panels.end(),
                [](const ChartPanel *panel) { return panel->summary().contains(QStringLiteral("Throughput")); });
            QVERIFY(throughput != panels.end());
            (*throughput)->findChild<QToolButton *>()->setChecked(true); // its table
            auto *table = (*throughput)->findChild<QTableWidget *>();
            QTRY_VERIFY(table->rowCount() >= 100);
            const int last = table->rowCount() - 1;
            QCOMPARE(table->item(last, 1)->text(), QStringLiteral("1.0/s")); // sixty in a minute, a day ago
            QVERIFY(table->item(last, 0)->text().startsWith(QStringLiteral("23 h")));
            for (int row = last; row > last - 100; --row)
                shown.append(table->item(row, 1)->text());
        }
        QCOMPARE(shown.mid(0, 100), shown.mid(100));
    }
    void timeOfWhichNothingIsKnownIsNamedInTheLegend()
    {
        ChartPanel panel(Figure::Throughput, QStringLiteral("Throughput"), TimeUnit::Rate);
        QVERIFY2(!panel.summary().contains(QStringLiteral("Collecting")), qPrintable(panel.summary()));
        const auto isNamed = [&panel] {
            const QList<QLabel *> labels = panel.findChildren<QLabel *>();
            return std::any_of(labels.begin(), labels.end(),
                [](const QLabel *label) { return label->text().contains(QStringLiteral("▨")); });
        };
        const std::vector<TimeSeries> lines {{QStringLiteral("in"), Qt::blue, {{-2, 1}, {-1, 2}}}};
        panel.setData(lines, {{TimeBand::Kind::Pause, -9, -5}});
        QVERIFY(!isNamed());
        panel.setData(lines, {{TimeBand::Kind::Gap, -9, -5}});
        QVERIFY(isNamed());
        panel.setData({}, {{TimeBand::Kind::Gap, -9, -5}}); // a chart without lines has no legend
        QVERIFY(!isNamed());
    }
};

QTEST_MAIN(HistoryTest)
#include "history_test.moc"
