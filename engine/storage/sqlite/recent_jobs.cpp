// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/recent_jobs.h"

#include <algorithm>

namespace fairlead {

std::size_t RecentJobs::bytesOf(const Entry &entry)
{
    if (!entry.job)
        return sizeof(Entry);
    const JobSpec &spec = entry.job->job.spec;
    std::size_t bytes = sizeof(Entry) + spec.payload.size() + spec.contentType.size() + spec.uniqueKey.size()
        + spec.idempotencyKey.size() + spec.traceId.size() + spec.correlationId.size();
    for (const std::string &tag : spec.tags)
        bytes += sizeof(std::string) + tag.size();
    return bytes;
}

void RecentJobs::add(StoredJob job)
{
    const Seq seq = job.job.seq;
    m_entries.push_back({seq, std::move(job)});
    m_bytes += bytesOf(m_entries.back());
    while (m_bytes > bytesMax)
        dropFirst();
    m_undo.add([this, seq] {
        if (!m_entries.empty() && m_entries.back().seq == seq)
            dropLast();
    });
}

std::optional<StoredJob> RecentJobs::take(Seq seq)
{
    const auto found = std::lower_bound(
        m_entries.begin(), m_entries.end(), seq, [](const Entry &entry, Seq wanted) { return entry.seq < wanted; });
    if (found == m_entries.end() || found->seq != seq)
        return std::nullopt;
    m_bytes -= bytesOf(*found);
    std::optional<StoredJob> job = std::exchange(found->job, std::nullopt);
    m_bytes += bytesOf(*found);
    while (!m_entries.empty() && !m_entries.front().job)
        dropFirst();
    return job;
}

void RecentJobs::dropFirst()
{
    m_bytes -= bytesOf(m_entries.front());
    m_entries.pop_front();
}

void RecentJobs::dropLast()
{
    m_bytes -= bytesOf(m_entries.back());
    m_entries.pop_back();
}

} // namespace fairlead
