// SPDX-License-Identifier: Apache-2.0
// Deadlines that pass while jobs wait: the part alone, and inside a dispatcher, beyond what its scheduler knows.
#include "tests/dispatch/parts_rig.h"
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
/// Nothing is taken, and no more than four of a lane are known to the scheduler.
void startPaused(DispatchRig &rig)
{
    rig.start();
    rig.call([](Dispatcher &dispatcher) { dispatcher.pause({QueueName::trusted("q"), {}, "eve", "", {}}); });
}

EngineSettings windowsOfFour()
{
    EngineSettings settings = oneQueue();
    settings.windowPerLane = 4;
    return settings;
}

/// The fifth job, with so much time to its deadline.
JobId addBehindTheWindow(DispatchRig &rig, Microseconds left)
{
    JobSpec spec = aJob("q");
    for (int i = 0; i < 4; ++i)
        rig.enqueue(spec);
    spec.deadline = rig.clock.now() + left;
    return rig.enqueue(spec);
}

JobSpec until(const PartsRig &rig, Microseconds left)
{
    JobSpec spec = aJob("q");
    spec.deadline = rig.clock.now() + left;
    return spec;
}
} // namespace

class ExpiryTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jobInAWindowExpiresInTheTurnAfterItsDeadline()
    {
        LinkedParts test;
        const JobId id = test.rig.wait(until(test.rig, seconds {1}));
        test.expiry.pump();
        const int turns = test.rig.turns;
        test.rig.advance(seconds {1});
        QCOMPARE(test.rig.turns, turns);
        test.rig.advance(Microseconds {1});
        QCOMPARE(test.rig.turns, turns + 1);
        test.expiry.pump();
        test.rig.home->runAll();
        QCOMPARE(test.rig.state(id), JobState::Expired);
        QCOMPARE(test.rig.counts().expired, std::int64_t {1});
        QCOMPARE(test.rig.freed.size(), std::size_t {1});
    }
    void jobThatCouldNotBeExpiredIsLookedAtAgain()
    {
        LinkedParts test;
        test.rig.wait(until(test.rig, seconds {1}));
        test.rig.advance(seconds {2});
        test.rig.queue.failNext = {{ErrorCode::TimedOut, "busy"}};
        test.expiry.pump();
        test.rig.home->runAll();
        QCOMPARE(test.rig.scheduler.size(), std::size_t {0});
        test.rig.advance(milliseconds {199});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {0});
        test.rig.advance(milliseconds {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
    }
    void jobClaimedBecauseTheWallClockWasSetBackIsGivenBack()
    {
        LinkedParts test;
        const JobId id = test.rig.wait(until(test.rig, seconds {1}));
        test.rig.advance(seconds {2});
        test.rig.queue.isHeld = true;
        test.expiry.pump();
        test.rig.clock.stepWall(-seconds {2});
        test.rig.queue.letGo();
        test.rig.home->runAll();
        QCOMPARE(test.givenBack, std::vector<JobId> {id});
    }
    void nothingIsLookedForBeyondWindowsThatHoldAll()
    {
        LinkedParts test;
        test.expiry.waitsUntil(test.rig.clock.now());
        QCOMPARE(test.rig.timers.count(), std::size_t {0});
    }
    void jobsBeyondTheWindowExpireInTime() // E7
    {
        auto disk = std::make_shared<MemoryState>();
        std::vector<JobId> early;
        std::vector<JobId> late;
        {
            DispatchRig rig(windowsOfFour(), 1, disk);
            startPaused(rig);
            for (int i = 0; i < 2'500; ++i) { // more than one commit takes
                JobSpec spec = aJob("q");
                if (i >= 4)
                    spec.deadline = rig.clock.now() + (i % 2 == 0 ? seconds {1} : seconds {9});
                const JobId id = rig.enqueue(spec);
                if (i >= 4)
                    (i % 2 == 0 ? early : late).push_back(id);
            }
            rig.advance(seconds {1});
            QCOMPARE(rig.state(early.front()), JobState::Ready); // at its deadline it is not late
            rig.advance(milliseconds {100});
            for (const JobId &id : early)
                QCOMPARE(rig.state(id), JobState::Expired);
            QCOMPARE(rig.state(late.front()), JobState::Ready);
            const auto flows = rig.dispatcher().snapshot(DispatchSnapshot::With::Queues).queueFlow;
            QCOMPARE(flows.at(QueueName::trusted("q")).totals.counts.expired, static_cast<std::int64_t>(early.size()));
        }
        DispatchRig rig(windowsOfFour(), 1, disk, TimePoint {seconds {1'700'000'002}});
        startPaused(rig);
        rig.advance(seconds {8});
        for (const JobId &id : late)
            QCOMPARE(rig.state(id), JobState::Expired);
        QVERIFY(rig.delivered.size() <= 1); // one may have been taken before the pause
    }
    void expiryBeyondTheWindowThatFailsIsTriedAgain()
    {
        DispatchRig rig(windowsOfFour());
        startPaused(rig);
        const JobId id = addBehindTheWindow(rig, seconds {1});
        rig.queue.failNext = {{ErrorCode::DiskFull, "full"}, {ErrorCode::DiskFull, "full"}};
        rig.advance(milliseconds {1'250});
        QCOMPARE(rig.troubles.size(), std::size_t {2});
        QCOMPARE(rig.state(id), JobState::Ready);
        rig.advance(milliseconds {250});
        QCOMPARE(rig.state(id), JobState::Expired);
    }
    void claimBeyondTheWindowThatFailsIsTriedAgain()
    {
        DispatchRig rig(windowsOfFour());
        startPaused(rig);
        const JobId id = addBehindTheWindow(rig, seconds {1});
        rig.queue.isHeld = true;
        rig.advance(milliseconds {1'100});
        rig.queue.letGo(); // the job was found; its claim fails
        rig.queue.failNext = {{ErrorCode::DiskFull, "full"}};
        rig.home->runAll();
        QCOMPARE(rig.troubles.size(), std::size_t {1});
        QCOMPARE(rig.state(id), JobState::Ready);
        rig.advance(milliseconds {250});
        QCOMPARE(rig.state(id), JobState::Expired);
    }
    void scheduledJobExpiresAtItsDeadline() // E7
    {
        DispatchRig rig(oneQueue());
        rig.start();
        JobSpec spec = aJob("q");
        spec.runAt = rig.clock.now() + std::chrono::hours {1};
        spec.deadline = rig.clock.now() + seconds {1};
        const JobId id = rig.enqueue(spec);
        rig.advance(seconds {1});
        QCOMPARE(rig.state(id), JobState::Scheduled); // at its deadline it is not late
        rig.advance(milliseconds {100});
        QCOMPARE(rig.state(id), JobState::Expired);
        QVERIFY(rig.delivered.empty());
    }
};

QTEST_APPLESS_MAIN(ExpiryTest)
#include "expiry_test.moc"
