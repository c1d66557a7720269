// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// Where a cache layer keeps results, and what it takes for the same run. Threads: that of the service.
class ResultCache
{
public:
    virtual ~ResultCache() = default;
    /// Looks for the result of an equal run; `found` comes on the service's thread, perhaps before `find` returns.
    /// Empty also when the cache cannot say.
    virtual void find(const Run &run, std::function<void(std::optional<JobResult>)> found) = 0;
    virtual void keep(const Run &run, const JobResult &result) = 0;
};

/// Counts of the questions to a cache, over all threads. Threads: any.
struct CacheCounts
{
    std::atomic<std::int64_t> hits {0};
    std::atomic<std::int64_t> misses {0};
};

/// Answers a run with the result that is kept of a run of the same, and keeps results. Only a success is kept, and none
/// that left jobs behind: an answer from the cache would leave none. It takes every run; one that is not answered from
/// the cache waits here for the services inside. Two runs of the same at once both run. Threads: the timers' one.
class CacheLayer final : public Layer
{
public:
    /// The timers outlive the layer and its services.
    CacheLayer(Timers &timers, std::shared_ptr<ResultCache> cache, std::shared_ptr<CacheCounts> counts);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return "cache"; }

private:
    Timers &m_timers;
    const std::shared_ptr<ResultCache> m_cache;
    const std::shared_ptr<CacheCounts> m_counts;
};

} // namespace fairlead
