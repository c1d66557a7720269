// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/run_book.h"

#include <algorithm>

namespace fairlead {

std::string workerName(WorkerIndex worker)
{
    return "worker-" + std::to_string(worker);
}

RunBook::RunBook(std::size_t workers)
    : m_workers(workers)
    , m_present(workers)
{
}

// --- runs ------------------------------------------------------------------------------------------------------------

void RunBook::add(LiveRun run)
{
    const JobNumber seq = run.run->job.seq;
    if (run.worker == noWorker)
        ++m_remote[run.workerName].runs;
    m_runs.emplace(seq, std::move(run));
}

const LiveRun *RunBook::find(JobNumber seq) const
{
    const auto found = m_runs.find(seq);
    return found == m_runs.end() ? nullptr : &found->second;
}

std::optional<LiveRun> RunBook::take(JobNumber seq, Token token)
{
    std::optional<LiveRun> taken;
    const auto found = m_runs.find(seq);
    if (found == m_runs.end() || found->second.run->token != token)
        return taken;
    taken.emplace(std::move(found->second));
    m_runs.erase(found);
    if (taken->worker != noWorker)
        release(taken->worker);
    else
        --m_remote.at(taken->workerName).runs;
    return taken;
}

void RunBook::clear()
{
    m_runs.clear();
    for (auto &[name, remote] : m_remote)
        remote.runs = 0;
}

void RunBook::setProgress(JobNumber seq, Progress progress)
{
    const auto found = m_runs.find(seq);
    if (found != m_runs.end())
        found->second.progress = std::move(progress);
}

const LiveRun *RunBook::runOf(const JobId &id) const
{
    for (const auto &[seq, active] : m_runs) {
        if (active.run->job.id == id)
            return &active;
    }
    return nullptr;
}

std::optional<Progress> RunBook::progressOf(const JobId &id) const
{
    const LiveRun *active = runOf(id);
    return active ? active->progress : std::nullopt;
}

std::optional<LiveLog> RunBook::logOf(const JobId &id, std::optional<int> attempt)
{
    const LiveRun *active = runOf(id);
    const auto isOfRun = [&](const LiveLog &one) { return one.log == active->run->log; };
    if (active && std::none_of(m_readLogs.begin(), m_readLogs.end(), isOfRun)) {
        m_readLogs.push_back({id, active->run->attempt, active->run->started, active->run->log});
        if (m_readLogs.size() > readLogsMax)
            m_readLogs.pop_front();
    }
    const auto found = std::find_if(m_readLogs.rbegin(), m_readLogs.rend(),
        [&](const LiveLog &one) { return one.job == id && (!attempt || one.attempt == *attempt); });
    if (found == m_readLogs.rend())
        return std::nullopt;
    LiveLog log = *found;
    log.isRunning = active && isOfRun(log);
    return log;
}

void RunBook::reassign(JobNumber seq, WorkerIndex to)
{
    LiveRun &active = m_runs.at(seq);
    release(active.worker);
    active.worker = to;
    active.workerName = workerName(to);
    reserve(to);
}

// --- loads -----------------------------------------------------------------------------------------------------------

std::optional<WorkerIndex> RunBook::leastLoaded() const
{
    std::optional<std::size_t> least;
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        if (m_workers[i].isThere() && (!least || m_workers[i].load < m_workers[*least].load))
            least = i;
    }
    return least ? std::optional(static_cast<WorkerIndex>(*least)) : std::nullopt;
}

bool RunBook::hasIdleWorker() const
{
    return std::any_of(m_workers.begin(), m_workers.end(), [](const Worker &worker) { return worker.isIdle(); });
}

std::vector<WorkerIndex> RunBook::idleWorkers() const
{
    std::vector<WorkerIndex> idle;
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        if (m_workers[i].isIdle())
            idle.push_back(static_cast<WorkerIndex>(i));
    }
    return idle;
}

std::vector<WorkerIndex> RunBook::fullest() const
{
    std::vector<std::pair<int, WorkerIndex>> full; // the worker works on one envelope, or will at once
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        if (m_workers[i].load > 1)
            full.emplace_back(-m_workers[i].load, static_cast<WorkerIndex>(i));
    }
    std::sort(full.begin(), full.end());
    std::vector<WorkerIndex> workers;
    workers.reserve(full.size());
    for (const auto &[load, worker] : full)
        workers.push_back(worker);
    return workers;
}

// --- workers ---------------------------------------------------------------------------------------------------------

