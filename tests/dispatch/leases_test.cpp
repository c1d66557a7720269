// SPDX-License-Identifier: Apache-2.0
// Workers elsewhere ask for jobs, hold them and give them back; the store is told that runs are alive.
#include "engine/dispatch/leases.h"
#include "tests/dispatch/parts_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::seconds;

namespace {
struct LeasesRig : LinkedParts
{
    using Jobs = Result<std::vector<LeasedJob>>;
    using Asked = std::shared_ptr<std::optional<Jobs>>;

    LeasesRig()
        : LinkedParts(oneQueue([](QueueSettings &queue) { queue.handler = PullHandlerSettings {}; }))
    {
        claims.open();
    }
    void turn()
    {
        leases.pump();
        finishes.pump();
        rig.home->runAll();
        finishes.pump();
        rig.home->runAll();
    }
    /// The answer is filled in when it comes.
    Asked ask(Microseconds wait = {}, std::function<bool()> isAsking = {})
    {
        auto answer = std::make_shared<std::optional<Jobs>>();
        leases.ask({QueueName::trusted("q"), "far-1", 10, wait, seconds {30}, std::move(isAsking)},
            [answer](Jobs jobs) { answer->emplace(std::move(jobs)); });
        return answer;
    }
    LeasedJob askOne()
    {
        const Asked answer = ask();
        turn();
        return must(**answer).at(0);
    }
    Result<LeaseView> renew(const LeaseToken &token)
    {
        std::optional<Result<LeaseView>> answer;
        leases.renew(token, {}, [&](Result<LeaseView> view) { answer.emplace(std::move(view)); });
        return *answer;
    }
    ErrorCode finishError(const LeaseToken &token)
    {
        ErrorCode code = ErrorCode::Internal;
        leases.finish(token, Succeeded {}, [&](const Result<JobState> &state) { code = state.error().code; });
        return code;
    }

    Leases leases {
        rig.settings, rig.ports, rig.notices, {rig.scheduler, rig.windows, rig.runs, claims, finishes, rig.turn}};
};
} // namespace

class LeasesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void askerIsAnsweredWhenAJobComes()
    {
        LeasesRig test;
        const auto answer = test.ask(seconds {20});
        test.turn();
        QVERIFY(!*answer);
        const JobId id = test.rig.wait();
        test.turn();
        const LeasedJob job = must(**answer).at(0);
        QCOMPARE(job.record.job.id, id);
        QCOMPARE(job.record.worker, std::string("far-1"));
        QVERIFY(job.until == test.rig.clock.now() + seconds {30});
        QCOMPARE(test.rig.runs.find(job.record.job.seq)->worker, noWorker);
    }
    void waitThatIsOverIsAnsweredWithNone()
    {
        LeasesRig test;
        const auto answer = test.ask(seconds {20});
        test.turn();
        test.rig.advance(seconds {20} - Microseconds {1});
        QVERIFY(!*answer);
        test.rig.advance(Microseconds {1});
        QVERIFY(must(**answer).empty());
    }
    void askerThatHungUpIsGivenNothing()
    {
        LeasesRig test;
        const JobId id = test.rig.wait();
        const auto answer = test.ask(seconds {20}, [] { return false; });
        test.turn();
        QVERIFY(must(**answer).empty());
        QCOMPARE(test.rig.state(id), JobState::Ready);
    }
    void askersThatHungUpDoNotPileUp()
    {
        LeasesRig test;
        const auto waits = test.ask(seconds {20}, [] { return true; });
        std::vector<LeasesRig::Asked> gone;
        for (int i = 0; i < 10'000; ++i)
            gone.push_back(test.ask(seconds {20}, [] { return false; }));
        const auto left = std::count_if(gone.begin(), gone.end(), [](const auto &one) { return !*one; });
        QVERIFY2(left <= 64, std::to_string(left).c_str());
        QVERIFY(!*waits);
    }
    void aResultThatIsTooLargeLeavesTheLease()
    {
        LeasesRig test;
        test.rig.wait();
        const LeasedJob job = test.askOne();
        const std::size_t most = test.rig.settings.engine().jobLimits.resultBytesMax;
        ErrorCode code = ErrorCode::Internal;
        const auto told = [&](const Result<JobState> &state) {
            code = state ? ErrorCode::Internal : state.error().code;
        };
        test.leases.finish(job.token, Succeeded {{std::string(most + 1, 'x'), "text/plain"}}, told);
        QCOMPARE(code, ErrorCode::TooLarge);
        QVERIFY(test.renew(job.token));
        QCOMPARE(test.rig.state(job.record.job.id), JobState::Running);
    }
    void otherQueuesAreNotLeased()
    {
        LeasesRig test;
        ErrorCode code = ErrorCode::Internal;
        test.leases.ask({QueueName::trusted("nowhere"), "far-1", 1, {}, {}, {}},
            [&](const Result<std::vector<LeasedJob>> &jobs) { code = jobs.error().code; });
        QCOMPARE(code, ErrorCode::NotFound);
    }
    void finishedLeaseEndsTheRunOnce()
    {
        LeasesRig test;
        const JobId id = test.rig.wait();
        const LeasedJob job = test.askOne();
        std::optional<JobState> state;
        test.leases.finish(job.token, Succeeded {}, [&](Result<JobState> told) { state = must(told); });
        test.turn();
        QVERIFY(state == JobState::Succeeded);
        QCOMPARE(test.rig.state(id), JobState::Succeeded);
        std::optional<JobState> again;
        test.leases.finish(job.token, Succeeded {}, [&](Result<JobState> told) { again = must(told); });
        QVERIFY(again == JobState::Succeeded && test.rig.runs.runs().empty());
    }
    void leaseEndsUnlessItIsRenewedAndThenTheAttemptHasFailed()
    {
        LeasesRig test;
        const JobId id = test.rig.wait();
        const LeasedJob job = test.askOne();
        test.rig.advance(seconds {29});
        QVERIFY(must(test.renew(job.token)).until == test.rig.clock.now() + seconds {30});
        test.rig.advance(seconds {30} - Microseconds {1});
        QVERIFY(!test.rig.runs.runs().empty());
        test.rig.advance(Microseconds {1});
        test.turn();
        QCOMPARE(test.rig.record(id).errors.front().errorClass, std::string("lease_expired"));
        QCOMPARE(test.renew(job.token).error().code, ErrorCode::LeaseLost);
    }
    void cancelledRunIsSeenAtARenewal()
    {
        LeasesRig test;
        test.rig.wait();
        const LeasedJob job = test.askOne();
        QVERIFY(!must(test.renew(job.token)).isCancelRequested);
        test.rig.runs.find(job.record.job.seq)->run->cancellation->request(Cancellation::Reason::Cancelled);
        QVERIFY(must(test.renew(job.token)).isCancelRequested);
    }
    void claimThatFailsLeavesTheAskerAndItsJobsWaiting()
    {
        LeasesRig test;
        test.rig.wait();
        const auto answer = test.ask(seconds {20});
        test.rig.queue.failNext = {{ErrorCode::TimedOut, "busy"}};
        test.turn();
        QVERIFY(!*answer);
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
        test.turn();
        QCOMPARE(must(**answer).size(), std::size_t {1});
    }
    void stopRefusesAskersAndReleaseTakesLeasesBack()
    {
        LeasesRig test;
        const JobId id = test.rig.wait();
        const LeasedJob job = test.askOne();
        const auto answer = test.ask(seconds {20});
        test.leases.stop();
        QCOMPARE((*answer)->error().code, ErrorCode::Unavailable);
        QCOMPARE((*test.ask())->error().code, ErrorCode::Unavailable);
        test.leases.releaseAll();
        test.turn();
        QCOMPARE(test.rig.state(id), JobState::Ready);
        QCOMPARE(test.rig.record(id).attempt, 0);
        QCOMPARE(test.finishError(job.token), ErrorCode::LeaseLost);
    }
    void allRunsAreRenewedInTheStoreInOneCommit()
    {
        LeasesRig test;
        test.rig.queue.isHeld = true;
        test.leases.renewRuns(seconds {60});
        QVERIFY(test.rig.queue.heldWeights().empty()); // none is under way
        test.rig.queue.letGo();
        test.rig.wait();
        test.rig.wait();
        const auto answer = test.ask();
        test.turn();
        QCOMPARE(must(**answer).size(), std::size_t {2});
        test.rig.queue.isHeld = true;
        test.leases.renewRuns(seconds {60});
        QCOMPARE(test.rig.queue.heldWeights(), std::vector<int> {2});
    }
};

QTEST_APPLESS_MAIN(LeasesTest)
#include "leases_test.moc"
