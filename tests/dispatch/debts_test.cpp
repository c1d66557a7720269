// SPDX-License-Identifier: Apache-2.0
// What a tenant owes for runs that took longer than was thought, over the lives of an engine.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;

namespace {
EngineSettings measured()
{
    return oneQueue([](QueueSettings &queue) { queue.costMode = CostMode::Measured; });
}

/// How many runs of "b" come before the first of "a"; all take 10 ms.
int turnsBefore(DispatchRig &rig)
{
    for (int before = 0; before < 100; ++before) {
        const DispatchRig::Delivered given = rig.take();
        if (given.run->job.spec.tenant.text() == "a")
            return before;
        rig.end(given, Succeeded {}, milliseconds {10});
    }
    return 100;
}
} // namespace

class DebtsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void debtComesBackAfterAStopAndOnce()
    {
        auto disk = std::make_shared<MemoryState>();
        {
            DispatchRig rig(measured(), 1, disk);
            rig.start();
            rig.enqueue(aJob("q", "a"));
            const DispatchRig::Delivered given = rig.take();
            for (int i = 0; i < 40; ++i) {
                rig.enqueue(aJob("q", "b"));
                rig.enqueue(aJob("q", "a"));
            }
            bool isStopped = false;
            rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Drain, [&] { isStopped = true; }); });
            rig.end(given, Succeeded {}, milliseconds {200}); // 190 more than was thought
            QVERIFY(isStopped);
        }
        {
            DispatchRig rig(measured(), 1, disk);
            rig.start();
            const int before = turnsBefore(rig);
            QVERIFY2(before >= 19 && before <= 20, qPrintable(QString::number(before)));
        } // without a stop
        DispatchRig rig(measured(), 1, disk);
        rig.start();
        QVERIFY(turnsBefore(rig) <= 1);
    }
    void debtsThatCannotBeWrittenHoldNoStopUp()
    {
        DispatchRig rig(measured());
        rig.start();
        rig.enqueue(aJob("q", "a"));
        bool isStopped = false;
        rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Drain, [&] { isStopped = true; }); });
        rig.queue.isHeld = true;
        rig.end(rig.take(), Succeeded {}, milliseconds {200});
        rig.queue.letGo(); // the end of the run is written; statistics and deficits are not
        rig.queue.failNext = {{ErrorCode::DiskFull, "full"}, {ErrorCode::DiskFull, "full"}};
        rig.home->runAll();
        QVERIFY(isStopped);
        QCOMPARE(rig.troubles.size(), std::size_t {2});
    }
};

QTEST_APPLESS_MAIN(DebtsTest)
#include "debts_test.moc"
