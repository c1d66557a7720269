// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/audit_plane.h"
#include "engine/control/control_plane.h"
#include "engine/control/events_plane.h"
#include "engine/control/jobs_plane.h"
#include "engine/control/lease_plane.h"
#include "engine/control/operations_plane.h"
#include "engine/control/stats_plane.h"

#include <QObject>

namespace fairlead {

/// A durable, fair job queue that runs inside a program: starts the threads of docs/THREADS.md, hands out its planes,
/// and stops. It does nothing else. Threads: the one that made it, which runs a Qt event loop; the planes from any.
class Engine final : public QObject
{
    Q_OBJECT
public:
    struct Parts
    {
        EngineSettings settings;
        StoreFactory store;
        std::map<QueueName, std::shared_ptr<Handler>> handlers; ///< one for each queue that runs here
        std::string dataDir; ///< shown in the status
        LogSink log = [](std::string_view, std::string_view) {};
        RunListener onRun {}; ///< may be empty
        /// Called first by stop(), for what handlers share (pools, spawners), after the last run has ended.
        std::function<void()> stopHandlers = [] {};
    };
    explicit Engine(Parts parts);
    ~Engine() override; ///< stops now and waits

    /// Opens the store, ends what a dead engine left running, and starts to dispatch. Waits for the store; fails with
    /// Locked (another engine), Corrupt, Io, Configuration. Call once.
    Result<> start();
    /// What `broke` told, also to those who came too late for it. REQUIRES: started.
    std::optional<Error> brokenBy() const { return m_machinery.writer->brokenBy(); }
    /// Begins to stop; `stopped` follows. A second call may turn a drain into a stop now.
    void stop(StopMode mode);

    JobsPlane &jobs() { return m_jobs; }
    LeasePlane &leases() { return m_leases; }
    ControlPlane &control() { return m_control; }
    OperationsPlane &operations() { return m_operations; }
    StatsPlane &stats() { return m_stats; }
    EventsPlane &events() { return m_events; }
    AuditPlane &audit() { return m_audit; }
    const EngineSettings &settings() const { return m_machinery.settings; }

Q_SIGNALS:
    /// Nothing runs, waits or is scheduled.
    void becameIdle();
    /// The disk failed, or the file is damaged: nothing is acknowledged any more, and the program should end with exit
    /// code 74.
    void broke(const QString &text);
    void stopped();

private:
    Result<> startParts();
    Result<> readStore();
    /// Writes an event of the engine as a whole.
    void note(EventKind kind, const std::string &text);
    void makeDispatcher();
    Result<> startDispatcher();
    void tearDown();

    Parts m_parts;
    SystemClock m_clock;
    SystemRandom m_idRandom; ///< store thread
    SystemRandom m_dispatchRandom; ///< dispatcher thread
    Machinery m_machinery;
    JobsPlane m_jobs;
    LeasePlane m_leases;
    OperationsPlane m_operations;
    ControlPlane m_control;
    StatsPlane m_stats;
    EventsPlane m_events;
    AuditPlane m_audit;
    bool m_isStarted = false;
};

} // namespace fairlead
