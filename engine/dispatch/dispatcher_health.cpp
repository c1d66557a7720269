// SPDX-License-Identifier: Apache-2.0
// The dispatcher's part of the facts about the engine's health.
#include "engine/dispatch/dispatcher.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The facts about tenants, which are many, are used again for so long.
constexpr Microseconds tenantsKept = std::chrono::seconds {10};

bool isPaused(const std::vector<Pause> &pauses, const QueueName &queue)
{
    return std::any_of(pauses.begin(), pauses.end(),
        [&](const Pause &pause) { return !pause.tenant && (!pause.queue || *pause.queue == queue); });
}
} // namespace

HealthFacts Dispatcher::healthFacts()
{
    HealthFacts facts {.now = m_ports.clock.now()};
    if (m_isStopping)
        return facts; // nothing is to start any more
    m_health.clock.look();
    facts.clockStep = m_health.clock.lastStep();
    facts.pauses = m_pauses;
    facts.refusedEnds = m_finishes.refused();
    const MonotonicTime now = m_ports.clock.monotonicNow();
    const bool renewsTenants = !m_health.tenants || now - m_health.tenants->takenOn >= tenantsKept;
    using Surveyed = FairScheduler::Surveyed;
    const WaitingSurvey survey =
        m_scheduler.survey(renewsTenants ? Surveyed::QueuesAndTenants : Surveyed::Queues, facts.now);
    m_scaling.noteWaits();
    std::map<QueueName, const WaitingSurvey::Queue *> waiting;
    for (const WaitingSurvey::Queue &queue : survey.queues)
        waiting.emplace(queue.name, &queue);
    facts.queues.reserve(m_settings.engine().queues.size());
    for (const QueueSettings &queue : m_settings.engine().queues) {
        const auto found = waiting.find(queue.name);
        facts.queues.push_back(factsOf(queue.name, found == waiting.end() ? nullptr : found->second));
        HealthFacts::Queue &last = facts.queues.back();
        last.isPulled = queue.isPulled();
        last.silence = queue.isPulled() ? m_leases.silenceOf(queue.name) : Microseconds {0};
        last.lostLeases = m_leases.lostOf(queue.name);
        const RecentMoves::Counts moved = m_health.moves.of(queue.name, now);
        last.movedIn = moved.in;
        last.movedOut = moved.out;
    }
    for (const WaitingSurvey::Queue &queue : survey.queues) {
        if (queue.isServed || queue.claimable == 0)
            continue;
        facts.queues.push_back(factsOf(queue.name, &queue));
        facts.queues.back().isConfigured = false;
    }
    if (renewsTenants)
        m_health.tenants = tenantFacts(survey);
    facts.tenants = m_health.tenants->tenants;
    facts.shares = m_health.tenants->shares;
    return facts;
}

HealthFacts::Queue Dispatcher::factsOf(const QueueName &name, const WaitingSurvey::Queue *waiting) const
{
    HealthFacts::Queue queue {.name = name};
    queue.isPaused = isPaused(m_pauses, name);
    queue.recent = m_flow.book().recentCountsOf(name, m_ports.clock.now());
    queue.deadLately = m_flow.book().lastMinuteOf(name, m_ports.clock.now()).dead;
    queue.running = m_scheduler.runningIn(name);
    queue.waiting = m_flow.book().readyIn(name);
    if (!waiting)
        return queue;
    queue.claimable = static_cast<std::int64_t>(waiting->claimable);
    queue.waiting = std::max(queue.claimable, queue.waiting);
    if (waiting->oldest)
        queue.oldest = m_scaling.waitOf(*waiting->oldest);
    // An open circuit breaker is told of by itself.
    if (waiting->held && waiting->held->by != "circuit_breaker")
        queue.held = heldOf(name, *waiting->held);
    return queue;
}

/// The scheduler has a window of each lane alone; the number of all is as last counted.
HealthFacts::Held Dispatcher::heldOf(const QueueName &name, const WaitingSurvey::Held &seen) const
{
    HealthFacts::Held held {
        seen.by, static_cast<std::int64_t>(seen.jobs), m_scaling.waitOf(seen.oldest), seen.tenant, false};
    if (!m_windows.isBacklogOnDisk())
        return held;
    if (seen.isWhole) {
        held.jobs = std::max(held.jobs, m_flow.book().readyIn(name));
        return held;
    }
    for (const auto &[tenant, jobs] : seen.deep) {
        const auto here = static_cast<std::int64_t>(jobs);
        const std::optional<std::int64_t> ready = m_flow.book().readyIn(name, tenant);
        held.jobs += std::max(ready.value_or(here) - here, std::int64_t {0});
        held.isAtLeast = held.isAtLeast || !ready;
    }
    return held;
}

Dispatcher::TenantFacts Dispatcher::tenantFacts(const WaitingSurvey &survey) const
{
    TenantFacts facts {.takenOn = m_ports.clock.monotonicNow()};
    const FlowCounts minute = m_flow.book().lastMinute(m_ports.clock.now());
    const std::int64_t runs = minute.succeeded + minute.failed + minute.dead;
    facts.shares.over = m_flow.sharesOver(facts.takenOn);
    facts.shares.meanRun = Microseconds {runs > 0 ? minute.workerTime / runs : 0};
    std::map<TenantName, Microseconds> underWay;
    for (const auto &[seq, active] : m_runs.runs()) {
        if (active.worker != noWorker)
            underWay[active.selection.lane.tenant] +=
                std::clamp(m_ports.clock.now() - active.run->started, Microseconds {0}, facts.shares.over);
    }
    facts.tenants.reserve(survey.tenants.size());
    auto ran = m_flow.tenants().begin(); // both are in order of name
    const auto last = m_flow.tenants().end();
    for (const WaitingSurvey::Tenant &waiter : survey.tenants) {
        while (ran != last && ran->first < waiter.name)
            ++ran;
        HealthFacts::Tenant &tenant = facts.tenants.emplace_back(HealthFacts::Tenant {.name = waiter.name});
        tenant.weight = waiter.weight;
        tenant.oldest = m_scaling.waitOf(waiter.oldest);
        tenant.runnable = m_ports.clock.now() - waiter.since;
        if (ran != last && ran->first == waiter.name)
            tenant.workerTime = Microseconds {ran->second.workerTime - ran->second.workerTimeBefore};
        if (const auto found = underWay.find(waiter.name); found != underWay.end())
            tenant.workerTime += found->second;
    }
    return facts;
}

} // namespace fairlead
