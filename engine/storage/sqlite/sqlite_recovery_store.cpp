// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_recovery_store.h"

namespace fairlead {

Incarnation SqliteRecoveryStore::incarnation() const
{
    return m_parts.transaction.incarnation();
}

Result<std::vector<EarlierRun>> SqliteRecoveryStore::runs(Token after, int limit)
{
    return m_parts.runs.earlierRuns(m_parts.transaction.incarnation(), after, limit);
}

} // namespace fairlead
