// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/recovery_store.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

/// The RecoveryStore of a SqliteStore. Threads: that of its connection.
class SqliteRecoveryStore final : public RecoveryStore
{
public:
    explicit SqliteRecoveryStore(SqliteParts &parts)
        : m_parts(parts)
    {
    }
    Incarnation incarnation() const override;
    Result<std::vector<EarlierRun>> runs(Token after, int limit) override;
    std::string loss() const override { return m_parts.loss; }

private:
    SqliteParts &m_parts;
};

} // namespace fairlead
