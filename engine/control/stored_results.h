// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_gate.h"
#include "engine/domain/layer_settings.h"
#include "engine/service/cache.h"

namespace fairlead {

/// The results of a cache layer, kept in the store and so over restarts. Two runs are equal when their payloads and
/// content types are equal, byte for byte, and with `isPerTenant` also their tenants. Threads: that of the service,
/// which is the thread of `home`.
class StoredResults final : public ResultCache
{
public:
    /// `cache` is the name under which the results are kept. Queue and clock must outlive it.
    StoredResults(StoreQueue &queue, std::shared_ptr<Executor> home, const Clock &clock, std::string cache,
        const CacheSettings &settings);
    void find(const Run &run, std::function<void(std::optional<JobResult>)> found) override;
    void keep(const Run &run, const JobResult &result) override;

private:
    CacheKey keyOf(const Run &run) const;

    StoreGate m_store;
    const Clock &m_clock;
    const std::string m_cache;
    const CacheSettings m_settings;
};

} // namespace fairlead
