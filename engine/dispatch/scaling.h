// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/run_book.h"
#include "engine/dispatch/turn.h"
#include "engine/scheduling/autoscaler.h"

namespace fairlead {

/// Decides how many workers each scaled queue may use, and how many there are: by an Autoscaler each second, or as an
/// operator says. Threads: the dispatcher's.
class Scaling
{
public:
    struct Parts
    {
        FairScheduler &scheduler;
        RunBook &runs;
        Turn &turn;
    };
    /// Scales the queues that are configured so; they begin with their least.
    Scaling(const SettingsReader &settings, const DispatchPorts &ports, Parts parts);

    /// Looks at the queues from now on.
    void start();
    /// The newest job that waits.
    void arrived(QueuePosition position) { m_latest = std::max(m_latest, position); }
    /// A number of workers for a queue by hand, until it is released (empty). False when the engine runs no such queue.
    bool scale(const QueueName &queue, std::optional<int> workers);
    /// The settings have changed; passes the share of each queue to the scheduler.
    void configure();
    /// In a turn: begins and ends workers.
    void pump();

    /// Of queues with a number of their own.
    std::map<QueueName, QueueWorkers> workersByQueue() const;

private:
    struct Queue
    {
        std::optional<Autoscaler> automatic;
        std::optional<int> byHand;
        /// Empty: as configured.
        std::optional<int> workers() const
        {
            return byHand ? byHand : automatic ? std::optional(automatic->workers()) : std::nullopt;
        }
    };
    void decide();
    void apply(const QueueName &queue);

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const Parts m_parts;
    std::map<QueueName, Queue> m_queues; ///< with a number of their own
    PositionMarks m_marks; ///< kept once looking has begun
    QueuePosition m_latest {};
    std::size_t m_workersWanted;
};

} // namespace fairlead
