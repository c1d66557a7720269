// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/fair_scheduler.h"

#include <utility>

namespace fairlead {

FairScheduler::FairScheduler(const Options &options)
    : m_options(options)
    , m_tenants(options.idleTenantsMax)
{
}

// --- settings --------------------------------------------------------------------------------------------------------

void FairScheduler::setQueue(const QueueName &name, const QueueShare &share)
{
    const QueueId id = queueOf(name);
    Queue &queue = m_queues[id];
    queue.lanes.setShare(share);
    queue.runningMax = share.runningMax;
    queue.perVisit = creditPerVisit(m_options.queueQuantum.count(), share.weight);
    m_ring.setPerVisit(id, queue.perVisit);
}

void FairScheduler::setTenantWeight(const TenantName &name, double weight)
{
    TenantTable::Rule rule = m_tenants.ruleOf(name);
    rule.weight = weight;
    m_tenants.setRule(name, rule);
    if (const auto tenant = m_tenants.find(name)) {
        for (Queue &queue : m_queues)
            queue.lanes.setWeight(*tenant, weight);
    }
}

void FairScheduler::setPaused(
    const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant, bool isPaused)
{
    if (!queue && !tenant) {
        m_isPaused = isPaused;
    } else if (!tenant) {
        m_queues[queueOf(*queue)].isPaused = isPaused;
    } else if (!queue) {
        TenantTable::Rule rule = m_tenants.ruleOf(*tenant);
        rule.isPaused = isPaused;
        m_tenants.setRule(*tenant, rule);
    } else if (isPaused) {
        m_queues[queueOf(*queue)].pausedTenants.insert(*tenant);
    } else {
        m_queues[queueOf(*queue)].pausedTenants.erase(*tenant);
    }
    const auto known = tenant ? m_tenants.find(*tenant) : std::nullopt;
    for (QueueId id = 0; id < m_queues.size(); ++id) {
        if (known)
            applyRules(m_queues[id], *known);
        updateQueue(id);
    }
}

FairScheduler::QueueId FairScheduler::queueOf(const QueueName &name)
{
    const auto [found, isNew] = m_queueIds.try_emplace(name, static_cast<QueueId>(m_queues.size()));
    if (isNew) {
        Queue &queue = m_queues.emplace_back(name, m_jobs);
        queue.perVisit = creditPerVisit(m_options.queueQuantum.count(), QueueShare {}.weight);
        m_tenants.forEach([&](TenantTable::Id tenant) { applyRules(queue, tenant); });
    }
    return found->second;
}

TenantTable::Id FairScheduler::tenantOf(const TenantName &name)
{
    if (const auto found = m_tenants.find(name))
        return *found;
    const TenantTable::Id tenant = m_tenants.add(name);
    for (Queue &queue : m_queues)
        applyRules(queue, tenant);
    return tenant;
}

void FairScheduler::applyRules(Queue &queue, TenantTable::Id tenant)
{
    const TenantName &name = m_tenants.nameOf(tenant);
    const TenantTable::Rule rule = m_tenants.ruleOf(name);
    queue.lanes.setWeight(tenant, rule.weight);
    queue.lanes.setPaused(tenant, rule.isPaused || queue.pausedTenants.contains(name));
}

void FairScheduler::updateQueue(QueueId id)
{
    const Queue &queue = m_queues[id];
    const bool isRunnable = !queue.isPaused && queue.lanes.hasRunnable();
    if (isRunnable == m_ring.contains(id))
        return;
    if (isRunnable)
        m_ring.join(id, queue.perVisit);
    else
        m_ring.leave(id);
}

// --- the waiting -----------------------------------------------------------------------------------------------------

void FairScheduler::add(const Lane &lane, const ReadyJob &job)
{
    const LaneIndex index {queueOf(lane.queue), tenantOf(lane.tenant), lane.priority};
    if (!m_queues[index.queue].lanes.add(index, job))
        return;
    changeActivity(index.tenant, 1, 0);
    updateQueue(index.queue);
}

bool FairScheduler::remove(const Lane &lane, Seq seq)
{
    const std::optional<LaneIndex> index = findLane(lane);
    const WaitingJobs::Node node = index ? m_queues[index->queue].lanes.find(*index, seq) : WaitingJobs::none;
    if (node == WaitingJobs::none)
        return false;
    drop(node);
    return true;
}

void FairScheduler::drop(WaitingJobs::Node node)
{
    const LaneIndex lane = m_jobs.lane(node);
    m_queues[lane.queue].lanes.remove(node);
    updateQueue(lane.queue);
    changeActivity(lane.tenant, -1, 0);
}

void FairScheduler::expire(TimePoint now)
{
    for (auto node = m_jobs.earliestDeadline(); node && now > *m_jobs.job(*node).deadline;
         node = m_jobs.earliestDeadline()) {
        const LaneIndex lane = m_jobs.lane(*node);
        m_expired.push_back(
            {{m_queues[lane.queue].name, lane.priority, m_tenants.nameOf(lane.tenant)}, m_jobs.job(*node)});
        drop(*node);
    }
}

std::vector<LaneJob> FairScheduler::takeExpired()
{
    return std::exchange(m_expired, {});
}

std::optional<LaneIndex> FairScheduler::findLane(const Lane &lane) const
{
    const auto queue = m_queueIds.find(lane.queue);
    const auto tenant = m_tenants.find(lane.tenant);
    if (queue == m_queueIds.end() || !tenant)
        return std::nullopt;
    return LaneIndex {queue->second, *tenant, lane.priority};
}

std::size_t FairScheduler::waitingIn(const Lane &lane) const
{
    const std::optional<LaneIndex> index = findLane(lane);
    return index ? m_queues[index->queue].lanes.waitingIn(*index) : 0;
}

bool FairScheduler::hasRunnable() const
{
    bool found = false;
    m_ring.forEach([&](QueueId id) { found = found || m_queues[id].mayStart(); });
    return found && !m_isPaused;
}

void FairScheduler::changeActivity(TenantTable::Id tenant, int waiting, int running)
{
    m_tenants.changeActivity(tenant, waiting, running);
    while (const auto forgotten = m_tenants.forgetOneIdle()) {
        for (Queue &queue : m_queues)
            queue.lanes.forget(*forgotten);
    }
}

// --- turns -----------------------------------------------------------------------------------------------------------

std::optional<Pick> FairScheduler::takeNext(TimePoint now)
{
    expire(now);
    if (!hasRunnable())
        return std::nullopt;
    switch (m_options.policy) {
    case DispatchPolicy::Fair:
        break;
    case DispatchPolicy::Fifo:
        const QueueId oldest = *selectOldestQueue();
        return take(oldest, *m_queues[oldest].lanes.oldestTurn());
    }
    const QueueId id = *selectQueue();
    return take(id, *m_queues[id].lanes.nextTurn());
}

std::optional<FairScheduler::QueueId> FairScheduler::selectQueue()
{
    return m_ring.select([this](QueueId id) {
        Queue &queue = m_queues[id];
        return DeficitRing::Front {creditOf(queue.lanes.nextTurn()->runTime), queue.mayStart()};
    });
}

std::optional<FairScheduler::QueueId> FairScheduler::selectOldestQueue() const
{
    std::optional<QueueId> oldest;
    std::optional<Position> position;
    m_ring.forEach([&](QueueId id) {
        if (!m_queues[id].mayStart())
            return;
        const Position first = m_jobs.job(m_queues[id].lanes.oldestTurn()->node).position;
        if (!position || first < *position) {
            oldest = id;
            position = first;
        }
    });
    return oldest;
}

Pick FairScheduler::take(QueueId id, const QueueLanes::Turn &turn)
{
    Queue &queue = m_queues[id];
    const LaneIndex index {id, turn.tenant, turn.priority};
    Pick pick {{queue.name, turn.priority, m_tenants.nameOf(turn.tenant)}, m_jobs.job(turn.node), turn.cost,
        turn.runTime, index};
    queue.lanes.take(turn);
    ++queue.running;
    changeActivity(turn.tenant, -1, 1);
    if (waitsElsewhere(index)) {
        for (QueueId other = 0; other < m_queues.size(); ++other) {
            QueueLanes &lanes = m_queues[other].lanes;
            lanes.chargeElsewhere(turn.tenant, other == id ? std::optional(turn.priority) : std::nullopt,
                lanes.costOf(pick.job.cost, turn.runTime));
        }
    }
    m_ring.pay(id, creditOf(turn.runTime));
    updateQueue(id);
    return pick;
}

bool FairScheduler::waitsElsewhere(const LaneIndex &lane) const
{
    return static_cast<std::size_t>(m_tenants.waiting(lane.tenant)) > m_queues[lane.queue].lanes.waitingIn(lane);
}

void FairScheduler::settle(const Pick &pick, std::optional<Microseconds> ran)
{
    const LaneIndex &index = pick.index;
    Queue &queue = m_queues[index.queue];
    --queue.running;
    const std::int64_t runTime = ran ? RunTimeEstimate::worth(*ran) : 0;
    if (ran)
        queue.lanes.settleRan(index, pick.charged, runTime);
    else
        queue.lanes.settleNotRun(index, pick.charged);
    m_ring.correct(index.queue, (pick.expectedRunTime - runTime) * creditPerCost);
    if (waitsElsewhere(index)) {
        for (QueueId other = 0; other < m_queues.size(); ++other) {
            QueueLanes &lanes = m_queues[other].lanes;
            const auto except = other == index.queue ? std::optional(index.priority) : std::nullopt;
            if (!ran)
                lanes.chargeElsewhere(index.tenant, except, -lanes.costOf(pick.job.cost, pick.expectedRunTime));
            else if (lanes.costMode() == CostMode::Measured)
                lanes.chargeElsewhere(index.tenant, except, runTime - pick.expectedRunTime);
        }
    }
    changeActivity(index.tenant, 0, -1);
}

} // namespace fairlead
