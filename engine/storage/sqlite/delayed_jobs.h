// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/transaction.h"

namespace fairlead {

/// The scheduled jobs: the table `delayed`. A job that becomes due gets its place in the waiting index at once, in
/// memory. Its row stays until the job is claimed or the index is written, so that no crash loses it. Verbs throw
/// SqliteFailure. Threads: that of its connection.
class DelayedJobs
{
public:
    DelayedJobs(SqliteConnection &database, Transaction &transaction);

    void add(JobNumber seq, TimePoint due);
    void remove(JobNumber seq);
    std::optional<TimePoint> dueOf(JobNumber seq);
    /// Makes due jobs ready, the earliest first.
    std::vector<KeyedJob> promote(TimePoint now, int limit);
    std::optional<TimePoint> nextDue();
    /// The first jobs behind `after`, in order of number, with their times.
    std::vector<std::pair<JobNumber, TimePoint>> page(JobNumber after, int limit);

private:
    /// A place in the order of (due, seq). All jobs up to `m_promotedTo` were promoted.
    struct Mark
    {
        std::int64_t due = std::numeric_limits<std::int64_t>::min();
        std::int64_t seq = 0;
        auto operator<=>(const Mark &) const = default;
    };
    void setMark(Mark mark);
    std::vector<Mark> dueAfterMark(std::int64_t now, int limit);
    KeyedJob promoteOne(JobNumber seq);

    SqliteConnection &m_database;
    Transaction &m_transaction;
    Mark m_promotedTo;
};

} // namespace fairlead
