// SPDX-License-Identifier: Apache-2.0
// The second half of MemoryStore: what is counted, what operators set, and the logs.
#include "engine/storage/memory_commit.h"

#include <algorithm>

namespace fairlead {

// --- counts and settings ---------------------------------------------------------------------------------------------

Result<std::vector<QueueTenantCounts>> MemoryStore::counts()
{
    const Commit commit(*this);
    std::vector<QueueTenantCounts> all;
    for (const auto &[key, counts] : m_state->counts)
        all.push_back({key.first, key.second, counts});
    return all;
}

Result<> MemoryStore::savePause(const Pause &pause)
{
    const Commit commit(*this);
    m_state->setPause({pause.queue, pause.tenant}, pause);
    return {};
}

Result<bool> MemoryStore::removePause(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    const Commit commit(*this);
    const bool wasThere = m_state->pauses.contains({queue, tenant});
    m_state->setPause({queue, tenant}, {});
    return wasThere;
}

Result<std::vector<Pause>> MemoryStore::pauses()
{
    const Commit commit(*this);
    std::vector<Pause> all;
    for (const auto &[key, pause] : m_state->pauses)
        all.push_back(pause);
    return all;
}

namespace {
void add(BacklogSize &to, const BacklogSize &load)
{
    to.jobs += load.jobs;
    to.bytes += load.bytes;
}
} // namespace

Result<Backlog> MemoryStore::backlog(const QueueName &queue, const TenantName &tenant)
{
    const Commit commit(*this);
    Backlog backlog;
    for (const auto &[key, counts] : m_state->counts) {
        const BacklogSize load {
            countOf(counts, JobState::Ready) + countOf(counts, JobState::Scheduled), m_state->backlogBytes[key]};
        add(backlog.ofEngine, load);
        if (key.first == queue)
            add(backlog.ofQueue, load);
        if (key.second == tenant)
            add(backlog.ofTenant, load);
    }
    return backlog;
}

Result<> MemoryStore::saveTenant(const TenantSettings &settings)
{
    const Commit commit(*this);
    m_state->setTenant(settings);
    return {};
}

Result<std::vector<TenantSettings>> MemoryStore::savedTenants()
{
    const Commit commit(*this);
    std::vector<TenantSettings> all;
    for (const auto &[name, settings] : m_state->tenants)
        all.push_back(settings);
    return all;
}

Result<> MemoryStore::saveScale(const QueueName &queue, std::optional<int> workers)
{
    const Commit commit(*this);
    m_state->setScale(queue, workers);
    return {};
}

Result<std::vector<std::pair<QueueName, int>>> MemoryStore::savedScales()
{
    const Commit commit(*this);
    return std::vector<std::pair<QueueName, int>>(m_state->scales.begin(), m_state->scales.end());
}

Result<> MemoryStore::note(const Event &event)
{
    const Commit commit(*this);
    m_state->note(event);
    return {};
}

Result<> MemoryStore::appendAudit(const AuditEntry &entry)
{
    const Commit commit(*this);
    m_state->append(entry);
    return {};
}

Result<AuditEntry> MemoryStore::lastAudit()
{
    const Commit commit(*this);
    return m_state->auditLog.empty() ? AuditEntry {} : m_state->auditLog.back();
}

Result<> MemoryStore::saveDebts(std::span<const Debt> debts)
{
    const Commit commit(*this);
    std::vector<Debt> kept(debts.begin(), debts.end());
    std::sort(kept.begin(), kept.end());
    m_state->setDebts(std::move(kept));
    return {};
}

Result<std::vector<Debt>> MemoryStore::takeDebts()
{
    const Commit commit(*this);
    std::vector<Debt> kept = m_state->debts;
    m_state->setDebts({});
    return kept;
}

Result<std::optional<JobResult>> MemoryStore::cachedResult(const CacheKey &key, TimePoint now)
{
    const Commit commit(*this);
    const auto found = m_state->cached.find(key);
    if (found == m_state->cached.end() || found->second.expires <= now)
        return std::optional<JobResult>();
    return std::optional(found->second.result);
}

Result<> MemoryStore::cacheResult(
    const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits)
{
    const Commit commit(*this);
    m_state->setCached(key, {});
    const auto size = static_cast<std::int64_t>(result.bytes.size());
    if (size > limits.bytes)
        return {};
    const auto &byTime = m_state->cachedByTime[key.cache];
    while (!byTime.empty()
        && (static_cast<std::int64_t>(byTime.size()) >= limits.entries
            || m_state->cachedBytes[key.cache] + size > limits.bytes))
        m_state->setCached({key.cache, byTime.begin()->second}, {});
    m_state->setCached(key, MemoryState::CachedResult {result, expires});
    return {};
}

Result<> MemoryStore::saveFlow(TimePoint minute, const std::string &bytes)
{
    const Commit commit(*this);
    m_state->setFlow(minute, bytes);
    while (m_state->flow.begin()->first < minute - flowKept)
        m_state->setFlow(TimePoint(m_state->flow.begin()->first), {});
    return {};
}

Result<std::vector<std::pair<TimePoint, std::string>>> MemoryStore::savedFlow()
{
    const Commit commit(*this);
    return std::vector<std::pair<TimePoint, std::string>>(m_state->flow.begin(), m_state->flow.end());
}

std::int64_t MemoryStore::lastEvent() const
{
    const std::scoped_lock lock(m_state->mutex);
    return m_state->lastEvent();
}

Result<> MemoryStore::saveOperation(const Operation &operation)
{
    const Commit commit(*this);
    m_state->setOperation(operation.id, operation);
    return {};
}

} // namespace fairlead
