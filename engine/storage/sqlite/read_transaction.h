// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// A transaction that reads one consistent state of the file. It ends with the scope. Threads: that of the connection.
class ReadTransaction
{
public:
    enum class Limit { TwoSeconds, None };
    ReadTransaction(SqliteConnection &database, Limit limit)
        : m_database(database)
    {
        // A failure is harmless: without a transaction each statement reads its own state, which is consistent in
        // itself.
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

/// The time that a list may spend before it returns what it has found. It is shorter than the deadline of a read.
class ListBudget
{
public:
    bool isSpent() const { return m_end.hasExpired(); }

private:
    QDeadlineTimer m_end {std::chrono::milliseconds {1'500}};
};

} // namespace fairlead
