// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/cache_store.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

/// The CacheStore of a SqliteStore. Threads: that of its connection.
class SqliteCacheStore final : public CacheStore
{
public:
    explicit SqliteCacheStore(SqliteParts &parts)
        : m_parts(parts)
    {
    }
    Result<std::optional<JobResult>> find(const CacheKey &key, TimePoint now) override;
    Result<> keep(const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits) override;

private:
    SqliteParts &m_parts;
};

} // namespace fairlead
