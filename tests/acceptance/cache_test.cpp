// SPDX-License-Identifier: Apache-2.0
// A queue with a cache, in an engine that is killed.
#include "engine/calls/job_calls.h"
#include "engine/calls/queue_calls.h"
#include "tests/support/watched_engine.h"

#include <QtTest>

using namespace fairlead;

class CacheTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void resultsAreThereAgainAfterAKill()
    {
        WatchedEngine engine("[queue.known]\nhandler = { kind = \"process\", command = [\"sh\", \"-c\", "
                             "\"read file; echo $FAIRLEAD_TENANT >> $file; echo done\"] }\n"
                             "layers = [ { kind = \"cache\", ttl = \"1h\" } ]\n");
        NewJob job;
        job.queue = QueueName::trusted("known");
        job.payload = engine.path("runs").toStdString() + "\n";
        const auto run = [&](const char *tenant) {
            job.tenant = TenantName::trusted(tenant);
            const JobId id = engine.add(job).value().id;
            QTRY_COMPARE_WITH_TIMEOUT(engine.record(id).value().state, JobState::Succeeded, 60'000);
            const auto result = askAndWait(*engine.client, FindResult {id});
            QCOMPARE(result.value().bytes, std::string("done\n"));
        };
        engine.start();
        run("acme");
        run("acme");
        run("other"); // nobody is told what another tenant's run came to
        engine.kill();
        engine.start();
        run("acme");
        QCOMPARE(engine.read("runs"), QByteArray("acme\nother\n"));
        const auto queue = askAndWait(*engine.client, FindQueue {job.queue});
        const LayerView &layer = queue.value().layers.at(0);
        QCOMPARE(layer.settings, std::string("for 1h, 10000 results, 64 MiB, per tenant"));
        QCOMPARE(layer.asked.value().hits, 1); // since the start
        QCOMPARE(layer.asked.value().misses, 0);
    }
};

QTEST_GUILESS_MAIN(CacheTest)
#include "cache_test.moc"
