// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/journal_reader.h"
#include "engine/storage/sqlite/read_parts.h"

namespace fairlead {

/// The JournalReader of a SqliteReader. Threads: that of its connection.
class SqliteJournalReader final : public JournalReader
{
public:
    explicit SqliteJournalReader(ReadParts &parts)
        : m_parts(parts)
    {
    }
    Result<EventPage> events(const EventQuery &query) override;
    Result<AuditPage> auditLog(const AuditQuery &query) override;
    Result<std::vector<Mark>> marks(int limit) override;
    Result<std::vector<Operation>> operations() override;
    Result<Operation> findOperation(const JobId &id) override;

private:
    ReadParts &m_parts;
};

} // namespace fairlead
