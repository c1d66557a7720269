// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/running_engine.h"

#include "engine/assembly/config_listing.h"
#include "engine/assembly/config_reload.h"
#include "engine/assembly/data_folder.h"
#include "engine/handlers/http_handler.h"
#include "engine/handlers/process_handler.h"
#include "engine/security/error_id_key.h"
#include "engine/storage/memory/memory_store.h"
#include "engine/storage/sqlite/sqlite_store.h"

#include <filesystem>

namespace fairlead {

namespace {
bool isKept(const EngineConfig &config)
{
    return config.store.url != "memory:";
}

std::string databaseFileOf(const EngineConfig &config)
{
    const std::filesystem::path file = config.store.url.substr(std::string_view("sqlite:").size());
    return (std::filesystem::path(config.dataDir) / file).string();
}

/// Makes the data folder, and takes from others what would let them change the store.
Result<> makeOwn(const EngineConfig &config, const LogSink &log)
{
    FAIRLEAD_TRY(const std::vector<std::string> mended, makeDataFolder(config.dataDir, databaseFileOf(config)));
    for (const std::string &line : mended)
        log("warning", line);
    return {};
}

Result<std::shared_ptr<WorkFolders>> makeWorkFolders(const EngineConfig &config)
{
    std::error_code error;
    return WorkFolders::in(
        isKept(config) ? config.dataDir + "/work" : std::filesystem::temp_directory_path(error).string());
}

StoreFactory storeFactory(const EngineConfig &config)
{
    if (!isKept(config))
        return []() -> Result<std::unique_ptr<StoreSession>> {
            return std::unique_ptr<StoreSession>(std::make_unique<MemoryStore>());
        };
    SqliteOptions options;
    options.path = databaseFileOf(config);
    options.durability = config.store.isRelaxed ? SqliteOptions::Durability::Relaxed : SqliteOptions::Durability::Full;
    options.freeBytesMin = config.store.freeBytesMin;
    options.reservedBytes = config.store.ballastBytes;
    return [options] { return SqliteStore::open(options); };
}

/// The settings with the command that runs the plugin: its runner lies beside the engine's program. A plugin that
/// others could replace is refused.
Result<ProcessHandlerSettings> placed(ProcessHandlerSettings settings)
{
    if (settings.plugin.empty())
        return settings;
    std::error_code error;
    const std::filesystem::file_status file = std::filesystem::status(settings.plugin, error);
    if (!std::filesystem::is_regular_file(file))
        return failure(ErrorCode::Configuration, "file: there is no file " + settings.plugin);
    constexpr auto others = std::filesystem::perms::group_write | std::filesystem::perms::others_write;
    if ((file.permissions() & others) != std::filesystem::perms::none)
        return failure(ErrorCode::Configuration,
            "file: others may write to " + settings.plugin + "; run: chmod go-w " + settings.plugin);
    const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
    settings.command = {(program.parent_path() / "fairlead-plugin-runner").string(), settings.plugin};
    if (!settings.pluginDigest.empty())
        settings.command.push_back(settings.pluginDigest);
    return settings;
}
} // namespace

Result<std::shared_ptr<Handler>> RunningEngine::makeProcessHandler(
    const EngineConfig &config, const ProcessHandlerSettings &settings)
{
    if (!m_workFolders) {
        FAIRLEAD_TRY(m_workFolders, makeWorkFolders(config));
    }
    FAIRLEAD_TRY(ProcessHandlerSettings whole, placed(settings));
    return ProcessHandler::make(std::move(whole), m_spawner, m_workFolders);
}

Result<std::shared_ptr<Handler>> RunningEngine::makeHandler(const EngineConfig &config, const QueueSettings &queue)
{
    const std::string name = queue.name.text();
    Result<std::shared_ptr<Handler>> made;
    if (const auto *process = std::get_if<ProcessHandlerSettings>(&queue.handler)) {
        made = makeProcessHandler(config, *process);
    } else if (const auto *http = std::get_if<HttpHandlerSettings>(&queue.handler)) {
        if (!m_transfers)
            m_transfers = std::make_shared<HttpTransfers>();
        made = HttpHandler::make(*http, m_transfers, m_clock);
    } else {
        const auto function = m_functions.find(queue.name);
        if (function == m_functions.end())
            return failure(ErrorCode::Configuration,
                "queue '" + name + "' has a handler of kind \"function\", but this program registers none for it");
        return function->second;
    }
    if (!made)
        return failure(made.error().code, "queue." + name + ".handler." + made.error().text);
    return made;
}

Result<RunningEngine::MadeHandlers> RunningEngine::makeHandlers(const EngineConfig &config)
{
    MadeHandlers made;
    for (const QueueSettings &queue : config.engine.queues) {
        if (queue.isPulled())
            continue;
        const auto known = m_handlers.find(queue.name);
        if (known != m_handlers.end() && known->second.settings == queue.handler) {
            made.insert(*known);
            continue;
        }
        FAIRLEAD_TRY(auto handler, makeHandler(config, queue));
        made.emplace(queue.name, MadeHandler {queue.handler, std::move(handler)});
    }
    return made;
}

RunningEngine::Handlers RunningEngine::handlers() const
{
    Handlers handlers;
    for (const auto &[queue, made] : m_handlers)
        handlers.emplace(queue, made.handler);
    return handlers;
}

void RunningEngine::stopHandlers()
{
    m_spawner->stop();
    std::shared_ptr<HttpTransfers> transfers;
    {
        const MutexLock lock(m_configMutex);
        transfers = m_transfers;
    }
    if (transfers)
        transfers->stop();
}

Result<std::unique_ptr<RunningEngine>> RunningEngine::start(EngineConfig config, Options options)
{
    if (isKept(config)) {
        FAIRLEAD_CHECK(makeOwn(config, options.log));
    }
    std::unique_ptr<RunningEngine> running(new RunningEngine);
    running->m_onLogLevel = options.onLogLevel;
    running->m_spawner = std::make_shared<Spawner>(options.reaping);
    running->m_functions = options.functions;
    Engine::Parts parts;
    {
        const MutexLock lock(running->m_configMutex);
        FAIRLEAD_TRY(running->m_handlers, running->makeHandlers(config));
        parts.settings = std::exchange(config.engine, {});
        parts.handlers = running->handlers();
        running->m_config = config;
    }
    parts.store = storeFactory(config);
    parts.dataDir = config.dataDir;
    if (isKept(config))
        parts.backupDir = (std::filesystem::path(config.dataDir) / config.store.backupDir).string();
    parts.log = options.log;
    parts.onRun = options.onRun;
    parts.stopHandlers = [&whole = *running] { whole.stopHandlers(); };
    running->m_engine = std::make_unique<Engine>(std::move(parts));
    Engine &engine = *running->m_engine;
    if (const Result<> started = engine.start(); !started)
        return failure(started.error());
    {
        const MutexLock lock(running->m_configMutex);
        if (running->m_workFolders && isKept(config))
            running->m_workFolders->removeOthers(); // the store is ours, so the data folder is
    }
    if (!options.onStop)
        options.onStop = [&engine](StopMode mode) { engine.stop(mode); };
    ConfigSource source {.entries = [&whole = *running] { return whole.configEntries(); }};
    if (!config.origin.file.empty())
        source.reload = [&whole = *running](const Answer<ReloadReport> &answer) { whole.reload(answer); };
    running->m_bare = std::make_unique<LocalClient>(engine, options.onStop, std::move(source));
    FAIRLEAD_TRY(const HashKey key, openErrorIdKey(isKept(config) ? config.dataDir + "/errors.key" : std::string {}));
    const GuardSources sources {[&engine](const AuditEntry &entry, Answer<AuditEntry> answer) {
                                    engine.audit().append(entry, std::move(answer));
                                },
        [&engine] { return engine.settings().now(); }, std::make_shared<ErrorIds>(key)};
    running->m_client = std::make_unique<GuardedClient>(*running->m_bare, sources);
    if (config.statisticsEvery > Microseconds {0})
        running->m_statsLog = std::make_unique<StatsLog>(
            *running->m_bare, options.log, std::chrono::ceil<Milliseconds>(config.statisticsEvery));
    if (!config.http.listen.empty()) {
        const HttpOptions http {.listen = config.http.listen,
            .hosts = config.http.hosts,
            .tlsCertificate = config.http.tlsCertificate,
            .tlsKey = config.http.tlsKey,
            .connectionsMax = config.http.connectionsMax,
            .waitsMax = config.http.waitsMax,
            .log = options.log};
        auto tokens = TokenBook::open(isKept(config) ? config.dataDir + "/tokens" : std::string {}, running->m_clock);
        if (!tokens)
            return failure(tokens.error());
        running->m_tokens = std::move(*tokens);
        auto server = HttpServer::start(http, *running->m_bare, sources, *running->m_tokens);
        if (!server)
            return failure(server.error());
        running->m_http = std::move(*server);
    }
    return running;
}

std::vector<ConfigEntry> RunningEngine::configEntries() const
{
    const MutexLock lock(m_configMutex);
    return listConfig(configInForce());
}

EngineConfig RunningEngine::configInForce() const
{
    EngineConfig config = m_config;
    config.engine = m_engine->settings().now()->engine();
    return config;
}

void RunningEngine::reload(const Answer<ReloadReport> &answer)
{
    // Until the engine is told, so that of two reloads at once the file that was read last counts in both places.
    MutexLock lock(m_configMutex);
    Result<EngineConfig> read = loadConfig(m_config.origin.file);
    if (!read) {
        lock.unlock();
        answer(failure(ErrorCode::Invalid, read.error().text));
        return;
    }
    ConfigReload reload = reloadConfig(configInForce(), std::move(*read));
    Result<MadeHandlers> made = makeHandlers(reload.config);
    if (!made) {
        lock.unlock();
        answer(failure(ErrorCode::Invalid, made.error().text));
        return;
    }
    m_handlers = std::move(*made);
    const EngineSettings engine = std::exchange(reload.config.engine, {});
    m_config = std::move(reload.config);
    m_onLogLevel(m_config.logLevel);
    m_engine->settings().replace(engine, handlers(),
        [answer, report = std::move(reload.report)](const Result<std::set<TenantName>> &saidByOperators) {
            if (saidByOperators)
                answer(overruled(report, *saidByOperators));
            else
                answer(failure(saidByOperators.error()));
        });
}

RunningEngine::~RunningEngine()
{
    m_http.reset(); // first: nobody comes in while the rest ends
    m_engine.reset();
    m_client.reset();
    m_bare.reset();
}

} // namespace fairlead
