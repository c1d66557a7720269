// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/end_rows.h"

#include "engine/storage/job_body.h"

#include <algorithm>

namespace fairlead {

namespace {
bool isDeadLetter(JobState state)
{
    return state == JobState::Dead || state == JobState::Expired;
}

AttemptError errorOf(const SqliteRows &rows)
{
    return {static_cast<int>(rows.integer(0)), rows.string(1), rows.time(2), rows.time(3), rows.string(4),
        rows.string(5), rows.string(6)};
}
} // namespace

Result<> EndRows::end(std::span<const Ending> endings)
{
    auto done = m_database.insertRows("insert_outcome", endings.size(), [endings](std::size_t i) {
        const Ending &ending = endings[i];
        const bool hasResult = !ending.result.bytes.empty();
        return std::tuple(ending.seq, ending.state, ending.attempts.attempts, ending.attempts.crashes, ending.started,
            ending.finished, hasResult ? std::optional(std::string_view(ending.result.contentType)) : std::nullopt,
            hasResult ? std::optional(SqliteBlob {ending.result.bytes}) : std::nullopt);
    });
    for (const Ending &ending : endings) {
        if (done)
            done = endElsewhere(ending);
    }
    return done;
}

Result<> EndRows::endElsewhere(const Ending &ending)
{
    Result<> done;
    if (isDeadLetter(ending.state))
        done = m_database.statement("insert_dead")
                   .run(ending.seq, ending.finished, ending.lane.queue, ending.lane.tenant, ending.fingerprint);
    if (done && ending.wasAttempted)
        done = m_database.statement("delete_attempted").run(ending.seq);
    if (done && !ending.uniqueKey.empty())
        done = m_database.statement("delete_unique").run(ending.lane.queue, ending.uniqueKey);
    return done;
}

Result<> EndRows::forget(Seq seq)
{
    if (auto done = m_database.statement("delete_outcome").run(seq); !done)
        return done;
    return m_database.statement("delete_dead").run(seq);
}

Result<std::optional<OutcomeRow>> EndRows::find(Seq seq)
{
    SqliteRows rows = m_database.statement("outcome_by_seq").rows(seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    if (!*row)
        return std::optional<OutcomeRow> {};
    return std::optional(OutcomeRow {static_cast<JobState>(rows.integer(0)),
        {static_cast<int>(rows.integer(1)), static_cast<int>(rows.integer(2))}, rows.maybeTime(3), rows.time(4),
        rows.integer(5) != 0});
}

Result<bool> EndRows::isDeleted(Seq seq)
{
    return m_database.statement("is_deleted").rows(seq).next();
}

Result<std::optional<JobResult>> EndRows::result(Seq seq)
{
    SqliteRows rows = m_database.statement("result_by_seq").rows(seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return *row ? std::optional(JobResult {rows.string(1), rows.string(0)}) : std::nullopt;
}

Result<Attempts> EndRows::attempts(Seq seq)
{
    SqliteRows rows = m_database.statement("attempted_by_seq").rows(seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return *row ? Attempts {static_cast<int>(rows.integer(0)), static_cast<int>(rows.integer(1))} : Attempts {};
}

Result<> EndRows::setAttempts(Seq seq, Attempts attempts)
{
    return m_database.statement("put_attempted").run(seq, attempts.attempts, attempts.crashes);
}

Result<> EndRows::addError(Seq seq, const AttemptError &error)
{
    std::int64_t number = 1;
    {
        SqliteRows rows = m_database.statement("last_error_number").rows(seq);
        const Result<bool> row = rows.next();
        if (!row)
            return failure(row.error());
        number = rows.integer(0) + 1;
    }
    if (const std::int64_t old = number - errorsKeptMax; old > 1) {
        if (auto done = m_database.statement("delete_error").run(seq, old); !done)
            return done;
    }
    return m_database.statement("insert_error")
        .run(seq, number, error.attempt, error.worker, error.started, error.ended, error.errorClass, error.text,
            errorFingerprint(error.errorClass, error.text));
}

Result<std::vector<AttemptError>> EndRows::errors(Seq seq, int limit)
{
    std::vector<AttemptError> errors;
    SqliteRows rows = m_database.statement("errors_by_seq").rows(seq, limit);
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next())
        errors.push_back(errorOf(rows));
    if (!row)
        return failure(row.error());
    std::reverse(errors.begin(), errors.end());
    return errors;
}

Result<std::optional<AttemptError>> EndRows::firstError(Seq seq)
{
    SqliteRows rows = m_database.statement("first_error").rows(seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return *row ? std::optional(errorOf(rows)) : std::nullopt;
}

} // namespace fairlead
