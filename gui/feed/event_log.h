// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/audit.h"
#include "gui/feed/gui_client.h"

#include <variant>

namespace fairlead {

/// Numbers of the events that are missing in the list.
struct LogGap
{
    std::int64_t first = 0;
    std::int64_t last = 0;
    std::int64_t searchedTo = 0; ///< the events of the engine up to this number are in the list
    bool isGone = false; ///< they are not kept any more

    bool isSearched() const { return isGone || searchedTo >= last; }
};

/// One row of the log: an event of the engine, an act of an operator, or a gap.
struct LogRow
{
    TimePoint at;
    std::variant<Event, AuditEntry, LogGap> what;
    std::vector<AuditEntry> more {}; ///< acts on further jobs, of the same act and person, right after it; oldest first

    std::int64_t number() const;
    /// Orders rows by time; rows of the same time by log and number.
    bool isBefore(const LogRow &other) const;
};

/// The part of a gap that is read.
enum class GapPart {
    EngineEvents, ///< starts, stops, pauses and what else is no step of a job's ordinary life
    All,
};
/// The rows in place of a gap: the events of the page, and gaps for what is still missing.
std::vector<LogRow> rowsOfGap(const LogRow &gap, const EventPage &page, GapPart part);

/// Follows the engine's events and its audit log by their numbers. It reads nothing twice, also after the link was
/// lost. Events that it skips show as a gap. Threads: GUI.
class EventLog final : public QObject
{
    Q_OBJECT
public:
    static constexpr int eventsPerPage = 1000;
    static constexpr int pagesPerRound = 5; ///< when more are missing, it continues with the newest
    static constexpr int entriesPerPage = 200;

    EventLog(GuiClient &client, QObject *parent);

    /// Starts again with the newest rows of this scope.
    void begin(const Scope &scope);
    /// Asks for new rows, unless it is asking already.
    void ask();
    /// Asks for a page of older rows.
    void askOlder();
    /// Asks for a page of the events in a gap, unless it is asking already. REQUIRES: the row is a gap.
    void readGap(const LogRow &gap, GapPart part);
    bool mayHaveOlder() const { return m_oldest > 1; }
    const Scope &scope() const { return m_scope; }
    bool isAsking() const { return m_isAsking; }
    /// The reason why the last try failed.
    const QString &trouble() const { return m_trouble; }
    /// The reason why acts of operators are missing.
    const QString &auditTrouble() const { return m_auditTrouble; }

Q_SIGNALS:
    /// New rows, oldest first. Empty when there are none or the try failed.
    void came(const std::vector<fairlead::LogRow> &rows);
    /// These rows stand in place of the gap.
    void gapRead(const fairlead::LogGap &gap, const std::vector<fairlead::LogRow> &rows, fairlead::GapPart part);
    /// The engine has another log than before: all earlier rows are void.
    void begunAnew();

private:
    void askEvents(std::optional<std::int64_t> since);
    void take(std::optional<std::int64_t> since, const EventPage &page);
    void askAudit(std::int64_t below);
    void takeAudit(const AuditPage &page);
    void askOlderAudit();
    void addGap(const LogGap &gap, TimePoint at);
    void finish();
    EventQuery query() const;

    GuiClient &m_client;
    Scope m_scope;
    int m_generation = 0; ///< answers to an earlier start are dropped
    std::optional<std::int64_t> m_next; ///< number of the newest event read
    std::int64_t m_oldest = 0; ///< number of the oldest event read
    std::int64_t m_newestEntry = 0;
    std::int64_t m_oldestEntry = 0;
    std::int64_t m_newestEntryThisRound = 0;
    bool m_isAsking = false;
    int m_pages = 0; ///< of this round
    std::vector<LogRow> m_rows; ///< of this round
    QString m_trouble;
    QString m_auditTrouble;
};

} // namespace fairlead
