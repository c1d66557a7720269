// SPDX-License-Identifier: Apache-2.0
// How many workers a queue has, under a turned clock.
#include "engine/scheduling/autoscaler.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
ScalingSettings oneToFour()
{
    ScalingSettings settings;
    settings.workersMax = 4;
    return settings; // 5 s, 10 jobs a worker; up every 10 s, down after a minute
}

const Autoscaler::Facts quiet {0, {}};
const Autoscaler::Facts deep {1'000, seconds {1}};
const Autoscaler::Facts old {1, seconds {6}};
} // namespace

class AutoscalerTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stepsUpNoFasterThanTheCooldown_data()
    {
        QTest::addColumn<bool>("isOld");
        QTest::addRow("much waits") << false;
        QTest::addRow("one waits for long") << true;
    }
    void stepsUpNoFasterThanTheCooldown()
    {
        QFETCH(bool, isOld);
        Autoscaler scaler(oneToFour());
        const Autoscaler::Facts &facts = isOld ? old : deep;
        QCOMPARE(scaler.decide(facts, now), 2);
        QCOMPARE(scaler.decide(facts, now + seconds {10} - Microseconds {1}), 2);
        QCOMPARE(scaler.decide(facts, now + seconds {10}), 3);
        QCOMPARE(scaler.decide(facts, now + seconds {20}), 4);
        QCOMPARE(scaler.decide(facts, now + minutes {10}), 4); // its most
    }
    void depthIsCountedPerWorker()
    {
        Autoscaler scaler(oneToFour());
        QCOMPARE(scaler.decide({10, {}}, now), 1);
        QCOMPARE(scaler.decide({11, {}}, now), 2);
        QCOMPARE(scaler.decide({20, {}}, now + seconds {10}), 2);
        QCOMPARE(scaler.decide({21, {}}, now + seconds {20}), 3);
    }
    void stepsDownOnlyAfterAQuietTime()
    {
        Autoscaler scaler(oneToFour());
        for (int i = 0; i < 3; ++i)
            scaler.decide(deep, now + i * seconds {10});
        const MonotonicTime end = now + seconds {21};
        QCOMPARE(scaler.decide(quiet, end), 4);
        QCOMPARE(scaler.decide(quiet, end + seconds {59}), 4);
        QCOMPARE(scaler.decide(deep, end + seconds {59}), 4); // the quiet begins anew
        QCOMPARE(scaler.decide(quiet, end + seconds {61}), 4);
        QCOMPARE(scaler.decide(quiet, end + seconds {120}), 4);
        QCOMPARE(scaler.decide(quiet, end + seconds {121}), 3);
        QCOMPARE(scaler.decide(quiet, end + seconds {180}), 3);
        QCOMPARE(scaler.decide(quiet, end + seconds {181}), 2);
        QCOMPARE(scaler.decide(quiet, end + seconds {241}), 1);
        QCOMPARE(scaler.decide(quiet, end + minutes {60}), 1); // its least
    }
    void waitIsKnownToTheLastMark()
    {
        PositionMarks marks;
        QCOMPARE(marks.waitOf(QueuePosition {5}, now), Microseconds {0});
        marks.mark(QueuePosition {10}, now);
        marks.mark(QueuePosition {10}, now + seconds {1}); // nothing came
        marks.mark(QueuePosition {20}, now + seconds {2});
        QCOMPARE(marks.waitOf(QueuePosition {3}, now + seconds {9}), Microseconds {seconds {9}});
        QCOMPARE(marks.waitOf(QueuePosition {10}, now + seconds {9}), Microseconds {seconds {9}});
        QCOMPARE(marks.waitOf(QueuePosition {11}, now + seconds {9}), Microseconds {seconds {7}});
        QCOMPARE(marks.waitOf(QueuePosition {21}, now + seconds {9}), Microseconds {0});
    }
    void marksAreBoundedAndStayInOrder()
    {
        PositionMarks marks;
        for (int i = 1; i <= 100'000; ++i)
            marks.mark(QueuePosition {i}, now + seconds {i});
        Microseconds last = Microseconds::max();
        for (int i = 1; i <= 100'000; i += 100) {
            const Microseconds wait = marks.waitOf(QueuePosition {i}, now + seconds {100'000});
            QVERIFY(wait <= last && wait <= seconds {100'000 - i});
            last = wait;
        }
        QCOMPARE(marks.waitOf(QueuePosition {99'999}, now + seconds {100'000}), Microseconds {seconds {1}});
    }

private:
    const MonotonicTime now {seconds {1'000}};
};

QTEST_APPLESS_MAIN(AutoscalerTest)
#include "autoscaler_test.moc"
