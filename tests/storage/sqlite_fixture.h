// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_store.h"
#include "tests/contracts/store_driver.h"

#include <QFile>
#include <QTemporaryDir>

namespace fairlead {

/// A SQLite store in a folder of its own. A crash copies database and WAL while the store is open, as a killed process
/// would leave them, and opens the copy.
class SqliteFixture final : public StoreFixture
{
public:
    explicit SqliteFixture(int unindexedMax = 20'000)
        : m_unindexedMax(unindexedMax)
    {
        open();
    }
    StoreSession &store() override { return *m_store; }
    StoreReader &reader() override { return *m_reader; }
    void reopen() override
    {
        close();
        open();
    }
    void crash() override
    {
        const std::string copy = m_folder.filePath(QString::number(m_life + 1) + QStringLiteral(".db")).toStdString();
        copyStore(path(), copy);
        close();
        ++m_life;
        open();
    }

    std::string path() const
    {
        return m_folder.filePath(QString::number(m_life) + QStringLiteral(".db")).toStdString();
    }
    std::string folder() const { return m_folder.path().toStdString(); }
    SqliteOptions options() const
    {
        // Relaxed, because no test cuts the power and syncs take their time; a killed process loses nothing either way.
        return {.path = path(),
            .durability = SqliteOptions::Durability::Relaxed,
            .freeBytesMin = 0,
            .unindexedMax = m_unindexedMax};
    }
    void close()
    {
        m_reader.reset();
        m_store.reset();
    }
    void open()
    {
        m_store = must(SqliteStore::open(options()));
        m_reader = must(m_store->readerFactory()());
    }

    static void copyStore(const std::string &from, const std::string &to)
    {
        for (const char *end : {"", "-wal"}) {
            const QString source = QString::fromStdString(from + end);
            if (QFile::exists(source) && !QFile::copy(source, QString::fromStdString(to + end)))
                qFatal("cannot copy %s", qPrintable(source));
        }
    }

private:
    QTemporaryDir m_folder;
    int m_unindexedMax;
    int m_life = 1;
    std::unique_ptr<StoreSession> m_store;
    std::unique_ptr<StoreReader> m_reader;
};

} // namespace fairlead
