// SPDX-License-Identifier: Apache-2.0
// Disks that are full, read-only, or lose their files, under a headless engine. Needs root for a disk of its own.
#include "engine/calls/lease_calls.h"
#include "engine/client/lease_ends.h"
#include "engine/storage/sqlite/sqlite_store.h"
#include "tests/support/cut_disk.h"
#include "tests/support/store_steps.h"
#include "tests/support/watched_engine.h"

#include <QStorageInfo>
#include <QtTest>

#include <csignal>
#include <fcntl.h>

using namespace fairlead;

namespace {
const QByteArray farAway = "[queue.far]\nhandler = { kind = \"pull\" }\n";
constexpr qint64 ballastBytes = 4 * 1024 * 1024;

NewJob farJob(std::string payload = "{}")
{
    NewJob job;
    job.queue = QueueName::trusted("far");
    job.payload = std::move(payload);
    return job;
}

/// Takes all the space there is.
void fill(const QString &file)
{
    const int descriptor = ::open(qPrintable(file), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    const std::string bytes(1024 * 1024, 'x');
    for (std::size_t size = bytes.size(); size > 0;) {
        if (::write(descriptor, bytes.data(), size) < static_cast<ssize_t>(size))
            size /= 2;
    }
    ::fsync(descriptor);
    ::close(descriptor);
}

std::vector<LeasedJob> leaseAll(const WatchedEngine &engine, int count)
{
    using Leased = std::vector<LeasedJob>;
    const LeaseRequest request {QueueName::trusted("far"), "far away", count, std::chrono::seconds {20}, {}};
    return askAndWait(*engine.client, LeaseJobs {request}).value_or(Leased {});
}
} // namespace

class DiskTest : public QObject
{
    Q_OBJECT
private:
    static std::vector<JobId> addSome(const WatchedEngine &engine)
    {
        std::vector<JobId> ids;
        for (int i = 0; i < 20; ++i) {
            const auto receipt = engine.add(farJob(std::to_string(i)));
            if (!receipt)
                qFatal("%s", receipt.error().text.c_str());
            ids.push_back(receipt->id);
        }
        return ids;
    }
    /// Accepted jobs that are missing, or what verify found.
    static std::string lossOf(const WatchedEngine &engine, const std::vector<JobId> &ids)
    {
        for (std::size_t i = 0; i < ids.size(); ++i) {
            const auto record = engine.record(ids[i]);
            if (!record)
                return record.error().text;
            if (record->job.spec.payload != std::to_string(i))
                return "a payload is another";
        }
        const auto report = engine.verify();
        if (!report)
            return report.error().text;
        return report->problems.empty() ? std::string() : report->problems.front();
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (const QByteArray why = CutDisk::whyNot(); !why.isEmpty())
            QSKIP(why);
    }
    void onAFullDiskRunsEndAndNoJobIsTaken_data()
    {
        QTest::addColumn<bool>("hasBallast");
        QTest::newRow("with ballast") << true;
        QTest::newRow("without") << false; // the same disk, to see that it is full
    }
    void onAFullDiskRunsEndAndNoJobIsTaken() // F08
    {
        QFETCH(bool, hasBallast);
        constexpr int count = 40;
        const CutDisk disk(48);
        WatchedEngine engine(QByteArray("[store]\nmin_free_space = \"1MiB\"\nballast = ")
                + (hasBallast ? "\"4MiB\"\n" : "\"0B\"\n") + farAway,
            disk.path() + QStringLiteral("/data"));
        engine.start();
        const QString ballast = engine.dataDir + QStringLiteral("/fairlead.db.ballast");
        QCOMPARE(QFileInfo(ballast).size(), hasBallast ? ballastBytes : 0);
        for (int i = 0; i < count; ++i)
            QVERIFY(engine.add(farJob()));
        const std::vector<LeasedJob> leased = leaseAll(engine, count);
        QCOMPARE(leased.size(), std::size_t {count});
        fill(disk.path() + QStringLiteral("/filler"));
        const auto refused = engine.add(farJob());
        QVERIFY(!refused);
        QCOMPARE(errorCodeName(refused.error().code), errorCodeName(ErrorCode::DiskFull));
        QVERIFY2(
            refused.error().text.find("Free some and try again") != std::string::npos, refused.error().text.c_str());
        QCOMPARE(QFileInfo(ballast).size(), hasBallast ? ballastBytes : 0); // it is not for new jobs
        int ended = 0;
        RemoteClient workers(engine.url); // with connections of its own: the others are not to wait for these
        for (const LeasedJob &job : leased)
            askEnd(workers, job.token, Succeeded {}, [&ended](const Result<JobState> &done) { ended += done ? 1 : 0; });
        if (hasBallast) {
            const auto how = [&] {
                return QByteArray("ended: ") + QByteArray::number(ended)
                    + ", free: " + QByteArray::number(QStorageInfo(disk.path()).bytesAvailable())
                    + ", ballast: " + QByteArray::number(QFileInfo(ballast).size()) + "\n" + engine.log();
            };
            QTRY_VERIFY2_WITH_TIMEOUT(ended == count, how(), 10'000);
        }
        QVERIFY(!engine.add(farJob()));
        // While ends wait for room, the engine is not ready, and says so.
        const auto readiness = [&] {
            const auto answer = askAndWait(*engine.client, CheckReadiness {});
            return answer ? answer->status : std::string("refused");
        };
        QTRY_COMPARE(readiness() == "ready", hasBallast);
        const auto firstCause = [&] {
            const auto report = askAndWait(*engine.client, GetHealth {});
            return report && !report->causes.empty() ? report->causes.front().kind : HealthCauseKind::Unknown;
        };
        QTRY_COMPARE(firstCause(), hasBallast ? HealthCauseKind::DiskLow : HealthCauseKind::StoreFailed);
        QCOMPARE(ended == count, hasBallast);
        QCOMPARE(QFileInfo(ballast).size(), qint64 {0});
        // It goes on by itself when there is room again; the ends that found none are tried again until then.
        QVERIFY(QFile::remove(disk.path() + QStringLiteral("/filler")));
        QTRY_COMPARE(ended, count);
        QTRY_COMPARE(readiness(), std::string("ready"));
        QVERIFY(engine.add(farJob()));
        QTRY_COMPARE(QFileInfo(ballast).size(), hasBallast ? ballastBytes : 0);
        const auto records = recordsOf(*engine.client);
        QCOMPARE(records.size(), std::size_t {count + 1});
        QCOMPARE(std::count_if(records.begin(), records.end(),
                     [](const JobRecord &one) { return one.state == JobState::Succeeded; }),
            count);
        QVERIFY(engine.verify()->problems.empty());
        QCOMPARE(engine.program->stop(), 0);
    }
    void aStartOnAFullDiskSaysHowManyBytesItNeeds() // F08
    {
        const CutDisk disk(48);
        WatchedEngine engine(QByteArray("[store]\nmin_free_space = \"1MiB\"\nballast = \"0B\"\n") + farAway,
            disk.path() + QStringLiteral("/data"));
        engine.start();
        const std::vector<JobId> ids = addSome(engine);
        engine.kill();
        const QString filler = disk.path() + QStringLiteral("/filler");
        fill(filler);
        engine.launch();
        QVERIFY(engine.program->ended());
        QCOMPARE(engine.program->process.exitCode(), 74);
        QVERIFY2(engine.log().contains("bytes are free, and a start needs about"), engine.log());
        QVERIFY(QFile::remove(filler));
        engine.start();
        const std::string loss = lossOf(engine, ids);
        QVERIFY2(loss.empty(), loss.c_str());
        QCOMPARE(engine.program->stop(), 0);
    }
    void newJobsInTheSameCommitAreNotWorthTheBallast() // F08
    {
        const CutDisk disk(48);
        const SqliteOptions options {.path = (disk.path() + QStringLiteral("/jobs.db")).toStdString(),
            .freeBytesMin = 1024 * 1024,
            .reservedBytes = ballastBytes};
        const auto store = must(SqliteStore::open(options));
        SystemRandom random;
        const SystemClock clock;
        JobIdMaker ids(clock, random);
        const JobSpec spec = aJob();
        const auto enqueue = [&] {
            const JobId id = ids.make();
            return store->jobs().enqueue({&spec, 1}, {&id, 1}, clock.now());
        };
        const Enqueued added = must(must(enqueue()).front());
        const ClaimRequest claim {added.lane, *added.ready, "worker"};
        const ClaimedJob claimed = must(must(store->jobs().claim({&claim, 1}, clock.now())).front());
        fill(disk.path() + QStringLiteral("/filler"));
        const auto finish = [&]() -> Result<> {
            const RunDecision succeeded =
                decideAfterRun(Succeeded {}, claimed.attempt, {spec.maxAttempts, 3}, spec.retry, clock.now(), random);
            const FinishRequest request {claimed.job.seq, claimed.token, succeeded};
            const auto finished = store->jobs().finish({&request, 1}, clock.now());
            return finished ? Result<>() : Result<>(failure(finished.error()));
        };
        const auto both = store->inOneCommit([&]() -> Result<> {
            if (auto finished = finish(); !finished)
                return finished;
            const auto taken = enqueue();
            return taken ? Result<>() : Result<>(failure(taken.error()));
        });
        QVERIFY(!both);
        QCOMPARE(errorCodeName(both.error().code), errorCodeName(ErrorCode::DiskFull));
        QCOMPARE(QFileInfo(disk.path() + QStringLiteral("/jobs.db.ballast")).size(), ballastBytes);
        const auto alone = finish();
        QVERIFY2(alone, alone ? "" : alone.error().text.c_str());
    }
    void aDiskThatTurnsReadOnlyStopsTheEngine() // F10
    {
        const CutDisk disk(400);
        WatchedEngine engine(farAway, disk.path() + QStringLiteral("/data"));
        engine.start();
        const std::vector<JobId> ids = addSome(engine);
        disk.makeReadOnly();
        QVERIFY(!engine.add(farJob()));
        QVERIFY(engine.program->ended());
        QCOMPARE(engine.program->process.exitCode(), 74);
        disk.comeBack();
        engine.start();
        const std::string loss = lossOf(engine, ids);
        QVERIFY2(loss.empty(), loss.c_str());
        QCOMPARE(engine.program->stop(), 0);
    }
    void aLogThatTakesNoLinesStopsNothing() // F09
    {
        WatchedEngine engine("[queue.echo]\nhandler = { kind = \"process\", command = [\"cat\"] }\n" + farAway);
        engine.start({QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("exec \"$0\" \"$@\" 2>/dev/full")});
        NewJob job = farJob("x");
        job.queue = QueueName::trusted("echo");
        const auto receipt = engine.add(job);
        QVERIFY(receipt);
        QTRY_COMPARE(engine.record(receipt->id)->state, JobState::Succeeded);
        QCOMPARE(kill(engine.pid(), SIGHUP), 0); // which is logged
        QVERIFY(engine.status());
        QVERIFY(engine.log().isEmpty());
        QCOMPARE(engine.program->stop(), 0);
    }
    void aFileTakenAwayStopsTheEngine_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<bool>("isReplaced");
        QTest::newRow("database moved away") << QStringLiteral("fairlead.db") << false;
        QTest::newRow("database replaced") << QStringLiteral("fairlead.db") << true;
        QTest::newRow("log moved away") << QStringLiteral("fairlead.db-wal") << false;
        QTest::newRow("log replaced") << QStringLiteral("fairlead.db-wal") << true;
        QTest::newRow("index moved away") << QStringLiteral("fairlead.db-shm") << false;
        QTest::newRow("index replaced") << QStringLiteral("fairlead.db-shm") << true;
    }
    void aFileTakenAwayStopsTheEngine() // F11
    {
        QFETCH(QString, file);
        QFETCH(bool, isReplaced);
        WatchedEngine engine(farAway);
        engine.start();
        const std::vector<JobId> ids = addSome(engine);
        const QString path = QDir(engine.dataDir).filePath(file);
        const QString elsewhere = path + QStringLiteral(".moved");
        QVERIFY(QFile::rename(path, elsewhere));
        QVERIFY(!isReplaced || QFile::copy(elsewhere, path));
        const auto refused = engine.add(farJob());
        QVERIFY(!refused);
        QVERIFY2(refused.error().code == ErrorCode::Internal || refused.error().code == ErrorCode::Unavailable
                || refused.error().code == ErrorCode::Io,
            refused.error().text.c_str());
        QVERIFY(engine.program->ended());
        QCOMPARE(engine.program->process.exitCode(), 74);
        QVERIFY2(engine.log().contains("was removed or replaced while an engine used it"), engine.log());
        QFile::remove(path);
        QVERIFY(QFile::rename(elsewhere, path));
        engine.start();
        const std::string loss = lossOf(engine, ids);
        QVERIFY2(loss.empty(), loss.c_str());
        QCOMPARE(engine.program->stop(), 0);
    }
    void aLogThatIsCutStopsTheEngine() // F11
    {
        WatchedEngine engine(farAway);
        engine.start();
        addSome(engine);
        const QString path = QDir(engine.dataDir).filePath(QStringLiteral("fairlead.db-wal"));
        QFile log(path);
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray whole = log.readAll();
        QVERIFY(!whole.isEmpty() && QFile::resize(path, 0));
        QVERIFY(!engine.add(farJob())); // not acknowledged
        QVERIFY(engine.program->ended());
        QCOMPARE(engine.program->process.exitCode(), 74);
        QVERIFY2(engine.log().contains("was cut short while an engine used it"), engine.log());
    }
};

QTEST_GUILESS_MAIN(DiskTest)
#include "disk_test.moc"
