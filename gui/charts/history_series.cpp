// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/history_series.h"

#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <numeric>

namespace fairlead {

namespace {
constexpr Microseconds second = std::chrono::seconds {1};
constexpr Microseconds recentSpan = std::chrono::minutes {15}; ///< of the times in a TenantView

/// Translation context of these texts.
struct SeriesName
{
    Q_DECLARE_TR_FUNCTIONS(SeriesName)
};

double inSeconds(Microseconds time)
{
    return std::chrono::duration<double>(time).count();
}

const Quantiles &timesOf(const HistoryPoint &point, TimeKind kind)
{
    return kind == TimeKind::Queue ? point.queueTime : point.runTime;
}

std::int64_t jobsOf(const StateCounts &counts)
{
    return std::accumulate(counts.begin(), counts.end(), std::int64_t {0});
}

/// The names in falling order of their values; equal ones by name.
std::vector<std::string> ranked(std::vector<std::pair<double, std::string>> values)
{
    std::sort(values.begin(), values.end(),
        [](const auto &a, const auto &b) { return a.first != b.first ? a.first > b.first : a.second < b.second; });
    std::vector<std::string> names;
    names.reserve(values.size());
    for (auto &[value, name] : values)
        names.push_back(std::move(name));
    return names;
}
} // namespace

/// The steps of a history that a chart shows. Nothing is known from `gapFrom` until `startedAt`: the engine was not
/// there.
struct HistorySeries::Window
{
    TimePoint first; ///< beginning of the first step
    TimePoint end; ///< end of the last step that is over
    TimePoint gapFrom;
    TimePoint startedAt;
};

const std::vector<std::string> &LineSeats::seat(const std::vector<std::string> &ranked, std::size_t most)
{
    m_names.resize(most);
    const auto staying = ranked.begin() + static_cast<std::ptrdiff_t>(std::min(ranked.size(), 2 * most));
    for (std::string &name : m_names) {
        if (std::find(ranked.begin(), staying, name) == staying)
            name.clear();
    }
    auto next = ranked.begin();
    const auto isSeated = [this](const std::string &name) {
        return std::find(m_names.begin(), m_names.end(), name) != m_names.end();
    };
    std::vector<std::string> fresh;
    const auto free = static_cast<std::size_t>(std::count(m_names.begin(), m_names.end(), std::string()));
    for (; next != ranked.end() && fresh.size() < free; ++next) {
        if (!isSeated(*next))
            fresh.push_back(*next);
    }
    std::sort(fresh.begin(), fresh.end()); // those that come together sit in order of name
    auto seat = m_names.begin();
    for (std::string &name : fresh) {
        seat = std::find(seat, m_names.end(), std::string());
        *seat = std::move(name);
    }
    return m_names;
}

HistorySeries::HistorySeries(HistorySource find, const Snapshot &snapshot, int spanSeconds, const QPalette &palette,
    const std::optional<TimePoint> &end)
    : m_find(std::move(find))
    , m_snapshot(snapshot)
    , m_span(std::chrono::seconds {spanSeconds})
    , m_palette(palette)
    , m_end(end)
    , m_reach(m_span + (end ? std::max(snapshot.takenAt - *end, Microseconds {0}) : Microseconds {0}))
{
}

const History *HistorySeries::find(const Scope &scope, Microseconds stepMin) const
{
    // The spans for which the engine keeps its steps: charts of shorter ones share a history.
    const Microseconds span = m_reach <= recentSpan ? recentSpan
        : m_reach <= std::chrono::hours {3}         ? std::chrono::minutes {180}
                                                    : std::chrono::minutes {1440};
    return m_find({scope, span, stepMin});
}

TimePoint HistorySeries::endOf(const History &history) const
{
    return m_end ? std::min(*m_end, history.until) : history.until;
}

HistorySeries::Window HistorySeries::windowOf(const History &history) const
{
    const Microseconds step = std::max(history.step, second);
    const auto floored = [step](TimePoint time) { return TimePoint {time.time_since_epoch() / step * step}; };
    Window window;
    window.end = floored(endOf(history));
    window.first = floored(endOf(history) - m_span);
    window.startedAt = m_snapshot.status.startedAt;
    window.gapFrom = window.first;
    for (const HistoryPoint &point : history.points) {
        if (point.at < floored(window.startedAt))
            window.gapFrom = std::max(window.gapFrom, point.at + step);
    }
    return window;
}

/// One point for each step of the span that is over, at its end. A negative value gives none.
QVector<QPointF> HistorySeries::points(const History &history, const Value &value) const
{
    const Microseconds step = std::max(history.step, second);
    const Window window = windowOf(history);
    std::optional<Stock> stock = history.before;
    QVector<QPointF> points;
    auto point = history.points.begin();
    for (TimePoint at = window.first; at < window.end; at += step) {
        const HistoryPoint *here = nullptr;
        for (; point != history.points.end() && point->at < at + step; ++point) {
            here = point->at >= at ? &*point : nullptr;
            if (point->stock)
                stock = point->stock;
        }
        const bool isInGap = at >= window.gapFrom && at + step <= window.startedAt;
        const double y = isInGap ? -1 : value(here, stock);
        if (y >= 0)
            points.append(QPointF(-inSeconds(endOf(history) - at - step), y));
    }
    return points;
}

TimeSeries HistorySeries::line(const QString &name, int colour, QVector<QPointF> points) const
{
    return {name, lineColour(colour, m_palette), std::move(points)};
}

std::vector<TimeSeries> HistorySeries::throughput(const Scope &scope) const
{
    const History *history = find(scope, second);
    if (!history)
        return {};
    const auto rate = [&](const QString &name, int colour, const auto &count) {
        return line(name, colour, points(*history, [&](const HistoryPoint *point, const auto &) {
            return point ? static_cast<double>(count(point->counts)) / inSeconds(history->step) : 0;
        }));
    };
    std::vector<TimeSeries> list;
    list.push_back(rate(SeriesName::tr("in"), 0, [](const FlowCounts &counts) { return counts.accepted; }));
    list.push_back(rate(SeriesName::tr("done"), 2, runsEnded));
    list.push_back(rate(SeriesName::tr("dead"), 1, [](const FlowCounts &counts) { return counts.dead; }));
    list.back().colour = lookOf(ShownState::Dead, m_palette).colour;
    return list;
}

std::vector<TimeSeries> HistorySeries::shareOf(const TenantName &tenant) const
{
    constexpr Microseconds step = 10 * second; // in a second, few runs end
    const History *all = find({}, step);
    const History *own = find({.queue = {}, .tenant = tenant}, step);
    const TenantView *view = m_snapshot.findTenant(tenant);
    if (!all || !own || !view)
        return {};
    std::map<TimePoint, std::int64_t> workerTime;
    for (const HistoryPoint &point : all->points)
        workerTime[point.at] = point.counts.workerTime;
    std::vector<TimeSeries> list;
    list.push_back(line(SeriesName::tr("share"), 0, points(*own, [&](const HistoryPoint *point, const auto &) {
        if (!point || point->counts.workerTime == 0)
            return 0.0;
        const auto found = workerTime.find(point->at); // the newest step may be in one history alone
        const std::int64_t sum = found == workerTime.end() ? 0 : found->second;
        return sum > 0 ? std::min(static_cast<double>(point->counts.workerTime) / static_cast<double>(sum), 1.0) : -1.0;
    })));
    const double fair = fairShare(*view, m_snapshot.tenants);
    list.push_back(
        line(SeriesName::tr("fair share now"), 2, points(*own, [fair](const auto *, const auto &) { return fair; })));
    return list;
}

TimeSeries HistorySeries::stockLine(const QString &name, int colour, const History &history, JobState state) const
{
    return line(name, colour, points(history, [state](const HistoryPoint *, const std::optional<Stock> &stock) {
        return stock ? static_cast<double>(countOf(stock->states, state)) : -1.0;
    }));
}

std::vector<TimeSeries> HistorySeries::ready(const Scope &scope) const
{
    const History *history = find(scope, second);
    if (!history)
        return {};
    return {stockLine(SeriesName::tr("ready"), 0, *history, JobState::Ready)};
}

std::vector<TimeSeries> HistorySeries::readyByQueue(
    const std::optional<QueueName> &only, std::size_t most, LineSeats &seats) const
{
    std::vector<std::pair<double, std::string>> values;
    for (const QueueView &queue : m_snapshot.queues) {
        if (!only || queue.queue == *only)
            values.emplace_back(static_cast<double>(countOf(queue.counts, JobState::Ready)), queue.queue.text());
    }
    std::vector<TimeSeries> list;
    const History *all = values.size() > most ? find({}, second) : nullptr;
    std::optional<TimeSeries> others;
    if (all)
        others = stockLine(SeriesName::tr("others"), 6, *all, JobState::Ready);
    int colour = -1;
    for (const std::string &queue : seats.seat(ranked(std::move(values)), most)) {
        ++colour;
        const History *history =
            queue.empty() ? nullptr : find({.queue = QueueName::trusted(queue), .tenant = {}}, second);
        if (!history)
            continue;
        list.push_back(stockLine(shown(queue), colour, *history, JobState::Ready));
        if (!others)
            continue;
        // The histories end within a step of each other: points are matched from the newest one back.
        const QVector<QPointF> &own = list.back().points;
        for (qsizetype i = 1; i <= std::min(own.size(), others->points.size()); ++i) {
            QPointF &rest = others->points[others->points.size() - i];
            rest.setY(std::max(rest.y() - own[own.size() - i].y(), 0.0));
        }
    }
    if (others)
        list.push_back(*others);
    return list;
}

std::vector<TimeSeries> HistorySeries::percentiles(
    TimeKind kind, const Scope &scope, std::size_t most, LineSeats &seats) const
{
    // A second has few runs: its percentiles would jump.
    const Microseconds step = m_span <= std::chrono::minutes {1} ? second
        : m_span <= recentSpan                                   ? 10 * second
                                                                 : 60 * second;
    const auto add = [&](std::vector<TimeSeries> &list, const QString &name, int colour, const History &history,
                         std::int64_t Quantiles::*part) {
        list.push_back(line(name, colour, points(history, [&](const HistoryPoint *point, const auto &) {
            const bool isKnown = point && timesOf(*point, kind).count > 0;
            return isKnown ? static_cast<double>(timesOf(*point, kind).*part) : -1.0;
        })));
    };
    std::vector<TimeSeries> list;
    if (scope.tenant) {
        if (const History *history = find(scope, step)) {
            add(list, QStringLiteral("p50"), 0, *history, &Quantiles::p50);
            add(list, QStringLiteral("p95"), 2, *history, &Quantiles::p95);
            add(list, QStringLiteral("p99"), 1, *history, &Quantiles::p99);
        }
        return list;
    }
    std::vector<std::pair<double, std::string>> values;
    for (const TenantView &tenant : m_snapshot.tenants) {
        const Quantiles &recent = kind == TimeKind::Queue ? tenant.queueTime : tenant.runTime;
        if (recent.count > 0)
            values.emplace_back(static_cast<double>(recent.p95), tenant.tenant.text());
        else if (m_reach > recentSpan) // those with many jobs follow behind
            values.emplace_back(-1.0 / static_cast<double>(1 + jobsOf(tenant.counts)), tenant.tenant.text());
    }
    int colour = -1;
    for (const std::string &tenant : seats.seat(ranked(std::move(values)), most)) {
        ++colour;
        const History *history = tenant.empty() ? nullptr : find({scope.queue, TenantName::trusted(tenant)}, step);
        if (history)
            add(list, shown(tenant), colour, *history, &Quantiles::p95);
    }
    return list;
}

std::vector<TimeBand> HistorySeries::bands(const Scope &scope) const
{
    const History *history = find(scope, second);
    if (!history)
        return {};
    std::vector<TimeBand> list;
    const Window window = windowOf(*history);
    const auto age = [end = endOf(*history)](TimePoint time) { return -inSeconds(end - time); };
    if (window.startedAt > window.gapFrom)
        list.push_back({TimeBand::Kind::Gap, age(window.gapFrom), age(window.startedAt)});
    std::optional<TimePoint> pausedSince;
    const auto note = [&](TimePoint at, bool isPaused) {
        if (isPaused && !pausedSince)
            pausedSince = at;
        if (!isPaused && pausedSince)
            list.push_back({TimeBand::Kind::Pause, age(*std::exchange(pausedSince, std::nullopt)), age(at)});
    };
    if (history->before)
        note(window.first, history->before->isPaused);
    for (const HistoryPoint &point : history->points) {
        if (point.stock)
            note(std::max(point.at, window.first), point.stock->isPaused);
    }
    if (pausedSince)
        list.push_back({TimeBand::Kind::Pause, age(*pausedSince), 0});
    std::erase_if(list, [&](const TimeBand &band) { return band.from > 0 || band.to < age(window.first); });
    return list;
}

static QVector<double> withoutAges(const QVector<QPointF> &points)
{
    QVector<double> values;
    values.reserve(points.size());
    for (const QPointF &point : points)
        values.append(point.y());
    return values;
}

QVector<double> HistorySeries::endedPerSecond(const HistoryKey &key) const
{
    const History *history = m_find(key);
    if (!history)
        return {};
    return withoutAges(points(*history, [history](const HistoryPoint *point, const auto &) {
        return point ? static_cast<double>(runsEnded(point->counts)) / inSeconds(history->step) : 0;
    }));
}

QVector<double> HistorySeries::jobsIn(JobState state, const HistoryKey &key) const
{
    const History *history = m_find(key);
    return history ? withoutAges(stockLine({}, 0, *history, state).points) : QVector<double> {};
}

double recentRate(const History *history, const std::function<std::int64_t(const FlowCounts &)> &count)
{
    constexpr Microseconds recent = 10 * second;
    if (!history)
        return 0;
    const TimePoint end {history->until.time_since_epoch() / second * second};
    std::int64_t sum = 0;
    for (auto point = history->points.rbegin(); point != history->points.rend() && point->at >= end - recent; ++point)
        sum += point->at < end ? count(point->counts) : 0;
    return static_cast<double>(sum) / inSeconds(recent);
}

} // namespace fairlead
