// SPDX-License-Identifier: Apache-2.0
#include "engine/control/admission.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace fairlead {

namespace {
std::int64_t sizeOf(const JobSpec &spec)
{
    return static_cast<std::int64_t>(spec.payload.size());
}

/// A limit that a job must stay within, and its present use. 0: no limit.
struct Bound
{
    Bottleneck at;
    const BacklogSize &size;
    std::int64_t depthMax = 0;
    std::int64_t bytesMax = 0;
};
enum class Unit { Jobs, Bytes };

std::string limitText(const Bound &bound, Unit unit, const JobSpec &spec, const TenantLimits &limits)
{
    const bool isOfTenant = bound.at.code == ErrorCode::TenantFull;
    const std::string owner = isOfTenant        ? "tenant '" + spec.tenant.text() + "'"
        : bound.at.code == ErrorCode::QueueFull ? "queue '" + spec.queue.text() + "'"
                                                : "the engine";
    const bool isJobs = unit == Unit::Jobs;
    return owner + " has " + std::to_string(isJobs ? bound.size.jobs : bound.size.bytes) + (isJobs ? " jobs" : " bytes")
        + " waiting, its limit is " + std::to_string(isJobs ? bound.depthMax : bound.bytesMax)
        + (isOfTenant && !limits.plan.empty() ? " (plan " + limits.plan + ")" : "");
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
    if (!m_settings.now().mayLimitBacklog()) {
        FAIRLEAD_TRY(accepted.jobs, store.jobs().enqueue(specs, ids, now));
        return accepted;
    }
    Bottlenecks refused;
    const Bottlenecks &crowded = sender == Sender::New ? m_crowded : refused;
    // One by one, because each accepted job counts for the next.
    for (std::size_t i = 0; i < specs.size(); ++i) {
        FAIRLEAD_TRY(Result<Enqueued> job, admit(store, specs[i], ids[i], now, crowded, accepted));
        if (const auto wait = accepted.mayWait.find(i); wait != accepted.mayWait.end())
            refused.insert(wait->second.at);
        accepted.jobs.push_back(std::move(job));
    }
    return accepted;
}

/// The outer Result is a failure of the store, the inner one that of the item.
Result<Result<Enqueued>> Admission::admit(StoreSession &store, const JobSpec &spec, const JobId &id, TimePoint now,
    const Bottlenecks &crowded, Accepted &accepted) const
{
    const TenantLimits limits = m_settings.now().limitsOf(spec.tenant);
    FAIRLEAD_TRY(const Backlog backlog, store.waiting().backlog(spec.queue, spec.tenant));
    if (const Obstacle obstacle = obstacleOf(spec, limits, backlog, crowded); obstacle.refusal) {
        FAIRLEAD_TRY(auto known, store.jobs().findKnown(spec, now));
        if (known)
            return std::move(*known);
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
    FAIRLEAD_TRY(auto job, store.jobs().enqueue({&spec, 1}, {&id, 1}, now));
    return std::move(job.front());
}

Backpressure Admission::backpressureOf(const JobSpec &spec, const TenantLimits &limits) const
{
    const QueueSettings *queue = m_settings.engine().findQueue(spec.queue);
    return limits.backpressure.value_or(queue ? queue->backpressure : Backpressure {});
}

Admission::Obstacle Admission::obstacleOf(
    const JobSpec &spec, const TenantLimits &limits, const Backlog &backlog, const Bottlenecks &crowded) const
{
    const QueueSettings *queue = m_settings.engine().findQueue(spec.queue);
    const std::array<Bound, 3> bounds {
        Bound {Bottleneck::ofTenant(spec.tenant), backlog.ofTenant, limits.depthMax, limits.bytesMax},
        Bound {
            Bottleneck::ofQueue(spec.queue), backlog.ofQueue, queue ? queue->depthMax : 0, queue ? queue->bytesMax : 0},
        Bound {Bottleneck::ofEngine(), backlog.ofEngine, m_settings.engine().depthMax, m_settings.engine().bytesMax}};
    const Backpressure backpressure = backpressureOf(spec, limits);
    const std::int64_t size = sizeOf(spec);
    Obstacle obstacle;
    for (const Bound &bound : bounds) {
        if (bound.bytesMax > 0 && size > bound.bytesMax)
            return {Error {ErrorCode::TooLarge,
                        "a payload of " + std::to_string(size)
                            + " bytes never fits: " + limitText(bound, Unit::Bytes, spec, limits)},
                {}, {}};
        BacklogSize over {
            bound.depthMax > 0 ? bound.size.jobs + 1 - roomFor(backpressure, bound.depthMax, spec.priority) : 0,
            bound.bytesMax > 0 ? bound.size.bytes + size - roomFor(backpressure, bound.bytesMax, spec.priority) : 0};
        const bool isCrowded = crowded.contains(bound.at);
        if (isCrowded)
            over.jobs = std::max<std::int64_t>(over.jobs, 1);
        obstacle.needed.jobs = std::max(obstacle.needed.jobs, over.jobs);
        obstacle.needed.bytes = std::max(obstacle.needed.bytes, over.bytes);
        if (obstacle.refusal || (over.jobs <= 0 && over.bytes <= 0))
            continue;
        const bool isShedding = backpressure.whenFull == WhenFull::ShedLow;
        const Unit unit = over.jobs > 0 && bound.depthMax > 0 ? Unit::Jobs : Unit::Bytes;
        obstacle.at = bound.at;
        obstacle.refusal = Error {bound.at.code,
            limitText(bound, unit, spec, limits) + (isShedding ? ", less for lower priorities" : "")
                + (isCrowded ? ", and others wait for room" : "") + "; try again later"};
    }
    return obstacle;
}

} // namespace fairlead
