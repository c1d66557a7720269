// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_reader.h"

#include "engine/storage/job_body.h"
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/read_transaction.h"

#include <limits>

namespace fairlead {

Result<std::unique_ptr<StoreReader>> SqliteReader::open(
    const std::string &file, std::shared_ptr<const LatestTime> latestTime)
{
    auto database = SqliteConnection::open(file, SqliteConnection::Mode::ReadOnly);
    if (!database)
        return failure(database.error());
    const std::array<std::pair<const char *, const char *>, 3> pragmas {
        std::pair {"query_only", "ON"}, std::pair {"temp_store", "MEMORY"}, std::pair {"mmap_size", "0"}};
    if (auto done = (*database)->setPragmas(pragmas); !done)
        return failure(done.error());
    return std::unique_ptr<StoreReader>(new SqliteReader(std::move(*database), std::move(latestTime)));
}

SqliteReader::SqliteReader(std::unique_ptr<SqliteConnection> database, std::shared_ptr<const LatestTime> latestTime)
    : m_database(std::move(database))
    , m_latestTime(std::move(latestTime))
    , m_names(*m_database)
    , m_jobs(*m_database, m_names)
    , m_ends(*m_database)
    , m_operations(*m_database)
{
}

// --- one job ---------------------------------------------------------------------------------------------------------

Result<Seq> SqliteReader::seqOf(const JobId &id)
{
    const auto seq = m_jobs.seqOf(id);
    if (!seq)
        return failure(seq.error());
    const auto isDeleted = *seq ? m_ends.isDeleted(**seq) : Result<bool>(true);
    if (!isDeleted)
        return failure(isDeleted.error());
    if (*isDeleted)
        return failure(ErrorCode::NotFound, "there is no job " + id.text());
    return **seq;
}

Result<JobRecord> SqliteReader::findJob(const JobId &id)
{
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    const auto seq = seqOf(id);
    if (!seq)
        return failure(seq.error());
    auto found = record(*seq, JobRows::Payload::With);
    if (!found)
        return failure(found.error());
    if (!*found)
        return failure(ErrorCode::NotFound, "there is no job " + id.text());
    return std::move(**found);
}

Result<JobRecord> SqliteReader::findJob(Seq seq)
{
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    auto found = record(seq, JobRows::Payload::Without);
    if (!found)
        return failure(found.error());
    if (!*found)
        return failure(ErrorCode::NotFound, "there is no such job");
    return std::move(**found);
}

Result<JobResult> SqliteReader::findResult(const JobId &id)
{
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    const auto seq = seqOf(id);
    if (!seq)
        return failure(seq.error());
    auto result = m_ends.result(*seq);
    if (!result)
        return failure(result.error());
    if (!*result)
        return failure(ErrorCode::NotFound, "job " + id.text() + " has no result");
    return std::move(**result);
}

Result<std::optional<JobRecord>> SqliteReader::record(Seq seq, JobRows::Payload payload)
{
    auto stored = m_jobs.find(seq, payload);
    if (!stored)
        return failure(stored.error());
    if (!*stored)
        return std::optional<JobRecord> {};
    const auto isDeleted = m_ends.isDeleted(seq);
    if (!isDeleted)
        return failure(isDeleted.error());
    if (*isDeleted)
        return std::optional<JobRecord> {};
    JobRecord record {.job = std::move((*stored)->job)};
    auto errors = m_ends.errors(seq, errorsKeptMax);
    if (!errors)
        return failure(errors.error());
    record.errors = std::move(*errors);
    const auto outcome = m_ends.find(seq);
    if (!outcome)
        return failure(outcome.error());
    if (*outcome) {
        record.state = (*outcome)->state;
        record.attempt = (*outcome)->attempts.attempts;
        record.crashes = (*outcome)->attempts.crashes;
        record.startedAt = (*outcome)->started;
        record.finishedAt = (*outcome)->finished;
        record.hasResult = (*outcome)->hasResult;
        return std::optional(std::move(record));
    }
    if (auto done = addRun(record); !done)
        return failure(done.error());
    if (record.state != JobState::Running) {
        if (auto done = addBacklog(record); !done)
            return failure(done.error());
    }
    return std::optional(std::move(record));
}

Result<> SqliteReader::addRun(JobRecord &record)
{
    SqliteRows rows = m_database->statement("run_by_seq").rows(record.job.seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    if (!*row)
        return {};
    record.state = JobState::Running;
    record.attempt = static_cast<int>(rows.integer(0));
    record.crashes = static_cast<int>(rows.integer(1));
    record.worker = rows.string(2);
    record.startedAt = rows.time(3);
    return {};
}

Result<> SqliteReader::addBacklog(JobRecord &record)
{
    const auto attempts = m_ends.attempts(record.job.seq);
    if (!attempts)
        return failure(attempts.error());
    record.attempt = attempts->attempts;
    record.crashes = attempts->crashes;
    if (!record.errors.empty())
        record.startedAt = record.errors.back().started;
    SqliteRows rows = m_database->statement("delayed_due").rows(record.job.seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    // A job whose time has come is ready, though its row is still here.
    if (*row && rows.integer(0) > m_latestTime->load()) {
        record.state = JobState::Scheduled;
        record.due = rows.time(0);
    }
    return {};
}

// --- lists -----------------------------------------------------------------------------------------------------------

Result<SqliteReader::Filter> SqliteReader::filterOf(
    const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    Filter filter;
    if (queue) {
        const auto number = m_names.queues.find(queue->text());
        if (!number)
            return failure(number.error());
        filter.queue = *number;
    }
    if (tenant) {
        const auto number = m_names.tenants.find(tenant->text());
        if (!number)
            return failure(number.error());
        filter.tenant = *number;
    }
    filter.matchesNone = (queue && !filter.queue) || (tenant && !filter.tenant);
    return filter;
}

Result<DeadLetterPage> SqliteReader::listDeadLetters(const DeadLetterQuery &query)
{
    const auto below = parseDeadLetterCursor(query.cursor);
    if (!below)
        return failure(below.error());
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    return collectLetters(query, *below);
}

Result<DeadLetterPage> SqliteReader::collectLetters(const DeadLetterQuery &query, const DeadLetterCursor &below)
{
    const auto filter = filterOf(query.queue, query.tenant);
    if (!filter)
        return failure(filter.error());
    const auto limit = static_cast<std::size_t>(pageLimit(query.limit));
    const ListBudget budget;
    DeadLetterPage page;
    if (filter->matchesNone)
        return page;
    DeadLetterCursor examined = below;
    const auto readAll = [&](SqliteRows rows) -> Result<DeadLetterPage> {
        Result<bool> row = rows.next();
        for (; row && *row; row = rows.next()) {
            const DeadLetterCursor here {rows.integer(1), rows.integer(0)};
            const bool isWanted = filter->matches(rows.integer(2), rows.integer(3))
                && (query.fingerprint.empty() || query.fingerprint == rows.text(4));
            if ((isWanted && page.deadLetters.size() == limit) || (budget.isSpent() && examined != below)) {
                page.cursor = deadLetterCursorText(examined);
                return page;
            }
            examined = here;
            if (!isWanted)
                continue;
            if (page.skipped < query.skip) {
                ++page.skipped;
                continue;
            }
            auto found = letter(Seq {here.seq});
            if (!found)
                return failure(found.error());
            if (*found)
                page.deadLetters.push_back(std::move(**found));
        }
        if (!row)
            return failure(row.error());
        return page;
    };
    if (!query.fingerprint.empty())
        return readAll(m_database->statement("letters_of_fingerprint").rows(below.died, below.seq, query.fingerprint));
    if (filter->tenant)
        return readAll(m_database->statement("letters_of_tenant").rows(below.died, below.seq, *filter->tenant));
    if (filter->queue)
        return readAll(m_database->statement("letters_of_queue").rows(below.died, below.seq, *filter->queue));
    return readAll(m_database->statement("letters").rows(below.died, below.seq));
}

Result<std::optional<DeadLetter>> SqliteReader::letter(Seq seq)
{
    auto found = record(seq, JobRows::Payload::Without);
    if (!found)
        return failure(found.error());
    if (!*found)
        return std::optional<DeadLetter> {};
    DeadLetter letter {std::move(**found), {}, {}};
    const auto first = m_ends.firstError(seq);
    if (!first)
        return failure(first.error());
    if (*first) {
        letter.firstError = **first;
        letter.lastError = letter.record.errors.back();
    }
    return std::optional(std::move(letter));
}

// --- events ----------------------------------------------------------------------------------------------------------

Result<std::int64_t> SqliteReader::numberFrom(const char *statement)
{
    SqliteRows rows = m_database->statement(statement).rows();
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return rows.integer(0);
}

Result<EventPage> SqliteReader::events(const EventQuery &query)
{
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    const auto oldest = numberFrom("first_event");
    const auto newest = numberFrom("last_event");
    if (!oldest)
        return failure(oldest.error());
    if (!newest)
        return failure(newest.error());
    Result<EventPage> page = firstPage(query, *oldest, *newest);
    if (!page)
        return page;
    const std::int64_t end = page->next + eventsScannedMax;
    SqliteRows rows = m_database->statement("events_after").rows(page->next);
    Result<bool> row = rows.next();
    for (; row && *row && page->next < end; row = rows.next()) {
        auto events = readEventRow(rows.integer(0), rows.integer(1), rows.blob(2), m_names);
        if (!events)
            return failure(events.error());
        for (Event &event : *events) {
            if (event.number <= page->next)
                continue;
            if (page->events.size() == static_cast<std::size_t>(query.limit))
                return page;
            page->next = event.number;
            if (matches(query, event))
                page->events.push_back(std::move(event));
        }
    }
    if (!row)
        return failure(row.error());
    return page;
}

Result<AuditPage> SqliteReader::auditLog(const AuditQuery &query)
{
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    const std::int64_t below = query.below > 0 ? query.below : std::numeric_limits<std::int64_t>::max();
    auto entries = auditEntriesBelow(*m_database, below, query.limit + 1);
    if (!entries)
        return failure(entries.error());
    AuditPage page {std::move(*entries), 0};
    if (page.entries.size() > static_cast<std::size_t>(query.limit)) {
        page.entries.pop_back();
        page.next = page.entries.back().number;
    }
    return page;
}

} // namespace fairlead
