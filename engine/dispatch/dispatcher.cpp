// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/dispatcher.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr int cutRunsPerCommit = 1'000;
constexpr int duePerCommit = 1'000;
/// How long a start waits for the first look into every lane.
constexpr Microseconds openingMax = std::chrono::seconds {1};
/// Expired jobs beyond the windows are looked for no more often.
constexpr Microseconds expiryPeriod = std::chrono::milliseconds {100};
/// Ends of runs that wait for their commit, per worker, before new starts are held back: these, or what its mailbox
/// holds. Fewer, and while a mailbox full of ends is written there would be no claim to go with it.
constexpr int finishesUnderWayPerWorker = 8;

TimePoint minuteOf(TimePoint time)
{
    return std::chrono::floor<std::chrono::minutes>(time);
}

/// What the store keeps for the next life of an engine. Debts are taken out of it.
struct KeptByStore
{
    std::vector<Lane> lanes;
    std::vector<Pause> pauses;
    std::vector<TenantSettings> tenants;
    std::vector<std::pair<QueueName, int>> scales;
    std::optional<TimePoint> nextDue;
    std::optional<TimePoint> nextDeadline;
    std::vector<Debt> debts;
    std::vector<std::pair<TimePoint, std::string>> flow;
};

Result<KeptByStore> takeOver(Store &store)
{
    auto lanes = store.lanes();
    auto pauses = store.pauses();
    auto tenants = store.savedTenants();
    auto scales = store.savedScales();
    auto nextDue = store.nextDue();
    auto nextDeadline = store.nextDeadline();
    auto debts = store.takeDebts();
    auto flow = store.savedFlow();
    if (!lanes)
        return failure(lanes.error());
    if (!pauses)
        return failure(pauses.error());
    if (!tenants)
        return failure(tenants.error());
    if (!scales)
        return failure(scales.error());
    if (!nextDue)
        return failure(nextDue.error());
    if (!nextDeadline)
        return failure(nextDeadline.error());
    if (!debts)
        return failure(debts.error());
    if (!flow)
        return failure(flow.error());
    return KeptByStore {std::move(*lanes), std::move(*pauses), std::move(*tenants), std::move(*scales), *nextDue,
        *nextDeadline, std::move(*debts), std::move(*flow)};
}

FairScheduler::Options schedulerOptions(const EngineSettings &settings)
{
    FairScheduler::Options options;
    options.policy = settings.policy;
    return options;
}
} // namespace

Dispatcher::Dispatcher(const EngineSettings &settings, Ports ports, Notices notices)
    : m_settings(settings)
    , m_ports(std::move(ports))
    , m_notices(std::move(notices))
    , m_store(m_ports.store, m_ports.home)
    , m_ids(m_ports.clock, m_ports.random)
    , m_scheduler(schedulerOptions(settings))
    , m_windows(m_scheduler, m_store, settings.windowPerLane, [this] { schedulePump(); })
    , m_workers(static_cast<std::size_t>(m_ports.workers.workerCount()))
    , m_workersWanted(m_workers.size())
    , m_mailboxMax(settings.mailboxMax())
    , m_dueTimer({m_ports.timers, m_ports.clock}, Microseconds {0}, [this] { promoteDue(); })
    , m_deadlineTimer({m_ports.timers, m_ports.clock}, expiryPeriod, [this] { expireBacklog(); })
    , m_changeTimer({m_ports.timers, m_ports.clock}, Microseconds {1}, [this] { schedulePump(); })
{
    for (const QueueSettings &queue : m_settings.queues) {
        m_scheduler.setQueue(queue.name, queueShareOf(queue));
        if (queue.scaling && !queue.isPulled()) {
            m_scaling[queue.name].automatic.emplace(*queue.scaling);
            applyScaling(queue.name);
        }
        m_retryBudgets.setQueue(queue.name, queue.retryShare, m_ports.clock.now());
    }
    for (const TenantSettings &tenant : m_settings.tenants)
        setTenant(tenant);
}

// --- start -----------------------------------------------------------------------------------------------------------

void Dispatcher::start(std::function<void(Result<>)> started)
{
    m_started = std::move(started);
    recoverCutRuns();
}

void Dispatcher::recoverCutRuns()
{
    m_store.ask<std::size_t>(
        cutRunsPerCommit,
        [this](Store &store) -> Result<std::size_t> {
            const Result<std::vector<CutRun>> runs = store.cutRuns(cutRunsPerCommit);
            if (!runs)
                return failure(runs.error());
            const TimePoint now = m_ports.clock.now();
            std::vector<FinishRequest> requests;
            for (const CutRun &run : *runs) {
                const AttemptLimits limits = limitsOf(run.lane.queue, run.maxAttempts);
                const QueueSettings *queue = m_settings.findQueue(run.lane.queue);
                requests.push_back({run.seq, run.token,
                    queue && queue->isPulled() ? decideAfterLostLease(run.attempt, limits, now)
                                               : decideAfterCrash(run.attempt, run.crashes, limits, now)});
            }
            const auto finished = store.finish(requests, now);
            if (!finished)
                return failure(finished.error());
            return runs->size();
        },
        [this](Result<std::size_t> count) {
            if (!count) {
                m_started(failure(count.error()));
                return;
            }
            if (*count > 0)
                recoverCutRuns();
            else
                loadBacklog();
        });
}

