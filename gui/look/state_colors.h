// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"

#include <QColor>
#include <QPalette>
#include <QString>

#include <array>

namespace fairlead {

/// The states that the monitor shows: of jobs, engines, tenants and workers.
enum class ShownState {
    Ready,
    Running,
    Busy,
    Scheduled,
    Retrying,
    Blocked,
    Succeeded,
    Dead,
    Expired,
    Cancelled,
    Paused,
    Stopping,
    Idle,
    Unknown,
};
inline constexpr std::array<ShownState, 14> allShownStates {ShownState::Ready, ShownState::Running, ShownState::Busy,
    ShownState::Scheduled, ShownState::Retrying, ShownState::Blocked, ShownState::Succeeded, ShownState::Dead,
    ShownState::Expired, ShownState::Cancelled, ShownState::Paused, ShownState::Stopping, ShownState::Idle,
    ShownState::Unknown};

/// A scheduled job that has run before is retrying.
ShownState shownStateOf(const JobRecord &record);
ShownState shownStateOf(JobState state);
ShownState shownStateOf(WorkerState state);
/// Of a queue or a tenant with so many jobs.
ShownState shownStateOf(bool isPaused, std::int64_t running, std::int64_t ready);

/// The look of a state, never expressed by colour alone. Colours have a contrast of 4.5:1 on the base of their palette.
struct StateLook
{
    QString glyph;
    QString word;
    QColor colour;
};
StateLook lookOf(ShownState state, const QPalette &palette);
/// Glyph and word.
QString stateText(ShownState state);

bool isDark(const QPalette &palette);
/// The colour of a line in a chart; people who do not see all colours can tell them apart (Okabe and Ito). `index`
/// wraps around.
QColor lineColour(int index, const QPalette &palette);
/// A fainter text colour, halfway to the base and still readable.
QColor quietText(const QPalette &palette);
/// WCAG 2.1 contrast ratio, 1 to 21.
double contrast(const QColor &one, const QColor &other);

} // namespace fairlead
