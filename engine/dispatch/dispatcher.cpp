// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/dispatcher.h"

#include "engine/dispatch/wait_reasons.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The longest time that a start waits until every lane was read once.
constexpr Microseconds openingMax = std::chrono::seconds {1};
/// The time after which interrupted runs that have not ended are released without their answer.
constexpr Microseconds interruptLimit = std::chrono::seconds {15};

FairScheduler::Options schedulerOptions(const EngineSettings &settings)
{
    FairScheduler::Options options;
    options.policy = settings.policy;
    options.servesUnsetQueues = false;
    return options;
}
} // namespace

Dispatcher::Dispatcher(const SettingsInForce &settings, DispatchPorts ports, DispatchNotices notices)
    : m_ports(std::move(ports))
    , m_notices(std::move(notices))
    , m_settings(settings)
    , m_store(m_ports.store, m_ports.home)
    , m_turn(m_ports, [this] { takeTurn(); })
    , m_scheduler(schedulerOptions(m_settings.engine()))
    , m_windows(m_scheduler, m_store, m_settings.engine().windowPerLane, [this] { m_turn.ask(); })
    , m_runs(static_cast<std::size_t>(m_ports.workers.workerCount()))
    , m_flow(m_ports, m_notices)
    , m_scaling(m_settings, m_ports, {m_scheduler, m_runs, m_turn})
    , m_claims(m_settings, m_ports, m_notices, {m_scheduler, m_windows, m_runs, m_flow, m_retryBudgets, m_turn})
    , m_expiry(m_ports, m_notices, {m_scheduler, m_windows, m_claims, m_turn},
          [this](const ClaimedJob &job) { m_finishes.giveBack(job); })
    , m_arrivals(m_ports, m_notices, {m_windows, m_flow, m_scaling, m_expiry, m_turn})
    , m_finishes(m_settings, m_ports, m_notices, {m_scheduler, m_runs, m_flow, m_retryBudgets, m_arrivals, m_turn})
    , m_leases(m_settings, m_ports, m_notices, {m_scheduler, m_windows, m_runs, m_claims, m_finishes, m_turn})
    , m_stealing(m_settings.engine().mailboxMax(), m_ports, m_notices, m_runs)
    , m_recovery(m_ports, m_flow)
    , m_health {.clock = ClockWatch(m_ports.clock), .tenants = std::nullopt}
{
    applyQueues(m_ports.gates);
    for (const TenantSettings &tenant : m_settings.now().tenants())
        applyTenant(tenant);
}

// --- start -----------------------------------------------------------------------------------------------------------

void Dispatcher::start(std::function<void(Result<>)> started)
{
    m_recovery.start(m_settings.share(), [this, started = std::move(started)](const Result<KeptByStore> &kept) {
        if (!kept) {
            started(failure(kept.error()));
            return;
        }
        takeOver(*kept);
        started({});
        m_turn.ask();
    });
}

void Dispatcher::takeOver(const KeptByStore &kept)
{
    warnOfUnconfigured(kept.counts);
    for (const Pause &one : kept.pauses)
        pause(one);
    m_scheduler.spend(kept.spentRates);
    m_scheduler.owe(kept.deficits);
    m_flow.start(kept.flow);
    m_isRunning = true;
    m_claims.open();
    m_windows.open(kept.lanes);
    if (m_windows.isOpening()) {
        m_ports.timers.start(openingMax, [this] {
            m_windows.stopOpening();
            m_turn.ask();
        });
    }
    if (kept.nextDue)
        m_arrivals.scheduled(*kept.nextDue);
    if (kept.nextDeadline)
        m_expiry.waitsUntil(*kept.nextDeadline);
    beat();
    m_scaling.start();
    for (const auto &[queue, workers] : kept.scales)
        m_scaling.scale(queue, workers);
}

// --- the turn --------------------------------------------------------------------------------------------------------

void Dispatcher::takeTurn()
{
    m_finishes.pump();
    m_scaling.pump();
    if (m_isRunning && !m_isStopping && !m_windows.isOpening()) {
        m_claims.pump(m_finishes.underWay());
        m_leases.pump();
    }
    m_expiry.pump();
    if (m_claims.reservationsUnderWay() == 0)
        m_stealing.pump();
    checkStopped();
    checkIdle();
    m_claims.updateMayReserve();
}

bool Dispatcher::isAtRest() const
{
    return m_runs.runs().empty() && m_finishes.underWay() == 0 && m_claims.underWay() == 0 && m_lastWrites == 0;
}

void Dispatcher::checkIdle()
{
    if (m_isRunning && isAtRest() && m_arrivals.isIdle() && m_scheduler.size() == 0 && !m_windows.isBacklogOnDisk())
        m_notices.becameIdle();
}

