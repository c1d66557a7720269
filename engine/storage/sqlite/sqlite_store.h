// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_cache_store.h"
#include "engine/storage/sqlite/sqlite_job_store.h"
#include "engine/storage/sqlite/sqlite_journal_store.h"
#include "engine/storage/sqlite/sqlite_options.h"
#include "engine/storage/sqlite/sqlite_recovery_store.h"
#include "engine/storage/sqlite/sqlite_settings_store.h"
#include "engine/storage/sqlite/sqlite_waiting_store.h"
#include "engine/storage/store_session.h"

namespace fairlead {

/// The store in one SQLite file, for one engine at a time: locks keep others away. One connection writes and
/// checkpoints; the readers have read-only ones. Owns the connection. Needs a QCoreApplication. Threads: the one that
/// opened it.
class SqliteStore final : public StoreSession
{
public:
    /// Fails with Locked when another engine uses the file, with Corrupt when it is damaged (the file is left as it
    /// is), with Unsupported when a newer version of this program wrote it, or with Io.
    static Result<std::unique_ptr<StoreSession>> open(const SqliteOptions &options);
    /// Writes what was deferred.
    ~SqliteStore() override;

    Result<> inOneCommit(const std::function<Result<>()> &work) override;
    JobStore &jobs() override { return m_jobs; }
    WaitingStore &waiting() override { return m_waiting; }
    RecoveryStore &recovery() override { return m_recovery; }
    SettingsStore &settings() override { return m_settings; }
    JournalStore &journal() override { return m_journal; }
    CacheStore &cache() override { return m_cache; }
    Lead &lead() override { return *m_parts->lead; }
    Result<bool> maintain(TimePoint now) override;
    Result<bool> forgetSome(TimePoint now) override;
    std::string description() const override;
    std::string durability() const override;
    StoreReaderFactory readerFactory() override;

private:
    explicit SqliteStore(std::unique_ptr<SqliteParts> parts);

    std::unique_ptr<SqliteParts> m_parts;
    SqliteJobStore m_jobs {*m_parts};
    SqliteWaitingStore m_waiting {*m_parts};
    SqliteRecoveryStore m_recovery {*m_parts};
    SqliteSettingsStore m_settings {*m_parts};
    SqliteJournalStore m_journal {*m_parts};
    SqliteCacheStore m_cache {*m_parts};
};

} // namespace fairlead
