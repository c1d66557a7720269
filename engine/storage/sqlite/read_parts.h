// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/end_rows.h"
#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/sqlite/operation_rows.h"
#include "engine/storage/sqlite/read_transaction.h"

#include <atomic>

namespace fairlead {

/// The latest time that a verb was given, in microseconds. Readers have no clock and use it as the present time.
using LatestTime = std::atomic<std::int64_t>;

/// The parts that the readers of one connection share. Threads: that of the connection.
struct ReadParts
{
    ReadParts(std::unique_ptr<SqliteConnection> opened, std::shared_ptr<const LatestTime> time)
        : database(std::move(opened))
        , latestTime(std::move(time))
        , names(*database)
        , jobs(*database, names)
        , ends(*database)
        , operations(*database)
    {
    }
    /// Runs `act` in a transaction of its own. Returns its answer, or the Error that it throws.
    template <typename Act>
    auto read(ReadTransaction::Limit limit, const Act &act)
    {
        const ReadTransaction transaction(*database, limit);
        return resultOf(act);
    }
    template <typename Act>
    auto read(const Act &act)
    {
        return read(ReadTransaction::Limit::TwoSeconds, act);
    }

    std::unique_ptr<SqliteConnection> database;
    std::shared_ptr<const LatestTime> latestTime;
    NameTables names;
    JobRows jobs;
    EndRows ends;
    OperationRows operations;
};

} // namespace fairlead
