// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/memory/memory_commit.h"
#include "engine/storage/recovery_store.h"

namespace fairlead {

/// The RecoveryStore of a MemoryStore. Threads: one.
class MemoryRecoveryStore final : public RecoveryStore
{
public:
    explicit MemoryRecoveryStore(MemoryLife &life)
        : m_life(life)
    {
    }
    Incarnation incarnation() const override;
    Result<std::vector<EarlierRun>> runs(Token after, int limit) override;
    std::string loss() const override { return {}; }

private:
    MemoryLife &m_life;
};

} // namespace fairlead
