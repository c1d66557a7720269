// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/recent_jobs.h"

#include <algorithm>

namespace fairlead {

std::size_t RecentJobs::bytesOf(const StoredJob &job)
{
    return sizeof(Entry) + heldBytes(job.job.spec);
}

void RecentJobs::add(StoredJob job)
{
    const JobNumber seq = job.job.seq;
    const std::size_t bytes = bytesOf(job);
    m_entries.push_back({seq, std::move(job), bytes});
    m_bytes += bytes;
    while (m_bytes > bytesMax)
        dropFirst();
    m_undo.add([this, seq] {
        if (!m_entries.empty() && m_entries.back().seq == seq)
            dropLast();
    });
}

std::optional<StoredJob> RecentJobs::take(JobNumber seq)
{
    if (m_entries.empty() || seq < m_entries.front().seq)
        return std::nullopt;
    // Seqs ascend by at least one, in most cases by exactly one.
    const auto begin = m_entries.begin();
    const auto ahead = static_cast<std::size_t>(seq) - static_cast<std::size_t>(begin->seq);
    const auto last = begin + static_cast<std::ptrdiff_t>(std::min(ahead, m_entries.size() - 1));
    const auto found = last->seq == seq
        ? last
        : std::lower_bound(begin, last, seq, [](const Entry &entry, JobNumber wanted) { return entry.seq < wanted; });
    if (found->seq != seq)
        return std::nullopt;
    m_bytes -= std::exchange(found->bytes, sizeof(Entry)) - sizeof(Entry);
    std::optional<StoredJob> job = std::exchange(found->job, std::nullopt);
    while (!m_entries.empty() && !m_entries.front().job)
        dropFirst();
    return job;
}

void RecentJobs::dropFirst()
{
    m_bytes -= m_entries.front().bytes;
    m_entries.pop_front();
}

void RecentJobs::dropLast()
{
    m_bytes -= m_entries.back().bytes;
    m_entries.pop_back();
}

} // namespace fairlead
