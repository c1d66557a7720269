// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace fairlead {

/// Counts of non-negative values in logarithmic buckets: 64 per power of two, so a quantile is off by 1.6 % at most
/// (the scheme of HdrHistogram, Gil Tene). Grows only as far as its largest value; merges by adding. Values are
/// whatever the user counts, usually microseconds. Threads: one.
class Histogram
{
public:
    void add(std::int64_t value);
    void merge(const Histogram &other);
    std::int64_t count() const { return m_count; }
    std::int64_t sum() const { return m_sum; } ///< saturates
    std::int64_t max() const { return m_max; }
    /// The value below or at which a share `q` in [0, 1] of the values lies; 0 when empty.
    std::int64_t quantile(double q) const;
    void clear();

private:
    std::vector<std::uint32_t> m_buckets;
    std::int64_t m_count = 0;
    std::int64_t m_sum = 0;
    std::int64_t m_max = 0;
};

} // namespace fairlead
