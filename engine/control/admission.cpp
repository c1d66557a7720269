// SPDX-License-Identifier: Apache-2.0
#include "engine/control/admission.h"

#include "engine/domain/room_share.h"
#include "engine/domain/units.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace fairlead {

namespace {
std::int64_t sizeOf(const JobSpec &spec)
{
    return static_cast<std::int64_t>(spec.payload.size());
}

/// A limit that a job must stay within, and its present use.
struct Bound
{
    Bottleneck at;
    BacklogSize ofAll;
    BacklogSize ofTenant; ///< the part of the job's tenant
    std::int64_t depthMax = 0; ///< 0: no limit
    std::int64_t bytesMax = 0; ///< 0: no limit
    bool isShared = false; ///< tenants have shares of it
    bool isDisk = false; ///< the store itself refuses what goes beyond it
};
enum class Unit { Jobs, Bytes };

RoomUse useOf(const Bound &bound, Unit unit, double weight)
{
    const bool isJobs = unit == Unit::Jobs;
    return {isJobs ? bound.depthMax : bound.bytesMax, isJobs ? bound.ofAll.jobs : bound.ofAll.bytes,
        isJobs ? bound.ofTenant.jobs : bound.ofTenant.bytes, weight};
}

std::string amountText(std::int64_t count, Unit unit)
{
    return unit == Unit::Jobs ? jobsText(count) : std::to_string(count) + " bytes";
}

std::string ownerText(const Bound &bound)
{
    if (bound.isDisk)
        return "the engine (on its disk)";
    if (bound.at.code == ErrorCode::TenantFull)
        return "tenant '" + bound.at.name + "'";
    return bound.at.code == ErrorCode::QueueFull ? "queue '" + bound.at.name + "'" : "the engine";
}

std::string limitText(const Bound &bound, Unit unit, const TenantLimits &limits)
{
    const RoomUse use = useOf(bound, unit, limits.weight);
    const bool isOfTenant = bound.at.code == ErrorCode::TenantFull;
    return ownerText(bound) + " has " + amountText(use.ofAll, unit) + " waiting, its limit is "
        + std::to_string(use.limit) + (isOfTenant && !limits.plan.empty() ? " (plan " + limits.plan + ")" : "");
}

std::string shareText(const Bound &bound, Unit unit, const JobSpec &spec, const TenantLimits &limits)
{
    const RoomUse use = useOf(bound, unit, limits.weight);
    return "tenant '" + spec.tenant.text() + "' has " + amountText(use.ofTenant, unit) + " waiting in "
        + ownerText(bound) + ", its share of the room for " + std::to_string(use.limit) + " is "
        + std::to_string(std::max<std::int64_t>(shareOfRoom(use), unit == Unit::Jobs ? 1 : 0)) + " while others hold "
        + std::to_string(use.ofAll - use.ofTenant);
}

/// The jobs and bytes that must leave before the job is within a limit, or within its tenant's share of it.
BacklogSize beyondLimit(const Bound &bound, const JobSpec &spec, const Backpressure &backpressure)
{
    const auto room = [&](std::int64_t limit) { return roomFor(backpressure, limit, spec.priority); };
    if (bound.isDisk)
        return {};
    return {bound.depthMax > 0 ? bound.ofAll.jobs + 1 - room(bound.depthMax) : 0,
        bound.bytesMax > 0 ? bound.ofAll.bytes + sizeOf(spec) - room(bound.bytesMax) : 0};
}

BacklogSize beyondShare(const Bound &bound, const JobSpec &spec, double weight)
{
    if (!bound.isShared)
        return {};
    return {bound.depthMax > 0 ? overShare(useOf(bound, Unit::Jobs, weight), 1) : 0,
        bound.bytesMax > 0 ? overShare(useOf(bound, Unit::Bytes, weight), sizeOf(spec)) : 0};
}

bool isOver(const BacklogSize &beyond)
{
    return beyond.jobs > 0 || beyond.bytes > 0;
}

/// The reason, in words, that a bound is in the way of a job.
Error refusalOf(const Bound &bound, const JobSpec &spec, const TenantLimits &limits, const Backpressure &backpressure,
    bool isCrowded)
{
    const BacklogSize limit = beyondLimit(bound, spec, backpressure);
    const BacklogSize share = beyondShare(bound, spec, limits.weight);
    // Where tenants have shares, those who wait before this job are senders of its own tenant.
    const bool isOwn = bound.isShared && !isOver(limit) && (isOver(share) || isCrowded);
    const BacklogSize &beyond = isOwn ? share : limit;
    const Unit unit = bound.depthMax > 0 && (beyond.jobs > 0 || beyond.bytes <= 0) ? Unit::Jobs : Unit::Bytes;
    std::string text = isOwn ? shareText(bound, unit, spec, limits) : limitText(bound, unit, limits);
    if (!isOwn && backpressure.whenFull == WhenFull::ShedLow)
        text += ", less for lower priorities";
    if (isCrowded)
        text += ", and others wait for room";
    return {isOwn ? ErrorCode::TenantFull : bound.at.code, text + "; try again later"};
}
} // namespace