void Dispatcher::loadBacklog()
{
    m_store.ask<KeptByStore>(0, takeOver, [this](Result<KeptByStore> loaded) {
        if (!loaded) {
            m_started(failure(loaded.error()));
            return;
        }
        for (const Pause &kept : loaded->pauses)
            pause(kept);
        for (const TenantSettings &tenant : loaded->tenants)
            setTenant(tenant);
        m_scheduler.owe(loaded->debts);
        for (const auto &[minute, bytes] : loaded->flow)
            m_flow.restoreMinute(minute, bytes);
        m_flowSavedTo = minuteOf(m_ports.clock.now());
        keepFlow();
        m_isRunning = true;
        m_windows.open(loaded->lanes);
        if (m_windows.isOpening()) {
            m_ports.timers.start(openingMax, [this] {
                m_windows.stopOpening();
                schedulePump();
            });
        }
        if (loaded->nextDue)
            m_dueTimer.wakeAt(*loaded->nextDue);
        if (loaded->nextDeadline)
            waitsUntil(*loaded->nextDeadline);
        renewLeases();
        if (!m_scaling.empty())
            decideScaling();
        for (const auto &[queue, workers] : loaded->scales)
            scaleQueue(queue, workers);
        m_started({});
        schedulePump();
    });
}

AttemptLimits Dispatcher::limitsOf(const QueueName &name, int maxAttempts) const
{
    const QueueSettings *queue = m_settings.findQueue(name);
    return {maxAttempts, queue ? queue->crashLimit : AttemptLimits {}.crashLimit};
}

// --- what becomes ready ----------------------------------------------------------------------------------------------

void Dispatcher::enqueued(const std::vector<Enqueued> &jobs)
{
    const TimePoint now = m_ports.clock.now();
    for (const Enqueued &job : jobs) {
        m_flow.accepted(job.lane.queue, job.lane.tenant, now);
        if (job.ready)
            arrived(job.lane, *job.ready);
        else if (job.due)
            m_dueTimer.wakeAt(*job.due);
    }
}

void Dispatcher::arrived(const Lane &lane, const ReadyJob &job)
{
    m_latestPosition = std::max(m_latestPosition, job.position);
    m_windows.arrived(lane, job);
    if (job.deadline)
        waitsUntil(*job.deadline);
    schedulePump();
}

void Dispatcher::promoteDue()
{
    struct Promoted
    {
        std::vector<LaneJob> jobs;
        std::optional<TimePoint> nextDue;
    };
    m_dueTimer.hold();
    m_store.ask<Promoted>(
        duePerCommit,
        [now = m_ports.clock.now()](Store &store) -> Result<Promoted> {
            auto jobs = store.promoteDue(now, duePerCommit);
            if (!jobs)
                return failure(jobs.error());
            auto nextDue = store.nextDue();
            if (!nextDue)
                return failure(nextDue.error());
            return Promoted {std::move(*jobs), *nextDue};
        },
        [this](Result<Promoted> promoted) {
            if (promoted) {
                for (const LaneJob &job : promoted->jobs)
                    arrived(job.lane, job.job);
                if (promoted->nextDue)
                    m_dueTimer.wakeAt(*promoted->nextDue);
                schedulePump();
            } else {
                m_notices.trouble(promoted.error());
                m_dueTimer.wakeAt(m_ports.clock.now() + afterTrouble);
            }
            m_dueTimer.letGo();
        });
}

std::string Dispatcher::nameOf(WorkerIndex worker)
{
    return "worker-" + std::to_string(worker);
}

// --- picking and claiming --------------------------------------------------------------------------------------------

void Dispatcher::schedulePump()
{
    if (m_isPumpScheduled)
        return;
    // Posted, not called: all messages of one batch are taken in before anything is decided.
    m_isPumpScheduled = true;
    m_ports.home->post([this] {
        m_isPumpScheduled = false;
        pump();
    });
}

void Dispatcher::pump()
{
    pumpFinishes();
    adjustWorkers();
    if (m_isRunning && !m_isStopping && !m_windows.isOpening()) {
        pumpClaims();
        pumpPulls();
    }
    pumpExpired();
    // After the last was given up nobody works on what still lies there; what was promised may lie there unsettled.
    if (m_mailboxMax > 1 && !m_active.empty() && m_promisesUnderWay == 0)
        pumpStealing();
    checkStopped();
    checkIdle();
    m_mayPromise = canPromise();
}

