// SPDX-License-Identifier: Apache-2.0
// The dispatcher under a turned clock: what runs when, what becomes of it, how it stops. The test is the workers.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

namespace {
const Failed boom {"boom", "it went boom", {}};

JobSpec jobWith(RetryPolicy retry, int maxAttempts = 5)
{
    JobSpec spec = aJob("q");
    spec.retry = std::move(retry);
    spec.maxAttempts = maxAttempts;
    return spec;
}

JobSpec jobOf(const char *tenant)
{
    return aJob("q", tenant);
}
} // namespace

class DispatcherTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failedAttemptsFollowTheBackOffExactly_data();
    void failedAttemptsFollowTheBackOffExactly();
    void lastAttemptMakesADeadLetterWithFirstAndLastError();
    void deadLetterThatIsPutBackRunsAgain();
    void rejectedJobIsDeadAtOnce();
    void snoozedRunIsNotAnAttempt();
    void scheduledJobStartsAtItsTimeAndNotBefore();
    void jobThatBecomesDueDuringAFailureStartsAllTheSame();
    void wallClockSetForwardMakesAScheduledJobDueWithinAMinute();
    void expiredJobIsNeverStarted();
    void expiryThatFailsIsTriedAgainAfterAWhileNotAtOnce();
    void backlogBeyondTheWindowIsDeliveredWholeAndInOrder();
    void jobThatArrivesDuringTheStartHidesNoBacklog();
    void leaseIsRenewedWhileTheRunLasts();
    void cutRunsAreRecoveredAtStart();
    void runsThatKeepKillingTheEngineEndAtTheCrashLimit();
    void pausesSurviveARestart_data();
    void pausesSurviveARestart();
    void rateOfATenantIsKeptByTheClock();
    void capOfATenantHoldsOverItsRuns();
    void retriesBeyondTheBudgetArePutOff();
    void engineThatDiedAtTheCapLeaksNoSlot();
    void cancelledRunIsToldToStop();
    void drainStartsNothingAndWaitsForTheRuns();
    void drainInterruptsWhatOutlivesItsLimit();
    void stopNowGivesTheAttemptBack(); // B14
    void stopNowKeepsWhatWaitsForTheNextStart(); // B14
    void stragglerIsReleasedAndItsLateAnswerIsRefused();
    void failedClaimIsTriedAgain();
    void failedLookAtExpiredJobsIsTriedAgainLater();
    void failedFinishIsTriedAgainAndWrittenOnce();
    void idleIsToldOnceNothingIsLeft();
};

