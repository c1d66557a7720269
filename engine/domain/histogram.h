// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/packed_bytes.h"

#include <cstdint>
#include <optional>
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

/// The same counts in the same buckets, of which only those in use are kept: for the many histograms that hold few
/// values each. Threads: one.
class SparseHistogram
{
public:
    void add(std::int64_t value);
    void merge(const SparseHistogram &other);
    std::int64_t count() const;
    std::int64_t max() const { return m_max; }
    /// As Histogram's.
    std::int64_t quantile(double q) const;
    bool isEmpty() const { return m_buckets.empty(); }
    void pack(PackedWriter &writer) const;
    /// Empty when the bytes hold none.
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
