// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/event.h"
#include "engine/domain/mark.h"

namespace fairlead {

/// The approximate number of events that are kept; older ones are removed.
inline constexpr std::int64_t eventsKept = 200'000;
/// The time for which statistics of a minute are kept.
inline constexpr Microseconds flowKept = std::chrono::hours {24};

/// Events, the audit log and statistics. Threads: the one that opened the session.
class JournalStore
{
public:
    virtual ~JournalStore() = default;

    /// Writes an event and gives it the next number. Verbs that change jobs write their events themselves, in the same
    /// commit.
    virtual Result<> note(const Event &event) = 0;
    /// The number of the newest event on disk; 0 when there is none.
    virtual std::int64_t lastEvent() const = 0;

    /// Adds an entry to the audit log. Entries are never changed or removed.
    /// REQUIRES: its number follows that of the newest entry.
    virtual Result<> appendAudit(const AuditEntry &entry) = 0;
    /// The newest entry, including those of the commit under way. Its number is 0 when there is none.
    virtual Result<AuditEntry> lastAudit() = 0;

    /// Writes a mark and gives it the next number, in the answer. Removes those beyond the `marksKept` newest.
    virtual Result<Mark> addMark(const Mark &mark) = 0;

    /// Keeps the statistics of the minute that begins at `minute` and replaces earlier ones of that minute. Removes
    /// statistics that are older than `flowKept` at that time.
    virtual Result<> saveFlow(TimePoint minute, const std::string &bytes) = 0;
    /// The kept statistics, oldest first.
    virtual Result<std::vector<std::pair<TimePoint, std::string>>> savedFlow() = 0;
};

} // namespace fairlead
