// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/running_engine.h"
#include "gui/window/main_window.h"
#include "tests/support/cut_off_client.h"

#include <QApplication>
#include <QSettings>
#include <QTemporaryDir>

namespace fairlead {

/// Starts an engine in memory with the queue "mend", which rejects payloads with the word "broken", and those with a
/// traceback, which is the error then. It is served over HTTP at `listen` unless that is empty.
inline std::unique_ptr<RunningEngine> startMendEngine(const std::string &listen = {})
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

/// A window over a client whose line can be cut. It has settings of its own.
class GuiStage
{
public:
    explicit GuiStage(Client &client, const Clock *clock = nullptr,
        std::function<void(const std::string &)> useToken = {}, const QString &configFile = {})
        : line(client)
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
