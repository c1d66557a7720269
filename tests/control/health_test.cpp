// SPDX-License-Identifier: Apache-2.0
// Engines in one kind of trouble each: the verdict names it first. Dispatchers have a turned clock.
#include "engine/control/engine.h"
#include "engine/handlers/function_handler.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/await.h"
#include "tests/support/dispatch_rig.h"
#include "tests/support/shut_gate.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;
using Kind = HealthCauseKind;

namespace {
const auto q = QueueName::trusted("q");
const auto acme = TenantName::trusted("acme");

EngineSettings pulledQueue()
{
    return oneQueue([](QueueSettings &queue) { queue.handler = PullHandlerSettings {}; });
}

// --- dispatchers under a turned clock ---

/// The verdict of the dispatcher's facts alone.
HealthReport judged(DispatchRig &rig)
{
    HealthFacts facts;
    rig.call([&](Dispatcher &dispatcher) { facts = dispatcher.healthFacts(); });
    facts.starts = {TimePoint {1'700'000'000s}};
    return judgeHealth(facts, {});
}
/// Accepts jobs and ends their runs.
void run(DispatchRig &rig, int jobs, const Outcome &outcome)
{
    for (int i = 0; i < jobs; ++i) {
        JobSpec spec = aJob("q");
        spec.maxAttempts = 1;
        rig.enqueue(spec);
        rig.end(rig.take(), outcome);
    }
}
HealthReport afterStart(const EngineSettings &settings, const std::function<void(DispatchRig &)> &trouble)
{
    DispatchRig rig(settings);
    rig.start();
    trouble(rig);
    return judged(rig);
}
HealthReport behindAShutGate()
{
    DispatchRig rig(oneQueue(), 1, std::make_shared<MemoryState>(), TimePoint {1'700'000'000s}, [](const Clock &) {
        return std::map<QueueName, QueueGates> {{q, {.leading = {std::make_shared<ShutGate>()}, .inside = {}}}};
    });
    rig.start();
    rig.enqueue();
    rig.advance(6min);
    return judged(rig);
}
void floodATenant(DispatchRig &rig)
{
    for (int i = 0; i < 250; ++i)
        rig.enqueue(aJob("q", "flood"));
    rig.enqueue(aJob("q", "acme"));
    for (int i = 0; i < 200; ++i) {
        rig.advance(1s);
        rig.end(rig.take(), Succeeded {}, 1s);
    }
}
void loseLeases(DispatchRig &rig)
{
    for (int i = 0; i < 3; ++i) {
        rig.enqueue();
        rig.call([](Dispatcher &dispatcher) {
            dispatcher.leases().ask({q, "far-1", 1, {}, 5s}, [](const Result<std::vector<LeasedJob>> &) {});
        });
    }
    rig.advance(20s);
}
void growABacklog(DispatchRig &rig)
{
    for (int i = 0; i < 60; ++i)
        rig.enqueue();
    for (int i = 0; i < 20; ++i) {
        rig.advance(9s);
        rig.end(rig.take());
    }
}
void refuseEnds(DispatchRig &rig)
{
    rig.enqueue();
    const DispatchRig::Delivered given = rig.take();
    rig.queue.failNext.assign(1'000, {ErrorCode::DiskFull, "no space is left"});
    rig.end(given);
    rig.advance(5s);
}

// --- engines in memory ---

using Disk = std::shared_ptr<MemoryState>;
std::unique_ptr<Engine> startEngine(const EngineSettings &settings, const Disk &disk = std::make_shared<MemoryState>())
{
    Engine::Parts parts;
    parts.settings = settings;
    parts.settings.workers = parts.settings.threads = 1;
    parts.settings.room = RoomPolicy::FirstCome;
    parts.store = [disk]() -> Result<std::unique_ptr<StoreSession>> {
        return std::unique_ptr<StoreSession>(std::make_unique<MemoryStore>(disk));
    };
    for (const QueueSettings &queue : parts.settings.queues) {
        if (!queue.isPulled())
            parts.handlers.emplace(queue.name, FunctionHandler::quick([](RunContext &) -> Outcome {
                return Failed {"broken", "", {}};
            }));
    }
    auto engine = std::make_unique<Engine>(std::move(parts));
    if (const Result<> started = engine->start(); !started)
        qFatal("%s", started.error().text.c_str());
    return engine;
}
void add(Engine &engine, std::size_t count, const QueueName &queue = q)
{
    NewJob job;
    job.queue = queue;
    job.tenant = acme;
    job.payload = "{}";
    job.maxAttempts = 1;
    using Receipts = std::vector<Result<EnqueueReceipt>>;
    const auto receipts = await<Receipts>(
        [&](Answer<Receipts> answer) { engine.jobs().enqueue(std::vector<NewJob>(count, job), std::move(answer)); });
    if (!receipts || !std::all_of(receipts->begin(), receipts->end(), [](const auto &one) { return one.has_value(); }))
        qFatal("jobs were refused");
}
HealthReport asked(Engine &engine)
{
    const auto report =
        await<HealthReport>([&](Answer<HealthReport> answer) { engine.health().report({}, std::move(answer)); });
    if (!report)
        qFatal("%s", report.error().text.c_str());
    return *report;
}
/// The first verdict that names a cause. The facts are a second old at most.
HealthReport judged(Engine &engine)
{
    constexpr int limitMs = 30'000;
    HealthReport report;
    static_cast<void>(QTest::qWaitFor(
        [&] {
            report = asked(engine);
            return !report.causes.empty();
        },
        limitMs));
    return report;
}
HealthReport withJobs(const EngineSettings &settings, std::size_t jobs, const Disk &disk)
{
    const std::unique_ptr<Engine> engine = startEngine(settings, disk);
    for (std::size_t i = 0; i < jobs; ++i)
        add(*engine, 1);
    return judged(*engine);
}
HealthReport withJobs(const EngineSettings &settings, std::size_t jobs)
{
    return withJobs(settings, jobs, std::make_shared<MemoryState>());
}
HealthReport afterALoss()
{
    const auto disk = std::make_shared<MemoryState>();
    must(MemoryStore(disk).journal().note(
        {.at = SystemClock().now(), .kind = EventKind::StoreLost, .text = "the log is gone"}));
    return withJobs(pulledQueue(), 0, disk);
}
HealthReport startedAgainAndAgain()
{
    const auto disk = std::make_shared<MemoryState>();
    for (int i = 0; i < 3; ++i)
        startEngine(pulledQueue(), disk);
    return withJobs(pulledQueue(), 0, disk);
}
HealthReport onASmallDisk()
{
    const auto disk = std::make_shared<MemoryState>();
    disk->diskRoom = 100 * 1024 * 1024;
    return withJobs(pulledQueue(), 0, disk);
}
HealthReport onASlowStore()
{
    EngineSettings settings = pulledQueue();
    settings.health.commit = Microseconds {1}; // each commit takes longer
    return withJobs(settings, 200);
}
HealthReport whenFull(const std::function<void(EngineSettings &)> &limit)
{
    EngineSettings settings = pulledQueue();
    limit(settings);
    return withJobs(settings, 10);
}
HealthReport withAnOpenBreaker()
{
    return withJobs(oneQueue([](QueueSettings &queue) {
        queue.layers = {CircuitBreakerSettings {1, 1, 1h, CircuitBreakerSettings::Per::Tenant}};
    }),
        1);
}

struct Trouble
{
    Kind kind;
    std::function<HealthReport()> make;
};
const std::vector<Trouble> troubles {
    {Kind::StoreFailed, [] { return afterStart(oneQueue(), refuseEnds); }},
    {Kind::StoreLost, afterALoss},
    {Kind::EngineFull, [] { return whenFull([](EngineSettings &settings) { settings.depthMax = 10; }); }},
    {Kind::DiskLow, onASmallDisk},
    {Kind::RestartLoop, startedAgainAndAgain},
    {Kind::StoreSlow, onASlowStore},
    {Kind::QueueUnserved,
        [] {
            return afterStart(pulledQueue(), [](DispatchRig &rig) {
                rig.enqueue();
                rig.advance(3min);
            });
        }},
    {Kind::QueueFull, [] { return whenFull([](EngineSettings &settings) { settings.queues.front().depthMax = 10; }); }},
    {Kind::BreakerOpen, withAnOpenBreaker},
    {Kind::OldestJobOld,
        [] {
            return afterStart(oneQueue(), [](DispatchRig &rig) {
                for (int i = 0; i < 3; ++i)
                    rig.enqueue();
                rig.advance(6min);
            });
        }},
    {Kind::DeadLetterStorm,
        [] {
            return afterStart(oneQueue(), [](DispatchRig &rig) {
                run(rig, 100, Failed {"broken", "", {}});
                run(rig, 500, Succeeded {});
            });
        }},
    {Kind::FailureShare,
        [] {
            return afterStart(oneQueue(), [](DispatchRig &rig) {
                run(rig, 10, Failed {"broken", "", {}});
                run(rig, 20, Succeeded {});
            });
        }},
    {Kind::WorkersLost, [] { return afterStart(pulledQueue(), loseLeases); }},
    {Kind::ArrivalsAboveDepartures, [] { return afterStart(oneQueue(), growABacklog); }},
    {Kind::TenantsShort,
        [] {
            EngineSettings settings = oneQueue();
            settings.policy = DispatchPolicy::Fifo; // for the flood is served alone
            return afterStart(settings, floodATenant);
        }},
    {Kind::TenantFull,
        [] {
            return whenFull([](EngineSettings &settings) { settings.tenants.push_back({acme, {}, {.depthMax = 10}}); });
        }},
    {Kind::HeldByGate, behindAShutGate},
    {Kind::ClockStepped,
        [] {
            return afterStart(oneQueue(), [](DispatchRig &rig) {
                rig.advance(1min);
                rig.clock.stepWall(-1h);
                rig.advance(1min);
            });
        }},
    {Kind::PauseOld,
        [] {
            return afterStart(oneQueue(), [](DispatchRig &rig) {
                rig.call([&](Dispatcher &dispatcher) { dispatcher.pause({q, {}, "ann", "", rig.clock.now() - 25h}); });
            });
        }},
};
} // namespace

class HealthTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void eachEngineInTroubleNamesItFirst_data()
    {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < troubles.size(); ++i)
            QTest::newRow(std::string(nameOf(troubles[i].kind)).c_str()) << static_cast<int>(i);
    }
    void eachEngineInTroubleNamesItFirst()
    {
        QFETCH(int, number);
        const Trouble &trouble = troubles[static_cast<std::size_t>(number)];
        const HealthReport report = trouble.make();
        QVERIFY(!report.causes.empty());
        QCOMPARE(nameOf(report.causes.front().kind), nameOf(trouble.kind));
        QVERIFY(
            report.verdict == (report.causes.front().isFailing ? HealthVerdict::Failing : HealthVerdict::Attention));
    }
    void everyKindOfTroubleHasItsEngine()
    {
        QCOMPARE(troubles.size(), EnumNames<Kind>::all.size());
        for (std::size_t i = 0; i < troubles.size(); ++i)
            QCOMPARE(troubles[i].kind, static_cast<Kind>(i));
    }
    void jobsThatAreMovedIntoAQueueCountAsComing()
    {
        const auto other = QueueName::trusted("other");
        EngineSettings settings = pulledQueue();
        settings.queues.push_back({.name = other});
        settings.queues.back().handler = PullHandlerSettings {};
        const std::unique_ptr<Engine> engine = startEngine(settings);
        add(*engine, 1);
        using Leased = std::vector<LeasedJob>;
        const auto leased = await<Leased>([&](Answer<Leased> answer) {
            engine->leases().lease({q, "far-1", 1, 20s, {}}, std::move(answer));
        });
        QVERIFY(leased && leased->size() == 1);
        QVERIFY(await<JobState>([&](Answer<JobState> answer) {
            engine->leases().finish(leased->front().token, Succeeded {}, std::move(answer));
        }));
        QCOMPARE(asked(*engine).verdict, HealthVerdict::Healthy);
        constexpr std::size_t many = 1'000;
        add(*engine, many, other);
        OperationRequest move {.action = BulkAction::Move};
        move.filter.queue = other;
        move.change.queue = q;
        QVERIFY(
            await<Operation>([&](Answer<Operation> answer) { engine->operations().begin(move, std::move(answer)); }));
        const auto told = [&] {
            const HealthReport report = asked(*engine);
            return report.causes.empty() ? std::string("none") : report.causes.front().text;
        };
        QTRY_VERIFY2_WITH_TIMEOUT(
            told().find("1,001 jobs came and 1 left") != std::string::npos, told().c_str(), 30'000);
        QVERIFY(asked(*engine).causes.front().kind == Kind::ArrivalsAboveDepartures);
    }
    void aBusyEngineThatKeepsUpIsHealthy()
    {
        const HealthReport report = afterStart(oneQueue(), [](DispatchRig &rig) {
            for (int i = 0; i < 100; ++i) {
                run(rig, 5, Succeeded {});
                rig.advance(10s);
            }
            rig.enqueue();
        });
        QVERIFY2(report.causes.empty(), report.causes.empty() ? "" : report.causes.front().text.c_str());
        QCOMPARE(report.verdict, HealthVerdict::Healthy);
    }
    void anIdleEngineIsHealthy()
    {
        QCOMPARE(asked(*startEngine(pulledQueue())).verdict, HealthVerdict::Healthy);
        QCOMPARE(afterStart(pulledQueue(), [](DispatchRig &rig) { rig.advance(48h); }).verdict, HealthVerdict::Healthy);
    }
};

QTEST_GUILESS_MAIN(HealthTest)
#include "health_test.moc"
