// SPDX-License-Identifier: Apache-2.0
// Jobs that runs leave behind, under a turned clock. The test is the workers.
#include "engine/domain/job_specs.h"
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;

namespace {
using Change = std::function<void(NewJob &)>;

NewJob childWith(const RunPtr &run, const std::string &payload, const Change &change = {})
{
    NewJob job = childOf(run->job);
    job.payload = payload;
    if (change)
        change(job);
    return job;
}

JobNumber newestOf(DispatchRig &rig)
{
    return must(must(rig.store.readerFactory()())->jobs().newestNumber());
}
} // namespace

class SpawnTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void childrenWaitWhenTheirParentHasSucceeded()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        JobSpec spec = aJob("q", "acme");
        spec.priority = Priority::High;
        spec.timeout = std::chrono::seconds {7}; // its own alone
        spec.traceId = "trace";
        spec.correlationId = "order-7";
        const JobId parent = rig.enqueue(spec);
        const DispatchRig::Delivered given = rig.take();
        const int idleBefore = rig.idleNotices;
        rig.end(given, Succeeded {{}, {childWith(given.run, "1"), childWith(given.run, "2", [](NewJob &job) {
                                           job.priority = Priority::Low;
                                       })}});
        const JobRecord first = rig.record(rig.delivered.front().run->job.id);
        QCOMPARE(first.job.spec.payload, std::string("1"));
        QCOMPARE(first.job.spec.parent, std::optional(parent));
        QCOMPARE(first.job.spec.tenant.text(), std::string("acme"));
        QCOMPARE(first.job.spec.priority, Priority::High);
        QVERIFY(first.job.spec.timeout == JobDefaults {}.timeout);
        QCOMPARE(first.job.spec.traceId, std::string("trace"));
        QCOMPARE(first.job.spec.correlationId, std::string("order-7"));
        rig.end(rig.take());
        QCOMPARE(rig.take().run->job.spec.priority, Priority::Low);
        QCOMPARE(rig.idleNotices, idleBefore);
    }
    void childrenOfARunWhoseLeaseWasLostAreNotAccepted()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const JobId parent = rig.enqueue();
        const DispatchRig::Delivered given = rig.take();
        // Somebody else ended the run in the store.
        const TimePoint now = rig.clock.now();
        RunDecision released;
        released.event = JobEvent::Released;
        released.state = JobState::Ready;
        released.countsAsAttempt = false;
        const FinishRequest request {given.run->job.seq, given.run->token, released};
        must(must(rig.store.jobs().finish({&request, 1}, now)).front());
        rig.end(given, Succeeded {{}, {childWith(given.run, "1")}});
        QCOMPARE(newestOf(rig), JobNumber {1});
        QCOMPARE(rig.state(parent), JobState::Ready);
    }
    void failedCommitIsTriedAgainAndAcceptsThemOnce()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue();
        const DispatchRig::Delivered given = rig.take();
        rig.queue.failNext.push_back({ErrorCode::Internal, "no luck"});
        rig.end(given, Succeeded {{}, {childWith(given.run, "1")}});
        QVERIFY(rig.delivered.empty());
        rig.advance(std::chrono::seconds {1});
        QCOMPARE(rig.delivered.size(), std::size_t {1});
        QCOMPARE(newestOf(rig), JobNumber {2});
    }
    void childThatTheEngineWouldNotAcceptMakesADeadLetterOfItsParent_data()
    {
        QTest::addColumn<QString>("part");
        QTest::addColumn<QString>("said");
        QTest::addRow("queue") << QStringLiteral("queue") << QStringLiteral("spawned job 2: no queue 'elsewhere'");
        QTest::addRow("cost") << QStringLiteral("cost") << QStringLiteral("spawned job 2: cost");
    }
    void childThatTheEngineWouldNotAcceptMakesADeadLetterOfItsParent()
    {
        QFETCH(QString, part);
        QFETCH(QString, said);
        DispatchRig rig(oneQueue());
        rig.start();
        const JobId parent = rig.enqueue();
        const DispatchRig::Delivered given = rig.take();
        const auto spoil = [&](NewJob &job) {
            if (part == QStringLiteral("queue"))
                job.queue = QueueName::trusted("elsewhere");
            else
                job.cost = -1;
        };
        rig.end(given, Succeeded {{}, {childWith(given.run, "good"), childWith(given.run, "bad", spoil)}});
        const JobRecord record = rig.record(parent);
        QCOMPARE(record.state, JobState::Dead);
        QCOMPARE(record.errors.back().errorClass, std::string("bad_spawn"));
        QVERIFY2(QString::fromStdString(record.errors.back().text).startsWith(said), record.errors.back().text.c_str());
        QCOMPARE(newestOf(rig), JobNumber {1});
    }
    void childWhoseKeyIsKnownIsNotAcceptedAgain_data()
    {
        QTest::addColumn<bool>("isUnique");
        QTest::addRow("unique key, while the first has not ended") << true;
        QTest::addRow("idempotency key, also when the first has ended") << false;
    }
    void childWhoseKeyIsKnownIsNotAcceptedAgain()
    {
        QFETCH(bool, isUnique);
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue();
        const DispatchRig::Delivered parent = rig.take();
        const NewJob page = childWith(parent.run, "page",
            [&](NewJob &job) { (isUnique ? job.uniqueKey : job.idempotencyKey) = "https://example.com/"; });
        rig.end(parent, Succeeded {{}, {page, page, page}});
        QCOMPARE(newestOf(rig), JobNumber {2});
        const DispatchRig::Delivered child = rig.take();
        NewJob again = page;
        again.payload = "another body";
        rig.end(child, Succeeded {{}, {again}});
        QCOMPARE(newestOf(rig), isUnique ? JobNumber {3} : JobNumber {2});
        QVERIFY(rig.troubles.empty());
    }
    void runMaySpawnOnlySoMuch()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const auto endWith = [&rig](std::size_t count, std::size_t bytes) {
            const JobId parent = rig.enqueue();
            const DispatchRig::Delivered given = rig.take();
            rig.end(given, Succeeded {{}, std::vector<NewJob>(count, childWith(given.run, std::string(bytes, 'x')))});
            rig.delivered.clear();
            return rig.record(parent);
        };
        QVERIFY(
            endWith(Succeeded::spawnedMax + 1, 1).errors.at(0).text.find("at most 10000 jobs") != std::string::npos);
        QVERIFY(endWith(65, 1024 * 1024).errors.at(0).text.find("spawned job 65") != std::string::npos);
    }
};
QTEST_APPLESS_MAIN(SpawnTest)
#include "spawn_test.moc"
