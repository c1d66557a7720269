// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/packed_bytes.h"
#include "engine/storage/sqlite/deferred_changes.h"
#include "engine/storage/sqlite/read_transaction.h"
#include "engine/storage/sqlite/sql_texts.h"
#include "engine/storage/sqlite/sqlite_connection.h"
#include "engine/storage/sqlite/sqlite_store.h"
#include "tests/storage/sqlite_fixture.h"

#include <csignal>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace fairlead;

namespace {
/// Changes a closed database file behind the store's back.
void tamper(const std::string &file, const char *sql)
{
    auto database = SqliteConnection::open(file, SqliteConnection::Mode::ReadWrite);
    database->execute(sql);
}

QByteArray contents(const std::string &file)
{
    QFile source(QString::fromStdString(file));
    if (!source.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", file.c_str());
    return source.readAll();
}

void overwrite(const std::string &file, const QByteArray &bytes)
{
    QFile target(QString::fromStdString(file));
    if (!target.open(QIODevice::WriteOnly) || target.write(bytes) != bytes.size())
        qFatal("cannot write %s", file.c_str());
}

std::int64_t rowsOf(const std::string &file, const char *statement)
{
    auto database = SqliteConnection::open(file, SqliteConnection::Mode::ReadOnly);
    SqliteRows rows = database->statement(statement).rows();
    std::int64_t count = 0;
    while (rows.next())
        ++count;
    return count;
}

int permissionsOf(const std::string &file)
{
    struct stat facts = {};
    return stat(file.c_str(), &facts) == 0 ? static_cast<int>(facts.st_mode & 0777) : -1;
}
} // namespace

class SqliteStoreTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void statementThatCouldNotBePreparedMayBeLater()
    {
        SqliteFixture fixture(7);
        auto database = SqliteConnection::open(fixture.folder() + "/empty.db", SqliteConnection::Mode::ReadWrite);
        const auto deleted = [&] { return resultOf([&] { database->statement("delete_debts").run(); }); };
        QVERIFY(!deleted());
        database->execute("CREATE TABLE debt (owed INTEGER)");
        QVERIFY(deleted());
    }
    void backupIsAStoreOfItsOwnWhileTheFirstGoesOn()
    {
        SqliteFixture fixture(7);
        StoreDriver driver(fixture);
        driver.add(aJob(), 20);
        driver.finish(driver.claimFirst());
        const std::string file = fixture.folder() + "/copy.db";
        const BackupReport report = must(driver.reader().backup(file));
        QCOMPARE(report.verified.jobsChecked, 20);
        QVERIFY(report.verified.problems.empty());
        QCOMPARE(QFileInfo(QString::fromStdString(file)).size(), report.bytes);
        QCOMPARE(QFile::permissions(QString::fromStdString(file)) & QFile::ReadOther, QFile::Permissions {});
        QCOMPARE(driver.reader().backup(file).error().code, ErrorCode::Conflict); // what is there stays
        QCOMPARE(driver.reader().backup("/no/such/folder/copy.db").error().code, ErrorCode::Io);
        driver.add(aJob(), 5); // not in the copy
        SqliteOptions options = fixture.options();
        options.path = file;
        const auto copy = must(SqliteStore::open(options));
        const auto counts = must(copy->waiting().counts({}));
        QCOMPARE(countOf(counts.at(0).counts, JobState::Ready), 19);
        QCOMPARE(countOf(counts.at(0).counts, JobState::Succeeded), 1);
        QVERIFY(must(must(copy->readerFactory()())->verify()).problems.empty());
    }
    void secondOpenerIsTurnedAwayAtOnce();
    void lockEndsWithTheStore();
    void storeWhoseLockFileWasRemovedIsStillLocked();
    void brokenFileIsRefusedAndKept_data();
    void brokenFileIsRefusedAndKept();
    void damagedPageIsFoundWhenItIsRead();
    void newerSchemaIsRefused();
    void foreignDatabaseIsRefused();
    void databaseOfVersion01CountsItsBytes();
    void lateRowOfVersion01IsRead();
    void damagedPayloadIsNotRun_data();
    void damagedPayloadIsNotRun();
    void verifyFindsWrongCounter();
    void verifyFindsWrongLists();
    void jobsOfVersion08AreFoundByTheirTags();
    void verifyFindsJobInTwoPlacesAndInNone();
    void filesAreTheOwnersAlone();
    void readerCannotWrite();
    void readEndsAtItsDeadline(); // F16
    void aLargeWalIsEmptiedWhenItsReaderIsGone(); // F16
    void failedWriteChangesNothing();
    void nearlyFullDiskTakesNoJobs();
    void fileIsSetUpAsPromised();
    void tokensRiseAcrossLives();
    void startReadsOnlyTheTailOfJobs();
    void startedJobsLeaveTheIndexAPieceAtATime();
    void whatLeftTheIndexBeforeADeathTakesNothingAlong();
};

