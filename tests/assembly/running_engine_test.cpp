// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/running_engine.h"

#include <QtTest>

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
};

QTEST_GUILESS_MAIN(RunningEngineTest)
#include "running_engine_test.moc"
