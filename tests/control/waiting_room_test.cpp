// SPDX-License-Identifier: Apache-2.0
// Senders that wait for room, under a turned clock.
#include "engine/control/waiting_room.h"
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;

namespace {
/// A queue of one place, whose senders may wait 200 ms.
struct Room
{
    static EngineSettings onePlace()
    {
        EngineSettings settings;
        settings.room = RoomPolicy::FirstCome;
        QueueSettings queue {.name = QueueName::trusted("q")};
        queue.depthMax = 1;
        queue.backpressure = {WhenFull::Wait, milliseconds {200}};
        settings.queues.push_back(queue);
        return settings;
    }
    Result<Admission::Accepted> admit(StoreSession &at, std::span<const JobSpec> specs, Admission::Sender sender)
    {
        if (sender == Admission::Sender::Waiting)
            offers += specs.size();
        std::vector<JobId> made(specs.size());
        for (JobId &id : made)
            id = ids.make();
        return admission.enqueue(at, specs, made, clock.now(), sender);
    }
    void set(const TenantSettings &tenant) { inForce.setTenants({&tenant, 1}); }
    /// So many places in the queue, which tenants share.
    void shareRoom(std::int64_t depthMax)
    {
        settings.room = RoomPolicy::Fair;
        settings.queues.front().depthMax = depthMax;
        inForce.configure(settings);
    }
    /// The answer appears when there is one.
    std::shared_ptr<std::optional<Result<EnqueueReceipt>>> send(
        const JobSpec &spec = aJob("q"), const std::function<bool()> &isAsking = {})
    {
        auto told = std::make_shared<std::optional<Result<EnqueueReceipt>>>();
        Admission::Accepted offered = must(admit(store, {&spec, 1}, Admission::Sender::New));
        if (offered.jobs.front()) {
            *told = offered.jobs.front()->receipt;
            waiting.push_back(*offered.jobs.front());
        } else {
            room.enter(
                spec, offered.mayWait.at(0), offered.jobs.front().error(),
                [told](Result<EnqueueReceipt> answer) { told->emplace(std::move(answer)); }, isAsking);
            home->runAll();
        }
        return told;
    }
    /// Nobody is told yet that there is room.
    Lane claimQuietly()
    {
        const Enqueued job = waiting.front();
        waiting.pop_front();
        const ClaimRequest request {job.lane, *job.ready, "worker-0"};
        must(must(store.jobs().claim({&request, 1}, clock.now())).front());
        return job.lane;
    }
    void free(const Lane &lane)
    {
        room.roomFreed(lane);
        home->runAll();
    }
    void claimOne() { free(claimQuietly()); }
    void advance(Microseconds by)
    {
        timers.advance(by);
        home->runAll();
    }

    EngineSettings settings = onePlace();
    ManualClock clock;
    ManualTimers timers {clock};
    std::shared_ptr<PostedTasks> home = std::make_shared<PostedTasks>();
    SeededRandom random {1};
    JobIdMaker ids {clock, random};
    MemoryStore store;
    FailingStoreQueue queue {store};
    SettingsInForce inForce {settings};
    Admission admission {inForce};
    std::deque<Enqueued> waiting; ///< in the store
    std::size_t offers = 0; ///< of jobs whose senders waited
    WaitingRoom room {{.store = StoreGate(queue, home),
        .timers = timers,
        .admit = [this](StoreSession &at,
                     std::span<const JobSpec> specs) { return admit(at, specs, Admission::Sender::Waiting); },
        .setCrowded = [this](const Bottleneck &at, bool isCrowded) { admission.setCrowded(at, isCrowded); },
        .accepted =
            [this](const Admission::Accepted &accepted) {
                for (const Result<Enqueued> &job : accepted.jobs) {
                    if (job)
                        waiting.push_back(*job);
                }
            }}};
};
} // namespace

class WaitingRoomTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void senderIsAcceptedWhenRoomIsFreed() // B7
    {
        Room door;
        QVERIFY(*door.send());
        const auto second = door.send();
        door.advance(milliseconds {40});
        QVERIFY(!*second);
        door.claimOne();
        QVERIFY(**second);
        door.advance(milliseconds {300});
        QVERIFY(**second);
    }
    void senderIsToldWhenTheTimeIsOver() // B7
    {
        Room door;
        door.send();
        const auto second = door.send();
        door.advance(milliseconds {200} - Microseconds {1});
        QVERIFY(!*second);
        door.advance(Microseconds {1});
        QVERIFY((*second)->error().code == ErrorCode::TimedOut);
        door.claimOne();
        QVERIFY(door.waiting.empty()); // it is not accepted later
    }
    void sendersComeInInTheOrderOfComing()
    {
        Room door;
        door.send();
        const auto second = door.send();
        const auto third = door.send();
        door.claimOne();
        QVERIFY(*second && !*third);
        door.claimOne();
        QVERIFY(**third);
    }
    void newSendersStandBehindThoseWhoWait()
    {
        Room door;
        door.send();
        const auto second = door.send();
        const Lane freed = door.claimQuietly();
        const auto third = door.send(); // there is room, but it is the second's
        QVERIFY(!*second && !*third);
        door.free(freed);
        QVERIFY(**second);
        QVERIFY(!*third);
        door.claimOne();
        QVERIFY(**third);
        door.claimOne();
        QVERIFY(**door.send()); // nobody waits any more
    }
    void whoMayNotWaitTakesNoRoomOfThoseWhoDo()
    {
        Room door;
        door.set({TenantName::trusted("rude"), "", {.backpressure = Backpressure {WhenFull::Reject}}});
        door.send();
        const auto second = door.send();
        const Lane freed = door.claimQuietly();
        const JobSpec spec = aJob("q", "rude");
        const auto refused = must(door.admit(door.store, {&spec, 1}, Admission::Sender::New)).jobs.front();
        QVERIFY(refused.error().code == ErrorCode::QueueFull);
        QVERIFY(refused.error().text.find("others wait for room") != std::string::npos);
        door.free(freed);
        QVERIFY(**second);
    }
    void roomIsForThoseWhoStillWait()
    {
        Room door;
        door.send();
        bool isAsking = true;
        const auto second = door.send(aJob("q"), [&isAsking] { return isAsking; });
        const auto third = door.send();
        QVERIFY(!*second && !*third);
        isAsking = false;
        door.claimOne();
        QVERIFY((*second)->error().code == ErrorCode::Unavailable);
        QVERIFY(**third);
        QCOMPARE(door.waiting.size(), std::size_t {1}); // the second's job is not accepted
    }
    void sendersOfOneTenantLeavePlacesForThoseOfOthers()
    {
        Room door;
        door.send();
        const JobSpec flood = aJob("q", "flood");
        for (std::size_t i = 0; i < WaitingRoom::sendersMax / 2; ++i)
            QVERIFY(!*door.send(flood));
        const auto refused = door.send(flood);
        QVERIFY(*refused && (*refused)->error().code == ErrorCode::QueueFull);
        QVERIFY(!*door.send(aJob("q", "quiet"))); // it waits
        door.advance(milliseconds {200});
        QVERIFY(!*door.send(flood)); // all have left
    }
    void roomThatCameOnTheWayInIsFound()
    {
        Room door;
        door.send();
        const JobSpec spec = aJob("q");
        const auto refused = must(door.admit(door.store, {&spec, 1}, Admission::Sender::New));
        door.claimQuietly();
        std::optional<Result<EnqueueReceipt>> told;
        door.room.enter(spec, refused.mayWait.at(0), refused.jobs.front().error(),
            [&](Result<EnqueueReceipt> answer) { told.emplace(std::move(answer)); });
        door.home->runAll();
        QVERIFY(*told);
    }
    void onlyAsManyAreOfferedAsThereMayBeRoomFor()
    {
        Room door;
        for (int i = 0; i < 1'001; ++i)
            door.send();
        door.offers = 0;
        for (int i = 0; i < 100; ++i)
            door.claimOne();
        QCOMPARE(door.offers, std::size_t {300}); // for each place one that gets it, and two that find there is no more
        QCOMPARE(door.waiting.size(), std::size_t {1});
    }
    void aRaisedLimitLetsThemIn()
    {
        Room door;
        door.send(aJob("q"));
        const auto second = door.send(aJob("q"));
        const auto third = door.send(aJob("q"));
        QVERIFY(!*second && !*third);
        door.settings.queues.front().depthMax = 3;
        door.inForce.configure(door.settings);
        door.room.limitsChanged();
        door.home->runAll();
        QVERIFY(**second && **third);
    }
    void waitForOneLimitDoesNotHoldUpAnother()
    {
        Room door;
        door.settings.queues.front().depthMax = 3;
        door.inForce.configure(door.settings);
        for (const char *name : {"anna", "ben"})
            door.set({TenantName::trusted(name), "", {.depthMax = 1}});
        door.send(aJob("q", "anna"));
        door.send(aJob("q", "ben"));
        door.send(aJob("q", "carl"));
        const auto second = door.send(aJob("q", "anna"));
        const auto third = door.send(aJob("q", "ben"));
        const auto fourth = door.send(aJob("q", "carl"));
        const Lane anna = door.claimQuietly();
        door.free(door.claimQuietly()); // a place of ben and of the queue
        QVERIFY(!*second);
        QVERIFY(**third);
        QVERIFY(**fourth); // two places of the queue were free
        door.claimOne();
        door.free(anna);
        QVERIFY(**second);
    }
    void newcomersDoNotStandBehindAFlood()
    {
        Room door;
        door.shareRoom(5);
        std::vector<std::shared_ptr<std::optional<Result<EnqueueReceipt>>>> flood;
        for (int i = 0; i < 100; ++i)
            flood.push_back(door.send(aJob("q", "flood")));
        QVERIFY(**flood[3]);
        QVERIFY(!*flood[4]); // its share is four
        QVERIFY(**door.send(aJob("q", "anna")));
        const auto ben = door.send(aJob("q", "ben")); // the queue is full
        QVERIFY(!*ben);
        door.claimOne();
        QVERIFY(**ben);
        QVERIFY(!*flood[4]);
    }
    void aShareThatGrowsLetsTheNextIn()
    {
        Room door;
        door.shareRoom(18);
        door.send(aJob("q", "anna"));
        door.send(aJob("q", "anna"));
        for (int i = 0; i < 14; ++i)
            QVERIFY(**door.send(aJob("q", "flood"))); // 8/9 of 16
        const auto next = door.send(aJob("q", "flood"));
        const auto last = door.send(aJob("q", "flood"));
        QVERIFY(!*next && !*last);
        door.claimOne(); // of anna: 8/9 of 17 is 15
        QVERIFY(**next);
        QVERIFY(!*last);
        door.claimOne(); // of anna again: 16
        QVERIFY(**last);
    }
    void aHeavierWeightLetsTheNextIn()
    {
        Room door;
        door.shareRoom(100);
        door.set({TenantName::trusted("anna"), "", {.weight = 0.125}});
        for (int i = 0; i < 50; ++i)
            QVERIFY(**door.send(aJob("q", "anna")));
        const auto next = door.send(aJob("q", "anna"));
        QVERIFY(!*next);
        door.set({TenantName::trusted("anna"), "", {.weight = 1}});
        door.room.limitsChanged(TenantName::trusted("anna"));
        door.home->runAll();
        QVERIFY(**next);
    }
    void sendersOfOneTenantKeepTheirOrder()
    {
        Room door;
        door.shareRoom(5);
        for (int i = 0; i < 4; ++i)
            QVERIFY(**door.send(aJob("q", "flood")));
        const auto fifth = door.send(aJob("q", "flood"));
        const Lane freed = door.claimQuietly();
        const auto sixth = door.send(aJob("q", "flood")); // there is room, but it is the fifth's
        QVERIFY(!*fifth && !*sixth);
        door.free(freed);
        QVERIFY(**fifth);
        QVERIFY(!*sixth);
    }
    void aChangeToFirstComeLetsThoseInWhoWait()
    {
        Room door;
        door.shareRoom(5);
        for (int i = 0; i < 4; ++i)
            QVERIFY(**door.send(aJob("q", "flood")));
        const auto fifth = door.send(aJob("q", "flood"));
        QVERIFY(!*fifth);
        door.settings.room = RoomPolicy::FirstCome;
        door.inForce.configure(door.settings);
        door.room.limitsChanged();
        door.home->runAll();
        QVERIFY(**fifth);
    }
    void freedBytesAreFilledByMany()
    {
        Room door;
        door.settings.queues.front().depthMax = 0;
        door.settings.queues.front().bytesMax = 1'000;
        door.inForce.configure(door.settings);
        JobSpec large = aJob("q");
        large.payload.assign(1'000, 'x');
        JobSpec small = aJob("q");
        small.payload.assign(10, 'x');
        door.send(large);
        std::vector<std::shared_ptr<std::optional<Result<EnqueueReceipt>>>> told;
        for (int i = 0; i < 100; ++i)
            told.push_back(door.send(small));
        const auto next = door.send(large);
        const auto behind = door.send(small);
        door.claimOne();
        for (const auto &one : told)
            QVERIFY(**one);
        for (int i = 0; i < 99; ++i)
            door.claimOne();
        QVERIFY(!*next && !*behind); // a large one is not overtaken for ever by small ones
        door.claimOne();
        QVERIFY(**next);
    }
    void timeThatRunsOutWhileTheStoreIsAskedCostsNoAcceptedJob()
    {
        Room door;
        door.send();
        const auto second = door.send();
        const auto third = door.send();
        door.queue.isHeld = true;
        door.claimOne();
        door.advance(milliseconds {200});
        QVERIFY(!*second); // it may just be accepted
        QVERIFY((*third)->error().code == ErrorCode::TimedOut);
        door.queue.letGo();
        door.home->runAll();
        QVERIFY(**second);
    }
    void closedRoomHoldsNobody()
    {
        Room door;
        door.send();
        const auto second = door.send();
        door.room.close();
        QVERIFY((*second)->error().code == ErrorCode::Unavailable);
        QVERIFY((*door.send())->error().code == ErrorCode::Unavailable);
        QCOMPARE(door.timers.count(), std::size_t {0});
    }
    void storeThatFailsIsSaidToAll()
    {
        Room door;
        door.send();
        const auto second = door.send();
        door.queue.failNext = {{ErrorCode::DiskFull, "full"}};
        door.claimOne();
        QVERIFY((*second)->error().code == ErrorCode::DiskFull);
    }
};

QTEST_APPLESS_MAIN(WaitingRoomTest)
#include "waiting_room_test.moc"
