// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/end_rows.h"

#include "engine/storage/idempotent_body.h"

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

void EndRows::end(std::span<const Ending> endings)
{
    m_database.insertRows("insert_outcome", endings.size(), [endings](std::size_t i) {
        const Ending &ending = endings[i];
        const bool hasResult = !ending.result.bytes.empty();
        return std::tuple(ending.seq, ending.state, ending.attempts.attempts, ending.attempts.crashes, ending.started,
            ending.finished, hasResult ? std::optional(std::string_view(ending.result.contentType)) : std::nullopt,
            hasResult ? std::optional(SqliteBlob {ending.result.bytes}) : std::nullopt);
    });
    for (const Ending &ending : endings)
        endElsewhere(ending);
}

void EndRows::endElsewhere(const Ending &ending)
{
    if (isDeadLetter(ending.state))
        m_database.statement("insert_dead")
            .run(ending.seq, ending.finished, ending.lane.queue, ending.lane.tenant, ending.fingerprint);
    if (ending.wasAttempted)
        m_database.statement("delete_attempted").run(ending.seq);
    if (!ending.uniqueKey.empty())
        m_database.statement("delete_unique").run(ending.lane.queue, ending.lane.tenant, ending.uniqueKey);
}

void EndRows::forget(JobNumber seq)
{
    m_database.statement("delete_outcome").run(seq);
    m_database.statement("delete_dead").run(seq);
}

std::optional<OutcomeRow> EndRows::find(JobNumber seq)
{
    SqliteRows rows = m_database.statement("outcome_by_seq").rows(seq);
    if (!rows.next())
        return std::nullopt;
    return OutcomeRow {static_cast<JobState>(rows.integer(0)),
        {static_cast<int>(rows.integer(1)), static_cast<int>(rows.integer(2))}, rows.maybeTime(3), rows.time(4),
        rows.integer(5) != 0};
}

bool EndRows::isDeleted(JobNumber seq)
{
    return m_database.has("is_deleted", seq);
}

std::optional<JobResult> EndRows::result(JobNumber seq)
{
    SqliteRows rows = m_database.statement("result_by_seq").rows(seq);
    return rows.next() ? std::optional(JobResult {rows.string(1), rows.string(0)}) : std::nullopt;
}

Attempts EndRows::attempts(JobNumber seq)
{
    SqliteRows rows = m_database.statement("attempted_by_seq").rows(seq);
    return rows.next() ? Attempts {static_cast<int>(rows.integer(0)), static_cast<int>(rows.integer(1))} : Attempts {};
}

void EndRows::setAttempts(JobNumber seq, Attempts attempts)
{
    m_database.statement("put_attempted").run(seq, attempts.attempts, attempts.crashes);
}

void EndRows::addError(JobNumber seq, const AttemptError &error)
{
    const std::int64_t number = m_database.number("last_error_number", seq) + 1;
    if (const std::int64_t old = number - errorsKeptMax; old > 1)
        m_database.statement("delete_error").run(seq, old);
    m_database.statement("insert_error")
        .run(seq, number, error.attempt, error.worker, error.started, error.ended, error.errorClass, error.text,
            errorFingerprint(error.errorClass, error.text));
}

std::vector<AttemptError> EndRows::errors(JobNumber seq, int limit)
{
    std::vector<AttemptError> errors;
    SqliteRows rows = m_database.statement("errors_by_seq").rows(seq, limit);
    while (rows.next())
        errors.push_back(errorOf(rows));
    std::reverse(errors.begin(), errors.end());
    return errors;
}

std::optional<AttemptError> EndRows::firstError(JobNumber seq)
{
    SqliteRows rows = m_database.statement("first_error").rows(seq);
    return rows.next() ? std::optional(errorOf(rows)) : std::nullopt;
}

void EndRows::addLog(JobNumber seq, Token token, const KeptLog &log)
{
    m_database.statement("insert_log")
        .run(seq, token, log.attempt, log.started, log.text->head, log.text->leftOut, log.text->tail);
    m_database.statement("delete_old_logs").run(seq, logsKeptMax);
}

KeptLogs EndRows::logs(JobNumber seq, std::optional<int> attempt)
{
    KeptLogs found;
    std::optional<std::int64_t> token;
    SqliteRows kept = m_database.statement("logs_by_seq").rows(seq);
    while (kept.next()) {
        found.attempts.push_back(static_cast<int>(kept.integer(1)));
        if (!attempt || found.attempts.back() == *attempt)
            token = kept.integer(0);
    }
    if (!token)
        return found;
    SqliteRows rows = m_database.statement("log_by_token").rows(seq, *token);
    if (rows.next())
        found.log = KeptLog {static_cast<int>(rows.integer(0)), rows.time(1),
            std::make_shared<const LogText>(LogText {rows.string(2), rows.integer(3), rows.string(4)})};
    return found;
}

} // namespace fairlead
