// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/audit_service.h"
#include "engine/control/event_service.h"
#include "engine/control/job_service.h"
#include "engine/control/lease_service.h"
#include "engine/control/operation_service.h"
#include "engine/control/pause_service.h"
#include "engine/control/queue_service.h"
#include "engine/control/settings_service.h"
#include "engine/control/stats_service.h"
#include "engine/control/tenant_service.h"

#include <QObject>

namespace fairlead {

/// A durable, fair job queue that runs inside a program: starts the threads of docs/THREADS.md, hands out its services,
/// and stops. It does nothing else. Threads: the one that made it, which runs a Qt event loop; the services from any.
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

    JobService &jobs() { return m_jobs; }
    LeaseService &leases() { return m_leases; }
    PauseService &pauses() { return m_pauses; }
    QueueService &queues() { return m_queues; }
    TenantService &tenants() { return m_tenants; }
    SettingsService &settings() { return m_settings; }
    OperationService &operations() { return m_operations; }
    StatsService &stats() { return m_stats; }
    EventService &events() { return m_events; }
    AuditService &audit() { return m_audit; }

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
    JobService m_jobs;
    LeaseService m_leases;
    OperationService m_operations;
    PauseService m_pauses;
    QueueService m_queues;
    TenantService m_tenants;
    SettingsService m_settings;
    StatsService m_stats;
    EventService m_events;
    AuditService m_audit;
    bool m_isStarted = false;
};

} // namespace fairlead
