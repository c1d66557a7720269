// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/assembly/engine_config.h"
#include "engine/domain/log_sink.h"

namespace fairlead {

/// Writes log lines to stderr: time, level, text; control characters escaped, so that one event is one line.
LogSink logToStderr(LogLevel least);

} // namespace fairlead
