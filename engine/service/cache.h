// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// The place where a cache layer keeps results. It decides which runs are equal. Threads: that of the service.
class ResultCache
{
public:
    virtual ~ResultCache() = default;
    /// Looks for the result of an equal run. `found` is called on the service's thread, perhaps before `find` returns.
    /// Its argument is also empty when the cache has failed.
    virtual void find(const Run &run, std::function<void(std::optional<JobResult>)> found) = 0;
    virtual void keep(const Run &run, const JobResult &result) = 0;
};

/// Counts of look-ups in a cache, over all threads. Threads: any.
struct CacheCounts
{
    std::atomic<std::int64_t> hits {0};
    std::atomic<std::int64_t> misses {0};
};

/// Answers a run with the kept result of an equal run, and keeps results. Only successes are kept, and none with
/// spawned jobs, because an answer from the cache would spawn none. The layer takes every run; one that the cache does
/// not answer waits here for the services inside. Two equal runs at the same time both run. Threads: that of the
/// timers.
class CacheLayer final : public Layer
{
public:
    /// The timers must outlive the layer and its services.
    CacheLayer(Timers &timers, std::shared_ptr<ResultCache> cache, std::shared_ptr<CacheCounts> counts);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "cache"; }

private:
    Timers &m_timers;
    const std::shared_ptr<ResultCache> m_cache;
    const std::shared_ptr<CacheCounts> m_counts;
};

} // namespace fairlead
