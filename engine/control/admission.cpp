// SPDX-License-Identifier: Apache-2.0
#include "engine/control/admission.h"

#include <algorithm>

namespace fairlead {

Admission::Admission(const EngineSettings &settings)
    : m_settings(settings)
{
    const auto isLimited = [](const auto &one) { return one.rules.depthMax.value_or(0) > 0; };
    m_mayHaveLimits = std::any_of(settings.queues.begin(), settings.queues.end(), [](const QueueSettings &queue) {
        return queue.depthMax > 0;
    }) || std::any_of(settings.plans.begin(), settings.plans.end(), isLimited);
    for (const TenantSettings &tenant : settings.tenants)
        set(tenant);
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
    m_tenants.insert_or_assign(tenant.name, tenant);
    m_mayHaveLimits = m_mayHaveLimits || tenant.rules.depthMax.value_or(0) > 0;
}

TenantSettings Admission::settingsOf(const TenantName &tenant) const
{
    const auto found = m_tenants.find(tenant);
    return found == m_tenants.end() ? TenantSettings {tenant, {}, {}} : found->second;
}

Result<Admission::Accepted> Admission::enqueue(
    Store &store, std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now) const
{
    Accepted accepted;
    if (!m_mayHaveLimits) {
        auto jobs = store.enqueue(specs, ids, now);
        if (!jobs)
            return failure(jobs.error());
        accepted.jobs = std::move(*jobs);
        return accepted;
    }
    // One by one: each job counts for the next.
    for (std::size_t i = 0; i < specs.size(); ++i) {
        const Result<> room = makeRoom(store, specs[i], now, accepted);
        if (!room) {
            if (room.error().code != ErrorCode::TenantFull && room.error().code != ErrorCode::QueueFull)
                return failure(room.error());
            accepted.jobs.emplace_back(failure(room.error()));
            continue;
        }
        auto job = store.enqueue(specs.subspan(i, 1), ids.subspan(i, 1), now);
        if (!job)
            return failure(job.error());
        accepted.jobs.push_back(std::move(job->front()));
    }
    return accepted;
}

Result<> Admission::makeRoom(Store &store, const JobSpec &spec, TimePoint now, Accepted &accepted) const
{
    const QueueSettings *queue = m_settings.findQueue(spec.queue);
    const std::int64_t queueMax = queue ? queue->depthMax : 0;
    const TenantLimits limits = m_settings.limitsOf(settingsOf(spec.tenant));
    if (queueMax == 0 && limits.depthMax == 0)
        return {};
    const auto backlog = store.backlog(spec.queue, spec.tenant);
    if (!backlog)
        return failure(backlog.error());
    const bool isTenantFull = limits.depthMax > 0 && backlog->ofTenant >= limits.depthMax;
    const bool isQueueFull = queueMax > 0 && backlog->ofQueue >= queueMax;
    if (!isTenantFull && !isQueueFull)
        return {};
    if (queue && queue->backpressure == Backpressure::DropOldest) {
        auto dropped = store.dropOldest(spec.queue, spec.tenant, spec.priority, now);
        if (!dropped)
            return failure(dropped.error());
        if (*dropped) {
            accepted.dropped.push_back(std::move(**dropped));
            return {};
        }
    }
    if (isTenantFull)
        return failure(ErrorCode::TenantFull,
            "tenant '" + spec.tenant.text() + "' has " + std::to_string(backlog->ofTenant)
                + " jobs waiting, its limit is " + std::to_string(limits.depthMax)
                + (limits.plan.empty() ? "" : " (plan " + limits.plan + ")") + "; try again later");
    return failure(ErrorCode::QueueFull,
        "queue '" + spec.queue.text() + "' has " + std::to_string(backlog->ofQueue) + " jobs waiting, its limit is "
            + std::to_string(queueMax) + "; try again later");
}

} // namespace fairlead
