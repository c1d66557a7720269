// SPDX-License-Identifier: Apache-2.0
#include "engine/control/engine.h"

#include <future>

namespace fairlead {

Engine::Engine(Parts parts)
    : m_parts(std::move(parts))
    , m_settings(std::move(m_parts.settings))
    , m_writer({m_settings.now()->engine().groupCommitJobsMax, m_settings.now()->engine().groupCommitDelayMax}, m_clock,
          {.broke =
                  [this](const Error &error) {
                      m_parts.log("error", "store failed: " + error.text);
                      Q_EMIT broke(QString::fromStdString(error.text));
                  },
              .committed = [this](std::int64_t lastEvent) { m_events.written(lastEvent); }})
    , m_intake(m_settings, m_clock, m_idRandom, m_writer, m_dispatcher)
    , m_stacks(m_settings.now()->engine().queues, std::exchange(m_parts.handlers, {}), m_clock, m_writer, m_parts.log)
    , m_workers(m_settings.now()->engine(), m_clock)
    , m_jobs(m_settings, m_clock, m_writer, m_reader, m_dispatcher, m_intake)
    , m_deadLetters(m_jobs, m_reader)
    , m_leases(m_dispatcher)
    , m_operations(m_settings, m_clock, m_parts.log, m_writer, m_reader, m_dispatcher, m_intake)
    , m_pauses(m_settings, m_clock, m_writer, m_dispatcher)
    , m_queues(m_settings, m_writer, m_dispatcher)
    , m_tenants(m_settings, m_clock, m_writer, m_dispatcher)
    , m_stats(m_settings, m_parts.dataDir, m_clock, m_writer, m_reader, m_dispatcher, m_intake, m_stacks)
    , m_watching {{m_settings, m_clock, m_writer, m_reader, m_dispatcher, m_stacks},
          {m_clock, m_writer, m_dispatcher, m_watching.health}}
    , m_events(m_reader)
    , m_audit(m_clock, m_writer, m_reader)
    , m_upkeep(m_writer, m_parts.backupDir)
    , m_settingsService(m_settings, m_writer, m_dispatcher, m_intake, m_stacks, m_workers)
{
}

Engine::~Engine()
{
    if (m_isStarted) {
        std::promise<void> stopped;
        m_dispatcher.tell([this, &stopped](Dispatcher &dispatcher) {
            m_intake.close();
            dispatcher.stop(StopMode::Now, [&stopped] { stopped.set_value(); });
        });
        stopped.get_future().wait();
    }
    tearDown();
}

Result<> Engine::start()
{
    Result<> started = startParts();
    // A store that has failed answers every call with Unavailable. This returns the cause.
    if (const std::optional<Error> cause = brokenBy(); cause && !started)
        return failure(*cause);
    return started;
}

Result<> Engine::startParts()
{
    m_stats.open();
    FAIRLEAD_CHECK(m_writer.start(m_parts.store));
    FAIRLEAD_CHECK(readStore());
    FAIRLEAD_CHECK(m_reader.start(m_writer.readerFactory()));
    m_reader.post([this] {
        m_events.open();
        m_watching.health.open();
    });
    m_upkeep.start();
    return startDispatcher();
}

Result<> Engine::readStore()
{
    struct Saved
    {
        std::vector<TenantSettings> tenants;
        Parts::SavedQueues queues;
        std::map<QueueName, TenantRules> limits;
        std::vector<AlertRule> alerts;
        std::string loss;
    };
    std::promise<Result<Saved>> loaded;
    askAsCaller<Saved>(
        m_writer, 0,
        [this](StoreSession &store) -> Result<Saved> {
            FAIRLEAD_CHECK(store.journal().note(
                {.at = m_clock.now(), .kind = EventKind::EngineStarted, .text = FAIRLEAD_VERSION}));
            FAIRLEAD_CHECK(store.journal().addMark(
                {.at = m_clock.now(), .kind = MarkKind::Started, .who = {}, .text = FAIRLEAD_VERSION}));
            Saved saved;
            saved.loss = store.recovery().loss();
            if (!saved.loss.empty())
                FAIRLEAD_CHECK(
                    store.journal().note({.at = m_clock.now(), .kind = EventKind::StoreLost, .text = saved.loss}));
            FAIRLEAD_TRY(saved.tenants, store.settings().savedTenants());
            FAIRLEAD_TRY(saved.queues, store.settings().savedQueues());
            FAIRLEAD_TRY(saved.limits, store.settings().savedQueueLimits());
            FAIRLEAD_TRY(saved.alerts, store.settings().savedAlerts());
            return saved;
        },
        [&loaded](Result<Saved> saved) { loaded.set_value(std::move(saved)); });
    FAIRLEAD_TRY(const Saved saved, loaded.get_future().get());
    if (!saved.loss.empty())
        m_parts.log("warning", saved.loss);
    m_settings.setTenants(saved.tenants);
    m_watching.alerts.open(saved.alerts);
    takeSaved(saved.queues, saved.limits);
    return {};
}

/// Before anything else reads or changes the settings.
void Engine::takeSaved(const Parts::SavedQueues &queues, const std::map<QueueName, TenantRules> &limits)
{
    if (queues.empty() && limits.empty())
        return;
    ServiceStacks::Handlers handlers = m_stacks.handlers();
    if (m_parts.withSaved && !queues.empty()) {
        auto [settings, all] = m_parts.withSaved(queues);
        m_settings.configure(std::move(settings));
        handlers = std::move(all);
    }
    m_settings.setQueueLimits(limits);
    m_stacks.configure(m_settings.now()->engine().queues, handlers);
}

void Engine::note(EventKind kind, const std::string &text)
{
    askAsCaller<void>(
        m_writer, 0,
        [event = Event {.at = m_clock.now(), .kind = kind, .text = text}](
            StoreSession &store) { return store.journal().note(event); },
        [this](const Result<> &noted) {
            if (!noted)
                m_parts.log("warning", "an event was not written: " + noted.error().text);
        });
}

std::unique_ptr<Dispatcher> Engine::makeDispatcher(Timers &timers)
{
    m_intake.open(timers);
    return std::make_unique<Dispatcher>(m_settings,
        DispatchPorts {
            m_writer, m_workers, m_dispatcher.executor(), timers, m_clock, m_dispatchRandom, m_stacks.gates()},
        DispatchNotices {.becameIdle = [this] { Q_EMIT becameIdle(); },
            .trouble = [this](const Error &error) { m_parts.log("warning", error.text); },
            .told = [this](const std::string &line) { m_parts.log("info", line); },
            .roomFreed = [this](const Lane &lane) { m_intake.waitingRoom().roomFreed(lane); },
            .limitsChanged = [this](const TenantName &tenant) { m_intake.waitingRoom().limitsChanged(tenant); },
            .spawned = [this](std::size_t jobs) { m_intake.countSpawned(jobs); },
            .enqueue =
                [this](NewJob job, const Answer<EnqueueReceipt> &answer) {
                    m_jobs.enqueue({std::move(job)}, [answer](Result<std::vector<Result<EnqueueReceipt>>> receipts) {
                        answer(receipts ? std::move(receipts->front()) : failure(receipts.error()));
                    });
                },
            .reported = m_parts.onRun});
}

Result<> Engine::startDispatcher()
{
    m_workers.start(
        m_settings.now()->engine().queues,
        [this](const QueueSettings &queue, const std::shared_ptr<Executor> &executor, Timers &timers) {
            return m_stacks.make(queue, executor, timers);
        },
        [this](RunEnded ended) {
            m_dispatcher.tell(
                [ended = std::move(ended)](Dispatcher &dispatcher) mutable { dispatcher.runEnded(std::move(ended)); });
        },
        m_dispatcher.executor());
    Result<> started = m_dispatcher.start([this](Timers &timers) { return makeDispatcher(timers); });
    m_isStarted = started.has_value();
    if (m_isStarted) {
        m_reader.post([this] { m_operations.open(); });
        m_dispatcher.tell([this](Dispatcher &) {
            m_stats.keepStock();
            m_watching.alerts.watch();
        });
    }
    return started;
}

void Engine::stop(StopMode mode)
{
    note(EventKind::EngineStopping, mode == StopMode::Drain ? "drain" : "now");
    m_dispatcher.tell([this, mode](Dispatcher &dispatcher) {
        m_intake.close();
        dispatcher.stop(mode, [this] { Q_EMIT stopped(); });
    });
}

void Engine::tearDown()
{
    // Workers and handlers stop first, so that no further run ends. Then the store stops; the dispatcher still takes in
    // its last answers.
    m_workers.stop();
    m_parts.stopHandlers();
    m_upkeep.stop();
    m_reader.stop([this] {
        m_events.close();
        m_operations.close();
    });
    if (m_isStarted)
        note(EventKind::EngineStopped, {});
    m_writer.stop();
    m_dispatcher.stop();
    m_isStarted = false;
}

} // namespace fairlead
