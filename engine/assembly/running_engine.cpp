// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/running_engine.h"

#include "engine/assembly/config_listing.h"
#include "engine/handlers/http_handler.h"
#include "engine/handlers/process_handler.h"
#include "engine/storage/memory_store.h"
#include "engine/storage/sqlite/sqlite_store.h"

#include <filesystem>

namespace fairlead {

namespace {
Result<> makeFolder(const std::string &path)
{
    std::error_code error;
    const bool isNew = std::filesystem::create_directories(path, error);
    if (error)
        return failure(ErrorCode::Io, "cannot make the data folder " + path + ": " + error.message());
    if (isNew)
        std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
    return {};
}

bool isKept(const EngineConfig &config)
{
    return config.store.url != "memory:";
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
        return
            []() -> Result<std::unique_ptr<Store>> { return std::unique_ptr<Store>(std::make_unique<MemoryStore>()); };
    SqliteOptions options;
    const std::filesystem::path file = config.store.url.substr(std::string_view("sqlite:").size());
    options.path = (std::filesystem::path(config.dataDir) / file).string();
    options.durability = config.store.isRelaxed ? SqliteOptions::Durability::Relaxed : SqliteOptions::Durability::Full;
    return [options] { return SqliteStore::open(options); };
}
} // namespace

Result<std::map<QueueName, std::shared_ptr<Handler>>> RunningEngine::makeHandlers(const Options &options)
{
    std::map<QueueName, std::shared_ptr<Handler>> handlers;
    for (const QueueSettings &queue : m_config.engine.queues) {
        if (const auto *process = std::get_if<ProcessHandlerSettings>(&queue.handler)) {
            if (!m_workFolders) {
                auto made = makeWorkFolders(m_config);
                if (!made)
                    return failure(made.error());
                m_workFolders = std::move(*made);
            }
            handlers.emplace(queue.name, std::make_shared<ProcessHandler>(*process, m_spawner, m_workFolders));
            continue;
        }
        if (const auto *http = std::get_if<HttpHandlerSettings>(&queue.handler)) {
            if (!m_transfers)
                m_transfers = std::make_shared<HttpTransfers>();
            const Result<std::shared_ptr<Handler>> made = HttpHandler::make(*http, m_transfers, m_clock);
            if (!made)
                return failure(made.error().code, "queue." + queue.name.text() + ".handler." + made.error().text);
            handlers.emplace(queue.name, *made);
            continue;
        }
        if (queue.isPulled())
            continue;
        const auto function = options.functions.find(queue.name);
        if (function == options.functions.end()) {
            return failure(ErrorCode::Configuration,
                "queue '" + queue.name.text()
                    + "' has a handler of kind \"function\", but this program registers none for it");
        }
        handlers.emplace(queue.name, function->second);
    }
    return handlers;
}

Result<std::unique_ptr<RunningEngine>> RunningEngine::start(EngineConfig config, Options options)
{
    if (isKept(config)) {
        if (const Result<> made = makeFolder(config.dataDir); !made)
            return failure(made.error());
    }
    std::unique_ptr<RunningEngine> running(new RunningEngine);
    running->m_config = config;
    running->m_onLogLevel = options.onLogLevel;
    running->m_spawner = std::make_shared<Spawner>(options.reaping);
    auto handlers = running->makeHandlers(options);
    if (!handlers)
        return failure(handlers.error());
    Engine::Parts parts;
    parts.settings = config.engine;
    parts.store = storeFactory(config);
    parts.handlers = std::move(*handlers);
    parts.dataDir = config.dataDir;
    parts.log = options.log;
    parts.stopHandlers = [spawner = running->m_spawner, transfers = running->m_transfers] {
        spawner->stop();
        if (transfers)
            transfers->stop();
    };
    running->m_engine = std::make_unique<Engine>(std::move(parts));
    Engine &engine = *running->m_engine;
    if (const Result<> started = engine.start(); !started)
        return failure(started.error());
    if (running->m_workFolders && isKept(config))
        running->m_workFolders->removeOthers(); // the store is ours, so the data folder is
    if (!options.onStop)
        options.onStop = [&engine](StopMode mode) { engine.stop(mode); };
    ConfigDoor door {.entries = [&whole = *running] { return whole.configEntries(); }};
    if (!config.origin.file.empty())
        door.reload = [&whole = *running](const Answer<ReloadReport> &answer) { whole.reload(answer); };
    running->m_bare = std::make_unique<LocalClient>(engine, options.onStop, std::move(door));
    const AuditSink audit = [&engine](const AuditEntry &entry, Answer<AuditEntry> answer) {
        engine.audit().append(entry, std::move(answer));
    };
    running->m_client = std::make_unique<GuardedClient>(*running->m_bare, audit, Principal {});
    if (!config.http.listen.empty()) {
        const HttpOptions http {.listen = config.http.listen,
            .hosts = config.http.hosts,
            .tlsCertificate = config.http.tlsCertificate,
            .tlsKey = config.http.tlsKey,
            .connectionsMax = config.http.connectionsMax,
            .log = options.log};
        auto tokens = TokenBook::open(isKept(config) ? config.dataDir + "/tokens" : std::string {}, running->m_clock);
        if (!tokens)
            return failure(tokens.error());
        running->m_tokens = std::move(*tokens);
        auto server = HttpServer::start(http, *running->m_bare, audit, *running->m_tokens);
        if (!server)
            return failure(server.error());
        running->m_http = std::move(*server);
    }
    return running;
}

std::vector<ConfigEntry> RunningEngine::configEntries() const
{
    const std::scoped_lock lock(m_configMutex);
    return listConfig(m_config);
}

namespace {
bool isLive(const std::string &key)
{
    return key == "log.level" || key.starts_with("tenant.");
}

std::map<std::string, std::string> valuesOf(const EngineConfig &config)
{
    std::map<std::string, std::string> values;
    for (ConfigEntry &entry : listConfig(config))
        values.emplace(std::move(entry.key), std::move(entry.value));
    return values;
}

/// Keys whose value differs or is in one of them only.
ReloadReport differences(const EngineConfig &before, const EngineConfig &after)
{
    std::map<std::string, std::string> was = valuesOf(before);
    ReloadReport report;
    const auto note = [&](const std::string &key) {
        (isLive(key) ? report.applied : report.afterRestart).push_back(key);
    };
    for (const auto &[key, value] : valuesOf(after)) {
        const auto found = was.find(key);
        if (found == was.end() || found->second != value)
            note(key);
        if (found != was.end())
            was.erase(found);
    }
    for (const auto &[key, value] : was)
        note(key);
    return report;
}

/// Those said to be otherwise than before; who is not named any more has nothing of its own.
std::vector<TenantSettings> changedTenants(const EngineConfig &before, const EngineConfig &after)
{
    std::map<TenantName, TenantSettings> changed;
    for (const TenantSettings &tenant : before.engine.tenants)
        changed.emplace(tenant.name, TenantSettings {tenant.name, {}, {}});
    for (const TenantSettings &tenant : after.engine.tenants)
        changed.insert_or_assign(tenant.name, tenant);
    std::vector<TenantSettings> list;
    list.reserve(changed.size());
    for (auto &[name, tenant] : changed)
        list.push_back(std::move(tenant));
    return list;
}

/// Keys of tenants of whom the configuration does not count are set apart.
ReloadReport overruled(const ReloadReport &report, const std::vector<TenantName> &counting)
{
    ReloadReport told {.applied = {}, .overruled = {}, .afterRestart = report.afterRestart};
    for (const std::string &key : report.applied) {
        const bool isInForce = !key.starts_with("tenant.")
            || std::any_of(counting.begin(), counting.end(),
                [&](const TenantName &name) { return key.starts_with("tenant." + name.text() + "."); });
        (isInForce ? told.applied : told.overruled).push_back(key);
    }
    return told;
}
} // namespace

void RunningEngine::reload(const Answer<ReloadReport> &answer)
{
    ReloadReport report;
    std::vector<TenantSettings> tenants;
    {
        const std::scoped_lock lock(m_configMutex);
        Result<EngineConfig> read = loadConfig(m_config.origin.file);
        if (!read) {
            answer(failure(ErrorCode::Invalid, read.error().text));
            return;
        }
        read->dataDir = m_config.dataDir;
        read->origin.overridden = m_config.origin.overridden;
        if (read->origin.overridden.contains("http.listen"))
            read->http.listen = m_config.http.listen;
        report = differences(m_config, *read);
        tenants = changedTenants(m_config, *read);
        for (const TenantSettings &tenant : tenants) {
            if (tenant.plan.empty() || m_config.engine.findPlan(tenant.plan))
                continue;
            answer(failure(ErrorCode::Invalid,
                m_config.origin.file + ": tenant." + tenant.name.text() + ".plan: the plan '" + tenant.plan
                    + "' is new; restart the engine for it"));
            return;
        }
        m_config.logLevel = read->logLevel;
        m_config.engine.tenants = std::move(read->engine.tenants);
        std::erase_if(m_config.origin.lines, [](const auto &line) { return isLive(line.first); });
        for (const auto &[key, line] : read->origin.lines) {
            if (isLive(key))
                m_config.origin.lines.insert_or_assign(key, line);
        }
        m_onLogLevel(m_config.logLevel);
    }
    m_engine->control().configureTenants(
        std::move(tenants), [answer, report](const Result<std::vector<TenantName>> &counting) {
            if (counting)
                answer(overruled(report, *counting));
            else
                answer(failure(counting.error()));
        });
}

RunningEngine::~RunningEngine()
{
    m_http.reset(); // the door first: nobody comes in while the rest ends
    m_engine.reset();
    m_client.reset();
    m_bare.reset();
}

} // namespace fairlead
