// SPDX-License-Identifier: Apache-2.0
// Every operation on the disk that a store's life asks for fails in turn, or is the last of its process: the Nth for
// each N. FAIRLEAD_LONG=1 takes each; without it every seventh, from a seed.
#include "engine/storage/sqlite/sql_texts.h"
#include "engine/storage/sqlite/sqlite_store.h"
#include "tests/storage/fault_vfs.h"
#include "tests/storage/store_life.h"
#include "tests/support/fast_folder.h"
#include "tests/support/test_seed.h"

#include <QtTest>

#include <sys/wait.h>
#include <thread>

using namespace fairlead;

namespace {
using Fault = FaultVfs::Fault;

SqliteOptions optionsIn(const QString &folder, int unindexedMax = 3)
{
    return {
        .path = (folder + QStringLiteral("/store.db")).toStdString(), .freeBytesMin = 0, .unindexedMax = unindexedMax};
}

/// What a store in this folder holds when it is opened again.
std::string contentsIn(const QString &folder)
{
    const auto store = SqliteStore::open(optionsIn(folder));
    if (!store)
        return store.error().text;
    const auto contents = StoreLife::contents(**store, StoreLife::timeOf(60));
    return contents ? *contents : contents.error().text;
}

void copyStore(const QString &from, const QString &to)
{
    for (const char *end : {"/store.db", "/store.db-wal"}) {
        const QString name = QString::fromLatin1(end);
        if (QFile::exists(from + name) && !QFile::copy(from + name, to + name))
            qFatal("cannot copy %s", end);
    }
}

QByteArray fileIn(const QString &folder)
{
    QFile file(folder + QStringLiteral("/store.db"));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void writeFileIn(const QString &folder, const QByteArray &bytes)
{
    QFile file(folder + QStringLiteral("/store.db"));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write the file");
}

/// What is there before the first step and after each.
std::vector<std::string> recordedLife(int unindexedMax)
{
    const FastFolder folder;
    std::vector<std::string> contents;
    const auto keep = [&] {
        const FastFolder copy;
        copyStore(folder.path(), copy.path());
        contents.push_back(contentsIn(copy.path()));
    };
    const auto store = must(SqliteStore::open(optionsIn(folder.path(), unindexedMax)));
    keep();
    StoreLife life;
    for (std::size_t step = 0; step < StoreLife::steps().size(); ++step) {
        must(life.take(step, *store));
        keep();
    }
    return contents;
}

/// How far a life came: so many steps are done, and the next failed with this.
struct Course
{
    std::size_t done = 0;
    std::optional<Error> error;
};

/// `again`: a step that fails is tried once more.
enum class Again { No, Yes };
Course live(
    const QString &folder, Again again, int unindexedMax = 3, const std::function<void()> &stepDone = [] {})
{
    Course course;
    const auto store = SqliteStore::open(optionsIn(folder, unindexedMax));
    if (!store) {
        course.error = store.error();
        return course;
    }
    StoreLife life;
    for (; course.done < StoreLife::steps().size(); ++course.done) {
        Result<> taken = life.take(course.done, **store);
        if (!taken && again == Again::Yes) {
            course.error = taken.error();
            taken = life.take(course.done, **store);
        }
        if (!taken) {
            course.error = taken.error();
            return course;
        }
        stepDone();
    }
    return course;
}

/// The same in a process of its own that dies at an operation: how many steps it said were done, and whether it died.
std::pair<std::size_t, bool> liveAndDie(const QString &folder, int unindexedMax, int at, Fault fault)
{
    std::array<int, 2> pipe {};
    if (::pipe(pipe.data()) != 0)
        qFatal("no pipe");
    const pid_t child = fork();
    if (child == 0) {
        FaultVfs vfs;
        vfs.failAt(at, fault);
        const Course course = live(folder, Again::No, unindexedMax, [&] {
            if (::write(pipe[1], "x", 1) != 1)
                _exit(2);
        });
        _exit(course.error ? 1 : 0);
    }
    ::close(pipe[1]);
    std::size_t done = 0;
    for (char one = 0; ::read(pipe[0], &one, 1) == 1;)
        ++done;
    ::close(pipe[0]);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) != child || (WIFEXITED(status) && WEXITSTATUS(status) != 0))
        qFatal("the child did not live as it should");
    return {done, WIFSIGNALED(status)};
}

