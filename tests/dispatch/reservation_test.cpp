// SPDX-License-Identifier: Apache-2.0
// Jobs that start in the commit that accepts them, and those that may not.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::hours;

namespace {
const JobId someId(JobId::Bytes {1});
} // namespace

class ReservationTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jobOfAnIdleEngineStartsInTheCommitThatAcceptsIt()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        QVERIFY(rig.dispatcher().claims().mayReserve());
        const JobSpec spec = aJob("q");
        const auto reservation = rig.reserve(spec);
        QVERIFY(reservation);
        QVERIFY(!rig.dispatcher().claims().mayReserve()); // its only worker is taken
        QVERIFY(!rig.reserve(spec));
        rig.queue.isHeld = true;
        rig.offer(spec, reservation);
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
        QVERIFY(rig.dispatcher().claims().mayReserve());
    }
    void nothingIsReservedBeforeTheStart()
    {
        DispatchRig rig(oneQueue());
        QVERIFY(!rig.dispatcher().claims().mayReserve());
        QVERIFY(!rig.reserve(aJob("q")));
    }
    void whoeverWaitsComesFirst()
    {
        DispatchRig rig(oneQueue(), 2);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({QueueName::trusted("q"), {}, {}, {}, {}}); });
        rig.enqueue();
        QVERIFY(!rig.dispatcher().claims().mayReserve());
        QVERIFY(!rig.reserve(aJob("q", "other")));
    }
    void backlogOnDiskComesFirst()
    {
        auto disk = std::make_shared<MemoryState>();
        {
            DispatchRig rig(oneQueue(), 1, disk);
            rig.enqueue(); // not started: nobody takes it
        }
        DispatchRig rig(oneQueue(), 2, disk);
        rig.queue.isHeld = true;
        rig.start();
        QVERIFY(!rig.reserve(aJob("q")));
    }
    void nothingIsReservedForAPausedQueueOrAPausedTenant()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const Pause ofTenant {{}, TenantName::trusted("anna"), {}, {}, {}};
        rig.call([&](Dispatcher &dispatcher) { dispatcher.pause(ofTenant); });
        QVERIFY(!rig.reserve(aJob("q", "anna")));
        rig.call([&](Dispatcher &dispatcher) { dispatcher.resume(ofTenant.queue, ofTenant.tenant); });
        const Pause ofQueue {QueueName::trusted("q"), {}, {}, {}, {}};
        rig.call([&](Dispatcher &dispatcher) { dispatcher.pause(ofQueue); });
        QVERIFY(!rig.reserve(aJob("q", "anna")));
        rig.call([&](Dispatcher &dispatcher) { dispatcher.resume(ofQueue.queue, ofQueue.tenant); });
        QVERIFY(rig.reserve(aJob("q", "anna")));
    }
    void capOfATenantIsKept()
    {
        DispatchRig rig(oneQueue(), 3);
        rig.start();
        TenantSettings anna {TenantName::trusted("anna"), {}, {}};
        anna.rules.concurrency = 1;
        rig.setTenants({anna});
        rig.offer(aJob("q", "anna"), rig.reserve(aJob("q", "anna")));
        const auto given = rig.take();
        QVERIFY(!rig.reserve(aJob("q", "anna")));
        QVERIFY(rig.reserve(aJob("q", "ben")));
        rig.end(given);
        QVERIFY(rig.reserve(aJob("q", "anna")));
    }
    void rateOfATenantCountsReservations()
    {
        DispatchRig rig(oneQueue(), 3);
        rig.start();
        TenantSettings anna {TenantName::trusted("anna"), {}, {}};
        anna.rules.rate = Rate {1, 1};
        rig.setTenants({anna});
        const auto reservation = rig.reserve(aJob("q", "anna"));
        QVERIFY(reservation);
        QVERIFY(!rig.reserve(aJob("q", "anna")));
        rig.call([&](Dispatcher &dispatcher) { dispatcher.claims().start(*reservation, {}); }); // nothing came of it
        QVERIFY(rig.reserve(aJob("q", "anna")));
    }
    void nothingIsReservedForAJobThatCannotStartNow()
    {
        EngineSettings settings = oneQueue();
        settings.queues.push_back({.name = QueueName::trusted("far")});
        settings.queues.back().handler = PullHandlerSettings {};
        DispatchRig rig(settings);
        rig.start();
        QVERIFY(!rig.reserve(aJob("far")));
        QVERIFY(!rig.reserve(aJob("unknown")));
        JobSpec later = aJob("q");
        later.runAt = rig.clock.now() + hours {1};
        QVERIFY(!rig.reserve(later));
        JobSpec late = aJob("q");
        late.deadline = rig.clock.now() - Microseconds {1};
        QVERIFY(!rig.reserve(late));
        QVERIFY(rig.reserve(aJob("q")));
    }
    void runThatIsNotSettledYetIsNotStolen()
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.mailbox = 2; }), 2);
        rig.start();
        const JobSpec spec = aJob("q");
        const auto reservation = rig.reserve(spec);
        auto accepted = must(rig.store.jobs().enqueue({&spec, 1}, {&someId, 1}, rig.clock.now()));
        auto started = must(Claims::claimReserved(rig.store, reservation, accepted.front(), rig.clock.now()));
        for (int i = 0; i < 3; ++i)
            rig.enqueue(); // two of them for the other worker, one behind the reserved one
        RunPtr run;
        rig.call([&](Dispatcher &dispatcher) { run = dispatcher.claims().runOf(std::move(*started)); });
        reservation->deliver({run}); // the dispatcher is told, but has not heard yet
        for (int i = 0; i < 2; ++i) {
            const auto other = std::find_if(rig.delivered.begin(), rig.delivered.end(),
                [&](const DispatchRig::Delivered &given) { return given.worker != reservation->worker; });
            const auto given = *other;
            rig.delivered.erase(other);
            rig.end(given);
        }
        QCOMPARE(rig.delivered.size(), std::size_t {2});
        rig.call([&](Dispatcher &dispatcher) { dispatcher.claims().release(*reservation, run); });
        const auto stolen = rig.delivered.back();
        QVERIFY(stolen.run == run && stolen.worker != reservation->worker); // the newest there
        rig.end(rig.take());
        rig.end(rig.take());
        QCOMPARE(rig.state(run->job.id), JobState::Succeeded);
    }
    void jobThatWasKnownFreesItsReservedWorkerAgain()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        JobSpec spec = aJob("q");
        spec.uniqueKey = "one";
        rig.offer(spec, rig.reserve(spec));
        rig.end(rig.take(), Failed {"boom", "boom", {}}); // tried again later
        rig.offer(spec, rig.reserve(spec));
        QVERIFY(rig.delivered.empty());
        rig.offer(aJob("q"), rig.reserve(aJob("q")));
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
    void commitThatFailsFreesTheReservedWorker()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.queue.failNext = {{ErrorCode::DiskFull, "full"}};
        rig.offer(aJob("q"), rig.reserve(aJob("q")));
        QVERIFY(rig.delivered.empty());
        QVERIFY(rig.reserve(aJob("q")));
    }
    void engineThatStopsMeanwhileTellsTheRunAndWaitsForIt()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const auto reservation = rig.reserve(aJob("q"));
        bool isStopped = false;
        rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Now, [&] { isStopped = true; }); });
        QVERIFY(!isStopped);
        QVERIFY(!rig.reserve(aJob("q")));
        rig.offer(aJob("q"), reservation);
        const auto given = rig.take();
        QVERIFY(given.run->cancellation->isRequested());
        QVERIFY(!isStopped);
        rig.end(given, Released {});
        QVERIFY(isStopped);
        QCOMPARE(rig.state(given.run->job.id), JobState::Ready);
    }
};

QTEST_GUILESS_MAIN(ReservationTest)
#include "reservation_test.moc"
