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
};

QTEST_GUILESS_MAIN(RunningEngineTest)
#include "running_engine_test.moc"
