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
    ConfigSource configSource();
    std::vector<ConfigEntry> configEntries() const;
    /// Makes a queue, as Client::AddQueue.
    void addQueue(const AddQueue &call, const Principal &principal, const Answer<bool> &answer);
    /// Removes a queue that a call made.
    void removeQueue(const QueueName &name, const Answer<bool> &answer);

    using Handlers = std::map<QueueName, std::shared_ptr<Handler>>;
    struct MadeHandler
    {
        HandlerSettings settings;
        std::shared_ptr<Handler> handler;
    };
    using MadeHandlers = std::map<QueueName, MadeHandler>;
    /// A queue that a call makes or removes, until the store has it.
    struct QueueChange
    {
        std::optional<QueueSettings> settings; ///< empty: it is removed
        std::optional<MadeHandler> handler; ///< of one that runs here
    };
    Result<QueueChange> checkNew(const AddQueue &call, const Principal &principal) REQUIRES(m_configMutex);
    void queueKept(const QueueName &name, const Result<bool> &kept, const Answer<bool> &answer);
    /// With the queues that calls made, which count before those of the file.
    EngineConfig wholeConfig() const REQUIRES(m_configMutex);
    /// Takes out the queues that calls made.
    std::vector<QueueSettings> takeMade(EngineSettings &settings) const REQUIRES(m_configMutex);
    /// Those that are not valid any more are left out, with a warning.
    std::pair<EngineSettings, Handlers> withSaved(const Engine::Parts::SavedQueues &saved, const LogSink &log);

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
    EngineConfig m_config GUARDED_BY(m_configMutex); ///< what the file says and is in force
    std::map<QueueName, QueueSettings> m_made GUARDED_BY(m_configMutex); ///< queues that calls made
    std::set<QueueName> m_leftOut GUARDED_BY(m_configMutex); ///< made in an earlier life, and not valid any more
    std::map<QueueName, QueueChange> m_changes GUARDED_BY(m_configMutex);
    std::function<void(LogLevel)> m_onLogLevel;
    std::shared_ptr<Spawner> m_spawner;
    std::shared_ptr<WorkFolders> m_workFolders GUARDED_BY(m_configMutex); ///< empty until a queue needs them
    std::shared_ptr<HttpTransfers> m_transfers GUARDED_BY(m_configMutex); ///< empty until a queue needs them
    SystemClock m_clock;
    // The end goes from the last of these to the first: nobody comes in any more, the engine stops, and its last
    // answers find all that stands before it.
    std::unique_ptr<TokenBook> m_tokens;
    std::unique_ptr<LocalClient> m_bare; ///< for those who guard it
    std::unique_ptr<GuardedClient> m_client; ///< in the name of this program
    std::unique_ptr<Engine> m_engine;
    std::unique_ptr<StatsLog> m_statsLog; ///< empty when none is wanted
    std::unique_ptr<HttpServer> m_http;
};

} // namespace fairlead
