// SPDX-License-Identifier: Apache-2.0
// Dispatchers in trouble, under a turned clock: the verdict names each trouble first.
#include "tests/support/dispatch_rig.h"
#include "tests/support/shut_gate.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;
using Kind = HealthCauseKind;

namespace {
const auto q = QueueName::trusted("q");

EngineSettings pulled()
{
    return oneQueue([](QueueSettings &queue) { queue.handler = PullHandlerSettings {}; });
}

/// The verdict as the engine makes it, of the dispatcher's facts alone.
HealthReport health(DispatchRig &rig)
{
    HealthFacts facts;
    rig.call([&](Dispatcher &dispatcher) { facts = dispatcher.healthFacts(); });
    facts.starts = {TimePoint {1'700'000'000s}};
    return judgeHealth(facts, {});
}
std::string firstKind(DispatchRig &rig)
{
    const HealthReport report = health(rig);
    return report.causes.empty() ? std::string("none") : std::string(nameOf(report.causes.front().kind));
}
/// Enqueues jobs and ends their runs.
void run(DispatchRig &rig, int jobs, const Outcome &outcome)
{
    for (int i = 0; i < jobs; ++i) {
        JobSpec spec = aJob("q");
        spec.maxAttempts = 1;
        rig.enqueue(spec);
        rig.end(rig.take(), outcome);
    }
}
} // namespace

#define FAIRLEAD_FIRST(rig, kind) QCOMPARE(firstKind(rig), std::string(nameOf(kind)))

class HealthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aBusyEngineThatKeepsUpIsHealthy()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        QCOMPARE(firstKind(rig), std::string("none"));
        for (int i = 0; i < 100; ++i) {
            run(rig, 5, Succeeded {});
            rig.advance(10s);
        }
        rig.enqueue();
        QCOMPARE(firstKind(rig), std::string("none"));
    }
    void aPulledQueueThatNobodyAsksForIsUnserved()
    {
        DispatchRig rig(pulled());
        rig.start();
        rig.advance(12min); // nobody asks, and nothing waits
        QCOMPARE(firstKind(rig), std::string("none"));
        rig.enqueue();
        rig.advance(30s);
        QCOMPARE(firstKind(rig), std::string("none"));
        rig.advance(2min);
        FAIRLEAD_FIRST(rig, Kind::QueueUnserved);
        QVERIFY(health(rig).causes.front().value > 14 * 60);
        // A worker that waits is one that serves.
        rig.call([](Dispatcher &dispatcher) {
            dispatcher.pause({q, {}, "ann", "", {}});
            dispatcher.leases().ask({q, "far-1", 1, 1min, {}}, [](const Result<std::vector<LeasedJob>> &) {});
        });
        rig.call([](Dispatcher &dispatcher) { dispatcher.resume(q, {}); });
        QCOMPARE(firstKind(rig), std::string("none"));
    }
    void aTenantsOldestJobIsThatOfPulledQueuesToo()
    {
        DispatchRig rig(pulled());
        rig.start();
        rig.enqueue(aJob("q", "acme"));
        rig.advance(5min);
        HealthFacts facts;
        rig.call([&](Dispatcher &dispatcher) { facts = dispatcher.healthFacts(); });
        QCOMPARE(facts.tenants.size(), std::size_t {1});
        QVERIFY(facts.tenants.front().oldest > 4min); // waits are noted now and then
        QCOMPARE(facts.tenants.front().weight, 0.0);
    }
    void aQueueThatIsNotConfiguredIsUnserved()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue(aJob("elsewhere"));
        rig.advance(3min);
        FAIRLEAD_FIRST(rig, Kind::QueueUnserved);
        QCOMPARE(health(rig).causes.front().queue->text(), std::string("elsewhere"));
    }
    void aJobThatWaitsTooLongIsOld()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        for (int i = 0; i < 3; ++i)
            rig.enqueue();
        rig.advance(4min);
        QCOMPARE(firstKind(rig), std::string("none"));
        rig.advance(2min);
        FAIRLEAD_FIRST(rig, Kind::OldestJobOld);
    }
    void whatWaitedBeforeTheStartCountsFromTheStart()
    {
        const auto disk = std::make_shared<MemoryState>();
        {
            DispatchRig before(oneQueue(), 1, disk);
            before.start();
            for (int i = 0; i < 3; ++i)
                before.enqueue();
        }
        DispatchRig rig(oneQueue(), 1, disk);
        rig.start();
        rig.advance(6min);
        FAIRLEAD_FIRST(rig, Kind::OldestJobOld);
    }
    void theWaitOfAJobCountsFromItsArrivalAlsoWhenNobodyAsks()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        for (int i = 0; i < 3; ++i)
            rig.enqueue();
        rig.advance(18s); // before the beat of the dispatcher
        HealthFacts facts;
        rig.call([&](Dispatcher &dispatcher) { facts = dispatcher.healthFacts(); });
        QCOMPARE(facts.queues.front().oldest, Microseconds {17s});
    }
    void aJobThatStartedAtOnceSaysNothingOfTheWaitOfLaterOnes()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const std::optional<Reservation> reservation = rig.reserve(aJob("q"));
        QVERIFY(reservation.has_value());
        rig.offer(aJob("q"), reservation);
        const DispatchRig::Delivered first = rig.take();
        rig.advance(6min);
        rig.end(first);
        for (int i = 0; i < 3; ++i)
            rig.enqueue();
        rig.advance(1min);
        HealthFacts facts;
        rig.call([&](Dispatcher &dispatcher) { facts = dispatcher.healthFacts(); });
        QVERIFY(facts.queues.front().oldest >= 58s && facts.queues.front().oldest <= 1min);
    }
    void leasesWithoutAnAnswerAreLostWorkers()
    {
        DispatchRig rig(pulled());
        rig.start();
        for (int i = 0; i < 3; ++i) {
            rig.enqueue();
            rig.call([](Dispatcher &dispatcher) {
                dispatcher.leases().ask({q, "far-1", 1, {}, 5s}, [](const Result<std::vector<LeasedJob>> &) {});
            });
        }
        rig.advance(20s);
        FAIRLEAD_FIRST(rig, Kind::WorkersLost);
        QCOMPARE(health(rig).causes.front().value, 3.0);
    }
    void manyDeathsAreAStorm()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        run(rig, 100, Failed {"broken", "", {}});
        run(rig, 500, Succeeded {});
        FAIRLEAD_FIRST(rig, Kind::DeadLetterStorm);
        rig.advance(17min); // it passes
        QCOMPARE(firstKind(rig), std::string("none"));
    }
    void aShareOfFailedRunsIsTold()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        run(rig, 10, Failed {"broken", "", {}});
        QCOMPARE(firstKind(rig), std::string("none")); // too few to say
        run(rig, 20, Succeeded {});
        FAIRLEAD_FIRST(rig, Kind::FailureShare);
    }
    void moreArrivesThanLeaves()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        for (int i = 0; i < 60; ++i)
            rig.enqueue();
        for (int i = 0; i < 20; ++i) {
            rig.advance(9s);
            rig.end(rig.take());
        }
        FAIRLEAD_FIRST(rig, Kind::ArrivalsAboveDepartures);
        QCOMPARE(health(rig).causes.front().value, 3.0);
    }
    void aTenantThatGetsNothingIsShort()
    {
        EngineSettings settings = oneQueue();
        settings.policy = DispatchPolicy::Fifo; // for the flood is served alone
        DispatchRig rig(settings);
        rig.start();
        for (int i = 0; i < 250; ++i)
            rig.enqueue(aJob("q", "flood"));
        rig.enqueue(aJob("q", "acme"));
        for (int i = 0; i < 200; ++i) {
            rig.advance(1s);
            rig.end(rig.take(), Succeeded {}, 1s);
        }
        FAIRLEAD_FIRST(rig, Kind::TenantsShort);
        QCOMPARE(health(rig).causes.front().tenant->text(), std::string("acme"));
    }
    void tenantsAreSurveyedEveryTenSecondsAndQueuesEachTime()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const auto facts = [&rig] {
            HealthFacts now;
            rig.call([&](Dispatcher &dispatcher) { now = dispatcher.healthFacts(); });
            return now;
        };
        for (int i = 0; i < 4; ++i) // of which the last ones wait
            rig.enqueue(aJob("q", "acme"));
        const std::int64_t before = facts().queues.front().claimable;
        QCOMPARE(facts().tenants.size(), std::size_t {1});
        rig.enqueue(aJob("q", "other"));
        QCOMPARE(facts().queues.front().claimable, before + 1);
        QCOMPARE(facts().tenants.size(), std::size_t {1});
        rig.advance(10s);
        QCOMPARE(facts().tenants.size(), std::size_t {2});
    }
    void whatAGateHoldsIsTold()
    {
        DispatchRig rig(oneQueue(), 1, std::make_shared<MemoryState>(), TimePoint {1'700'000'000s}, [](const Clock &) {
            return std::map<QueueName, QueueGates> {{q, {.leading = {std::make_shared<ShutGate>()}, .inside = {}}}};
        });
        rig.start();
        rig.enqueue();
        rig.enqueue();
        rig.advance(6min);
        FAIRLEAD_FIRST(rig, Kind::HeldByGate);
        const HealthCause cause = health(rig).causes.front();
        QCOMPARE(cause.count, std::int64_t {2});
        QCOMPARE(cause.detail, std::string("rate_limit"));
    }
    void whatAGateHoldsCountsTheJobsInTheStoreToo()
    {
        DispatchRig rig(oneQueue(), 1, std::make_shared<MemoryState>(), TimePoint {1'700'000'000s}, [](const Clock &) {
            return std::map<QueueName, QueueGates> {{q, {.leading = {std::make_shared<ShutGate>()}, .inside = {}}}};
        });
        rig.start();
        constexpr std::int64_t jobs = 1'000; // more than the window of a lane
        for (std::int64_t i = 0; i < jobs; ++i)
            rig.enqueue();
        rig.advance(6min);
        rig.call([&](Dispatcher &dispatcher) { dispatcher.noteCounts(must(rig.store.waiting().counts({}))); });
        QCOMPARE(health(rig).causes.front().count, jobs);
    }
    void aStepOfTheClockIsTold()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.advance(1min);
        rig.clock.stepWall(-1h);
        rig.advance(1min);
        FAIRLEAD_FIRST(rig, Kind::ClockStepped);
        QCOMPARE(health(rig).causes.front().value, -3'600.0);
        rig.advance(15min);
        QCOMPARE(firstKind(rig), std::string("none"));
    }
    void endsThatTheStoreRefusesAreToldUntilTheyAreTaken()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const JobId id = rig.enqueue();
        const DispatchRig::Delivered given = rig.take();
        rig.queue.failNext.assign(1'000, {ErrorCode::DiskFull, "no space is left"});
        rig.end(given);
        QVERIFY(!rig.dispatcher().areEndsTaken());
        rig.advance(25s);
        FAIRLEAD_FIRST(rig, Kind::StoreFailed);
        const HealthCause cause = health(rig).causes.front();
        QCOMPARE(cause.count, std::int64_t {1});
        QCOMPARE(cause.value, 25.0);
        QVERIFY(cause.isFailing);
        rig.queue.failNext.clear();
        rig.advance(1s);
        QCOMPARE(rig.state(id), JobState::Succeeded);
        QVERIFY(rig.dispatcher().areEndsTaken());
        QCOMPARE(firstKind(rig), std::string("none"));
    }
    void jobsThatAreMovedCountInTheBalanceOfBothQueues()
    {
        EngineSettings settings = oneQueue();
        settings.queues.push_back({.name = QueueName::trusted("p")});
        DispatchRig rig(settings);
        rig.start();
        const auto facts = [&rig] {
            HealthFacts now;
            rig.call([&](Dispatcher &dispatcher) { now = dispatcher.healthFacts(); });
            return now;
        };
        StateChange left {
            .id = {}, .seq = {}, .lane = {q, Priority::Normal, defaultTenant()}, .state = JobState::Cancelled};
        left.movedTo = QueueName::trusted("p");
        rig.call([&](Dispatcher &dispatcher) {
            for (int i = 0; i < 5; ++i)
                dispatcher.stateChanged(left);
        });
        QCOMPARE(facts().queues[0].movedOut, std::int64_t {5});
        QCOMPARE(facts().queues[0].movedIn, std::int64_t {0});
        QCOMPARE(facts().queues[1].movedIn, std::int64_t {5});
        QCOMPARE(facts().queues[1].recent.accepted, std::int64_t {0});
        rig.advance(17min);
        QCOMPARE(facts().queues[1].movedIn, std::int64_t {0});
    }
    void aPauseOfMoreThanADayIsOld()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.call([&](Dispatcher &dispatcher) { dispatcher.pause({q, {}, "ann", "", rig.clock.now() - 23h}); });
        rig.enqueue();
        rig.advance(30min);
        QCOMPARE(firstKind(rig), std::string("none")); // a paused queue is not old
        rig.advance(31min);
        FAIRLEAD_FIRST(rig, Kind::PauseOld);
    }
};

QTEST_GUILESS_MAIN(HealthTest)
#include "health_test.moc"
