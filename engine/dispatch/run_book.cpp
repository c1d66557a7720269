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
    return taken;
}

void RunBook::setProgress(JobNumber seq, Progress progress)
{
    const auto found = m_runs.find(seq);
    if (found != m_runs.end())
        found->second.progress = std::move(progress);
}

std::optional<Progress> RunBook::progressOf(const JobId &id) const
{
    for (const auto &[seq, active] : m_runs) {
        if (active.run->job.id == id)
            return active.progress;
    }
    return std::nullopt;
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

void RunBook::countEnd(WorkerIndex worker, const RunDecision &decision)
{
    Worker &counted = m_workers[at(worker)];
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

void RunBook::addTo(DispatchSnapshot &picture) const
{
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        const Worker &worker = m_workers[i];
        picture.workers += worker.isThere() ? 1 : 0;
        picture.workerViews.push_back({.worker = workerName(static_cast<WorkerIndex>(i)),
            .state = WorkerState::Idle,
            .processed = worker.processed,
            .failed = worker.failed,
            .retried = worker.retried,
            .mailbox = std::max(worker.load - 1, 0)});
    }
    for (const auto &[seq, active] : m_runs) {
        const Run &run = *active.run;
        ++picture.runningByQueue[run.job.spec.queue];
        if (active.worker == noWorker) {
            showRun(picture.workerViews.emplace_back(WorkerView {.worker = active.workerName}), run);
            continue;
        }
        WorkerView &view = picture.workerViews[at(active.worker)];
        if (view.since && *view.since <= run.started)
            continue; // the worker works on an older run; this one waits in its mailbox
        picture.busy += view.since ? 0 : 1;
        showRun(view, run);
    }
    for (std::size_t i = m_workers.size(); i > 0; --i) {
        if (!m_workers[i - 1].isThere())
            picture.workerViews.erase(picture.workerViews.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
}

} // namespace fairlead
