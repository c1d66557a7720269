// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/event_rows.h"

#include "engine/storage/journal_store.h"
#include "engine/storage/sqlite/job_rows.h"

namespace fairlead {

namespace {
constexpr std::int64_t eventsPerPruning = 2'000;

/// Reads the parts of one event in the order in which EventRows::add writes them. Threads: one.
class EventParts
{
public:
    explicit EventParts(std::string_view bytes)
        : m_reader(bytes)
    {
    }
    std::int64_t number()
    {
        const auto value = m_reader.number();
        m_isGood = m_isGood && value;
        return value.value_or(0);
    }
    std::string_view text()
    {
        const auto value = m_reader.text();
        m_isGood = m_isGood && value;
        return value.value_or(std::string_view {});
    }
    bool isGood() const { return m_isGood; }

private:
    PackedReader m_reader;
    bool m_isGood = true;
};
} // namespace

void EventRows::load()
{
    m_last = m_database.number("last_event");
}

void EventRows::add(const Event &event, std::int64_t queue, std::int64_t tenant)
{
    if (m_pendingCount++ == 0) {
        m_pendingSince = event.at;
        m_pending.number(event.at.time_since_epoch().count());
    }
    m_pending.number(static_cast<std::int64_t>(event.kind));
    m_pending.number((event.at - m_pendingSince).count());
    m_pending.number(queue);
    m_pending.number(tenant);
    m_pending.number(event.attempt);
    m_pending.number(event.due ? event.due->time_since_epoch().count() : 0);
    m_pending.text(event.job ? bytesOf(*event.job) : std::string_view {});
    m_pending.text(event.who);
    m_pending.text(event.text);
}

void EventRows::write()
{
    if (m_pendingCount == 0)
        return;
    const std::int64_t last = m_last + m_pendingCount;
    m_database.statement("insert_event").run(last, m_pendingCount, SqliteBlob {m_pending.bytes()});
    if (last / eventsPerPruning != m_last / eventsPerPruning)
        m_database.statement("delete_old_events").run(last - eventsKept);
}

void EventRows::keepPending()
{
    m_last += m_pendingCount;
    dropPending();
}

void EventRows::dropPending()
{
    m_pending = PackedWriter {};
    m_pendingCount = 0;
}

std::vector<Mark> newestMarks(SqliteConnection &database, int limit)
{
    std::vector<Mark> marks;
    SqliteRows rows = database.statement("newest_marks").rows(limit);
    while (rows.next()) {
        const std::int64_t kind = rows.integer(2);
        const bool isKnown = kind >= 0 && kind < static_cast<std::int64_t>(MarkKind::Unknown);
        marks.push_back({.number = rows.integer(0),
            .at = rows.time(1),
            .kind = isKnown ? static_cast<MarkKind>(kind) : MarkKind::Unknown,
            .who = rows.string(3),
            .text = rows.string(4)});
    }
    return marks;
}

std::vector<AuditEntry> auditEntriesBelow(SqliteConnection &database, std::int64_t below, int limit)
{
    std::vector<AuditEntry> entries;
    SqliteRows rows = database.statement("audit_below").rows(below, limit);
    while (rows.next()) {
        entries.push_back({.number = rows.integer(0),
            .at = rows.time(1),
            .who = rows.string(2),
            .act = rows.string(3),
            .target = rows.string(4),
            .detail = rows.string(5),
            .hash = rows.string(6)});
    }
    return entries;
}

std::vector<Event> readEventRow(const SqliteRows &rows, NameTables &names)
{
    const std::int64_t last = rows.integer(0);
    std::vector<Event> events;
    EventParts parts(rows.blob(2));
    const TimePoint since {Microseconds {parts.number()}};
    for (std::int64_t number = last - rows.integer(1) + 1; number <= last; ++number) {
        Event event {.number = number};
        const std::int64_t kind = parts.number();
        event.at = since + Microseconds {parts.number()};
        const std::int64_t queue = parts.number();
        const std::int64_t tenant = parts.number();
        event.attempt = static_cast<int>(parts.number());
        const std::int64_t due = parts.number();
        const std::string_view id = parts.text();
        event.who = parts.text();
        event.text = parts.text();
        if (!parts.isGood() || kind < 0 || kind >= eventKindCount
            || (!id.empty() && id.size() != JobId::Bytes {}.size()))
            throw SqliteFailure({ErrorCode::Corrupt, "the table 'event' of the database is damaged; restore a backup"});
        event.kind = static_cast<EventKind>(kind);
        if (due != 0)
            event.due = TimePoint {Microseconds {due}};
        if (!id.empty())
            event.job = idOf(id);
        if (queue != 0)
            event.queue = QueueName::trusted(names.queues.nameOf(queue));
        if (tenant != 0)
            event.tenant = TenantName::trusted(names.tenants.nameOf(tenant));
        events.push_back(std::move(event));
    }
    return events;
}

} // namespace fairlead
