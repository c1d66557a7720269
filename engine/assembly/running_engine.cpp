// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/running_engine.h"

#include "engine/assembly/config_listing.h"
#include "engine/assembly/config_reload.h"
#include "engine/assembly/data_folder.h"
#include "engine/assembly/queue_text.h"
#include "engine/domain/units.h"
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
    if (config.store.ballastBytes > 0 && config.store.ballastBytes < StoreConfig::ballastLeast)
        log("warning",
            "store.ballast is " + sizeForPeople(config.store.ballastBytes)
                + ". The log of the store can grow by more before it is folded in, so on a full disk runs may not find "
                  "room to end. Set it to "
                + sizeForPeople(StoreConfig::ballastLeast) + " or more");
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
        parts.settings = config.engine;
        parts.handlers = running->handlers();
        running->m_config = config;
    }
    parts.withSaved = [&whole = *running, log = options.log](
                          const Engine::Parts::SavedQueues &saved) { return whole.withSaved(saved, log); };
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
        return failure(isKept(config) ? startError(started.error(), databaseFileOf(config)) : started.error());
    {
        const MutexLock lock(running->m_configMutex);
        if (running->m_workFolders && isKept(config))
            running->m_workFolders->removeOthers(); // the store is ours, so the data folder is
    }
    if (!options.onStop)
        options.onStop = [&engine](StopMode mode) { engine.stop(mode); };
    running->m_bare = std::make_unique<LocalClient>(engine, options.onStop, running->configSource());
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

ConfigSource RunningEngine::configSource()
{
    ConfigSource source {.entries = [this] { return configEntries(); },
        .addQueue = [this](const AddQueue &call, const Principal &principal,
                        const Answer<bool> &answer) { addQueue(call, principal, answer); },
        .removeQueue = [this](const QueueName &name, const Answer<bool> &answer) { removeQueue(name, answer); }};
    const MutexLock lock(m_configMutex);
    if (!m_config.origin.file.empty())
        source.reload = [this](const Answer<ReloadReport> &answer) { reload(answer); };
    return source;
}

std::vector<ConfigEntry> RunningEngine::configEntries() const
{
    const MutexLock lock(m_configMutex);
    EngineConfig file = m_config;
    takeMade(file.engine);
    std::vector<ConfigEntry> entries = listConfig(file);
    EngineConfig made;
    for (const auto &[name, queue] : m_made)
        made.engine.queues.push_back(queue);
    for (ConfigEntry &entry : listConfig(made)) {
        if (!entry.key.starts_with("queue."))
            continue;
        entry.source = "call";
        entries.push_back(std::move(entry));
    }
    return entries;
}

std::vector<QueueSettings> RunningEngine::takeMade(EngineSettings &settings) const
{
    std::vector<QueueSettings> taken;
    std::vector<QueueSettings> kept;
    kept.reserve(settings.queues.size());
    for (QueueSettings &queue : settings.queues)
        (m_made.contains(queue.name) ? taken : kept).push_back(std::move(queue));
    settings.queues = std::move(kept);
    return taken;
}

EngineConfig RunningEngine::wholeConfig() const
{
    EngineConfig config = m_config;
    takeMade(config.engine);
    for (const auto &[name, queue] : m_made)
        config.engine.queues.push_back(queue);
    return config;
}

void RunningEngine::reload(const Answer<ReloadReport> &answer)
{
    // Until the engine is told, so that of two changes at once the later one counts in both places.
    MutexLock lock(m_configMutex);
    Result<EngineConfig> read = loadConfig(m_config.origin.file);
    if (!read) {
        lock.unlock();
        answer(failure(ErrorCode::Invalid, read.error().text));
        return;
    }
    EngineConfig before = m_config;
    takeMade(before.engine);
    const std::vector<QueueSettings> hidden = takeMade(read->engine);
    ConfigReload reload = reloadConfig(before, std::move(*read));
    for (const QueueSettings &queue : hidden) {
        reload.report.overruled.push_back("queue." + queue.name.text());
        reload.config.engine.queues.push_back(queue);
    }
    before = std::exchange(m_config, std::move(reload.config));
    const EngineConfig whole = wholeConfig();
    Result<MadeHandlers> made = makeHandlers(whole);
    if (!made) {
        m_config = std::move(before);
        lock.unlock();
        answer(failure(ErrorCode::Invalid, made.error().text));
        return;
    }
    m_handlers = std::move(*made);
    m_onLogLevel(m_config.logLevel);
    m_engine->settings().replace(whole.engine, handlers(),
        [this, answer, report = std::move(reload.report)](const Result<std::set<TenantName>> &saidByOperators) {
            if (!saidByOperators) {
                answer(failure(saidByOperators.error()));
                return;
            }
            // The settings are in force: the answer is the same when no mark could be written.
            m_engine->marks().add(MarkKind::Reloaded, {}, {},
                [answer, told = overruled(report, *saidByOperators)](const Result<Mark> &) { answer(told); });
        });
}

// --- queues made by calls --------------------------------------------------------------------------------------------

