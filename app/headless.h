// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/stop_signals.h"
#include "engine/assembly/running_engine.h"

#include <QObject>

namespace fairlead {

/// Exit codes, after sysexits.h.
enum class Exit { Ok = 0, Usage = 64, Data = 65, Unavailable = 69, Io = 74, Configuration = 78 };
Exit exitFor(ErrorCode code);

/// The engine without a window: starts it, says that it is ready, ends it on SIGTERM, SIGINT, a client's stop, or when
/// nothing is left to do. Threads: main.
class Headless final : public QObject
{
    Q_OBJECT
public:
    enum class Until { Stopped, Idle };
    Headless(EngineConfig config, Until until);

    /// Prints the ready line. Fails as RunningEngine::start does.
    Result<> start();

private:
    void begin(StopMode mode);
    void reload();
    void checkIdle();

    EngineConfig m_config;
    const Until m_until;
    LogSink m_log;
    std::unique_ptr<RunningEngine> m_running;
    std::unique_ptr<StopSignals> m_signals;
    bool m_isStopping = false;
    bool m_isLooking = false; ///< a look at the counts is under way
};

} // namespace fairlead