void SqliteStoreTest::secondOpenerIsTurnedAwayAtOnce()
{
    SqliteFixture fixture;
    const auto second = SqliteStore::open(fixture.options());
    QCOMPARE(second.error().code, ErrorCode::Locked);
    const QString text = QString::fromStdString(second.error().text);
    QVERIFY2(text.contains(QString::number(getpid())), qPrintable(text));
    QVERIFY2(text.contains(QString::fromStdString(fixture.path())), qPrintable(text));
    QCOMPARE(StoreDriver(fixture).add().receipt.isNew, true);
}

void SqliteStoreTest::storeWhoseLockFileWasRemovedIsStillLocked()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    for (const bool isReopened : {false, true}) { // a database that the store made, and one that it found
        if (isReopened)
            fixture.reopen();
        QVERIFY(QFile::remove(QString::fromStdString(fixture.path() + ".lock")));
        for (int i = 0; i < 2; ++i) { // the second time beside the lock file that the first refusal left
            const auto second = SqliteStore::open(fixture.options());
            QVERIFY(!second);
            QCOMPARE(second.error().code, ErrorCode::Locked);
        }
        driver.add();
    }
    QCOMPARE(driver.count(JobState::Ready), 2);
    fixture.close();
    QVERIFY(SqliteStore::open(fixture.options()));
}

void SqliteStoreTest::lockEndsWithTheStore()
{
    SqliteFixture fixture;
    fixture.close();
    const auto second = SqliteStore::open(fixture.options());
    QVERIFY(second);
}

void SqliteStoreTest::brokenFileIsRefusedAndKept_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QByteArray("this is no database\n").repeated(1'000);
    QTest::newRow("cut in its header") << QByteArray("SQLite for");
    QByteArray header("SQLite format 3");
    QTest::newRow("header alone") << header.append('\0').append(QByteArray(4'080, '\x5a'));
}

void SqliteStoreTest::brokenFileIsRefusedAndKept()
{
    QFETCH(QByteArray, bytes);
    SqliteFixture fixture;
    fixture.close();
    overwrite(fixture.path(), bytes);
    const auto opened = SqliteStore::open(fixture.options());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
    const QString text = QString::fromStdString(opened.error().text);
    QVERIFY2(text.contains(QStringLiteral(".recover")), qPrintable(text));
    QVERIFY2(text.contains(QString::fromStdString(fixture.path())), qPrintable(text));
    QCOMPARE(contents(fixture.path()), bytes);
}

void SqliteStoreTest::damagedPageIsFoundWhenItIsRead()
{
    SqliteFixture fixture;
    StoreDriver(fixture).add(aJob(), 200);
    fixture.close();
    QByteArray bytes = contents(fixture.path());
    for (qsizetype page = 4096; page + 4096 <= bytes.size(); page += 4096)
        bytes.replace(page, 100, QByteArray(100, '\xa5'));
    overwrite(fixture.path(), bytes);
    const auto opened = SqliteStore::open(fixture.options());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
    QCOMPARE(contents(fixture.path()), bytes);
}

void SqliteStoreTest::newerSchemaIsRefused()
{
    SqliteFixture fixture;
    fixture.close();
    tamper(fixture.path(), "PRAGMA user_version = 99");
    const auto opened = SqliteStore::open(fixture.options());
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Unsupported);
    QVERIFY(QString::fromStdString(opened.error().text).contains(QStringLiteral("99")));
}

void SqliteStoreTest::foreignDatabaseIsRefused()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("theirs.db")).toStdString();
    tamper(file, "CREATE TABLE theirs (x); PRAGMA user_version = 1");
    const auto opened = SqliteStore::open({.path = file, .freeBytesMin = 0, .unindexedMax = 100});
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::Corrupt);
}

