// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_waiting_store.h"

#include <algorithm>

namespace fairlead {

namespace {
std::optional<TimePoint> firstOf(const MemoryJobs::ByTime &times)
{
    return times.empty() ? std::nullopt : std::optional(times.begin()->first);
}

void add(BacklogSize &to, const BacklogSize &size)
{
    to.jobs += size.jobs;
    to.bytes += size.bytes;
}
} // namespace

Result<std::vector<Lane>> MemoryWaitingStore::lanes()
{
    const MemoryCommit commit(m_life);
    const auto &all = commit->jobs.lanes();
    std::vector<Lane> lanes;
    lanes.reserve(all.size());
    for (const auto &[lane, jobs] : all)
        lanes.push_back(lane);
    std::sort(lanes.begin(), lanes.end(),
        [&](const Lane &a, const Lane &b) { return all.at(a).begin()->first < all.at(b).begin()->first; });
    return lanes;
}

Result<LaneWindow> MemoryWaitingStore::window(const Lane &lane, std::optional<QueuePosition> after, int limit)
{
    const MemoryCommit commit(m_life);
    LaneWindow window;
    const auto found = commit->jobs.lanes().find(lane);
    if (found == commit->jobs.lanes().end())
        return window;
    auto next = after ? found->second.upper_bound(*after) : found->second.begin();
    for (; next != found->second.end() && window.jobs.size() < static_cast<std::size_t>(limit); ++next)
        window.jobs.push_back(commit->jobs.records().at(next->second).ready());
    window.hasMore = next != found->second.end();
    return window;
}

Result<std::vector<LaneJob>> MemoryWaitingStore::promoteDue(TimePoint now, int limit)
{
    const MemoryCommit commit(m_life, now);
    const MemoryJobs::ByTime &due = commit->jobs.due();
    std::vector<LaneJob> jobs;
    while (!due.empty() && due.begin()->first <= now && jobs.size() < static_cast<std::size_t>(limit)) {
        MemoryRecord next = commit->jobs.records().at(due.begin()->second).lifted();
        next.position = commit->jobs.nextPosition();
        jobs.push_back({next.lane(), next.ready()});
        commit->jobs.put(std::move(next));
    }
    return jobs;
}

Result<std::optional<JobNumber>> MemoryWaitingStore::shiftWaits(const ClockStep &step)
{
    const MemoryCommit commit(m_life);
    std::vector<JobNumber> waiting;
    waiting.reserve(commit->jobs.due().size());
    for (const auto &[due, seq] : commit->jobs.due())
        waiting.push_back(seq);
    for (const JobNumber seq : waiting) {
        MemoryRecord next = commit->jobs.records().at(seq);
        if (isAskedFor(*next.due, next.job->spec))
            continue;
        next.due = std::max(*next.due - step.by, step.now);
        commit->jobs.put(std::move(next));
    }
    return std::optional<JobNumber>();
}

Result<std::optional<TimePoint>> MemoryWaitingStore::nextDue()
{
    const MemoryCommit commit(m_life);
    return firstOf(commit->jobs.due());
}

Result<std::vector<LaneJob>> MemoryWaitingStore::overdue(TimePoint now, int limit)
{
    const MemoryCommit commit(m_life);
    std::vector<LaneJob> jobs;
    for (const auto &[deadline, seq] : commit->jobs.deadlines()) {
        if (deadline >= now || jobs.size() == static_cast<std::size_t>(limit))
            break;
        const MemoryRecord &record = commit->jobs.records().at(seq);
        jobs.push_back({record.lane(), record.ready()});
    }
    return jobs;
}

Result<std::optional<TimePoint>> MemoryWaitingStore::nextDeadline()
{
    const MemoryCommit commit(m_life);
    return firstOf(commit->jobs.deadlines());
}

Result<std::vector<QueueTenantCounts>> MemoryWaitingStore::counts(const TenantRange &range)
{
    const MemoryCommit commit(m_life);
    FirstTenants tenants(range);
    for (const auto &[key, counts] : commit->jobs.counts())
        tenants.offer(key.second.text());
    std::vector<QueueTenantCounts> all;
    for (const auto &[key, counts] : commit->jobs.counts()) {
        if (tenants.has(key.second.text()))
            all.push_back({key.first, key.second, counts});
    }
    return all;
}

Result<Backlog> MemoryWaitingStore::backlog(const QueueName &queue, const TenantName &tenant)
{
    const MemoryCommit commit(m_life);
    Backlog backlog;
    for (const auto &[key, counts] : commit->jobs.counts()) {
        const BacklogSize size {
            countOf(counts, JobState::Ready) + countOf(counts, JobState::Scheduled), commit->jobs.backlogBytes(key)};
        add(backlog.ofEngine, size);
        if (key.first == queue)
            add(backlog.ofQueue, size);
        if (key.second == tenant)
            add(backlog.ofTenant, size);
        if (key.first == queue && key.second == tenant)
            add(backlog.ofTenantInQueue, size);
    }
    return backlog;
}

Result<std::optional<std::int64_t>> MemoryWaitingStore::diskRoom()
{
    const MemoryCommit commit(m_life);
    return commit->diskRoom;
}

} // namespace fairlead