Admission::Admission(const SettingsInForce &settings)
    : m_settings(settings)
{
}

void Admission::setCrowded(const Bottleneck &at, bool isCrowded)
{
    if (isCrowded)
        m_crowded.insert(at);
    else
        m_crowded.erase(at);
}

Result<Admission::Accepted> Admission::enqueue(
    StoreSession &store, std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now, Sender sender)
{
    m_settings.update();
    Accepted accepted;
    FAIRLEAD_TRY(const auto diskRoom, scarceRoomOnDisk(store, specs));
    if (!m_settings.now().mayLimitBacklog() && !diskRoom) {
        FAIRLEAD_TRY(accepted.jobs, store.jobs().enqueue(specs, ids, now));
        return accepted;
    }
    Bottlenecks refused;
    const Scene scene {sender == Sender::New ? m_crowded : refused, diskRoom};
    // One by one, because each accepted job counts for the next.
    for (std::size_t i = 0; i < specs.size(); ++i) {
        FAIRLEAD_TRY(Result<Enqueued> job, admit(store, specs[i], ids[i], now, scene, accepted));
        if (const auto wait = accepted.mayWait.find(i); wait != accepted.mayWait.end())
            refused.insert(wait->second.at);
        accepted.jobs.push_back(std::move(job));
    }
    return accepted;
}

Result<> Admission::checkGrowth(StoreSession &store, std::int64_t oldBytes, const JobSpec &spec)
{
    if (sizeOf(spec) <= oldBytes)
        return {};
    m_settings.update();
    FAIRLEAD_TRY(const auto diskRoom, scarceRoomOnDisk(store, {&spec, 1}));
    FAIRLEAD_TRY(Backlog backlog, store.waiting().backlog(spec.queue, spec.tenant));
    for (BacklogSize *size : {&backlog.ofEngine, &backlog.ofQueue, &backlog.ofTenant, &backlog.ofTenantInQueue}) {
        --size->jobs; // the old job leaves
        size->bytes -= oldBytes;
    }
    const Bottlenecks none;
    const Obstacle obstacle = obstacleOf(spec, m_settings.now().limitsOf(spec.tenant), backlog, Scene {none, diskRoom});
    return obstacle.refusal ? Result<>(failure(*obstacle.refusal)) : Result<>();
}

/// The room for payloads on the disk, those that wait included, where it takes the place of a limit of bytes. Empty
/// when no tenant can be beyond its share with these jobs, whoever holds those that wait: the quick answer, given while
/// a disk has much more room than the jobs take.
Result<std::optional<std::int64_t>> Admission::scarceRoomOnDisk(
    StoreSession &store, std::span<const JobSpec> specs) const
{
    using Room = std::optional<std::int64_t>;
    const EngineSettings &engine = m_settings.engine();
    if (engine.room == RoomPolicy::FirstCome || engine.bytesMax > 0 || specs.empty())
        return Room();
    FAIRLEAD_TRY(const Room free, store.waiting().diskRoom());
    if (!free)
        return Room();
    FAIRLEAD_TRY(const Backlog backlog, store.waiting().backlog(specs.front().queue, specs.front().tenant));
    const std::int64_t room = backlog.ofEngine.bytes + *free;
    std::int64_t held = backlog.ofEngine.bytes;
    for (const JobSpec &spec : specs)
        held += sizeOf(spec);
    const auto isBeyond = [&](double weight) { return overShare({room, held, held, weight}, 0) > 0; };
    if (!isBeyond(weightMin))
        return Room();
    const bool isScarce = std::any_of(specs.begin(), specs.end(),
        [&](const JobSpec &spec) { return isBeyond(m_settings.now().limitsOf(spec.tenant).weight); });
    return isScarce ? Room(room) : Room();
}