void DispatcherTest::failedAttemptsFollowTheBackOffExactly_data()
{
    QTest::addColumn<QByteArray>("kind");
    QTest::addColumn<QList<int>>("delays"); // milliseconds
    QTest::addRow("fixed") << QByteArray("fixed") << QList<int> {700, 700, 700, 700};
    QTest::addRow("linear") << QByteArray("linear") << QList<int> {350, 600, 800, 800};
    QTest::addRow("exponential") << QByteArray("exponential") << QList<int> {1'000, 2'000, 4'000, 5'000};
    QTest::addRow("custom") << QByteArray("custom") << QList<int> {10, 60'000, 60'000, 60'000};
}

void DispatcherTest::failedAttemptsFollowTheBackOffExactly()
{
    QFETCH(QByteArray, kind);
    QFETCH(QList<int>, delays);
    const std::map<QByteArray, RetryPolicy> policies {
        {"fixed", RetryPolicy(RetryPolicy::Fixed {milliseconds {700}}, hours {1})},
        {"linear", RetryPolicy(RetryPolicy::Linear {milliseconds {100}, milliseconds {250}}, milliseconds {800})},
        {"exponential", RetryPolicy(RetryPolicy::Exponential {seconds {1}, 2}, seconds {5})},
        {"custom", RetryPolicy(RetryPolicy::Custom {{milliseconds {10}, minutes {1}}}, hours {1})},
    };
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId id = rig.enqueue(jobWith(policies.at(kind)));
    int attempt = 1;
    for (const int delay : delays) {
        const auto given = rig.take();
        QCOMPARE(given.run->attempt, attempt++);
        rig.end(given, boom);
        QCOMPARE(rig.state(id), JobState::Scheduled);
        rig.advance(milliseconds {delay} - Microseconds {1});
        QVERIFY(rig.delivered.empty());
        rig.advance(Microseconds {1});
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
}

void DispatcherTest::lastAttemptMakesADeadLetterWithFirstAndLastError()
{
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId id = rig.enqueue(jobWith(RetryPolicy(RetryPolicy::Fixed {seconds {1}}, hours {1}), 3));
    for (const char *text : {"first", "second", "third"}) {
        rig.end(rig.take(), Failed {"exit_1", text, {}});
        rig.advance(seconds {1});
    }
    const JobRecord record = rig.record(id);
    QCOMPARE(record.state, JobState::Dead);
    QCOMPARE(record.errors.front().text, std::string("first"));
    QCOMPARE(record.errors.back().text, std::string("third"));
    rig.advance(hours {1});
    QVERIFY(rig.delivered.empty());
}

void DispatcherTest::deadLetterThatIsPutBackRunsAgain()
{
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId id = rig.enqueue(jobWith({}, 1));
    rig.end(rig.take(), boom);
    QCOMPARE(rig.state(id), JobState::Dead);
    const StateChange changed = must(must(rig.store.jobs().retry({&id, 1}, {}, rig.clock.now())).front());
    rig.call([&](Dispatcher &dispatcher) { dispatcher.stateChanged(changed); });
    const auto again = rig.take();
    QCOMPARE(again.run->attempt, 1);
    rig.end(again);
    QCOMPARE(rig.state(id), JobState::Succeeded);
    QCOMPARE(rig.record(id).errors.size(), std::size_t {1});
}

void DispatcherTest::rejectedJobIsDeadAtOnce()
{
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId id = rig.enqueue();
    rig.end(rig.take(), Rejected {"exit_65", "no such order"});
    QCOMPARE(rig.state(id), JobState::Dead);
}

void DispatcherTest::snoozedRunIsNotAnAttempt()
{
    DispatchRig rig(oneQueue());
    rig.start();
    rig.enqueue(jobWith({}, 1));
    rig.end(rig.take(), Snoozed {minutes {3}});
    rig.advance(minutes {3} - Microseconds {1});
    QVERIFY(rig.delivered.empty());
    rig.advance(Microseconds {1});
    QCOMPARE(rig.take().run->attempt, 1);
}

void DispatcherTest::scheduledJobStartsAtItsTimeAndNotBefore()
{
    DispatchRig rig(oneQueue());
    rig.start();
    JobSpec later = aJob("q");
    later.runAt = rig.clock.now() + hours {30};
    JobSpec sooner = aJob("q", "ben");
    sooner.runAt = rig.clock.now() + hours {20};
    rig.enqueue(later);
    rig.enqueue(sooner);
    rig.advance(hours {20} - Microseconds {1});
    QVERIFY(rig.delivered.empty());
    rig.advance(Microseconds {1});
    QCOMPARE(rig.take().run->job.spec.tenant.text(), std::string("ben"));
}

// simulation.engine, seed 80105
void DispatcherTest::jobThatBecomesDueDuringAFailureStartsAllTheSame()
{
    DispatchRig rig(oneQueue(), 2);
    rig.start();
    JobSpec spec = aJob("q");
    spec.runAt = rig.clock.now() + seconds {1};
    rig.enqueue(spec);
    rig.queue.isHeld = true;
    rig.advance(seconds {1}); // the store is asked
    spec.runAt = rig.clock.now() + milliseconds {50};
    rig.enqueue(spec);
    rig.queue.failNext = {{ErrorCode::DiskFull, "full"}};
    rig.queue.letGo();
    rig.home->runAll();
    QVERIFY(rig.delivered.empty());
    rig.advance(seconds {1});
    QCOMPARE(rig.delivered.size(), std::size_t {2});
}

void DispatcherTest::wallClockSetForwardMakesAScheduledJobDueWithinAMinute()
{
    DispatchRig rig(oneQueue());
    rig.start();
    JobSpec spec = aJob("q");
    spec.runAt = rig.clock.now() + hours {2};
    rig.enqueue(spec);
    rig.clock.stepWall(hours {2});
    rig.advance(minutes {1});
    QCOMPARE(rig.delivered.size(), std::size_t {1});
}

void DispatcherTest::expiredJobIsNeverStarted()
{
    DispatchRig rig(oneQueue());
    rig.start();
    rig.enqueue();
    JobSpec spec = aJob("q");
    spec.deadline = rig.clock.now() + seconds {10};
    const JobId id = rig.enqueue(spec);
    rig.advance(seconds {10});
    QCOMPARE(rig.state(id), JobState::Ready);
    rig.advance(Microseconds {1}); // without anybody asking for a job
    QCOMPARE(rig.state(id), JobState::Expired);
    rig.end(rig.take());
    QVERIFY(rig.delivered.empty());
}

void DispatcherTest::expiryThatFailsIsTriedAgainAfterAWhileNotAtOnce()
{
    DispatchRig rig(oneQueue());
    rig.start();
    rig.enqueue();
    JobSpec spec = aJob("q");
    spec.deadline = rig.clock.now() + seconds {10};
    const JobId id = rig.enqueue(spec);
    rig.advance(seconds {10});
    rig.queue.failNext.assign(2, {ErrorCode::DiskFull, "full"});
    rig.advance(Microseconds {1});
    QCOMPARE(rig.troubles.size(), std::size_t {1});
    QCOMPARE(rig.state(id), JobState::Ready);
    rig.advance(seconds {1});
    QCOMPARE(rig.troubles.size(), std::size_t {2});
    QCOMPARE(rig.state(id), JobState::Expired);
}

void DispatcherTest::backlogBeyondTheWindowIsDeliveredWholeAndInOrder()
{
    EngineSettings settings = oneQueue();
    settings.windowPerLane = 8;
    auto disk = std::make_shared<MemoryState>();
    std::vector<JobId> ids;
    {
        DispatchRig before(settings, 1, disk);
        for (int i = 0; i < 50; ++i) // found at start
            ids.push_back(before.enqueue());
    }
    DispatchRig rig(settings, 1, disk);
    rig.start();
    for (int i = 0; i < 50; ++i) // come while it runs
        ids.push_back(rig.enqueue());
    for (const JobId &id : ids) {
        const auto given = rig.take();
        QCOMPARE(given.run->job.id, id);
        rig.end(given);
    }
    QVERIFY(rig.delivered.empty());
}

void DispatcherTest::jobThatArrivesDuringTheStartHidesNoBacklog()
{
    const auto disk = std::make_shared<MemoryState>();
    JobId old;
    {
        DispatchRig before(oneQueue(), 0, disk);
        before.start();
        old = before.enqueue();
    }
    DispatchRig rig(oneQueue(), 1, disk);
    const JobId early = rig.enqueue();
    rig.start();
    QCOMPARE(rig.delivered.size(), std::size_t {1});
    rig.end(rig.take());
    rig.end(rig.take());
    QCOMPARE(rig.state(old), JobState::Succeeded);
    QCOMPARE(rig.state(early), JobState::Succeeded);
    QVERIFY(rig.delivered.empty());
}

void DispatcherTest::leaseIsRenewedWhileTheRunLasts()
{
    DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.lease = seconds {30}; }));
    rig.start();
    const JobId id = rig.enqueue();
    const auto given = rig.take();
    rig.advance(hours {10});
    QVERIFY(rig.delivered.empty());
    rig.end(given);
    QCOMPARE(rig.state(id), JobState::Succeeded);
}

