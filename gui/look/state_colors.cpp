// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/state_colors.h"

#include <QCoreApplication>

#include <cmath>

namespace fairlead {

namespace {
struct Row
{
    ShownState state;
    const char *glyph;
    const char *word;
    QRgb light;
    QRgb dark;
};

// In the order of ShownState.
constexpr std::array<Row, allShownStates.size()> stateRows {{
    {ShownState::Ready, "○", QT_TRANSLATE_NOOP("state", "ready"), 0xff0072b2, 0xff56b4e9},
    {ShownState::Running, "▶", QT_TRANSLATE_NOOP("state", "running"), 0xff00795a, 0xff2bc79a},
    {ShownState::Busy, "▶", QT_TRANSLATE_NOOP("state", "busy"), 0xff00795a, 0xff2bc79a},
    {ShownState::Scheduled, "◷", QT_TRANSLATE_NOOP("state", "scheduled"), 0xff6e4fa3, 0xffb79ced},
    {ShownState::Retrying, "↻", QT_TRANSLATE_NOOP("state", "retrying"), 0xffa05a00, 0xfff0a33a},
    {ShownState::Blocked, "◇", QT_TRANSLATE_NOOP("state", "blocked"), 0xff6e4fa3, 0xffb79ced},
    {ShownState::Succeeded, "✓", QT_TRANSLATE_NOOP("state", "succeeded"), 0xff5a5f66, 0xffa5abb2},
    {ShownState::Dead, "✕", QT_TRANSLATE_NOOP("state", "dead"), 0xffc0392b, 0xffff7b6b},
    {ShownState::Expired, "⊗", QT_TRANSLATE_NOOP("state", "expired"), 0xffc0392b, 0xffff7b6b},
    {ShownState::Cancelled, "⊘", QT_TRANSLATE_NOOP("state", "cancelled"), 0xff6e6e6e, 0xff9a9a9a},
    {ShownState::Paused, "‖", QT_TRANSLATE_NOOP("state", "paused"), 0xff8a6d00, 0xfff0e442},
    {ShownState::Stopping, "▼", QT_TRANSLATE_NOOP("state", "stopping"), 0xffa05a00, 0xfff0a33a},
    {ShownState::Idle, "·", QT_TRANSLATE_NOOP("state", "idle"), 0xff5a5f66, 0xffa5abb2},
    {ShownState::Unknown, "?", QT_TRANSLATE_NOOP("state", "unknown"), 0xff6e6e6e, 0xff9a9a9a},
}};

const Row &rowOf(ShownState state)
{
    return stateRows.at(static_cast<std::size_t>(state));
}

double luminance(const QColor &colour)
{
    const auto linear = [](double part) {
        return part <= 0.03928 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) + 0.0722 * linear(colour.blueF());
}
} // namespace

ShownState shownStateOf(JobState state)
{
    switch (state) {
    case JobState::Scheduled:
        return ShownState::Scheduled;
    case JobState::Blocked:
        return ShownState::Blocked;
    case JobState::Ready:
        return ShownState::Ready;
    case JobState::Running:
        return ShownState::Running;
    case JobState::Succeeded:
        return ShownState::Succeeded;
    case JobState::Dead:
        return ShownState::Dead;
    case JobState::Expired:
        return ShownState::Expired;
    case JobState::Cancelled:
        return ShownState::Cancelled;
    }
    return ShownState::Unknown;
}

ShownState shownStateOf(WorkerState state)
{
    switch (state) {
    case WorkerState::Idle:
        return ShownState::Idle;
    case WorkerState::Busy:
        return ShownState::Busy;
    case WorkerState::Unknown:
        return ShownState::Unknown;
    }
    return ShownState::Unknown;
}

ShownState shownStateOf(bool isPaused, std::int64_t running, std::int64_t ready)
{
    return isPaused   ? ShownState::Paused
        : running > 0 ? ShownState::Running
        : ready > 0   ? ShownState::Ready
                      : ShownState::Idle;
}

ShownState shownStateOf(const JobRecord &record)
{
    if (record.state == JobState::Scheduled && record.attempt > 0)
        return ShownState::Retrying;
    return shownStateOf(record.state);
}

StateLook lookOf(ShownState state, const QPalette &palette)
{
    const Row &row = rowOf(state);
    return {QString::fromUtf8(row.glyph), QCoreApplication::translate("state", row.word),
        QColor(isDark(palette) ? row.dark : row.light)};
}

QString stateText(ShownState state)
{
    const Row &row = rowOf(state);
    return QString::fromUtf8(row.glyph) + QLatin1Char(' ') + QCoreApplication::translate("state", row.word);
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Base).lightness() < 128;
}

QColor lineColour(int index, const QPalette &palette)
{
    constexpr std::array<QRgb, 7> light {
        0xff0072b2, 0xffc4560a, 0xff00795a, 0xff8e4585, 0xff8a6d00, 0xff2b8cbe, 0xff6e6e6e};
    constexpr std::array<QRgb, 7> dark {
        0xff56b4e9, 0xfff0883e, 0xff2bc79a, 0xffd98fc8, 0xfff0e442, 0xff9ecae1, 0xffa5abb2};
    const auto at = static_cast<std::size_t>(index) % light.size();
    return QColor(isDark(palette) ? dark.at(at) : light.at(at));
}

QColor quietText(const QPalette &palette)
{
    return isDark(palette) ? QColor(0xff, 0xff, 0xff, 165) : QColor(0, 0, 0, 160);
}

double contrast(const QColor &one, const QColor &other)
{
    const double a = luminance(one) + 0.05;
    const double b = luminance(other) + 0.05;
    return a > b ? a / b : b / a;
}

} // namespace fairlead
