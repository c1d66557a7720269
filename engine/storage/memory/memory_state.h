// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/alert.h"
#include "engine/domain/audit.h"
#include "engine/domain/carried_deficit.h"
#include "engine/domain/event.h"
#include "engine/domain/mark.h"
#include "engine/domain/operation.h"
#include "engine/domain/settings.h"
#include "engine/domain/spent_rate.h"
#include "engine/storage/cache_store.h"
#include "engine/storage/memory/memory_jobs.h"

#include <deque>
#include <mutex>

namespace fairlead {

/// The results kept in a MemoryState. Threads: one at a time.
class MemoryCache
{
public:
    struct Entry
    {
        JobResult result;
        TimePoint expires;
    };
    explicit MemoryCache(UndoLog &undo)
        : m_undo(undo)
    {
    }
    /// Null when there is none. Valid until the entry's next change.
    const Entry *find(const CacheKey &key) const;
    void set(const CacheKey &key, std::optional<Entry> entry);
    /// Removes the results that expire first until the cache has room for another `bytes` within its limits.
    void makeRoom(const std::string &cache, std::int64_t bytes, const CacheLimits &limits);
    void removeExpired(TimePoint now);

private:
    void assign(const CacheKey &key, std::optional<Entry> entry);

    UndoLog &m_undo;
    std::map<CacheKey, Entry> m_entries;
    std::map<std::string, std::set<std::pair<TimePoint, std::string>>> m_byTime; ///< digests, by cache
    std::map<std::string, std::int64_t> m_bytes; ///< by cache
};

/// The events, audit log and statistics of a MemoryState. Threads: one at a time.
class MemoryJournal
{
public:
    explicit MemoryJournal(UndoLog &undo)
        : flow(undo)
        , marks(undo)
        , m_undo(undo)
    {
    }
    const std::deque<Event> &events() const { return m_events; } ///< the newest, oldest first
    std::int64_t lastEvent() const { return m_events.empty() ? 0 : m_events.back().number; }
    const std::vector<AuditEntry> &audit() const { return m_audit; }
    /// Adds an event and gives it its number.
    void note(Event event);
    void append(const AuditEntry &entry);
    /// Removes events that are too old. REQUIRES: the commit that noted them has ended.
    void forgetOldEvents();

    UndoableMap<TimePoint, std::string> flow; ///< statistics, by minute
    UndoableMap<std::int64_t, Mark> marks; ///< by number

private:
    UndoLog &m_undo;
    std::deque<Event> m_events;
    std::vector<AuditEntry> m_audit;
};

/// The settings of operators, the deficits and the operations of a MemoryState. Threads: one at a time.
class MemorySettings
{
public:
    using PauseKey = std::pair<std::optional<QueueName>, std::optional<TenantName>>;
    explicit MemorySettings(UndoLog &undo)
        : pauses(undo)
        , tenants(undo)
        , scales(undo)
        , queues(undo)
        , queueLimits(undo)
        , alerts(undo)
        , spentRates(undo)
        , operations(undo)
        , m_undo(undo)
    {
    }
    /// Sets the deficits and returns those that were kept before.
    std::vector<CarriedDeficit> exchangeDeficits(std::vector<CarriedDeficit> deficits);

    UndoableMap<PauseKey, Pause> pauses;
    UndoableMap<TenantName, TenantSettings> tenants;
    UndoableMap<QueueName, int> scales;
    UndoableMap<QueueName, std::string> queues; ///< made by calls
    UndoableMap<QueueName, TenantRules> queueLimits;
    UndoableMap<AlertName, AlertRule> alerts;
    UndoableMap<TenantName, BucketLevel> spentRates;
    UndoableMap<JobId, Operation> operations;

private:
    UndoLog &m_undo;
    std::vector<CarriedDeficit> m_deficits;
};

/// Everything that a store in memory keeps. It outlives its sessions, as a disk would, so that a test can end a store
/// and open another on the same state. Threads: any that holds `mutex`.
struct MemoryState
{
    std::mutex mutex;
    UndoLog undo; ///< of the commit under way
    MemoryJobs jobs {undo};
    MemorySettings settings {undo};
    MemoryJournal journal {undo};
    MemoryCache cache {undo};
    std::int64_t lastIncarnation = 0;
    TimePoint latestNow; ///< the latest time that a verb was given
    std::optional<std::int64_t> diskRoom; ///< what the store says of its disk; a test sets it

    /// Ends a commit that succeeded.
    void keepChanges()
    {
        undo.clear();
        journal.forgetOldEvents();
    }
};

} // namespace fairlead
