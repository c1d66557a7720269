// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/event_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QStringList>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct EventWords
{
    Q_DECLARE_TR_FUNCTIONS(EventWords)
};

struct KindRow
{
    const char *words;
    std::optional<ShownState> state;
    bool isRoutine;
};

// In the order of EventKind.
constexpr std::array<KindRow, eventKindCount> kinds {{
    {QT_TRANSLATE_NOOP("EventWords", "handed in"), ShownState::Ready, true},
    {QT_TRANSLATE_NOOP("EventWords", "run started"), ShownState::Running, true},
    {QT_TRANSLATE_NOOP("EventWords", "succeeded"), ShownState::Succeeded, true},
    {QT_TRANSLATE_NOOP("EventWords", "run failed"), ShownState::Retrying, true},
    {QT_TRANSLATE_NOOP("EventWords", "died"), ShownState::Dead, false},
    {QT_TRANSLATE_NOOP("EventWords", "expired"), ShownState::Expired, false},
    {QT_TRANSLATE_NOOP("EventWords", "cancelled"), ShownState::Cancelled, true},
    {QT_TRANSLATE_NOOP("EventWords", "put off"), ShownState::Scheduled, true},
    {QT_TRANSLATE_NOOP("EventWords", "run cut off"), ShownState::Ready, true},
    {QT_TRANSLATE_NOOP("EventWords", "put back"), ShownState::Ready, true},
    {QT_TRANSLATE_NOOP("EventWords", "paused"), ShownState::Paused, false},
    {QT_TRANSLATE_NOOP("EventWords", "resumed"), ShownState::Running, false},
    {QT_TRANSLATE_NOOP("EventWords", "limits set"), std::nullopt, false},
    {QT_TRANSLATE_NOOP("EventWords", "engine started"), ShownState::Running, false},
    {QT_TRANSLATE_NOOP("EventWords", "engine is stopping"), ShownState::Stopping, false},
    {QT_TRANSLATE_NOOP("EventWords", "engine stopped"), ShownState::Stopping, false},
    {QT_TRANSLATE_NOOP("EventWords", "deleted"), ShownState::Cancelled, true},
    {QT_TRANSLATE_NOOP("EventWords", "restored"), ShownState::Ready, true},
    {QT_TRANSLATE_NOOP("EventWords", "moved"), ShownState::Ready, true},
    {QT_TRANSLATE_NOOP("EventWords", "part of the store is lost"), ShownState::Dead, false},
    {QT_TRANSLATE_NOOP("EventWords", "alert raised"), ShownState::Dead, false},
    {QT_TRANSLATE_NOOP("EventWords", "alert is over"), ShownState::Succeeded, false},
    {QT_TRANSLATE_NOOP("EventWords", "tags changed"), std::nullopt, true},
}};

const KindRow &rowOf(EventKind kind)
{
    return kinds.at(static_cast<std::size_t>(kind));
}

QString aboutEvent(const Event &event)
{
    if (!event.job)
        return shownScope({.queue = event.queue, .tenant = event.tenant});
    QStringList parts {shownShort(*event.job)};
    if (event.queue)
        parts.append(shown(event.queue->text()));
    if (event.tenant)
        parts.append(shown(event.tenant->text()));
    return parts.join(QStringLiteral(" · "));
}

QString detailOfEvent(const Event &event, TimePoint now)
{
    QStringList parts;
    if (event.attempt > 0)
        parts.append(EventWords::tr("attempt %1").arg(event.attempt));
    if (!event.text.empty())
        parts.append(shown(event.text));
    if (event.due)
        parts.append(EventWords::tr("due %1").arg(shownTime(*event.due, now)));
    return parts.join(QStringLiteral(", "));
}
} // namespace

QString whatWords(const LogRow &row)
{
    if (const auto *event = std::get_if<Event>(&row.what)) {
        const KindRow &kind = rowOf(event->kind);
        const QString words = EventWords::tr(kind.words);
        return kind.state ? lookOf(*kind.state, {}).glyph + QLatin1Char(' ') + words : words;
    }
    if (const auto *act = std::get_if<AuditEntry>(&row.what))
        return shown(act->act);
    return EventWords::tr("gap");
}

QString aboutWords(const LogRow &row)
{
    if (const auto *event = std::get_if<Event>(&row.what))
        return aboutEvent(*event);
    if (const auto *act = std::get_if<AuditEntry>(&row.what)) {
        return row.more.empty()
            ? shown(act->target)
            : EventWords::tr("%Ln job(s)", nullptr, plural(static_cast<std::int64_t>(row.more.size()) + 1));
    }
    const LogGap &gap = std::get<LogGap>(row.what);
    return gap.first == gap.last ? EventWords::tr("event %1").arg(shown(gap.first))
                                 : EventWords::tr("events %1 to %2").arg(shown(gap.first), shown(gap.last));
}

QString byWords(const LogRow &row)
{
    if (const auto *event = std::get_if<Event>(&row.what))
        return event->who.empty() ? EventWords::tr("engine") : shown(event->who);
    const auto *act = std::get_if<AuditEntry>(&row.what);
    return act ? shown(act->who) : QString();
}

QString detailWords(const LogRow &row, TimePoint now)
{
    if (const auto *event = std::get_if<Event>(&row.what))
        return detailOfEvent(*event, now);
    if (const auto *act = std::get_if<AuditEntry>(&row.what))
        return shown(detailWithOutcome(*act));
    return std::get<LogGap>(row.what).isGone ? EventWords::tr("not kept any more")
                                             : EventWords::tr("not loaded yet: a click or Enter loads them");
}

std::optional<ShownState> stateAfter(const LogRow &row)
{
    const auto *event = std::get_if<Event>(&row.what);
    return event ? rowOf(event->kind).state : std::nullopt;
}

bool isRoutine(EventKind kind)
{
    return rowOf(kind).isRoutine;
}

} // namespace fairlead
