// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"

#include <variant>

namespace fairlead {

/// Events that are not in the list, by number.
struct LogGap
{
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// One line of what happened: an event of the engine, an act of an operator, or a gap.
struct LogRow
{
    TimePoint at;
    std::variant<Event, AuditEntry, LogGap> what;

    std::int64_t number() const;
    /// By time; alike ones by log and number.
    bool isBefore(const LogRow &other) const;
};

/// Follows the engine's events and its audit log by their numbers: what was read is not read again, also after the line
/// was cut, and what is left out shows as a gap. Threads: GUI.
class EventLog final : public QObject
{
    Q_OBJECT
public:
    static constexpr int eventsPerPage = 1000;
    static constexpr int pagesPerRound = 5; ///< further behind, it goes on with the newest
    static constexpr int entriesPerPage = 200;

    EventLog(GuiClient &client, QObject *parent);

    /// Forgets where it was and begins with the newest of this scope.
    void begin(const Scope &scope);
    /// Asks for what is new; nothing while it is asking already.
    void ask();
    /// Asks for a page of older ones.
    void askOlder();
    bool mayHaveOlder() const { return m_oldest > 1; }
    const Scope &scope() const { return m_scope; }
    bool isAsking() const { return m_isAsking; }
    /// Why the last try failed.
    const QString &trouble() const { return m_trouble; }
    /// Why acts of operators are missing.
    const QString &auditTrouble() const { return m_auditTrouble; }

Q_SIGNALS:
    /// Oldest first; empty when nothing is new or the try failed.
    void came(const std::vector<fairlead::LogRow> &rows);
    /// The engine has another log than before: everything said of the old one is void.
    void begunAnew();

private:
    void askEvents(std::optional<std::int64_t> since);
    void take(std::optional<std::int64_t> since, const EventPage &page);
    void askAudit(std::int64_t below);
    void takeAudit(const AuditPage &page);
    void askOlderAudit();
    void addGap(std::int64_t first, std::int64_t last, TimePoint at);
    void finish();
    EventQuery query() const;

    GuiClient &m_client;
    Scope m_scope;
    int m_generation = 0; ///< answers of an earlier beginning are dropped
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
