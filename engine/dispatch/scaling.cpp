// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/scaling.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
/// The time between two checks of the number of workers.
constexpr Microseconds scalingPeriod = std::chrono::seconds {1};
/// The waits of jobs are known to this time.
constexpr Microseconds notePeriod = std::chrono::seconds {1};
} // namespace

Scaling::Scaling(const SettingsReader &settings, const DispatchPorts &ports, Parts parts)
    : m_settings(settings)
    , m_ports(ports)
    , m_parts(parts)
    , m_workersWanted(parts.runs.workerCount())
{
    configure();
}

void Scaling::start()
{
    m_isStarted = true;
    decideWhenNeeded();
}

void Scaling::configure()
{
    for (auto &[name, queue] : m_queues)
        queue.isConfigured = false;
    for (const QueueSettings &settings : m_settings.engine().queues) {
        const std::optional<ScalingSettings> wanted = settings.isPulled() ? std::nullopt : settings.scaling;
        if (wanted)
            m_queues.try_emplace(settings.name);
        const auto found = m_queues.find(settings.name);
        if (found != m_queues.end()) {
            Queue &queue = found->second;
            queue.isConfigured = !settings.isPulled();
            if (std::exchange(queue.settings, wanted) != wanted && wanted)
                queue.automatic.emplace(*wanted);
        }
        apply(settings);
    }
    for (auto &[name, queue] : m_queues) {
        if (!queue.isConfigured)
            queue.settings.reset();
        if (!queue.settings)
            queue.automatic.reset();
    }
    std::erase_if(m_queues, [](const auto &one) { return !one.second.workers(); });
    countWanted();
    if (m_isStarted)
        decideWhenNeeded();
}

void Scaling::decideWhenNeeded()
{
    const bool isNeeded =
        std::any_of(m_queues.begin(), m_queues.end(), [](const auto &one) { return one.second.automatic.has_value(); });
    if (isNeeded && !std::exchange(m_isDeciding, true))
        decide();
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
        const QueueSettings *settings = queue.workers() == before ? nullptr : m_settings.engine().findQueue(name);
        if (!settings)
            continue;
        apply(*settings);
        countWanted();
        m_parts.turn.ask();
    }
}

bool Scaling::scale(const QueueName &name, std::optional<int> workers)
{
    const QueueSettings *settings = m_settings.engine().findQueue(name);
    const bool isHere = settings && !settings->isPulled();
    Queue &queue = m_queues[name];
    queue.byHand = workers;
    queue.isConfigured = isHere;
    if (isHere)
        apply(*settings);
    if (!queue.workers())
        m_queues.erase(name);
    countWanted();
    m_parts.turn.ask();
    return isHere;
}

/// Passes the queue's limit to the scheduler.
void Scaling::apply(const QueueSettings &settings)
{
    QueueShare share = queueShareOf(settings);
    if (const auto own = m_queues.find(settings.name); own != m_queues.end() && own->second.isConfigured)
        share.runningMax = own->second.workers().value_or(share.runningMax);
    m_parts.scheduler.setQueue(settings.name, share);
}

/// There are at least as many workers as all queues with a number of their own may use together.
void Scaling::countWanted()
{
    int wanted = 0;
    for (const auto &[name, queue] : m_queues)
        wanted += queue.isConfigured ? queue.workers().value_or(0) : 0;
    m_workersWanted = static_cast<std::size_t>(std::max(wanted, m_ports.workers.workerCount()));
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

void Scaling::arrived(QueuePosition position)
{
    m_latest = std::max(m_latest, position);
    if (std::exchange(m_isNoting, true))
        return;
    m_ports.timers.start(notePeriod, [this] {
        m_isNoting = false;
        noteWaits();
    });
}

void Scaling::noteWaits()
{
    m_latest = std::max(m_latest, m_parts.scheduler.newest()); // the start reads jobs that did not arrive
    m_marks.mark(m_latest, m_ports.clock.monotonicNow());
}

std::map<QueueName, QueueWorkers> Scaling::workersByQueue() const
{
    std::map<QueueName, QueueWorkers> workers;
    for (const auto &[name, queue] : m_queues) {
        if (queue.isConfigured)
            workers[name] = {queue.workers().value_or(0), queue.byHand.has_value()};
    }
    return workers;
}

} // namespace fairlead
