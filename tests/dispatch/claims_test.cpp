// SPDX-License-Identifier: Apache-2.0
// Selected jobs become runs at workers: what is claimed when, and what a claim that fails leaves behind.
#include "engine/dispatch/claims.h"
#include "tests/dispatch/parts_rig.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;

namespace {
/// Claims between its rig and its workers.
struct ClaimsRig
{
    explicit ClaimsRig(std::size_t workers = 1, const EngineSettings &settings = oneQueue())
        : rig(settings, workers)
    {
        claims.open();
    }
    /// A turn, and all that comes of it.
    void pump(std::size_t finishesUnderWay = 0)
    {
        claims.pump(finishesUnderWay);
        rig.home->runAll();
        claims.updateMayReserve();
    }
    /// Offers the job to the store with its reservation, then tells Claims.
    JobId offer(const JobSpec &spec, const Reservation &reservation)
    {
        Result<Enqueued> accepted = rig.accept(spec);
        auto claimed = must(Claims::claimReserved(rig.store, reservation, accepted, rig.clock.now()));
        claims.start(reservation, std::move(claimed));
        return accepted->receipt.id;
    }

    PartsRig rig;
    Claims claims {rig.settings, rig.ports, rig.notices,
        {rig.scheduler, rig.windows, rig.runs, rig.flow, rig.retryBudgets, rig.turn}};
};
} // namespace

class ClaimsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void workersAreFilledAndTheirRunsAreInTheBook()
    {
        ClaimsRig test(2);
        for (int i = 0; i < 3; ++i)
            test.rig.wait();
        test.pump();
        QCOMPARE(test.rig.delivered.size(), std::size_t {2});
        QVERIFY(test.rig.delivered[0].worker != test.rig.delivered[1].worker);
        QCOMPARE(test.rig.runs.runs().size(), std::size_t {2});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
        QCOMPARE(test.rig.freed.size(), std::size_t {2});
        const RunPtr run = test.rig.delivered[0].run;
        QCOMPARE(test.rig.record(run->job.id).worker, std::string("worker-0"));
        QCOMPARE(test.rig.reports.size(), std::size_t {2});
        QCOMPARE(test.claims.underWay(), std::size_t {0});
        QVERIFY(test.rig.turns > 0);
    }
    void progressOfARunComesIntoTheBook()
    {
        ClaimsRig test;
        test.rig.wait();
        test.pump();
        const RunPtr run = test.rig.delivered.front().run;
        run->reportProgress({40, "so far"});
        test.rig.home->runAll();
        QCOMPARE(test.rig.runs.progressOf(run->job.id)->percent, 40);
    }
    void nothingIsClaimedAfterAStopNorByAnOpenThatComesLater()
    {
        ClaimsRig test;
        test.rig.wait();
        test.claims.stop();
        test.claims.open();
        test.pump();
        QVERIFY(test.rig.delivered.empty());
        QVERIFY(!test.claims.mayReserve());
    }
    void endsOnTheirWayToTheStoreHoldNewStartsBack()
    {
        ClaimsRig test;
        test.rig.wait();
        test.pump(9); // eight for each worker
        QVERIFY(test.rig.delivered.empty());
        test.pump(8);
        QCOMPARE(test.rig.delivered.size(), std::size_t {1});
    }
    void claimThatFailsPutsTheJobsBackAndAsksForATurnAfterAWhile()
    {
        ClaimsRig test;
        test.rig.wait();
        test.rig.queue.failNext = {{ErrorCode::TimedOut, "busy"}};
        test.pump();
        QCOMPARE(test.rig.troubles.size(), std::size_t {1});
        QCOMPARE(test.rig.scheduler.size(), std::size_t {1});
        QCOMPARE(test.rig.runs.loadOf(0), 0);
        QVERIFY(test.rig.freed.empty());
        const int turns = test.rig.turns;
        test.rig.advance(milliseconds {199});
        QCOMPARE(test.rig.turns, turns);
        test.rig.advance(milliseconds {1});
        QCOMPARE(test.rig.turns, turns + 1);
        test.pump();
        QCOMPARE(test.rig.delivered.size(), std::size_t {1});
    }
    void jobThatWasCancelledMeanwhileFreesItsWorker()
    {
        ClaimsRig test;
        const JobId gone = test.rig.wait();
        must(must(test.rig.store.jobs().cancel({&gone, 1}, {}, test.rig.clock.now())).front());
        test.pump();
        QVERIFY(test.rig.delivered.empty());
        QVERIFY(test.rig.troubles.empty());
        QCOMPARE(test.rig.runs.loadOf(0), 0);
        test.rig.wait();
        test.pump();
        QCOMPARE(test.rig.delivered.size(), std::size_t {1});
    }
    void claimUnderWayDuringAStopBeginsARunThatIsToldToEnd()
    {
        ClaimsRig test;
        test.rig.wait();
        test.rig.queue.isHeld = true;
        test.pump();
        QCOMPARE(test.claims.underWay(), std::size_t {1});
        test.claims.stop();
        test.rig.queue.letGo();
        test.rig.home->runAll();
        QVERIFY(test.rig.delivered.front().run->cancellation->reason() == Cancellation::Reason::Shutdown);
    }
    void reservedJobStartsInTheCommitThatAcceptsIt()
    {
        ClaimsRig test;
        test.pump();
        QVERIFY(test.claims.mayReserve());
        const auto reservation = test.claims.reserve(aJob("q"));
        QVERIFY(reservation && !test.claims.mayReserve());
        QCOMPARE(test.claims.reservationsUnderWay(), std::size_t {1});
        test.rig.queue.isHeld = true; // no other commit is needed
        const JobId id = test.offer(aJob("q"), *reservation);
        QCOMPARE(test.rig.delivered.front().run->job.id, id);
        QCOMPARE(test.rig.state(id), JobState::Running);
        QCOMPARE(test.claims.underWay(), std::size_t {0});
    }
    void reservationOfARefusedJobFreesItsWorkerAndTheRate()
    {
        ClaimsRig test;
        test.rig.scheduler.setTenant(TenantName::trusted("anna"), {1, 0, Rate {1, 1}}, test.rig.clock.now());
        const auto reservation = test.claims.reserve(aJob("q"));
        QVERIFY(!test.claims.reserve(aJob("q")));
        Result<Enqueued> refused = failure(ErrorCode::QueueFull, "full");
        QVERIFY(!must(Claims::claimReserved(test.rig.store, reservation, refused, test.rig.clock.now())));
        test.claims.start(*reservation, {});
        QVERIFY(test.rig.delivered.empty());
        QVERIFY(test.claims.reserve(aJob("q")));
    }
    void nothingIsReservedWhileAnotherWaits()
    {
        ClaimsRig test(2);
        test.rig.wait();
        QVERIFY(!test.claims.reserve(aJob("q")));
    }
};

QTEST_APPLESS_MAIN(ClaimsTest)
#include "claims_test.moc"
