// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/storage/sqlite_fixture.h"

#include <unistd.h>

namespace fairlead {

inline QByteArray contents(const std::string &file)
{
    QFile source(QString::fromStdString(file));
    return source.open(QIODevice::ReadOnly) ? source.readAll() : QByteArray();
}

inline void overwrite(const std::string &file, const QByteArray &bytes)
{
    QFile target(QString::fromStdString(file));
    if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size())
        qFatal("cannot write %s", file.c_str());
}

inline void remove(const std::string &file)
{
    if (unlink(file.c_str()) != 0)
        qFatal("cannot remove %s", file.c_str());
}

inline void cutTo(const std::string &file, qint64 bytes)
{
    if (truncate(file.c_str(), bytes) != 0)
        qFatal("cannot cut %s", file.c_str());
}

inline qint64 bytesOf(const std::string &file)
{
    return QFile(QString::fromStdString(file)).size();
}

/// The files that a killed engine left: a database and the log of its last commits, with no connection to them.
class KilledStore
{
public:
    KilledStore()
    {
        SqliteFixture fixture;
        StoreDriver driver(fixture);
        driver.add(aJob(), jobs);
        fixture.reopen(); // the jobs so far are in the database itself
        driver.add(aJob(), jobs);
        SqliteFixture::copyStore(fixture.path(), path());
    }
    explicit KilledStore(const KilledStore &other) { SqliteFixture::copyStore(other.path(), path()); }
    KilledStore &operator=(const KilledStore &) = delete;
    std::string path() const { return m_folder.filePath(QStringLiteral("left.db")).toStdString(); }
    std::string log() const { return path() + "-wal"; }
    SqliteOptions options() const { return {.path = path(), .freeBytesMin = 0, .unindexedMax = 100}; }
    /// The jobs that a start finds, or the refusal.
    Result<int> open() const
    {
        auto store = SqliteStore::open(options());
        if (!store)
            return failure(store.error());
        JobQuery all;
        all.limit = 1'000;
        return static_cast<int>(must(must((*store)->readerFactory()())->jobs().listJobs(all)).jobs.size());
    }
    static constexpr int jobs = 60;

private:
    QTemporaryDir m_folder;
};

inline constexpr qint64 logHeaderBytes = 32;
inline constexpr qint64 frameHeaderBytes = 24;
inline constexpr qint64 frameBytes = frameHeaderBytes + 4'096;

inline void turnBit(QByteArray &bytes, qint64 bit)
{
    bytes[bit / 8] = static_cast<char>(bytes.at(bit / 8) ^ (1 << bit % 8));
}

} // namespace fairlead
