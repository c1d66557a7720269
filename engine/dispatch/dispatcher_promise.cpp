// SPDX-License-Identifier: Apache-2.0
// The sixth part of the Dispatcher: jobs that start in the commit that accepts them.
#include "engine/dispatch/dispatcher.h"

#include <limits>

namespace fairlead {

namespace {
/// Stands for the job in the scheduler while it has no number yet. None waits that it could be taken for.
constexpr Seq numberToCome {std::numeric_limits<std::int64_t>::max()};
constexpr Position positionToCome {std::numeric_limits<std::int64_t>::max()};
} // namespace

bool Dispatcher::canPromise() const
{
    if (!m_isRunning || m_isStopping || m_scheduler.size() > 0 || m_windows.isBacklogOnDisk())
        return false;
    const std::optional<WorkerIndex> worker = leastLoadedWorker();
    return worker && m_workers[static_cast<std::size_t>(*worker)].load == 0;
}

std::optional<Dispatcher::Promise> Dispatcher::promise(const JobSpec &spec)
{
    const QueueSettings *queue = m_settings.findQueue(spec.queue);
    const TimePoint now = m_ports.clock.now();
    const bool isExpired = spec.deadline && *spec.deadline < now;
    if (!canPromise() || !queue || queue->isPulled() || isExpired || spec.runAt)
        return std::nullopt;
    const Lane lane {spec.queue, spec.priority, spec.tenant};
    m_scheduler.add(lane, {numberToCome, positionToCome, spec.cost, spec.deadline});
    std::optional<Pick> pick = m_scheduler.takeNext(now);
    if (!pick) {
        m_scheduler.remove(lane, numberToCome);
        return std::nullopt;
    }
    const WorkerIndex worker = *leastLoadedWorker();
    ++m_workers[static_cast<std::size_t>(worker)].load;
    ++m_claimsUnderWay;
    ++m_promisesUnderWay;
    m_mayPromise = canPromise();
    return Promise {std::move(*pick), worker, m_ports.workers.doorOf(worker)};
}

Result<std::optional<ClaimedJob>> Dispatcher::claimPromised(
    Store &store, const std::optional<Promise> &promise, Result<Enqueued> &job, TimePoint now)
{
    if (!promise || !job || !job->ready || !job->receipt.isNew)
        return std::optional<ClaimedJob>();
    const ClaimRequest request {job->lane, *job->ready, nameOf(promise->worker)};
    auto claimed = store.claim({&request, 1}, now);
    if (!claimed)
        return failure(claimed.error());
    if (!claimed->front())
        return std::optional<ClaimedJob>();
    job->ready.reset();
    return std::optional(std::move(*claimed->front()));
}

void Dispatcher::settlePromise(const Promise &promise, std::optional<ClaimedJob> job)
{
    const RunPtr run = job ? runOf(std::move(*job)) : nullptr;
    noteSettled(promise, run);
    if (run)
        promise.door({run});
}

void Dispatcher::noteSettled(const Promise &promise, const RunPtr &run)
{
    --m_claimsUnderWay;
    --m_promisesUnderWay;
    if (run)
        begun(run, promise.pick, promise.worker, nameOf(promise.worker));
    else
        dropPromise(promise);
    schedulePump();
}

} // namespace fairlead
