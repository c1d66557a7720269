// SPDX-License-Identifier: Apache-2.0
// The fifth part of the Dispatcher: how many workers there are.
#include "engine/dispatch/dispatcher.h"

#include <algorithm>

namespace fairlead {

namespace {
/// How often the number of workers is looked at.
constexpr Microseconds scalingPeriod = std::chrono::seconds {1};
} // namespace

void Dispatcher::decideScaling()
{
    m_ports.timers.start(scalingPeriod, [this] { decideScaling(); });
    const MonotonicTime now = m_ports.clock.monotonicNow();
    m_marks.mark(m_latestPosition, now);
    for (auto &[queue, scaling] : m_scaling) {
        if (!scaling.automatic)
            continue;
        Autoscaler::Facts facts;
        facts.waiting = static_cast<std::int64_t>(m_scheduler.claimableIn(queue));
        if (facts.waiting > 0
            && !scaling.automatic->isDeep(facts.waiting)) { // else its lanes may be too many to look at
            if (const std::optional<ReadyJob> oldest = m_scheduler.oldestIn(queue))
                facts.oldestWaits = m_marks.waitOf(oldest->position, now);
        }
        const int before = scaling.workers();
        scaling.automatic->decide(facts, now);
        if (scaling.workers() != before)
            applyScaling(queue);
    }
}

bool Dispatcher::scaleQueue(const QueueName &name, std::optional<int> workers)
{
    const QueueSettings *queue = m_settings.findQueue(name);
    if (!queue || queue->isPulled())
        return false;
    Scaling &scaling = m_scaling[name];
    scaling.workersMax = queue->workersMax;
    scaling.byHand = workers;
    applyScaling(name);
    if (!scaling.byHand && !scaling.automatic)
        m_scaling.erase(name);
    return true;
}

/// The queue may use so many, and there are at least as many as all such queues may use together.
void Dispatcher::applyScaling(const QueueName &name)
{
    const Scaling &scaling = m_scaling.at(name);
    QueueShare share = queueShareOf(*m_settings.findQueue(name));
    share.runningMax = scaling.workers();
    m_scheduler.setQueue(name, share);
    int wanted = 0;
    for (const auto &[queue, one] : m_scaling)
        wanted += one.byHand || one.automatic ? one.workers() : 0;
    m_workersWanted = static_cast<std::size_t>(std::max(wanted, m_ports.workers.workerCount()));
    schedulePump();
}

void Dispatcher::adjustWorkers()
{
    using Presence = WorkerState::Presence;
    auto present = static_cast<std::size_t>(std::count_if(m_workers.begin(), m_workers.end(),
        [](const WorkerState &worker) { return worker.presence != Presence::Gone; }));
    for (std::size_t i = m_workers.size(); i > 0 && present > m_workersWanted; --i) {
        WorkerState &worker = m_workers[i - 1];
        if (worker.presence != Presence::There || worker.load > 0)
            continue; // the others end when they run dry
        worker = {.presence = Presence::Gone};
        --present;
        m_ports.workers.endWorker(static_cast<WorkerIndex>(i - 1));
    }
    for (std::size_t i = 0; present < m_workersWanted; ++i) {
        if (i == m_workers.size())
            m_workers.push_back({.presence = Presence::Gone});
        if (m_workers[i].presence != Presence::Gone)
            continue;
        m_workers[i].presence = Presence::Starting;
        ++present;
        m_ports.workers.startWorker(static_cast<WorkerIndex>(i), [this, i] {
            m_workers[i].presence = Presence::There;
            schedulePump();
        });
    }
}

} // namespace fairlead
