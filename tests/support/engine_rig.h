// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/http_server.h"
#include "engine/calls/job_calls.h"
#include "engine/client/guarded_client.h"
#include "engine/client/local/local_client.h"
#include "engine/client/remote_client.h"
#include "engine/handlers/function_handler.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/await.h"

#include <QtTest>

namespace fairlead {

/// One engine in memory, with a local and a remote client. Its queues: `done` succeeds with its payload as text/plain,
/// `fails` fails, `rejects` rejects, `held` reports progress and ends when it is cancelled, `far` is pulled, `parent`
/// spawns a job in `done` for each byte of its payload, `shielded` fails behind a circuit breaker and a limit. Threads:
/// main, with an event loop.
class EngineRig
{
public:
    explicit EngineRig(const HttpOptions &http = {.listen = "127.0.0.1:0", .tokenFailuresMax = 1'000'000})
        : engine(parts())
        , bare(engine,
              [this](StopMode mode) {
                  const std::scoped_lock lock(m_mutex);
                  m_stops.push_back(mode);
              })
        , local(bare, audit())
    {
        if (const Result<> started = engine.start(); !started)
            qFatal("%s", started.error().text.c_str());
        Result<std::unique_ptr<HttpServer>> door = HttpServer::start(http, bare, audit(), *tokens);
        if (!door)
            qFatal("%s", door.error().text.c_str());
        server = std::move(*door);
        remote = std::make_unique<RemoteClient>(QUrl(QString::fromStdString(server->url())));
    }
    ~EngineRig() { server->stop(); }

    static NewJob job(const char *queue, std::string payload = "{}")
    {
        NewJob job;
        job.queue = QueueName::trusted(queue);
        job.payload = std::move(payload);
        return job;
    }
    /// Enqueues a job that must be accepted.
    JobId add(const NewJob &job)
    {
        const auto receipts = askAndWait(local, EnqueueJobs::of({job}));
        if (!receipts || !receipts->front())
            qFatal("%s", (receipts ? receipts->front().error() : receipts.error()).text.c_str());
        return receipts->front()->id;
    }
    JobRecord record(const JobId &id)
    {
        Result<JobRecord> record = askAndWait(local, FindJob {id});
        if (!record)
            qFatal("%s", record.error().text.c_str());
        return std::move(*record);
    }
    /// Enqueues, and waits until the job is in `state`.
    JobId addUntil(const NewJob &one, JobState state)
    {
        const JobId id = add(one);
        while (record(id).state != state) { }
        return id;
    }

    GuardSources audit()
    {
        return {[this](const AuditEntry &entry, Answer<AuditEntry> answer) {
                    engine.audit().append(entry, std::move(answer));
                },
            [this] { return engine.settings().now(); }, errorIds};
    }
    /// Replaces the settings, with the same handlers.
    void use(const EngineSettings &settings)
    {
        const auto replaced = await<std::set<TenantName>>([&](Answer<std::set<TenantName>> answer) {
            engine.settings().replace(settings, parts().handlers, std::move(answer));
        });
        if (!replaced)
            qFatal("%s", replaced.error().text.c_str());
    }
    /// The stops that clients asked for.
    std::vector<StopMode> stops() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_stops;
    }

private:
    mutable std::mutex m_mutex;
    std::vector<StopMode> m_stops; ///< guarded by m_mutex

public:
    const std::shared_ptr<MemoryState> disk = std::make_shared<MemoryState>();
    const std::shared_ptr<const ErrorIds> errorIds = std::make_shared<ErrorIds>(HashKey {17, 4});
    Engine engine;
    LocalClient bare;
    GuardedClient local;
    SystemClock clock;
    std::unique_ptr<TokenBook> tokens = std::move(*TokenBook::open({}, clock));
    std::unique_ptr<HttpServer> server;
    std::unique_ptr<RemoteClient> remote;

private:
    Engine::Parts parts() const
    {
        Engine::Parts parts;
        parts.settings.workers = 2;
        parts.settings.threads = 1;
        parts.dataDir = "in memory";
        parts.store = [this]() -> Result<std::unique_ptr<StoreSession>> {
            return std::unique_ptr<StoreSession>(std::make_unique<MemoryStore>(disk));
        };
        const auto add = [&](const char *name, std::shared_ptr<Handler> handler) {
            QueueSettings queue {.name = QueueName::trusted(name)};
            queue.defaults.maxAttempts = 1;
            parts.settings.queues.push_back(queue);
            parts.handlers.emplace(queue.name, std::move(handler));
        };
        QueueSettings far {.name = QueueName::trusted("far")};
        far.handler = PullHandlerSettings {};
        parts.settings.queues.push_back(far);
        add("done", FunctionHandler::quick([](RunContext &run) -> Outcome {
            return Succeeded {.result = {.bytes = run.payload(), .contentType = "text/plain"}};
        }));
        add("fails", FunctionHandler::quick([](RunContext &) -> Outcome { return Failed {"broken", "no 17", {}}; }));
        add("rejects", FunctionHandler::quick([](RunContext &) -> Outcome {
            return Rejected {"refused", "not this"};
        }));
        add("held", FunctionHandler::async([](const RunContext &run, std::function<void(Outcome)> answer) {
            run.progress(40, "half");
            run.cancellation()->onRequest(
                [answer = std::move(answer)](Cancellation::Reason) { answer(RunCancelled {}); });
        }));
        add("parent", FunctionHandler::quick([](RunContext &run) -> Outcome {
            Succeeded succeeded;
            for (const char letter : run.payload()) {
                NewJob &child = succeeded.spawned.emplace_back(run.child(std::string(1, letter)));
                child.queue = QueueName::trusted("done");
                child.contentType = "text/plain";
            }
            return succeeded;
        }));
        add("shielded", FunctionHandler::quick([](RunContext &) -> Outcome { return Failed {"broken", "", {}}; }));
        parts.settings.queues.back().layers = {
            CircuitBreakerSettings {1, 1, std::chrono::hours {1}, CircuitBreakerSettings::Per::Tenant},
            ConcurrencyLimitSettings {2, {}}};
        return parts;
    }
};

} // namespace fairlead