/// Renews the runs three times within the shortest lease.
void Dispatcher::beat()
{
    Microseconds lease = std::chrono::seconds {60};
    for (const QueueSettings &queue : m_settings.engine().queues)
        lease = std::min(lease, queue.lease);
    m_ports.timers.start(lease / 3, [this] { beat(); });
    m_windows.retryFailed();
    m_health.clock.look();
    m_scaling.noteWaits();
    recountRuns();
    m_leases.renewRuns(lease);
}

/// Corrects the counts of runs that limits use. They follow starts and ends; here they are compared with the runs under
/// way.
void Dispatcher::recountRuns()
{
    if (m_claims.underWay() > 0)
        return; // selected, but not yet in the book of runs
    std::vector<LaneIndex> runs;
    for (const auto &[seq, active] : m_runs.runs())
        runs.push_back(active.selection.index);
    if (m_scheduler.recount(runs)) {
        m_notices.trouble({ErrorCode::Internal, "the count of runs did not agree with the leases; it was set right"});
        m_turn.ask();
    }
}

// --- acts and settings -----------------------------------------------------------------------------------------------

void Dispatcher::stateChanged(const StateChange &changed)
{
    if (changed.ready) {
        m_arrivals.arrived(changed.lane, *changed.ready);
        return;
    }
    if (changed.runningToken) {
        const LiveRun *active = m_runs.find(changed.seq);
        if (active && active->run->token == *changed.runningToken)
            active->run->cancellation->request(Cancellation::Reason::Cancelled);
        return;
    }
    if (changed.hasEnded)
        m_flow.endedWaiting(changed.lane, changed.state);
    if (changed.movedTo)
        m_health.moves.add(changed.lane.queue, *changed.movedTo, m_ports.clock.monotonicNow());
    if (m_scheduler.remove(changed.lane, changed.seq))
        m_windows.consumed(changed.lane);
    m_notices.roomFreed(changed.lane);
    m_turn.ask();
}

void Dispatcher::forgetPause(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    std::erase_if(m_pauses, [&](const Pause &kept) { return kept.queue == queue && kept.tenant == tenant; });
}

void Dispatcher::pause(const Pause &pause)
{
    m_scheduler.setPaused(pause.queue, pause.tenant, true);
    forgetPause(pause.queue, pause.tenant);
    m_pauses.push_back(pause);
}

void Dispatcher::resume(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    m_scheduler.setPaused(queue, tenant, false);
    forgetPause(queue, tenant);
    m_turn.ask();
}

void Dispatcher::applyQueues(const std::map<QueueName, QueueGates> &gates)
{
    for (const QueueSettings &queue : m_settings.engine().queues) {
        m_retryBudgets.setQueue(queue.name, queue.retryShare, m_ports.clock.now());
        const auto own = gates.find(queue.name);
        m_scheduler.setGates(queue.name, own == gates.end() ? QueueGates {} : own->second);
    }
}

void Dispatcher::warnOfUnconfigured(const std::vector<QueueTenantCounts> &counts) const
{
    if (std::string text = unconfiguredText(counts, m_settings.engine().queues); !text.empty())
        m_notices.trouble({ErrorCode::Configuration, std::move(text)});
}

void Dispatcher::applyTenant(const TenantSettings &tenant)
{
    const TenantLimits limits = m_settings.engine().limitsOf(tenant);
    m_scheduler.setTenant(tenant.name, {limits.weight, limits.concurrency, limits.rate}, m_ports.clock.now());
    m_retryBudgets.setTenant(tenant.name, limits.retryShare, m_ports.clock.now());
    m_notices.limitsChanged(tenant.name);
    m_turn.ask();
}

void Dispatcher::tenantChanged(const TenantName &name)
{
    m_settings.update();
    applyTenant(m_settings.now().tenant(name));
}

void Dispatcher::settingsReplaced(const std::map<QueueName, QueueGates> &gates)
{
    m_settings.update();
    std::set<QueueName> names;
    for (const QueueSettings &queue : m_settings.engine().queues)
        names.insert(queue.name);
    if (m_scheduler.serveOnly(names)) {
        m_store.ask<std::vector<QueueTenantCounts>>(
            0, [](StoreSession &store) { return store.waiting().counts({}); },
            [this](const Result<std::vector<QueueTenantCounts>> &counts) {
                if (counts)
                    warnOfUnconfigured(*counts);
            });
    }
    applyQueues(gates);
    m_scaling.configure();
    m_claims.configure();
    m_stealing.configure(m_settings.engine().mailboxMax());
    m_leases.configure();
    m_scheduler.askGates();
    m_turn.ask();
    for (const TenantSettings &tenant : m_settings.now().tenants())
        applyTenant(tenant);
}

// --- stop ------------------------------------------------------------------------------------------------------------

