// SPDX-License-Identifier: Apache-2.0
#include "engine/control/admission.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace fairlead {

namespace {
template <typename Settings>
bool isLimited(const Settings &settings)
{
    return settings.depthMax > 0 || settings.bytesMax > 0;
}

bool hasLimits(const TenantRules &rules)
{
    return rules.depthMax.value_or(0) > 0 || rules.bytesMax.value_or(0) > 0;
}

std::int64_t sizeOf(const JobSpec &spec)
{
    return static_cast<std::int64_t>(spec.payload.size());
}

/// A limit that a job must be within, and how full it is. 0: no limit.
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

Admission::Admission(const EngineSettings &settings)
{
    configure(settings);
}

Result<> Admission::load(Store &store)
{
    const auto saved = store.savedTenants();
    if (!saved)
        return failure(saved.error());
    for (const TenantSettings &tenant : *saved)
        set(tenant);
    return {};
}

void Admission::set(const TenantSettings &tenant)
{
    m_saidByOperators.insert(tenant.name);
    keep(tenant);
}

void Admission::configure(const EngineSettings &settings)
{
    // Who is not named any more has nothing of its own.
    for (const TenantSettings &tenant : m_settings.tenants)
        configure({tenant.name, {}, {}});
    m_settings = settings;
    m_mayHaveLimits = m_mayHaveLimits || isLimited(settings)
        || std::any_of(settings.queues.begin(), settings.queues.end(), isLimited<QueueSettings>)
        || std::any_of(settings.plans.begin(), settings.plans.end(),
            [](const PlanSettings &plan) { return hasLimits(plan.rules); });
    for (const TenantSettings &tenant : settings.tenants)
        configure(tenant);
}

void Admission::configure(const TenantSettings &tenant)
{
    if (!m_saidByOperators.contains(tenant.name))
        keep(tenant);
}

std::vector<TenantSettings> Admission::tenants() const
{
    std::vector<TenantSettings> all;
    all.reserve(m_tenants.size());
    for (const auto &[name, tenant] : m_tenants)
        all.push_back(tenant);
    return all;
}

void Admission::keep(const TenantSettings &tenant)
{
    m_tenants.insert_or_assign(tenant.name, tenant);
    m_mayHaveLimits = m_mayHaveLimits || hasLimits(tenant.rules);
}

TenantSettings Admission::settingsOf(const TenantName &tenant) const
{
    const auto found = m_tenants.find(tenant);
    return found == m_tenants.end() ? TenantSettings {tenant, {}, {}} : found->second;
}

void Admission::setCrowded(const Bottleneck &at, bool isCrowded)
{
    if (isCrowded)
        m_crowded.insert(at);
    else
        m_crowded.erase(at);
}

Result<Admission::Accepted> Admission::enqueue(
    Store &store, std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now, Sender sender) const
{
    Accepted accepted;
    if (!m_mayHaveLimits) {
        auto jobs = store.enqueue(specs, ids, now);
        if (!jobs)
            return failure(jobs.error());
        accepted.jobs = std::move(*jobs);
        return accepted;
    }
    Bottlenecks refused;
    const Bottlenecks &crowded = sender == Sender::New ? m_crowded : refused;
    // One by one: each job counts for the next.
    for (std::size_t i = 0; i < specs.size(); ++i) {
        auto job = admit(store, specs[i], ids[i], now, crowded, accepted);
        if (!job)
            return failure(job.error());
        if (const auto wait = accepted.mayWait.find(i); wait != accepted.mayWait.end())
            refused.insert(wait->second.at);
        accepted.jobs.push_back(std::move(*job));
    }
    return accepted;
}

/// The outer Result is the store's own failure, the inner one that of the item.
Result<Result<Enqueued>> Admission::admit(Store &store, const JobSpec &spec, const JobId &id, TimePoint now,
    const Bottlenecks &crowded, Accepted &accepted) const
{
    const TenantLimits limits = m_settings.limitsOf(settingsOf(spec.tenant));
    const auto backlog = store.backlog(spec.queue, spec.tenant);
    if (!backlog)
        return failure(backlog.error());
    if (const Obstacle obstacle = obstacleOf(spec, limits, *backlog, crowded); obstacle.refusal) {
        auto known = store.findKnown(spec, now);
        if (!known)
            return failure(known.error());
        if (*known)
            return std::move(**known);
        const Backpressure backpressure = backpressureOf(spec, limits);
        const bool isDropping =
            backpressure.whenFull == WhenFull::DropOldest || backpressure.whenFull == WhenFull::DropNewest;
        const bool mayHaveRoom = obstacle.refusal->code != ErrorCode::TooLarge;
        bool isFreed = false;
        if (isDropping && mayHaveRoom) {
            const auto first =
                backpressure.whenFull == WhenFull::DropOldest ? DropRequest::First::Oldest : DropRequest::First::Newest;
            auto dropped = store.drop({spec.queue, spec.tenant, spec.priority, first, obstacle.needed}, now);
            if (!dropped)
                return failure(dropped.error());
            isFreed = !dropped->empty();
            std::move(dropped->begin(), dropped->end(), std::back_inserter(accepted.dropped));
        }
        if (!isFreed) {
            if (backpressure.whenFull == WhenFull::Wait && mayHaveRoom)
                accepted.mayWait.emplace(accepted.jobs.size(), Wait {backpressure.waitMax, obstacle.at});
            return Result<Enqueued>(failure(*obstacle.refusal));
        }
    }
    auto job = store.enqueue({&spec, 1}, {&id, 1}, now);
    if (!job)
        return failure(job.error());
    return std::move(job->front());
}

Backpressure Admission::backpressureOf(const JobSpec &spec, const TenantLimits &limits) const
{
    const QueueSettings *queue = m_settings.findQueue(spec.queue);
    return limits.backpressure.value_or(queue ? queue->backpressure : Backpressure {});
}

Admission::Obstacle Admission::obstacleOf(
    const JobSpec &spec, const TenantLimits &limits, const Backlog &backlog, const Bottlenecks &crowded) const
{
    const QueueSettings *queue = m_settings.findQueue(spec.queue);
    const std::array<Bound, 3> bounds {
        Bound {Bottleneck::ofTenant(spec.tenant), backlog.ofTenant, limits.depthMax, limits.bytesMax},
        Bound {
            Bottleneck::ofQueue(spec.queue), backlog.ofQueue, queue ? queue->depthMax : 0, queue ? queue->bytesMax : 0},
        Bound {Bottleneck::ofEngine(), backlog.ofEngine, m_settings.depthMax, m_settings.bytesMax}};
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
