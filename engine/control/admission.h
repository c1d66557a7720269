// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings_in_force.h"
#include "engine/storage/store_session.h"

#include <map>
#include <set>

namespace fairlead {

/// The limit that a sender waits for: that of a tenant, of a queue or of the engine. Where tenants share the room below
/// it fairly, each tenant's senders wait apart, so that a newcomer does not stand behind those of a flood.
struct Bottleneck
{
    ErrorCode code = ErrorCode::EngineFull;
    std::string name; ///< of the tenant or the queue
    std::string sender {}; ///< the tenant whose senders wait; empty: those of all tenants

    static Bottleneck ofTenant(const TenantName &tenant) { return {ErrorCode::TenantFull, tenant.text()}; }
    static Bottleneck ofQueue(const QueueName &queue) { return {ErrorCode::QueueFull, queue.text()}; }
    static Bottleneck ofEngine() { return {ErrorCode::EngineFull, {}}; }
    bool isSameLimit(const Bottleneck &other) const { return code == other.code && name == other.name; }
    auto operator<=>(const Bottleneck &) const = default;
};

/// Decides, before a job is accepted, whether the limits of the engine, its queue and its tenant leave room for it, and
/// whether its tenant's share of the engine's and the queue's room does (see `shareOfRoom`). Where the engine has no
/// limit of bytes, the disk is its room. Counts nothing itself: the store counts, in the same commit. Threads: the
/// store's.
class Admission
{
public:
    /// The settings must outlive it.
    explicit Admission(const SettingsInForce &settings);

    /// Notes whether senders wait at a limit. While they do, the room that becomes free is theirs: a new sender is
    /// refused or waits too.
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
        std::map<std::size_t, Wait> mayWait; ///< refused jobs whose sender may wait for room
    };
    enum class Sender {
        New,
        // The sender has waited and is offered again. After one that is refused, the others at the same bottleneck are
        // refused too.
        Waiting,
    };
    /// Does what JobStore::enqueue does. An item fails with TenantFull, QueueFull or EngineFull when there is no room
    /// for it, with TenantFull too when its tenant has filled its share of the engine's or the queue's room, and with
    /// TooLarge when there never will be room. A job whose keys are known already needs none.
    Result<Accepted> enqueue(StoreSession &store, std::span<const JobSpec> specs, std::span<const JobId> ids,
        TimePoint now, Sender sender = Sender::New);

    /// Whether the larger payload of a job that takes the place of another finds room. Fails as items of `enqueue` do.
    Result<> checkGrowth(StoreSession &store, std::int64_t oldBytes, const JobSpec &spec);

private:
    using Bottlenecks = std::set<Bottleneck>;
    /// The limit that a job exceeds, and the backlog that must leave before there is room.
    struct Obstacle
    {
        std::optional<Error> refusal;
        Bottleneck at;
        BacklogSize needed;
    };
    /// The surroundings of one enqueue.
    struct Scene
    {
        const Bottlenecks &crowded;
        std::optional<std::int64_t> diskRoom; ///< bytes of payloads; empty: there is more than enough
    };
    Obstacle obstacleOf(
        const JobSpec &spec, const TenantLimits &limits, const Backlog &backlog, const Scene &scene) const;
    Result<std::optional<std::int64_t>> scarceRoomOnDisk(StoreSession &store, std::span<const JobSpec> specs) const;
    Backpressure backpressureOf(const JobSpec &spec, const TenantLimits &limits) const;
    Result<Result<Enqueued>> admit(StoreSession &store, const JobSpec &spec, const JobId &id, TimePoint now,
        const Scene &scene, Accepted &accepted) const;

    static Result<Result<Enqueued>> answeredByStore(
        StoreSession &store, const JobSpec &spec, const JobId &id, TimePoint now);

    SettingsReader m_settings;
    Bottlenecks m_crowded;
};

} // namespace fairlead
