// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/clock.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

class ClockTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void turnedClockStandsStill()
    {
        const ManualClock clock(TimePoint {5s});
        QVERIFY(clock.now() == TimePoint {5s});
        QVERIFY(clock.monotonicNow() == clock.monotonicNow());
    }
    void advancingMovesBothTimes()
    {
        ManualClock clock(TimePoint {5s});
        const MonotonicTime before = clock.monotonicNow();
        clock.advance(1500us);
        QVERIFY(clock.now() == TimePoint {5s + 1500us});
        QVERIFY(clock.monotonicNow() == before + 1500us);
    }
    void steppingMovesWallTimeAlone()
    {
        ManualClock clock(TimePoint {5s});
        const MonotonicTime before = clock.monotonicNow();
        clock.stepWall(-3s);
        QVERIFY(clock.now() == TimePoint {2s});
        QVERIFY(clock.monotonicNow() == before);
    }
    void machinesClockNeverGoesBackWhereItMustNot()
    {
        const SystemClock clock;
        MonotonicTime last = clock.monotonicNow();
        for (int i = 0; i < 10'000; ++i) {
            const MonotonicTime now = clock.monotonicNow();
            QVERIFY(now >= last);
            last = now;
        }
        QVERIFY(clock.now() > TimePoint {1'700'000'000s}); // wall time counts from 1970
    }
};
QTEST_APPLESS_MAIN(ClockTest)
#include "clock_test.moc"
