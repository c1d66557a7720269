// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/fast_folder.h"

#include <QProcess>

#include <fcntl.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>

namespace fairlead {

/// A file system that can lose its power: ext4 in a file, shut down without further writes as the `godown` of xfstests
/// does. Unsynced data are lost when it comes back. It is mounted only for this process and its children. Needs root,
/// loop devices and mkfs.ext4. Threads: one.
class CutDisk
{
public:
    /// The reason why this machine cannot have one. Empty when it can. Moves the process into a mount namespace of its
    /// own.
    static QByteArray whyNot()
    {
        static const QByteArray why = probe();
        return why;
    }
    /// REQUIRES: whyNot() is empty.
    explicit CutDisk(int megabytes)
    {
        QFile image(m_folder.filePath(QStringLiteral("image")));
        if (!image.open(QIODevice::WriteOnly) || !image.resize(qint64 {megabytes} * 1024 * 1024)
            || !run(QStringLiteral("mkfs.ext4"),
                {QStringLiteral("-q"), QStringLiteral("-F"), QStringLiteral("-m0"), QStringLiteral("-e"),
                    QStringLiteral("remount-ro"), image.fileName()})
            || !QDir().mkdir(path()) || !mountIt())
            qFatal("cannot make a disk");
    }
    ~CutDisk() { umount2(qPrintable(path()), MNT_DETACH); }
    CutDisk(const CutDisk &) = delete;
    CutDisk &operator=(const CutDisk &) = delete;

    QString path() const { return m_folder.filePath(QStringLiteral("disk")); }
    /// From now on every read and write fails.
    void cut() const
    {
        constexpr unsigned long shutdown = _IOR('X', 125, std::uint32_t);
        std::uint32_t withoutFlush = 2;
        const int descriptor = ::open(qPrintable(path()), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0 || ioctl(descriptor, shutdown, &withoutFlush) != 0)
            qFatal("cannot cut the power");
        ::close(descriptor);
    }
    /// REQUIRES: no process has a file of it open.
    void comeBack() const
    {
        if (umount(qPrintable(path())) != 0 || !mountIt())
            qFatal("cannot mount the disk again");
    }
    /// Makes it read-only, as the kernel does after a fault.
    void makeReadOnly() const
    {
        if (!run(QStringLiteral("mount"), {QStringLiteral("-o"), QStringLiteral("remount,abort"), path()}))
            qFatal("cannot make the disk read-only");
    }

private:
    static QByteArray probe()
    {
        if (geteuid() != 0)
            return "only root can mount a disk";
        if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            return "no mounts of its own here";
        const FastFolder folder;
        QFile image(folder.filePath(QStringLiteral("image")));
        const bool isMade = image.open(QIODevice::WriteOnly) && image.resize(8 * 1024 * 1024)
            && run(QStringLiteral("mkfs.ext4"),
                {QStringLiteral("-q"), QStringLiteral("-F"), QStringLiteral("-m0"), QStringLiteral("-e"),
                    QStringLiteral("remount-ro"), image.fileName()})
            && QDir().mkdir(folder.filePath(QStringLiteral("disk")))
            && run(QStringLiteral("mount"),
                {QStringLiteral("-o"), QStringLiteral("loop"), image.fileName(),
                    folder.filePath(QStringLiteral("disk"))});
        if (!isMade)
            return "no ext4 in a file can be mounted here";
        umount(qPrintable(folder.filePath(QStringLiteral("disk"))));
        return {};
    }
    static bool run(const QString &program, const QStringList &arguments)
    {
        QProcess process;
        process.start(program, arguments);
        return process.waitForFinished() && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
    }
    bool mountIt() const
    {
        return run(QStringLiteral("mount"),
            {QStringLiteral("-o"), QStringLiteral("loop"), m_folder.filePath(QStringLiteral("image")), path()});
    }
    FastFolder m_folder;
};

} // namespace fairlead
