// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/running_engine.h"
#include "engine/calls/job_calls.h"

#include <QtTest>

#include <algorithm>
#include <mutex>

using namespace fairlead;

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
