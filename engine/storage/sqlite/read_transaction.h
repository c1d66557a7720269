// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// One consistent look at the file; ends with the scope. Threads: that of the connection.
class ReadTransaction
{
public:
    enum class Limit { TwoSeconds, None };
    ReadTransaction(SqliteConnection &database, Limit limit)
        : m_database(database)
    {
        // Without a transaction each statement sees a state of its own, which is still sound; so no failure here.
        const Result<> begun = m_database.statement("begin_reading").run();
        static_cast<void>(begun);
        if (limit == Limit::TwoSeconds)
            m_database.setDeadline(QDeadlineTimer(std::chrono::seconds {2}));
    }
    ~ReadTransaction()
    {
        m_database.setDeadline(QDeadlineTimer(QDeadlineTimer::Forever));
        const Result<> ended = m_database.statement("commit").run();
        static_cast<void>(ended);
    }
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

private:
    SqliteConnection &m_database;
};

/// How long a list looks for more before it hands out what it has; shorter than the deadline of a read.
class ListBudget
{
public:
    bool isSpent() const { return m_end.hasExpired(); }

private:
    QDeadlineTimer m_end {std::chrono::milliseconds {1'500}};
};

} // namespace fairlead
