// SPDX-License-Identifier: Apache-2.0
// Jobs in a queue that the configuration does not have any more, under a turned clock. The test is the workers.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
/// The queues "q" and "old".
EngineSettings withOld(int crashLimit = 3)
{
    EngineSettings settings = oneQueue();
    settings.queues.push_back({.name = QueueName::trusted("old"), .crashLimit = crashLimit});
    return settings;
}
} // namespace

class UnconfiguredTest : public QObject
{
    Q_OBJECT
private:
    std::shared_ptr<MemoryState> m_disk;

private Q_SLOTS:
    void init() { m_disk = std::make_shared<MemoryState>(); }
    void jobsWaitUntilTheirQueueIsThereAgain()
    {
        JobSpec spec = aJob("old");
        spec.uniqueKey = "nightly";
        std::vector<JobId> jobs;
        {
            DispatchRig before(withOld(), 1, m_disk);
            before.start();
            jobs.push_back(before.enqueue(spec)); // runs when the engine dies
            spec.uniqueKey.clear();
            jobs.push_back(before.enqueue(spec));
            spec.runAt = before.clock.now() + 1min;
            jobs.push_back(before.enqueue(spec)); // becomes due meanwhile
            QCOMPARE(before.delivered.size(), std::size_t {1});
        }
        {
            DispatchRig rig(oneQueue(), 2, m_disk);
            rig.start();
            rig.advance(2min);
            QVERIFY(rig.delivered.empty());
            for (const JobId &job : jobs)
                QCOMPARE(rig.state(job), JobState::Ready);
            const JobId other = rig.enqueue();
            rig.end(rig.take());
            QCOMPARE(rig.state(other), JobState::Succeeded);
            QVERIFY(rig.delivered.empty());
            JobSpec again = aJob("old");
            again.uniqueKey = "nightly";
            SeededRandom random(7);
            const JobId id = JobIdMaker(rig.clock, random).make();
            const Enqueued known = must(must(rig.store.jobs().enqueue({&again, 1}, {&id, 1}, rig.clock.now())).front());
            QVERIFY(!known.receipt.isNew && known.receipt.id == jobs.front());
        }
        DispatchRig after(withOld(), 3, m_disk);
        after.start();
        QCOMPARE(after.delivered.size(), std::size_t {3});
        while (!after.delivered.empty())
            after.end(after.take());
        for (const JobId &job : jobs)
            QCOMPARE(after.state(job), JobState::Succeeded);
        QVERIFY(after.troubles.empty());
    }
    void crashOfItsRunIsNoDeadLetter()
    {
        JobId job;
        for (int crash = 0; crash < 4; ++crash) {
            DispatchRig rig(withOld(5), 1, m_disk);
            rig.start();
            if (crash == 0)
                job = rig.enqueue(aJob("old"));
            QCOMPARE(rig.delivered.size(), std::size_t {1});
        }
        DispatchRig rig(oneQueue(), 1, m_disk);
        rig.start();
        QCOMPARE(rig.record(job).crashes, 4);
        QCOMPARE(rig.state(job), JobState::Ready);
    }
    void whySaysThatItsQueueIsNotConfigured()
    {
        JobId waits;
        JobId scheduled;
        {
            DispatchRig before(withOld(), 1, m_disk);
            before.start();
            before.enqueue();
            waits = before.enqueue(aJob("old"));
            JobSpec later = aJob("old");
            later.runAt = before.clock.now() + 1h;
            scheduled = before.enqueue(later);
            QVERIFY(before.dispatcher().why(before.record(waits)).reasons.front().code == WaitCode::Turn);
        }
        DispatchRig rig(oneQueue(), 1, m_disk);
        rig.start();
        const WhyView why = rig.dispatcher().why(rig.record(waits));
        QCOMPARE(why.reasons.front().code, WaitCode::QueueNotConfigured);
        QVERIFY(why.reasons.front().text.find("[queue.old]") != std::string::npos);
        QVERIFY(!why.expected);
        const WhyView later = rig.dispatcher().why(rig.record(scheduled));
        QCOMPARE(later.reasons.front().code, WaitCode::Scheduled);
        QCOMPARE(later.reasons.back().code, WaitCode::QueueNotConfigured);
    }
    void warningOfTheStartNamesTheQueuesAndCountsTheirJobs()
    {
        {
            DispatchRig before(withOld(), 1, m_disk);
            before.start();
            before.enqueue();
            before.enqueue(aJob("old"));
            JobSpec later = aJob("old", "other");
            later.runAt = before.clock.now() + 1h;
            before.enqueue(later);
            QVERIFY(before.troubles.empty());
        }
        DispatchRig rig(oneQueue(), 1, m_disk);
        rig.start();
        QCOMPARE(rig.troubles.size(), std::size_t {1});
        QCOMPARE(rig.troubles.front().text,
            std::string("jobs wait in queues that are not configured, and are kept until they are: 'old' (2 jobs)"));
    }
};
QTEST_APPLESS_MAIN(UnconfiguredTest)
#include "unconfigured_test.moc"
