// SPDX-License-Identifier: Apache-2.0
// Figures and reasons of the scheduler, for people.
#include "engine/scheduling/fair_scheduler.h"

namespace fairlead {

std::size_t FairScheduler::waitingIn(const Lane &lane) const
{
    const std::optional<LaneIndex> index = findLane(lane);
    return index ? m_queues[index->queue].lanes.waitingIn(*index) : 0;
}

std::size_t FairScheduler::claimableIn(const QueueName &queue) const
{
    const auto found = m_queueIds.find(queue);
    const bool isHeld = found == m_queueIds.end() || m_isPaused || m_queues[found->second].isShut;
    return isHeld ? 0 : m_queues[found->second].claimable;
}

int FairScheduler::runningIn(const QueueName &queue) const
{
    const auto found = m_queueIds.find(queue);
    return found == m_queueIds.end() ? 0 : m_queues[found->second].running;
}

std::optional<ReadyJob> FairScheduler::oldestIn(const QueueName &queue) const
{
    const auto found = m_queueIds.find(queue);
    const bool isHeld = found == m_queueIds.end() || m_queues[found->second].isShut;
    const auto turn = isHeld ? std::nullopt : m_queues[found->second].lanes.oldestTurn();
    return turn ? std::optional(m_jobs.job(turn->node)) : std::nullopt;
}

std::vector<QueueName> FairScheduler::unservedQueues() const
{
    std::vector<QueueName> names;
    for (const Queue &queue : m_queues) {
        if (!queue.isServed)
            names.push_back(queue.name);
    }
    return names;
}

FairScheduler::Standing FairScheduler::standingOf(const Lane &lane, JobNumber seq) const
{
    Standing standing;
    const auto queueId = m_queueIds.find(lane.queue);
    if (queueId == m_queueIds.end())
        return standing;
    const Queue &queue = m_queues[queueId->second];
    standing.queueRunning = queue.running;
    standing.queueRunningMax = queue.runningMax;
    for (std::size_t tenant = 0; tenant < queue.parts.size(); ++tenant)
        standing.tenantsWaiting += queue.parts[tenant] > 0 ? 1 : 0;
    const std::optional<LaneIndex> index = findLane(lane);
    if (!index)
        return standing;
    const auto ahead = queue.lanes.aheadOf(*index, seq);
    standing.isInWindow = ahead.has_value();
    standing.ahead = ahead.value_or(queue.lanes.waitingIn(*index));
    standing.tenantRunning = m_tenants.running(index->tenant);
    standing.isTenantAtCap = m_brakes.isAtCap(index->tenant, standing.tenantRunning);
    standing.rateUntil = m_brakes.waitsUntil(index->tenant);
    standing.gate = m_gates.whySlow(queueId->second, index->tenant, m_now);
    return standing;
}

FairScheduler::Wait FairScheduler::waitOf(const QueueName &queueName, const TenantName &tenantName, TimePoint now) const
{
    Wait wait;
    const auto queueId = m_queueIds.find(queueName);
    const auto tenant = m_tenants.find(tenantName);
    if (queueId == m_queueIds.end() || !tenant)
        return wait;
    const Queue &queue = m_queues[queueId->second];
    const WaitingJobs::Node first = queue.lanes.firstOf(*tenant);
    if (first == WaitingJobs::none)
        return wait;
    if (m_isPaused || queue.isPaused || isPausedByHand(queue, *tenant)) {
        wait.heldBy = WaitCode::Paused;
        return wait;
    }
    wait.oldest = m_jobs.job(first);
    if (!queue.isServed) {
        wait.heldBy = WaitCode::QueueNotConfigured;
    } else if (m_brakes.isSlow(*tenant, now)) {
        wait.heldBy = WaitCode::TenantRate;
        wait.until = m_brakes.waitsUntil(*tenant);
    } else if (m_brakes.isAtCap(*tenant, m_tenants.running(*tenant))) {
        wait.heldBy = WaitCode::TenantAtCap;
    } else if (const auto gate = m_gates.whySlow(queue.id, *tenant, now);
               gate && (!gate->until || now < *gate->until + LaneGates::shutLately)) {
        wait.heldBy = WaitCode::GateShut;
        wait.gate = gate->kind;
        wait.until = gate->until;
    }
    if (wait.until && *wait.until <= now)
        wait.until.reset();
    return wait;
}

std::map<QueueName, FairScheduler::Held> FairScheduler::held(TimePoint now) const
{
    std::map<QueueName, Held> all;
    const auto add = [&](QueueId id, std::optional<TenantTable::Id> tenant, const LaneGates::Hold &hold) {
        Held &one = all.try_emplace(m_queues[id].name, Held {hold, std::set<TenantName> {}}).first->second;
        if (tenant && one.tenants)
            one.tenants->insert(m_tenants.nameOf(*tenant));
        if (!tenant && (one.tenants || one.gate.isOpen))
            one = {hold, std::nullopt};
    };
    m_gates.forEachHold(add);
    m_gates.forEachOpened(now, add);
    return all;
}

bool FairScheduler::hasRunnable(int held) const
{
    bool found = false;
    m_ring.forEach([&](QueueId id) { found = found || m_queues[id].mayStart(held); });
    return found && !m_isPaused;
}

} // namespace fairlead
