// SPDX-License-Identifier: Apache-2.0
// Limits of what may wait, with the dispatcher that makes room: expiry, racing senders, limits below what is there.
#include "engine/control/admission.h"
#include "tests/support/dispatch_rig.h"
#include "tests/support/limited.h"

#include <QtTest>

#include <future>
#include <thread>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
/// An engine of which nothing starts, because its queue is paused, and its door.
struct PausedEngine
{
    explicit PausedEngine(std::int64_t depthMax)
        : rig(limited(depthMax))
    {
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({QueueName::trusted("q"), {}, "eve", "", {}}); });
    }
    static EngineSettings limited(std::int64_t depthMax)
    {
        EngineSettings settings = oneQueue();
        settings.tenants.push_back({TenantName::trusted("anna"), "", {{}, {}, {}, depthMax}});
        return settings;
    }
    bool offer(std::optional<Microseconds> deadline = {})
    {
        JobSpec spec = aJob("q", "anna");
        if (deadline)
            spec.deadline = rig.clock.now() + *deadline;
        const JobId id = ids.make();
        const auto accepted = must(admission.enqueue(rig.store, {&spec, 1}, {&id, 1}, rig.clock.now()));
        if (!accepted.jobs.front())
            return false;
        rig.call([&](Dispatcher &dispatcher) { dispatcher.enqueued({*accepted.jobs.front()}); });
        return true;
    }
    std::int64_t countOfState(JobState state)
    {
        std::int64_t count = 0;
        for (const QueueTenantCounts &one : must(rig.store.waiting().counts({})))
            count += countOf(one.counts, state);
        return count;
    }

    DispatchRig rig;
    SeededRandom random {1};
    JobIdMaker ids {rig.clock, random};
    Admission admission {rig.inForce()};
};
} // namespace

class CapacityTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void expiredJobsMakeRoomWithoutBeingTaken() // E3
    {
        PausedEngine engine(3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(engine.offer(seconds {1}));
        QVERIFY(!engine.offer());
        engine.rig.advance(seconds {2});
        QVERIFY(engine.offer());
        QCOMPARE(engine.countOfState(JobState::Expired), 3);
        QCOMPARE(engine.countOfState(JobState::Ready), 1);
        QVERIFY(engine.rig.delivered.empty());
    }
    void expiredJobInTheMiddleFreesItsPlace() // E7
    {
        PausedEngine engine(3);
        QVERIFY(engine.offer() && engine.offer(seconds {1}) && engine.offer());
        QVERIFY(!engine.offer());
        engine.rig.advance(seconds {2});
        QVERIFY(engine.offer());
        QVERIFY(!engine.offer());
        QCOMPARE(engine.countOfState(JobState::Ready), 3);
    }
    void manyExpiredInARowGiveNoShareAndHoldNobodyUp() // D15
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.workersMax = 1; }));
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({QueueName::trusted("q"), {}, "eve", "", {}}); });
        JobSpec late = aJob("q", "late");
        late.deadline = rig.clock.now() + milliseconds {1};
        std::vector<JobId> expired;
        for (int i = 0; i < 320; ++i) // more than a window
            expired.push_back(rig.enqueue(late));
        for (int i = 0; i < 20; ++i) {
            rig.enqueue(aJob("q", "anna"));
            rig.enqueue(aJob("q", "ben"));
        }
        rig.advance(milliseconds {2});
        rig.call([](Dispatcher &dispatcher) { dispatcher.resume(QueueName::trusted("q"), {}); });
        std::map<std::string, int> runs;
        for (int i = 0; i < 40; ++i) {
            const auto given = rig.take();
            const int lead = ++runs[given.run->job.spec.tenant.text()];
            rig.end(given);
            QVERIFY(lead * 2 <= i + 2); // turn by turn
        }
        QVERIFY((runs == std::map<std::string, int> {{"anna", 20}, {"ben", 20}}));
        for (const JobId &id : expired)
            QCOMPARE(rig.state(id), JobState::Expired);
    }
    void limitHoldsAgainstRacingSenders() // B9
    {
        EngineSettings settings = oneQueue();
        settings.depthMax = 3;
        settings.room = RoomPolicy::FirstCome; // all senders are one tenant's
        const SystemClock clock;
        SystemRandom random; // store thread, as is what follows
        JobIdMaker ids(clock, random);
        const SettingsInForce inForce(settings);
        Admission admission(inForce);
        std::deque<Enqueued> waiting;
        std::int64_t most = 0;
        int accepted = 0;
        const auto step = [&](StoreSession &store, bool isTaking) -> Result<> {
            if (isTaking && !waiting.empty()) {
                const ClaimRequest request {waiting.front().lane, *waiting.front().ready, "worker-0"};
                must(must(store.jobs().claim({&request, 1}, clock.now())).front());
                waiting.pop_front();
            }
            const JobSpec spec = aJob("q");
            const JobId id = ids.make();
            const auto offered = must(admission.enqueue(store, {&spec, 1}, {&id, 1}, clock.now()));
            if (offered.jobs.front()) {
                waiting.push_back(*offered.jobs.front());
                ++accepted;
            }
            most = std::max(most, must(store.waiting().backlog(spec.queue, spec.tenant)).ofEngine.jobs);
            return {};
        };
        StoreWriter writer({}, clock, {[](const Error &) {}, [](std::int64_t) {}});
        must(writer.start([] { return Result<std::unique_ptr<StoreSession>>(std::make_unique<MemoryStore>()); }));
        std::vector<std::thread> senders;
        for (int sender = 0; sender < 3; ++sender) {
            senders.emplace_back([&] {
                for (int i = 0; i < 5'000; ++i) {
                    std::promise<void> done;
                    writer.submit({[&, i](StoreSession &store) { return step(store, i % 4 == 0); },
                        [&](const Result<> &) { done.set_value(); }});
                    valueOf(done, "a commit");
                }
            });
        }
        for (std::thread &sender : senders)
            sender.join();
        writer.stop();
        QCOMPARE(most, 3);
        QVERIFY(accepted >= 3'000 && accepted <= 3'753);
    }
    void slotOfAFailedRunIsFreeAgainAndTenantsTakeTurns() // B15
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.workersMax = 1; }), 4);
        rig.start();
        rig.call([](Dispatcher &dispatcher) { dispatcher.pause({{}, {}, "eve", "", {}}); });
        std::map<JobId, std::string> names;
        for (const char *name : {"a1", "a2", "a3", "b1", "b2"}) {
            JobSpec spec = aJob("q", std::string(1, *name).c_str());
            spec.maxAttempts = 1;
            names[rig.enqueue(spec)] = name;
        }
        const auto cancelled =
            std::find_if(names.begin(), names.end(), [](const auto &one) { return one.second == "a3"; });
        const StateChange changed =
            must(must(rig.store.jobs().cancel({&cancelled->first, 1}, {}, rig.clock.now())).front());
        rig.call([&](Dispatcher &dispatcher) { dispatcher.stateChanged(changed); });
        rig.call([](Dispatcher &dispatcher) { dispatcher.resume({}, {}); });
        std::vector<std::string> order;
        while (!rig.delivered.empty()) {
            QCOMPARE(rig.delivered.size(), std::size_t {1});
            const auto given = rig.take();
            order.push_back(names.at(given.run->job.id));
            rig.end(given, Failed {"exception", "it threw", {}});
        }
        QVERIFY((order == std::vector<std::string> {"a1", "b1", "a2", "b2"}));
        QCOMPARE(rig.state(cancelled->first), JobState::Cancelled);
    }
    void limitLoweredBelowWhatRunsStartsNothingUntilItFits()
    {
        DispatchRig rig(oneQueue(), 5);
        rig.start();
        for (int i = 0; i < 6; ++i)
            rig.enqueue(aJob("q", "anna"));
        QCOMPARE(rig.delivered.size(), std::size_t {5});
        rig.setTenants({{TenantName::trusted("anna"), "", {{}, {}, 2, {}}}});
        for (int running = 5; running > 2; --running) {
            rig.end(rig.take());
            QCOMPARE(rig.delivered.size(), static_cast<std::size_t>(running - 1));
        }
        rig.end(rig.take());
        QCOMPARE(rig.delivered.size(), std::size_t {2}); // one ended, and the last began
    }
};

QTEST_GUILESS_MAIN(CapacityTest)
#include "capacity_test.moc"
