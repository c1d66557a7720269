// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/idempotent_body.h"
#include "engine/storage/sqlite/sqlite_store.h"

#include <filesystem>

namespace fairlead {

namespace {
constexpr std::int64_t freePagesMin = 1'000; ///< fewer free pages are kept for later use
constexpr std::uintmax_t walBytesMax = 64 * 1024 * 1024;

/// Returns 200 free pages to the disk. True while there are more to return.
bool returnFreePages(SqliteConnection &database)
{
    const std::int64_t freePages = database.pragma("freelist_count");
    // Pages that new jobs will soon fill are not worth returning.
    if (freePages < freePagesMin || freePages * 2 < database.pragma("page_count"))
        return false;
    database.executeWriting("PRAGMA incremental_vacuum(200)");
    return true;
}

/// Removes all rows of a job that has ended. REQUIRES: the job is in no other place.
void purge(SqliteParts &parts, JobNumber seq)
{
    SqliteConnection &database = *parts.database;
    if (const auto stored = parts.jobs.find(seq, JobRows::Payload::Without)) {
        const JobSpec &spec = stored->job.spec;
        if (!spec.idempotencyKey.empty())
            database.statement("purge_idempotency").run(stored->lane.tenant, spec.idempotencyKey, seq);
        for (const std::string &tag : spec.tags)
            database.statement("purge_tag").run(tag, seq);
    }
    for (const char *statement : {"purge_answered", "purge_from_block", "purge_errors", "purge_logs", "purge_payload",
             "forget_retried", "delete_outcome", "purge_job", "remove_deleted"})
        database.statement(statement).run(seq);
}

/// Removes some of the deleted jobs that are due for pruning; true when there were any.
bool pruneDeleted(SqliteParts &parts, TimePoint now)
{
    std::vector<JobNumber> old;
    {
        SqliteRows rows = parts.database->statement("deleted_before").rows(now - deletedKept);
        while (rows.next())
            old.push_back(JobNumber {rows.integer(0)});
    }
    for (const JobNumber seq : old)
        purge(parts, seq);
    return !old.empty();
}

bool prune(SqliteParts &parts, TimePoint now)
{
    SqliteConnection &database = *parts.database;
    database.statement("prune_idempotency").run(now);
    const bool hadKeys = database.changedRows() > 0;
    database.statement("prune_retried").run(now - operationsKept);
    const bool hadRetried = database.changedRows() > 0;
    database.statement("prune_operations").run(now - operationsKept);
    database.statement("prune_cached_results").run(now);
    const bool hadResults = database.changedRows() > 0;
    const bool hadJobs = pruneDeleted(parts, now);
    return hadKeys || hadRetried || hadResults || hadJobs;
}

void emptyLargeWal(SqliteConnection &database)
{
    std::error_code missing;
    const std::uintmax_t size = std::filesystem::file_size(database.file() + "-wal", missing);
    if (!missing && size >= walBytesMax)
        database.checkpoint();
}
} // namespace

Result<bool> SqliteStore::forgetSome(TimePoint now)
{
    m_parts->noteTime(now);
    m_parts->reserve.take();
    return m_parts->transaction.committed([&] { return prune(*m_parts, now); });
}

Result<bool> SqliteStore::maintain(TimePoint now)
{
    m_parts->noteTime(now);
    if (m_parts->transaction.hasDeferred()) {
        Result<bool> isMore = m_parts->transaction.writeSomeDeferred();
        if (!isMore || *isMore)
            return isMore;
    }
    Result<bool> forgotten = forgetSome(now);
    if (!forgotten || *forgotten)
        return forgotten;
    return resultOf([this] {
        emptyLargeWal(*m_parts->database);
        return returnFreePages(*m_parts->database);
    });
}

} // namespace fairlead
