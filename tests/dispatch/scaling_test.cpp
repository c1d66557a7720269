// SPDX-License-Identifier: Apache-2.0
// Number of workers, under a turned clock: the part alone, and inside a dispatcher. The test counts those that begin
// and end.
#include "tests/dispatch/parts_rig.h"
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
EngineSettings oneToThree()
{
    return oneQueue([](QueueSettings &queue) {
        queue.scaling = ScalingSettings {}; // up every 10 s when it waits for 5 s, down after a minute
        queue.scaling->workersMax = 3;
    });
}

int workersOf(const DispatchRig &rig)
{
    return rig.dispatcher().snapshot(DispatchSnapshot::With::Queues).workersByQueue.at(QueueName::trusted("q")).workers;
}
} // namespace

class ScalingTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partBeginsWorkersForADeepQueueAndEndsThemWhenItIsQuiet()
    {
        PartsRig rig(oneToThree());
        Scaling scaling(rig.settings, rig.ports, {rig.scheduler, rig.runs, rig.turn});
        scaling.start();
        for (int i = 0; i < 11; ++i) // more than ten for each worker
            rig.wait();
        rig.advance(seconds {1});
        scaling.pump();
        QCOMPARE(rig.begun, std::vector<WorkerIndex> {1});
        QCOMPARE(scaling.workersByQueue().at(QueueName::trusted("q")).workers, 2);
        while (rig.scheduler.takeNext(rig.clock.now())) { }
        rig.advance(minutes {2});
        scaling.pump();
        QCOMPARE(rig.ended, std::vector<WorkerIndex> {1});
    }
    void partScalesByHandOnlyTheQueuesThatRunHere()
    {
        EngineSettings settings = oneQueue();
        settings.queues.push_back({.name = QueueName::trusted("far")});
        settings.queues.back().handler = PullHandlerSettings {};
        PartsRig rig(settings);
        Scaling scaling(rig.settings, rig.ports, {rig.scheduler, rig.runs, rig.turn});
        QVERIFY(!scaling.scale(QueueName::trusted("far"), 2));
        QVERIFY(!scaling.scale(QueueName::trusted("gone"), 2));
        QVERIFY(scaling.scale(QueueName::trusted("q"), 3));
        scaling.pump();
        QCOMPARE(rig.begun, (std::vector<WorkerIndex> {1, 2}));
        rig.home->runAll(); // they have started
        QVERIFY(scaling.scale(QueueName::trusted("q"), {}));
        QVERIFY(scaling.workersByQueue().empty());
        scaling.pump();
        QCOMPARE(rig.ended, (std::vector<WorkerIndex> {2, 1}));
    }
    void workersReallyComeAndGo()
    {
        DispatchRig rig(oneToThree(), 1);
        rig.start();
        for (int i = 0; i < 5; ++i)
            rig.enqueue();
        QCOMPARE(rig.delivered.size(), std::size_t {1});
        rig.advance(seconds {5});
        QCOMPARE(rig.workersStarted, 0);
        rig.advance(seconds {2}); // the oldest waits for more than 5 s
        QCOMPARE(rig.workersStarted, 1);
        QCOMPARE(rig.delivered.size(), std::size_t {2});
        QCOMPARE(rig.dispatcher().snapshot(DispatchSnapshot::With::Workers).workers, 2);
        rig.advance(seconds {9});
        QCOMPARE(rig.workersStarted, 1); // not before the cooldown
        rig.advance(seconds {1});
        QCOMPARE(rig.workersStarted, 2);
        rig.advance(minutes {5});
        QCOMPARE(rig.workersStarted, 2); // its most
        QCOMPARE(workersOf(rig), 3);
        while (!rig.delivered.empty())
            rig.end(rig.take());
        rig.advance(minutes {1});
        QCOMPARE(rig.workersEnded, 0);
        rig.advance(seconds {2});
        QCOMPARE(rig.workersEnded, 1);
        rig.advance(minutes {1});
        QCOMPARE(rig.workersEnded, 2);
        rig.advance(minutes {10});
        QCOMPARE(rig.workersEnded, 2); // its least
        QCOMPARE(rig.dispatcher().snapshot(DispatchSnapshot::With::Workers).workerViews.size(), std::size_t {1});
        rig.enqueue();
        QCOMPARE(rig.take().worker, 0);
    }
    void queueBeginsWithItsLeast()
    {
        DispatchRig rig(oneToThree(), 4);
        rig.start();
        for (int i = 0; i < 5; ++i)
            rig.enqueue();
        QCOMPARE(rig.delivered.size(), std::size_t {1});
        rig.advance(seconds {7});
        QCOMPARE(rig.delivered.size(), std::size_t {2});
        QCOMPARE(rig.workersStarted, 0); // there are enough
    }
    void busyWorkerEndsOnlyWhenItRunsDry()
    {
        DispatchRig rig(oneQueue(), 1);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.scaleQueue(QueueName::trusted("q"), 3); });
        QCOMPARE(rig.workersStarted, 2);
        for (int i = 0; i < 3; ++i)
            rig.enqueue();
        rig.call([](Dispatcher &dispatcher) { dispatcher.scaleQueue(QueueName::trusted("q"), {}); });
        QCOMPARE(rig.workersEnded, 0);
        rig.end(rig.take());
        QCOMPARE(rig.workersEnded, 1);
        rig.end(rig.take());
        QCOMPARE(rig.workersEnded, 2);
        QCOMPARE(rig.dispatcher().snapshot(DispatchSnapshot::With::Workers).workers, 1);
        rig.end(rig.take());
        QCOMPARE(rig.workersEnded, 2);
    }
    void handWinsUntilItIsReleased()
    {
        DispatchRig rig(oneToThree(), 1);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.scaleQueue(QueueName::trusted("q"), 2); });
        for (int i = 0; i < 30; ++i)
            rig.enqueue();
        rig.advance(minutes {5});
        QCOMPARE(workersOf(rig), 2);
        QCOMPARE(rig.delivered.size(), std::size_t {2});
        QVERIFY(rig.dispatcher()
                    .snapshot(DispatchSnapshot::With::Queues)
                    .workersByQueue.at(QueueName::trusted("q"))
                    .isByHand);
        rig.call([](Dispatcher &dispatcher) { dispatcher.scaleQueue(QueueName::trusted("q"), {}); });
        QCOMPARE(workersOf(rig), 3); // what the automatic had come to
    }
    void handWinsOverARestart()
    {
        auto disk = std::make_shared<MemoryState>();
        DispatchRig before(oneToThree(), 1, disk);
        before.start();
        must(before.store.settings().saveScale(QueueName::trusted("q"), 2));
        must(before.store.settings().saveScale(QueueName::trusted("gone"), 5)); // not configured any more
        DispatchRig rig(oneToThree(), 1, disk);
        rig.start();
        QCOMPARE(workersOf(rig), 2);
        QCOMPARE(rig.workersStarted, 1);
        for (int i = 0; i < 30; ++i)
            rig.enqueue();
        rig.advance(minutes {5});
        QCOMPARE(workersOf(rig), 2);
        QCOMPARE(rig.delivered.size(), std::size_t {2});
    }
    void otherQueuesHaveTheConfiguredWorkersAtLeast()
    {
        EngineSettings settings = oneToThree();
        settings.queues.push_back({.name = QueueName::trusted("other")});
        DispatchRig rig(settings, 2);
        rig.start();
        for (int i = 0; i < 5; ++i) {
            rig.enqueue(aJob("q"));
            rig.enqueue(aJob("other"));
        }
        QCOMPARE(rig.delivered.size(), std::size_t {2});
        QCOMPARE(rig.delivered[0].run->job.spec.queue == rig.delivered[1].run->job.spec.queue, false);
        QCOMPARE(rig.workersStarted, 0); // its one is among the two
    }
    void pausedJobsAskForNoWorkers()
    {
        DispatchRig rig(oneToThree(), 1);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({QueueName::trusted("q"), {}, "eve", "lunch", {}}); });
        for (int i = 0; i < 100; ++i)
            rig.enqueue();
        rig.advance(minutes {1});
        QCOMPARE(rig.workersStarted, 0);
    }
};

QTEST_APPLESS_MAIN(ScalingTest)
#include "scaling_test.moc"
