// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/small_file.h"

#include <QtTest>

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace fairlead;

class SmallFileTest : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;

    std::string write(const QByteArray &bytes, QFile::Permissions permissions = QFile::ReadOwner | QFile::WriteOwner)
    {
        QFile file(m_folder.filePath(QStringLiteral("file")));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.setPermissions(permissions))
            qFatal("cannot write");
        return file.fileName().toStdString();
    }
    static void isRefused(const Result<std::string> &read, ErrorCode code, const char *part)
    {
        QVERIFY(!read);
        QCOMPARE(errorCodeName(read.error().code), errorCodeName(code));
        QVERIFY2(read.error().text.find(part) != std::string::npos, read.error().text.c_str());
    }

private Q_SLOTS:
    void everyByteIsReadUpToTheLimit()
    {
        const QByteArray bytes("a\0b\n", 4);
        const std::string path = write(bytes.repeated(10'000));
        QCOMPARE(*readSmallFile(path, 40'000, Readers::OwnerAlone), bytes.repeated(10'000).toStdString());
        isRefused(readSmallFile(path, 39'999, Readers::OwnerAlone), ErrorCode::TooLarge, "39999");
        QCOMPARE(*readSmallFile(write(""), 0, Readers::Anyone), std::string());
    }
    void secretsAreTheOwnersAlone() // S15
    {
        for (const QFile::Permission others :
            {QFile::ReadGroup, QFile::WriteGroup, QFile::ReadOther, QFile::WriteOther}) {
            const std::string path = write("key", QFile::ReadOwner | others);
            isRefused(readSmallFile(path, 100, Readers::OwnerAlone), ErrorCode::Denied, "chmod 600");
            QCOMPARE(*readSmallFile(path, 100, Readers::Anyone), std::string("key"));
        }
    }
    void whatIsNoFileIsRefused()
    {
        isRefused(readSmallFile(m_folder.path().toStdString(), 100, Readers::Anyone), ErrorCode::Io, "no plain file");
        isRefused(readSmallFile("/no/such/file", 100, Readers::Anyone), ErrorCode::Io, "No such file");
        isRefused(readSmallFile("/dev/null", 100, Readers::Anyone), ErrorCode::Io, "no plain file");
    }
    void aPipeIsReadToItsEnd() // `--token-file <(command)`
    {
        int ends[2] = {-1, -1};
        QCOMPARE(pipe(ends), 0);
        QCOMPARE(::write(ends[1], "token", 5), ssize_t {5});
        close(ends[1]);
        const std::string path = "/proc/self/fd/" + std::to_string(ends[0]);
        QCOMPARE(*readSmallFile(path, 100, Readers::OwnerAlone), std::string("token"));
        close(ends[0]);
    }
    void aPipeWithoutAWriterIsNoEmptyFile()
    {
        const std::string path = m_folder.filePath(QStringLiteral("pipe")).toStdString();
        QCOMPARE(mkfifo(path.c_str(), 0600), 0);
        isRefused(readSmallFile(path, 100, Readers::Anyone), ErrorCode::Io, "nobody writes");
        const Descriptor read = openPlain(path, Readers::Anyone).value_or(Descriptor());
        {
            const Descriptor written(open(path.c_str(), O_WRONLY | O_CLOEXEC));
            QCOMPARE(::write(written.get(), "ab", 2), ssize_t {2});
        }
        std::array<char, 8> bytes {};
        QCOMPARE(readPlain(read, bytes.data(), bytes.size()).value_or(9), std::size_t {2});
        QCOMPARE(readPlain(read, bytes.data(), bytes.size()).value_or(9), std::size_t {0}); // its writer has ended
    }
    void theOwnerOfAnOpenFileIsTold()
    {
        const std::string path = write("x");
        const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
        QCOMPARE(ownerOfPrivateFile(file).value_or(~uid_t {}), geteuid());
        QCOMPARE(fchmod(file, 0644), 0);
        QVERIFY(!ownerOfPrivateFile(file));
        close(file);
    }
};

QTEST_APPLESS_MAIN(SmallFileTest)
#include "small_file_test.moc"
