// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

namespace {
/// Whether a result of `bytes` more is within the limits.
Result<bool> hasRoom(
    SqliteConnection &database, const std::string &cache, std::int64_t bytes, const CacheLimits &limits)
{
    SqliteRows rows = database.statement("cache_size").rows(cache);
    const Result<bool> isThere = rows.next();
    if (!isThere)
        return failure(isThere.error());
    return !*isThere || rows.integer(0) == 0
        || (rows.integer(0) < limits.entries && rows.integer(1) + bytes <= limits.bytes);
}
} // namespace

Result<> keepResult(
    SqliteParts &parts, const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits)
{
    SqliteConnection &database = *parts.database;
    if (auto done = database.statement("delete_cached_result").run(key.cache, SqliteBlob {key.digest}); !done)
        return done;
    const auto bytes = static_cast<std::int64_t>(result.bytes.size());
    if (bytes > limits.bytes)
        return {};
    Result<bool> isRoom = hasRoom(database, key.cache, bytes, limits);
    for (; isRoom && !*isRoom; isRoom = hasRoom(database, key.cache, bytes, limits)) {
        if (auto done = database.statement("delete_first_cached_result").run(key.cache); !done)
            return done;
    }
    if (!isRoom)
        return failure(isRoom.error());
    return database.statement("put_cached_result")
        .run(key.cache, SqliteBlob {key.digest}, expires, result.contentType, SqliteBlob {result.bytes});
}

} // namespace fairlead
