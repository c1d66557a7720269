// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_cache_store.h"

namespace fairlead {

Result<std::optional<JobResult>> MemoryCacheStore::find(const CacheKey &key, TimePoint now)
{
    const MemoryCommit commit(m_life);
    const MemoryCache::Entry *entry = commit->cache.find(key);
    return entry && entry->expires > now ? std::optional(entry->result) : std::nullopt;
}

Result<> MemoryCacheStore::keep(
    const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits)
{
    const MemoryCommit commit(m_life);
    commit->cache.set(key, {});
    const auto bytes = static_cast<std::int64_t>(result.bytes.size());
    if (bytes > limits.bytes)
        return {};
    commit->cache.makeRoom(key.cache, bytes, limits);
    commit->cache.set(key, MemoryCache::Entry {result, expires});
    return {};
}

} // namespace fairlead
