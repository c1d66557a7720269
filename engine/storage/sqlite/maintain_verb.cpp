// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_body.h"
#include "engine/storage/sqlite/sqlite_parts.h"

#include <filesystem>

namespace fairlead {

namespace {
constexpr std::int64_t freePagesMin = 1'000; ///< fewer are kept for what comes
constexpr std::uintmax_t walBytesMax = 64 * 1024 * 1024;

/// Gives free pages back to the disk, 200 at a time; true while more should go.
Result<bool> returnFreePages(SqliteConnection &database)
{
    const auto freePages = database.pragma("freelist_count");
    const auto pages = database.pragma("page_count");
    if (!freePages)
        return failure(freePages.error());
    if (!pages)
        return failure(pages.error());
    // Pages that new jobs will soon fill are not worth returning.
    if (*freePages < freePagesMin || *freePages * 2 < *pages)
        return false;
    if (auto done = database.execute("PRAGMA incremental_vacuum(200)"); !done)
        return failure(done.error());
    return true;
}

Result<bool> prune(SqliteParts &parts, TimePoint now)
{
    SqliteConnection &database = *parts.database;
    if (auto done = database.statement("prune_idempotency").run(now); !done)
        return failure(done.error());
    const bool hadKeys = database.changedRows() > 0;
    if (auto done = database.statement("prune_operations").run(now - operationsKept); !done)
        return failure(done.error());
    if (auto done = database.statement("prune_cached_results").run(now); !done)
        return failure(done.error());
    const bool hadResults = database.changedRows() > 0;
    const auto hadJobs = pruneDeleted(parts, now);
    if (!hadJobs)
        return failure(hadJobs.error());
    return hadKeys || hadResults || *hadJobs;
}

Result<> emptyLargeWal(SqliteConnection &database)
{
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(database.file() + "-wal", missing);
    if (missing || size < walBytesMax)
        return {};
    return database.checkpoint();
}
} // namespace

Result<bool> forgetSomeOf(SqliteParts &parts, TimePoint now)
{
    parts.noteTime(now);
    parts.ballast.take();
    return parts.ledger.committed([&] { return prune(parts, now); });
}

Result<bool> maintainStore(SqliteParts &parts, TimePoint now)
{
    parts.noteTime(now);
    SqliteConnection &database = *parts.database;
    if (parts.ledger.hasLate()) {
        auto isMore = parts.ledger.writeSomeLate();
        if (!isMore || *isMore)
            return isMore;
    }
    auto forgotten = forgetSomeOf(parts, now);
    if (!forgotten || *forgotten)
        return forgotten;
    if (auto emptied = emptyLargeWal(database); !emptied)
        return failure(emptied.error());
    return returnFreePages(database);
}

} // namespace fairlead