void Dispatcher::pumpClaims()
{
    const int finishesMax = std::max(finishesUnderWayPerWorker, m_mailboxMax);
    if (m_finishesUnderWay > static_cast<std::size_t>(finishesMax) * m_workers.size())
        return;
    // Several small claims in place of one: while the first run, the store begins the next, and the ends of those that
    // ran share its commit. All at once, workers and store would wait for each other in turn.
    const auto claimMax = static_cast<std::size_t>(std::max(1, m_settings.groupCommitJobsMax / 2));
    std::vector<Promise> promises;
    const TimePoint now = m_ports.clock.now();
    for (std::optional<WorkerIndex> worker = leastLoadedWorker(); worker; worker = leastLoadedWorker()) {
        std::optional<Pick> pick = m_scheduler.takeNext(now, m_workers[static_cast<std::size_t>(*worker)].load);
        if (!pick)
            break;
        ++m_workers[static_cast<std::size_t>(*worker)].load;
        promises.push_back({std::move(*pick), *worker});
        if (promises.size() == claimMax)
            claim(std::exchange(promises, {}));
    }
    if (!promises.empty())
        claim(std::move(promises));
}

std::optional<WorkerIndex> Dispatcher::leastLoadedWorker() const
{
    std::optional<std::size_t> least;
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        if (m_workers[i].isThere() && (!least || m_workers[i].load < m_workers[*least].load))
            least = i;
    }
    return least ? std::optional(static_cast<WorkerIndex>(*least)) : std::nullopt;
}

/// A worker that ran dry takes the newest envelope of the fullest mailbox. The claim stays valid: it is the job's, not
/// the worker's. The idea is that of work stealing (Blumofe and Leiserson 1999), decided here, where all loads are
/// known.
void Dispatcher::pumpStealing()
{
    std::vector<RunMove> moves;
    for (std::size_t dry = 0; dry < m_workers.size(); ++dry) {
        if (m_workers[dry].load > 0 || !m_workers[dry].isThere())
            continue;
        std::optional<Envelope> envelope = takeFromTheFullest();
        if (!envelope)
            break;
        ActiveRun &active = m_active.at(envelope->run->job.seq);
        --m_workers[static_cast<std::size_t>(active.worker)].load;
        active.worker = static_cast<WorkerIndex>(dry);
        active.workerName = nameOf(active.worker);
        ++m_workers[dry].load;
        moves.push_back({active.run->job.seq, active.run->token, active.workerName});
        m_ports.workers.deliver(active.worker, std::move(*envelope));
    }
    if (moves.empty())
        return;
    m_store.ask<std::vector<Result<>>>(
        static_cast<int>(moves.size()), [moves](Store &store) { return store.move(moves); },
        [this](const Result<std::vector<Result<>>> &moved) {
            if (!moved) // lists name the first worker until the run ends
                m_notices.trouble(moved.error());
        });
}

std::optional<Envelope> Dispatcher::takeFromTheFullest()
{
    std::vector<std::pair<int, WorkerIndex>> full; // one envelope is worked on, or will be at once
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        if (m_workers[i].load > 1)
            full.emplace_back(-m_workers[i].load, static_cast<WorkerIndex>(i));
    }
    std::sort(full.begin(), full.end());
    for (const auto &[load, worker] : full) {
        if (std::optional<Envelope> envelope = m_ports.workers.takeBack(worker))
            return envelope;
    }
    return std::nullopt;
}

void Dispatcher::claimInStore(std::vector<ClaimRequest> requests, std::function<void(Claims)> answer)
{
    ++m_claimsUnderWay;
    const auto asked = std::make_shared<const std::vector<ClaimRequest>>(std::move(requests));
    m_store.ask<std::vector<Result<ClaimedJob>>>(
        static_cast<int>(asked->size()),
        [this, asked](Store &store) { return store.claim(*asked, m_ports.clock.now()); },
        [this, asked, answer = std::move(answer)](Claims claims) {
            --m_claimsUnderWay;
            if (!claims)
                m_notices.trouble(claims.error());
            for (std::size_t i = 0; claims && i < asked->size(); ++i) {
                if (!(*claims)[i])
                    unclaimed((*asked)[i].lane, (*claims)[i].error());
            }
            const bool haveLeft = claims.has_value();
            answer(std::move(claims));
            for (std::size_t i = 0; haveLeft && i < asked->size(); ++i)
                m_notices.roomFreed((*asked)[i].lane);
        });
}

void Dispatcher::claim(std::vector<Promise> promises)
{
    std::vector<ClaimRequest> requests;
    requests.reserve(promises.size());
    for (const Promise &promise : promises) {
        m_windows.consumed(promise.pick.lane);
        requests.push_back({promise.pick.lane, promise.pick.job, nameOf(promise.worker)});
    }
    claimInStore(std::move(requests),
        [this, promises = std::move(promises)](Claims answer) { claimed(promises, std::move(answer)); });
}

