// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// A transaction that reads one consistent state of the file; ends with the scope. Threads: that of the connection.
class ReadTransaction
{
public:
    enum class Limit { TwoSeconds, None };
    ReadTransaction(SqliteConnection &database, Limit limit)
        : m_database(database)
    {
        // Without a transaction each statement sees a state of its own, which is still sound: so this never fails.
        static_cast<void>(resultOf([this] { m_database.statement("begin_reading").run(); }));
        if (limit == Limit::TwoSeconds)
            m_database.setDeadline(QDeadlineTimer(std::chrono::seconds {2}));
    }
    ~ReadTransaction()
    {
        m_database.setDeadline(QDeadlineTimer(QDeadlineTimer::Forever));
        static_cast<void>(resultOf([this] { m_database.statement("commit").run(); }));
    }
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

private:
    SqliteConnection &m_database;
};

/// The time that a list looks for more before it returns what it has; shorter than the deadline of a read.
class ListBudget
{
public:
    bool isSpent() const { return m_end.hasExpired(); }

private:
    QDeadlineTimer m_end {std::chrono::milliseconds {1'500}};
};

} // namespace fairlead
