// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/cache_store.h"
#include "engine/storage/job_store.h"
#include "engine/storage/journal_store.h"
#include "engine/storage/lead.h"
#include "engine/storage/recovery_store.h"
#include "engine/storage/settings_store.h"
#include "engine/storage/store_reader.h"
#include "engine/storage/waiting_store.h"

namespace fairlead {

/// An open store: owns the commit and hands out the ports, which all write in the same commit. Threads: the one that
/// opened it.
class StoreSession
{
public:
    virtual ~StoreSession() = default;

    /// Runs `work` and commits what the verbs inside it wrote, all or nothing. Returns when the commit is on disk. The
    /// answers of verbs inside `work` count only when this call succeeds. `work` may run twice; then the first run has
    /// no effect. Calls must not be nested.
    virtual Result<> inOneCommit(const std::function<Result<>()> &work) = 0;

    virtual JobStore &jobs() = 0;
    virtual WaitingStore &waiting() = 0;
    virtual RecoveryStore &recovery() = 0;
    virtual SettingsStore &settings() = 0;
    virtual JournalStore &journal() = 0;
    virtual CacheStore &cache() = 0;
    virtual Lead &lead() = 0;

    /// Work for idle moments: writes what was deferred, removes old rows, returns free pages. Each call is short. True
    /// while more work remains.
    virtual Result<bool> maintain(TimePoint now) = 0;
    /// The part of `maintain` that a store which is never idle needs too: removes a few old rows. True while there may
    /// be more.
    virtual Result<bool> forgetSome(TimePoint now) = 0;

    /// For example "sqlite 3.40.1".
    virtual std::string description() const = 0;
    /// For example "full".
    virtual std::string durability() const = 0;
    virtual StoreReaderFactory readerFactory() = 0;
};

/// Opens a session; called on the thread that will use it.
using StoreFactory = std::function<Result<std::unique_ptr<StoreSession>>()>;

} // namespace fairlead