void Dispatcher::claimed(const std::vector<Promise> &promises, Claims answer)
{
    if (!answer) {
        for (const Promise &promise : promises) {
            dropPromise(promise);
            m_scheduler.add(promise.pick.lane, promise.pick.job);
        }
        m_ports.timers.start(afterTrouble, [this] { schedulePump(); });
        return;
    }
    for (std::size_t i = 0; i < promises.size(); ++i) {
        Result<ClaimedJob> &job = (*answer)[i];
        if (job)
            deliver(promises[i], std::move(*job));
        else
            dropPromise(promises[i]);
    }
    schedulePump();
}

void Dispatcher::deliver(const Promise &promise, ClaimedJob job)
{
    const RunPtr run = runOf(std::move(job));
    begun(run, promise.pick, promise.worker, nameOf(promise.worker));
    m_ports.workers.deliver(promise.worker, {run});
}

void Dispatcher::dropPromise(const Promise &promise)
{
    --m_workers[static_cast<std::size_t>(promise.worker)].load;
    m_scheduler.settle(promise.pick, std::nullopt);
}

RunPtr Dispatcher::runOf(ClaimedJob job)
{
    const Seq seq = job.job.seq;
    auto run = std::make_shared<Run>();
    run->job = std::move(job.job);
    run->attempt = job.attempt;
    run->token = job.token;
    run->started = job.started;
    run->reportProgress = [this, home = m_ports.home, seq](Progress progress) {
        home->post([this, seq, progress = std::move(progress)]() mutable { reportProgress(seq, std::move(progress)); });
    };
    run->enqueue = m_notices.enqueue;
    return run;
}

void Dispatcher::begun(const RunPtr &run, const Pick &pick, WorkerIndex worker, const std::string &workerName)
{
    countStart(*run, workerName);
    m_retryBudgets.runBegan(pick.lane.queue, pick.lane.tenant, run->started);
    if (m_isStopping)
        run->cancellation->request(Cancellation::Reason::Shutdown);
    m_active.emplace(
        run->job.seq, ActiveRun {.run = run, .pick = pick, .worker = worker, .workerName = workerName, .progress = {}});
}

/// A claimed job that nobody will run: back to the waiting, attempt not counted.
void Dispatcher::giveBack(const ClaimedJob &job)
{
    finish({job.job.seq, job.token, decideAfterRun(Released {}, job.attempt, {}, {}, job.started, m_ports.random)},
        {.attempt = job.attempt});
}

// --- statistics ------------------------------------------------------------------------------------------------------

void Dispatcher::keepFlow()
{
    const TimePoint now = m_ports.clock.now();
    m_flow.tidy(now);
    saveFlow(minuteOf(now), [] {});
    m_ports.timers.start(std::chrono::minutes {1}, [this] { keepFlow(); });
}

void Dispatcher::saveFlow(TimePoint until, std::function<void()> saved)
{
    using Minutes = std::vector<std::pair<TimePoint, std::string>>;
    auto minutes = std::make_shared<Minutes>();
    // A clock that leapt forward leaves nothing in between.
    for (TimePoint minute = std::max(m_flowSavedTo, minuteOf(until - flowKept)); minute < until;
         minute += std::chrono::minutes {1}) {
        if (std::string bytes = m_flow.packMinute(minute); !bytes.empty())
            minutes->emplace_back(minute, std::move(bytes));
    }
    m_flowSavedTo = std::max(m_flowSavedTo, minuteOf(until));
    if (minutes->empty()) {
        saved();
        return;
    }
    m_store.ask<std::size_t>(
        static_cast<int>(minutes->size()),
        [minutes](Store &store) -> Result<std::size_t> {
            for (const auto &[minute, bytes] : *minutes) {
                if (const Result<> kept = store.saveFlow(minute, bytes); !kept)
                    return failure(kept.error());
            }
            return minutes->size();
        },
        [this, saved = std::move(saved)](const Result<std::size_t> &count) {
            if (!count)
                m_notices.trouble(count.error());
            saved();
        });
}

/// What is owed now comes back at the next start.
void Dispatcher::saveDebts(std::function<void()> saved)
{
    auto debts = std::make_shared<const std::vector<Debt>>(m_scheduler.debts());
    if (debts->empty()) {
        saved();
        return;
    }
    m_store.ask<void>(
        static_cast<int>(debts->size()), [debts](Store &store) { return store.saveDebts(*debts); },
        [this, saved = std::move(saved)](const Result<> &kept) {
            if (!kept)
                m_notices.trouble(kept.error());
            saved();
        });
}

} // namespace fairlead
