// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/delayed_jobs.h"

namespace fairlead {

DelayedJobs::DelayedJobs(SqliteConnection &database, Ledger &ledger)
    : m_database(database)
    , m_ledger(ledger)
{
}

Result<> DelayedJobs::add(Seq seq, TimePoint due)
{
    const Mark here {due.time_since_epoch().count(), static_cast<std::int64_t>(seq)};
    // A time before those promoted already (a clock was set back): look from there again, the young are passed over.
    if (here <= m_promotedTo)
        setMark({here.due, here.seq - 1});
    return m_database.statement("insert_delayed").run(seq, due);
}

Result<> DelayedJobs::remove(Seq seq)
{
    return m_database.statement("delete_delayed").run(seq);
}

Result<std::optional<TimePoint>> DelayedJobs::dueOf(Seq seq)
{
    SqliteRows rows = m_database.statement("delayed_due").rows(seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return *row ? std::optional(rows.time(0)) : std::nullopt;
}

void DelayedJobs::setMark(Mark mark)
{
    m_ledger.undo().add([this, old = m_promotedTo] { m_promotedTo = old; });
    m_promotedTo = mark;
}

Result<std::vector<DelayedJobs::Mark>> DelayedJobs::dueAfterMark(std::int64_t now, int limit)
{
    std::vector<Mark> found;
    SqliteRows rows = m_database.statement("delayed_after").rows(m_promotedTo.due, m_promotedTo.seq);
    Result<bool> row = rows.next();
    for (; row && *row && found.size() < static_cast<std::size_t>(limit); row = rows.next()) {
        const Mark here {rows.integer(0), rows.integer(1)};
        if (here.due > now)
            break;
        if (!m_ledger.waiting().isYoung(Seq {here.seq}))
            found.push_back(here);
    }
    if (!row)
        return failure(row.error());
    return found;
}

Result<std::vector<KeyedJob>> DelayedJobs::promote(TimePoint now, int limit)
{
    const auto due = dueAfterMark(now.time_since_epoch().count(), limit);
    if (!due)
        return failure(due.error());
    std::vector<KeyedJob> promoted;
    for (const Mark &mark : *due) {
        auto job = promoteOne(Seq {mark.seq});
        if (!job)
            return failure(job.error());
        promoted.push_back(*job);
    }
    if (!due->empty())
        setMark(due->back());
    return promoted;
}

Result<KeyedJob> DelayedJobs::promoteOne(Seq seq)
{
    SqliteRows rows = m_database.statement("lane_of_job").rows(seq);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    if (!*row)
        return failure(ErrorCode::Corrupt,
            "the database file " + m_database.file() + " is damaged: delayed job "
                + std::to_string(static_cast<std::int64_t>(seq)) + " is not there; restore a backup");
    const KeyedJob promoted {{rows.integer(0), rows.integer(1), rows.integer(2)},
        {seq, Position {m_ledger.nextNumber()}, rows.integer(3), rows.maybeTime(4)}};
    m_ledger.waiting().add(promoted.lane, promoted.job, true);
    return promoted;
}

Result<std::optional<TimePoint>> DelayedJobs::nextDue()
{
    const auto next = dueAfterMark(std::numeric_limits<std::int64_t>::max(), 1);
    if (!next)
        return failure(next.error());
    if (next->empty())
        return std::optional<TimePoint> {};
    return std::optional(TimePoint {Microseconds {next->front().due}});
}

} // namespace fairlead
