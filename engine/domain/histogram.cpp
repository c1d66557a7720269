// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/histogram.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

namespace fairlead {

namespace {
constexpr int subBits = 6; // 64 buckets per power of two
constexpr std::int64_t subCount = 1 << subBits;

/// Each value below 64 has a bucket of its own; above, the top 7 bits choose the bucket.
std::size_t bucketOf(std::int64_t value)
{
    const int shift = static_cast<int>(std::bit_width(static_cast<std::uint64_t>(value | subCount))) - 1 - subBits;
    return static_cast<std::size_t>(shift * subCount + (value >> shift));
}

/// The middle of a bucket.
std::int64_t valueOf(std::size_t bucket)
{
    const auto index = static_cast<std::int64_t>(bucket);
    if (index < subCount)
        return index;
    const std::int64_t shift = index / subCount - 1;
    const std::int64_t low = (index % subCount + subCount) << shift;
    return low + ((std::int64_t {1} << shift) / 2);
}

/// REQUIRES: a, b >= 0.
template <typename Integer>
Integer saturatingAdd(Integer a, Integer b)
{
    constexpr Integer most = std::numeric_limits<Integer>::max();
    return a > most - b ? most : a + b;
}
} // namespace

void Histogram::add(std::int64_t value)
{
    value = std::max<std::int64_t>(value, 0);
    const std::size_t bucket = bucketOf(value);
    if (bucket >= m_buckets.size())
        m_buckets.resize(bucket + 1);
    m_buckets[bucket] = saturatingAdd(m_buckets[bucket], 1U);
    ++m_count;
    m_sum = saturatingAdd(m_sum, value);
    m_max = std::max(m_max, value);
}

void Histogram::merge(const Histogram &other)
{
    if (other.m_buckets.size() > m_buckets.size())
        m_buckets.resize(other.m_buckets.size());
    for (std::size_t i = 0; i < other.m_buckets.size(); ++i)
        m_buckets[i] = saturatingAdd(m_buckets[i], other.m_buckets[i]);
    m_count += other.m_count;
    m_sum = saturatingAdd(m_sum, other.m_sum);
    m_max = std::max(m_max, other.m_max);
}

std::int64_t Histogram::quantile(double q) const
{
    // m_count is not used: a bucket stops at 2^32 - 1, and the rank of values it does not count would lie after all
    // buckets.
    const std::int64_t held = std::accumulate(m_buckets.begin(), m_buckets.end(), std::int64_t {0});
    const auto rank = static_cast<std::int64_t>(std::ceil(q * static_cast<double>(held)));
    std::int64_t seen = 0;
    for (std::size_t i = 0; i < m_buckets.size(); ++i) {
        seen += m_buckets[i];
        if (seen >= std::max<std::int64_t>(rank, 1))
            return std::min(valueOf(i), m_max);
    }
    return 0;
}

void Histogram::clear()
{
    *this = Histogram {};
}

// --- sparse ----------------------------------------------------------------------------------------------------------

void SparseHistogram::addBucket(Bucket bucket)
{
    const auto at = std::lower_bound(m_buckets.begin(), m_buckets.end(), bucket.index,
        [](const Bucket &one, std::uint32_t index) { return one.index < index; });
    if (at != m_buckets.end() && at->index == bucket.index)
        at->count = saturatingAdd(at->count, bucket.count);
    else
        m_buckets.insert(at, bucket);
}

void SparseHistogram::add(std::int64_t value)
{
    value = std::max<std::int64_t>(value, 0);
    addBucket({static_cast<std::uint32_t>(bucketOf(value)), 1});
    m_sum = saturatingAdd(m_sum, value);
    m_max = std::max(m_max, value);
}

void SparseHistogram::merge(const SparseHistogram &other)
{
    for (const Bucket &bucket : other.m_buckets)
        addBucket(bucket);
    m_sum = saturatingAdd(m_sum, other.m_sum);
    m_max = std::max(m_max, other.m_max);
}

std::int64_t SparseHistogram::count() const
{
    return std::accumulate(m_buckets.begin(), m_buckets.end(), std::int64_t {0},
        [](std::int64_t sum, const Bucket &bucket) { return sum + bucket.count; });
}

std::int64_t SparseHistogram::quantile(double q) const
{
    const auto rank = static_cast<std::int64_t>(std::ceil(q * static_cast<double>(count())));
    std::int64_t seen = 0;
    for (const Bucket &bucket : m_buckets) {
        seen += bucket.count;
        if (seen >= std::max<std::int64_t>(rank, 1))
            return std::min(valueOf(bucket.index), m_max);
    }
    return 0;
}

void SparseHistogram::pack(PackedWriter &writer) const
{
    writer.number(static_cast<std::int64_t>(m_buckets.size()));
    writer.number(m_sum);
    writer.number(m_max);
    std::uint32_t before = 0;
    for (const Bucket &bucket : m_buckets) {
        writer.number(bucket.index - before);
        writer.number(bucket.count);
        before = bucket.index;
    }
}

std::optional<SparseHistogram> SparseHistogram::unpack(PackedReader &reader)
{
    const auto indexMax = static_cast<std::int64_t>(bucketOf(std::numeric_limits<std::int64_t>::max()));
    SparseHistogram histogram;
    const auto size = reader.number();
    const auto sum = reader.number();
    const auto max = reader.number();
    if (!size || !sum || !max || *size < 0 || *size > indexMax || *sum < 0 || *max < 0)
        return std::nullopt;
    std::int64_t index = 0;
    for (std::int64_t i = 0; i < *size; ++i) {
        const auto step = reader.number();
        const auto count = reader.number();
        constexpr std::int64_t countMax = std::numeric_limits<std::uint32_t>::max();
        if (!step || !count || *step < 0 || *step > indexMax - index || *count < 0 || *count > countMax)
            return std::nullopt;
        index += *step;
        histogram.m_buckets.push_back({static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(*count)});
    }
    histogram.m_sum = *sum;
    histogram.m_max = *max;
    return histogram;
}

} // namespace fairlead
