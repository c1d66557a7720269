// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/delayed_jobs.h"

namespace fairlead {

DelayedJobs::DelayedJobs(SqliteConnection &database, Transaction &transaction)
    : m_database(database)
    , m_transaction(transaction)
{
}

void DelayedJobs::add(JobNumber seq, TimePoint due)
{
    const Mark here {due.time_since_epoch().count(), static_cast<std::int64_t>(seq)};
    // The time lies before those promoted already, because a clock was set back. The next search starts again from
    // there and skips jobs that are in the index already.
    if (here <= m_promotedTo)
        setMark({here.due, here.seq - 1});
    m_database.statement("insert_delayed").run(seq, due);
}

void DelayedJobs::remove(JobNumber seq)
{
    m_database.statement("delete_delayed").run(seq);
}

std::optional<TimePoint> DelayedJobs::dueOf(JobNumber seq)
{
    SqliteRows rows = m_database.statement("delayed_due").rows(seq);
    return rows.next() ? std::optional(rows.time(0)) : std::nullopt;
}

void DelayedJobs::setMark(Mark mark)
{
    m_transaction.undo().add([this, old = m_promotedTo] { m_promotedTo = old; });
    m_promotedTo = mark;
}

std::vector<DelayedJobs::Mark> DelayedJobs::dueAfterMark(std::int64_t now, int limit)
{
    std::vector<Mark> found;
    SqliteRows rows = m_database.statement("delayed_after").rows(m_promotedTo.due, m_promotedTo.seq);
    while (found.size() < static_cast<std::size_t>(limit) && rows.next()) {
        const Mark here {rows.integer(0), rows.integer(1)};
        if (here.due > now)
            break;
        if (!m_transaction.waiting().isUnindexed(JobNumber {here.seq}))
            found.push_back(here);
    }
    return found;
}

std::vector<KeyedJob> DelayedJobs::promote(TimePoint now, int limit)
{
    const std::vector<Mark> due = dueAfterMark(now.time_since_epoch().count(), limit);
    std::vector<KeyedJob> promoted;
    promoted.reserve(due.size());
    for (const Mark &mark : due)
        promoted.push_back(promoteOne(JobNumber {mark.seq}));
    if (!due.empty())
        setMark(due.back());
    return promoted;
}

KeyedJob DelayedJobs::promoteOne(JobNumber seq)
{
    SqliteRows rows = m_database.statement("lane_of_job").rows(seq);
    if (!rows.next())
        throwDamaged(
            m_database.file(), "delayed job " + std::to_string(static_cast<std::int64_t>(seq)) + " is not there");
    const KeyedJob promoted {{rows.integer(0), rows.integer(1), rows.integer(2)},
        {seq, QueuePosition {m_transaction.nextNumber()}, rows.integer(3), rows.maybeTime(4)}};
    m_transaction.waiting().add(promoted.lane, promoted.job, true);
    return promoted;
}

std::vector<std::pair<JobNumber, TimePoint>> DelayedJobs::page(JobNumber after, int limit)
{
    std::vector<std::pair<JobNumber, TimePoint>> found;
    SqliteRows rows = m_database.statement("delayed_page").rows(after, std::int64_t {limit});
    while (rows.next())
        found.emplace_back(JobNumber {rows.integer(0)}, rows.time(1));
    return found;
}

std::optional<TimePoint> DelayedJobs::nextDue()
{
    const std::vector<Mark> next = dueAfterMark(std::numeric_limits<std::int64_t>::max(), 1);
    return next.empty() ? std::nullopt : std::optional(TimePoint {Microseconds {next.front().due}});
}

} // namespace fairlead
