// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/flow_book.h"

#include <algorithm>

namespace fairlead {

namespace {
TimePoint minuteBefore(TimePoint now)
{
    return now - std::chrono::minutes {1};
}

/// The owner of a packed cell. The numbers reach the disk: do not change them.
enum class Owner { All = 0, Queue = 1, Tenant = 2, Others = 3, Worker = 4 };

void packCell(PackedWriter &writer, Owner owner, const std::string &queue, const std::string &name,
    const FlowSeries &series, TimePoint minute)
{
    const auto cells = series.cells(FlowSeries::Resolution::Minute, minute);
    const auto found = cells.find(minute);
    if (found == cells.end())
        return;
    writer.number(static_cast<std::int64_t>(owner));
    writer.text(queue);
    writer.text(name);
    writer.text(found->second.pack());
}

/// Removes steps that are too old, and series that are empty.
template <typename Name>
void forgetAll(std::map<Name, FlowSeries> &all, TimePoint now)
{
    for (auto &[name, series] : all)
        series.forget(now);
    std::erase_if(all, [](const auto &one) { return one.second.isEmpty(); });
}

void countState(FlowCounts &counts, JobState state)
{
    switch (state) {
    case JobState::Scheduled:
    case JobState::Blocked:
    case JobState::Ready:
    case JobState::Running:
        ++counts.failed;
        break;
    case JobState::Succeeded:
        ++counts.succeeded;
        break;
    case JobState::Dead:
        ++counts.dead;
        break;
    case JobState::Expired:
        ++counts.expired;
        break;
    case JobState::Cancelled:
        ++counts.cancelled;
        break;
    }
}

/// The ready jobs, as last counted. Empty when they were not.
std::optional<std::int64_t> readyOf(const FlowSeries &series)
{
    const std::optional<Stock> stock = series.lastStock();
    return stock ? std::optional(countOf(stock->states, JobState::Ready)) : std::nullopt;
}

/// The answer of `tell` about the entry; a default without one.
template <typename Map, typename Tell>
auto ofKnown(const Map &map, const typename Map::key_type &key, const Tell &tell)
{
    const auto found = map.find(key);
    return found == map.end() ? decltype(tell(found->second)) {} : tell(found->second);
}
} // namespace

// --- what happens ----------------------------------------------------------------------------------------------------

FlowSeries &FlowBook::seriesOf(Queue &queue, const TenantName &tenant)
{
    const auto found = queue.tenants.find(tenant);
    if (found != queue.tenants.end())
        return found->second;
    if (m_tenantSeries == tenantSeriesMax)
        return queue.others;
    ++m_tenantSeries;
    return queue.tenants[tenant];
}

FlowSeries *FlowBook::seriesOfWorker(const std::string &worker)
{
    const auto found = m_workers.find(worker);
    if (found != m_workers.end())
        return &found->second;
    return m_workers.size() < workerSeriesMax ? &m_workers[worker] : nullptr;
}

template <typename Change>
void FlowBook::change(const QueueName &name, const TenantName &tenant, TimePoint now, const Change &change)
{
    ++m_changes;
    Queue &queue = m_queues[name];
    change(m_all.at(now));
    change(queue.series.at(now));
    change(seriesOf(queue, tenant).at(now));
}

void FlowBook::accepted(const QueueName &queue, const TenantName &tenant, TimePoint now)
{
    change(queue, tenant, now, [](FlowCell &cell) { ++cell.counts.accepted; });
    ++m_queues[queue].totals.counts.accepted;
}

void FlowBook::started(const QueueName &queue, const TenantName &tenant, const std::string &worker,
    std::optional<Microseconds> waited, TimePoint now)
{
    const auto count = [&](FlowCell &cell) {
        ++cell.counts.started;
        if (waited)
            cell.queueTime.add(waited->count());
    };
    change(queue, tenant, now, count);
    if (FlowSeries *series = seriesOfWorker(worker))
        count(series->at(now));
    Totals &totals = m_queues[queue].totals;
    ++totals.counts.started;
    if (waited)
        totals.queueTimes.add(std::max<std::int64_t>(waited->count(), 0));
}

void FlowBook::ran(
    const QueueName &queue, const TenantName &tenant, const std::string &worker, Microseconds took, TimePoint now)
{
    const auto count = [&](FlowCell &cell) {
        cell.runTime.add(took.count());
        cell.counts.workerTime += took.count();
    };
    change(queue, tenant, now, count);
    if (FlowSeries *series = seriesOfWorker(worker))
        count(series->at(now));
    Totals &totals = m_queues[queue].totals;
    totals.counts.workerTime += took.count();
    totals.runTimes.add(took.count());
}

void FlowBook::became(const QueueName &queue, const TenantName &tenant, JobState state, TimePoint now)
{
    change(queue, tenant, now, [&](FlowCell &cell) { countState(cell.counts, state); });
    countState(m_queues[queue].totals.counts, state);
}

void FlowBook::counted(const std::vector<QueueTenantCounts> &counts, const std::vector<Pause> &pauses, TimePoint now)
{
    const auto isPaused = [&pauses](const QueueName *queue, const TenantName *tenant) {
        return std::any_of(pauses.begin(), pauses.end(), [&](const Pause &pause) {
            return (!pause.queue || (queue && *pause.queue == *queue))
                && (!pause.tenant || (tenant && *pause.tenant == *tenant));
        });
    };
    Stock all {.isPaused = isPaused(nullptr, nullptr)};
    std::map<QueueName, std::map<TenantName, StateCounts>> byQueue;
    for (const QueueTenantCounts &one : counts) {
        all.add({.states = one.counts});
        byQueue[one.queue][one.tenant] = one.counts;
        m_queues.try_emplace(one.queue);
    }
    m_all.note(all, now);
    for (auto &[name, queue] : m_queues) {
        const std::map<TenantName, StateCounts> &tenants = byQueue[name];
        Stock stock {.isPaused = isPaused(&name, nullptr)};
        for (const auto &[tenant, states] : tenants)
            stock.add({.states = states});
        queue.series.note(stock, now);
        for (auto &[tenant, series] : queue.tenants) { // also those whose jobs have all gone
            const auto states = tenants.find(tenant);
            series.note({states == tenants.end() ? StateCounts {} : states->second, isPaused(&name, &tenant)}, now);
        }
    }
}

// --- answers ---------------------------------------------------------------------------------------------------------

FlowCounts FlowBook::lastMinute(TimePoint now) const
{
    return m_all.countsSince(minuteBefore(now));
}

FlowCounts FlowBook::lastMinuteOf(const QueueName &queue, TimePoint now) const
{
    return ofKnown(m_queues, queue, [now](const auto &one) { return one.series.countsSince(minuteBefore(now)); });
}

FlowCounts FlowBook::lastMinuteOf(const QueueName &queue, const TenantName &tenant, TimePoint now) const
{
    return ofKnown(m_queues, queue, [&tenant, now](const auto &one) {
        return ofKnown(
            one.tenants, tenant, [now](const FlowSeries &series) { return series.countsSince(minuteBefore(now)); });
    });
}

FlowBook::Totals FlowBook::totalsOf(const QueueName &queue) const
{
    return ofKnown(m_queues, queue, [](const auto &one) { return one.totals; });
}

FlowCell FlowBook::recentOf(const QueueName &queue, TimePoint now) const
{
    return ofKnown(m_queues, queue, [now](const auto &one) { return one.series.recent(now); });
}

FlowCounts FlowBook::recentCountsOf(const QueueName &queue, TimePoint now) const
{
    return ofKnown(m_queues, queue, [now](const auto &one) { return one.series.recentCounts(now); });
}

std::int64_t FlowBook::readyIn(const QueueName &queue) const
{
    return ofKnown(m_queues, queue, [](const auto &one) { return readyOf(one.series); }).value_or(0);
}

std::optional<std::int64_t> FlowBook::readyIn(const QueueName &queue, const TenantName &tenant) const
{
    return ofKnown(m_queues, queue, [&tenant](const auto &one) { return ofKnown(one.tenants, tenant, readyOf); });
}

FlowCell FlowBook::recentOfWorker(const std::string &worker, TimePoint now) const
{
    return ofKnown(m_workers, worker, [now](const FlowSeries &series) { return series.recent(now); });
}

std::map<TenantName, FlowBook::Recent> FlowBook::recentOf(const FirstTenants &tenants, TimePoint now) const
{
    std::map<TenantName, Recent> all;
    if (tenants.names().empty())
        return all;
    const auto first = TenantName::trusted(*tenants.names().begin());
    const auto last = TenantName::trusted(*tenants.names().rbegin());
    for (const auto &[name, queue] : m_queues) {
        const auto end = queue.tenants.upper_bound(last);
        for (auto it = queue.tenants.lower_bound(first); it != end; ++it) {
            const auto &[tenant, series] = *it;
            if (!tenants.has(tenant.text()))
                continue;
            Recent &one = all[tenant];
            one.quarterHour.merge(series.recent(now));
            one.lastMinute.add(series.countsSince(minuteBefore(now)));
        }
    }
    return all;
}

std::vector<const FlowSeries *> FlowBook::matching(const HistoryQuery &query) const
{
    std::vector<const FlowSeries *> found;
    if (query.worker) {
        if (const auto worker = m_workers.find(*query.worker); worker != m_workers.end())
            found.push_back(&worker->second);
        return found;
    }
    if (!query.queue && !query.tenant)
        return {&m_all};
    for (const auto &[name, queue] : m_queues) {
        if (query.queue && *query.queue != name)
            continue;
        if (!query.tenant)
            found.push_back(&queue.series);
        else if (const auto tenant = queue.tenants.find(*query.tenant); tenant != queue.tenants.end())
            found.push_back(&tenant->second);
    }
    return found;
}

History FlowBook::history(const HistoryQuery &query, TimePoint now) const
{
    const FlowSeries::Resolution resolution =
        FlowSeries::resolutionFor(query.range, query.step.value_or(Microseconds {0}));
    History history {.step = FlowSeries::stepOf(resolution), .from = now - query.range, .until = now};
    std::map<TimePoint, FlowCell> all;
    std::vector<std::map<TimePoint, FlowCell>> cells;
    std::vector<std::optional<Stock>> stocks;
    for (const FlowSeries *series : matching(query)) {
        cells.push_back(series->cells(resolution, history.from));
        stocks.push_back(series->stockBefore(resolution, history.from));
        for (const auto &[at, cell] : cells.back())
            all[at].merge(cell);
    }
    for (const auto &[at, cell] : all)
        history.points.push_back({at, cell.counts, quantilesOf(cell.queueTime), quantilesOf(cell.runTime), cell.stock});
    addStocks(history, cells, std::move(stocks));
    return history;
}

/// Adds up the stocks of several series. Each series keeps a stock only where it has changed. `stocks`: the ones
/// before.
void FlowBook::addStocks(
    History &history, const std::vector<std::map<TimePoint, FlowCell>> &cells, std::vector<std::optional<Stock>> stocks)
{
    const auto sum = [&stocks] {
        std::optional<Stock> all;
        for (const std::optional<Stock> &stock : stocks) {
            if (stock)
                (all ? *all : all.emplace()).add(*stock);
        }
        return all;
    };
    history.before = sum();
    for (HistoryPoint &point : history.points) {
        if (!point.stock)
            continue;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto cell = cells[i].find(point.at);
            if (cell != cells[i].end() && cell->second.stock)
                stocks[i] = cell->second.stock;
        }
        point.stock = sum();
    }
}

