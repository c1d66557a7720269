// SPDX-License-Identifier: Apache-2.0
// Jobs that start in the commit that accepts them, and those that may not.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::hours;

namespace {
const JobId someId(JobId::Bytes {1});
} // namespace

class PromiseTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jobOfAnIdleEngineStartsInTheCommitThatAcceptsIt()
    {
        DispatchRig rig(DispatchRig::oneQueue());
        rig.start();
        QVERIFY(rig.dispatcher().mayPromise());
        const JobSpec spec = aJob("q");
        const auto promise = rig.promise(spec);
        QVERIFY(promise);
        QVERIFY(!rig.dispatcher().mayPromise()); // its only worker is taken
        QVERIFY(!rig.promise(spec));
        rig.queue.isHeld = true;
        rig.offer(spec, promise);
        QVERIFY(rig.delivered.empty());
        rig.queue.letGo();
        rig.queue.isHeld = true; // no other commit is needed
        rig.home->runAll();
        const auto given = rig.take();
        QCOMPARE(given.run->attempt, 1);
        QCOMPARE(rig.record(given.run->job.id).worker, std::string("worker-0"));
        rig.queue.letGo();
        rig.end(given);
        QCOMPARE(rig.state(given.run->job.id), JobState::Succeeded);
        QVERIFY(rig.dispatcher().mayPromise());
    }
    void nothingIsPromisedBeforeTheStart()
    {
        DispatchRig rig(DispatchRig::oneQueue());
        QVERIFY(!rig.dispatcher().mayPromise());
        QVERIFY(!rig.promise(aJob("q")));
    }
    void whoeverWaitsComesFirst()
    {
        DispatchRig rig(DispatchRig::oneQueue(), 2);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({QueueName::trusted("q"), {}, {}, {}, {}}); });
        rig.enqueue();
        QVERIFY(!rig.dispatcher().mayPromise());
        QVERIFY(!rig.promise(aJob("q", "other")));
    }
    void backlogOnDiskComesFirst()
    {
        auto disk = std::make_shared<MemoryState>();
        {
            DispatchRig rig(DispatchRig::oneQueue(), 1, disk);
            rig.enqueue(); // not started: nobody takes it
        }
        DispatchRig rig(DispatchRig::oneQueue(), 2, disk);
        rig.queue.isHeld = true;
        rig.start();
        QVERIFY(!rig.promise(aJob("q")));
    }
    void pausedQueueAndPausedTenantArePromisedNothing()
    {
        DispatchRig rig(DispatchRig::oneQueue());
        rig.start();
        const Pause ofTenant {{}, TenantName::trusted("anna"), {}, {}, {}};
        rig.call([&](Dispatcher &dispatcher) { dispatcher.pause(ofTenant); });
        QVERIFY(!rig.promise(aJob("q", "anna")));
        rig.call([&](Dispatcher &dispatcher) { dispatcher.resume(ofTenant.queue, ofTenant.tenant); });
        const Pause ofQueue {QueueName::trusted("q"), {}, {}, {}, {}};
        rig.call([&](Dispatcher &dispatcher) { dispatcher.pause(ofQueue); });
        QVERIFY(!rig.promise(aJob("q", "anna")));
        rig.call([&](Dispatcher &dispatcher) { dispatcher.resume(ofQueue.queue, ofQueue.tenant); });
        QVERIFY(rig.promise(aJob("q", "anna")));
    }
    void capOfATenantIsKept()
    {
        DispatchRig rig(DispatchRig::oneQueue(), 3);
        rig.start();
        TenantSettings anna {TenantName::trusted("anna"), {}, {}};
        anna.rules.concurrency = 1;
        rig.call([&](Dispatcher &dispatcher) { dispatcher.setTenant(anna); });
        rig.offer(aJob("q", "anna"), rig.promise(aJob("q", "anna")));
        const auto given = rig.take();
        QVERIFY(!rig.promise(aJob("q", "anna")));
        QVERIFY(rig.promise(aJob("q", "ben")));
        rig.end(given);
        QVERIFY(rig.promise(aJob("q", "anna")));
    }
    void rateOfATenantCountsWhatWasPromised()
    {
        DispatchRig rig(DispatchRig::oneQueue(), 3);
        rig.start();
        TenantSettings anna {TenantName::trusted("anna"), {}, {}};
        anna.rules.rate = Rate {1, 1};
        rig.call([&](Dispatcher &dispatcher) { dispatcher.setTenant(anna); });
        const auto promise = rig.promise(aJob("q", "anna"));
        QVERIFY(promise);
        QVERIFY(!rig.promise(aJob("q", "anna")));
        rig.call([&](Dispatcher &dispatcher) { dispatcher.settlePromise(*promise, {}); }); // nothing came of it
        QVERIFY(rig.promise(aJob("q", "anna")));
    }
    void whatCannotStartNowIsPromisedNothing()
    {
        EngineSettings settings = DispatchRig::oneQueue();
        settings.queues.push_back({.name = QueueName::trusted("far")});
        settings.queues.back().handler = PullHandlerSettings {};
        DispatchRig rig(settings);
        rig.start();
        QVERIFY(!rig.promise(aJob("far")));
        QVERIFY(!rig.promise(aJob("unknown")));
        JobSpec later = aJob("q");
        later.runAt = rig.clock.now() + hours {1};
        QVERIFY(!rig.promise(later));
        JobSpec late = aJob("q");
        late.deadline = rig.clock.now() - Microseconds {1};
        QVERIFY(!rig.promise(late));
        QVERIFY(rig.promise(aJob("q")));
    }
    void runThatIsNotSettledYetIsNotStolen()
    {
        DispatchRig rig(DispatchRig::oneQueue([](QueueSettings &queue) { queue.mailbox = 2; }), 2);
        rig.start();
        const JobSpec spec = aJob("q");
        const auto promise = rig.promise(spec);
        auto accepted = must(rig.store.enqueue({&spec, 1}, {&someId, 1}, rig.clock.now()));
        auto started = must(Dispatcher::claimPromised(rig.store, promise, accepted.front(), rig.clock.now()));
        for (int i = 0; i < 3; ++i)
            rig.enqueue(); // two of them for the other worker, one behind what was promised
        RunPtr run;
        rig.call([&](Dispatcher &dispatcher) { run = dispatcher.runOf(std::move(*started)); });
        promise->door({run}); // the dispatcher is told, but has not heard yet
        for (int i = 0; i < 2; ++i) {
            const auto other = std::find_if(rig.delivered.begin(), rig.delivered.end(),
                [&](const DispatchRig::Delivered &given) { return given.worker != promise->worker; });
            const auto given = *other;
            rig.delivered.erase(other);
            rig.end(given);
        }
        QCOMPARE(rig.delivered.size(), std::size_t {2});
        rig.call([&](Dispatcher &dispatcher) { dispatcher.noteSettled(*promise, run); });
        const auto stolen = rig.delivered.back();
        QVERIFY(stolen.run == run && stolen.worker != promise->worker); // the newest there
        rig.end(rig.take());
        rig.end(rig.take());
        QCOMPARE(rig.state(run->job.id), JobState::Succeeded);
    }
    void jobThatWasKnownBreaksItsPromiseAndTheWorkerIsFreeAgain()
    {
        DispatchRig rig(DispatchRig::oneQueue());
        rig.start();
        JobSpec spec = aJob("q");
        spec.uniqueKey = "one";
        rig.offer(spec, rig.promise(spec));
        rig.end(rig.take(), Failed {"boom", "boom", {}}); // tried again later
        rig.offer(spec, rig.promise(spec));
        QVERIFY(rig.delivered.empty());
        rig.offer(aJob("q"), rig.promise(aJob("q")));
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
    void commitThatFailsBreaksThePromise()
    {
        DispatchRig rig(DispatchRig::oneQueue());
        rig.start();
        rig.queue.failNext = {{ErrorCode::DiskFull, "full"}};
        rig.offer(aJob("q"), rig.promise(aJob("q")));
        QVERIFY(rig.delivered.empty());
        QVERIFY(rig.promise(aJob("q")));
    }
    void engineThatStopsMeanwhileTellsTheRunAndWaitsForIt()
    {
        DispatchRig rig(DispatchRig::oneQueue());
        rig.start();
        const auto promise = rig.promise(aJob("q"));
        bool isStopped = false;
        rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Now, [&] { isStopped = true; }); });
        QVERIFY(!isStopped);
        QVERIFY(!rig.promise(aJob("q")));
        rig.offer(aJob("q"), promise);
        const auto given = rig.take();
        QVERIFY(given.run->cancellation->isRequested());
        QVERIFY(!isStopped);
        rig.end(given, Released {});
        QVERIFY(isStopped);
        QCOMPARE(rig.state(given.run->job.id), JobState::Ready);
    }
};

QTEST_GUILESS_MAIN(PromiseTest)
#include "promise_test.moc"
