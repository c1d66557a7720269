// SPDX-License-Identifier: Apache-2.0
#include "engine/control/engine.h"

#include <future>

namespace fairlead {

Engine::Engine(Parts parts)
    : m_parts(std::move(parts))
    , m_machinery {.settings = m_parts.settings,
          .dataDir = m_parts.dataDir,
          .clock = m_clock,
          .random = m_dispatchRandom,
          .log = m_parts.log,
          .writer = {},
          .ids = {},
          .dispatcherThread = {},
          .dispatcherTimers = {},
          .dispatcher = {},
          .workers = {},
          .readerThread = {},
          .reader = {},
          .startedAt = {}}
    , m_jobs(m_machinery)
    , m_leases(m_machinery)
    , m_operations(m_machinery)
    , m_pauses(m_machinery)
    , m_queues(m_machinery)
    , m_tenants(m_machinery)
    , m_settings(m_machinery)
    , m_stats(m_machinery)
    , m_events(m_machinery)
    , m_audit(m_machinery)
{
}

Engine::~Engine()
{
    if (m_isStarted) {
        std::promise<void> stopped;
        m_machinery.tellDispatcher([this, &stopped](Dispatcher &dispatcher) {
            m_machinery.waitingRoom->close();
            dispatcher.stop(StopMode::Now, [&stopped] { stopped.set_value(); });
        });
        stopped.get_future().wait();
    }
    tearDown();
}

Result<> Engine::start()
{
    Result<> started = startParts();
    // Who asks a store that has failed hears no more than that; here it is told why.
    if (const std::optional<Error> cause = brokenBy(); cause && !started)
        return failure(*cause);
    return started;
}

Result<> Engine::startParts()
{
    const EngineSettings &settings = m_machinery.settings;
    m_machinery.startedAt = m_clock.now();
    m_machinery.ids = std::make_unique<JobIdMaker>(m_clock, m_idRandom);
    m_machinery.writer = std::make_unique<StoreWriter>(
        StoreWriter::Options {settings.groupCommitJobsMax, settings.groupCommitDelayMax}, m_clock,
        StoreWriter::Notices {.broke =
                                  [this](const Error &error) {
                                      m_machinery.log("error", "store failed: " + error.text);
                                      Q_EMIT broke(QString::fromStdString(error.text));
                                  },
            .committed = [this](std::int64_t lastEvent) { m_events.written(lastEvent); }});
    if (Result<> opened = m_machinery.writer->start(m_parts.store); !opened)
        return opened;
    if (Result<> read = readStore(); !read)
        return read;
    m_machinery.readerThread = std::make_shared<LoopThread>("reader");
    m_machinery.readerThread->start();
    m_machinery.upkeepThread = std::make_shared<LoopThread>("upkeep");
    m_machinery.upkeepThread->start();
    Result<> reading;
    m_machinery.readerThread->runAndWait([&] {
        m_machinery.readerTimers = std::make_unique<LoopTimers>();
        Result<std::unique_ptr<StoreReader>> reader = m_machinery.writer->readerFactory()();
        if (!reader) {
            reading = failure(reader.error());
            return;
        }
        m_machinery.reader = std::move(*reader);
        m_events.open();
    });
    if (!reading)
        return reading;
    m_machinery.stacks = std::make_shared<ServiceStacks>(
        settings.queues, m_parts.handlers, m_clock, *m_machinery.writer, m_machinery.log);
    m_machinery.workers = std::make_unique<WorkerPool>(settings, m_clock,
        [stacks = m_machinery.stacks](const QueueSettings &queue, const std::shared_ptr<Executor> &executor,
            Timers &timers) { return stacks->make(queue, executor, timers); });
    return startDispatcher();
}

Result<> Engine::readStore()
{
    std::promise<Result<>> loaded;
    m_machinery.askWriter<void>(
        0,
        [this](Store &store) -> Result<> {
            if (Result<> read = m_machinery.admission.load(store); !read)
                return read;
            return store.note({.at = m_clock.now(), .kind = EventKind::EngineStarted, .text = FAIRLEAD_VERSION});
        },
        [&loaded](Result<> read) { loaded.set_value(std::move(read)); });
    return loaded.get_future().get();
}

void Engine::note(EventKind kind, const std::string &text)
{
    m_machinery.askWriter<void>(
        0,
        [event = Event {.at = m_clock.now(), .kind = kind, .text = text}](Store &store) { return store.note(event); },
        [this](const Result<> &noted) {
            if (!noted)
                m_machinery.log("warning", "an event was not written: " + noted.error().text);
        });
}

void Engine::makeDispatcher()
{
    m_machinery.dispatcherTimers = std::make_unique<LoopTimers>();
    // First: the dispatcher tells it of room as soon as it learns the limits of its tenants.
    m_machinery.waitingRoom = std::make_unique<WaitingRoom>(WaitingRoom::Ports {
        .store = StoreGate(*m_machinery.writer, m_machinery.dispatcherThread),
        .timers = *m_machinery.dispatcherTimers,
        .admit =
            [this](Store &store, std::span<const JobSpec> specs) {
                return m_machinery.admit(store, specs, Admission::Sender::Waiting);
            },
        .setCrowded = [this](const Bottleneck &at, bool isCrowded) { m_machinery.admission.setCrowded(at, isCrowded); },
        .accepted = [this](const Admission::Accepted &accepted) { m_machinery.tellAccepted(accepted); }});
    m_machinery.dispatcher = std::make_unique<Dispatcher>(m_machinery.settings,
        DispatchPorts {*m_machinery.writer, *m_machinery.workers, m_machinery.dispatcherThread,
            *m_machinery.dispatcherTimers, m_clock, m_dispatchRandom},
        DispatchNotices {.becameIdle = [this] { Q_EMIT becameIdle(); },
            .trouble = [this](const Error &error) { m_machinery.log("warning", error.text); },
            .roomFreed = [this](const Lane &lane) { m_machinery.waitingRoom->roomFreed(lane); },
            .limitsChanged = [this](const TenantName &tenant) { m_machinery.waitingRoom->limitsChanged(tenant); },
            .spawned = [this](std::size_t jobs) { m_machinery.enqueuedCount += static_cast<std::int64_t>(jobs); },
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
    m_machinery.dispatcherThread = std::make_shared<LoopThread>("dispatcher");
    m_machinery.dispatcherThread->start();
    m_machinery.workers->start(
        [this](RunEnded ended) {
            m_machinery.tellDispatcher(
                [ended = std::move(ended)](Dispatcher &dispatcher) mutable { dispatcher.runEnded(std::move(ended)); });
        },
        m_machinery.dispatcherThread);
    std::promise<Result<>> started;
    m_machinery.dispatcherThread->post([this, &started] {
        makeDispatcher();
        m_machinery.dispatcher->start([&started](Result<> result) { started.set_value(std::move(result)); });
    });
    Result<> result = started.get_future().get();
    m_isStarted = result.has_value();
    if (m_isStarted)
        m_machinery.readerThread->post([this] { m_operations.open(); });
    return result;
}

void Engine::stop(StopMode mode)
{
    note(EventKind::EngineStopping, mode == StopMode::Drain ? "drain" : "now");
    m_machinery.tellDispatcher([this, mode](Dispatcher &dispatcher) {
        m_machinery.waitingRoom->close();
        dispatcher.stop(mode, [this] { Q_EMIT stopped(); });
    });
}

void Engine::tearDown()
{
    // Workers and handlers first: nothing new ends. Then the store, whose last answers the dispatcher still takes in,
    // and the dispatcher itself only after its thread has ended, because answers hold on to it.
    if (m_machinery.workers)
        m_machinery.workers->stop();
    m_parts.stopHandlers();
    if (m_machinery.upkeepThread)
        m_machinery.upkeepThread->stop();
    if (m_machinery.readerThread) {
        m_machinery.readerThread->runAndWait([this] {
            m_events.close();
            m_operations.close();
            if (m_machinery.readerTimers)
                m_machinery.readerTimers->close();
            m_machinery.reader.reset();
        });
        m_machinery.readerThread->stop();
    }
    if (m_machinery.writer) {
        if (m_isStarted)
            note(EventKind::EngineStopped, {});
        m_machinery.writer->stop();
    }
    if (m_machinery.dispatcherThread) {
        m_machinery.dispatcherThread->runAndWait([this] {
            if (m_machinery.dispatcherTimers)
                m_machinery.dispatcherTimers->close();
        });
        m_machinery.dispatcherThread->stop();
    }
    m_machinery.waitingRoom.reset();
    m_machinery.dispatcher.reset();
    m_machinery.dispatcherTimers.reset();
    m_machinery.readerTimers.reset();
    m_isStarted = false;
}

} // namespace fairlead