std::pair<EngineSettings, RunningEngine::Handlers> RunningEngine::withSaved(
    const Engine::Parts::SavedQueues &saved, const LogSink &log)
{
    const MutexLock lock(m_configMutex);
    for (const auto &[name, text] : saved) {
        const std::string queueText = "queue '" + name.text() + "'";
        Result<QueueSettings> queue = parseQueue(name, text);
        if (queue && !queue->isPulled()) {
            Result<std::shared_ptr<Handler>> handler = makeHandler(m_config, *queue);
            if (handler)
                m_handlers.insert_or_assign(name, MadeHandler {queue->handler, std::move(*handler)});
            else
                queue = failure(handler.error());
        }
        if (!queue) {
            log("warning", queueText + ", which a call made, is left out, and its jobs wait: " + queue.error().text);
            m_leftOut.insert(name);
            continue;
        }
        if (m_config.engine.findQueue(name))
            log("warning", queueText + " is in the configuration too; the one that a call made counts");
        if (queue->isPulled())
            m_handlers.erase(name);
        m_made.insert_or_assign(name, std::move(*queue));
    }
    return {wholeConfig().engine, handlers()};
}

Result<RunningEngine::QueueChange> RunningEngine::checkNew(const AddQueue &call, const Principal &principal)
{
    FAIRLEAD_TRY(QueueSettings queue, parseQueue(call.queue, call.settings));
    // A caller without a token may be another user of the machine.
    if (!isHarmless(queue.handler) && principal.tokenId.empty())
        return failure(ErrorCode::Denied,
            "a queue whose handler acts in the name of the engine needs an admin token, or the configuration file");
    if (m_made.contains(call.queue) || m_config.engine.findQueue(call.queue))
        return failure(ErrorCode::Conflict, "there is a queue '" + call.queue.text() + "' already");
    if (m_made.size() + m_changes.size() >= queuesMadeMost)
        return failure(ErrorCode::EngineFull,
            "calls have made " + std::to_string(queuesMadeMost) + " queues, which is the most there may be");
    QueueChange change;
    if (!queue.isPulled()) {
        Result<std::shared_ptr<Handler>> handler = makeHandler(m_config, queue);
        if (!handler)
            return failure(ErrorCode::Invalid, handler.error().text);
        change.handler = MadeHandler {queue.handler, std::move(*handler)};
    }
    change.settings = std::move(queue);
    return change;
}

void RunningEngine::addQueue(const AddQueue &call, const Principal &principal, const Answer<bool> &answer)
{
    Result<QueueChange> change = failure(ErrorCode::Conflict, "queue '" + call.queue.text() + "' is being changed");
    {
        const MutexLock lock(m_configMutex);
        if (!m_changes.contains(call.queue))
            change = checkNew(call, principal);
        if (change)
            m_changes.emplace(call.queue, std::move(*change));
    }
    if (!change) {
        answer(failure(change.error()));
        return;
    }
    m_engine->settings().keep(call.queue, call.settings,
        [this, name = call.queue, answer](const Result<bool> &kept) { queueKept(name, kept, answer); });
}

void RunningEngine::removeQueue(const QueueName &name, const Answer<bool> &answer)
{
    Result<> good;
    {
        const MutexLock lock(m_configMutex);
        const std::string queueText = "queue '" + name.text() + "'";
        if (m_changes.contains(name))
            good = failure(ErrorCode::Conflict, queueText + " is being changed");
        else if (m_made.contains(name) || m_leftOut.contains(name))
            m_changes.emplace(name, QueueChange {});
        else if (m_config.engine.findQueue(name))
            good = failure(
                ErrorCode::Conflict, queueText + " is in the configuration: take it out of the file and reload");
        else
            good = failure(ErrorCode::NotFound, "no " + queueText + " was made by a call");
    }
    if (!good) {
        answer(failure(good.error()));
        return;
    }
    m_engine->settings().keep(
        name, {}, [this, name, answer](const Result<bool> &kept) { queueKept(name, kept, answer); });
}

void RunningEngine::queueKept(const QueueName &name, const Result<bool> &kept, const Answer<bool> &answer)
{
    MutexLock lock(m_configMutex);
    auto change = m_changes.extract(name);
    if (!kept) {
        lock.unlock();
        answer(failure(kept.error()));
        return;
    }
    m_leftOut.erase(name);
    m_made.erase(name);
    m_handlers.erase(name);
    if (std::optional<QueueSettings> &settings = change.mapped().settings)
        m_made.emplace(name, std::move(*settings));
    if (std::optional<MadeHandler> &handler = change.mapped().handler)
        m_handlers.emplace(name, std::move(*handler));
    const EngineConfig whole = wholeConfig();
    Result<MadeHandlers> made = makeHandlers(whole);
    if (!made) {
        lock.unlock();
        answer(failure(made.error()));
        return;
    }
    m_handlers = std::move(*made);
    m_engine->settings().replace(whole.engine, handlers(), [answer](const Result<std::set<TenantName>> &replaced) {
        answer(replaced ? Result<bool>(true) : failure(replaced.error()));
    });
}

RunningEngine::~RunningEngine() = default;

} // namespace fairlead
