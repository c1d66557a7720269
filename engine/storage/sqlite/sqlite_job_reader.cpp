// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_reader.h"

#include "engine/storage/idempotent_body.h"
#include "engine/storage/job_errors.h"

namespace fairlead {

// --- one job ---------------------------------------------------------------------------------------------------------

JobNumber SqliteJobReader::numberOf(const JobId &id)
{
    const auto seq = m_parts.jobs.numberOf(id);
    if (!seq || m_parts.ends.isDeleted(*seq))
        throw SqliteFailure(noJob(id));
    return *seq;
}

Result<JobRecord> SqliteJobReader::findJob(const JobId &id)
{
    return m_parts.read([&] {
        auto found = record(numberOf(id), JobRows::Payload::With);
        if (!found)
            throw SqliteFailure(noJob(id));
        return std::move(*found);
    });
}

Result<JobRecord> SqliteJobReader::findJob(JobNumber seq)
{
    return m_parts.read([&] {
        auto found = record(seq, JobRows::Payload::Without);
        if (!found)
            throw SqliteFailure({ErrorCode::NotFound, "there is no such job"});
        return std::move(*found);
    });
}

Result<JobResult> SqliteJobReader::findResult(const JobId &id)
{
    return m_parts.read([&] {
        auto result = m_parts.ends.result(numberOf(id));
        if (!result)
            throw SqliteFailure({ErrorCode::NotFound, "job " + id.text() + " has no result"});
        return std::move(*result);
    });
}

Result<KeptLogs> SqliteJobReader::findLogs(const JobId &id, std::optional<int> attempt)
{
    return m_parts.read([&] { return m_parts.ends.logs(numberOf(id), attempt); });
}

std::optional<JobRecord> SqliteJobReader::record(JobNumber seq, JobRows::Payload payload)
{
    auto stored = m_parts.jobs.find(seq, payload);
    if (!stored || m_parts.ends.isDeleted(seq))
        return std::nullopt;
    JobRecord record {.job = std::move(stored->job)};
    record.errors = m_parts.ends.errors(seq, errorsKeptMax);
    if (const auto outcome = m_parts.ends.find(seq)) {
        record.state = outcome->state;
        record.attempt = outcome->attempts.attempts;
        record.crashes = outcome->attempts.crashes;
        record.startedAt = outcome->started;
        record.finishedAt = outcome->finished;
        record.hasResult = outcome->hasResult;
        return record;
    }
    addRun(record);
    if (record.state != JobState::Running)
        addBacklog(record);
    return record;
}

void SqliteJobReader::addRun(JobRecord &record)
{
    SqliteRows rows = m_parts.database->statement("run_by_seq").rows(record.job.seq);
    if (!rows.next())
        return;
    record.state = JobState::Running;
    record.attempt = static_cast<int>(rows.integer(0));
    record.crashes = static_cast<int>(rows.integer(1));
    record.worker = rows.string(2);
    record.startedAt = rows.time(3);
}

void SqliteJobReader::addBacklog(JobRecord &record)
{
    const Attempts attempts = m_parts.ends.attempts(record.job.seq);
    record.attempt = attempts.attempts;
    record.crashes = attempts.crashes;
    if (!record.errors.empty())
        record.startedAt = record.errors.back().started;
    SqliteRows rows = m_parts.database->statement("delayed_due").rows(record.job.seq);
    // A job that is due counts as ready, although its row is still here.
    if (rows.next() && rows.integer(0) > m_parts.latestTime->load()) {
        record.state = JobState::Scheduled;
        record.due = rows.time(0);
    }
}

// --- dead letters ----------------------------------------------------------------------------------------------------

SqliteJobReader::Filter SqliteJobReader::filterOf(
    const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    Filter filter;
    if (queue)
        filter.queue = m_parts.names.queues.find(queue->text());
    if (tenant)
        filter.tenant = m_parts.names.tenants.find(tenant->text());
    filter.matchesNone = (queue && !filter.queue) || (tenant && !filter.tenant);
    return filter;
}

Result<DeadLetterPage> SqliteJobReader::listDeadLetters(const DeadLetterQuery &query)
{
    FAIRLEAD_TRY(const DeadLetterCursor below, parseDeadLetterCursor(query.cursor));
    return m_parts.read([&] { return collectLetters(query, below); });
}

DeadLetterPage SqliteJobReader::collectLetters(const DeadLetterQuery &query, const DeadLetterCursor &below)
{
    const Filter filter = filterOf(query.queue, query.tenant);
    if (filter.matchesNone)
        return {};
    const auto read = [&](std::string_view name, const auto &...arguments) {
        return readLetters(
            m_parts.database->statement(name).rows(below.died, below.seq, arguments...), filter, query, below);
    };
    if (query.fingerprint)
        return read("letters_of_fingerprint", *query.fingerprint);
    if (filter.tenant)
        return read("letters_of_tenant", *filter.tenant);
    if (filter.queue)
        return read("letters_of_queue", *filter.queue);
    return read("letters");
}

DeadLetterPage SqliteJobReader::readLetters(
    SqliteRows rows, const Filter &filter, const DeadLetterQuery &query, const DeadLetterCursor &below)
{
    const auto limit = static_cast<std::size_t>(pageLimit(query.limit));
    const ListBudget budget;
    DeadLetterPage page;
    DeadLetterCursor examined = below;
    while (rows.next()) {
        const DeadLetterCursor here {rows.integer(1), rows.integer(0)};
        const bool isWanted = filter.matches(rows.integer(2), rows.integer(3))
            && (!query.fingerprint || *query.fingerprint == rows.text(4));
        if ((isWanted && page.deadLetters.size() == limit) || (budget.isSpent() && examined != below)) {
            page.cursor = deadLetterCursorText(examined);
            return page;
        }
        examined = here;
        if (!isWanted)
            continue;
        if (page.skipped < query.skip)
            ++page.skipped;
        else if (auto found = letter(JobNumber {here.seq}))
            page.deadLetters.push_back(std::move(*found));
    }
    return page;
}

std::optional<DeadLetter> SqliteJobReader::letter(JobNumber seq)
{
    auto found = record(seq, JobRows::Payload::Without);
    if (!found)
        return std::nullopt;
    DeadLetter letter {std::move(*found), {}, {}};
    if (const auto first = m_parts.ends.firstError(seq)) {
        letter.firstError = *first;
        letter.lastError = letter.record.errors.back();
    }
    return letter;
}

} // namespace fairlead
