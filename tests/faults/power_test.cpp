// SPDX-License-Identifier: Apache-2.0
// Power cuts under a headless engine that works, from seeds; a ledger on another disk says what must be there when the
// power is back. Needs root; FAIRLEAD_LONG=1 cuts many more times.
#include "engine/calls/lease_calls.h"
#include "engine/client/lease_ends.h"
#include "tests/support/cut_disk.h"
#include "tests/support/ledger_load.h"

using namespace fairlead;

namespace {
constexpr int megabytes = 400; // an engine takes no jobs with less than 256 MiB left

/// While the event loop runs.
void passTime(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, Qt::PreciseTimer, &loop, &QEventLoop::quit);
    loop.exec();
}
} // namespace

class PowerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        if (const QByteArray why = CutDisk::whyNot(); !why.isEmpty())
            QSKIP(why);
    }
    void cutsLoseNothingThatWasAccepted() // F03, F05, F07
    {
        SeededRandom random(testSeed());
        const int cuts = rounds(20, 200);
        const CutDisk disk(megabytes);
        WatchedEngine engine(LedgerLoad::config(), disk.path() + QStringLiteral("/data"));
        LedgerLoad::writeRunsTo(engine.path("runs"));
        LedgerLoad load(random, 80);
        int noticed = 0;
        for (int life = 0; life < cuts; ++life) {
            if (random.nextBelow(4) == 0) {
                engine.launch(); // while it starts, the first time too
                passTime(std::chrono::milliseconds {random.nextBelow(100)});
            } else {
                engine.start();
                load.serve(*engine.client);
                passTime(std::chrono::milliseconds {1 + random.nextBelow(400)});
            }
            // A sync under way while the kernel lets the disk go may come back as done and not be: what was not heard
            // before proves nothing.
            QCoreApplication::processEvents();
            load.readRuns(engine.read("runs"));
            load.ledger.powerIsOff();
            disk.cut();
            // Whoever writes or reads now is told of an error, and SQLite calls what cannot be read damaged; an engine
            // that does neither for a second is switched off.
            if (engine.program->process.waitForFinished(1'000)) {
                const int code = engine.program->process.exitCode();
                QVERIFY2(code == 74 || code == 65, QByteArray::number(code) + ": " + engine.log().right(1'500));
                ++noticed;
            }
            engine.kill();
            QTRY_VERIFY_WITH_TIMEOUT(load.isQuiet(), 60'000);
            load.readRuns(engine.read("runs"));
            load.ledger.powerIsBack();
            disk.comeBack();
        }
        engine.start();
        const std::string broken = settled(engine, load);
        QVERIFY2(broken.empty(), broken.c_str());
        qInfo("%d cuts, %d of them noticed by the engine, %zu jobs accepted, %zu runs", cuts, noticed,
            load.ledger.acceptedCount(), load.ledger.runCount());
        QVERIFY(noticed > cuts / 4);
        QCOMPARE(engine.program->stop(), 0);
    }
    void relaxedLosesTheLastMomentsAndNothingIsHalfThere() // F04
    {
        const CutDisk disk(megabytes);
        WatchedEngine engine("[store]\ndurability = \"relaxed\"\n[queue.far]\nhandler = { kind = \"pull\" }\n",
            disk.path() + QStringLiteral("/data"));
        engine.start();
        QCOMPARE(engine.status()->durability, std::string("relaxed"));
        std::vector<JobId> accepted;
        for (int i = 0; i < 300; ++i) {
            NewJob job;
            job.queue = QueueName::trusted("far");
            job.payload = std::to_string(i);
            const auto receipt = engine.add(job);
            QVERIFY(receipt);
            accepted.push_back(receipt->id);
        }
        disk.cut();
        engine.kill();
        disk.comeBack();
        engine.start();
        QVERIFY(engine.verify()->problems.empty());
        std::size_t kept = 0;
        while (kept < accepted.size() && engine.record(accepted[kept]))
            ++kept;
        for (std::size_t i = 0; i < accepted.size(); ++i) {
            const auto record = engine.record(accepted[i]);
            QCOMPARE(record.has_value(), i < kept); // in the order of coming, without a gap
            QVERIFY(!record || record->job.spec.payload == std::to_string(i));
        }
        qInfo("%zu of %zu were kept", kept, accepted.size());
        QVERIFY(kept < accepted.size()); // so it was a power cut
        QCOMPARE(recordsOf(*engine.client).size(), kept);
        QCOMPARE(engine.program->stop(), 0);
    }
    void relaxedGivesNoTokenTwice() // F04: a run that the cut made the engine forget ends nothing later
    {
        const CutDisk disk(megabytes);
        WatchedEngine engine("[store]\ndurability = \"relaxed\"\n[queue.far]\nhandler = { kind = \"pull\" }\n",
            disk.path() + QStringLiteral("/data"));
        const auto lease = [&] {
            const LeaseRequest request {QueueName::trusted("far"), "far away", 1, std::chrono::seconds {20}, {}};
            const auto leased = askAndWait(*engine.client, LeaseJobs {request});
            if (!leased || leased->size() != 1)
                qFatal("nothing was leased");
            return leased->front().token;
        };
        engine.start();
        NewJob job;
        job.queue = QueueName::trusted("far");
        const auto receipt = engine.add(job);
        QVERIFY(receipt);
        QCOMPARE(engine.program->stop(), 0); // which brings the job to the disk
        engine.start();
        const LeaseToken old = lease();
        disk.cut();
        engine.kill();
        disk.comeBack();
        engine.start();
        const LeaseToken present = lease();
        QVERIFY(present.job == old.job && present.token > old.token);
        const auto late = await<JobState>(
            [&](Answer<JobState> answer) { askEnd(*engine.client, old, Succeeded {}, std::move(answer)); });
        QVERIFY(!late && late.error().code == ErrorCode::LeaseLost);
        QCOMPARE(engine.record(receipt->id)->state, JobState::Running);
    }
};

QTEST_GUILESS_MAIN(PowerTest)
#include "power_test.moc"
