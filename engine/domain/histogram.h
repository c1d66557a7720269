// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/packed_bytes.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace fairlead {

/// Counts of non-negative values in logarithmic buckets, 64 for each power of two, so that a quantile is off by at most
/// 1.6 % (the scheme of HdrHistogram, Gil Tene). Memory grows with the largest value. Histograms are merged by
/// addition. The unit of the values is the user's, in most cases microseconds. Threads: one.
class Histogram
{
public:
    void add(std::int64_t value);
    void merge(const Histogram &other);
    std::int64_t count() const { return m_count; }
    std::int64_t sum() const { return m_sum; } ///< saturates
    std::int64_t max() const { return m_max; }
    /// The smallest value such that a share `q` in [0, 1] of the values is not above it; 0 when empty.
    std::int64_t quantile(double q) const;
    void clear();

private:
    std::vector<std::uint32_t> m_buckets;
    std::int64_t m_count = 0;
    std::int64_t m_sum = 0;
    std::int64_t m_max = 0;
};

/// The same counts in the same buckets, but only used buckets are kept. For many histograms with few values each.
/// Threads: one.
class SparseHistogram
{
public:
    void add(std::int64_t value);
    void merge(const SparseHistogram &other);
    std::int64_t count() const;
    std::int64_t max() const { return m_max; }
    /// As Histogram::quantile.
    std::int64_t quantile(double q) const;
    bool isEmpty() const { return m_buckets.empty(); }
    void pack(PackedWriter &writer) const;
    /// Empty when the bytes do not hold a histogram.
    static std::optional<SparseHistogram> unpack(PackedReader &reader);

private:
    struct Bucket
    {
        std::uint32_t index = 0;
        std::uint32_t count = 0;
    };
    void addBucket(Bucket bucket);

    std::vector<Bucket> m_buckets; ///< by index
    std::int64_t m_sum = 0;
    std::int64_t m_max = 0;
};

} // namespace fairlead
