// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/assembly/engine_config.h"
#include "engine/domain/log_sink.h"

#include <atomic>
#include <memory>

namespace fairlead {

/// Writes log lines to stderr: time, level, text; control characters escaped, so that one event is one line. Lines
/// below the level are left out; it may change meanwhile.
LogSink logToStderr(std::shared_ptr<std::atomic<LogLevel>> least);

} // namespace fairlead