void DispatcherTest::cutRunsAreRecoveredAtStart()
{
    auto disk = std::make_shared<MemoryState>();
    JobId id;
    {
        DispatchRig first(oneQueue(), 1, disk);
        first.start();
        id = first.enqueue();
        QCOMPARE(first.state(id), JobState::Running);
    }
    DispatchRig second(oneQueue(), 1, disk);
    second.start();
    const auto again = second.take(); // at once: no lease is waited for
    QCOMPARE(again.run->attempt, 2);
    QCOMPARE(second.record(id).errors.front().errorClass, std::string("crash"));
    second.end(again);
    QCOMPARE(second.state(id), JobState::Succeeded);
}

void DispatcherTest::runsThatKeepKillingTheEngineEndAtTheCrashLimit()
{
    const EngineSettings settings = oneQueue([](QueueSettings &queue) { queue.crashLimit = 4; });
    auto disk = std::make_shared<MemoryState>();
    JobSpec spec = aJob("q");
    spec.maxAttempts = 100;
    JobId id;
    {
        DispatchRig rig(settings, 1, disk);
        rig.start();
        id = rig.enqueue(spec);
    }
    for (int crash = 1; crash < 4; ++crash) {
        DispatchRig rig(settings, 1, disk);
        rig.start();
        QCOMPARE(rig.state(id), JobState::Running);
    }
    DispatchRig last(settings, 1, disk);
    last.start();
    QCOMPARE(last.state(id), JobState::Dead);
    QVERIFY(last.delivered.empty());
}