void SqliteStoreTest::databaseOfVersion01CountsItsBytes()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("old.db")).toStdString();
    tamper(file,
        (sqlMigrations().front() + R"(;
        INSERT INTO queue VALUES (1, 'mail'); INSERT INTO tenant VALUES (1, 'anna');
        INSERT INTO job VALUES (1, x'00', 1, 1, 2, 1, 0, NULL, 5, 1000, 0, NULL, zeroblob(100));
        INSERT INTO job VALUES (2, x'01', 1, 1, 2, 1, 0, NULL, 5, 1000, 0, NULL, NULL);
        INSERT INTO payload VALUES (2, zeroblob(5000));
        INSERT INTO job VALUES (3, x'02', 1, 1, 2, 1, 0, NULL, 5, 1000, 0, NULL, zeroblob(7));
        INSERT INTO outcome VALUES (3, 4, 1, 0, NULL, 0, NULL, NULL);
        INSERT INTO counter VALUES (1, 1, 2, 0, 0, 1, 0, 0, 0);
        PRAGMA user_version = 1)")
            .c_str());
    const auto store = must(SqliteStore::open({.path = file, .freeBytesMin = 0, .unindexedMax = 100}));
    const Backlog backlog = must(store->waiting().backlog(QueueName::trusted("mail"), TenantName::trusted("anna")));
    QVERIFY(backlog.ofTenant == (BacklogSize {2, 5'100}));
    QVERIFY(backlog.ofEngine == backlog.ofTenant);
}

void SqliteStoreTest::lateRowOfVersion01IsRead()
{
    PackedWriter old;
    for (const std::int64_t number : {1, 1, 2, 3, 4, 5, 6, 1, 0, -1, 0, 0, 0, 0}) // an entry; counts of (5, 6)
        old.number(number);
    const DeferredChanges changes = DeferredChanges::unpack(old.bytes());
    QVERIFY(changes.consumed == (std::vector<ReadyKey> {{{1, 2, 3}, 4}}));
    QVERIFY((changes.counted.at({5, 6}) == PlaceCounts {1, 0, -1, 0, 0, 0, 0, 0}));
    const DeferredChanges again = DeferredChanges::unpack(changes.pack());
    QVERIFY(again.consumed == changes.consumed && again.counted == changes.counted);
}

void SqliteStoreTest::damagedPayloadIsNotRun_data()
{
    QTest::addColumn<int>("size");
    QTest::addColumn<QByteArray>("damage");
    QTest::newRow("in the row") << 200
                                << QByteArray("UPDATE job SET payload = CAST(replace(payload, 'p', 'q') AS BLOB)");
    QTest::newRow("in a row of its own") << 9'000
                                         << QByteArray(
                                                "UPDATE payload SET bytes = CAST(replace(bytes, 'p', 'q') AS BLOB)");
    QTest::newRow("lost") << 9'000 << QByteArray("DELETE FROM payload");
    QTest::newRow("identity") << 200 << QByteArray("UPDATE job SET id = zeroblob(16)");
    QTest::newRow("cost") << 200 << QByteArray("UPDATE job SET cost = 7");
    QTest::newRow("details") << 200 << QByteArray("UPDATE job SET details = x'FF'");
}

void SqliteStoreTest::damagedPayloadIsNotRun()
{
    QFETCH(int, size);
    QFETCH(QByteArray, damage);
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.payload = std::string(static_cast<std::size_t>(size), 'p');
    driver.add(spec);
    fixture.close();
    tamper(fixture.path(), damage.constData());
    fixture.open();
    QVERIFY2(driver.problems().find("checksum") != std::string::npos, driver.problems().c_str());
    const auto claimed = driver.tryClaim(driver.ready().at(0));
    QVERIFY(!claimed);
    QCOMPARE(claimed.error().code, ErrorCode::Corrupt);
    QVERIFY(driver.ready().empty());
    QCOMPARE(driver.count(JobState::Dead), 1);
    const DeadLetter letter = must(driver.reader().jobs().listDeadLetters({})).deadLetters.at(0);
    QCOMPARE(letter.record.state, JobState::Dead);
    QCOMPARE(letter.lastError.errorClass, std::string("corrupt"));
}

void SqliteStoreTest::verifyFindsWrongCounter()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    driver.add(aJob(), 3);
    QCOMPARE(driver.problems(), std::string());
    fixture.close();
    tamper(fixture.path(), "UPDATE counter SET waiting = 4; INSERT INTO cache_size VALUES ('mail', 1, 1);");
    fixture.open();
    for (const char *part : {"counters", "cache 'mail'"})
        QVERIFY2(driver.problems().find(part) != std::string::npos, driver.problems().c_str());
}

void SqliteStoreTest::verifyFindsWrongLists()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    JobSpec spec = aJob();
    spec.tags = {"red"};
    driver.add(spec, 3);
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(driver.problems(), std::string());
    fixture.close();
    tamper(fixture.path(),
        "UPDATE job_block SET jobs = 4; DELETE FROM job_tag WHERE seq = 1; UPDATE job_tag SET tag = 'blue' WHERE seq = "
        "2");
    fixture.open();
    const std::string problems = driver.problems();
    for (const char *part : {"lacks job number 1", "job number 2 under", "order of arrival"})
        QVERIFY2(problems.find(part) != std::string::npos, problems.c_str());
}