// --- bounds, restarts ------------------------------------------------------------------------------------------------

void FlowBook::tidy(TimePoint now)
{
    struct Candidate
    {
        Queue *queue;
        TenantName tenant;
        std::int64_t started;
        std::size_t bytes;
    };
    std::vector<Candidate> candidates;
    std::size_t bytes = 0;
    for (auto &[name, queue] : m_queues) {
        queue.others.forget(now);
        forgetAll(queue.tenants, now);
        for (const auto &[tenant, series] : queue.tenants) {
            const std::int64_t started = series.recent(now).counts.started;
            candidates.push_back({&queue, tenant, started, series.bytes()});
            bytes += candidates.back().bytes;
        }
    }
    forgetAll(m_workers, now);
    m_tenantSeries = candidates.size();
    // A tenth is freed, so that busy newcomers find room.
    const std::size_t seriesWanted =
        candidates.size() < tenantSeriesMax ? tenantSeriesMax : tenantSeriesMax - tenantSeriesMax / 10;
    std::sort(candidates.begin(), candidates.end(),
        [](const Candidate &a, const Candidate &b) { return a.started < b.started; });
    std::map<Queue *, std::vector<FlowSeries>> leaving;
    for (const Candidate &least : candidates) {
        if (m_tenantSeries <= seriesWanted && bytes <= tenantBytesMax)
            break;
        const auto series = least.queue->tenants.find(least.tenant);
        leaving[least.queue].push_back(std::move(series->second));
        least.queue->tenants.erase(series);
        --m_tenantSeries;
        bytes -= least.bytes;
    }
    for (const auto &[queue, series] : leaving)
        queue->others.take(series);
}

