// SPDX-License-Identifier: Apache-2.0
// A wall clock that is set back while jobs wait.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
JobSpec retriedAfter(Microseconds delay)
{
    JobSpec spec = aJob("q");
    spec.maxAttempts = 5;
    spec.retry = RetryPolicy(RetryPolicy::Fixed {delay}, hours {24});
    return spec;
}
} // namespace

class ClockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void waitAfterARunKeepsItsLengthWhenTheClockIsSetBack_data()
    {
        QTest::addColumn<bool>("isSnoozed"); // else the run failed
        QTest::newRow("back-off") << false;
        QTest::newRow("snooze") << true;
    }
    void waitAfterARunKeepsItsLengthWhenTheClockIsSetBack()
    {
        QFETCH(bool, isSnoozed);
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue(retriedAfter(seconds {2}));
        rig.end(
            rig.take(), isSnoozed ? Outcome {Snoozed {seconds {2}}} : Outcome {Failed {"boom", "it went boom", {}}});
        rig.clock.stepWall(-hours {2});
        rig.advance(minutes {1});
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
    void longWaitIsNotCutShort()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue(retriedAfter(hours {3}));
        rig.end(rig.take(), Failed {"boom", "it went boom", {}});
        for (int i = 0; i < 2; ++i) {
            rig.advance(minutes {1});
            rig.clock.stepWall(-hours {1});
        }
        rig.advance(hours {3} - minutes {5});
        QVERIFY(rig.delivered.empty());
        rig.advance(minutes {5});
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
    void timeThatWasAskedForFollowsTheClock()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        JobSpec spec = aJob("q");
        spec.runAt = rig.clock.now() + minutes {10};
        rig.enqueue(spec);
        rig.clock.stepWall(-hours {2});
        rig.advance(hours {2});
        QVERIFY(rig.delivered.empty());
        rig.advance(minutes {11});
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
    void stepWhileNothingWaitsCutsNoLaterWaitShort()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.clock.stepWall(-hours {2});
        rig.enqueue(retriedAfter(minutes {5}));
        rig.end(rig.take(), Failed {"boom", "it went boom", {}});
        rig.advance(minutes {4});
        QVERIFY(rig.delivered.empty());
        rig.advance(minutes {1});
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
};

QTEST_GUILESS_MAIN(ClockTest)
#include "clock_test.moc"
