// SPDX-License-Identifier: Apache-2.0
// What a start makes of the runs that a dead engine left, and what it reads.
#include "engine/dispatch/recovery.h"
#include "tests/dispatch/parts_rig.h"

#include <QtTest>

using namespace fairlead;

namespace {
EngineSettings nearAndFar()
{
    EngineSettings settings = oneQueue();
    settings.queues.push_back({.name = QueueName::trusted("far")});
    settings.queues.back().handler = PullHandlerSettings {};
    return settings;
}

Result<KeptByStore> recover(PartsRig &rig)
{
    Recovery recovery(rig.ports, rig.flow);
    std::optional<Result<KeptByStore>> kept;
    recovery.start(rig.settings.share(), [&](Result<KeptByStore> result) { kept.emplace(std::move(result)); });
    rig.home->runAll();
    return *kept;
}
} // namespace

class RecoveryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cutRunsAreCrashesAndLostLeasesAreNot()
    {
        const auto disk = std::make_shared<MemoryState>();
        JobId near;
        JobId far;
        {
            PartsRig first(nearAndFar(), 1, disk);
            near = first.begin(aJob("q"))->job.id;
            first.wait(aJob("far"));
            far = first.begin(*first.scheduler.takeNextOf(QueueName::trusted("far"), first.clock.now()))->job.id;
        }
        PartsRig second(nearAndFar(), 1, disk);
        const KeptByStore kept = must(recover(second));
        QCOMPARE(kept.lanes.size(), std::size_t {2});
        QCOMPARE(second.record(near).crashes, 1);
        QCOMPARE(second.record(near).errors.front().errorClass, std::string("crash"));
        QCOMPARE(second.record(far).crashes, 0);
        QCOMPARE(second.record(far).errors.front().errorClass, std::string("lease_lost"));
        QCOMPARE(second.state(near), JobState::Ready);
        QCOMPARE(second.state(far), JobState::Ready);
        QVERIFY(second.lines.empty());
    }
    void jobThatTookTheEngineDownForTheLastTimeIsALineOfTheLog()
    {
        const auto disk = std::make_shared<MemoryState>();
        const EngineSettings settings = oneQueue([](QueueSettings &queue) { queue.crashLimit = 1; });
        JobId id;
        {
            PartsRig first(settings, 1, disk);
            id = first.begin()->job.id;
        }
        PartsRig second(settings, 1, disk);
        must(recover(second));
        QCOMPARE(second.state(id), JobState::Dead);
        QCOMPARE(second.lines.size(), std::size_t {1});
        QVERIFY2(
            second.lines[0].find("job=" + id.text()) != std::string::npos && second.lines[0].ends_with(" class=crash"),
            second.lines[0].c_str());
    }
    void moreRunsThanOneCommitTakesAreAllEnded()
    {
        const auto disk = std::make_shared<MemoryState>();
        constexpr int runs = 1'001;
        {
            PartsRig first(oneQueue([](QueueSettings &queue) { queue.mailbox = runs; }), 1, disk);
            for (int i = 0; i < runs; ++i)
                first.begin();
        }
        PartsRig second(oneQueue(), 1, disk);
        must(recover(second));
        QVERIFY(must(second.store.recovery().runs({}, 1)).empty());
    }
    void whatAnEarlierLifeSaidIsRead()
    {
        PartsRig rig;
        must(rig.store.settings().savePause({QueueName::trusted("q"), {}, "eve", "lunch", rig.clock.now()}));
        must(rig.store.settings().saveScale(QueueName::trusted("q"), 3));
        JobSpec later = aJob("q");
        later.runAt = rig.clock.now() + std::chrono::hours {1};
        rig.accept(later);
        const KeptByStore kept = must(recover(rig));
        QCOMPARE(kept.pauses.front().who, std::string("eve"));
        QCOMPARE(kept.scales.front().second, 3);
        QVERIFY(kept.nextDue == later.runAt);
        QVERIFY(kept.lanes.empty() && kept.deficits.empty());
    }
    void storeThatFailsIsToldAtOnce()
    {
        PartsRig rig;
        rig.queue.failNext = {{ErrorCode::Io, "gone"}};
        const Result<KeptByStore> kept = recover(rig);
        QVERIFY(!kept);
        QCOMPARE(kept.error().code, ErrorCode::Io);
    }
};

QTEST_APPLESS_MAIN(RecoveryTest)
#include "recovery_test.moc"
