// SPDX-License-Identifier: Apache-2.0
// Runs end: what is decided of their jobs, and how the ends come to the store.
#include "engine/dispatch/finishes.h"
#include "tests/dispatch/parts_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
struct FinishesRig : LinkedParts
{
    using LinkedParts::LinkedParts;
    /// Ends a run; it is not in the store before the turn.
    void end(const RunPtr &run, Outcome outcome = Succeeded {}, Answer<JobState> told = {})
    {
        finishes.end({0, run->job.seq, run->token, std::move(outcome), true, milliseconds {1}}, std::move(told));
    }
    void pump()
    {
        finishes.pump();
        rig.home->runAll();
    }
};

JobSpec retriedAfter(Microseconds delay)
{
    JobSpec spec = aJob("q");
    spec.retry = RetryPolicy(RetryPolicy::Fixed {delay}, std::chrono::hours {1});
    return spec;
}

NewJob childIn(const char *queue)
{
    return {{.queue = QueueName::trusted(queue), .tenant = TenantName::trusted("anna")}};
}
} // namespace

class FinishesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endsOfATurnShareOneCommit()
    {
        FinishesRig test;
        const RunPtr first = test.rig.begin();
        const RunPtr second = test.rig.begin();
        test.rig.queue.isHeld = true;
        test.end(first);
        test.end(second);
        QVERIFY(test.rig.queue.heldWeights().empty());
        test.pump();
        QCOMPARE(test.rig.queue.heldWeights(), std::vector<int> {2});
        QCOMPARE(test.finishes.underWay(), std::size_t {2});
        test.rig.queue.letGo();
        test.rig.home->runAll();
        QCOMPARE(test.finishes.underWay(), std::size_t {0});
        QCOMPARE(test.rig.state(first->job.id), JobState::Succeeded);
        QCOMPARE(test.rig.counts().succeeded, std::int64_t {2});
    }
    void logIsKeptAsTheQueueSays()
    {
        for (const LogKept kept : {LogKept::Failed, LogKept::All, LogKept::None}) {
            FinishesRig test(oneQueue([kept](QueueSettings &queue) { queue.log = kept; }));
            const auto isKept = [&](const char *line, const Outcome &outcome) {
                const RunPtr run = test.rig.begin();
                run->log->write(line);
                test.end(run, outcome);
                test.pump();
                const KeptLogs found = must(must(test.rig.store.readerFactory()())->jobs().findLogs(run->job.id, {}));
                return found.log && found.log->text->head == std::string(line) + "\n";
            };
            QCOMPARE(isKept("good", Succeeded {}), kept == LogKept::All);
            QCOMPARE(isKept("bad", Failed {"exit_1", "", {}}), kept != LogKept::None);
            QCOMPARE(isKept("wrong", Rejected {"dataerr", ""}), kept != LogKept::None);
            QVERIFY(!isKept("", Failed {"exit_1", "", {}})); // without lines there is no log
        }
    }
    void deathIsALineOfTheLogAndARetryIsNot()
    {
        FinishesRig test;
        test.end(test.rig.begin(retriedAfter(seconds {5})), Failed {"timeout", "", {}});
        test.pump();
        QVERIFY(test.rig.lines.empty());
        const RunPtr run = test.rig.begin();
        test.end(run, Rejected {"bad_account", "secret"});
        test.pump();
        QCOMPARE(test.rig.state(run->job.id), JobState::Dead);
        QCOMPARE(test.rig.lines,
            std::vector<std::string> {"job died job=" + run->job.id.text()
                + " queue=q tenant=" + run->job.spec.tenant.text() + " attempt=1 class=bad_account"});
    }
    void endWithAnotherTokenIsNoEnd()
    {
        FinishesRig test;
        const RunPtr run = test.rig.begin();
        test.finishes.end({0, run->job.seq, Token {0}, Succeeded {}, true, {}});
        QCOMPARE(test.finishes.underWay(), std::size_t {0});
        QCOMPARE(test.rig.runs.runs().size(), std::size_t {1});
    }
    void failedRunWaitsForItsNextAttempt()
    {
        FinishesRig test;
        const RunPtr run = test.rig.begin(retriedAfter(seconds {3}));
        test.end(run, Failed {"boom", "", {}});
        test.pump();
        QCOMPARE(test.rig.state(run->job.id), JobState::Scheduled);
        test.rig.advance(seconds {3} - Microseconds {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {0});
        test.rig.advance(Microseconds {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
    }
    void retryBeyondTheBudgetIsPutOff()
    {
        FinishesRig test;
        test.rig.retryBudgets.setQueue(QueueName::trusted("q"), 0, test.rig.clock.now());
        RunPtr last;
        for (int i = 0; i < 11; ++i) { // ten are free in a minute
            last = test.rig.begin(retriedAfter(seconds {1}));
            test.end(last, Failed {"boom", "", {}});
        }
        test.pump();
        QVERIFY(*test.rig.record(last->job.id).due > test.rig.clock.now() + seconds {1});
    }
    void longResultIsCut()
    {
        EngineSettings settings = oneQueue();
        settings.jobLimits.resultBytesMax = 3;
        FinishesRig test(settings);
        const RunPtr run = test.rig.begin();
        test.end(run, Succeeded {{"12345", "text/plain"}});
        test.pump();
        const JobResult kept = must(must(test.rig.store.readerFactory()())->jobs().findResult(run->job.id));
        QCOMPARE(kept.bytes, std::string("123"));
        QCOMPARE(kept.contentType, std::string("application/octet-stream")); // a part is not what the whole was
    }
    void whoWaitsIsToldAfterTheCommit()
    {
        FinishesRig test;
        std::optional<JobState> told;
        test.end(test.rig.begin(), Rejected {"bad", ""}, [&](Result<JobState> state) { told = must(state); });
        QVERIFY(!told);
        test.pump();
        QVERIFY(told == JobState::Dead);
    }
    void endsThatCannotBeWrittenAreTriedAgain()
    {
        FinishesRig test;
        const RunPtr run = test.rig.begin();
        test.end(run);
        test.rig.queue.failNext = {{ErrorCode::TimedOut, "busy"}};
        test.pump();
        QCOMPARE(test.finishes.underWay(), std::size_t {1});
        test.rig.advance(milliseconds {199});
        test.pump();
        QCOMPARE(test.rig.state(run->job.id), JobState::Running);
        test.rig.advance(milliseconds {1});
        test.pump();
        QCOMPARE(test.rig.state(run->job.id), JobState::Succeeded);
        QCOMPARE(test.finishes.underWay(), std::size_t {0});
    }
    void afterADiskThatFailedNothingIsTriedAgain()
    {
        FinishesRig test;
        const RunPtr run = test.rig.begin();
        std::optional<ErrorCode> told;
        test.end(run, Succeeded {}, [&](const Result<JobState> &state) { told = state.error().code; });
        test.rig.queue.failNext = {{ErrorCode::Io, "gone"}};
        test.pump();
        QVERIFY(told == ErrorCode::Io);
        QCOMPARE(test.finishes.underWay(), std::size_t {0});
        test.rig.advance(seconds {1});
        test.pump();
        QCOMPARE(test.rig.state(run->job.id), JobState::Running);
    }
    void childrenAreAcceptedWithTheirParentsEnd()
    {
        FinishesRig test;
        const RunPtr run = test.rig.begin();
        test.end(run, Succeeded {{}, {childIn("q"), childIn("q")}});
        test.pump();
        QCOMPARE(test.rig.spawned, std::size_t {2});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {2});
        QCOMPARE(test.rig.counts().accepted, std::int64_t {2});
    }
    void childThatIsNotAcceptedMakesItsParentADeadLetter()
    {
        FinishesRig test;
        const RunPtr run = test.rig.begin();
        test.end(run, Succeeded {{}, {childIn("q"), childIn("nowhere")}});
        test.pump();
        QCOMPARE(test.rig.state(run->job.id), JobState::Dead);
        QCOMPARE(test.rig.record(run->job.id).errors.front().errorClass, std::string("bad_spawn"));
        QCOMPARE(test.rig.scheduler.size(), std::size_t {0});
    }
    void givenBackJobWaitsAgainAndItsAttemptIsNotCounted()
    {
        FinishesRig test;
        const JobId id = test.rig.wait();
        const Selection selection = *test.rig.scheduler.takeNext(test.rig.clock.now());
        const ClaimRequest request {selection.lane, selection.job, "none"};
        test.finishes.giveBack(must(must(test.rig.store.jobs().claim({&request, 1}, test.rig.clock.now())).front()));
        test.pump();
        QCOMPARE(test.rig.state(id), JobState::Ready);
        QCOMPARE(test.rig.record(id).attempt, 0);
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
    }
    void releasedRunsWaitAgainAndTheirLateEndsAreNone()
    {
        FinishesRig test;
        const RunPtr run = test.rig.begin();
        test.finishes.releaseAll();
        test.end(run);
        QCOMPARE(test.finishes.underWay(), std::size_t {1});
        test.pump();
        QCOMPARE(test.rig.state(run->job.id), JobState::Ready);
        QVERIFY(test.rig.runs.runs().empty());
    }
};

QTEST_APPLESS_MAIN(FinishesTest)
#include "finishes_test.moc"
