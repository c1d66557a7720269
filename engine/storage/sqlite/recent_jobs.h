// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/undo_log.h"

#include <deque>

namespace fairlead {

/// Jobs that were accepted recently. Those that start soon need not be read again. Drops the oldest when there are too
/// many bytes. Threads: one.
class RecentJobs
{
public:
    explicit RecentJobs(UndoLog &undo)
        : m_undo(undo)
    {
    }
    /// REQUIRES: the job's seq is the highest so far.
    void add(StoredJob job);
    /// Removes a job and returns it. Empty when it is not here.
    std::optional<StoredJob> take(JobNumber seq);

private:
    static constexpr std::size_t bytesMax = 16 * 1024 * 1024; ///< of jobs with all their parts
    struct Entry
    {
        JobNumber seq {};
        std::optional<StoredJob> job; ///< empty when the job was taken
        std::size_t bytes = sizeof(Entry); ///< with the job's parts, until it is taken
    };
    static std::size_t bytesOf(const StoredJob &job);
    void dropFirst();
    void dropLast();

    UndoLog &m_undo;
    std::deque<Entry> m_entries; ///< in order of seq
    std::size_t m_bytes = 0;
};

} // namespace fairlead
