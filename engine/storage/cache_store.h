// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

namespace fairlead {

/// The key of a kept result.
struct CacheKey
{
    std::string cache; ///< the cache that it belongs to; each has limits of its own
    std::string digest; ///< of everything that makes two runs the same
    auto operator<=>(const CacheKey &) const = default;
};
struct CacheLimits
{
    std::int64_t entries = 0;
    std::int64_t bytes = 0; ///< of results
};

/// The results that caches keep for later runs of the same work. Threads: the one that opened the session.
class CacheStore
{
public:
    virtual ~CacheStore() = default;

    /// Empty when no result is kept, or when it has expired.
    virtual Result<std::optional<JobResult>> find(const CacheKey &key, TimePoint now) = 0;
    /// Keeps a result and replaces an earlier one of the same key. Removes results of the same cache, those that expire
    /// first, until the cache is within its limits. A result that alone exceeds the limits is not kept.
    virtual Result<> keep(
        const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits) = 0;
};

} // namespace fairlead