void SqliteStoreTest::jobsOfVersion08AreFoundByTheirTags()
{
    QTemporaryDir folder;
    const std::string file = folder.filePath(QStringLiteral("old.db")).toStdString();
    std::string sql;
    for (std::size_t i = 0; i < 8; ++i)
        sql += sqlMigrations()[i] + ";\n";
    PackedWriter details;
    details.number(8); // a tag
    details.text("red");
    const QByteArray hex = QByteArray::fromStdString(details.bytes()).toHex();
    sql += "INSERT INTO queue VALUES (1, 'mail'); INSERT INTO tenant VALUES (1, 'anna');";
    for (int seq = 1; seq <= 5'000; ++seq) {
        const QByteArray id = QByteArray::number(seq).rightJustified(32, '0');
        sql += "INSERT INTO job VALUES (" + std::to_string(seq) + ", x'" + id.toStdString()
            + "', 1, 1, 2, 1, 0, NULL, 5, 1000, 0, " + (seq == 7 ? "x'" + hex.toStdString() + "'" : "NULL")
            + ", x'00');";
    }
    tamper(file, (sql + "UPDATE meta SET next_number = 4001, indexed_to = 4000; PRAGMA user_version = 8").c_str());
    auto store = must(SqliteStore::open({.path = file, .freeBytesMin = 0, .unindexedMax = 100}));
    JobSpec spec = aJob();
    spec.tags = {"red"};
    const std::array<JobId, 1> id {JobId::parse("00000000-0000-7000-8000-000000000001").value()};
    QVERIFY(must(store->jobs().enqueue({&spec, 1}, id, TimePoint {})).front());
    const auto reader = must(store->readerFactory()());
    JobQuery query;
    query.tags = {"red"};
    const auto red = allOf(*reader, query);
    QCOMPARE(red.size(), std::size_t {2});
    QVERIFY(red[0].job.id == id[0] && red[1].job.seq == JobNumber {7});
    const JobPage page = must(reader->jobs().listJobs({{}, {}, 1, 4'994}));
    QCOMPARE(page.skipped, 4'994);
    QCOMPARE(page.jobs.at(0).job.seq, JobNumber {7});
}

void SqliteStoreTest::verifyFindsJobInTwoPlacesAndInNone()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    driver.add(aJob(), 3);
    fixture.close();
    tamper(fixture.path(),
        "INSERT INTO delayed VALUES (1, 5); DELETE FROM ready WHERE seq = 2;"
        "INSERT INTO outcome (seq, state, attempt, crashes, finished) VALUES (77, 4, 1, 0, 5);");
    fixture.open();
    const std::string problems = driver.problems();
    for (const char *part : {"number 1 ", "number 2 ", "number 77"})
        QVERIFY2(problems.find(part) != std::string::npos, problems.c_str());
}

void SqliteStoreTest::filesAreTheOwnersAlone()
{
    const mode_t before = umask(0);
    QTemporaryDir folder;
    const std::string made = folder.filePath(QStringLiteral("new/deep")).toStdString();
    const std::string file = made + "/jobs.db";
    auto store = must(SqliteStore::open({.path = file, .freeBytesMin = 0, .unindexedMax = 100}));
    umask(before);
    QCOMPARE(permissionsOf(made), 0700);
    for (const char *end : {"", "-wal", "-shm", ".lock"})
        QCOMPARE(permissionsOf(file + end), 0600);
    QCOMPARE(store->durability(), std::string("full"));
    QCOMPARE(store->description(), std::string("sqlite ") + sqlite3_libversion());
}

void SqliteStoreTest::readerCannotWrite()
{
    SqliteFixture fixture;
    auto reader = SqliteConnection::open(fixture.path(), SqliteConnection::Mode::ReadOnly);
    const auto written = resultOf([&] { reader->execute("DELETE FROM job"); });
    QVERIFY(!written);
    QVERIFY2(written.error().text.find("readonly") != std::string::npos, written.error().text.c_str());
}

void SqliteStoreTest::readEndsAtItsDeadline()
{
    SqliteFixture fixture;
    auto reader = SqliteConnection::open(fixture.path(), SqliteConnection::Mode::ReadOnly);
    reader->setDeadline(QDeadlineTimer(0));
    const auto endless = resultOf([&] {
        reader->execute("WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n");
    });
    QVERIFY(!endless);
    QCOMPARE(endless.error().code, ErrorCode::TimedOut);
    reader->setDeadline(QDeadlineTimer(QDeadlineTimer::Forever));
    QVERIFY(resultOf([&] { reader->execute("SELECT count(*) FROM job"); }));
}

void SqliteStoreTest::aLargeWalIsEmptiedWhenItsReaderIsGone()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    const QString wal = QString::fromStdString(fixture.path() + "-wal");
    constexpr qint64 largest = 64 * 1024 * 1024;
    auto reader = SqliteConnection::open(fixture.path(), SqliteConnection::Mode::ReadOnly);
    {
        // As long as it takes, like a verify of a large store.
        const ReadTransaction pinned(*reader, ReadTransaction::Limit::None);
        reader->execute("SELECT count(*) FROM job");
        JobSpec spec = aJob();
        spec.payload.assign(1'000'000, 'x');
        while (QFileInfo(wal).size() <= largest)
            driver.add(spec, 10);
        must(driver.store().maintain(driver.now()));
        QVERIFY(QFileInfo(wal).size() > largest); // nothing is taken from under the reader
    }
    must(driver.store().maintain(driver.now()));
    QVERIFY(QFileInfo(wal).size() < largest / 100);
    QCOMPARE(driver.problems(), std::string());
}

void SqliteStoreTest::failedWriteChangesNothing()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    const Enqueued kept = driver.add();
    const StateCounts before = driver.counts();
    // A limit on the size of files makes the next write fail, as a broken disk would.
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit limit = {};
    QCOMPARE(getrlimit(RLIMIT_FSIZE, &limit), 0);
    const rlimit none {
        static_cast<rlim_t>(QFile(QString::fromStdString(fixture.path() + "-wal")).size()), limit.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &none), 0);
    JobSpec spec = aJob("new-queue", "new-tenant");
    const JobId id = driver.newId();
    const auto refused = driver.store().jobs().enqueue({&spec, 1}, {&id, 1}, driver.now());
    const ClaimRequest request {kept.lane, *kept.ready, "w"};
    const auto unclaimed = driver.store().jobs().claim({&request, 1}, driver.now());
    QCOMPARE(setrlimit(RLIMIT_FSIZE, &limit), 0);
    std::signal(SIGXFSZ, handler);
    QVERIFY(!refused && !unclaimed);
    QCOMPARE(refused.error().code, ErrorCode::Io);
    QCOMPARE(unclaimed.error().code, ErrorCode::Io);
    QVERIFY(driver.counts() == before);
    fixture.crash();
    QCOMPARE(driver.ready().size(), std::size_t {1});
    QCOMPARE(driver.reader().jobs().findJob(id).error().code, ErrorCode::NotFound);
    QVERIFY(driver.tryClaim(driver.ready().at(0)));
    QCOMPARE(driver.problems(), std::string());
}

