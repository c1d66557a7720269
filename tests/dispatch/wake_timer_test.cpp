// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/wake_timer.h"
#include "engine/simulation/manual_timers.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::seconds;

namespace {
struct Rig
{
    explicit Rig(Microseconds waitMin = Microseconds {0})
        : timer({timers, clock}, waitMin, [this] { calls.push_back(clock.now() - start); })
    {
    }
    TimePoint at(Microseconds since) const { return start + since; }

    ManualClock clock;
    ManualTimers timers {clock};
    const TimePoint start = clock.now();
    std::vector<Microseconds> calls;
    WakeTimer timer;
};
} // namespace

class WakeTimerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void earliestTimeCountsOnce()
    {
        Rig rig;
        for (const int second : {30, 10, 20})
            rig.timer.wakeAt(rig.at(seconds {second}));
        QVERIFY(!rig.timer.isIdle());
        rig.timers.advance(seconds {60});
        QVERIFY(rig.calls == std::vector<Microseconds> {seconds {10}});
        QVERIFY(rig.timer.isIdle());
        QCOMPARE(rig.timers.count(), std::size_t {0});
    }
    void setTimeReplacesTheEarlierOnes()
    {
        Rig rig;
        rig.timer.wakeAt(rig.at(seconds {10}));
        rig.timer.setTime(rig.at(seconds {20}));
        rig.timers.advance(seconds {19});
        QVERIFY(rig.calls.empty());
        rig.timer.setTime(std::nullopt);
        rig.timers.advance(seconds {10});
        QVERIFY(rig.calls.empty() && rig.timer.isIdle());
    }
    void heldTimerRemembersTheEarliest()
    {
        Rig rig;
        rig.timer.hold();
        rig.timer.wakeAt(rig.at(seconds {20}));
        rig.timer.wakeAt(rig.at(seconds {10}));
        rig.timers.advance(seconds {15});
        QVERIFY(rig.calls.empty());
        rig.timer.letGo();
        rig.timers.advance(Microseconds {0});
        QVERIFY(rig.calls == std::vector<Microseconds> {seconds {15}});
    }
    void neverSoonerThanTheLeastWait()
    {
        Rig rig(seconds {5});
        rig.timer.wakeAt(rig.at(seconds {1}));
        rig.timers.advance(seconds {60});
        QVERIFY(rig.calls == std::vector<Microseconds> {seconds {5}});
    }
    void clockThatIsSetForwardOrBackIsNoticedInAMinute()
    {
        Rig rig;
        rig.timer.wakeAt(rig.at(std::chrono::hours {3}));
        rig.clock.stepWall(std::chrono::hours {4});
        rig.timers.advance(seconds {60});
        QCOMPARE(rig.calls.size(), std::size_t {1});
        rig.timer.wakeAt(rig.clock.now() + seconds {30});
        rig.clock.stepWall(-std::chrono::hours {1});
        rig.timers.advance(seconds {60});
        QCOMPARE(rig.calls.size(), std::size_t {2}); // its time has not come, but may have changed
        QVERIFY(rig.timer.setBack() == std::chrono::hours {1});
        rig.timer.wakeAt(rig.clock.now() + std::chrono::hours {1});
        rig.timers.advance(std::chrono::hours {1} - seconds {1});
        QCOMPARE(rig.calls.size(), std::size_t {2});
        rig.timers.advance(seconds {1});
        QCOMPARE(rig.calls.size(), std::size_t {3});
        QVERIFY(rig.timer.setBack() == Microseconds {0});
    }
};

QTEST_APPLESS_MAIN(WakeTimerTest)
#include "wake_timer_test.moc"
