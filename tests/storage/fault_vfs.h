// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtGlobal>

#include <csignal>
#include <cstring>
#include <sqlite3.h>
#include <unistd.h>

namespace fairlead {

/// A disk that fails when told to: SQLite's own way to files with a counter before each operation that can fail. It is
/// the default of the process as long as it lives, so the product needs no mark for it. (The idea, an error at the Nth
/// operation for each N, is that of SQLite's own tests.) Threads: one at a time; REQUIRES that no connection outlives
/// it.
class FaultVfs
{
public:
    enum class Fault {
        Error, ///< this operation fails and does nothing
        ErrorsFromThen, ///< and all that follow, as on a disk that died
        Torn, ///< as ErrorsFromThen, but half of a write is done
        ShortRead, ///< a read gives half of its bytes
        Full, ///< this one write finds no space
        FullFromThen, ///< no write finds space any more
        Kill, ///< the process ends before this operation, as kill -9 would end it
        KillTorn, ///< the same in the middle of a write
    };
    FaultVfs()
        : m_real(sqlite3_vfs_find(nullptr))
        , m_shim(*m_real)
    {
        m_shim.szOsFile = static_cast<int>(sizeof(File)) + m_real->szOsFile;
        m_shim.zName = "fault";
        m_shim.pAppData = this;
        m_shim.pNext = nullptr;
        m_shim.xOpen = open;
        m_shim.xDelete = remove;
        if (sqlite3_vfs_register(&m_shim, 1) != SQLITE_OK)
            qFatal("the disk that fails cannot be registered");
    }
    ~FaultVfs() { sqlite3_vfs_unregister(&m_shim); }
    FaultVfs(const FaultVfs &) = delete;
    FaultVfs &operator=(const FaultVfs &) = delete;

    /// Counts from 0 again; operation number `at` (from 1) fails so. 0: none.
    void failAt(int at, Fault fault)
    {
        m_at = at;
        m_fault = fault;
        m_count = 0;
        m_hasFailed = false;
    }
    void heal() { failAt(0, Fault::Error); }
    /// Those that this fault could hit, since failAt.
    int operations() const { return m_count; }
    bool hasFailed() const { return m_hasFailed; }

private:
    struct File : sqlite3_file
    {
        FaultVfs *vfs = nullptr;
        sqlite3_file *real = nullptr;
    };
    enum class Operation { Read, Write, Other };

    static FaultVfs &of(sqlite3_vfs *vfs) { return *static_cast<FaultVfs *>(vfs->pAppData); }
    static File &fileOf(sqlite3_file *file) { return *static_cast<File *>(file); }
    static sqlite3_file *realOf(sqlite3_file *file) { return fileOf(file).real; }

    /// SQLITE_OK, or with what this operation fails.
    int next(Operation operation, int error)
    {
        const bool isOfSpace = m_fault == Fault::Full || m_fault == Fault::FullFromThen;
        if ((isOfSpace && operation != Operation::Write)
            || (m_fault == Fault::ShortRead && operation != Operation::Read)
            || (m_fault == Fault::KillTorn && operation != Operation::Write))
            return SQLITE_OK;
        ++m_count;
        const bool isLasting =
            m_fault == Fault::ErrorsFromThen || m_fault == Fault::Torn || m_fault == Fault::FullFromThen;
        if (m_at == 0 || m_count < m_at || (m_count > m_at && !isLasting))
            return SQLITE_OK;
        m_hasFailed = true;
        if (m_fault == Fault::Kill)
            kill(getpid(), SIGKILL);
        return isOfSpace ? SQLITE_FULL : error;
    }
    bool tears() const { return m_count == m_at && (m_fault == Fault::Torn || m_fault == Fault::KillTorn); }

