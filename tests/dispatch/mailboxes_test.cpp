// SPDX-License-Identifier: Apache-2.0
// Which worker is given a job, and who takes it over. The test is the workers.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

#include <numeric>
#include <set>

using namespace fairlead;

class MailboxesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workerHoldsNoMoreThanItsMailbox()
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.mailbox = 3; }), 2);
        rig.start();
        for (int i = 0; i < 20; ++i)
            rig.enqueue();
        QCOMPARE(rig.delivered.size(), std::size_t {6});
        rig.end(rig.take());
        QCOMPARE(rig.delivered.size(), std::size_t {6});
    }
    void mailboxOfAQueueBoundsItsOwnJobsAlone()
    {
        EngineSettings settings = oneQueue([](QueueSettings &queue) { queue.mailbox = 3; });
        QueueSettings single {.name = QueueName::trusted("single")};
        settings.queues.push_back(single);
        DispatchRig rig(settings, 2);
        rig.start();
        for (int i = 0; i < 10; ++i)
            rig.enqueue(aJob("single"));
        QCOMPARE(rig.delivered.size(), std::size_t {2});
        for (int i = 0; i < 10; ++i)
            rig.enqueue(aJob("q"));
        QCOMPARE(rig.delivered.size(), std::size_t {6});
    }
    void dryWorkerTakesWhatWaitsBehindASlowJob()
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.mailbox = 4; }), 2);
        rig.start();
        std::vector<JobId> ids;
        for (int i = 0; i < 8; ++i)
            ids.push_back(rig.enqueue());
        const auto slow = rig.take(); // three are behind it
        for (int i = 0; i < 7; ++i) {
            const auto next = std::find_if(rig.delivered.begin(), rig.delivered.end(),
                [&](const DispatchRig::Delivered &given) { return given.worker != slow.worker; });
            QVERIFY(next != rig.delivered.end());
            const auto given = *next;
            rig.delivered.erase(next);
            rig.end(given);
        }
        QCOMPARE(rig.dispatcher().snapshot(DispatchSnapshot::With::Workers).finished, 7);
        rig.end(slow);
        for (const JobId &id : ids)
            QCOMPARE(rig.state(id), JobState::Succeeded);
    }
    void stolenRunKeepsItsClaim()
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.mailbox = 2; }), 2);
        rig.start();
        for (int i = 0; i < 3; ++i)
            rig.enqueue();
        const auto first = rig.take();
        const auto second = rig.take();
        const auto third = rig.delivered.front(); // waits behind the first
        QCOMPARE(third.worker, first.worker);
        rig.end(second);
        const auto stolen = rig.take();
        QVERIFY(stolen.run == third.run);
        QCOMPARE(stolen.worker, second.worker);
        QCOMPARE(rig.record(stolen.run->job.id).attempt, 1);
        const std::string thief = "worker-" + std::to_string(second.worker);
        QCOMPARE(rig.record(stolen.run->job.id).worker, thief);
        for (const WorkerView &view : rig.dispatcher().snapshot(DispatchSnapshot::With::Workers).workerViews)
            QCOMPARE(view.worker == thief, view.job == std::optional(stolen.run->job.id));
        rig.end(stolen);
        QCOMPARE(rig.state(stolen.run->job.id), JobState::Succeeded);
        rig.enqueue();
        QCOMPARE(rig.take().worker, second.worker); // the loads are right
    }
    void claimIsHalfAGroupAtMost()
    {
        EngineSettings settings = oneQueue([](QueueSettings &queue) { queue.mailbox = 10; });
        settings.groupCommitJobsMax = 8;
        DispatchRig rig(settings);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({}); });
        for (int i = 0; i < 20; ++i)
            rig.enqueue();
        rig.queue.isHeld = true;
        rig.call([](Dispatcher &dispatcher) { dispatcher.resume({}, {}); });
        QCOMPARE(rig.queue.heldWeights(), (std::vector<int> {4, 4, 2}));
        rig.call([&rig](Dispatcher &) { rig.queue.letGo(); });
        QCOMPARE(rig.delivered.size(), std::size_t {10});
    }
    void endsOfAFullMailboxDoNotHoldUpTheNextClaims()
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.mailbox = 10; }));
        rig.start();
        for (int i = 0; i < 20; ++i)
            rig.enqueue();
        rig.queue.isHeld = true;
        for (int i = 0; i < 10; ++i)
            rig.end(rig.take());
        const std::vector<int> weights = rig.queue.heldWeights();
        QCOMPARE(std::accumulate(weights.begin(), weights.end(), 0), 20); // ten ends and ten claims
        rig.call([&rig](Dispatcher &) { rig.queue.letGo(); });
        QCOMPARE(rig.delivered.size(), std::size_t {10});
    }
    void leastLoadedWorkerIsGivenTheNextJob()
    {
        DispatchRig rig(oneQueue(), 3);
        rig.start();
        for (int i = 0; i < 4; ++i)
            rig.enqueue();
        std::set<WorkerIndex> workers;
        for (const auto &given : rig.delivered)
            workers.insert(given.worker);
        QCOMPARE(workers.size(), std::size_t {3});
        const auto second = rig.delivered[1];
        rig.end(second);
        QCOMPARE(rig.delivered.back().worker, second.worker);
    }
};

QTEST_APPLESS_MAIN(MailboxesTest)
#include "mailboxes_test.moc"
