// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_journal_reader.h"

#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/event_rows.h"

#include <limits>

namespace fairlead {

Result<EventPage> SqliteJournalReader::events(const EventQuery &query)
{
    return m_parts.read([&] {
        EventPage page =
            orThrow(firstPage(query, m_parts.database->number("first_event"), m_parts.database->number("last_event")));
        const std::int64_t end = page.next + eventsScannedMax;
        SqliteRows rows = m_parts.database->statement("events_after").rows(page.next);
        while (page.next < end && rows.next()) {
            for (Event &event : readEventRow(rows, m_parts.names)) {
                if (event.number <= page.next)
                    continue;
                if (page.events.size() == static_cast<std::size_t>(query.limit))
                    return page;
                page.next = event.number;
                if (matches(query, event))
                    page.events.push_back(std::move(event));
            }
        }
        return page;
    });
}

Result<AuditPage> SqliteJournalReader::auditLog(const AuditQuery &query)
{
    return m_parts.read([&] {
        const std::int64_t below = query.below > 0 ? query.below : std::numeric_limits<std::int64_t>::max();
        AuditPage page {auditEntriesBelow(*m_parts.database, below, query.limit + 1), 0};
        if (page.entries.size() > static_cast<std::size_t>(query.limit)) {
            page.entries.pop_back();
            page.next = page.entries.back().number;
        }
        return page;
    });
}

Result<std::vector<Mark>> SqliteJournalReader::marks(int limit)
{
    return m_parts.read([&] { return newestMarks(*m_parts.database, limit); });
}

Result<std::vector<Operation>> SqliteJournalReader::operations()
{
    return resultOf([&] { return m_parts.operations.all(); });
}

Result<Operation> SqliteJournalReader::findOperation(const JobId &id)
{
    return resultOf([&]() -> Result<Operation> {
        auto found = m_parts.operations.find(id);
        if (!found)
            return failure(ErrorCode::NotFound, "there is no operation " + id.text());
        return std::move(*found);
    });
}

} // namespace fairlead
