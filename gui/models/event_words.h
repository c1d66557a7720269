// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/event_log.h"
#include "gui/look/state_colors.h"

#include <QString>

namespace fairlead {

/// Lines of the log as people read them. Threads: GUI.

/// "died", "paused", "started to drain"; an act of an operator keeps its name, "job.cancel".
QString whatWords(const LogRow &row);
/// Whom it is about: "…8f2k91ab · fetch · acme", "tenant zed", "the engine".
QString aboutWords(const LogRow &row);
/// Who did it; empty when nobody says.
QString byWords(const LogRow &row);
/// Reason, error, attempt, due time; `now` for times of today.
QString detailWords(const LogRow &row, TimePoint now);
/// The state that a row leads to; empty for those that lead to none.
std::optional<ShownState> stateAfter(const LogRow &row);
/// Of every job's daily life, rather than something to know of.
bool isRoutine(EventKind kind);

} // namespace fairlead
