// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/ledger.h"

namespace fairlead {

/// The jobs whose time lies ahead. One that becomes ready gets a place among the waiting at once, in memory; its row
/// stays until it is claimed or the index is written, so that no crash loses it. Threads: that of its connection.
class DelayedJobs
{
public:
    DelayedJobs(SqliteConnection &database, Ledger &ledger);

    Result<> add(Seq seq, TimePoint due);
    Result<> remove(Seq seq);
    Result<std::optional<TimePoint>> dueOf(Seq seq);
    /// Makes the earliest ready whose time has come.
    Result<std::vector<KeyedJob>> promote(TimePoint now, int limit);
    Result<std::optional<TimePoint>> nextDue();

private:
    /// Place in the order of (due, seq); everything up to it was promoted.
    struct Mark
    {
        std::int64_t due = std::numeric_limits<std::int64_t>::min();
        std::int64_t seq = 0;
        auto operator<=>(const Mark &) const = default;
    };
    void setMark(Mark mark);
    Result<std::vector<Mark>> dueAfterMark(std::int64_t now, int limit);
    Result<KeyedJob> promoteOne(Seq seq);

    SqliteConnection &m_database;
    Ledger &m_ledger;
    Mark m_promotedTo;
};

} // namespace fairlead
