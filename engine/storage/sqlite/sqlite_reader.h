// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_job_reader.h"
#include "engine/storage/sqlite/sqlite_journal_reader.h"
#include "engine/storage/store_reader.h"

namespace fairlead {

/// Reads the file of a SqliteStore through a read-only connection of its own, in short transactions. Threads: the one
/// that opened it.
class SqliteReader final : public StoreReader
{
public:
    /// Fails as SqliteConnection::open does.
    static Result<std::unique_ptr<StoreReader>> open(
        const std::string &file, std::shared_ptr<const LatestTime> latestTime);

    JobReader &jobs() override { return m_jobs; }
    JournalReader &journal() override { return m_journal; }
    Result<VerifyReport> verify() override;
    Result<BackupReport> backup(const std::string &file) override;

private:
    SqliteReader(std::unique_ptr<SqliteConnection> database, std::shared_ptr<const LatestTime> latestTime);

    ReadParts m_parts;
    SqliteJobReader m_jobs {m_parts};
    SqliteJournalReader m_journal {m_parts};
};

} // namespace fairlead
