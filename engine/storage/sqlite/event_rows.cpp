// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/event_rows.h"

#include "engine/storage/store.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr std::int64_t eventsPerPruning = 2'000;

tl::unexpected<Error> damaged()
{
    return failure(ErrorCode::Corrupt, "the table 'event' of the database is damaged; restore a backup");
}

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

Result<> addNames(Event &event, std::int64_t queue, std::int64_t tenant, NameTables &names)
{
    if (queue != 0) {
        const auto name = names.queues.nameOf(queue);
        if (!name)
            return failure(name.error());
        event.queue = QueueName::trusted(*name);
    }
    if (tenant != 0) {
        const auto name = names.tenants.nameOf(tenant);
        if (!name)
            return failure(name.error());
        event.tenant = TenantName::trusted(*name);
    }
    return {};
}
} // namespace

Result<> EventRows::load()
{
    SqliteRows rows = m_database.statement("last_event").rows();
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    m_last = rows.integer(0);
    return {};
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
    const JobId::Bytes bytes = event.job.value_or(JobId {}).bytes();
    m_pending.text(
        event.job ? std::string_view(reinterpret_cast<const char *>(bytes.data()), bytes.size()) : std::string_view {});
    m_pending.text(event.who);
    m_pending.text(event.text);
}

Result<> EventRows::write()
{
    if (m_pendingCount == 0)
        return {};
    const std::int64_t last = m_last + m_pendingCount;
    auto inserted = m_database.statement("insert_event").run(last, m_pendingCount, SqliteBlob {m_pending.bytes()});
    if (!inserted || last / eventsPerPruning == m_last / eventsPerPruning)
        return inserted;
    return m_database.statement("delete_old_events").run(last - eventsKept);
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

Result<std::vector<AuditEntry>> auditEntriesBelow(SqliteConnection &database, std::int64_t below, int limit)
{
    std::vector<AuditEntry> entries;
    SqliteRows rows = database.statement("audit_below").rows(below, limit);
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next()) {
        entries.push_back({.number = rows.integer(0),
            .at = rows.time(1),
            .who = rows.string(2),
            .act = rows.string(3),
            .target = rows.string(4),
            .detail = rows.string(5),
            .hash = rows.string(6)});
    }
    if (!row)
        return failure(row.error());
    return entries;
}

Result<std::vector<Event>> readEventRow(
    std::int64_t last, std::int64_t count, std::string_view bytes, NameTables &names)
{
    std::vector<Event> events;
    EventParts parts(bytes);
    const TimePoint since {Microseconds {parts.number()}};
    for (std::int64_t number = last - count + 1; number <= last; ++number) {
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
        JobId::Bytes idBytes {};
        if (!parts.isGood() || kind < 0 || kind >= eventKindCount || (!id.empty() && id.size() != idBytes.size()))
            return damaged();
        event.kind = static_cast<EventKind>(kind);
        if (due != 0)
            event.due = TimePoint {Microseconds {due}};
        if (!id.empty()) {
            std::copy(id.begin(), id.end(), idBytes.begin());
            event.job = JobId(idBytes);
        }
        if (auto named = addNames(event, queue, tenant, names); !named)
            return failure(named.error());
        events.push_back(std::move(event));
    }
    return events;
}

} // namespace fairlead
