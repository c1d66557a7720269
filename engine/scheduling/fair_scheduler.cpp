// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/fair_scheduler.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
std::optional<TimePoint> earlier(std::optional<TimePoint> a, std::optional<TimePoint> b)
{
    return a && b ? std::min(a, b) : a ? a : b;
}
} // namespace

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
    if (queue.isPulled != share.isPulled)
        setServed(id, false); // the parts of tenants are counted anew
    queue.lanes.setShare(share);
    queue.runningMax = share.runningMax;
    queue.mailbox = share.mailbox;
    queue.weight = share.weight;
    queue.isPulled = share.isPulled;
    setServed(id, true);
    updateQueue(id);
}

void FairScheduler::setServed(QueueId id, bool isServed)
{
    if (std::exchange(m_queues[id].isServed, isServed) != isServed)
        m_tenants.forEach([&](TenantTable::Id tenant) { updatePart(id, tenant); });
}

bool FairScheduler::serveOnly(const std::set<QueueName> &names)
{
    const std::size_t before = unservedQueues().size();
    for (QueueId id = 0; id < m_queues.size(); ++id)
        setServed(id, m_queues[id].isServed && names.contains(m_queues[id].name));
    return unservedQueues().size() > before;
}

void FairScheduler::setGates(const QueueName &queue, const QueueGates &gates)
{
    const QueueId id = queueOf(queue);
    if (!m_gates.set(id, gates))
        return;
    setShut(id, m_gates.isShut(id));
    m_tenants.forEach([&](TenantTable::Id tenant) {
        applyRules(m_queues[id], tenant);
        updatePart(id, tenant);
    });
}

void FairScheduler::setTenant(const TenantName &name, const TenantShare &share, TimePoint now)
{
    TenantTable::Rule rule = m_tenants.ruleOf(name);
    rule.share = share;
    m_tenants.setRule(name, rule);
    if (!share.rate)
        m_spent.erase(name);
    const auto tenant = m_tenants.find(name);
    if (!tenant)
        return;
    m_brakes.set(*tenant, share.runningMax, share.rate, now);
    divideWeight(*tenant);
    updateTenant(*tenant);
}

void FairScheduler::setPaused(
    const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant, bool isPaused)
{
    if (!tenant) {
        setPausedForAll(queue, isPaused);
        return;
    }
    if (!queue) {
        TenantTable::Rule rule = m_tenants.ruleOf(*tenant);
        rule.isPaused = isPaused;
        m_tenants.setRule(*tenant, rule);
    } else if (isPaused) {
        m_queues[queueOf(*queue)].pausedTenants.insert(*tenant);
    } else {
        m_queues[queueOf(*queue)].pausedTenants.erase(*tenant);
    }
    if (const auto known = m_tenants.find(*tenant))
        updateTenant(*known);
}

void FairScheduler::setPausedForAll(const std::optional<QueueName> &queue, bool isPaused)
{
    if (!queue) {
        if (m_isPaused && !isPaused) {
            for (TenantTable::Id tenant = 0; tenant < m_runnableSince.size(); ++tenant)
                m_runnableSince[tenant] = m_now;
        }
        m_isPaused = isPaused;
        return;
    }
    const QueueId id = queueOf(*queue);
    m_queues[id].isPaused = isPaused;
    m_tenants.forEach([&](TenantTable::Id tenant) { updatePart(id, tenant); });
}

FairScheduler::QueueId FairScheduler::queueOf(const QueueName &name)
{
    const auto [found, isNew] = m_queueIds.try_emplace(name, static_cast<QueueId>(m_queues.size()));
    if (isNew) {
        Queue &queue = m_queues.emplace_back(found->second, name, m_jobs);
        queue.isServed = m_options.servesUnsetQueues;
        m_tenants.forEach([&](TenantTable::Id tenant) { applyRules(queue, tenant); });
    }
    return found->second;
}

