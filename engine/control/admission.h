// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings_in_force.h"
#include "engine/storage/store_session.h"

#include <map>
#include <set>

namespace fairlead {

/// The limit within which a sender waits for room: that of a tenant, of a queue or of the engine.
struct Bottleneck
{
    ErrorCode code = ErrorCode::EngineFull;
    std::string name; ///< of the tenant or the queue

    static Bottleneck ofTenant(const TenantName &tenant) { return {ErrorCode::TenantFull, tenant.text()}; }
    static Bottleneck ofQueue(const QueueName &queue) { return {ErrorCode::QueueFull, queue.text()}; }
    static Bottleneck ofEngine() { return {ErrorCode::EngineFull, {}}; }
    auto operator<=>(const Bottleneck &) const = default;
};

/// Decides before a job is accepted whether there is room for it, by the limits of the engine, its queue and its
/// tenant. Counts nothing itself: the store counts, in the same commit. Threads: the store's.
class Admission
{
public:
    /// The settings outlive it.
    explicit Admission(const SettingsInForce &settings);

    /// Senders wait for room there, or none does any more: room that comes is theirs, and who comes later is refused
    /// or waits as well.
    void setCrowded(const Bottleneck &at, bool isCrowded);

    struct Wait
    {
        Microseconds most {0};
        Bottleneck at;
    };
    struct Accepted
    {
        std::vector<Result<Enqueued>> jobs;
        std::vector<StateChange> dropped; ///< cancelled to make room
        std::map<std::size_t, Wait> mayWait; ///< those refused whose sender may wait for room
    };
    enum class Sender {
        New,
        Waiting, ///< its turn has come; behind one that is refused again, others at the same bottleneck are as well
    };
    /// As Store::enqueue; an item fails with TenantFull, QueueFull or EngineFull when there is no room for it, with
    /// TooLarge when there never will be. What was accepted before, by its keys, needs no room.
    Result<Accepted> enqueue(StoreSession &store, std::span<const JobSpec> specs, std::span<const JobId> ids,
        TimePoint now, Sender sender = Sender::New);

private:
    using Bottlenecks = std::set<Bottleneck>;
    /// The limit in a job's way, and how much must go before there is room.
    struct Obstacle
    {
        std::optional<Error> refusal;
        Bottleneck at;
        BacklogSize needed;
    };
    Obstacle obstacleOf(
        const JobSpec &spec, const TenantLimits &limits, const Backlog &backlog, const Bottlenecks &crowded) const;
    Backpressure backpressureOf(const JobSpec &spec, const TenantLimits &limits) const;
    Result<Result<Enqueued>> admit(StoreSession &store, const JobSpec &spec, const JobId &id, TimePoint now,
        const Bottlenecks &crowded, Accepted &accepted) const;

    SettingsReader m_settings;
    Bottlenecks m_crowded;
};

} // namespace fairlead
