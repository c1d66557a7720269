// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_writer.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Copies and checks the whole store, on a thread of its own, because both take long. Threads: any may call between
/// start and stop; the one that made it starts and stops it.
class UpkeepService
{
public:
    /// `store` must outlive it, and be open when this starts. Backups are made below `backupDir`; empty: anywhere.
    UpkeepService(const StoreWriter &store, std::string backupDir)
        : m_store(store)
        , m_backupDir(std::move(backupDir))
    {
    }
    void start() { m_thread.start(); }
    void stop() { m_thread.stop(); }

    /// `file` is a path below the folder of backups, or relative to it. Fails with Invalid for another one.
    void backup(const std::string &file, Answer<BackupReport> answer);
    void verify(Answer<VerifyReport> answer);

private:
    /// Asks a reader that it opens for this. `answer` is called on the upkeep thread.
    template <typename T>
    void ask(std::function<Result<T>(StoreReader &)> question, Answer<T> answer);

    const StoreWriter &m_store;
    const std::string m_backupDir;
    LoopThread m_thread {"upkeep"};
};

} // namespace fairlead
