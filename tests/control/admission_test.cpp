// SPDX-License-Identifier: Apache-2.0
// Limits of what may wait, at the door: who is refused, and who makes room.
#include "engine/control/admission.h"
#include "engine/storage/memory_store.h"
#include "tests/support/store_steps.h"

#include <QtTest>

using namespace fairlead;

namespace {
/// A door with a store behind it.
struct Door
{
    explicit Door(std::int64_t queueMax, std::int64_t tenantMax, WhenFull policy = WhenFull::Reject)
        : settings(settingsOf(queueMax, tenantMax, policy))
    {
    }
    static EngineSettings settingsOf(std::int64_t queueMax, std::int64_t tenantMax, WhenFull policy)
    {
        EngineSettings settings;
        QueueSettings queue {.name = QueueName::trusted("q")};
        queue.depthMax = queueMax;
        queue.backpressure.whenFull = policy;
        settings.queues.push_back(queue);
        settings.plans.push_back({"free", {{}, {}, {}, tenantMax}});
        for (const char *name : {"a", "b", "c", "d", "e", "f", "g", "h"})
            settings.tenants.push_back({TenantName::trusted(name), "free", {}});
        return settings;
    }
    Result<Enqueued> offer(const char *tenant, Priority priority = Priority::Normal, const char *queue = "q")
    {
        JobSpec spec = aJob(queue, tenant);
        spec.priority = priority;
        return offer(spec);
    }
    Result<Enqueued> offer(const JobSpec &spec)
    {
        const JobId id = ids.make();
        Admission::Accepted accepted = must(admission->enqueue(store, {&spec, 1}, {&id, 1}, clock.now()));
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
        must(must(store.claim({&request, 1}, clock.now())).front());
    }

    EngineSettings settings;
    ManualClock clock;
    SeededRandom random {1};
    JobIdMaker ids {clock, random};
    MemoryStore store;
    std::optional<Admission> admission {settings};
    std::vector<Acted> dropped;
    std::map<std::size_t, Admission::Wait> mayWait; ///< of the last offer
};
} // namespace

class AdmissionTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fullQueueRefusesEveryone() // B1
    {
        Door door(1, 0);
        QVERIFY(!door.fault("a"));
        QVERIFY(door.fault("b") == ErrorCode::QueueFull);
    }
    void fullTenantIsRefusedAlone() // B2
    {
        Door door(0, 1);
        QVERIFY(!door.fault("a"));
        QVERIFY(door.fault("a") == ErrorCode::TenantFull);
        QVERIFY(!door.fault("b"));
    }
    void queueAndTenantLimitsHoldTogether() // B3
    {
        Door door(32, 4);
        std::vector<Enqueued> jobs;
        for (const char *tenant : {"a", "b", "c", "d", "e", "f", "g", "h"}) {
            for (int i = 0; i < 4; ++i)
                jobs.push_back(must(door.offer(tenant)));
            QVERIFY(door.fault(tenant) == ErrorCode::TenantFull);
        }
        QVERIFY(door.fault("newcomer") == ErrorCode::QueueFull);
        for (int i = 0; i < 8; ++i)
            door.take(jobs[static_cast<std::size_t>(i)]);
        QCOMPARE(must(door.store.backlog(QueueName::trusted("q"), TenantName::trusted("a"))).ofQueue.jobs, 24);
        QVERIFY(!door.fault("newcomer"));
    }
    void runningJobsDoNotCountAsWaiting()
    {
        Door door(0, 1);
        door.take(must(door.offer("a")));
        QVERIFY(!door.fault("a"));
    }
    void oldestMakesRoomForTheNewest() // B4
    {
        Door door(0, 2, WhenFull::DropOldest);
        const JobId first = must(door.offer("a")).receipt.id;
        QVERIFY(!door.fault("a"));
        QVERIFY(!door.fault("a"));
        QCOMPARE(door.dropped.size(), std::size_t {1});
        QVERIFY(door.dropped.front().id == first);
    }
    void lowerClassMakesRoomAndAHigherOneDoesNot() // B6
    {
        Door door(0, 1, WhenFull::DropOldest);
        QVERIFY(!door.fault("a", Priority::Low));
        QVERIFY(!door.fault("a", Priority::High));
        QCOMPARE(door.dropped.size(), std::size_t {1});
        QVERIFY(door.fault("a", Priority::Low) == ErrorCode::TenantFull);
    }
    void roomIsNeverMadeAtTheCostOfAnotherTenant()
    {
        Door door(1, 0, WhenFull::DropOldest);
        QVERIFY(!door.fault("a"));
        QVERIFY(door.fault("b") == ErrorCode::QueueFull);
        QVERIFY(door.dropped.empty());
    }
    void newestMakesRoomWhenThePlanSaysSo() // B5, B8
    {
        Door door(0, 2);
        door.settings.plans.front().rules.backpressure = Backpressure {WhenFull::DropNewest};
        door.admission->configure(door.settings);
        const JobId first = must(door.offer("a")).receipt.id;
        const JobId second = must(door.offer("a")).receipt.id;
        QVERIFY(!door.fault("a"));
        QCOMPARE(door.dropped.size(), std::size_t {1});
        QVERIFY(door.dropped.front().id == second);
        const auto state = [&](const JobId &id) { return must(must(door.store.readerFactory()())->findJob(id)).state; };
        QCOMPARE(state(second), JobState::Cancelled);
        QCOMPARE(state(first), JobState::Ready);
    }
    void fullEngineRefusesEveryone()
    {
        Door door(0, 0);
        door.settings.depthMax = 2;
        door.admission.emplace(door.settings);
        QVERIFY(!door.fault("a"));
        QVERIFY(!must(door.offer("b", Priority::Normal, "other")).receipt.id.text().empty());
        QVERIFY(door.fault("c") == ErrorCode::EngineFull);
    }
    void bytesAreLimitedLikeJobs()
    {
        Door door(0, 0, WhenFull::DropOldest);
        door.settings.plans.front().rules.bytesMax = 100;
        door.admission.emplace(door.settings);
        JobSpec spec = aJob("q", "a");
        spec.payload.assign(40, 'x');
        const JobId first = must(door.offer(spec)).receipt.id;
        must(door.offer(spec));
        spec.payload.assign(60, 'x');
        must(door.offer(spec));
        QCOMPARE(door.dropped.size(), std::size_t {1});
        QVERIFY(door.dropped.front().id == first);
        spec.payload.assign(101, 'x');
        QVERIFY(door.offer(spec).error().code == ErrorCode::TooLarge); // and nobody is dropped for it
        QCOMPARE(door.dropped.size(), std::size_t {1});
    }
    void lowerClassesAreRefusedBeforeTheLimit()
    {
        Door door(10, 0);
        door.settings.queues.front().backpressure = {WhenFull::ShedLow, std::chrono::seconds {1}, 0.5};
        door.admission->configure(door.settings);
        std::map<Priority, int> taken;
        for (const Priority priority :
            {Priority::Background, Priority::Low, Priority::Normal, Priority::High, Priority::Critical}) {
            while (!door.fault("a", priority))
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
        Door door(1, 0, WhenFull::Wait);
        must(door.offer("a"));
        QVERIFY(door.fault("a") == ErrorCode::QueueFull);
        QCOMPARE(door.mayWait.at(0).most, Microseconds {std::chrono::seconds {1}});
    }
    void repeatedRequestNeedsNoRoom()
    {
        Door door(0, 1, WhenFull::DropOldest);
        JobSpec spec = aJob("q", "a");
        spec.idempotencyKey = "order-1";
        const JobId first = must(door.offer(spec)).receipt.id;
        const Enqueued again = must(door.offer(spec));
        QVERIFY(again.receipt.id == first && !again.receipt.isNew);
        QVERIFY(door.dropped.empty());
    }
    void capLoweredBelowWhatWaitsRefusesUntilThereIsRoom()
    {
        Door door(0, 0);
        std::vector<Enqueued> jobs;
        for (int i = 0; i < 5; ++i)
            jobs.push_back(must(door.offer("a")));
        door.admission->set({TenantName::trusted("a"), "free", {{}, {}, {}, 2}});
        for (int i = 0; i < 4; ++i) {
            QVERIFY(door.fault("a") == ErrorCode::TenantFull);
            door.take(jobs[static_cast<std::size_t>(i)]);
        }
        QVERIFY(!door.fault("a"));
    }
    void capLoweredWhileFullDropsDownToIt()
    {
        Door door(0, 0, WhenFull::DropOldest);
        for (int i = 0; i < 5; ++i)
            must(door.offer("a"));
        door.admission->set({TenantName::trusted("a"), "free", {{}, {}, {}, 2}});
        must(door.offer("a"));
        QCOMPARE(door.dropped.size(), std::size_t {4});
    }
    void cancelledJobFreesItsPlaceAtOnce() // B10
    {
        Door door(0, 5);
        std::vector<JobId> ids;
        for (int i = 0; i < 5; ++i)
            ids.push_back(must(door.offer("a")).receipt.id);
        must(door.store.cancel({ids.data(), 3}, {}, door.clock.now()));
        for (int i = 0; i < 3; ++i)
            QVERIFY(!door.fault("a"));
        QVERIFY(door.fault("a") == ErrorCode::TenantFull);
    }
    void whatAnOperatorSaysComesBeforeThePlan() // B8
    {
        Door door(0, 1);
        door.admission->set({TenantName::trusted("a"), "free", {{}, {}, {}, 2}});
        QVERIFY(!door.fault("a") && !door.fault("a"));
        QVERIFY(door.fault("a") == ErrorCode::TenantFull);
        door.admission->set({TenantName::trusted("a"), "free", {{}, {}, {}, 0}}); // no limit
        QVERIFY(!door.fault("a"));
    }
    void whatAnOperatorSaidIsReadAtTheStart()
    {
        Door door(0, 0);
        must(door.store.saveTenant({TenantName::trusted("a"), "", {{}, {}, {}, 1}}));
        must(door.admission->load(door.store));
        QVERIFY(!door.fault("a"));
        QVERIFY(door.fault("a") == ErrorCode::TenantFull);
    }
    void aChangedConfigurationCountsAtOnceButNotAgainstOperators()
    {
        Door door(0, 0); // no limits at all
        door.admission->set({TenantName::trusted("b"), "", {{}, {}, {}, 2}});
        QVERIFY(!door.fault("a"));
        door.settings.plans.front().rules.depthMax = 1;
        door.settings.queues.front().depthMax = 4;
        std::erase_if(door.settings.tenants, [](const TenantSettings &one) { return one.name.text() == "c"; });
        door.settings.tenants.push_back({TenantName::trusted("new"), "", {{}, {}, {}, 1}});
        door.admission->configure(door.settings);
        QVERIFY(door.fault("a") == ErrorCode::TenantFull); // by its plan
        QVERIFY(!door.fault("b"));
        QVERIFY(!door.fault("c")); // not in the file any more, so without a plan
        QVERIFY(!door.fault("c"));
        QVERIFY(door.fault("new") == ErrorCode::QueueFull); // four wait
        QVERIFY(door.admission->saidByOperators() == std::set {TenantName::trusted("b")});
        const std::vector<TenantSettings> known = door.admission->tenants();
        QCOMPARE(known.size(), std::size_t {9});
        QCOMPARE(known[1].rules.depthMax.value_or(0), std::int64_t {2}); // b
        QVERIFY(known[2].plan.empty()); // c
    }
    void refusalNamesTheLimitAndThePlan()
    {
        Door door(0, 1);
        must(door.offer("a"));
        const std::string text = door.offer("a").error().text;
        QVERIFY2(text.find("'a' has 1 jobs waiting, its limit is 1 (plan free)") != std::string::npos, text.c_str());
    }
};

QTEST_APPLESS_MAIN(AdmissionTest)
#include "admission_test.moc"
