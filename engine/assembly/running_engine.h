// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/http_server.h"
#include "engine/assembly/engine_config.h"
#include "engine/assembly/stats_log.h"
#include "engine/client/guarded_client.h"
#include "engine/client/local/local_client.h"
#include "engine/handlers/function_handler.h"
#include "engine/handlers/http_transfers.h"
#include "engine/handlers/spawner.h"
#include "engine/handlers/work_folders.h"

namespace fairlead {

/// A whole engine made from a configuration: store, handlers, HTTP server, and the Client to talk to it. The entry for
/// programs that embed the queue. Threads: one, which runs a Qt event loop; `client()` from any.
class RunningEngine
{
public:
    struct Options
    {
        /// Handlers of queues of kind "function". A queue without one fails with Configuration.
        std::map<QueueName, std::shared_ptr<Handler>> functions;
        LogSink log = [](std::string_view, std::string_view) {};
        RunListener onRun {}; ///< may be empty
        Spawner::Reaping reaping = Spawner::Reaping::OwnOnly;
        /// The level of the log as a reload finds it.
        std::function<void(LogLevel)> onLogLevel = [](LogLevel) {};
        /// A client asked for a stop; the default begins it.
        std::function<void(StopMode)> onStop;
    };
    /// Fails with Configuration, Locked, Corrupt, Io or Unavailable (HTTP address taken).
    static Result<std::unique_ptr<RunningEngine>> start(EngineConfig config, Options options);
    ~RunningEngine(); ///< stops now, and waits

    Client &client() { return *m_client; }
    Engine &engine() { return *m_engine; }
    /// Reads the configuration file again, as Client::reloadConfiguration. Threads: any.
    void reload(const Answer<ReloadReport> &answer);
    /// Empty without an HTTP server.
    std::string url() const { return m_http ? m_http->url() : std::string {}; }

private:
    RunningEngine() = default;
    std::vector<ConfigEntry> configEntries() const;
    EngineConfig configInForce() const REQUIRES(m_configMutex);

    using Handlers = std::map<QueueName, std::shared_ptr<Handler>>;
    struct MadeHandler
    {
        HandlerSettings settings;
        std::shared_ptr<Handler> handler;
    };
    using MadeHandlers = std::map<QueueName, MadeHandler>;
    /// Those with the same settings as before stay.
    Result<MadeHandlers> makeHandlers(const EngineConfig &config) REQUIRES(m_configMutex);
    Handlers handlers() const REQUIRES(m_configMutex);
    Result<std::shared_ptr<Handler>> makeHandler(const EngineConfig &config, const QueueSettings &queue)
        REQUIRES(m_configMutex);
    Result<std::shared_ptr<Handler>> makeProcessHandler(
        const EngineConfig &config, const ProcessHandlerSettings &settings) REQUIRES(m_configMutex);
    void stopHandlers();

    mutable Mutex m_configMutex;
    MadeHandlers m_handlers GUARDED_BY(m_configMutex); ///< of all queues that run here
    Handlers m_functions; ///< those that the program registered
    EngineConfig m_config GUARDED_BY(m_configMutex); ///< in force, without the settings that the engine holds
    std::function<void(LogLevel)> m_onLogLevel;
    std::shared_ptr<Spawner> m_spawner;
    std::shared_ptr<WorkFolders> m_workFolders GUARDED_BY(m_configMutex); ///< empty until a queue needs them
    std::shared_ptr<HttpTransfers> m_transfers GUARDED_BY(m_configMutex); ///< empty until a queue needs them
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<LocalClient> m_bare; ///< for those who guard it
    std::unique_ptr<GuardedClient> m_client; ///< in the name of this program
    std::unique_ptr<StatsLog> m_statsLog; ///< empty when none is wanted
    SystemClock m_clock;
    std::unique_ptr<TokenBook> m_tokens;
    std::unique_ptr<HttpServer> m_http;
};

} // namespace fairlead
