// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/flow_series.h"

#include <algorithm>

namespace fairlead {

namespace {
struct Kept
{
    Microseconds step;
    std::int64_t steps;
};
constexpr std::array<Kept, 3> kept {Kept {std::chrono::seconds {1}, 900}, Kept {std::chrono::seconds {10}, 1080},
    Kept {std::chrono::minutes {1}, 1440}};
constexpr std::int64_t recentMinutes = 15;
constexpr std::int64_t countMax = std::int64_t {1} << 53; ///< a larger count means damage

std::int64_t stepAt(std::size_t level, TimePoint time)
{
    return time.time_since_epoch() / kept.at(level).step;
}

TimePoint beginOf(std::size_t level, std::int64_t step)
{
    return TimePoint {kept.at(level).step * step};
}

/// The figures of FlowCounts in the order in which they are packed.
template <typename Counts, typename Use>
void forEachCount(Counts &counts, Use use)
{
    use(counts.accepted);
    use(counts.started);
    use(counts.succeeded);
    use(counts.failed);
    use(counts.dead);
    use(counts.expired);
    use(counts.cancelled);
    use(counts.workerTime);
}

void packStock(PackedWriter &writer, const Stock &stock)
{
    for (const std::int64_t count : stock.states)
        writer.number(count);
    writer.number(stock.isPaused ? 1 : 0);
}

std::optional<Stock> unpackStock(PackedReader &reader)
{
    Stock stock;
    for (std::int64_t &count : stock.states) {
        const auto read = reader.number();
        if (!read || *read < 0 || *read > countMax)
            return std::nullopt;
        count = *read;
    }
    const auto paused = reader.number();
    if (!paused)
        return std::nullopt;
    stock.isPaused = *paused != 0;
    return stock;
}
} // namespace

void FlowCell::merge(const FlowCell &other)
{
    counts.add(other.counts);
    queueTime.merge(other.queueTime);
    runTime.merge(other.runTime);
    if (other.stock)
        stock = other.stock;
}

std::string FlowCell::pack() const
{
    PackedWriter writer;
    forEachCount(counts, [&](std::int64_t count) { writer.number(count); });
    queueTime.pack(writer);
    runTime.pack(writer);
    if (stock)
        packStock(writer, *stock);
    return writer.bytes();
}

std::optional<FlowCell> FlowCell::unpack(std::string_view bytes)
{
    PackedReader reader(bytes);
    FlowCell cell;
    bool isGood = true;
    forEachCount(cell.counts, [&](std::int64_t &count) {
        const auto read = reader.number();
        isGood = isGood && read && *read >= 0 && *read <= countMax;
        count = read.value_or(0);
    });
    auto queueTime = SparseHistogram::unpack(reader);
    auto runTime = SparseHistogram::unpack(reader);
    if (!isGood || !queueTime || !runTime)
        return std::nullopt;
    cell.queueTime = std::move(*queueTime);
    cell.runTime = std::move(*runTime);
    if (!reader.atEnd()) { // older stores have none
        cell.stock = unpackStock(reader);
        if (!cell.stock)
            return std::nullopt;
    }
    return cell;
}

FlowCounts FlowCell::unpackCounts(std::string_view bytes)
{
    PackedReader reader(bytes);
    FlowCounts counts;
    forEachCount(counts, [&](std::int64_t &count) { count = reader.number().value_or(0); });
    return counts;
}

Quantiles quantilesOf(const SparseHistogram &histogram)
{
    return {histogram.count(), histogram.quantile(0.5), histogram.quantile(0.95), histogram.quantile(0.99),
        histogram.max()};
}

FlowSeries::Resolution FlowSeries::resolutionFor(Microseconds range, Microseconds stepMin)
{
    std::size_t level = 0;
    while (level + 1 < kept.size()
        && (range > kept.at(level).step * kept.at(level).steps || stepMin > kept.at(level).step))
        ++level;
    return static_cast<Resolution>(level);
}

Microseconds FlowSeries::stepOf(Resolution resolution)
{
    return kept.at(static_cast<std::size_t>(resolution)).step;
}

FlowCell &FlowSeries::at(TimePoint now)
{
    Level &level = m_levels[0];
    const std::int64_t step = stepAt(0, now);
    if (step > level.openStep) {
        close(0);
        level.openStep = step;
    }
    return level.open;
}

void FlowSeries::note(const Stock &stock, TimePoint now)
{
    if (m_noted.value_or(Stock {}) == stock && !m_isRestored)
        return;
    m_noted = stock;
    m_isRestored = false;
    at(now).stock = stock;
}

void FlowSeries::put(std::size_t level, TimePoint at, const FlowCell &cell)
{
    const std::int64_t step = stepAt(level, at);
    if (step > m_levels.at(level).openStep) {
        close(level);
        m_levels.at(level).openStep = step;
    }
    m_levels.at(level).open.merge(cell);
}

void FlowSeries::close(std::size_t number)
{
    Level &level = m_levels.at(number);
    if (!level.open.isEmpty()) {
        if (number + 1 < m_levels.size())
            put(number + 1, beginOf(number, level.openStep), level.open);
        level.closed.emplace_back(level.openStep, level.open.pack());
        level.open = {};
    }
    while (!level.closed.empty() && level.closed.front().first <= level.openStep - kept.at(number).steps)
        level.closed.pop_front();
}

std::map<TimePoint, FlowCell> FlowSeries::cells(Resolution resolution, TimePoint from) const
{
    const auto number = static_cast<std::size_t>(resolution);
    const std::int64_t first = stepAt(number, from);
    std::map<TimePoint, FlowCell> cells;
    const std::deque<std::pair<std::int64_t, std::string>> &closed = m_levels.at(number).closed;
    auto one = closed.end();
    while (one != closed.begin() && std::prev(one)->first >= first)
        --one;
    for (; one != closed.end(); ++one) {
        if (const std::optional<FlowCell> cell = FlowCell::unpack(one->second))
            cells[beginOf(number, one->first)].merge(*cell);
    }
    // An open cell has not been merged into the coarser resolutions yet. The finest one is the newest.
    for (std::size_t lower = number + 1; lower-- > 0;) {
        const std::int64_t step = stepAt(number, beginOf(lower, m_levels.at(lower).openStep));
        if (step >= first && !m_levels.at(lower).open.isEmpty())
            cells[beginOf(number, step)].merge(m_levels.at(lower).open);
    }
    return cells;
}

std::optional<Stock> FlowSeries::stockBefore(Resolution resolution, TimePoint from) const
{
    const auto number = static_cast<std::size_t>(resolution);
    const TimePoint first = beginOf(number, stepAt(number, from));
    for (std::size_t lower = 0; lower <= number; ++lower) {
        const Level &level = m_levels.at(lower);
        if (level.open.stock && beginOf(number, stepAt(number, beginOf(lower, level.openStep))) < first)
            return level.open.stock;
    }
    // After a restart the minutes alone are there.
    for (std::size_t level = number; level < m_levels.size(); ++level) {
        const std::deque<std::pair<std::int64_t, std::string>> &closed = m_levels.at(level).closed;
        for (auto one = closed.rbegin(); one != closed.rend(); ++one) {
            const bool isBefore = beginOf(level, one->first) + kept.at(level).step <= first;
            const std::optional<FlowCell> cell = isBefore ? FlowCell::unpack(one->second) : std::nullopt;
            if (cell && cell->stock)
                return cell->stock;
        }
    }
    return std::nullopt;
}

FlowCounts FlowSeries::countsSince(TimePoint from) const
{
    const std::int64_t first = stepAt(0, from);
    const Level &seconds = m_levels[0];
    FlowCounts sum;
    if (seconds.openStep >= first)
        sum.add(seconds.open.counts);
    for (auto one = seconds.closed.rbegin(); one != seconds.closed.rend() && one->first >= first; ++one)
        sum.add(FlowCell::unpackCounts(one->second));
    return sum;
}

FlowCell FlowSeries::recent(TimePoint now) const
{
    const Level &minutes = m_levels[2];
    const std::int64_t first = stepAt(2, now) - recentMinutes + 1;
    // The closed minutes change only once a minute.
    const std::int64_t stamp = std::max(first, minutes.openStep);
    if (!m_recent || m_recent->first != stamp) {
        FlowCell sum;
        for (auto one = minutes.closed.rbegin(); one != minutes.closed.rend() && one->first >= first; ++one) {
            if (const std::optional<FlowCell> cell = FlowCell::unpack(one->second))
                sum.merge(*cell);
        }
        m_recent.emplace(stamp, std::move(sum));
    }
    FlowCell sum = m_recent->second;
    for (std::size_t level = 0; level < m_levels.size(); ++level) {
        if (stepAt(2, beginOf(level, m_levels.at(level).openStep)) >= first)
            sum.merge(m_levels.at(level).open);
    }
    return sum;
}

FlowCounts FlowSeries::recentCounts(TimePoint now) const
{
    const Level &minutes = m_levels[2];
    const std::int64_t first = stepAt(2, now) - recentMinutes + 1;
    if (!m_recentCounts || m_recentCounts->first != first || m_recentCounts->open != minutes.openStep) {
        m_recentCounts = RecentCounts {.first = first, .open = minutes.openStep, .sum = {}};
        for (auto one = minutes.closed.rbegin(); one != minutes.closed.rend() && one->first >= first; ++one)
            m_recentCounts->sum.add(FlowCell::unpackCounts(one->second));
    }
    FlowCounts sum = m_recentCounts->sum;
    for (std::size_t level = 0; level < m_levels.size(); ++level) {
        if (stepAt(2, beginOf(level, m_levels.at(level).openStep)) >= first)
            sum.add(m_levels.at(level).open.counts);
    }
    return sum;
}

void FlowSeries::restore(TimePoint at, const FlowCell &cell)
{
    Level &minutes = m_levels[2];
    minutes.closed.emplace_back(stepAt(2, at), cell.pack());
    minutes.openStep = std::max(minutes.openStep, stepAt(2, at));
    if (cell.stock) {
        m_noted = cell.stock;
        m_isRestored = true;
    }
    m_recent.reset();
    m_recentCounts.reset();
}

void FlowSeries::take(const std::vector<FlowSeries> &others)
{
    // Minutes are precise enough for series that were too small to keep.
    std::map<TimePoint, FlowCell> all = cells(Resolution::Minute, TimePoint {});
    for (const FlowSeries &other : others) {
        for (const auto &[at, cell] : other.cells(Resolution::Minute, TimePoint {}))
            all[at].merge(cell);
    }
    *this = {};
    for (const auto &[at, cell] : all)
        restore(at, cell);
}

void FlowSeries::forget(TimePoint now)
{
    for (std::size_t number = 0; number < m_levels.size(); ++number) {
        Level &level = m_levels.at(number);
        if (stepAt(number, now) > level.openStep) {
            close(number);
            level.openStep = stepAt(number, now);
            close(number);
        }
    }
    m_recent.reset();
    m_recentCounts.reset();
}

std::size_t FlowSeries::bytes() const
{
    std::size_t bytes = sizeof *this;
    for (const Level &level : m_levels) {
        for (const auto &[step, packed] : level.closed)
            bytes += sizeof(std::pair<std::int64_t, std::string>) + packed.capacity();
    }
    return bytes;
}

bool FlowSeries::isEmpty() const
{
    return std::all_of(m_levels.begin(), m_levels.end(),
        [](const Level &level) { return level.open.isEmpty() && level.closed.empty(); });
}

} // namespace fairlead