void SqliteStoreTest::nearlyFullDiskTakesNoJobs()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    const Enqueued kept = driver.add();
    fixture.close();
    SqliteOptions options = fixture.options();
    options.freeBytesMin = std::numeric_limits<std::int64_t>::max();
    auto store = must(SqliteStore::open(options));
    const JobSpec spec = aJob();
    const JobId id = driver.newId();
    const auto refused = store->jobs().enqueue({&spec, 1}, {&id, 1}, driver.now());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::DiskFull);
    const ClaimRequest request {kept.lane, *kept.ready, "w"};
    QVERIFY(must(store->jobs().claim({&request, 1}, driver.now())).front());
}

void SqliteStoreTest::fileIsSetUpAsPromised()
{
    SqliteFixture fixture;
    StoreDriver(fixture).add(aJob(), 10);
    auto database = SqliteConnection::open(fixture.path(), SqliteConnection::Mode::ReadOnly);
    QCOMPARE(database->pragma("auto_vacuum"), 2);
    QCOMPARE(database->pragma("user_version"), static_cast<std::int64_t>(sqlMigrations().size()));
    QVERIFY(QFile::exists(QString::fromStdString(fixture.path() + "-wal")));
}

void SqliteStoreTest::tokensRiseAcrossLives()
{
    SqliteFixture fixture;
    StoreDriver driver(fixture);
    Token last {};
    for (int life = 0; life < 4; ++life) {
        const ClaimedJob job = driver.claim(driver.add());
        QVERIFY(job.token > last);
        last = job.token;
        driver.finish(job);
        fixture.crash();
    }
}

