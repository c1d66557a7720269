// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/alert_service.h"
#include "engine/control/audit_service.h"
#include "engine/control/dead_letter_service.h"
#include "engine/control/event_service.h"
#include "engine/control/health_service.h"
#include "engine/control/lease_service.h"
#include "engine/control/mark_service.h"
#include "engine/control/operation_service.h"
#include "engine/control/pause_service.h"
#include "engine/control/queue_service.h"
#include "engine/control/settings_service.h"
#include "engine/control/stats_service.h"
#include "engine/control/tenant_service.h"
#include "engine/control/upkeep_service.h"
#include "engine/dispatch/worker_pool.h"

#include <QObject>

namespace fairlead {

/// A durable, fair job queue that runs inside a program. Starts the threads of docs/THREADS.md, hands out its services,
/// and stops. Threads: the one that made it, which runs a Qt event loop; the services from any thread, between start
/// and stop.
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
        std::string backupDir {}; ///< all backups are made below it; empty: anywhere
        LogSink log = [](std::string_view, std::string_view) {};
        RunListener onRun {}; ///< may be empty
        /// Called by start() with the queues that calls made in earlier lives, when there are any. Returns the settings
        /// and handlers with them.
        using SavedQueues = std::vector<std::pair<QueueName, std::string>>;
        std::function<std::pair<EngineSettings, ServiceStacks::Handlers>(const SavedQueues &)> withSaved {};
        /// Called by stop() after the last run has ended, before anything else is closed. Ends what handlers share,
        /// such as pools and spawners.
        std::function<void()> stopHandlers = [] {};
    };
    explicit Engine(Parts parts);
    ~Engine() override; ///< stops now and waits

    /// Opens the store, ends the runs that an earlier life left behind, and begins to dispatch. Waits for the store.
    /// Fails with Locked (another engine uses it), Corrupt, Io, Configuration. To be called once.
    Result<> start();
    /// The error that `broke` reported, also for those who connected too late. REQUIRES: started.
    std::optional<Error> brokenBy() const { return m_writer.brokenBy(); }
    /// Begins to stop; `stopped` follows. A second call may turn a drain into a stop now.
    void stop(StopMode mode);

    JobService &jobs() { return m_jobs; }
    DeadLetterService &deadLetters() { return m_deadLetters; }
    LeaseService &leases() { return m_leases; }
    OperationService &operations() { return m_operations; }
    PauseService &pauses() { return m_pauses; }
    QueueService &queues() { return m_queues; }
    TenantService &tenants() { return m_tenants; }
    StatsService &stats() { return m_stats; }
    HealthService &health() { return m_watching.health; }
    AlertService &alerts() { return m_watching.alerts; }
    EventService &events() { return m_events; }
    AuditService &audit() { return m_audit; }
    MarkService marks() { return {m_clock, m_writer, m_reader}; }
    UpkeepService &upkeep() { return m_upkeep; }
    SettingsService &settings() { return m_settingsService; }

Q_SIGNALS:
    /// No job runs, waits or is scheduled.
    void becameIdle();
    /// The disk failed, or the file is damaged. Nothing is acknowledged any more, and the program should end with exit
    /// code 74.
    void broke(const QString &text);
    void stopped();

private:
    /// Both go by the same facts.
    struct Watching
    {
        HealthService health;
        AlertService alerts;
    };
    Result<> startParts();
    Result<> readStore();
    void takeSaved(const Parts::SavedQueues &queues, const std::map<QueueName, TenantRules> &limits);
    Result<> startDispatcher();
    std::unique_ptr<Dispatcher> makeDispatcher(Timers &timers);
    /// Writes an event of the engine as a whole.
    void note(EventKind kind, const std::string &text);
    void tearDown();

    Parts m_parts; ///< without the settings and handlers, which were moved out
    const SystemClock m_clock;
    SystemRandom m_idRandom; ///< store thread
    SystemRandom m_dispatchRandom; ///< dispatcher thread

    SettingsInForce m_settings;
    StoreWriter m_writer;
    ReaderThread m_reader;
    DispatcherThread m_dispatcher;
    Intake m_intake;
    ServiceStacks m_stacks;
    WorkerPool m_workers;

    JobService m_jobs;
    DeadLetterService m_deadLetters;
    LeaseService m_leases;
    OperationService m_operations;
    PauseService m_pauses;
    QueueService m_queues;
    TenantService m_tenants;
    StatsService m_stats;
    Watching m_watching;
    EventService m_events;
    AuditService m_audit;
    UpkeepService m_upkeep;
    SettingsService m_settingsService;
    bool m_isStarted = false;
};

} // namespace fairlead
