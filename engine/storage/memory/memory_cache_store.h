// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/cache_store.h"
#include "engine/storage/memory/memory_commit.h"

namespace fairlead {

/// The CacheStore of a MemoryStore. Threads: one.
class MemoryCacheStore final : public CacheStore
{
public:
    explicit MemoryCacheStore(MemoryLife &life)
        : m_life(life)
    {
    }
    Result<std::optional<JobResult>> find(const CacheKey &key, TimePoint now) override;
    Result<> keep(const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits) override;

private:
    MemoryLife &m_life;
};

} // namespace fairlead
