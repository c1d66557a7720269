// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/sqlite/undo_log.h"

#include <deque>

namespace fairlead {

/// Jobs that were accepted lately, so that those who start soon need not be read again. The oldest go when there is too
/// much. Threads: one.
class RecentJobs
{
public:
    explicit RecentJobs(UndoLog &undo)
        : m_undo(undo)
    {
    }
    /// REQUIRES: its seq is the highest so far.
    void add(StoredJob job);
    /// Hands the job out, once; empty when it is not here.
    std::optional<StoredJob> take(Seq seq);

private:
    static constexpr std::size_t bytesMax = 16 * 1024 * 1024; ///< of jobs with all their parts
    struct Entry
    {
        Seq seq {};
        std::optional<StoredJob> job; ///< empty: handed out
        std::size_t bytes = sizeof(Entry); ///< with its parts, until it is handed out
    };
    static std::size_t bytesOf(const StoredJob &job);
    void dropFirst();
    void dropLast();

    UndoLog &m_undo;
    std::deque<Entry> m_entries; ///< in order of seq
    std::size_t m_bytes = 0;
};

} // namespace fairlead
