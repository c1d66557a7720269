// SPDX-License-Identifier: Apache-2.0
// Jobs that become ready: new ones, and scheduled ones whose time has come.
#include "engine/dispatch/arrivals.h"
#include "tests/dispatch/parts_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
struct ArrivalsRig : LinkedParts
{
    JobSpec at(Microseconds later) const
    {
        JobSpec spec = aJob("q");
        spec.runAt = rig.clock.now() + later;
        return spec;
    }
    void enqueue(const JobSpec &spec)
    {
        arrivals.enqueued({rig.accept(spec)});
        rig.home->runAll();
    }
};
} // namespace

class ArrivalsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readyJobIsCountedAndWaitsAtOnce()
    {
        ArrivalsRig test;
        const int turns = test.rig.turns;
        test.enqueue(aJob("q"));
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
        QCOMPARE(test.rig.counts().accepted, std::int64_t {1});
        QCOMPARE(test.rig.turns, turns + 1);
        QVERIFY(test.arrivals.isIdle());
    }
    void scheduledJobIsReadyAtItsTimeAndTheNextAtItsOwn()
    {
        ArrivalsRig test;
        test.enqueue(test.at(seconds {2}));
        test.enqueue(test.at(seconds {1}));
        QVERIFY(!test.arrivals.isIdle());
        test.rig.advance(seconds {1} - Microseconds {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {0});
        test.rig.advance(Microseconds {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
        test.rig.advance(seconds {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {2});
        QVERIFY(test.arrivals.isIdle());
    }
    void storeThatFailsIsAskedAgainAfterAWhile()
    {
        ArrivalsRig test;
        test.enqueue(test.at(seconds {1}));
        test.rig.queue.failNext = {{ErrorCode::DiskFull, "full"}};
        test.rig.advance(seconds {1});
        QCOMPARE(test.rig.troubles.size(), std::size_t {1});
        QVERIFY(!test.arrivals.isIdle());
        test.rig.advance(milliseconds {199});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {0});
        test.rig.advance(milliseconds {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
    }
    void timesThatComeWhileTheStoreIsAskedAreNotLost()
    {
        ArrivalsRig test;
        test.enqueue(test.at(seconds {1}));
        test.rig.queue.isHeld = true;
        test.rig.advance(seconds {1});
        QVERIFY(!test.arrivals.isIdle());
        test.arrivals.scheduled(test.rig.clock.now() + seconds {1});
        test.rig.queue.letGo();
        test.rig.home->runAll();
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
        QVERIFY(!test.arrivals.isIdle());
        test.rig.advance(seconds {1});
        QVERIFY(test.arrivals.isIdle());
    }
};

QTEST_APPLESS_MAIN(ArrivalsTest)
#include "arrivals_test.moc"
