// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/store.h"

#include <map>
#include <set>

namespace fairlead {

/// Decides at the door whether there is room for a job, by the limits of the engine, its queue and its tenant, and
/// keeps what operators said of tenants. Counts nothing itself: the store counts, in the same commit. Threads: the
/// store's.
class Admission
{
public:
    explicit Admission(const EngineSettings &settings);

    /// Reads what operators said in earlier lives.
    Result<> load(Store &store);
    /// An operator's word.
    void set(const TenantSettings &tenant);
    /// What the configuration says now; false when an operator's word on this tenant counts instead.
    bool configure(const TenantSettings &tenant);
    /// What operators said of a tenant, else what is configured; with nothing said, the defaults.
    TenantSettings settingsOf(const TenantName &tenant) const;

    struct Accepted
    {
        std::vector<Result<Enqueued>> jobs;
        std::vector<Acted> dropped; ///< cancelled to make room
        std::map<std::size_t, Microseconds> mayWait; ///< those refused whose sender may wait for room, and how long
    };
    /// As Store::enqueue; an item fails with TenantFull, QueueFull or EngineFull when there is no room for it, with
    /// TooLarge when there never will be. What was accepted before, by its keys, needs no room.
    Result<Accepted> enqueue(
        Store &store, std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now) const;

private:
    void keep(const TenantSettings &tenant);
    /// What stands in a job's way, and how much must go before there is room.
    struct Obstacle
    {
        std::optional<Error> refusal;
        BacklogSize needed;
    };
    Obstacle obstacleOf(const JobSpec &spec, const TenantLimits &limits, const Backlog &backlog) const;
    Backpressure backpressureOf(const JobSpec &spec, const TenantLimits &limits) const;
    Result<Result<Enqueued>> admit(
        Store &store, const JobSpec &spec, const JobId &id, TimePoint now, Accepted &accepted) const;

    const EngineSettings &m_settings;
    std::map<TenantName, TenantSettings> m_tenants; ///< what operators said, else what is configured
    std::set<TenantName> m_saidByOperators;
    bool m_mayHaveLimits = false; ///< one was set at some time; saves all others the look at each job
};

} // namespace fairlead