    static int open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags)
    {
        static const sqlite3_io_methods methods {2, close, read, write, truncate, sync, size, lock, unlock,
            checkReservedLock, control, sectorSize, deviceCharacteristics, shmMap, shmLock, shmBarrier, shmUnmap,
            nullptr, nullptr};
        file->pMethods = nullptr;
        File &shim = fileOf(file);
        shim.vfs = &of(vfs);
        shim.real = reinterpret_cast<sqlite3_file *>(&shim + 1);
        if (const int code = shim.vfs->next(Operation::Other, SQLITE_CANTOPEN); code != SQLITE_OK)
            return code;
        sqlite3_vfs *real = shim.vfs->m_real;
        const int code = real->xOpen(real, name, shim.real, flags, outFlags);
        if (shim.real->pMethods)
            file->pMethods = &methods;
        return code;
    }
    static int remove(sqlite3_vfs *vfs, const char *name, int sync)
    {
        const int code = of(vfs).next(Operation::Other, SQLITE_IOERR_DELETE);
        return code != SQLITE_OK ? code : of(vfs).m_real->xDelete(of(vfs).m_real, name, sync);
    }
    static int close(sqlite3_file *file) { return realOf(file)->pMethods->xClose(realOf(file)); }
    static int read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at)
    {
        FaultVfs &vfs = *fileOf(file).vfs;
        const int code = vfs.next(Operation::Read, SQLITE_IOERR_READ);
        if (code != SQLITE_OK && vfs.m_fault != Fault::ShortRead)
            return code;
        const int done = realOf(file)->pMethods->xRead(realOf(file), bytes, count, at);
        if (code == SQLITE_OK || done != SQLITE_OK)
            return done;
        std::memset(static_cast<char *>(bytes) + count / 2, 0, static_cast<std::size_t>(count - count / 2));
        return SQLITE_IOERR_SHORT_READ;
    }
    static int write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at)
    {
        FaultVfs &vfs = *fileOf(file).vfs;
        const int code = vfs.next(Operation::Write, SQLITE_IOERR_WRITE);
        if (code == SQLITE_OK)
            return realOf(file)->pMethods->xWrite(realOf(file), bytes, count, at);
        if (vfs.tears())
            static_cast<void>(realOf(file)->pMethods->xWrite(realOf(file), bytes, count / 2, at));
        if (vfs.m_fault == Fault::KillTorn)
            kill(getpid(), SIGKILL);
        return code;
    }
    static int truncate(sqlite3_file *file, sqlite3_int64 to)
    {
        const int code = fileOf(file).vfs->next(Operation::Other, SQLITE_IOERR_TRUNCATE);
        return code != SQLITE_OK ? code : realOf(file)->pMethods->xTruncate(realOf(file), to);
    }
    static int sync(sqlite3_file *file, int flags)
    {
        const int code = fileOf(file).vfs->next(Operation::Other, SQLITE_IOERR_FSYNC);
        return code != SQLITE_OK ? code : realOf(file)->pMethods->xSync(realOf(file), flags);
    }
    static int size(sqlite3_file *file, sqlite3_int64 *size)
    {
        const int code = fileOf(file).vfs->next(Operation::Other, SQLITE_IOERR_FSTAT);
        return code != SQLITE_OK ? code : realOf(file)->pMethods->xFileSize(realOf(file), size);
    }
    static int shmMap(sqlite3_file *file, int page, int pageSize, int extend, void volatile **to)
    {
        const int code = fileOf(file).vfs->next(Operation::Other, SQLITE_IOERR_SHMMAP);
        return code != SQLITE_OK ? code : realOf(file)->pMethods->xShmMap(realOf(file), page, pageSize, extend, to);
    }
    // What cannot fail on a disk.
    static int lock(sqlite3_file *file, int level) { return realOf(file)->pMethods->xLock(realOf(file), level); }
    static int unlock(sqlite3_file *file, int level) { return realOf(file)->pMethods->xUnlock(realOf(file), level); }
    static int checkReservedLock(sqlite3_file *file, int *answer)
    {
        return realOf(file)->pMethods->xCheckReservedLock(realOf(file), answer);
    }
    static int control(sqlite3_file *file, int what, void *argument)
    {
        return realOf(file)->pMethods->xFileControl(realOf(file), what, argument);
    }
    static int sectorSize(sqlite3_file *file) { return realOf(file)->pMethods->xSectorSize(realOf(file)); }
    static int deviceCharacteristics(sqlite3_file *file)
    {
        return realOf(file)->pMethods->xDeviceCharacteristics(realOf(file));
    }
    static int shmLock(sqlite3_file *file, int offset, int count, int flags)
    {
        return realOf(file)->pMethods->xShmLock(realOf(file), offset, count, flags);
    }
    static void shmBarrier(sqlite3_file *file) { realOf(file)->pMethods->xShmBarrier(realOf(file)); }
    static int shmUnmap(sqlite3_file *file, int remove)
    {
        return realOf(file)->pMethods->xShmUnmap(realOf(file), remove);
    }

    sqlite3_vfs *m_real;
    sqlite3_vfs m_shim;
    int m_at = 0;
    Fault m_fault = Fault::Error;
    int m_count = 0;
    bool m_hasFailed = false;
};

} // namespace fairlead