std::string FlowBook::packMinute(TimePoint minute) const
{
    PackedWriter writer;
    packCell(writer, Owner::All, {}, {}, m_all, minute);
    for (const auto &[name, queue] : m_queues) {
        packCell(writer, Owner::Queue, name.text(), {}, queue.series, minute);
        packCell(writer, Owner::Others, name.text(), {}, queue.others, minute);
        for (const auto &[tenant, series] : queue.tenants)
            packCell(writer, Owner::Tenant, name.text(), tenant.text(), series, minute);
    }
    for (const auto &[worker, series] : m_workers)
        packCell(writer, Owner::Worker, {}, worker, series, minute);
    return writer.bytes();
}

void FlowBook::restoreMinute(TimePoint minute, std::string_view bytes)
{
    PackedReader reader(bytes);
    while (!reader.atEnd()) {
        const auto owner = reader.number();
        const auto queue = reader.text();
        const auto name = reader.text();
        const auto packed = reader.text();
        const std::optional<FlowCell> cell = packed ? FlowCell::unpack(*packed) : std::nullopt;
        if (!owner || !queue || !name || !cell)
            return;
        const std::string queueName(*queue);
        const bool isOfQueue = *owner >= 1 && *owner <= 3 && isValidName(queueName);
        if (*owner == static_cast<std::int64_t>(Owner::All))
            m_all.restore(minute, *cell);
        else if (*owner == static_cast<std::int64_t>(Owner::Worker)) {
            if (FlowSeries *series = seriesOfWorker(std::string(*name)))
                series->restore(minute, *cell);
        } else if (isOfQueue) {
            Queue &one = m_queues[QueueName::trusted(queueName)];
            if (*owner == static_cast<std::int64_t>(Owner::Queue))
                one.series.restore(minute, *cell);
            else if (*owner == static_cast<std::int64_t>(Owner::Others) || !isValidName(*name))
                one.others.restore(minute, *cell);
            else
                seriesOf(one, TenantName::trusted(std::string(*name))).restore(minute, *cell);
        }
    }
}

} // namespace fairlead