RunBook::Change RunBook::fitTo(std::size_t wanted)
{
    Change change;
    if (m_present > wanted)
        end(m_present - wanted, change);
    else if (m_present < wanted)
        begin(wanted - m_present, change);
    return change;
}

void RunBook::end(std::size_t surplus, Change &change)
{
    for (std::size_t i = m_workers.size(); i > 0 && surplus > 0; --i) {
        Worker &worker = m_workers[i - 1];
        if (!worker.isIdle())
            continue;
        worker = {.presence = Worker::Presence::Gone};
        --m_present;
        --surplus;
        change.ended.push_back(static_cast<WorkerIndex>(i - 1));
    }
}

void RunBook::begin(std::size_t missing, Change &change)
{
    for (std::size_t i = 0; missing > 0; ++i) {
        if (i == m_workers.size())
            m_workers.push_back({.presence = Worker::Presence::Gone});
        if (m_workers[i].presence != Worker::Presence::Gone)
            continue;
        m_workers[i].presence = Worker::Presence::Starting;
        ++m_present;
        --missing;
        change.begun.push_back(static_cast<WorkerIndex>(i));
    }
}

void RunBook::started(WorkerIndex worker)
{
    m_workers[at(worker)].presence = Worker::Presence::There;
}

RunBook::Remote &RunBook::remote(const std::string &worker, MonotonicTime now)
{
    if (!m_remote.contains(worker))
        forgetSilent(now);
    Remote &found = m_remote[worker];
    found.heard = now;
    return found;
}

void RunBook::forgetSilent(MonotonicTime now)
{
    std::erase_if(m_remote, [now](const auto &one) { return one.second.isGone(now); });
    while (m_remote.size() >= remoteMax) {
        auto silent = m_remote.end();
        for (auto one = m_remote.begin(); one != m_remote.end(); ++one) {
            if (one->second.runs == 0 && (silent == m_remote.end() || one->second.heard < silent->second.heard))
                silent = one;
        }
        if (silent == m_remote.end())
            return; // each has a run: the limits of leases hold
        m_remote.erase(silent);
    }
}

void RunBook::countEnd(const LiveRun &run, const RunDecision &decision, MonotonicTime now)
{
    Counts &counted = run.worker == noWorker ? remote(run.workerName, now).counts : m_workers[at(run.worker)].counts;
    ++counted.processed;
    counted.failed += decision.errorClass.empty() ? 0 : 1;
    counted.retried += decision.event == JobEvent::FailedForNow ? 1 : 0;
}

// --- the snapshot ----------------------------------------------------------------------------------------------------

namespace {
void showRun(WorkerView &view, const Run &run)
{
    view.state = WorkerState::Busy;
    view.job = run.job.id;
    view.queue = run.job.spec.queue;
    view.tenant = run.job.spec.tenant;
    view.since = run.started;
}
} // namespace

WorkerView RunBook::idleView(std::string worker, const Counts &counts, int held)
{
    return {.worker = std::move(worker),
        .state = WorkerState::Idle,
        .processed = counts.processed,
        .failed = counts.failed,
        .retried = counts.retried,
        .mailbox = std::max(held - 1, 0)};
}

void RunBook::addTo(DispatchSnapshot &picture, MonotonicTime now) const
{
    picture.workerViews.reserve(m_workers.size() + m_remote.size());
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        const Worker &worker = m_workers[i];
        picture.workers += worker.isThere() ? 1 : 0;
        picture.workerViews.push_back(idleView(workerName(static_cast<WorkerIndex>(i)), worker.counts, worker.load));
    }
    std::map<std::string_view, std::size_t> rows; // of remote workers
    for (const auto &[name, remote] : m_remote) {
        if (remote.isGone(now))
            continue;
        rows.emplace(name, picture.workerViews.size());
        picture.workerViews.push_back(idleView(name, remote.counts, remote.runs));
    }
    for (const auto &[seq, active] : m_runs) {
        const Run &run = *active.run;
        ++picture.runningByQueue[run.job.spec.queue];
        const bool isRemote = active.worker == noWorker;
        WorkerView &view = picture.workerViews[isRemote ? rows.at(active.workerName) : at(active.worker)];
        if (view.since && *view.since <= run.started)
            continue; // the worker works on an older run; this one waits in its mailbox
        picture.busy += view.since || isRemote ? 0 : 1;
        showRun(view, run);
    }
    for (std::size_t i = m_workers.size(); i > 0; --i) {
        if (!m_workers[i - 1].isThere())
            picture.workerViews.erase(picture.workerViews.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
}

} // namespace fairlead