void DispatcherTest::pausesSurviveARestart_data()
{
    QTest::addColumn<bool>("ofQueue");
    QTest::addColumn<bool>("ofTenant");
    QTest::addRow("engine") << false << false;
    QTest::addRow("queue") << true << false;
    QTest::addRow("tenant") << false << true;
    QTest::addRow("tenant in queue") << true << true;
}

void DispatcherTest::pausesSurviveARestart()
{
    QFETCH(bool, ofQueue);
    QFETCH(bool, ofTenant);
    auto disk = std::make_shared<MemoryState>();
    Pause pause {.queue = {}, .tenant = {}, .who = "ann", .why = "deploy", .since = {}};
    if (ofQueue)
        pause.queue = QueueName::trusted("q");
    if (ofTenant)
        pause.tenant = TenantName::trusted("anna");
    must(MemoryStore(disk).settings().savePause(pause));
    DispatchRig rig(oneQueue(), 1, disk);
    rig.start();
    rig.enqueue();
    QVERIFY(rig.delivered.empty());
    QCOMPARE(rig.dispatcher().snapshot(DispatchSnapshot::With::Workers).pauses.front().who, std::string("ann"));
    rig.call([&](Dispatcher &dispatcher) { dispatcher.resume(pause.queue, pause.tenant); });
    QCOMPARE(rig.delivered.size(), std::size_t {1});
}

void DispatcherTest::rateOfATenantIsKeptByTheClock()
{
    EngineSettings settings = oneQueue();
    settings.plans.push_back({"slow", {{}, Rate {0.1, 1}, {}, {}}});
    settings.tenants.push_back({TenantName::trusted("anna"), "slow", {}});
    DispatchRig rig(settings);
    rig.start();
    for (int i = 0; i < 3; ++i)
        rig.enqueue();
    rig.end(rig.take());
    QVERIFY(rig.delivered.empty());
    rig.advance(seconds {10} - Microseconds {1});
    QVERIFY(rig.delivered.empty());
    rig.advance(Microseconds {1}); // without anybody asking for a job
    QCOMPARE(rig.delivered.size(), std::size_t {1});
}

void DispatcherTest::capOfATenantHoldsOverItsRuns()
{
    EngineSettings settings = oneQueue();
    settings.tenants.push_back({TenantName::trusted("anna"), "", {{}, {}, 2, {}}});
    DispatchRig rig(settings, 8);
    rig.start();
    for (int i = 0; i < 5; ++i)
        rig.enqueue();
    rig.enqueue(jobOf("ben"));
    QCOMPARE(rig.delivered.size(), std::size_t {3});
    rig.setTenants({{TenantName::trusted("anna"), "", {{}, {}, 3, {}}}});
    QCOMPARE(rig.delivered.size(), std::size_t {4});
}