TenantTable::Id FairScheduler::tenantOf(const TenantName &name)
{
    if (const auto found = m_tenants.find(name))
        return *found;
    const TenantTable::Id tenant = m_tenants.add(name);
    const TenantShare share = m_tenants.ruleOf(name).share;
    m_brakes.set(tenant, share.runningMax, share.rate, TimePoint {}); // a full bucket, at any time
    if (const auto spent = m_spent.extract(name))
        m_brakes.restore(tenant, spent.mapped());
    for (Queue &queue : m_queues)
        applyRules(queue, tenant);
    return tenant;
}

void FairScheduler::applyRules(Queue &queue, TenantTable::Id tenant)
{
    const TenantName &name = m_tenants.nameOf(tenant);
    const bool mayStart = m_brakes.mayStart(tenant, m_tenants.running(tenant)) && !m_gates.isHeld(queue.id, tenant);
    queue.lanes.setPaused(tenant, !mayStart || m_tenants.ruleOf(name).isPaused || queue.pausedTenants.contains(name));
}

/// To be called after the tenant's pauses, limits or their use have changed.
void FairScheduler::updateTenant(TenantTable::Id tenant)
{
    for (QueueId id = 0; id < m_queues.size(); ++id) {
        applyRules(m_queues[id], tenant);
        updatePart(id, tenant);
    }
}

/// To be called after the tenant's jobs in the queue, or its pauses, have changed.
void FairScheduler::updatePart(QueueId id, TenantTable::Id tenant)
{
    Queue &queue = m_queues[id];
    queue.parts.reach(tenant);
    m_queuesOf.reach(tenant);
    m_runnableSince.reach(tenant);
    const bool isRunnable = queue.isServed && !queue.isPaused && queue.lanes.isRunnable(tenant);
    if (isRunnable == queue.hasPart(tenant))
        return;
    if (queue.isShared())
        changeQueuesOf(tenant, isRunnable ? 1 : -1);
    const std::size_t waiting = queue.lanes.waitingOf(tenant);
    queue.claimable = isRunnable ? queue.claimable + waiting : queue.claimable - waiting;
    setPart(id, tenant, isRunnable ? m_tenants.ruleOf(m_tenants.nameOf(tenant)).share.weight : 0);
    if (queue.isShared() && m_queuesOf[tenant] > (isRunnable ? 1 : 0))
        divideWeight(tenant);
}

void FairScheduler::changeQueuesOf(TenantTable::Id tenant, int by)
{
    if (m_queuesOf[tenant] == 0)
        m_runnableSince[tenant] = m_now;
    m_queuesOf[tenant] += by;
}

void FairScheduler::divideWeight(TenantTable::Id tenant)
{
    const double weight = m_tenants.ruleOf(m_tenants.nameOf(tenant)).share.weight;
    for (QueueId id = 0; id < m_queues.size(); ++id) {
        const Queue &queue = m_queues[id];
        if (queue.hasPart(tenant))
            setPart(id, tenant, queue.isShared() ? weight / m_queuesOf[tenant] : weight);
    }
}

void FairScheduler::setPart(QueueId id, TenantTable::Id tenant, double weight)
{
    constexpr double millionths = 1'000'000;
    Queue &queue = m_queues[id];
    const std::int64_t part = weight > 0 ? std::max<std::int64_t>(std::llround(weight * millionths), 1) : 0;
    queue.partsSum += part - std::exchange(queue.parts[tenant], part);
    if (part > 0)
        queue.lanes.setWeight(tenant, weight);
    updateQueue(id);
}

void FairScheduler::updateQueue(QueueId id)
{
    const Queue &queue = m_queues[id];
    const bool isRunnable = queue.partsSum > 0 && !queue.isPulled;
    if (isRunnable && !m_ring.contains(id))
        m_ring.join(id, perVisitOf(queue));
    else if (!isRunnable && m_ring.contains(id))
        m_ring.leave(id);
    else
        m_ring.setPerVisit(id, perVisitOf(queue));
}

Credit FairScheduler::perVisitOf(const Queue &queue) const
{
    const double weight = queue.weight * static_cast<double>(queue.partsSum) / 1'000'000;
    return creditPerVisit(m_options.queueQuantum.count(), weight);
}

// --- waiting jobs ----------------------------------------------------------------------------------------------------

