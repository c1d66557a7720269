// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/operation.h"
#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// Writes and reads the table `operation`. Threads: that of its connection.
class OperationRows
{
public:
    explicit OperationRows(SqliteConnection &database)
        : m_database(database)
    {
    }
    Result<> save(const Operation &operation);
    /// Those running first, then the newest; operationsListedMax at most.
    Result<std::vector<Operation>> all();
    Result<std::optional<Operation>> find(const JobId &id);

private:
    Result<std::vector<Operation>> read(SqliteRows rows);

    SqliteConnection &m_database;
};

} // namespace fairlead
