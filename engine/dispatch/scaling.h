// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/run_book.h"
#include "engine/dispatch/turn.h"
#include "engine/scheduling/autoscaler.h"

namespace fairlead {

/// Decides how many workers each scaled queue may use, and how many workers exist: by an Autoscaler each second, or as
/// an operator set. Threads: the dispatcher's.
class Scaling
{
public:
    struct Parts
    {
        FairScheduler &scheduler;
        RunBook &runs;
        Turn &turn;
    };
    /// Scales the queues that are configured so. Each begins with its smallest number.
    Scaling(const SettingsReader &settings, const DispatchPorts &ports, Parts parts);

    /// Checks the queues regularly from now on.
    void start();
    /// Notes the position of the newest waiting job. Its wait counts from a second later at most.
    void arrived(QueuePosition position);
    /// Sets the number of workers of a queue by hand. An empty number releases it. False when the engine has no such
    /// queue.
    bool scale(const QueueName &queue, std::optional<int> workers);
    /// To be called when the settings have changed. Passes the share of each queue to the scheduler. The number by hand
    /// of a queue that is not there any more is kept for its return.
    void configure();
    /// In a turn: begins and ends workers.
    void pump();

    /// Notes that the jobs in the scheduler wait by now. The wait of one that came in an earlier life counts from the
    /// first note.
    void noteWaits();
    /// The wait of a job at this position, at least; exact to the time between two notes.
    Microseconds waitOf(QueuePosition position) const { return m_marks.waitOf(position, m_ports.clock.monotonicNow()); }
    /// The numbers of the queues that have one of their own.
    std::map<QueueName, QueueWorkers> workersByQueue() const;

private:
    struct Queue
    {
        std::optional<ScalingSettings> settings; ///< of `automatic`
        std::optional<Autoscaler> automatic;
        std::optional<int> byHand;
        bool isConfigured = false; ///< it runs here
        /// Empty when the configured number holds.
        std::optional<int> workers() const
        {
            return byHand ? byHand : automatic ? std::optional(automatic->workers()) : std::nullopt;
        }
    };
    void decide();
    void decideWhenNeeded();
    void apply(const QueueSettings &settings);
    void countWanted();

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const Parts m_parts;
    std::map<QueueName, Queue> m_queues; ///< those with a number of their own
    PositionMarks m_marks; ///< kept from the first check on
    QueuePosition m_latest {};
    std::size_t m_workersWanted;
    bool m_isStarted = false;
    bool m_isDeciding = false;
    bool m_isNoting = false; ///< a note of the waits is due
};

} // namespace fairlead
