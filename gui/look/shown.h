// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/access.h"
#include "engine/domain/clock.h"
#include "engine/domain/ids.h"
#include "engine/domain/priority.h"
#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <QString>

namespace fairlead {

/// Formats values for people, in the language and number format of the machine. Threads: GUI.

/// The time zone of absolute times, one setting for the whole program.
enum class Zone { Local, Utc };
void setShownZone(Zone zone);
Zone shownZone();

QString shown(const std::string &text);
/// Stands for a value that there is none of.
inline QString dash()
{
    return QStringLiteral("–");
}
QString shown(std::int64_t number);
/// A number as the plural form of a text wants it.
int plural(std::int64_t number);
/// "1,301/s", "0.4/s".
QString shownRate(double perSecond);
/// "420 ms", "1.3 s", "2 h 5 min".
QString shownDuration(Microseconds duration);
QString shownPercent(double share);
QString shownBytes(std::int64_t bytes);
/// "14:02:10", with the date when it is not today.
QString shownTime(TimePoint time, TimePoint now);
/// Local and UTC in full, for tooltips.
QString shownTimeInFull(TimePoint time);
/// ISO 8601 in UTC, for other programs.
QString shownIso(TimePoint time);
/// "12 s ago".
QString shownAge(TimePoint then, TimePoint now);
/// The last 8 characters of an id; they differ between neighbours.
QString shownShort(const JobId &id);
/// "critical", "normal".
QString shownPriority(Priority priority);
/// "viewer", "operator", "admin".
QString shownRole(Role role);
/// "engine", "queue http", "tenant acme".
QString shownScope(const Scope &scope);

} // namespace fairlead
