// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/operation.h"
#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// Writes and reads the table `operation`. Verbs throw SqliteFailure. Threads: that of its connection.
class OperationRows
{
public:
    explicit OperationRows(SqliteConnection &database)
        : m_database(database)
    {
    }
    void save(const Operation &operation);
    /// Running operations first, then the newest; at most operationsListedMax.
    std::vector<Operation> all();
    std::optional<Operation> find(const JobId &id);

private:
    std::vector<Operation> read(SqliteRows rows);

    SqliteConnection &m_database;
};

} // namespace fairlead