void FairScheduler::add(const Lane &lane, const ReadyJob &job)
{
    const LaneIndex index {queueOf(lane.queue), tenantOf(lane.tenant), lane.priority};
    Queue &queue = m_queues[index.queue];
    if (!queue.lanes.add(index, job))
        return;
    if (job.position != positionToCome)
        m_newest = std::max(m_newest, job.position);
    queue.claimable += queue.hasPart(index.tenant) ? 1 : 0;
    m_tenants.changeActivity(index.tenant, 1, 0);
    forgetIdle();
    updatePart(index.queue, index.tenant);
}

bool FairScheduler::remove(const Lane &lane, JobNumber seq)
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
    Queue &queue = m_queues[lane.queue];
    queue.lanes.remove(node);
    queue.claimable -= queue.hasPart(lane.tenant) ? 1 : 0;
    updatePart(lane.queue, lane.tenant);
    m_tenants.changeActivity(lane.tenant, -1, 0);
    forgetIdle();
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

std::optional<TimePoint> FairScheduler::nextChange() const
{
    std::optional<TimePoint> next = earlier(m_brakes.nextRelease(), m_gates.nextRelease());
    const auto node = m_jobs.earliestDeadline();
    return node ? earlier(next, *m_jobs.job(*node).deadline + Microseconds {1}) : next;
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

void FairScheduler::forgetIdle()
{
    while (const auto idle = m_tenants.findIdleTooLong()) {
        if (const auto level = m_brakes.levelOf(*idle); level && level->fullAgain > level->at)
            m_spent.insert_or_assign(m_tenants.nameOf(*idle), *level);
        m_brakes.forget(*idle);
        m_gates.forget(*idle);
        for (Queue &queue : m_queues)
            queue.lanes.forget(*idle);
        m_tenants.forget(*idle);
    }
}

// --- turns -----------------------------------------------------------------------------------------------------------

std::optional<Selection> FairScheduler::takeNext(TimePoint now, int held)
{
    expire(now);
    release(now);
    while (hasRunnable(held)) {
        const bool isFair = m_options.policy == DispatchPolicy::Fair;
        const QueueId id = isFair ? *selectQueue(held) : *selectOldestQueue(held);
        if (auto selection = tryTake(id, *nextTurn(m_queues[id]), now))
            return selection;
    }
    return std::nullopt;
}

std::optional<Selection> FairScheduler::takeNextOf(
    const QueueName &queue, TimePoint now, const std::optional<TenantName> &only)
{
    expire(now);
    release(now);
    const auto found = m_queueIds.find(queue);
    if (found == m_queueIds.end())
        return std::nullopt;
    Queue &from = m_queues[found->second];
    while (!m_isPaused && from.partsSum > 0 && from.mayStart(0)) {
        const auto tenant = only ? m_tenants.find(*only) : std::nullopt;
        const auto turn = !only ? nextTurn(from) : tenant ? from.lanes.nextTurnOf(*tenant) : std::nullopt;
        if (!turn)
            return std::nullopt;
        if (auto selection = tryTake(found->second, *turn, now))
            return selection;
    }
    return std::nullopt;
}

std::optional<FairScheduler::QueueId> FairScheduler::selectQueue(int held)
{
    return m_ring.select([this, held](QueueId id) {
        Queue &queue = m_queues[id];
        return DeficitRing::Front {creditOf(queue.lanes.nextTurn()->runTime), queue.mayStart(held)};
    });
}

std::optional<FairScheduler::QueueId> FairScheduler::selectOldestQueue(int held) const
{
    std::optional<QueueId> oldest;
    std::optional<QueuePosition> position;
    m_ring.forEach([&](QueueId id) {
        if (!m_queues[id].mayStart(held))
            return;
        const QueuePosition first = m_jobs.job(m_queues[id].lanes.oldestTurn()->node).position;
        if (!position || first < *position) {
            oldest = id;
            position = first;
        }
    });
    return oldest;
}

std::optional<QueueLanes::Turn> FairScheduler::nextTurn(Queue &queue) const
{
    return m_options.policy == DispatchPolicy::Fair ? queue.lanes.nextTurn() : queue.lanes.oldestTurn();
}

/// Empty when a gate is shut for the job of this turn. The lanes that the gate holds are then not runnable any more.
std::optional<Selection> FairScheduler::tryTake(QueueId id, const QueueLanes::Turn &turn, TimePoint now)
{
    const GatePass pass {++m_passes};
    if (const auto held = m_gates.tryEnter(id, turn.tenant, pass, now)) {
        updateLanes(*held);
        return std::nullopt;
    }
    return take(id, turn, pass, now);
}

Selection FairScheduler::take(QueueId id, const QueueLanes::Turn &turn, GatePass pass, TimePoint now)
{
    Queue &queue = m_queues[id];
    const LaneIndex index {id, turn.tenant, turn.priority};
    Selection selection {{queue.name, turn.priority, m_tenants.nameOf(turn.tenant)}, m_jobs.job(turn.node), turn.cost,
        turn.runTime, index, pass, m_gates.setOf(id)};
    queue.lanes.take(turn);
    ++queue.running;
    --queue.claimable;
    m_tenants.changeActivity(turn.tenant, -1, 1);
    queue.lanes.chargeOtherClasses(index, turn.cost);
    if (!queue.isPulled)
        m_ring.pay(id, creditOf(turn.runTime));
    updatePart(id, turn.tenant);
    selection.spent = m_brakes.started(turn.tenant, now);
    if (!m_brakes.mayStart(turn.tenant, m_tenants.running(turn.tenant)))
        updateTenant(turn.tenant);
    if (queue.hasPart(turn.tenant)) {
        if (const auto held = m_gates.look(id, turn.tenant, now))
            updateLanes(*held);
    }
    return selection;
}

void FairScheduler::release(TimePoint now)
{
    m_now = now;
    for (const TenantTable::Id tenant : m_brakes.release(now))
        updateTenant(tenant);
    for (const LaneGates::Lanes &lanes : m_gates.release(now))
        updateLanes(lanes);
}

/// To be called when a gate began to hold these lanes, or let them go.
void FairScheduler::updateLanes(const LaneGates::Lanes &lanes)
{
    if (!lanes.tenant) {
        setShut(lanes.queue, m_gates.isShut(lanes.queue));
        return;
    }
    applyRules(m_queues[lanes.queue], *lanes.tenant);
    updatePart(lanes.queue, *lanes.tenant);
}

/// The tenants keep their parts of a shut queue, so that only those need an update that wait elsewhere too: there they
/// have their whole weight as long as the queue is shut.
void FairScheduler::setShut(QueueId id, bool isShut)
{
    Queue &queue = m_queues[id];
    if (std::exchange(queue.isShut, isShut) == isShut || queue.isPulled)
        return;
    for (TenantTable::Id tenant = 0; tenant < queue.parts.size(); ++tenant) {
        if (!queue.hasPart(tenant))
            continue;
        changeQueuesOf(tenant, isShut ? -1 : 1);
        if (m_queuesOf[tenant] > (isShut ? 0 : 1))
            divideWeight(tenant);
    }
}

void FairScheduler::charge(const Selection &selection, std::optional<Microseconds> ran, const Outcome &outcome)
{
    const LaneIndex &index = selection.index;
    Queue &queue = m_queues[index.queue];
    --queue.running;
    const bool isSentBack = std::holds_alternative<Snoozed>(outcome);
    std::int64_t runTime = ran ? RunTimeEstimate::worth(*ran) : 0;
    if (ran && isSentBack)
        runTime = std::max(runTime, m_options.queueQuantum.count());
    if (!queue.isPulled)
        m_ring.correct(index.queue, (selection.expectedRunTime - runTime) * creditPerCost);
    if (!ran) {
        queue.lanes.refund(index, selection.charged);
        m_gates.notRun(selection.gates, index.tenant, selection.pass);
    } else {
        if (isSentBack)
            queue.lanes.chargeSentBack(index, selection.charged, runTime);
        else
            queue.lanes.chargeRan(index, selection.charged, runTime);
        chargeOtherQueues(index, runTime - selection.expectedRunTime);
        m_gates.ended(selection.gates, index.tenant, selection.pass, outcome);
    }
    const bool wasHeld = !m_brakes.mayStart(index.tenant, m_tenants.running(index.tenant));
    if (!ran)
        m_brakes.notRun(index.tenant);
    m_tenants.changeActivity(index.tenant, 0, -1);
    if (wasHeld)
        updateTenant(index.tenant);
    forgetIdle();
}

std::vector<CarriedDeficit> FairScheduler::deficits() const
{
    std::vector<CarriedDeficit> deficits;
    for (QueueId id = 0; id < m_queues.size(); ++id) {
        const Queue &queue = m_queues[id];
        if (const Credit owed = m_ring.debtOf(id); owed > perVisitOf(queue))
            deficits.push_back({queue.name, {}, Priority::Normal, owed});
        m_tenants.forEach([&](TenantTable::Id tenant) {
            for (const Priority priority : allPriorities) {
                if (const Credit owed = queue.lanes.debtOf({id, tenant, priority}); owed > 0)
                    deficits.push_back({queue.name, m_tenants.nameOf(tenant), priority, owed});
            }
        });
    }
    const std::size_t kept = std::min(deficits.size(), deficitsKept);
    std::partial_sort(deficits.begin(), deficits.begin() + static_cast<std::ptrdiff_t>(kept), deficits.end(),
        [](const CarriedDeficit &a, const CarriedDeficit &b) { return a.owed > b.owed; });
    deficits.erase(deficits.begin() + static_cast<std::ptrdiff_t>(kept), deficits.end());
    return deficits;
}

void FairScheduler::owe(const std::vector<CarriedDeficit> &deficits)
{
    for (const CarriedDeficit &deficit : deficits) {
        const QueueId id = queueOf(deficit.queue);
        if (deficit.tenant)
            m_queues[id].lanes.owe({id, tenantOf(*deficit.tenant), deficit.priority}, deficit.owed);
        else
            m_ring.owe(id, creditPerVisit(m_options.queueQuantum.count(), m_queues[id].weight), deficit.owed);
    }
    forgetIdle();
}

void FairScheduler::spend(const std::vector<SpentRate> &rates)
{
    for (const SpentRate &rate : rates) {
        if (!m_tenants.ruleOf(rate.tenant).share.rate)
            continue;
        if (const auto tenant = m_tenants.find(rate.tenant)) {
            m_brakes.restore(*tenant, rate.level);
            updateTenant(*tenant);
        } else {
            m_spent.insert_or_assign(rate.tenant, rate.level);
        }
    }
}

bool FairScheduler::recount(const std::vector<LaneIndex> &runs)
{
    std::vector<int> ofQueue(m_queues.size());
    std::map<TenantTable::Id, int> ofTenant;
    m_tenants.forEach([&](TenantTable::Id tenant) {
        if (m_tenants.running(tenant) > 0)
            ofTenant[tenant] = 0;
    });
    for (const LaneIndex &run : runs) {
        ++ofQueue[run.queue];
        ++ofTenant[run.tenant];
    }
    bool wasWrong = false;
    for (QueueId id = 0; id < m_queues.size(); ++id)
        wasWrong = std::exchange(m_queues[id].running, ofQueue[id]) != ofQueue[id] || wasWrong;
    for (const auto &[tenant, running] : ofTenant) {
        const auto counted = static_cast<int>(m_tenants.running(tenant));
        if (counted == running)
            continue;
        wasWrong = true;
        m_tenants.changeActivity(tenant, 0, running - counted);
        updateTenant(tenant);
    }
    return wasWrong;
}

/// Charges a surprisingly long run of a tenant that no longer waits here to the queues where it waits.
void FairScheduler::chargeOtherQueues(const LaneIndex &lane, std::int64_t surprise)
{
    const int count = m_queuesOf[lane.tenant];
    if (surprise <= 0 || count == 0 || m_queues[lane.queue].isPulled || m_queues[lane.queue].hasPart(lane.tenant))
        return;
    for (Queue &queue : m_queues) {
        if (queue.isShared() && queue.hasPart(lane.tenant))
            queue.lanes.chargeFromOutside(lane.tenant, surprise / count);
    }
}

} // namespace fairlead
