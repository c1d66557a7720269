// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_state.h"

#include "engine/storage/journal_store.h"

namespace fairlead {

const MemoryCache::Entry *MemoryCache::find(const CacheKey &key) const
{
    const auto found = m_entries.find(key);
    return found == m_entries.end() ? nullptr : &found->second;
}

void MemoryCache::set(const CacheKey &key, std::optional<Entry> entry)
{
    const Entry *present = find(key);
    m_undo.add([this, key, old = present ? std::optional(*present) : std::nullopt] { assign(key, old); });
    assign(key, std::move(entry));
}

void MemoryCache::makeRoom(const std::string &cache, std::int64_t bytes, const CacheLimits &limits)
{
    const auto &byTime = m_byTime[cache];
    while (!byTime.empty()
        && (static_cast<std::int64_t>(byTime.size()) >= limits.entries || m_bytes[cache] + bytes > limits.bytes))
        set({cache, byTime.begin()->second}, {});
}

void MemoryCache::removeExpired(TimePoint now)
{
    for (auto next = m_entries.begin(); next != m_entries.end();) {
        const auto entry = next++;
        if (entry->second.expires <= now)
            set(CacheKey(entry->first), {});
    }
}

void MemoryCache::assign(const CacheKey &key, std::optional<Entry> entry)
{
    std::int64_t &bytes = m_bytes[key.cache];
    auto &byTime = m_byTime[key.cache];
    if (const auto old = m_entries.find(key); old != m_entries.end()) {
        bytes -= static_cast<std::int64_t>(old->second.result.bytes.size());
        byTime.erase({old->second.expires, key.digest});
        m_entries.erase(old);
    }
    if (!entry)
        return;
    bytes += static_cast<std::int64_t>(entry->result.bytes.size());
    byTime.insert({entry->expires, key.digest});
    m_entries.emplace(key, std::move(*entry));
}

void MemoryJournal::note(Event event)
{
    event.number = lastEvent() + 1;
    m_events.push_back(std::move(event));
    m_undo.add([this] { m_events.pop_back(); });
}

void MemoryJournal::append(const AuditEntry &entry)
{
    m_audit.push_back(entry);
    m_undo.add([this] { m_audit.pop_back(); });
}

void MemoryJournal::forgetOldEvents()
{
    while (m_events.size() > static_cast<std::size_t>(eventsKept))
        m_events.pop_front();
}

std::vector<CarriedDeficit> MemorySettings::exchangeDeficits(std::vector<CarriedDeficit> deficits)
{
    std::vector<CarriedDeficit> old = std::exchange(m_deficits, std::move(deficits));
    m_undo.add([this, old] { m_deficits = old; });
    return old;
}

} // namespace fairlead
