// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/assembly/engine_config.h"
#include "gui/window/engine_address.h"

#include <QApplication>

namespace fairlead {

/// What the command line says about the window.
struct MonitorOptions
{
    EngineAddress connect {}; ///< without url: an engine in this program
    bool isDemo = false;
    QString page; ///< empty: the first
};

/// Runs the monitor: over an engine elsewhere, over one inside this program, or over the demo. Returns the exit code.
/// Threads: main.
int runMonitor(QApplication &app, const EngineConfig &config, const MonitorOptions &options);

} // namespace fairlead