void Dispatcher::stop(StopMode mode, std::function<void()> stopped)
{
    m_isStopping = true;
    m_stopped = std::move(stopped);
    m_claims.stop();
    m_leases.stop();
    switch (mode) {
    case StopMode::Drain:
        m_ports.timers.start(m_settings.engine().drainLimit, [this] { interruptRuns(); });
        break;
    case StopMode::Now:
        interruptRuns();
        break;
    }
    m_turn.ask();
}

void Dispatcher::interruptRuns()
{
    m_leases.releaseAll();
    for (const auto &[seq, active] : m_runs.runs())
        active.run->cancellation->request(Cancellation::Reason::Shutdown);
    m_ports.timers.start(interruptLimit, [this] { m_finishes.releaseAll(); });
}

void Dispatcher::checkStopped()
{
    if (!m_isStopping || !m_stopped || !isAtRest())
        return;
    if (std::exchange(m_isLeftInOrder, true))
        std::exchange(m_stopped, {})();
    else
        writeLast();
}

void Dispatcher::writeLast()
{
    m_lastWrites = 2;
    const auto written = [this] {
        --m_lastWrites;
        m_turn.ask();
    };
    m_flow.save(m_ports.clock.now(), written);
    saveDeficits(written);
}

/// Saves the deficits, so that tenants have them again at the next start.
void Dispatcher::saveDeficits(std::function<void()> saved)
{
    auto deficits = std::make_shared<const std::vector<CarriedDeficit>>(m_scheduler.deficits());
    if (deficits->empty()) {
        saved();
        return;
    }
    m_store.ask<void>(
        static_cast<int>(deficits->size()),
        [deficits](StoreSession &store) { return store.settings().saveDeficits(*deficits); },
        [this, saved = std::move(saved)](const Result<> &kept) {
            if (!kept)
                m_notices.trouble(kept.error());
            saved();
        });
}

// --- figures and reasons ---------------------------------------------------------------------------------------------

DispatchSnapshot Dispatcher::snapshot(DispatchSnapshot::With with) const
{
    DispatchSnapshot picture;
    switch (with) {
    case DispatchSnapshot::With::Workers:
        break;
    case DispatchSnapshot::With::Queues:
        addQueues(picture);
        break;
    }
    picture.isStopping = m_isStopping;
    picture.workersByQueue = m_scaling.workersByQueue();
    picture.finished = m_flow.finishedCount();
    picture.lastMinute = m_flow.book().lastMinute(m_ports.clock.now());
    picture.pauses = m_pauses;
    m_runs.addTo(picture, m_ports.clock.monotonicNow());
    return picture;
}

std::vector<WorkerView> Dispatcher::workers() const
{
    DispatchSnapshot picture;
    m_runs.addTo(picture, m_ports.clock.monotonicNow());
    for (WorkerView &view : picture.workerViews)
        view.runTime = quantilesOf(m_flow.book().recentOfWorker(view.worker, m_ports.clock.now()).runTime);
    return std::move(picture.workerViews);
}

void Dispatcher::addQueues(DispatchSnapshot &picture) const
{
    const FlowBook &flow = m_flow.book();
    const TimePoint now = m_ports.clock.now();
    std::map<QueueName, FairScheduler::Held> held = m_scheduler.held(now);
    const auto add = [&](const QueueName &name, double weight) {
        const FlowCell recent = flow.recentOf(name, now);
        auto hold = held.extract(name);
        picture.queueFlow.emplace(name,
            QueueFlow {flow.totalsOf(name), quantilesOf(recent.queueTime), quantilesOf(recent.runTime),
                m_scheduler.oldestIn(name), weight, flow.lastMinuteOf(name, now),
                hold ? std::optional(std::move(hold.mapped())) : std::nullopt});
    };
    for (const QueueSettings &queue : m_settings.engine().queues)
        add(queue.name, queue.weight);
    for (const QueueName &unconfigured : m_scheduler.unservedQueues())
        add(unconfigured, 1);
}

WhyView Dispatcher::why(const JobRecord &record) const
{
    const JobSpec &spec = record.job.spec;
    const bool isConfigured = m_settings.engine().findQueue(spec.queue) != nullptr;
    if (record.state != JobState::Ready)
        return explainState(record, isConfigured);
    const TimePoint now = m_ports.clock.now();
    return explainWait(record,
        {.standing = m_scheduler.standingOf({spec.queue, spec.priority, spec.tenant}, record.job.seq),
            .pauses = m_pauses,
            .startsInLastMinute = m_flow.book().lastMinuteOf(spec.queue, spec.tenant, now).started,
            .silence = silenceOf(spec.queue),
            .isStopping = m_isStopping,
            .isConfigured = isConfigured,
            .now = now});
}

} // namespace fairlead
