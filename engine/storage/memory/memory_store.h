// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/memory/memory_cache_store.h"
#include "engine/storage/memory/memory_job_store.h"
#include "engine/storage/memory/memory_journal_store.h"
#include "engine/storage/memory/memory_recovery_store.h"
#include "engine/storage/memory/memory_settings_store.h"
#include "engine/storage/memory/memory_waiting_store.h"
#include "engine/storage/store_session.h"

namespace fairlead {

/// The lead of a store in memory. No other engine can reach the store, so this engine always leads. Threads: one.
class MemoryLead final : public Lead
{
public:
    Result<> tryTake() override;
    Result<> keep() override;
    void release() override { m_isTaken = false; }

private:
    bool m_isTaken = false;
};

/// The store that keeps everything in memory. It is the reference for the other stores, and the store of tests and
/// simulations. Its state may outlive it, as a disk would. Threads: one; its readers may be on others.
class MemoryStore : public StoreSession
{
public:
    /// Begins a new life on `state`. Runs that began before belong to earlier lives.
    explicit MemoryStore(std::shared_ptr<MemoryState> state = std::make_shared<MemoryState>());

    Result<> inOneCommit(const std::function<Result<>()> &work) override;
    JobStore &jobs() override { return m_jobs; }
    WaitingStore &waiting() override { return m_waiting; }
    RecoveryStore &recovery() override { return m_recovery; }
    SettingsStore &settings() override { return m_settings; }
    JournalStore &journal() override { return m_journal; }
    CacheStore &cache() override { return m_cache; }
    Lead &lead() override { return m_lead; }
    Result<bool> maintain(TimePoint now) override { return forgetSome(now); }
    Result<bool> forgetSome(TimePoint now) override;
    std::string description() const override { return "memory"; }
    std::string durability() const override { return "none"; }
    StoreReaderFactory readerFactory() override;

protected:
    MemoryLife &life() { return m_life; }

private:
    MemoryLife m_life;
    MemoryLead m_lead;
    MemoryJobStore m_jobs {m_life};
    MemoryWaitingStore m_waiting {m_life};
    MemoryRecoveryStore m_recovery {m_life};
    MemorySettingsStore m_settings {m_life};
    MemoryJournalStore m_journal {m_life};
    MemoryCacheStore m_cache {m_life};
};

} // namespace fairlead
