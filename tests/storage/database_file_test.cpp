// SPDX-License-Identifier: Apache-2.0
// Files of a store that were taken away, emptied or cut while no engine ran, and while one did.
#include "engine/storage/sqlite/database_log.h"
#include "tests/storage/killed_store.h"
#include "tests/support/test_seed.h"

using namespace fairlead;

namespace {
/// A part of the header of a log or of a frame.
struct LogPart
{
    const char *name;
    qint64 at;
    qint64 bytes;
};
constexpr std::array<LogPart, 5> frameParts {LogPart {"page number", 0, 4}, LogPart {"size after the commit", 4, 4},
    LogPart {"salts", 8, 8}, LogPart {"checksum", 16, 8}, LogPart {"page", frameHeaderBytes, 4'096}};

QString textOf(const Result<int> &opened)
{
    return opened ? QString() : QString::fromStdString(opened.error().text);
}
} // namespace

class DatabaseFileTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whatAKilledEngineLeftIsOpened()
    {
        const KilledStore left;
        QVERIFY(bytesOf(left.log()) > 0);
        const auto opened = left.open();
        QVERIFY2(opened, qPrintable(textOf(opened)));
        QCOMPARE(*opened, 2 * KilledStore::jobs);
    }
    void databaseThatIsLostBesideItsLogIsRefused_data()
    {
        QTest::addColumn<bool>("isGone"); // else it is empty
        QTest::addColumn<QString>("kept");
        QTest::newRow("empty beside its log") << false << QStringLiteral("-wal");
        QTest::newRow("gone beside its log") << true << QStringLiteral("-wal");
        QTest::newRow("empty beside its reserved space") << false << QStringLiteral(".ballast");
        QTest::newRow("gone beside its reserved space") << true << QStringLiteral(".ballast");
    }
    void databaseThatIsLostBesideItsLogIsRefused()
    {
        QFETCH(bool, isGone);
        QFETCH(QString, kept);
        const KilledStore left;
        const QByteArray database = contents(left.path());
        const QByteArray log = contents(left.log());
        overwrite(left.path() + ".ballast", QByteArray(4'096, '\0'));
        remove(left.path() + (kept == QStringLiteral("-wal") ? ".ballast" : "-wal"));
        if (isGone)
            remove(left.path());
        else
            cutTo(left.path(), 0);
        const auto refused = left.open();
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::Corrupt);
        QVERIFY2(textOf(refused).contains(isGone ? QStringLiteral("gone") : QStringLiteral("empty")),
            qPrintable(textOf(refused)));
        QCOMPARE(QFile::exists(QString::fromStdString(left.path())), !isGone); // nothing is made in its place
        QVERIFY(QFile::exists(QString::fromStdString(left.path()) + kept));
        overwrite(left.path(), database); // the way back
        overwrite(left.log(), log);
        QCOMPARE(left.open().value_or(0), 2 * KilledStore::jobs);
    }
    void everyFlippedBitOfTheLogIsRefused()
    {
        const KilledStore left;
        const QByteArray log = contents(left.log());
        const QByteArray database = contents(left.path());
        QCOMPARE(readLogPages(left.log()).bytes, qint64 {log.size()}); // all of it counts
        const qint64 frames = (log.size() - logHeaderBytes) / frameBytes;
        SeededRandom random(testSeed());
        const auto below = [&random](qint64 bound) {
            return static_cast<qint64>(random.nextBelow(static_cast<std::uint64_t>(bound)));
        };
        const int count = rounds(120, 2'000);
        for (int i = 0; i < count; ++i) {
            qint64 byte = below(logHeaderBytes);
            std::string place = "header of the log";
            if (i % 6 != 0) {
                const LogPart &part = frameParts.at(static_cast<std::size_t>(i % 6 - 1));
                // The last frame of all has nothing behind it that could tell.
                const qint64 frame = i % 12 > 6 ? frames - 1 : below(frames);
                byte = logHeaderBytes + frame * frameBytes + part.at + below(part.bytes);
                place = std::string(part.name) + " of frame " + std::to_string(frame);
            }
            const qint64 bit = byte * 8 + below(8);
            place += ", bit " + std::to_string(bit);
            QByteArray damaged = log;
            turnBit(damaged, bit);
            overwrite(left.log(), damaged);
            const auto refused = left.open();
            QVERIFY2(!refused, place.c_str());
            QVERIFY2(refused.error().code == ErrorCode::Corrupt, (place + ": " + refused.error().text).c_str());
            QVERIFY2(refused.error().text.find("fairleadctl recover") != std::string::npos, place.c_str());
            QVERIFY2(contents(left.log()) == damaged && contents(left.path()) == database, place.c_str());
            const LogDamage damage = readLogPages(left.log()).damage.value_or(LogDamage {});
            QVERIFY2(damage.wrongBits.empty() || damage.wrongBits == std::vector<std::int64_t> {bit}, place.c_str());
        }
        overwrite(left.log(), log);
        QCOMPARE(left.open().value_or(0), 2 * KilledStore::jobs);
    }
    /// Damage that is wider than a bit is proven by the commits behind it.
    void wideDamageBeforeTheLastCommitIsRefused()
    {
        const KilledStore left;
        const QByteArray log = contents(left.log());
        const qint64 frames = (log.size() - logHeaderBytes) / frameBytes;
        for (qint64 frame = -1; frame < frames - 40; frame += 7) {
            const qint64 from = frame < 0 ? 0 : logHeaderBytes + frame * frameBytes;
            for (const qint64 bytes : {qint64 {32}, qint64 {512}, 2 * frameBytes}) {
                QByteArray damaged = log;
                damaged.replace(from, bytes, QByteArray(bytes, '\xa5'));
                overwrite(left.log(), damaged);
                const auto refused = left.open();
                const std::string place = std::to_string(bytes) + " bytes of frame " + std::to_string(frame);
                QVERIFY2(!refused, place.c_str());
                QVERIFY2(refused.error().code == ErrorCode::Corrupt, place.c_str());
            }
        }
    }
    /// A power cut leaves blocks of the last commit unwritten. That commit was not acknowledged.
    void lastCommitThatIsNotWholeIsDropped()
    {
        const KilledStore left;
        const QByteArray log = contents(left.log());
        qint64 last = log.size() - frameBytes; // the first frame of the last commit
        while (log.mid(last - frameBytes + 4, 4) == QByteArray(4, '\0'))
            last -= frameBytes;
        QVERIFY(last < log.size() - frameBytes); // it has several
        const auto openWith = [&left, &log](qint64 from, qint64 bytes) {
            const KilledStore torn(left);
            QByteArray damaged = log;
            damaged.replace(from, bytes, QByteArray(bytes, '\0'));
            overwrite(torn.log(), damaged);
            return torn.open();
        };
        constexpr qint64 block = 4'096;
        for (qint64 from = (last + block - 1) / block * block; from < log.size(); from += block) {
            const auto opened = openWith(from, std::min(block, log.size() - from));
            QVERIFY2(opened, qPrintable(textOf(opened)));
            QCOMPARE(*opened, 2 * KilledStore::jobs - 1);
        }
    }
    void commitsThatAreNotSyncedMayBeLostToAPowerCut()
    {
        const KilledStore left;
        QByteArray log = contents(left.log());
        log.replace(logHeaderBytes + 10 * frameBytes, 512, QByteArray(512, '\xa5'));
        overwrite(left.log(), log);
        QVERIFY(!left.open());
        SqliteOptions relaxed = left.options();
        relaxed.durability = SqliteOptions::Durability::Relaxed;
        const auto store = SqliteStore::open(relaxed);
        QVERIFY2(store, store ? "" : store.error().text.c_str());
    }
    void newFolderIsBegunAndBegunAgain()
    {
        const QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("new.db")).toStdString();
        overwrite(file, {}); // a kill came before the first page
        QVERIFY(SqliteStore::open({.path = file, .freeBytesMin = 0, .reservedBytes = 4'096, .unindexedMax = 100}));
        QVERIFY(QFile::exists(QString::fromStdString(file) + QStringLiteral(".ballast")));
        QVERIFY(SqliteStore::open({.path = file, .freeBytesMin = 0, .reservedBytes = 4'096, .unindexedMax = 100}));
    }
    void databaseWithoutItsEndIsRefused_data()
    {
        QTest::addColumn<int>("cut"); // bytes
        QTest::addColumn<bool>("hasLog");
        for (const bool hasLog : {false, true}) {
            const QByteArray with = hasLog ? " with a log" : " without a log";
            for (const int bytes : {1, 100, 4'095, 4'096, 5'000, 8'192})
                QTest::addRow("%d bytes less%s", bytes, with.constData()) << bytes << hasLog;
        }
    }
    void databaseWithoutItsEndIsRefused()
    {
        QFETCH(int, cut);
        QFETCH(bool, hasLog);
        const KilledStore left;
        const QByteArray database = contents(left.path());
        if (!hasLog)
            remove(left.log());
        const qint64 pages = bytesOf(left.path()) / 4'096;
        QVERIFY(pages * 4'096 == bytesOf(left.path()) && pages > 20);
        // A page that the log holds need not be in the database.
        const auto last = static_cast<std::uint32_t>(pages);
        const LogPages log = readLogPages(left.log());
        QCOMPARE(log.pages.empty(), !hasLog);
        bool isCovered = true;
        for (std::uint32_t page = last - static_cast<std::uint32_t>((cut - 1) / 4'096); page <= last; ++page)
            isCovered = isCovered && log.pages.contains(page);
        cutTo(left.path(), bytesOf(left.path()) - cut);
        const QByteArray shortened = contents(left.path());
        const auto opened = left.open();
        if (isCovered) {
            QCOMPARE(opened.value_or(0), 2 * KilledStore::jobs);
            return;
        }
        QVERIFY(!opened);
        QCOMPARE(opened.error().code, ErrorCode::Corrupt);
        QVERIFY2(textOf(opened).contains(QStringLiteral("the end of")), qPrintable(textOf(opened)));
        QVERIFY2(textOf(opened).contains(QStringLiteral(".recover")), qPrintable(textOf(opened)));
        QCOMPARE(contents(left.path()), shortened);
        overwrite(left.path(), database);
        QCOMPARE(left.open().value_or(0), hasLog ? 2 * KilledStore::jobs : KilledStore::jobs);
    }
    /// A kill may come while the pages of the log are being copied into the database.
    void databaseThatTheLogCompletesIsOpened()
    {
        SqliteFixture fixture;
        StoreDriver(fixture).add(aJob(), 400);
        const QTemporaryDir folder;
        const std::string copy = folder.filePath(QStringLiteral("left.db")).toStdString();
        SqliteFixture::copyStore(fixture.path(), copy);
        const LogPages log = readLogPages(copy + "-wal");
        QVERIFY(log.databasePages > 10 && log.pages.contains(log.databasePages));
        const qint64 begun = bytesOf(copy);
        QVERIFY(begun < qint64 {log.databasePages} * 4'096);
        // The first page is copied first. It says how many pages there are; the others are still in the log alone.
        QFile wal(QString::fromStdString(copy + "-wal"));
        QVERIFY(wal.open(QIODevice::ReadOnly));
        QByteArray first;
        for (qint64 at = 32; at + 24 + 4'096 <= wal.size(); at += 24 + 4'096) {
            wal.seek(at);
            const QByteArray frame = wal.read(24 + 4'096);
            if (frame.startsWith(QByteArray("\0\0\0\1", 4)))
                first = frame.mid(24);
        }
        QCOMPARE(first.size(), 4'096);
        QByteArray database = contents(copy);
        database.replace(0, 4'096, first);
        overwrite(copy, database + QByteArray(100, 'x')); // and half a page
        auto store = SqliteStore::open({.path = copy, .freeBytesMin = 0, .unindexedMax = 100});
        QVERIFY2(store, store ? "" : store.error().text.c_str());
        QVERIFY(must(must((*store)->readerFactory()())->verify()).problems.empty());
    }
    void fileThatIsCutUnderARunningStoreEndsItsCommits_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<int>("kept"); // bytes
        QTest::addColumn<bool>("isFilledUp"); // with zeros, to the length before
        QTest::newRow("log emptied") << QStringLiteral("-wal") << 0 << false;
        QTest::newRow("log cut to its header") << QStringLiteral("-wal") << 32 << false;
        QTest::newRow("log with a hole") << QStringLiteral("-wal") << 0 << true;
        QTest::newRow("log cut by a byte") << QStringLiteral("-wal") << -1 << false;
        QTest::newRow("database emptied") << QString() << 0 << false;
        QTest::newRow("database cut by a page") << QString() << -4'096 << false;
    }
    void fileThatIsCutUnderARunningStoreEndsItsCommits()
    {
        QFETCH(QString, file);
        QFETCH(int, kept);
        QFETCH(bool, isFilledUp);
        SqliteFixture fixture;
        StoreDriver driver(fixture);
        driver.add(aJob(), 25);
        const std::string path = fixture.path() + file.toStdString();
        const QByteArray whole = contents(path);
        cutTo(path, kept < 0 ? whole.size() + kept : kept);
        if (isFilledUp)
            cutTo(path, whole.size());
        for (int i = 0; i < 2; ++i) { // for good
            const JobSpec spec = aJob();
            const JobId id = driver.newId();
            const auto refused = fixture.store().jobs().enqueue({&spec, 1}, {&id, 1}, driver.now());
            QVERIFY(!refused);
            QCOMPARE(refused.error().code, ErrorCode::Io);
            QVERIFY2(refused.error().text.find("was cut short") != std::string::npos, refused.error().text.c_str());
        }
        QVERIFY(!fixture.store().maintain(driver.now()));
        overwrite(path, whole); // the way back
        fixture.reopen();
        QCOMPARE(StoreDriver(fixture).count(JobState::Ready), 25);
        QCOMPARE(StoreDriver(fixture).problems(), std::string());
    }
    void ownWritesOfTheStoreAreNoCuts()
    {
        SqliteFixture fixture(100);
        StoreDriver driver(fixture);
        JobSpec large = aJob();
        large.payload = std::string(20'000, 'p');
        for (int round = 0; round < 3; ++round) { // the log begins again, and pages go back to the disk
            std::vector<JobId> ids;
            for (int i = 0; i < 2'000; ++i)
                ids.push_back(driver.add(large).receipt.id);
            for (const JobId &id : ids)
                must(driver.cancel(id));
            for (int i = 0; i < 200 && must(fixture.store().maintain(driver.now())); ++i) { }
        }
        QCOMPARE(driver.problems(), std::string());
    }
};

QTEST_GUILESS_MAIN(DatabaseFileTest)
#include "database_file_test.moc"