/// The outer Result is a failure of the store, the inner one that of the item.
Result<Result<Enqueued>> Admission::admit(StoreSession &store, const JobSpec &spec, const JobId &id, TimePoint now,
    const Scene &scene, Accepted &accepted) const
{
    const TenantLimits limits = m_settings.now().limitsOf(spec.tenant);
    FAIRLEAD_TRY(const Backlog backlog, store.waiting().backlog(spec.queue, spec.tenant));
    if (const Obstacle obstacle = obstacleOf(spec, limits, backlog, scene); obstacle.refusal) {
        FAIRLEAD_TRY(auto known, store.jobs().findKnown(spec, now));
        if (known) // the store then gives this answer and remembers it; no job is accepted
            return answeredByStore(store, spec, id, now);
        const Backpressure backpressure = backpressureOf(spec, limits);
        const bool isDropping =
            backpressure.whenFull == WhenFull::DropOldest || backpressure.whenFull == WhenFull::DropNewest;
        const bool mayHaveRoom = obstacle.refusal->code != ErrorCode::TooLarge;
        bool isFreed = false;
        if (isDropping && mayHaveRoom) {
            const auto first =
                backpressure.whenFull == WhenFull::DropOldest ? DropRequest::First::Oldest : DropRequest::First::Newest;
            FAIRLEAD_TRY(
                auto dropped, store.jobs().drop({spec.queue, spec.tenant, spec.priority, first, obstacle.needed}, now));
            isFreed = !dropped.empty();
            std::move(dropped.begin(), dropped.end(), std::back_inserter(accepted.dropped));
        }
        if (!isFreed) {
            if (backpressure.whenFull == WhenFull::Wait && mayHaveRoom)
                accepted.mayWait.emplace(accepted.jobs.size(), Wait {backpressure.waitMax, obstacle.at});
            return Result<Enqueued>(failure(*obstacle.refusal));
        }
    }
    return answeredByStore(store, spec, id, now);
}

Result<Result<Enqueued>> Admission::answeredByStore(
    StoreSession &store, const JobSpec &spec, const JobId &id, TimePoint now)
{
    FAIRLEAD_TRY(auto job, store.jobs().enqueue({&spec, 1}, {&id, 1}, now));
    return std::move(job.front());
}

Backpressure Admission::backpressureOf(const JobSpec &spec, const TenantLimits &limits) const
{
    const QueueSettings *queue = m_settings.engine().findQueue(spec.queue);
    return limits.backpressure.value_or(queue ? queue->backpressure : Backpressure {});
}

Admission::Obstacle Admission::obstacleOf(
    const JobSpec &spec, const TenantLimits &limits, const Backlog &backlog, const Scene &scene) const
{
    const EngineSettings &engine = m_settings.engine();
    const QueueSettings *queue = engine.findQueue(spec.queue);
    const bool isShared = engine.room == RoomPolicy::Fair;
    std::array<Bound, 4> bounds {
        Bound {Bottleneck::ofTenant(spec.tenant), backlog.ofTenant, backlog.ofTenant, limits.depthMax, limits.bytesMax},
        Bound {Bottleneck::ofQueue(spec.queue), backlog.ofQueue, backlog.ofTenantInQueue, queue ? queue->depthMax : 0,
            queue ? queue->bytesMax : 0, isShared},
        Bound {
            Bottleneck::ofEngine(), backlog.ofEngine, backlog.ofTenant, 0, scene.diskRoom.value_or(0), isShared, true},
        Bound {Bottleneck::ofEngine(), backlog.ofEngine, backlog.ofTenant, engine.depthMax, engine.bytesMax, isShared}};
    const Backpressure backpressure = backpressureOf(spec, limits);
    Obstacle obstacle;
    for (Bound &bound : bounds) {
        if (bound.isShared)
            bound.at.sender = spec.tenant.text();
        if (!bound.isDisk && bound.bytesMax > 0 && sizeOf(spec) > bound.bytesMax)
            return {Error {ErrorCode::TooLarge,
                        "a payload of " + std::to_string(sizeOf(spec))
                            + " bytes never fits: " + limitText(bound, Unit::Bytes, limits)},
                {}, {}};
        const bool isCrowded = scene.crowded.contains(bound.at);
        const BacklogSize limit = beyondLimit(bound, spec, backpressure);
        const BacklogSize share = beyondShare(bound, spec, limits.weight);
        const BacklogSize over {
            std::max({limit.jobs, share.jobs, std::int64_t {isCrowded}}), std::max(limit.bytes, share.bytes)};
        obstacle.needed.jobs = std::max(obstacle.needed.jobs, over.jobs);
        obstacle.needed.bytes = std::max(obstacle.needed.bytes, over.bytes);
        if (obstacle.refusal || !isOver(over))
            continue;
        obstacle.at = bound.at;
        obstacle.refusal = refusalOf(bound, spec, limits, backpressure, isCrowded);
    }
    return obstacle;
}

} // namespace fairlead