void DispatcherTest::retriesBeyondTheBudgetArePutOff()
{
    DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.retryShare = 0; }), 20);
    rig.start();
    std::vector<JobId> ids;
    for (int i = 0; i < 11; ++i)
        ids.push_back(rig.enqueue(jobWith(RetryPolicy(RetryPolicy::Fixed {seconds {1}}, hours {1}))));
    for (int i = 0; i < 11; ++i)
        rig.end(rig.take(), boom);
    rig.advance(seconds {1});
    QCOMPARE(rig.delivered.size(), std::size_t {10}); // free in a minute
    rig.advance(seconds {5} - Microseconds {1});
    QCOMPARE(rig.delivered.size(), std::size_t {10});
    rig.advance(Microseconds {1});
    QCOMPARE(rig.delivered.size(), std::size_t {11});
}

void DispatcherTest::engineThatDiedAtTheCapLeaksNoSlot()
{
    EngineSettings settings = oneQueue([](QueueSettings &queue) {
        queue.workersMax = 2;
        queue.crashLimit = 1'000;
    });
    settings.tenants.push_back({TenantName::trusted("anna"), "", {{}, {}, 1, {}}});
    auto disk = std::make_shared<MemoryState>();
    {
        DispatchRig first(settings, 4, disk);
        first.start();
        for (int i = 0; i < 5; ++i)
            first.enqueue(jobOf("anna"));
    }
    for (int life = 0; life < 20; ++life) { // each dies with a run of anna's under way
        DispatchRig rig(settings, 4, disk);
        rig.start();
        rig.advance(minutes {1}); // over the back-off after the crash
        QCOMPARE(rig.delivered.size(), std::size_t {1});
    }
}

void DispatcherTest::cancelledRunIsToldToStop()
{
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId id = rig.enqueue();
    const auto given = rig.take();
    const StateChange changed = must(must(rig.store.jobs().cancel({&id, 1}, {}, rig.clock.now())).front());
    rig.call([&](Dispatcher &dispatcher) { dispatcher.stateChanged(changed); });
    QVERIFY(given.run->cancellation->reason() == Cancellation::Reason::Cancelled);
    rig.end(given, RunCancelled {});
    QCOMPARE(rig.state(id), JobState::Cancelled);
}

void DispatcherTest::drainStartsNothingAndWaitsForTheRuns()
{
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId first = rig.enqueue();
    const JobId second = rig.enqueue();
    bool isStopped = false;
    rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Drain, [&] { isStopped = true; }); });
    QVERIFY(!isStopped);
    rig.end(rig.take());
    QVERIFY(isStopped);
    QVERIFY(rig.delivered.empty());
    QCOMPARE(rig.state(first), JobState::Succeeded);
    QCOMPARE(rig.state(second), JobState::Ready);
}

void DispatcherTest::drainInterruptsWhatOutlivesItsLimit()
{
    EngineSettings settings = oneQueue();
    settings.drainLimit = seconds {30};
    DispatchRig rig(settings);
    rig.start();
    rig.enqueue();
    const auto given = rig.take();
    rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Drain, [] {}); });
    rig.advance(seconds {30} - Microseconds {1});
    QVERIFY(!given.run->cancellation->isRequested());
    rig.advance(Microseconds {1});
    QVERIFY(given.run->cancellation->reason() == Cancellation::Reason::Shutdown);
}

void DispatcherTest::stopNowGivesTheAttemptBack()
{
    auto disk = std::make_shared<MemoryState>();
    DispatchRig rig(oneQueue(), 1, disk);
    rig.start();
    const JobId id = rig.enqueue(jobWith({}, 1));
    const auto given = rig.take();
    bool isStopped = false;
    rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Now, [&] { isStopped = true; }); });
    QVERIFY(given.run->cancellation->reason() == Cancellation::Reason::Shutdown);
    rig.end(given, Released {});
    QVERIFY(isStopped);
    QCOMPARE(rig.state(id), JobState::Ready);
    DispatchRig next(oneQueue(), 1, disk);
    next.start();
    QCOMPARE(next.take().run->attempt, 1);
}

