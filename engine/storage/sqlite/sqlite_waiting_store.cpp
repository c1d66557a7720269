// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_waiting_store.h"

#include <algorithm>

namespace fairlead {

namespace {
Lane namesOf(SqliteParts &parts, const LaneKey &key)
{
    return {QueueName::trusted(parts.names.queues.nameOf(key.queue)), static_cast<Priority>(key.priority),
        TenantName::trusted(parts.names.tenants.nameOf(key.tenant))};
}

std::vector<LaneJob> named(SqliteParts &parts, const std::vector<KeyedJob> &jobs)
{
    std::vector<LaneJob> answer;
    answer.reserve(jobs.size());
    for (const KeyedJob &one : jobs)
        answer.push_back({namesOf(parts, one.lane), one.job});
    return answer;
}
} // namespace

Result<std::vector<Lane>> SqliteWaitingStore::lanes()
{
    return resultOf([&] {
        std::vector<Lane> lanes;
        for (const LaneKey &key : m_parts.transaction.waiting().lanes())
            lanes.push_back(namesOf(m_parts, key));
        return lanes;
    });
}

Result<LaneWindow> SqliteWaitingStore::window(const Lane &lane, std::optional<QueuePosition> after, int limit)
{
    return resultOf([&] {
        const CounterKey numbers = m_parts.numbersOf(lane.queue, lane.tenant);
        const LaneKey key {numbers.first, static_cast<std::int64_t>(lane.priority), numbers.second};
        return m_parts.transaction.waiting().window(
            key, static_cast<std::int64_t>(after.value_or(QueuePosition {-1})), limit);
    });
}

Result<std::vector<LaneJob>> SqliteWaitingStore::promoteDue(TimePoint now, int limit)
{
    m_parts.noteTime(now);
    return m_parts.transaction.committed([&] { return named(m_parts, m_parts.delayed.promote(now, limit)); });
}

Result<std::optional<JobNumber>> SqliteWaitingStore::shiftWaits(const ClockStep &step)
{
    return m_parts.transaction.committed([&]() -> std::optional<JobNumber> {
        const std::vector<std::pair<JobNumber, TimePoint>> page = m_parts.delayed.page(step.after, step.limit);
        for (const auto &[seq, due] : page) {
            const std::optional<StoredJob> stored = m_parts.jobs.find(seq, JobRows::Payload::Without);
            if (due <= step.now || m_parts.transaction.waiting().isUnindexed(seq) || !stored
                || isAskedFor(due, stored->job.spec))
                continue;
            m_parts.delayed.remove(seq);
            m_parts.delayed.add(seq, std::max(due - step.by, step.now));
        }
        return page.size() == static_cast<std::size_t>(step.limit) ? std::optional(page.back().first) : std::nullopt;
    });
}

Result<std::optional<TimePoint>> SqliteWaitingStore::nextDue()
{
    return resultOf([&] { return m_parts.delayed.nextDue(); });
}

Result<std::vector<LaneJob>> SqliteWaitingStore::overdue(TimePoint now, int limit)
{
    return resultOf([&] { return named(m_parts, m_parts.transaction.waiting().overdue(now, limit)); });
}

Result<std::optional<TimePoint>> SqliteWaitingStore::nextDeadline()
{
    return resultOf([&] { return m_parts.transaction.waiting().nextDeadline(); });
}

Result<std::vector<QueueTenantCounts>> SqliteWaitingStore::counts(const TenantRange &range)
{
    return resultOf([&] {
        std::vector<QueueTenantCounts> all;
        NameTable &names = m_parts.names.tenants;
        const std::optional<std::int64_t> only = range.tenant ? names.find(range.tenant->text()) : std::nullopt;
        if (range.tenant && !only)
            return all;
        const auto countedAsDelayed = m_parts.transaction.waiting().countedAsDelayed();
        const CountMap totals = m_parts.transaction.counters().totals(only);
        FirstTenants tenants(range);
        for (const auto &[key, places] : totals)
            tenants.offer(names.nameOf(key.second));
        for (const auto &[key, places] : totals) {
            if (!tenants.has(names.nameOf(key.second)))
                continue;
            Lane lane = namesOf(m_parts, {key.first, 0, key.second});
            StateCounts counts {};
            for (const JobState state : allJobStates) {
                if (state != JobState::Blocked)
                    counts.at(static_cast<std::size_t>(state)) = places.at(static_cast<std::size_t>(placeOf(state)));
            }
            if (const auto ready = countedAsDelayed.find(key); ready != countedAsDelayed.end()) {
                counts.at(static_cast<std::size_t>(JobState::Scheduled)) -= ready->second;
                counts.at(static_cast<std::size_t>(JobState::Ready)) += ready->second;
            }
            all.push_back({std::move(lane.queue), std::move(lane.tenant), counts});
        }
        std::sort(all.begin(), all.end(), [](const QueueTenantCounts &a, const QueueTenantCounts &b) {
            return std::tie(a.queue, a.tenant) < std::tie(b.queue, b.tenant);
        });
        return all;
    });
}

Result<Backlog> SqliteWaitingStore::backlog(const QueueName &queue, const TenantName &tenant)
{
    return resultOf([&] {
        const CounterKey numbers = m_parts.numbersOf(queue, tenant);
        const Counters &counters = m_parts.transaction.counters();
        return Backlog {counters.backlog(), counters.backlogOfQueue(numbers.first),
            counters.backlogOfTenant(numbers.second), counters.backlogAt(numbers)};
    });
}

Result<std::optional<std::int64_t>> SqliteWaitingStore::diskRoom()
{
    return resultOf([&] { return m_parts.diskRoom; });
}

} // namespace fairlead
