// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_journal_store.h"

#include <limits>

namespace fairlead {

Result<> SqliteJournalStore::note(const Event &event)
{
    return m_parts.transaction.committed([&] { m_parts.note(event); });
}

std::int64_t SqliteJournalStore::lastEvent() const
{
    return m_parts.transaction.events().last();
}

Result<> SqliteJournalStore::appendAudit(const AuditEntry &entry)
{
    return m_parts.transaction.committed([&] {
        m_parts.database->statement("insert_audit")
            .run(entry.number, entry.at, entry.who, entry.act, entry.target, entry.detail, entry.hash);
    });
}

Result<AuditEntry> SqliteJournalStore::lastAudit()
{
    return resultOf([&] {
        auto newest = auditEntriesBelow(*m_parts.database, std::numeric_limits<std::int64_t>::max(), 1);
        return newest.empty() ? AuditEntry {} : std::move(newest.front());
    });
}

Result<Mark> SqliteJournalStore::addMark(const Mark &mark)
{
    return m_parts.transaction.committed([&] {
        m_parts.database->statement("insert_mark")
            .run(mark.at, static_cast<std::int64_t>(mark.kind), mark.who, mark.text);
        m_parts.database->statement("delete_old_marks").run(std::int64_t {marksKept});
        return newestMarks(*m_parts.database, 1).front();
    });
}

Result<> SqliteJournalStore::saveFlow(TimePoint minute, const std::string &bytes)
{
    return m_parts.transaction.committed([&] {
        m_parts.database->statement("put_flow").run(minute, SqliteBlob {bytes});
        m_parts.database->statement("delete_old_flow").run(minute - flowKept);
    });
}

Result<std::vector<std::pair<TimePoint, std::string>>> SqliteJournalStore::savedFlow()
{
    return resultOf([&] {
        std::vector<std::pair<TimePoint, std::string>> all;
        SqliteRows rows = m_parts.database->statement("all_flow").rows();
        while (rows.next())
            all.emplace_back(rows.time(0), std::string(rows.blob(1)));
        return all;
    });
}

} // namespace fairlead
