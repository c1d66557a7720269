// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/scaling.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The time between two checks of the number of workers.
constexpr Microseconds scalingPeriod = std::chrono::seconds {1};
} // namespace

Scaling::Scaling(const SettingsReader &settings, const DispatchPorts &ports, Parts parts)
    : m_settings(settings)
    , m_ports(ports)
    , m_parts(parts)
    , m_workersWanted(parts.runs.workerCount())
{
    for (const QueueSettings &queue : settings.engine().queues) {
        if (queue.scaling && !queue.isPulled())
            m_queues[queue.name].automatic.emplace(*queue.scaling);
    }
    configure();
}

void Scaling::start()
{
    if (!m_queues.empty())
        decide();
}

void Scaling::configure()
{
    for (const QueueSettings &queue : m_settings.engine().queues) {
        if (m_queues.contains(queue.name))
            apply(queue.name);
        else
            m_parts.scheduler.setQueue(queue.name, queueShareOf(queue));
    }
}

void Scaling::decide()
{
    m_ports.timers.start(scalingPeriod, [this] { decide(); });
    const MonotonicTime now = m_ports.clock.monotonicNow();
    m_marks.mark(m_latest, now);
    for (auto &[name, queue] : m_queues) {
        if (!queue.automatic)
            continue;
        Autoscaler::Facts facts;
        facts.waiting = static_cast<std::int64_t>(m_parts.scheduler.claimableIn(name));
        // A deep queue needs no look at its lanes, which may be many.
        if (facts.waiting > 0 && !queue.automatic->isDeep(facts.waiting)) {
            if (const std::optional<ReadyJob> oldest = m_parts.scheduler.oldestIn(name))
                facts.oldestWaits = m_marks.waitOf(oldest->position, now);
        }
        const std::optional<int> before = queue.workers();
        queue.automatic->decide(facts, now);
        if (queue.workers() != before)
            apply(name);
    }
}

bool Scaling::scale(const QueueName &name, std::optional<int> workers)
{
    const QueueSettings *settings = m_settings.engine().findQueue(name);
    if (!settings || settings->isPulled())
        return false;
    Queue &queue = m_queues[name];
    queue.byHand = workers;
    apply(name);
    if (!queue.byHand && !queue.automatic)
        m_queues.erase(name);
    return true;
}

/// Passes the queue's limit to the scheduler. There are at least as many workers as all such queues may use together.
void Scaling::apply(const QueueName &name)
{
    QueueShare share = queueShareOf(*m_settings.engine().findQueue(name));
    share.runningMax = m_queues.at(name).workers().value_or(share.runningMax);
    m_parts.scheduler.setQueue(name, share);
    int wanted = 0;
    for (const auto &[other, queue] : m_queues)
        wanted += queue.workers().value_or(0);
    m_workersWanted = static_cast<std::size_t>(std::max(wanted, m_ports.workers.workerCount()));
    m_parts.turn.ask();
}

void Scaling::pump()
{
    const RunBook::Change change = m_parts.runs.fitTo(m_workersWanted);
    for (const WorkerIndex worker : change.ended)
        m_ports.workers.endWorker(worker);
    for (const WorkerIndex worker : change.begun) {
        m_ports.workers.startWorker(worker, [this, worker] {
            m_parts.runs.started(worker);
            m_parts.turn.ask();
        });
    }
}

std::map<QueueName, QueueWorkers> Scaling::workersByQueue() const
{
    std::map<QueueName, QueueWorkers> workers;
    for (const auto &[name, queue] : m_queues)
        workers[name] = {queue.workers().value_or(0), queue.byHand.has_value()};
    return workers;
}

} // namespace fairlead
