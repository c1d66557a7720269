// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/event_log.h"
#include "gui/look/state_colors.h"

#include <QString>

namespace fairlead {

/// Rows of the log in words. Threads: GUI.

/// The event: "died", "paused", "started to drain". An act of an operator keeps its name, for example "job.cancel".
QString whatWords(const LogRow &row);
/// The subject of the row: "…8f2k91ab · fetch · acme", "tenant zed", "the engine".
QString aboutWords(const LogRow &row);
/// The person or worker behind the row; empty when unknown.
QString byWords(const LogRow &row);
/// Reason, error, attempt and due time. `now` decides whether a time needs its date.
QString detailWords(const LogRow &row, TimePoint now);
/// The state that the row leads to; empty when it leads to none.
std::optional<ShownState> stateAfter(const LogRow &row);
/// Whether the row is a routine step of a job.
bool isRoutine(EventKind kind);

} // namespace fairlead
