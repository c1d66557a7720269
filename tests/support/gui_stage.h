// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/running_engine.h"
#include "engine/client/remote_client.h"
#include "gui/window/main_window.h"
#include "tests/support/cut_off_client.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

namespace fairlead {

/// The address at which an engine serves its window; empty: the window is in the same program. ctest runs some programs
/// in both ways.
inline std::string stageAddress()
{
    return qEnvironmentVariableIsSet("FAIRLEAD_TEST_OVER_HTTP") ? "127.0.0.1:0" : "";
}

/// Starts an engine in memory with the queue "mend", which rejects payloads with the word "broken", and those with a
/// traceback, which is the error then. It is served over HTTP at `listen` unless that is empty.
inline std::unique_ptr<RunningEngine> startMendEngine(const std::string &listen = stageAddress())
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = listen;
    config.engine.workers = 2;
    config.engine.queues.push_back(QueueSettings {.name = QueueName::trusted("mend")});
    RunningEngine::Options options;
    options.functions[QueueName::trusted("mend")] = FunctionHandler::quick([](const RunContext &run) -> Outcome {
        if (run.payload().find("broken") != std::string::npos) {
            run.log("reading line 1");
            return Rejected {"broken", "the payload is broken at line 1"};
        }
        if (run.payload().find("Traceback") != std::string::npos)
            return Rejected {"exit_1", std::string(run.payload())};
        return Succeeded {};
    });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

inline NewJob mendJob(const std::string &tenant, const std::string &payload)
{
    NewJob job;
    job.queue = QueueName::trusted("mend");
    job.tenant = TenantName::trusted(tenant);
    job.payload = payload;
    return job;
}

/// The way from a window to its engine: over HTTP when the engine is served there. Both convert, so that a stage takes
/// either.
struct StageReach
{
    StageReach(Client &one)
        : client(one)
    {
    }
    StageReach(RunningEngine &engine)
        : remote(
            engine.url().empty() ? nullptr : std::make_unique<RemoteClient>(QUrl(QString::fromStdString(engine.url()))))
        , client(remote ? static_cast<Client &>(*remote) : engine.client())
    {
    }
    std::unique_ptr<RemoteClient> remote;
    Client &client;
};

/// A window over a client whose line can be cut. It has settings of its own.
class GuiStage
{
public:
    explicit GuiStage(StageReach way, const Clock *clock = nullptr,
        std::function<void(const std::string &)> useToken = {}, const QString &configFile = {})
        : reach(std::move(way))
        , line(reach.client)
        , settings(folder.filePath(QStringLiteral("monitor.ini")), QSettings::IniFormat)
        , theme(*static_cast<QApplication *>(QCoreApplication::instance()))
        , guiClient(line)
        , feed(guiClient, clock ? *clock : systemClock)
        , window(feed, theme, settings,
              {.name = QStringLiteral("test"),
                  .words = QStringLiteral("a test"),
                  .useToken = std::move(useToken),
                  .configFile = configFile})
    {
        feed.setInterval(MonitorFeed::intervalMin);
    }

    StageReach reach;
    QTemporaryDir folder;
    SystemClock systemClock;
    CutOffClient line;
    QSettings settings;
    Theme theme;
    GuiClient guiClient;
    MonitorFeed feed;
    MainWindow window;
};

} // namespace fairlead
