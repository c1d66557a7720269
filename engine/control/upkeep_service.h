// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_writer.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Copies and checks the whole store, on a thread of its own, because that takes long. Threads: any asks between start
/// and stop; the one that made it starts and stops it.
class UpkeepService
{
public:
    /// `store` outlives it; it is open when this starts.
    explicit UpkeepService(const StoreWriter &store)
        : m_store(store)
    {
    }
    void start() { m_thread.start(); }
    void stop() { m_thread.stop(); }

    void backup(const std::string &file, Answer<BackupReport> answer);
    void verify(Answer<VerifyReport> answer);

private:
    /// Asks a reader of its own; `answer` comes on the upkeep thread.
    template <typename T>
    void ask(std::function<Result<T>(StoreReader &)> question, Answer<T> answer);

    const StoreWriter &m_store;
    LoopThread m_thread {"upkeep"};
};

} // namespace fairlead
