// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_cache_store.h"

namespace fairlead {

namespace {
/// Whether the cache is empty or has room for another `bytes` within its limits.
bool hasRoom(SqliteConnection &database, const std::string &cache, std::int64_t bytes, const CacheLimits &limits)
{
    SqliteRows rows = database.statement("cache_size").rows(cache);
    return !rows.next() || rows.integer(0) == 0
        || (rows.integer(0) < limits.entries && rows.integer(1) + bytes <= limits.bytes);
}
} // namespace

Result<std::optional<JobResult>> SqliteCacheStore::find(const CacheKey &key, TimePoint now)
{
    return resultOf([&] {
        SqliteRows rows = m_parts.database->statement("cached_result").rows(key.cache, SqliteBlob {key.digest}, now);
        return rows.next() ? std::optional(JobResult {std::string(rows.blob(0)), rows.string(1)}) : std::nullopt;
    });
}

Result<> SqliteCacheStore::keep(
    const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits)
{
    return m_parts.transaction.committed([&] {
        SqliteConnection &database = *m_parts.database;
        database.statement("delete_cached_result").run(key.cache, SqliteBlob {key.digest});
        const auto bytes = static_cast<std::int64_t>(result.bytes.size());
        if (bytes > limits.bytes)
            return;
        while (!hasRoom(database, key.cache, bytes, limits))
            database.statement("delete_first_cached_result").run(key.cache);
        database.statement("put_cached_result")
            .run(key.cache, SqliteBlob {key.digest}, expires, result.contentType, SqliteBlob {result.bytes});
    });
}

} // namespace fairlead
