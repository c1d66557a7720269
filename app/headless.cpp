// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include "app/log_lines.h"
#include "engine/calls/engine_calls.h"

#include <QCoreApplication>

#include <cstdio>

namespace fairlead {

Exit exitFor(ErrorCode code)
{
    switch (code) {
    case ErrorCode::Configuration:
        return Exit::Configuration;
    case ErrorCode::Io:
    case ErrorCode::DiskFull:
        return Exit::Io;
    case ErrorCode::Corrupt:
    case ErrorCode::Unsupported:
        return Exit::Data;
    default:
        return Exit::Unavailable;
    }
}

Headless::Headless(EngineConfig config, Until until)
    : m_config(std::move(config))
    , m_until(until)
{
}

Result<> Headless::start()
{
    RunningEngine::Options options;
    const auto level = std::make_shared<std::atomic<LogLevel>>(m_config.logLevel);
    m_log = logToStderr(level);
    options.log = m_log;
    options.onLogLevel = [level](LogLevel now) { *level = now; };
    options.reaping = Spawner::Reaping::AllOrphans;
    options.onStop = [this](StopMode mode) {
        QMetaObject::invokeMethod(
            this, [this, mode] { begin(mode); }, Qt::QueuedConnection);
    };
    Result<std::unique_ptr<RunningEngine>> running = RunningEngine::start(m_config, std::move(options));
    if (!running)
        return failure(running.error());
    m_running = std::move(*running);
    Engine &engine = m_running->engine();
    connect(&engine, &Engine::stopped, this, [this] {
        m_running.reset();
        QCoreApplication::exit(static_cast<int>(Exit::Ok));
    });
    connect(&engine, &Engine::broke, this, [this] {
        m_running.reset();
        QCoreApplication::exit(static_cast<int>(Exit::Io));
    });
    if (const std::optional<Error> cause = engine.brokenBy()) { // before anybody listened
        m_running.reset();
        return failure(*cause);
    }
    connect(&engine, &Engine::becameIdle, this, [this] { checkIdle(); });
    m_signals = std::make_unique<StopSignals>();
    connect(m_signals.get(), &StopSignals::stopWanted, this,
        [this] { begin(m_isStopping ? StopMode::Now : StopMode::Drain); });
    connect(m_signals.get(), &StopSignals::reloadWanted, this, [this] { reload(); });
    std::printf("fairlead ready url=%s data=%s pid=%lld\n", m_running->url().c_str(), m_config.dataDir.c_str(),
        static_cast<long long>(QCoreApplication::applicationPid()));
    std::fflush(stdout);
    checkIdle();
    return {};
}

void Headless::reload()
{
    if (!m_running)
        return;
    m_running->client().ask(ReloadConfiguration {}, [log = m_log](const Result<ReloadReport> &report) {
        if (!report) {
            log("error", "the configuration was not reloaded: " + report.error().text);
            return;
        }
        std::string waiting;
        for (const std::string &key : report->afterRestart)
            waiting += (waiting.empty() ? "; after a restart: " : ", ") + key;
        for (const std::string &key : report->overruled)
            log("warning", key + ": what an operator set or a call made counts instead of the reloaded file");
        log("info", "configuration reloaded: " + std::to_string(report->applied.size()) + " keys in force" + waiting);
    });
}

void Headless::begin(StopMode mode)
{
    m_isStopping = true;
    if (m_running)
        m_running->engine().stop(mode);
}

void Headless::checkIdle()
{
    if (m_until != Until::Idle || m_isLooking || m_isStopping || !m_running)
        return;
    m_isLooking = true;
    m_running->client().ask(GetStatus {}, [this](Result<StatusView> status) {
        const auto left = [&](JobState state) { return countOf(status->counts, state); };
        const bool isIdle = status
            && left(JobState::Ready) + left(JobState::Scheduled) + left(JobState::Running) + left(JobState::Blocked)
                == 0;
        QMetaObject::invokeMethod(
            this,
            [this, isIdle] {
                m_isLooking = false;
                if (isIdle)
                    begin(StopMode::Drain);
            },
            Qt::QueuedConnection);
    });
}

} // namespace fairlead
