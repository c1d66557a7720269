// SPDX-License-Identifier: Apache-2.0
// The headless program under load, killed and stopped at random times; a ledger outside of its store says what must be
// true afterwards. FAIRLEAD_TEST_SEED=N takes the seed of an earlier run, FAIRLEAD_LONG=1 kills many more times.
#include "engine/calls/lease_calls.h"
#include "engine/calls/log_calls.h"
#include "engine/client/lease_ends.h"
#include "tests/support/ledger_load.h"

#include <QDir>

#include <algorithm>
#include <csignal>

using namespace fairlead;

namespace {
/// While the event loop runs.
void passTime(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Without connections.
int descriptorsOf(pid_t pid)
{
    int count = 0;
    for (const QFileInfo &one :
        QDir(QStringLiteral("/proc/%1/fd").arg(pid)).entryInfoList(QDir::AllEntries | QDir::System))
        count += one.symLinkTarget().contains(QStringLiteral("socket:")) ? 0 : 1;
    return count;
}
int childrenOf(pid_t pid)
{
    int count = 0;
    const QDir threads(QStringLiteral("/proc/%1/task").arg(pid));
    for (const QString &thread : threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(threads.filePath(thread + QStringLiteral("/children")));
        if (file.open(QIODevice::ReadOnly))
            count += static_cast<int>(file.readAll().count(' '));
    }
    return count;
}
} // namespace

class KillsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void killsAtRandomTimesBreakNoPromise() // F02, F34
    {
        SeededRandom random(testSeed());
        const int kills = rounds(10, 200);
        WatchedEngine engine(LedgerLoad::config());
        LedgerLoad::writeRunsTo(engine.path("runs"));
        LedgerLoad load(random, 200);
        for (int life = 0; life < kills; ++life) {
            if (life > 0 && random.nextBelow(4) == 0) {
                engine.launch(); // it dies while it starts
                passTime(std::chrono::milliseconds {random.nextBelow(150)});
            } else {
                engine.start();
                load.serve(*engine.client);
                passTime(std::chrono::milliseconds {1 + random.nextBelow(600)});
            }
            engine.kill();
            QTRY_VERIFY_WITH_TIMEOUT(load.isQuiet(), 60'000);
        }
        engine.start();
        const int descriptors = descriptorsOf(engine.pid());
        const std::string broken = settled(engine, load);
        QVERIFY2(broken.empty(), broken.c_str());
        qInfo("%d kills, %zu jobs accepted, %zu runs", kills, load.ledger.acceptedCount(), load.ledger.runCount());
        QVERIFY(load.ledger.runCount() > load.ledger.acceptedCount()); // some were cut
        QTRY_COMPARE(childrenOf(engine.pid()), 0);
        QTRY_VERIFY(descriptorsOf(engine.pid()) <= descriptors + 4); // readers open their files when first asked
        QCOMPARE(engine.program->stop(), 0);
    }
    void aLogThatWasTakenAwayIsToldByTheNextStart_data()
    {
        QTest::addColumn<bool>("isIndexTaken");
        QTest::newRow("the log") << false;
        QTest::newRow("the log and its index") << true;
    }
    void aLogThatWasTakenAwayIsToldByTheNextStart() // F12
    {
        QFETCH(bool, isIndexTaken);
        WatchedEngine engine("[queue.far]\nhandler = { kind = \"pull\" }\n");
        engine.start();
        QCOMPARE(engine.program->stop(), 0); // from now on the database itself has a store
        engine.start();
        NewJob job;
        job.queue = QueueName::trusted("far");
        const auto receipt = engine.add(job);
        QVERIFY(receipt);
        engine.kill();
        QVERIFY(QFile::remove(QDir(engine.dataDir).filePath(QStringLiteral("fairlead.db-wal"))));
        QVERIFY(!isIndexTaken || QFile::remove(QDir(engine.dataDir).filePath(QStringLiteral("fairlead.db-shm"))));
        engine.start();
        QVERIFY(!engine.record(receipt->id));
        QVERIFY2(engine.log().contains(isIndexTaken ? "did not end in order" : "lacks the last"), engine.log());
        const auto health = askAndWait(*engine.client, GetHealth {});
        QVERIFY(health && !health->causes.empty());
        QCOMPARE(health->verdict, HealthVerdict::Failing);
        QCOMPARE(health->causes.front().kind, HealthCauseKind::StoreLost);
        const auto page = askAndWait(*engine.client, ListEvents {EventQuery {.since = 0, .limit = 1000}});
        QVERIFY(page);
        QCOMPARE(std::count_if(page->events.begin(), page->events.end(),
                     [](const Event &event) { return event.kind == EventKind::StoreLost; }),
            1);
        QCOMPARE(engine.program->stop(), 0);
    }
    void anEngineThatStoodStillTakesOneEnd() // F21, F22
    {
        WatchedEngine engine(LedgerLoad::config());
        LedgerLoad::writeRunsTo(engine.path("runs"));
        engine.start();
        JobLedger ledger;
        NewJob job;
        job.queue = QueueName::trusted("far");
        job.payload = "1";
        job.idempotencyKey = "1";
        ledger.sent("1");
        const auto receipt = engine.add(job);
        QVERIFY(receipt);
        ledger.accepted("1", *receipt);
        using Leased = std::vector<LeasedJob>;
        const LeaseRequest request {
            QueueName::trusted("far"), "far away", 1, std::chrono::seconds {20}, std::chrono::seconds {1}};
        const auto first = askAndWait(*engine.client, LeaseJobs {request});
        QVERIFY(first && first->size() == 1);
        const LeaseToken old = first->front().token;
        ledger.began(old, 1);
        QCOMPARE(kill(engine.pid(), SIGSTOP), 0);
        QTRY_VERIFY_WITH_TIMEOUT(SystemClock().now() > first->front().until + std::chrono::seconds {1}, 10'000);
        // Both ask an engine that stands still. The first may be heard before its lease is given up, or be told so.
        std::optional<Result<JobState>> ended;
        std::optional<Result<Leased>> second;
        ledger.succeeded(old);
        askEnd(*engine.client, old, Succeeded {}, [&](Result<JobState> state) { ended.emplace(std::move(state)); });
        engine.client->ask(LeaseJobs {request}, [&](Result<Leased> leased) { second.emplace(std::move(leased)); });
        QCOMPARE(kill(engine.pid(), SIGCONT), 0);
        QTRY_VERIFY_WITH_TIMEOUT(ended && second, 60'000);
        if (*ended) {
            ledger.acknowledged(old);
            QVERIFY(*second && (*second)->empty());
        } else {
            QCOMPARE(errorCodeName((*ended).error().code), errorCodeName(ErrorCode::LeaseLost));
            QVERIFY(*second && (*second)->size() == 1);
            const LeaseToken present = (*second)->front().token;
            ledger.began(present, (*second)->front().record.attempt);
            ledger.succeeded(present);
            const auto done = await<JobState>(
                [&](Answer<JobState> answer) { askEnd(*engine.client, present, Succeeded {}, std::move(answer)); });
            QVERIFY(done);
            ledger.acknowledged(present);
        }
        qInfo("the late end was %s", *ended ? "taken" : "refused");
        const std::string broken = ledger.broken(recordsOf(*engine.client));
        QVERIFY2(broken.empty(), broken.c_str());
        QVERIFY(engine.verify()->problems.empty());
        QCOMPARE(engine.program->stop(), 0);
    }
};

QTEST_GUILESS_MAIN(KillsTest)
#include "kills_test.moc"
