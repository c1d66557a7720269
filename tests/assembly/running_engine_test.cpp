// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/data_folder.h"
#include "engine/assembly/running_engine.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/queue_calls.h"
#include "tests/support/await.h"

#include <QtTest>

#include <algorithm>
#include <mutex>
#include <sys/stat.h>

using namespace fairlead;

namespace {
int permissionsOf(const std::string &file)
{
    struct stat facts = {};
    return stat(file.c_str(), &facts) == 0 ? static_cast<int>(facts.st_mode & 0777) : -1;
}
} // namespace

class RunningEngineTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void engineStartsWithTenantsInItsConfiguration()
    {
        EngineConfig config;
        config.store.url = "memory:";
        config.http.listen.clear();
        config.engine.tenants.push_back({TenantName::trusted("acme"), {}, {.weight = 3}});
        const auto running = RunningEngine::start(std::move(config), {});
        QVERIFY(running);
    }
    void whatRunsOfAKilledEngineLeftIsRemoved()
    {
        const QTemporaryDir data;
        const QString work = data.filePath(QStringLiteral("work"));
        QVERIFY(QDir().mkpath(work + QStringLiteral("/fairlead-before/run")));
        EngineConfig config;
        config.dataDir = data.path().toStdString();
        config.http.listen.clear();
        config.engine.queues.push_back(
            {.name = QueueName::trusted("work"), .handler = ProcessHandlerSettings {{"true"}}});
        {
            const auto running = RunningEngine::start(std::move(config), {});
            QVERIFY2(running, running ? "" : running.error().text.c_str());
            QVERIFY(!QFileInfo::exists(work + QStringLiteral("/fairlead-before")));
        }
        QCOMPARE(QDir(work).entryList(QDir::AllEntries | QDir::NoDotAndDotDot), QStringList());
    }
    void aBallastSmallerThanTheLogIsWarnedOf()
    {
        for (const auto &[ballast, warnings] : {std::pair {0, 0}, {1, 1}, {31, 1}, {32, 0}}) {
            const QTemporaryDir data;
            int seen = 0;
            RunningEngine::Options options;
            options.log = [&seen](std::string_view level, std::string_view text) {
                seen += level == "warning" && text.find("store.ballast is") != std::string_view::npos ? 1 : 0;
            };
            EngineConfig config;
            config.dataDir = data.path().toStdString();
            config.http.listen.clear();
            config.store.ballastBytes = std::int64_t {ballast} * 1024 * 1024;
            QVERIFY(RunningEngine::start(std::move(config), options));
            QCOMPARE(seen, warnings);
        }
    }
    void queueThatTheFileLostIsListedWithItsJobs()
    {
        const QTemporaryDir data;
        std::vector<std::string> warnings;
        RunningEngine::Options options;
        options.log = [&warnings](std::string_view level, std::string_view text) {
            if (level == "warning" && text.find("not configured") != std::string_view::npos)
                warnings.emplace_back(text);
        };
        const auto start = [&](const char *queue) {
            EngineConfig config;
            config.dataDir = data.path().toStdString();
            config.http.listen.clear();
            config.engine.queues.push_back({.name = QueueName::trusted(queue), .handler = PullHandlerSettings {}});
            return std::move(*RunningEngine::start(std::move(config), options));
        };
        {
            const auto running = start("old");
            NewJob job;
            job.queue = QueueName::trusted("old");
            QVERIFY(askAndWait(running->client(), EnqueueJobs::of({job, job})));
        }
        QVERIFY(warnings.empty());
        const auto running = start("new");
        QCOMPARE(warnings.size(), std::size_t {1});
        const auto queues = askAndWait(running->client(), ListQueues {});
        QVERIFY(queues);
        QCOMPARE(queues->size(), std::size_t {2});
        QVERIFY(queues->front().isConfigured && queues->front().queue == QueueName::trusted("new"));
        const QueueView &lost = queues->back();
        QVERIFY(lost.queue == QueueName::trusted("old") && !lost.isConfigured && lost.handler.empty());
        QCOMPARE(countOf(lost.counts, JobState::Ready), std::int64_t {2});
        QTRY_VERIFY(askAndWait(running->client(), FindQueue {lost.queue})->oldestReady);
    }
    void filesThatOthersMayWriteAreClosedWithAWarning()
    {
        const QTemporaryDir data;
        const std::string folder = data.path().toStdString();
        std::vector<std::string> warnings;
        RunningEngine::Options options;
        options.log = [&warnings](std::string_view level, std::string_view text) {
            if (level == "warning" && text.find("could be written by others") != std::string_view::npos)
                warnings.emplace_back(text);
        };
        const auto start = [&] {
            EngineConfig config;
            config.dataDir = folder;
            config.http.listen.clear();
            return RunningEngine::start(std::move(config), options).has_value();
        };
        QVERIFY(start() && warnings.empty());
        QCOMPARE(permissionsOf(folder + "/fairlead.db"), 0600);
        QCOMPARE(chmod(folder.c_str(), 0777), 0);
        QCOMPARE(chmod((folder + "/fairlead.db").c_str(), 0666), 0);
        QVERIFY(start());
        QCOMPARE(warnings.size(), std::size_t {2});
        QCOMPARE(permissionsOf(folder), 0755);
        QCOMPARE(permissionsOf(folder + "/fairlead.db"), 0644);
        QVERIFY2(warnings.front().find("mode 0777") != std::string::npos, warnings.front().c_str());
        QVERIFY(start());
        QCOMPARE(warnings.size(), std::size_t {2}); // said once
    }
    void newDataFolderIsTheOwnersAlone()
    {
        const QTemporaryDir data;
        const mode_t before = umask(0);
        EngineConfig config;
        config.dataDir = data.path().toStdString() + "/new/deep";
        config.http.listen.clear();
        const auto running = RunningEngine::start(config, {});
        umask(before);
        QVERIFY(running);
        QCOMPARE(permissionsOf(config.dataDir), 0700);
        for (const char *file : {"/fairlead.db", "/fairlead.db-wal", "/fairlead.db.lock", "/fairlead.db.ballast"})
            QCOMPARE(permissionsOf(config.dataDir + file), 0600);
    }
    void aStoreWhoseLogWasTakenAwayFailsTheVerdict()
    {
        const QTemporaryDir data;
        EngineConfig config;
        config.dataDir = data.path().toStdString();
        config.http.listen.clear();
        const auto running = RunningEngine::start(config, {});
        QVERIFY(running);
        Client &client = (*running)->client();
        QCOMPARE(askAndWait(client, GetHealth {})->verdict, HealthVerdict::Healthy);
        for (const char *end : {"-wal", "-shm"})
            QVERIFY(QFile::remove(data.filePath(QStringLiteral("fairlead.db") + QLatin1String(end))));
        // The facts are a second old at most.
        QTRY_COMPARE_WITH_TIMEOUT(askAndWait(client, GetHealth {})->verdict, HealthVerdict::Failing, 30'000);
        const auto report = askAndWait(client, GetHealth {});
        QVERIFY(report && !report->causes.empty());
        const HealthCause &cause = report->causes.front();
        QCOMPARE(nameOf(cause.kind), std::string_view("store_failed"));
        QVERIFY2(cause.text.find("fairlead.db-wal was removed") != std::string::npos, cause.text.c_str());
        QCOMPARE(askAndWait(client, CheckReadiness {})->status, std::string("not ready"));
    }
    void aStartOnAFullDiskSaysWhatItNeeds()
    {
        const QTemporaryDir data;
        const std::string file = data.filePath(QStringLiteral("fairlead.db")).toStdString();
        for (const auto &[end, bytes] : {std::pair {"-wal", 3'000'000}, {".ballast", 4'096}}) {
            QFile part(QString::fromStdString(file + end));
            QVERIFY(part.open(QIODevice::WriteOnly) && part.resize(bytes));
        }
        const Error full = startError({ErrorCode::DiskFull, "database or disk is full"}, file);
        QVERIFY(full.code == ErrorCode::DiskFull);
        for (const char *part : {" bytes are free", "needs about 4048576", "remove ",
                 ".ballast, which holds 4096 bytes", "then start again", "database or disk is full"})
            QVERIFY2(full.text.find(part) != std::string::npos, full.text.c_str());
        QCOMPARE(startError({ErrorCode::Locked, "in use"}, file).text, std::string("in use"));
        QCOMPARE(startError({ErrorCode::Io, "broken"}, file).text, std::string("broken")); // there is room
    }
    void backupsAreMadeInTheirFolderAlone_data()
    {
        QTest::addColumn<QString>("file"); // {}: the data folder
        QTest::addColumn<QString>("made"); // empty: refused
        QTest::newRow("name") << QStringLiteral("copy.db") << QStringLiteral("{}/backups/copy.db");
        QTest::newRow("path below") << QStringLiteral("{}/backups/copy.db") << QStringLiteral("{}/backups/copy.db");
        QTest::newRow("path that comes back")
            << QStringLiteral("../backups/./copy.db") << QStringLiteral("{}/backups/copy.db");
        QTest::newRow("beside it") << QStringLiteral("{}/copy.db") << QString();
        QTest::newRow("above it") << QStringLiteral("../copy.db") << QString();
        QTest::newRow("of a longer name") << QStringLiteral("{}/backups2/copy.db") << QString();
        QTest::newRow("by a link") << QStringLiteral("link/copy.db") << QString();
        QTest::newRow("the folder itself") << QStringLiteral("{}/backups/") << QString();
        QTest::newRow("its parent") << QStringLiteral("..") << QString();
    }
    void backupsAreMadeInTheirFolderAlone()
    {
        QFETCH(QString, file);
        QFETCH(QString, made);
        const QTemporaryDir data;
        for (QString *path : {&file, &made})
            path->replace(QStringLiteral("{}"), QFileInfo(data.path()).canonicalFilePath());
        EngineConfig config;
        config.dataDir = data.path().toStdString();
        config.http.listen.clear();
        QVERIFY(QDir(data.path()).mkdir(QStringLiteral("backups2")));
        const auto running = RunningEngine::start(std::move(config), {});
        QVERIFY(running);
        const bool isLinked = file.startsWith(QStringLiteral("link"));
        QVERIFY(!isLinked || askAndWait((*running)->client(), BackUpStore {"first.db"}));
        QVERIFY(!isLinked || QFile::link(data.path(), data.filePath(QStringLiteral("backups/link"))));
        const auto report = askAndWait((*running)->client(), BackUpStore {file.toStdString()});
        if (made.isEmpty()) {
            QVERIFY(!report);
            QCOMPARE(report.error().code, ErrorCode::Invalid);
            QVERIFY2(report.error().text.find("backup_dir") != std::string::npos, report.error().text.c_str());
            QVERIFY(!QFileInfo::exists(data.filePath(QStringLiteral("copy.db"))));
            return;
        }
        QVERIFY2(report, report ? "" : report.error().text.c_str());
        QCOMPARE(report->file, made.toStdString());
        QCOMPARE(permissionsOf(made.toStdString()), 0600);
        QCOMPARE(permissionsOf(data.filePath(QStringLiteral("backups")).toStdString()), 0700);
    }
    void statisticsComeIntoTheLogOnlyWhenWanted()
    {
        std::mutex mutex;
        std::vector<std::string> lines;
        const auto has = [&](const std::string &words) {
            const std::scoped_lock lock(mutex);
            return std::any_of(lines.begin(), lines.end(),
                [&](const std::string &line) { return line.find(words) != std::string::npos; });
        };
        RunningEngine::Options options;
        options.log = [&](std::string_view level, std::string_view text) {
            const std::scoped_lock lock(mutex);
            lines.push_back(std::string(level) + " " + std::string(text));
        };
        options.functions.emplace(
            QueueName::trusted("work"), FunctionHandler::quick([](RunContext &) { return Succeeded {}; }));
        auto config = parseConfig("[store]\nurl = \"memory:\"\n[http]\nlisten = \"\"\n[engine]\nworkers = 1\n"
                                  "[log]\nstatistics = \"10ms\"\n[queue.work]\nhandler = { kind = \"function\" }\n",
            "test.toml");
        QVERIFY(config);
        QCOMPARE(EngineConfig {}.statisticsEvery, Microseconds {0});
        const auto running = RunningEngine::start(std::move(*config), options);
        QVERIFY(running);
        QTRY_VERIFY(has("info queue statistics queue=work accepted=0"));
        NewJob job;
        job.queue = QueueName::trusted("work");
        (*running)->client().ask(EnqueueJobs::of({job}), [](const auto &) {});
        QTRY_VERIFY(has("queue statistics queue=work accepted=1 succeeded=1 retried=0 dead=0 ready=0 running=0"));
        QTRY_VERIFY(has("info worker statistics worker=worker-0 processed=1 failed=0 retried=0 in_flight=0 mailbox=0"));
    }
};

QTEST_GUILESS_MAIN(RunningEngineTest)
#include "running_engine_test.moc"
