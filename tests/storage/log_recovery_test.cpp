// SPDX-License-Identifier: Apache-2.0
// Logs of a store that are damaged or gone, and their recovery. FAIRLEAD_TEST_SEED=N takes the seed of an earlier run.
#include "engine/storage/sqlite/database_log.h"
#include "engine/storage/sqlite/log_recovery.h"
#include "tests/storage/killed_store.h"
#include "tests/support/test_seed.h"

#include <QDir>

#include <csignal>
#include <sys/stat.h>
#include <sys/wait.h>

using namespace fairlead;

namespace {
/// Recovers in a process that is killed before the step with this number, from 0. False: it came to its end before.
bool isKilledAt(int step, const std::string &file)
{
    const pid_t child = fork();
    if (child == 0) {
        static_cast<void>(recoverLog(file, LogRecovery::Act, [&step] {
            if (step-- == 0)
                ::kill(getpid(), SIGKILL);
        }));
        _exit(0);
    }
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child)
        qFatal("no child to kill");
    return WIFSIGNALED(status);
}
} // namespace

class LogRecoveryTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void recoveryTurnsAWrongBitBackAndLosesNothing()
    {
        const KilledStore left;
        const QByteArray log = contents(left.log());
        const QByteArray database = contents(left.path());
        QVERIFY(!must(recoverLog(left.path(), LogRecovery::Look))); // there is nothing to recover
        QByteArray damaged = log;
        turnBit(damaged, (logHeaderBytes + 20 * frameBytes + frameHeaderBytes + 2'000) * 8); // low bits are plain
        turnBit(damaged, 20 * 8); // and one of the header
        overwrite(left.log(), damaged);
        for (const LogRecovery recovery : {LogRecovery::Look, LogRecovery::Act}) {
            QVERIFY(!left.open());
            QVERIFY(contents(left.log()) == damaged && contents(left.path()) == database);
            const auto found = must(recoverLog(left.path(), recovery));
            QVERIFY(found);
            QCOMPARE(found->bitsMended, 2);
            QCOMPARE(found->commitsLost, 0);
            QCOMPARE(found->jobs, 2 * KilledStore::jobs);
            QCOMPARE(found->problems, 0);
            QVERIFY(!QFile::exists(QString::fromStdString(left.path() + ".recovered")));
        }
        QCOMPARE(contents(left.log()), log);
        QCOMPARE(contents(left.log() + ".damaged"), damaged);
        QCOMPARE(contents(left.path() + ".damaged"), database);
        QCOMPARE(left.open().value_or(0), 2 * KilledStore::jobs);
    }
    void headerIsMadeAnewWhateverIsLeftOfIt()
    {
        const KilledStore left;
        const QByteArray log = contents(left.log());
        const std::int64_t commits = readLogPages(left.log()).commits;
        SeededRandom random(testSeed());
        const int count = rounds(60, 1'000);
        for (int i = 0; i < count; ++i) {
            QByteArray damaged = log;
            const auto from = static_cast<qint64>(random.nextBelow(logHeaderBytes));
            const auto end = from + 1 + static_cast<qint64>(random.nextBelow(logHeaderBytes - from));
            for (qint64 at = from; at < end; ++at)
                damaged[at] = static_cast<char>(random.nextBelow(256));
            if (damaged == log)
                continue;
            overwrite(left.log(), damaged);
            const std::string place = "bytes " + std::to_string(from) + " to " + std::to_string(end);
            QVERIFY2(!left.open(), place.c_str());
            const LogDamage damage = readLogPages(left.log()).damage.value_or(LogDamage {});
            QVERIFY2(damage.at == 0 && damage.commitsBehind == commits, place.c_str());
            for (const std::int64_t bit : damage.wrongBits)
                turnBit(damaged, bit);
            QVERIFY2(damaged == log, place.c_str());
        }
        QByteArray damaged = log;
        damaged.replace(0, logHeaderBytes, QByteArray(logHeaderBytes, '\xa5'));
        turnBit(damaged, (logHeaderBytes + 20 * frameBytes + frameHeaderBytes + 2'000) * 8); // and a frame
        overwrite(left.log(), damaged);
        const auto found = must(recoverLog(left.path(), LogRecovery::Act));
        QVERIFY(found && found->bitsMended > 2);
        QCOMPARE(found->commitsLost, 0);
        QCOMPARE(found->commitsKept, commits);
        QCOMPARE(contents(left.log()), log);
        QCOMPARE(left.open().value_or(0), 2 * KilledStore::jobs);
    }
    /// Of such a store the database itself holds nothing yet.
    void logThatWasNeverCopiedIsRecoveredOrTheWayOutIsSaid()
    {
        SqliteFixture fixture;
        StoreDriver(fixture).add(aJob(), KilledStore::jobs);
        const QTemporaryDir folder;
        const std::string copy = folder.filePath(QStringLiteral("left.db")).toStdString();
        SqliteFixture::copyStore(fixture.path(), copy);
        const QByteArray log = contents(copy + "-wal");
        const auto recoverWith = [&copy, &log](qint64 from, qint64 bytes) {
            QByteArray damaged = log;
            damaged.replace(from, bytes, QByteArray(bytes, '\xa5'));
            overwrite(copy + "-wal", damaged);
            return recoverLog(copy, LogRecovery::Look);
        };
        QCOMPARE(must(recoverWith(0, logHeaderBytes))->jobs, std::int64_t {KilledStore::jobs});
        const auto part = must(recoverWith(log.size() - 30 * frameBytes, 100));
        QVERIFY(part && part->commitsLost > 0 && part->jobs > 0 && part->jobs < KilledStore::jobs);
        const auto nothing = recoverWith(logHeaderBytes, 100);
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().code, ErrorCode::Corrupt);
        const QString said = QString::fromStdString(nothing.error().text);
        QVERIFY2(said.contains(QStringLiteral("nothing can be had back")), qPrintable(said));
        QVERIFY2(!said.contains(QStringLiteral(".recovered")), qPrintable(said));
    }
    void whatIsNoDatabaseIsNotRecovered()
    {
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("no.db")).toStdString();
        const auto refusal = [&file] {
            const auto refused = recoverLog(file, LogRecovery::Act);
            return refused || refused.error().text.find(file) == std::string::npos ? ErrorCode::Internal
                                                                                   : refused.error().code;
        };
        QCOMPARE(refusal(), ErrorCode::NotFound);
        for (const QByteArray &bytes : {QByteArray(), QByteArray("hello\n"), QByteArray(8'192, 'x')}) {
            overwrite(file, bytes);
            QCOMPARE(refusal(), ErrorCode::Corrupt);
            QCOMPARE(contents(file), bytes);
        }
        remove(file);
        QCOMPARE(mkfifo(file.c_str(), 0600), 0);
        QCOMPARE(refusal(), ErrorCode::Corrupt);
        remove(file);
        QCOMPARE(mkdir(file.c_str(), 0700), 0);
        QCOMPARE(refusal(), ErrorCode::Corrupt);
        QCOMPARE(QDir(folder.path()).entryList(QDir::AllEntries | QDir::NoDotAndDotDot).size(), 1); // and no lock file
        const KilledStore left; // a database that an engine refuses for another reason
        cutTo(left.path(), 4'096);
        remove(left.log());
        const auto cut = recoverLog(left.path(), LogRecovery::Look);
        QVERIFY(!cut && cut.error().code == ErrorCode::Corrupt);
    }
    void recoveryThatIsKilledAtAnyStepIsTakenUpAgain()
    {
        const KilledStore whole;
        const QByteArray log = contents(whole.log());
        const QByteArray database = contents(whole.path());
        QByteArray damaged = log;
        damaged.replace(0, logHeaderBytes, QByteArray(logHeaderBytes, '\0'));
        int kills = 0;
        for (bool isDone = false; !isDone; kills += isDone ? 0 : 1) {
            const KilledStore left(whole);
            overwrite(left.log(), damaged);
            isDone = !isKilledAt(kills, left.path());
            const auto again = recoverLog(left.path(), LogRecovery::Act); // empty when nothing is left to do
            const std::string place = "step " + std::to_string(kills);
            QVERIFY2(again, (place + ": " + (again ? "" : again.error().text)).c_str());
            QVERIFY2(contents(left.log()) == log && contents(left.log() + ".damaged") == damaged, place.c_str());
            QVERIFY2(
                contents(left.path()) == database && contents(left.path() + ".damaged") == database, place.c_str());
            for (const char *end : {"", "-wal", "-shm"})
                QVERIFY2(!QFile::exists(QString::fromStdString(left.path() + ".recovered" + end)), place.c_str());
            QCOMPARE(left.open().value_or(0), 2 * KilledStore::jobs);
        }
        QVERIFY(kills > 10);
    }
    void recoveryDropsOnlyFromTheDamageOnAndKeepsTheFiles()
    {
        const KilledStore left;
        QByteArray damaged = contents(left.log());
        const qint64 middle = logHeaderBytes + (damaged.size() - logHeaderBytes) / frameBytes / 2 * frameBytes;
        damaged.replace(middle, 2 * frameBytes, QByteArray(2 * frameBytes, '\xa5'));
        overwrite(left.log(), damaged);
        const auto seen = must(recoverLog(left.path(), LogRecovery::Look));
        QVERIFY(seen && seen->commitsLost > 10 && seen->commitsKept > 10);
        QVERIFY(seen->jobs > KilledStore::jobs && seen->jobs < 2 * KilledStore::jobs);
        QCOMPARE(seen->damagedAt, middle);
        QVERIFY(contents(left.log()) == damaged && !left.open());
        const auto done = must(recoverLog(left.path(), LogRecovery::Act));
        QCOMPARE(done->jobs, seen->jobs);
        QCOMPARE(contents(left.log() + ".damaged"), damaged);
        QCOMPARE(left.open().value_or(0), static_cast<int>(seen->jobs));
        // Evidence is not overwritten.
        overwrite(left.log(), damaged);
        const auto again = recoverLog(left.path(), LogRecovery::Act);
        QVERIFY(!again);
        QCOMPARE(again.error().code, ErrorCode::Conflict);
        QCOMPARE(contents(left.log()), damaged);
    }
    void recoveryIsRefusedWhileAnEngineRuns()
    {
        const SqliteFixture fixture;
        const auto refused = recoverLog(fixture.path(), LogRecovery::Look);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Locked);
        QCOMPARE(recoverLog(fixture.path() + "x", LogRecovery::Look).error().code, ErrorCode::NotFound);
    }
    void logThatIsGoneIsMissedWhereItsIndexIsLeft_data()
    {
        QTest::addColumn<int>("kept"); // bytes of the log; -1: it is removed, -2: left as it is
        QTest::addColumn<bool>("hasIndex");
        QTest::addColumn<bool>("isMissed");
        QTest::newRow("log is whole") << -2 << true << false;
        QTest::newRow("log is removed") << -1 << true << true;
        QTest::newRow("log is emptied") << 0 << true << true;
        QTest::newRow("log is cut") << static_cast<int>(logHeaderBytes + frameBytes) << true << true;
        QTest::newRow("copy without log and index") << -1 << false << false; // nothing tells
    }
    void logThatIsGoneIsMissedWhereItsIndexIsLeft()
    {
        QFETCH(int, kept);
        QFETCH(bool, hasIndex);
        QFETCH(bool, isMissed);
        SqliteFixture fixture;
        StoreDriver driver(fixture);
        driver.add(aJob(), 20);
        fixture.reopen();
        driver.add(aJob(), 20);
        const QTemporaryDir folder;
        const std::string copy = folder.filePath(QStringLiteral("left.db")).toStdString();
        SqliteFixture::copyStore(fixture.path(), copy);
        if (hasIndex)
            overwrite(copy + "-shm", contents(fixture.path() + "-shm"));
        if (kept == -1)
            remove(copy + "-wal");
        else if (kept >= 0)
            cutTo(copy + "-wal", kept);
        const auto looked = recoverLog(copy, LogRecovery::Look);
        QCOMPARE(!looked, isMissed);
        QVERIFY(looked || looked.error().text.find("-wal, the log of") != std::string::npos);
        const SqliteOptions options {.path = copy, .freeBytesMin = 0, .unindexedMax = 100};
        for (const bool isFirst : {true, false}) { // it is told once
            const auto store = must(SqliteStore::open(options));
            QCOMPARE(!store->recovery().loss().empty(), isMissed && isFirst);
        }
    }
    void logAndIndexThatAreGoneAreMissedByTheMarkOfTheLockFile()
    {
        SqliteFixture fixture;
        StoreDriver driver(fixture);
        driver.add();
        const std::string lockFile = fixture.path() + ".lock";
        const QByteArray left = contents(lockFile); // as a kill leaves it
        fixture.close();
        QVERIFY(contents(lockFile) != left);
        QCOMPARE(must(SqliteStore::open(fixture.options()))->recovery().loss(), std::string()); // an orderly end
        overwrite(lockFile, left);
        const auto looked = recoverLog(fixture.path(), LogRecovery::Look);
        QVERIFY(!looked && looked.error().text.find("did not end in order") != std::string::npos);
        for (const bool isFirst : {true, false}) { // it is told once
            const auto store = must(SqliteStore::open(fixture.options()));
            QCOMPARE(!store->recovery().loss().empty(), isFirst);
        }
        // A backup in its place is another file, and lacks nothing.
        const QByteArray bytes = contents(fixture.path());
        const std::string old = fixture.path() + ".old";
        QCOMPARE(rename(fixture.path().c_str(), old.c_str()), 0);
        overwrite(fixture.path(), bytes);
        overwrite(lockFile, left);
        QCOMPARE(must(SqliteStore::open(fixture.options()))->recovery().loss(), std::string());
    }
    void logThatBeganAnewIsNoLoss()
    {
        SqliteFixture fixture;
        StoreDriver driver(fixture);
        driver.add();
        const QByteArray begun = contents(fixture.path() + "-wal").left(logHeaderBytes);
        JobSpec large = aJob();
        large.payload = std::string(60'000, 'p');
        driver.add(large, 400); // more pages than are left in a log
        QVERIFY(contents(fixture.path() + "-wal").left(logHeaderBytes) != begun);
        const QTemporaryDir folder;
        const std::string copy = folder.filePath(QStringLiteral("left.db")).toStdString();
        SqliteFixture::copyStore(fixture.path(), copy);
        overwrite(copy + "-shm", contents(fixture.path() + "-shm"));
        const auto store = must(SqliteStore::open({.path = copy, .freeBytesMin = 0, .unindexedMax = 100}));
        QCOMPARE(store->recovery().loss(), std::string());
    }
};

QTEST_GUILESS_MAIN(LogRecoveryTest)
#include "log_recovery_test.moc"
