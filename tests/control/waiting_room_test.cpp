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
        QueueSettings queue {.name = QueueName::trusted("q")};
        queue.depthMax = 1;
        queue.backpressure = {WhenFull::Wait, milliseconds {200}};
        settings.queues.push_back(queue);
        return settings;
    }
    Result<Admission::Accepted> admit(Store &at, std::span<const JobSpec> specs)
    {
        std::vector<JobId> made(specs.size());
        for (JobId &id : made)
            id = ids.make();
        return admission.enqueue(at, specs, made, clock.now());
    }
    /// The answer appears when there is one.
    std::shared_ptr<std::optional<Result<EnqueueReceipt>>> send()
    {
        auto told = std::make_shared<std::optional<Result<EnqueueReceipt>>>();
        const JobSpec spec = aJob("q");
        Admission::Accepted offered = must(admit(store, {&spec, 1}));
        if (offered.jobs.front()) {
            *told = offered.jobs.front()->receipt;
            waiting.push_back(*offered.jobs.front());
        } else {
            room.enter(spec, offered.mayWait.at(0), offered.jobs.front().error(),
                [told](Result<EnqueueReceipt> answer) { told->emplace(std::move(answer)); });
        }
        return told;
    }
    void claimOne()
    {
        const Enqueued job = waiting.front();
        waiting.pop_front();
        const ClaimRequest request {job.lane, *job.ready, "worker-0"};
        must(must(store.claim({&request, 1}, clock.now())).front());
        room.roomFreed();
        home->runAll();
    }
    void advance(Microseconds by)
    {
        timers.advance(by);
        home->runAll();
    }

    const EngineSettings settings = onePlace();
    ManualClock clock;
    ManualTimers timers {clock};
    std::shared_ptr<PostedTasks> home = std::make_shared<PostedTasks>();
    SeededRandom random {1};
    JobIdMaker ids {clock, random};
    MemoryStore store;
    FailingStoreQueue queue {store};
    Admission admission {settings};
    std::deque<Enqueued> waiting; ///< in the store
    WaitingRoom room {{.store = StoreGate(queue, home),
        .timers = timers,
        .admit = [this](Store &at, std::span<const JobSpec> specs) { return admit(at, specs); },
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
    void timeThatRunsOutWhileTheStoreIsAskedCostsNoAcceptedJob()
    {
        Room door;
        door.send();
        const auto second = door.send();
        const auto third = door.send();
        door.queue.isHeld = true;
        door.claimOne();
        door.advance(milliseconds {200});
        QVERIFY(!*second && !*third);
        door.queue.letGo();
        door.home->runAll();
        QVERIFY(**second);
        QVERIFY((*third)->error().code == ErrorCode::TimedOut);
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