/// A database of the first schema with jobs in it.
void writeOldStore(const QString &folder)
{
    sqlite3 *database = nullptr;
    const std::string sql = sqlMigrations().front() + R"(;
        INSERT INTO queue VALUES (1, 'mail'); INSERT INTO tenant VALUES (1, 'anna');
        INSERT INTO job VALUES (1, zeroblob(16), 1, 1, 2, 1, 0, NULL, 5, 1000, 0, NULL, zeroblob(100));
        INSERT INTO job VALUES (3, x'01010101010101010101010101010101', 1, 1, 2, 1, 0, NULL, 5, 1000, 0, NULL, zeroblob(7));
        INSERT INTO outcome VALUES (3, 4, 1, 0, NULL, 0, NULL, NULL);
        INSERT INTO counter VALUES (1, 1, 1, 0, 0, 1, 0, 0, 0);
        PRAGMA user_version = 1)";
    if (sqlite3_open(optionsIn(folder).path.c_str(), &database) != SQLITE_OK
        || sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        qFatal("%s", sqlite3_errmsg(database));
    sqlite3_close(database);
}
} // namespace

class SqliteFaultsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { m_recorded = recordedLife(3); }

    void aStoreIsWholeWhateverOperationFails_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("one error") << Fault::Error << ErrorCode::Io;
        QTest::newRow("errors from then on") << Fault::ErrorsFromThen << ErrorCode::Io;
        QTest::newRow("a torn write") << Fault::Torn << ErrorCode::Io;
        QTest::newRow("a short read") << Fault::ShortRead << ErrorCode::Io;
        QTest::newRow("full for a moment") << Fault::Full << ErrorCode::DiskFull;
        QTest::newRow("full") << Fault::FullFromThen << ErrorCode::DiskFull;
    }
    void aStoreIsWholeWhateverOperationFails() // F06, F07, F08
    {
        QFETCH(Fault, fault);
        QFETCH(ErrorCode, code);
        FaultVfs vfs;
        const int stride = rounds(7, 1);
        int at = 1 + static_cast<int>(testSeed() % static_cast<std::uint64_t>(stride));
        int failures = 0;
        for (;; at += stride) {
            const FastFolder folder;
            vfs.failAt(at, fault);
            const Course course = live(folder.path(), fault == Fault::Full ? Again::Yes : Again::No);
            const bool hasFailed = vfs.hasFailed();
            vfs.heal();
            const QByteArray place = "operation " + QByteArray::number(at) + ", step "
                + (course.done < StoreLife::steps().size() ? StoreLife::steps()[course.done].first : "close") + ": "
                + (course.error ? QByteArray::fromStdString(course.error->text) : "no error");
            // What was half read may also be told from what was written.
            QVERIFY2(!course.error || course.error->code == code
                    || (fault == Fault::ShortRead && course.error->code == ErrorCode::Corrupt),
                place);
            const std::string found = contentsIn(folder.path());
            if (course.error && fault == Fault::Full && course.done > 0)
                QCOMPARE(course.done, StoreLife::steps().size());
            if (found != m_recorded[course.done]
                && (!course.error || course.done + 1 == m_recorded.size() || found != m_recorded[course.done + 1]))
                QFAIL(place + "\n" + QByteArray::fromStdString(found) + "\ninstead of\n"
                    + QByteArray::fromStdString(m_recorded[course.done]));
            if (!hasFailed)
                break;
            ++failures;
        }
        qInfo("%d of %d operations failed", failures, at);
        QVERIFY(failures > 5);
    }
    void aProcessMayDieAtAnyOperation_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::addColumn<int>("unindexedMax");
        QTest::newRow("index written at once") << Fault::Kill << 1;
        QTest::newRow("index written now and then") << Fault::Kill << 3;
        QTest::newRow("index written when idle") << Fault::Kill << 20'000;
        QTest::newRow("in the middle of a write") << Fault::KillTorn << 3;
    }
    void aProcessMayDieAtAnyOperation() // F01, F05
    {
        QFETCH(Fault, fault);
        QFETCH(int, unindexedMax);
        const std::vector<std::string> recorded = recordedLife(unindexedMax);
        const int stride = rounds(7, 1);
        int at = 1 + static_cast<int>(testSeed() % static_cast<std::uint64_t>(stride));
        int deaths = 0;
        for (;; at += stride) {
            const FastFolder folder;
            const auto [done, hasDied] = liveAndDie(folder.path(), unindexedMax, at, fault);
            const std::string found = contentsIn(folder.path());
            if (found != recorded[done] && (done + 1 == recorded.size() || found != recorded[done + 1]))
                QFAIL("operation " + QByteArray::number(at) + ", after step " + QByteArray::number(done) + "\n"
                    + QByteArray::fromStdString(found) + "\ninstead of\n" + QByteArray::fromStdString(recorded[done]));
            if (!hasDied)
                break;
            ++deaths;
        }
        qInfo("%d deaths in %d operations", deaths, at);
        QVERIFY(deaths > 50);
    }
    void aMigrationIsWholeWhateverOperationFails_data()
    {
        QTest::addColumn<Fault>("fault");
        QTest::newRow("errors from then on") << Fault::ErrorsFromThen;
        QTest::newRow("a torn write") << Fault::Torn;
        QTest::newRow("full for a moment") << Fault::Full;
    }
    void aMigrationIsWholeWhateverOperationFails() // F05, F63
    {
        QFETCH(Fault, fault);
        FaultVfs vfs;
        const FastFolder old;
        writeOldStore(old.path());
        std::string expected;
        {
            const FastFolder folder;
            copyStore(old.path(), folder.path());
            expected = contentsIn(folder.path());
            QVERIFY2(expected.find("mail ready") != std::string::npos, expected.c_str());
        }
        const int stride = rounds(3, 1);
        int at = 1 + static_cast<int>(testSeed() % static_cast<std::uint64_t>(stride));
        int failures = 0;
        for (;; at += stride) {
            const FastFolder folder;
            copyStore(old.path(), folder.path());
            vfs.failAt(at, fault);
            const bool isOpen = SqliteStore::open(optionsIn(folder.path())).has_value();
            const bool hasFailed = vfs.hasFailed();
            vfs.heal();
            QCOMPARE(contentsIn(folder.path()), expected);
            if (!hasFailed)
                break;
            failures += isOpen ? 0 : 1;
        }
        qInfo("%d of %d operations stopped it", failures, at);
        QVERIFY(failures > 5);
    }
    void aBackupIsWholeOrNotThere() // F05
    {
        FaultVfs vfs;
        const FastFolder folder;
        QVERIFY(!live(folder.path(), Again::No).error);
        const std::string expected = contentsIn(folder.path()); // which takes the debts
        const std::string after = contentsIn(folder.path());
        QVERIFY(expected != after);
        const auto store = must(SqliteStore::open(optionsIn(folder.path())));
        int failures = 0;
        for (int at = 1;; ++at) {
            const FastFolder other;
            const auto reader = must(store->readerFactory()());
            vfs.failAt(at, Fault::Error);
            const auto backup = reader->backup(optionsIn(other.path()).path);
            const bool hasFailed = vfs.hasFailed();
            vfs.heal();
            if (backup)
                QCOMPARE(contentsIn(other.path()), after);
            else
                QVERIFY(!QFile::exists(QString::fromStdString(optionsIn(other.path()).path)));
            if (!hasFailed)
                break;
            failures += backup ? 0 : 1;
        }
        qInfo("%d operations stopped it", failures);
        QVERIFY(failures > 20);
        QCOMPARE(must(StoreLife::contents(*store, StoreLife::timeOf(60))), after);
    }
    void rotIsFoundOrHarmless() // F12, F13
    {
        const FastFolder sound;
        QVERIFY(!live(sound.path(), Again::No).error);
        static_cast<void>(contentsIn(sound.path())); // which takes the debts
        const std::string expected = contentsIn(sound.path());
        const QByteArray bytes = fileIn(sound.path());
        SeededRandom random(testSeed());
        const int count = rounds(40, 400);
        int refused = 0;
        int found = 0;
        for (int i = 0; i < count; ++i) {
            const FastFolder folder;
            QByteArray damaged = bytes;
            // The first of all in the text of the schema.
            const auto at = i == 0 ? bytes.indexOf("priority")
                                   : static_cast<qsizetype>(random.nextBelow(static_cast<std::uint64_t>(bytes.size())));
            if (i % 2 == 0) {
                damaged[at] = static_cast<char>(damaged[at] ^ (1 << random.nextBelow(8))); // a bit
            } else {
                const qsizetype page = at / 4096 * 4096;
                damaged.replace(page, 4096, QByteArray(4096, '\xa5'));
            }
            writeFileIn(folder.path(), damaged);
            const QByteArray place = "byte " + QByteArray::number(at) + (i % 2 == 0 ? " (a bit)" : " (its page)");
            const auto store = SqliteStore::open(optionsIn(folder.path()));
            if (!store) {
                QVERIFY2(store.error().code == ErrorCode::Corrupt || store.error().code == ErrorCode::Unsupported,
                    place + ": " + QByteArray::fromStdString(store.error().text));
                if (fileIn(folder.path()) != damaged) // left as it is
                    QFAIL(place + ": " + QByteArray::fromStdString(store.error().text));
                ++refused;
                continue;
            }
            const auto reader = (*store)->readerFactory()();
            const auto report = reader ? (*reader)->verify() : Result<VerifyReport>(failure(reader.error()));
            if (!report || !report->problems.empty()) {
                ++found;
                continue;
            }
            const auto contents = StoreLife::contents(**store, StoreLife::timeOf(60));
            QVERIFY2(
                contents, place + ": " + QByteArray::fromStdString(contents ? std::string() : contents.error().text));
            if (*contents != expected)
                QFAIL(place + "\n" + QByteArray::fromStdString(*contents) + "\ninstead of\n"
                    + QByteArray::fromStdString(expected));
        }
        qInfo(
            "%d damages: %d refused at the start, %d found by verify, the rest touched nothing", count, refused, found);
        QVERIFY(found > 0);
    }
    void checkpointsUnderReadersLoseNothing() // F15
    {
        const FastFolder folder;
        const auto store = must(SqliteStore::open(optionsIn(folder.path(), 1'000)));
        std::atomic<bool> isOver = false;
        const auto readOn = [&isOver, factory = store->readerFactory()] {
            const auto reader = must(factory());
            while (!isOver) {
                const auto page = reader->jobs().listJobs({});
                if (!page)
                    qFatal("%s", page.error().text.c_str());
            }
        };
        std::vector<std::thread> readers;
        for (int i = 0; i < 2; ++i)
            readers.emplace_back(readOn);
        TimePoint now = StoreLife::timeOf(0);
        ManualClock clock;
        SystemRandom random;
        JobIdMaker maker(clock, random);
        JobSpec spec = aJob();
        spec.payload = std::string(64 * 1024, 'p');
        const int cycles = rounds(60, 1'500); // of 1 MiB: a checkpoint comes about every 16 MiB
        for (int cycle = 0; cycle < cycles; ++cycle) {
            const std::vector<JobSpec> specs(16, spec);
            std::vector<JobId> ids(specs.size());
            for (JobId &id : ids)
                id = maker.make();
            for (const auto &one : must(store->jobs().enqueue(specs, ids, now)))
                must(one);
            ids.pop_back(); // one of them stays
            for (const auto &one : must(store->jobs().remove(ids, now)))
                must(one);
            now += std::chrono::minutes {11};
            while (must(store->maintain(now))) { }
        }
        isOver = true;
        for (std::thread &reader : readers)
            reader.join();
        const auto reader = must(store->readerFactory()());
        JobQuery query;
        query.limit = 1'000;
        query.state = JobState::Ready;
        std::size_t found = 0;
        do {
            const JobPage page = must(reader->jobs().listJobs(query));
            found += page.jobs.size();
            query.cursor = page.cursor;
        } while (!query.cursor.empty());
        QCOMPARE(found, static_cast<std::size_t>(cycles));
        QVERIFY(must(reader->verify()).problems.empty());
    }

private:
    std::vector<std::string> m_recorded; ///< with an index that is written now and then
};

QTEST_GUILESS_MAIN(SqliteFaultsTest)
#include "sqlite_faults_test.moc"