void SqliteStoreTest::startReadsOnlyTheTailOfJobs()
{
    SqliteFixture fixture(10);
    StoreDriver driver(fixture);
    for (int i = 0; i < 500; ++i)
        driver.finish(driver.claim(driver.add()));
    fixture.close();
    auto database = SqliteConnection::open(fixture.path(), SqliteConnection::Mode::ReadOnly);
    SqliteRows meta = database->statement("read_meta").rows();
    QVERIFY(meta.next());
    QVERIFY(meta.integer(2) >= 460); // at most four times the unindexed behind the last job
    QVERIFY(meta.integer(0) > 500);
}

void SqliteStoreTest::startedJobsLeaveTheIndexAPieceAtATime()
{
    constexpr std::int64_t putOffMax = 20 * 32;
    constexpr std::int64_t piece = 20 / 2;
    constexpr std::size_t claimedAtOnce = 40;
    SqliteFixture fixture(20);
    StoreDriver driver(fixture);
    std::vector<LaneJob> jobs; // tenants in turn
    for (int i = 0; i < 1'000; ++i) {
        const Enqueued job = driver.add(aJob("mail", i % 3 == 0 ? "anna" : i % 3 == 1 ? "bert" : "carl"));
        if (i % 7 > 0) // the others wait in between
            jobs.push_back({job.lane, *job.ready});
    }
    fixture.reopen(); // all are written
    const std::size_t left = 1'000 - jobs.size();
    std::int64_t before = rowsOf(fixture.path(), "all_ready");
    QCOMPARE(before, 1'000);
    int commitsThatRemoved = 0;
    for (std::size_t claimed = 0; claimed < jobs.size();) {
        std::vector<ClaimRequest> requests;
        for (std::size_t i = 0; i < claimedAtOnce && claimed < jobs.size(); ++i, ++claimed)
            requests.push_back({jobs[claimed].lane, jobs[claimed].job, "w"});
        for (const Result<ClaimedJob> &job : must(driver.store().jobs().claim(requests, driver.now())))
            QVERIFY(job);
        const std::int64_t now = rowsOf(fixture.path(), "all_ready");
        QVERIFY(now == before || static_cast<std::int64_t>(claimed) >= putOffMax);
        QVERIFY(before - now <= piece);
        commitsThatRemoved += now < before ? 1 : 0;
        before = now;
    }
    QVERIFY(commitsThatRemoved > 1);
    QVERIFY(rowsOf(fixture.path(), "all_late") <= 5 + 1); // so many commits, and what is left
    // Each death finds some of them gone, which the rows of late still name.
    for (int life = 0; life < 5; ++life) {
        QCOMPARE(driver.problems(), std::string());
        QCOMPARE(driver.ready().size(), left);
        before = rowsOf(fixture.path(), "all_ready");
        QVERIFY(must(driver.store().maintain(driver.now())));
        QVERIFY(before - rowsOf(fixture.path(), "all_ready") <= piece);
        fixture.crash();
    }
    while (must(driver.store().maintain(driver.now()))) { }
    QCOMPARE(rowsOf(fixture.path(), "all_ready"), static_cast<std::int64_t>(left));
    QCOMPARE(rowsOf(fixture.path(), "all_late"), 0);
    QCOMPARE(driver.problems(), std::string());
    QCOMPARE(driver.ready().size(), left);
}

void SqliteStoreTest::whatLeftTheIndexBeforeADeathTakesNothingAlong()
{
    SqliteFixture fixture(20); // ten entries leave at a time
    StoreDriver driver(fixture);
    const auto before = driver.add(aJob("mail", "anna"), 8);
    const auto jobs = driver.add(aJob("mail", "bert"), 12);
    fixture.reopen(); // all are written
    std::vector<ClaimRequest> requests;
    for (const Enqueued &job : before)
        requests.push_back({job.lane, *job.ready, "w"});
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (i != 2 && i != 3)
            requests.push_back({jobs[i].lane, *jobs[i].ready, "w"});
    }
    for (const Result<ClaimedJob> &job : must(driver.store().jobs().claim(requests, driver.now())))
        QVERIFY(job);
    QVERIFY(must(driver.store().maintain(driver.now()))); // eight of anna's, the first two of bert's
    QCOMPARE(rowsOf(fixture.path(), "all_ready"), 10);
    fixture.crash();
    // The ten of bert that late names are as many as the entries between the first and the last, of which two wait.
    fixture.reopen(); // all leave at once
    QCOMPARE(driver.problems(), std::string());
    const auto waiting = driver.ready();
    QCOMPARE(waiting.size(), std::size_t {2});
    QCOMPARE(waiting[0].job.seq, jobs[2].ready->seq);
    QCOMPARE(waiting[1].job.seq, jobs[3].ready->seq);
}

QTEST_GUILESS_MAIN(SqliteStoreTest)
#include "sqlite_store_test.moc"
