// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace fairlead {

/// The part of a search in payloads that one read does. So the reader, or the lock of a store in memory, is free again
/// soon; the search goes on at its cursor. Threads: one.
class SearchRoom
{
public:
    static constexpr std::size_t jobsMax = 20'000;
    static constexpr std::size_t bytesMax = 32 * 1024 * 1024;
    /// Counts one job that was looked at, with the bytes of its payload.
    void take(std::size_t bytes)
    {
        ++m_jobs;
        m_bytes += bytes;
    }
    bool isSpent() const { return m_jobs >= jobsMax || m_bytes >= bytesMax; }

private:
    std::size_t m_jobs = 0;
    std::size_t m_bytes = 0;
};

} // namespace fairlead