void DispatcherTest::stopNowKeepsWhatWaitsForTheNextStart()
{
    auto disk = std::make_shared<MemoryState>();
    std::vector<JobId> jobs;
    {
        DispatchRig rig(oneQueue(), 1, disk);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({QueueName::trusted("q"), {}, "eve", "", {}}); });
        for (int i = 0; i < 3; ++i)
            jobs.push_back(rig.enqueue());
        bool isStopped = false;
        rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Now, [&] { isStopped = true; }); });
        QVERIFY(isStopped && rig.delivered.empty());
    }
    DispatchRig next(oneQueue(), 3, disk);
    next.start();
    for (const JobId &id : jobs)
        QVERIFY(next.take().run->job.id == id);
}

void DispatcherTest::stragglerIsReleasedAndItsLateAnswerIsRefused()
{
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId id = rig.enqueue();
    const auto given = rig.take();
    bool isStopped = false;
    rig.call([&](Dispatcher &dispatcher) { dispatcher.stop(StopMode::Now, [&] { isStopped = true; }); });
    rig.advance(minutes {1});
    QVERIFY(isStopped);
    QCOMPARE(rig.state(id), JobState::Ready);
    rig.end(given, Succeeded {});
    QCOMPARE(rig.state(id), JobState::Ready);
}

void DispatcherTest::failedClaimIsTriedAgain()
{
    DispatchRig rig(oneQueue());
    rig.start();
    rig.queue.failNext.push_back({ErrorCode::TimedOut, "busy"});
    const JobId id = rig.enqueue();
    QVERIFY(rig.delivered.empty());
    QCOMPARE(rig.troubles.size(), std::size_t {1});
    rig.advance(seconds {1});
    rig.end(rig.take());
    QCOMPARE(rig.state(id), JobState::Succeeded);
}

void DispatcherTest::failedLookAtExpiredJobsIsTriedAgainLater()
{
    DispatchRig rig(oneQueue());
    rig.start();
    rig.enqueue(); // keeps the worker busy
    JobSpec spec = aJob("q");
    spec.deadline = rig.clock.now() + seconds {1};
    const JobId id = rig.enqueue(spec);
    rig.queue.failNext.assign(10, {ErrorCode::Internal, "not now"});
    rig.advance(seconds {1} + Microseconds {1});
    QCOMPARE(rig.queue.failNext.size(), std::size_t {9});
    rig.advance(milliseconds {200});
    QCOMPARE(rig.queue.failNext.size(), std::size_t {8});
    QCOMPARE(rig.state(id), JobState::Ready);
    rig.queue.failNext.clear();
    rig.advance(milliseconds {200});
    QCOMPARE(rig.state(id), JobState::Expired);
}

void DispatcherTest::failedFinishIsTriedAgainAndWrittenOnce()
{
    DispatchRig rig(oneQueue());
    rig.start();
    const JobId id = rig.enqueue();
    const auto given = rig.take();
    rig.queue.failNext.push_back({ErrorCode::TimedOut, "busy"});
    rig.end(given);
    QCOMPARE(rig.state(id), JobState::Running);
    rig.advance(seconds {1});
    QCOMPARE(rig.state(id), JobState::Succeeded);
    rig.advance(minutes {5});
    QVERIFY(rig.delivered.empty());
}

void DispatcherTest::idleIsToldOnceNothingIsLeft()
{
    DispatchRig rig(oneQueue());
    rig.start();
    rig.enqueue(jobOf("ben"));
    JobSpec later = aJob("q");
    later.runAt = rig.clock.now() + hours {1};
    rig.enqueue(later);
    rig.idleNotices = 0;
    rig.end(rig.take());
    QCOMPARE(rig.idleNotices, 0);
    rig.advance(hours {1});
    rig.end(rig.take());
    QVERIFY(rig.idleNotices > 0);
}

QTEST_APPLESS_MAIN(DispatcherTest)
#include "dispatcher_test.moc"
