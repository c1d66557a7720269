// SPDX-License-Identifier: Apache-2.0
// Limits of what may wait, before a job is accepted: who is refused, and who makes room.
#include "engine/control/admission.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;

namespace {
/// Admission with a store behind it.
struct AdmissionRig
{
    explicit AdmissionRig(std::int64_t queueMax, std::int64_t tenantMax, WhenFull policy = WhenFull::Reject)
        : settings(settingsOf(queueMax, tenantMax, policy))
    {
    }
    static EngineSettings settingsOf(std::int64_t queueMax, std::int64_t tenantMax, WhenFull policy)
    {
        EngineSettings settings;
        settings.room = RoomPolicy::FirstCome; // the claims about shares say otherwise
        QueueSettings queue {.name = QueueName::trusted("q")};
        queue.depthMax = queueMax;
        queue.backpressure.whenFull = policy;
        settings.queues.push_back(queue);
        settings.plans.push_back({"free", {{}, {}, {}, tenantMax}});
        for (const char *name : {"a", "b", "c", "d", "e", "f", "g", "h"})
            settings.tenants.push_back({TenantName::trusted(name), "free", {}});
        return settings;
    }
    /// With shares, and these limits of the engine.
    void shareRoom(std::int64_t depthMax, std::int64_t bytesMax = 0)
    {
        settings.room = RoomPolicy::Fair;
        settings.depthMax = depthMax;
        settings.bytesMax = bytesMax;
        inForce.configure(settings);
    }
    /// Offers jobs until one is refused. The number of those accepted.
    int fill(const char *tenant)
    {
        int accepted = 0;
        while (!fault(tenant))
            ++accepted;
        return accepted;
    }
    void set(const TenantSettings &tenant) { inForce.setTenants({&tenant, 1}); }
    Result<Enqueued> offer(const char *tenant, Priority priority = Priority::Normal, const char *queue = "q")
    {
        JobSpec spec = aJob(queue, tenant);
        spec.priority = priority;
        return offer(spec);
    }
    Result<Enqueued> offer(const JobSpec &spec)
    {
        const JobId id = ids.make();
        Admission::Accepted accepted = must(admission.enqueue(store, {&spec, 1}, {&id, 1}, clock.now()));
        dropped.insert(dropped.end(), accepted.dropped.begin(), accepted.dropped.end());
        mayWait = accepted.mayWait;
        return accepted.jobs.front();
    }
    std::optional<ErrorCode> fault(const char *tenant, Priority priority = Priority::Normal)
    {
        const Result<Enqueued> offered = offer(tenant, priority);
        return offered ? std::nullopt : std::optional(offered.error().code);
    }
    void take(const Enqueued &job)
    {
        const ClaimRequest request {job.lane, *job.ready, "worker-0"};
        must(must(store.jobs().claim({&request, 1}, clock.now())).front());
    }

    EngineSettings settings;
    ManualClock clock;
    SeededRandom random {1};
    JobIdMaker ids {clock, random};
    std::shared_ptr<MemoryState> disk = std::make_shared<MemoryState>();
    MemoryStore store {disk};
    SettingsInForce inForce {settings};
    Admission admission {inForce};
    std::vector<StateChange> dropped;
    std::map<std::size_t, Admission::Wait> mayWait; ///< of the last offer
};
} // namespace

class AdmissionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullQueueRefusesEveryone() // B1
    {
        AdmissionRig rig(1, 0);
        QVERIFY(!rig.fault("a"));
        QVERIFY(rig.fault("b") == ErrorCode::QueueFull);
    }
    void fullTenantIsRefusedAlone() // B2
    {
        AdmissionRig rig(0, 1);
        QVERIFY(!rig.fault("a"));
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
        QVERIFY(!rig.fault("b"));
    }
    void queueAndTenantLimitsHoldTogether() // B3
    {
        AdmissionRig rig(32, 4);
        std::vector<Enqueued> jobs;
        for (const char *tenant : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
            for (int i = 0; i < 4; ++i)
                jobs.push_back(must(rig.offer(tenant)));
            QVERIFY(rig.fault(tenant) == ErrorCode::TenantFull);
        }
        QVERIFY(rig.fault("newcomer") == ErrorCode::QueueFull);
        for (int i = 0; i < 8; ++i)
            rig.take(jobs[static_cast<std::size_t>(i)]);
        QCOMPARE(must(rig.store.waiting().backlog(QueueName::trusted("q"), TenantName::trusted("a"))).ofQueue.jobs, 24);
        QVERIFY(!rig.fault("newcomer"));
    }
    void runningJobsDoNotCountAsWaiting()
    {
        AdmissionRig rig(0, 1);
        rig.take(must(rig.offer("a")));
        QVERIFY(!rig.fault("a"));
    }
    void oldestMakesRoomForTheNewest() // B4
    {
        AdmissionRig rig(0, 2, WhenFull::DropOldest);
        const JobId first = must(rig.offer("a")).receipt.id;
        QVERIFY(!rig.fault("a"));
        QVERIFY(!rig.fault("a"));
        QCOMPARE(rig.dropped.size(), std::size_t {1});
        QVERIFY(rig.dropped.front().id == first);
    }
    void lowerClassMakesRoomAndAHigherOneDoesNot() // B6
    {
        AdmissionRig rig(0, 1, WhenFull::DropOldest);
        QVERIFY(!rig.fault("a", Priority::Low));
        QVERIFY(!rig.fault("a", Priority::High));
        QCOMPARE(rig.dropped.size(), std::size_t {1});
        QVERIFY(rig.fault("a", Priority::Low) == ErrorCode::TenantFull);
    }
    void roomIsNeverMadeAtTheCostOfAnotherTenant()
    {
        AdmissionRig rig(1, 0, WhenFull::DropOldest);
        QVERIFY(!rig.fault("a"));
        QVERIFY(rig.fault("b") == ErrorCode::QueueFull);
        QVERIFY(rig.dropped.empty());
    }
    void newestMakesRoomWhenThePlanSaysSo() // B5, B8
    {
        AdmissionRig rig(0, 2);
        rig.settings.plans.front().rules.backpressure = Backpressure {WhenFull::DropNewest};
        rig.inForce.configure(rig.settings);
        const JobId first = must(rig.offer("a")).receipt.id;
        const JobId second = must(rig.offer("a")).receipt.id;
        QVERIFY(!rig.fault("a"));
        QCOMPARE(rig.dropped.size(), std::size_t {1});
        QVERIFY(rig.dropped.front().id == second);
        const auto state = [&](const JobId &id) {
            return must(must(rig.store.readerFactory()())->jobs().findJob(id)).state;
        };
        QCOMPARE(state(second), JobState::Cancelled);
        QCOMPARE(state(first), JobState::Ready);
    }
    void fullEngineRefusesEveryone()
    {
        AdmissionRig rig(0, 0);
        rig.settings.depthMax = 2;
        rig.inForce.configure(rig.settings);
        QVERIFY(!rig.fault("a"));
        QVERIFY(!must(rig.offer("b", Priority::Normal, "other")).receipt.id.text().empty());
        QVERIFY(rig.fault("c") == ErrorCode::EngineFull);
    }
    void bytesAreLimitedLikeJobs()
    {
        AdmissionRig rig(0, 0, WhenFull::DropOldest);
        rig.settings.plans.front().rules.bytesMax = 100;
        rig.inForce.configure(rig.settings);
        JobSpec spec = aJob("q", "a");
        spec.payload.assign(40, 'x');
        const JobId first = must(rig.offer(spec)).receipt.id;
        must(rig.offer(spec));
        spec.payload.assign(60, 'x');
        must(rig.offer(spec));
        QCOMPARE(rig.dropped.size(), std::size_t {1});
        QVERIFY(rig.dropped.front().id == first);
        spec.payload.assign(101, 'x');
        QVERIFY(rig.offer(spec).error().code == ErrorCode::TooLarge); // and nobody is dropped for it
        QCOMPARE(rig.dropped.size(), std::size_t {1});
    }
    void lowerClassesAreRefusedBeforeTheLimit()
    {
        AdmissionRig rig(10, 0);
        rig.settings.queues.front().backpressure = {WhenFull::ShedLow, std::chrono::seconds {1}, 0.5};
        rig.inForce.configure(rig.settings);
        std::map<Priority, int> taken;
        for (const Priority priority :
            {Priority::Background, Priority::Low, Priority::Normal, Priority::High, Priority::Critical}) {
            while (!rig.fault("a", priority))
                ++taken[priority];
        }
        QCOMPARE(taken[Priority::Background], 5); // 50 %, then 62.5, 75, 87.5 and 100 %
        QCOMPARE(taken[Priority::Low], 1);
        QCOMPARE(taken[Priority::Normal], 1);
        QCOMPARE(taken[Priority::High], 1);
        QCOMPARE(taken[Priority::Critical], 2);
    }
    void senderThatMayWaitIsToldHowLong()
    {
        AdmissionRig rig(1, 0, WhenFull::Wait);
        must(rig.offer("a"));
        QVERIFY(rig.fault("a") == ErrorCode::QueueFull);
        QCOMPARE(rig.mayWait.at(0).most, Microseconds {std::chrono::seconds {1}});
    }
    void repeatedRequestNeedsNoRoom()
    {
        AdmissionRig rig(0, 1, WhenFull::DropOldest);
        JobSpec spec = aJob("q", "a");
        spec.idempotencyKey = "order-1";
        const JobId first = must(rig.offer(spec)).receipt.id;
        const Enqueued again = must(rig.offer(spec));
        QVERIFY(again.receipt.id == first && !again.receipt.isNew);
        QVERIFY(rig.dropped.empty());
    }
    void capLoweredBelowWhatWaitsRefusesUntilThereIsRoom()
    {
        AdmissionRig rig(0, 0);
        std::vector<Enqueued> jobs;
        for (int i = 0; i < 5; ++i)
            jobs.push_back(must(rig.offer("a")));
        rig.set({TenantName::trusted("a"), "free", {{}, {}, {}, 2}});
        for (int i = 0; i < 4; ++i) {
            QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
            rig.take(jobs[static_cast<std::size_t>(i)]);
        }
        QVERIFY(!rig.fault("a"));
    }
    void capLoweredWhileFullDropsDownToIt()
    {
        AdmissionRig rig(0, 0, WhenFull::DropOldest);
        for (int i = 0; i < 5; ++i)
            must(rig.offer("a"));
        rig.set({TenantName::trusted("a"), "free", {{}, {}, {}, 2}});
        must(rig.offer("a"));
        QCOMPARE(rig.dropped.size(), std::size_t {4});
    }
    void cancelledJobFreesItsPlaceAtOnce() // B10
    {
        AdmissionRig rig(0, 5);
        std::vector<JobId> ids;
        for (int i = 0; i < 5; ++i)
            ids.push_back(must(rig.offer("a")).receipt.id);
        must(rig.store.jobs().cancel({ids.data(), 3}, {}, rig.clock.now()));
        for (int i = 0; i < 3; ++i)
            QVERIFY(!rig.fault("a"));
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
    }
    void whatAnOperatorSaysComesBeforeThePlan() // B8
    {
        AdmissionRig rig(0, 1);
        rig.set({TenantName::trusted("a"), "free", {{}, {}, {}, 2}});
        QVERIFY(!rig.fault("a") && !rig.fault("a"));
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
        rig.set({TenantName::trusted("a"), "free", {{}, {}, {}, 0}}); // no limit
        QVERIFY(!rig.fault("a"));
    }
    void whatAnOperatorSaidIsReadAtTheStart()
    {
        AdmissionRig rig(0, 0);
        must(rig.store.settings().saveTenant({TenantName::trusted("a"), "", {{}, {}, {}, 1}}));
        rig.inForce.setTenants(must(rig.store.settings().savedTenants()));
        QVERIFY(!rig.fault("a"));
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
    }
    void aChangedConfigurationCountsAtOnceButNotAgainstOperators()
    {
        AdmissionRig rig(0, 0); // no limits at all
        rig.set({TenantName::trusted("b"), "", {{}, {}, {}, 2}});
        QVERIFY(!rig.fault("a"));
        rig.settings.plans.front().rules.depthMax = 1;
        rig.settings.queues.front().depthMax = 4;
        std::erase_if(rig.settings.tenants, [](const TenantSettings &one) { return one.name.text() == "c"; });
        rig.settings.tenants.push_back({TenantName::trusted("new"), "", {{}, {}, {}, 1}});
        rig.inForce.configure(rig.settings);
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull); // by its plan
        QVERIFY(!rig.fault("b"));
        QVERIFY(!rig.fault("c")); // not in the file any more, so without a plan
        QVERIFY(!rig.fault("c"));
        QVERIFY(rig.fault("new") == ErrorCode::QueueFull); // four wait
        QVERIFY(rig.inForce.now()->setByOperators() == std::set {TenantName::trusted("b")});
        const std::vector<TenantSettings> known = rig.inForce.now()->tenants();
        QCOMPARE(known.size(), std::size_t {9});
        QCOMPARE(known[1].rules.depthMax.value_or(0), std::int64_t {2}); // b
        QVERIFY(known[2].plan.empty()); // c
    }
    void aFloodLeavesRoomForTheOthers()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(5);
        QCOMPARE(rig.fill("a"), 4);
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
        QVERIFY(!rig.fault("b"));
        QVERIFY(rig.fault("c") == ErrorCode::EngineFull); // now the limit itself is reached
        QVERIFY(rig.fault("a") == ErrorCode::EngineFull);
    }
    void roomOfAQueueIsSharedToo()
    {
        AdmissionRig rig(90, 0);
        rig.shareRoom(0);
        QCOMPARE(rig.fill("a"), 80);
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
        QVERIFY(rig.offer("a", Priority::Normal, "other")); // that queue has no limit
        QCOMPARE(rig.fill("b"), 8); // 8/9 of the 10 that are left
        QVERIFY(!rig.fault("c"));
    }
    void holdingInOtherQueuesIsPartOfTheShareOfTheEngine()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(9);
        for (int i = 0; i < 8; ++i)
            QVERIFY(rig.offer("a", Priority::Normal, "other"));
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull);
    }
    void heavyTenantsMayHoldMore()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(1'000);
        rig.set({TenantName::trusted("a"), "", {.weight = 0.125}});
        QCOMPARE(rig.fill("a"), 500);
        QCOMPARE(rig.fill("b"), 444); // 8/9 of the other half
    }
    void bytesAreSharedLikeJobs()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(0, 900);
        JobSpec spec = aJob("q", "a");
        spec.payload.assign(100, 'x');
        for (int i = 0; i < 8; ++i)
            QVERIFY(rig.offer(spec));
        const Result<Enqueued> ninth = rig.offer(spec);
        QVERIFY(ninth.error().code == ErrorCode::TenantFull);
        QVERIFY2(ninth.error().text.find(
                     "tenant 'a' has 800 bytes waiting in the engine, its share of the room for 900 is 800")
                != std::string::npos,
            ninth.error().text.c_str());
        spec.tenant = TenantName::trusted("b");
        QVERIFY(rig.offer(spec)); // as large as all that was free
    }
    void aFirstJobMayBeLargerThanAShare()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(0, 900);
        JobSpec spec = aJob("q", "a");
        spec.payload.assign(900, 'x');
        QVERIFY(rig.offer(spec));
    }
    void refusalNamesTheShare()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(5);
        must(rig.offer("b"));
        rig.fill("a");
        const std::string text = rig.offer("a").error().text;
        QVERIFY2(text.find("tenant 'a' has 3 jobs waiting in the engine, its share of the room for 5 is 3 while others "
                           "hold 1; try again later")
                != std::string::npos,
            text.c_str());
    }
    void shareIsMadeFreeByItsOwnerAlone()
    {
        AdmissionRig rig(0, 0, WhenFull::DropOldest);
        rig.shareRoom(9);
        must(rig.offer("b"));
        const JobId first = must(rig.offer("a")).receipt.id;
        for (int i = 0; i < 6; ++i)
            must(rig.offer("a"));
        QVERIFY(rig.dropped.empty());
        must(rig.offer("a"));
        QCOMPARE(rig.dropped.size(), std::size_t {1});
        QVERIFY(rig.dropped.front().id == first);
    }
    void aLoweredLimitRefusesUntilTheShareIsKeptAgain()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(900);
        std::vector<Enqueued> jobs;
        for (int i = 0; i < 20; ++i)
            jobs.push_back(must(rig.offer("a")));
        rig.shareRoom(18);
        QVERIFY(rig.fault("a") == ErrorCode::EngineFull);
        for (int i = 0; i < 4; ++i)
            rig.take(jobs[static_cast<std::size_t>(i)]);
        QVERIFY(rig.fault("a") == ErrorCode::TenantFull); // 16 of 18
        QVERIFY(!rig.fault("b"));
        for (int i = 4; i < 6; ++i)
            rig.take(jobs[static_cast<std::size_t>(i)]);
        QVERIFY(!rig.fault("a"));
    }
    void lowClassesAreShedByTheLimitNotByTheShare()
    {
        AdmissionRig rig(0, 0);
        rig.settings.queues.front().backpressure = {WhenFull::ShedLow, std::chrono::seconds {1}, 0.5};
        rig.shareRoom(90);
        int background = 0;
        while (!rig.fault("a", Priority::Background))
            ++background;
        QCOMPARE(background, 45);
        QVERIFY(rig.fault("a", Priority::Background) == ErrorCode::EngineFull);
        while (!rig.fault("a", Priority::Critical))
            ++background;
        QCOMPARE(background, 80);
    }
    void aFloodLeavesRoomOnTheDisk()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(0);
        JobSpec spec = aJob("q", "flood");
        spec.payload.assign(100, 'x');
        const auto offerWithin = [&](std::int64_t disk) {
            const Backlog backlog = must(rig.store.waiting().backlog(spec.queue, spec.tenant));
            rig.disk->diskRoom = disk - backlog.ofEngine.bytes;
            return rig.offer(spec);
        };
        for (int i = 0; i < 8; ++i)
            QVERIFY(offerWithin(900));
        const Result<Enqueued> ninth = offerWithin(900);
        QVERIFY(ninth.error().code == ErrorCode::TenantFull);
        QVERIFY2(ninth.error().text.find("has 800 bytes waiting in the engine (on its disk), its share of the room for "
                                         "900 is 800")
                != std::string::npos,
            ninth.error().text.c_str());
        spec.tenant = TenantName::trusted("anna");
        QVERIFY(offerWithin(900));
        spec.tenant = TenantName::trusted("flood");
        QVERIFY(!offerWithin(1'000));
        QVERIFY(offerWithin(1'200)); // space was freed: 8/9 of 1,100
        rig.settings.room = RoomPolicy::FirstCome;
        rig.inForce.configure(rig.settings);
        QVERIFY(offerWithin(1'200));
    }
    void limitOfBytesTakesThePlaceOfTheDisk()
    {
        AdmissionRig rig(0, 0);
        rig.shareRoom(0, 1'000'000);
        JobSpec spec = aJob("q", "a");
        spec.payload.assign(100, 'x');
        rig.disk->diskRoom = 10;
        QVERIFY(rig.offer(spec) && rig.offer(spec));
    }
    void oneThatHoldsNothingIsRefusedByTheLimitAlone_data()
    {
        QTest::addColumn<quint64>("seed");
        for (const quint64 seed : {1U, 2U, 3U})
            QTest::newRow(QByteArray::number(seed).constData()) << seed;
    }
    void oneThatHoldsNothingIsRefusedByTheLimitAlone()
    {
        QFETCH(quint64, seed);
        SeededRandom random(seed);
        const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random.next() % bound); };
        AdmissionRig rig(30, 0);
        rig.settings.queues.front().bytesMax = 2'000;
        rig.shareRoom(40, 3'000);
        std::map<std::string, int> held;
        std::vector<Enqueued> waiting;
        int newcomers = 0;
        for (int i = 0; i < 3'000; ++i) {
            const std::string tenant = "t" + std::to_string(below(20) * below(20));
            JobSpec spec = aJob(below(2) == 0 ? "q" : "other", tenant.c_str());
            spec.payload.assign(1 + below(200), 'x');
            const Backlog backlog = must(rig.store.waiting().backlog(spec.queue, spec.tenant));
            const auto size = static_cast<std::int64_t>(spec.payload.size());
            const bool isRoom = backlog.ofEngine.jobs < 40 && backlog.ofEngine.bytes + size <= 3'000
                && (spec.queue.text() != "q" || (backlog.ofQueue.jobs < 30 && backlog.ofQueue.bytes + size <= 2'000));
            const Result<Enqueued> offered = rig.offer(spec);
            if (held[tenant] == 0) {
                QCOMPARE(offered.has_value(), isRoom);
                ++newcomers;
            }
            QVERIFY(isRoom || !offered);
            if (offered) {
                ++held[tenant];
                waiting.push_back(*offered);
            }
            if (!waiting.empty() && below(3) == 0) {
                const auto taken = waiting.begin() + static_cast<std::ptrdiff_t>(below(waiting.size()));
                rig.take(*taken);
                --held[taken->lane.tenant.text()];
                waiting.erase(taken);
            }
        }
        QVERIFY(newcomers > 100);
    }
    void refusalNamesTheLimitAndThePlan()
    {
        AdmissionRig rig(0, 1);
        must(rig.offer("a"));
        const std::string text = rig.offer("a").error().text;
        QVERIFY2(text.find("'a' has 1 job waiting, its limit is 1 (plan free)") != std::string::npos, text.c_str());
    }
};

QTEST_APPLESS_MAIN(AdmissionTest)
#include "admission_test.moc"
