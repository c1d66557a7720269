// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/counters.h"

#include <set>

namespace fairlead {

namespace {
void addTo(PlaceCounts &counts, const PlaceCounts &changes)
{
    for (std::size_t i = 0; i < counts.size(); ++i)
        counts[i] += changes[i];
}

BacklogSize sizeOf(const PlaceCounts &counts, int sign = 1)
{
    const std::int64_t jobs =
        counts[static_cast<std::size_t>(Place::Waiting)] + counts[static_cast<std::size_t>(Place::Delayed)];
    return {sign * jobs, sign * counts[bytesIndex]};
}

void addTo(BacklogSize &size, const BacklogSize &by)
{
    size.jobs += by.jobs;
    size.bytes += by.bytes;
}
} // namespace

void Counters::load(const std::vector<DeferredChanges> &deferred)
{
    SqliteRows rows = m_database.statement("all_counters").rows();
    while (rows.next()) {
        PlaceCounts &counts = m_totals[{rows.integer(0), rows.integer(1)}];
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] = rows.integer(static_cast<int>(i) + 2);
    }
    for (const DeferredChanges &changes : deferred)
        fold(changes.counted);
    for (const auto &[key, counts] : m_totals)
        addToBacklogs(key, sizeOf(counts));
}

void Counters::count(CounterKey key, Place place, std::int64_t jobs, std::int64_t bytes)
{
    PlaceCounts &counts = m_pending[key];
    counts.at(static_cast<std::size_t>(place)) += jobs;
    if (!isBacklog(place))
        return;
    counts[bytesIndex] += bytes;
    addToBacklogs(key, {jobs, bytes});
}

void Counters::setWaiting(CounterKey key, std::int64_t jobs)
{
    count(key, Place::Delayed, -jobs, 0);
    count(key, Place::Waiting, jobs, 0);
}

void Counters::addToBacklogs(CounterKey key, const BacklogSize &by)
{
    addTo(m_backlog, by);
    addTo(m_queueBacklog[key.first], by);
    addTo(m_tenantBacklog[key.second], by);
}

BacklogSize Counters::backlogAt(CounterKey key) const
{
    BacklogSize size;
    for (const CountMap *counts : {&m_totals, &m_pending}) {
        if (const auto found = counts->find(key); found != counts->end())
            addTo(size, sizeOf(found->second));
    }
    return size;
}

void Counters::dropPending()
{
    for (const auto &[key, counts] : m_pending)
        addToBacklogs(key, sizeOf(counts, -1));
    m_pending.clear();
}

void Counters::fold(const CountMap &changes)
{
    for (const auto &[key, counts] : changes) {
        addTo(m_totals[key], counts);
        m_unwritten.insert(key);
    }
}

CountMap Counters::totals(std::optional<std::int64_t> tenant) const
{
    CountMap totals;
    for (const CountMap *part : {&m_totals, &m_pending}) {
        for (const auto &[key, counts] : *part) {
            if (!tenant || key.second == *tenant)
                addTo(totals[key], counts);
        }
    }
    return totals;
}

void Counters::write()
{
    std::set<CounterKey> keys(m_unwritten.begin(), m_unwritten.end()); // sorted in the order of the table
    for (const auto &[key, counts] : m_pending)
        keys.insert(key);
    SqliteStatement &put = m_database.statement("put_counter");
    for (const CounterKey &key : keys) {
        PlaceCounts counts {};
        if (const auto found = m_totals.find(key); found != m_totals.end())
            counts = found->second;
        if (const auto found = m_pending.find(key); found != m_pending.end())
            addTo(counts, found->second);
        put.run(key.first, key.second, counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6],
            counts[bytesIndex]);
    }
}

void Counters::keepPending(bool wasWritten)
{
    fold(m_pending);
    m_pending.clear();
    if (wasWritten)
        m_unwritten.clear();
}

} // namespace fairlead
