// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/journal_store.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

/// The JournalStore of a SqliteStore. Threads: that of its connection.
class SqliteJournalStore final : public JournalStore
{
public:
    explicit SqliteJournalStore(SqliteParts &parts)
        : m_parts(parts)
    {
    }
    Result<> note(const Event &event) override;
    std::int64_t lastEvent() const override;
    Result<> appendAudit(const AuditEntry &entry) override;
    Result<AuditEntry> lastAudit() override;
    Result<Mark> addMark(const Mark &mark) override;
    Result<> saveFlow(TimePoint minute, const std::string &bytes) override;
    Result<std::vector<std::pair<TimePoint, std::string>>> savedFlow() override;

private:
    SqliteParts &m_parts;
};

} // namespace fairlead
