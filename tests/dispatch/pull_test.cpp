// SPDX-License-Identifier: Apache-2.0
// Jobs leased to workers elsewhere, under a turned clock.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
EngineSettings pulledQueue()
{
    return oneQueue([](QueueSettings &queue) {
        queue.handler = PullHandlerSettings {};
        queue.lease = seconds {30};
    });
}

JobSpec jobOf(const char *tenant)
{
    JobSpec spec = aJob("q", tenant);
    spec.retry = RetryPolicy(RetryPolicy::Fixed {seconds {5}}, std::chrono::hours {1});
    return spec;
}

/// A worker elsewhere, and what it was answered.
struct Puller
{
    explicit Puller(DispatchRig &dispatchRig)
        : rig(dispatchRig)
    {
    }
    /// What one call brings at once; empty when it goes on waiting.
    std::optional<Result<std::vector<LeasedJob>>> ask(
        int max = 1, Microseconds wait = {}, const std::optional<TenantName> &tenant = {})
    {
        auto answer = std::make_shared<std::optional<Result<std::vector<LeasedJob>>>>();
        last = answer;
        const LeaseRequest request {QueueName::trusted("q"), "far-1", max, wait, {}, {}, tenant};
        rig.call([&](Dispatcher &dispatcher) {
            dispatcher.leases().ask(
                request, [answer](Result<std::vector<LeasedJob>> jobs) { answer->emplace(std::move(jobs)); });
        });
        return *answer;
    }
    LeasedJob askOne() { return must(*ask()).at(0); }
    Result<JobState> finish(const LeaseToken &token, Outcome outcome)
    {
        std::optional<Result<JobState>> answer;
        rig.call([&](Dispatcher &dispatcher) {
            dispatcher.leases().finish(
                token, std::move(outcome), [&](Result<JobState> state) { answer.emplace(std::move(state)); });
        });
        return *answer;
    }
    Result<LeaseView> renew(const LeaseToken &token)
    {
        std::optional<Result<LeaseView>> answer;
        rig.call([&](Dispatcher &dispatcher) {
            dispatcher.leases().renew(token, {}, [&](Result<LeaseView> view) { answer.emplace(std::move(view)); });
        });
        return *answer;
    }
    DispatchRig &rig;
    std::shared_ptr<std::optional<Result<std::vector<LeasedJob>>>> last;
};
} // namespace

class PullTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingIsLeasedUnasked()
    {
        DispatchRig rig(pulledQueue(), 4);
        rig.start();
        const JobId id = rig.enqueue(jobOf("anna"));
        rig.advance(std::chrono::hours {1});
        QVERIFY(rig.delivered.empty());
        QCOMPARE(rig.state(id), JobState::Ready);
    }
    void leasedJobIsRunningAndItsSuccessIsKept()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        const JobId id = rig.enqueue(jobOf("anna"));
        const LeasedJob job = puller.askOne();
        QCOMPARE(job.record.job.id, id);
        QCOMPARE(job.record.attempt, 1);
        QCOMPARE(rig.state(id), JobState::Running);
        QCOMPARE(must(puller.finish(job.token, Succeeded {{"42", "text/plain"}})), JobState::Succeeded);
        QCOMPARE(rig.state(id), JobState::Succeeded);
    }
    void reportThatIsRepeatedGetsItsAnswerAgain_data()
    {
        QTest::addColumn<int>("kind");
        QTest::newRow("success") << 0;
        QTest::newRow("failure") << 1;
        QTest::newRow("rejection") << 2;
        QTest::newRow("snooze") << 3;
    }
    void reportThatIsRepeatedGetsItsAnswerAgain() // F23
    {
        QFETCH(int, kind);
        const std::vector<Outcome> outcomes {
            Succeeded {{"42", "text/plain"}}, Failed {"broken", "", {}}, Rejected {"bad", ""}, Snoozed {seconds {5}}};
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        const JobId id = rig.enqueue(jobOf("anna"));
        const LeasedJob job = puller.askOne();
        const auto number = static_cast<std::size_t>(kind);
        const JobState state = must(puller.finish(job.token, outcomes[number]));
        const std::size_t ends = rig.reports.size();
        QCOMPARE(must(puller.finish(job.token, outcomes[number])), state);
        QVERIFY(rig.state(id) == state && rig.reports.size() == ends); // it counts once
        for (std::size_t other = 0; other < outcomes.size(); ++other) {
            if (other != number)
                QVERIFY(puller.finish(job.token, outcomes[other]).error().code == ErrorCode::LeaseLost);
        }
        QVERIFY(puller.finish({JobId {}, job.token.token}, outcomes[number]).error().code == ErrorCode::LeaseLost);
    }
    void reportThatIsRepeatedBeforeItsCommitWaitsForIt()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        const JobId id = rig.enqueue(jobOf("anna"));
        const LeasedJob job = puller.askOne();
        rig.queue.failNext.assign(1'000, {ErrorCode::DiskFull, "no space is left"});
        std::vector<JobState> told;
        for (int i = 0; i < 2; ++i)
            rig.call([&](Dispatcher &dispatcher) {
                dispatcher.leases().finish(
                    job.token, Succeeded {}, [&](const Result<JobState> &state) { told.push_back(must(state)); });
            });
        rig.advance(seconds {20});
        QVERIFY(told.empty() && rig.state(id) == JobState::Running);
        rig.queue.failNext.clear();
        rig.advance(seconds {1});
        QCOMPARE(told, (std::vector {JobState::Succeeded, JobState::Succeeded}));
    }
    void workerOfOneTenantWaitsForItsJobs()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        rig.enqueue(jobOf("anna"));
        QVERIFY(!puller.ask(5, seconds {20}, TenantName::trusted("ben")));
        const auto answer = puller.last;
        const JobId bens = rig.enqueue(jobOf("ben"));
        QCOMPARE(must(answer->value()).size(), std::size_t {1});
        QCOMPARE(must(answer->value()).front().record.job.id, bens);
        QCOMPARE(puller.askOne().record.job.spec.tenant.text(), std::string("anna"));
    }
    void remoteWorkerIsListedOnceWithItsCountsAndWhileItIsIdle()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        const auto views = [&rig] {
            auto all = rig.dispatcher().workers();
            std::erase_if(all, [](const WorkerView &view) { return view.worker != "far-1"; });
            return all;
        };
        QVERIFY(!puller.ask());
        rig.advance(milliseconds {1});
        QVERIFY(must(**puller.last).empty());
        QCOMPARE(views().size(), std::size_t {1}); // it asked
        for (int i = 0; i < 3; ++i)
            rig.enqueue(jobOf("anna"));
        const std::vector<LeasedJob> jobs = must(*puller.ask(3));
        QCOMPARE(views().size(), std::size_t {1});
        QCOMPARE(views()[0].state, WorkerState::Busy);
        QVERIFY(views()[0].job.has_value());
        QCOMPARE(views()[0].mailbox, 2);
        rig.advance(milliseconds {500});
        must(puller.finish(jobs[0].token, Succeeded {}));
        must(puller.finish(jobs[1].token, Failed {"timeout", "", {}}));
        must(puller.finish(jobs[2].token, Rejected {"bad", ""}));
        QCOMPARE(views()[0].processed, std::int64_t {3});
        QCOMPARE(views()[0].failed, std::int64_t {2});
        QCOMPARE(views()[0].retried, std::int64_t {1});
        QCOMPARE(views()[0].runTime.count, std::int64_t {3});
        QVERIFY(std::abs(views()[0].runTime.p95 - 500'000) < 10'000);
        QCOMPARE(views()[0].state, WorkerState::Idle);
        rig.advance(RunBook::remoteKept + seconds {1});
        QVERIFY(views().empty());
    }
    void failedClaimIsTriedAgainAfterAWhileNotAtOnce()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        rig.enqueue(jobOf("anna"));
        rig.queue.failNext.assign(3, {ErrorCode::DiskFull, "full"});
        QVERIFY(!puller.ask(1, seconds {20}));
        QCOMPARE(rig.troubles.size(), std::size_t {1});
        rig.advance(seconds {1});
        QCOMPARE(rig.troubles.size(), std::size_t {3});
        QCOMPARE(must(**puller.last).size(), std::size_t {1});
    }
    void jobClaimedWhileTheEngineStopsIsGivenBack()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        const JobId id = rig.enqueue(jobOf("anna"));
        std::optional<Result<std::vector<LeasedJob>>> answer;
        bool isStopped = false;
        rig.call([&](Dispatcher &dispatcher) {
            dispatcher.leases().ask({QueueName::trusted("q"), "far-1", 1, seconds {20}, {}, {}},
                [&](Result<std::vector<LeasedJob>> jobs) { answer.emplace(std::move(jobs)); });
            // Comes to the dispatcher between the claim and its answer.
            rig.home->post([&] { dispatcher.stop(StopMode::Now, [&isStopped] { isStopped = true; }); });
        });
        QVERIFY(isStopped);
        QCOMPARE(answer->error().code, ErrorCode::Unavailable);
        QCOMPARE(rig.state(id), JobState::Ready);
        QCOMPARE(rig.record(id).attempt, 0);
    }
    void waitEndsWithTheFirstJobOrWithNone() // B12
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        QVERIFY(!puller.ask(1, seconds {20}));
        rig.advance(seconds {20} - Microseconds {1});
        QVERIFY(!*puller.last);
        rig.advance(Microseconds {1});
        QVERIFY((*puller.last)->value().empty());
        QVERIFY(!puller.ask(5, seconds {20}));
        rig.enqueue(jobOf("anna"));
        QCOMPARE((*puller.last)->value().size(), std::size_t {1});
    }
    void tenantsTakeTurnsAlsoElsewhere()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        for (int i = 0; i < 50; ++i)
            rig.enqueue(jobOf("flood"));
        rig.enqueue(jobOf("small"));
        Puller puller(rig);
        const std::vector<LeasedJob> jobs = must(*puller.ask(3));
        QCOMPARE(jobs.size(), std::size_t {3});
        QVERIFY(std::any_of(jobs.begin(), jobs.end(),
            [](const LeasedJob &job) { return job.record.job.spec.tenant.text() == "small"; }));
    }
    void leaseThatIsNotRenewedGoesToAnother() // L10
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        const JobId id = rig.enqueue(jobOf("anna"));
        const LeasedJob first = puller.askOne();
        rig.advance(seconds {30} - Microseconds {1});
        QCOMPARE(rig.state(id), JobState::Running);
        rig.advance(Microseconds {1});
        QCOMPARE(rig.state(id), JobState::Scheduled); // a failed attempt, with back-off
        QCOMPARE(rig.record(id).errors.front().errorClass, std::string("lease_expired"));
        rig.advance(seconds {5});
        const LeasedJob second = puller.askOne();
        QCOMPARE(second.record.attempt, 2);
        QVERIFY(puller.finish(first.token, Succeeded {{"late", ""}}).error().code == ErrorCode::LeaseLost);
        QVERIFY(puller.renew(first.token).error().code == ErrorCode::LeaseLost);
        QCOMPARE(must(puller.finish(second.token, Succeeded {{"mine", ""}})), JobState::Succeeded);
        QCOMPARE(must(must(rig.store.readerFactory()())->jobs().findResult(id)).bytes, std::string("mine"));
    }
    void renewedLeaseIsKept() // L11
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        const JobId id = rig.enqueue(jobOf("anna"));
        const LeasedJob job = puller.askOne();
        for (int i = 0; i < 100; ++i) {
            rig.advance(seconds {29});
            QCOMPARE(must(puller.renew(job.token)).until, rig.clock.now() + seconds {30});
        }
        QCOMPARE(rig.state(id), JobState::Running);
        QCOMPARE(must(puller.finish(job.token, Succeeded {})), JobState::Succeeded);
    }
    void tokenOfAnotherJobHoldsNothing()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        rig.enqueue(jobOf("anna"));
        const LeasedJob job = puller.askOne();
        QVERIFY(puller.finish({JobId {}, job.token.token}, Succeeded {}).error().code == ErrorCode::LeaseLost);
        QVERIFY(puller.finish(job.token, Succeeded {}));
    }
    void cancelIsSeenAtTheNextRenewal()
    {
        DispatchRig rig(pulledQueue());
        rig.start();
        Puller puller(rig);
        const JobId id = rig.enqueue(jobOf("anna"));
        const LeasedJob job = puller.askOne();
        QVERIFY(!must(puller.renew(job.token)).isCancelRequested);
        const StateChange changed = must(must(rig.store.jobs().cancel({&id, 1}, {}, rig.clock.now())).front());
        rig.call([&](Dispatcher &dispatcher) { dispatcher.stateChanged(changed); });
        QVERIFY(must(puller.renew(job.token)).isCancelRequested);
        QCOMPARE(must(puller.finish(job.token, Failed {"stopped", "as asked", {}})), JobState::Cancelled);
    }
    void stopNowTakesLeasesBackWithoutAnAttempt() // B12, B14
    {
        auto disk = std::make_shared<MemoryState>();
        DispatchRig rig(pulledQueue(), 1, disk);
        rig.start();
        Puller puller(rig);
        const JobId id = rig.enqueue(jobOf("anna"));
        const LeasedJob job = puller.askOne();
        QVERIFY(!puller.ask(1, seconds {20}));
        bool isStopped = false;
        rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Now, [&] { isStopped = true; }); });
        QVERIFY(isStopped);
        QVERIFY((*puller.last)->error().code == ErrorCode::Unavailable);
        QCOMPARE(rig.state(id), JobState::Ready);
        QVERIFY(puller.finish(job.token, Succeeded {}).error().code == ErrorCode::LeaseLost);
        DispatchRig next(pulledQueue(), 1, disk);
        next.start();
        QCOMPARE(Puller(next).askOne().record.attempt, 1);
    }
    void jobsWhoseClaimOutlastsTheStopGoBack_data()
    {
        QTest::addColumn<bool>("isDrain");
        QTest::addRow("drain") << true;
        QTest::addRow("now") << false;
    }
    void jobsWhoseClaimOutlastsTheStopGoBack()
    {
        QFETCH(bool, isDrain);
        DispatchRig rig(pulledQueue());
        rig.start();
        const JobId id = rig.enqueue(jobOf("anna"));
        Puller puller(rig);
        rig.queue.isHeld = true;
        QVERIFY(!puller.ask(1, seconds {20}));
        bool isStopped = false;
        rig.call([&](Dispatcher &dispatcher) {
            dispatcher.stop(isDrain ? StopMode::Drain : StopMode::Now, [&] { isStopped = true; });
        });
        QVERIFY(!isStopped);
        rig.call([&](Dispatcher &) { rig.queue.letGo(); });
        QVERIFY(isStopped);
        QVERIFY((*puller.last)->error().code == ErrorCode::Unavailable);
        QCOMPARE(rig.state(id), JobState::Ready);
        QCOMPARE(rig.record(id).attempt, 0);
    }
    void engineThatDiedDoesNotCountAsTheJobsCrash()
    {
        auto disk = std::make_shared<MemoryState>();
        JobId id;
        {
            DispatchRig rig(pulledQueue(), 1, disk);
            rig.start();
            id = rig.enqueue(jobOf("anna"));
            Puller(rig).askOne();
        }
        DispatchRig next(pulledQueue(), 1, disk);
        next.start();
        QCOMPARE(next.record(id).crashes, 0);
        QCOMPARE(next.record(id).errors.front().errorClass, std::string("lease_lost"));
        QCOMPARE(Puller(next).askOne().record.attempt, 2);
    }
    void queueOfTheEngineIsNotLeased()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        Puller puller(rig);
        QVERIFY(puller.ask()->error().code == ErrorCode::Invalid);
    }
    void pulledQueueTakesNothingFromTheOthers()
    {
        EngineSettings settings = pulledQueue();
        QueueSettings own {.name = QueueName::trusted("own")};
        own.costMode = CostMode::Fixed;
        settings.queues.push_back(own);
        DispatchRig rig(settings, 1);
        rig.start();
        for (int i = 0; i < 20; ++i) {
            rig.enqueue(jobOf("anna"));
            rig.enqueue(aJob("own", "anna"));
            rig.enqueue(aJob("own", "ben"));
        }
        std::map<std::string, int> runs;
        for (int i = 0; i < 20; ++i) {
            const auto given = rig.take();
            ++runs[given.run->job.spec.tenant.text()];
            rig.end(given);
        }
        QCOMPARE(runs["anna"], 10);
    }
};

QTEST_APPLESS_MAIN(PullTest)
#include "pull_test.moc"
