// SPDX-License-Identifier: Apache-2.0
// Gates in front of queues: the lanes that they hold, and what a hold leaves to the others.
#include "tests/scheduling/scheduler_fixture.h"

#include <QtTest>

using namespace fairlead;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {
/// Lets so many runs be under way. `wait` is its answer when it is shut; empty: until a run ends.
class TestGate final : public Gate
{
public:
    explicit TestGate(int most, bool perTenant = false)
        : m_most(most)
        , m_isPerTenant(perTenant)
    {
    }
    std::string_view kind() const override { return "test"; }
    bool isPerTenant() const override { return m_isPerTenant; }
    std::optional<Microseconds> untilOpen(const TenantName &tenant) override
    {
        ++asked;
        return underWay[placeOf(tenant)] < m_most ? Microseconds {0} : wait;
    }
    bool tryEnter(const TenantName &tenant, GatePass pass) override
    {
        ++asked;
        if (underWay[placeOf(tenant)] >= m_most)
            return false;
        passes.insert(pass);
        return ++underWay[placeOf(tenant)] > 0;
    }
    void giveBack(const TenantName &tenant, GatePass pass) override { leave(tenant, pass); }
    void ended(const TenantName &tenant, GatePass pass, const Outcome &outcome) override
    {
        failures += std::holds_alternative<Failed>(outcome) ? 1 : 0;
        leave(tenant, pass);
    }
    void setMost(int most) { m_most = most; }

    int asked = 0;
    int failures = 0;
    std::optional<Microseconds> wait;
    std::map<std::string, int> underWay;
    std::set<GatePass> passes;

private:
    std::string placeOf(const TenantName &tenant) const { return m_isPerTenant ? tenant.text() : std::string {}; }
    void leave(const TenantName &tenant, GatePass pass)
    {
        passes.erase(pass);
        --underWay[placeOf(tenant)];
    }
    int m_most;
    const bool m_isPerTenant;
};
using TestGatePtr = std::shared_ptr<TestGate>;

TestGatePtr gateOf(int most, bool perTenant = false)
{
    return std::make_shared<TestGate>(most, perTenant);
}

/// Queues "q" and "p", with gates in front of "q".
struct GatedFixture : SchedulerFixture
{
    explicit GatedFixture(const std::vector<TestGatePtr> &gates, CostMode mode = CostMode::Fixed)
        : SchedulerFixture(shareOf(mode))
    {
        setQueue("p", shareOf(mode));
        setGates("q", {{gates.begin(), gates.end()}, {}});
    }
    void setGates(const std::string &queue, const QueueGates &gates)
    {
        scheduler.setGates(QueueName::trusted(queue), gates);
    }
    void addTo(const std::string &queue, int count, const std::string &tenant)
    {
        add(count, {tenant, 1, Priority::Normal, {}, queue});
    }
    std::size_t claimableIn(const std::string &queue) const { return scheduler.claimableIn(QueueName::trusted(queue)); }
    LaneGates::Hold holdOf(JobNumber job, const std::string &tenant) const
    {
        return scheduler.standingOf(laneOf({tenant}), job).gate.value_or(LaneGates::Hold {});
    }
};
} // namespace

class GatesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void shutGateHoldsItsQueueUntilARunEnds()
    {
        const auto gate = gateOf(2);
        GatedFixture fixture({gate});
        fixture.addTo("q", 5, "a");
        const Selection first = *fixture.take();
        QVERIFY(fixture.take());
        QVERIFY(!fixture.scheduler.hasRunnable() && !fixture.take());
        QCOMPARE(gate->passes.size(), std::size_t {2});
        fixture.scheduler.charge(first, milliseconds {1}, Failed {"broken", "", {}});
        QCOMPARE(gate->failures, 1);
        QVERIFY(fixture.take());
        QVERIFY(!fixture.take());
    }
    void heldJobsAreNotAskedFor() // whatever their number, and however often a job is looked for
    {
        const auto gate = gateOf(1);
        gate->wait = seconds {1};
        GatedFixture fixture({gate});
        for (int tenant = 0; tenant < 100; ++tenant)
            fixture.addTo("q", 10, "t" + std::to_string(tenant));
        QVERIFY(fixture.take());
        const int asked = gate->asked;
        for (int i = 0; i < 1'000; ++i)
            QVERIFY(!fixture.take());
        QCOMPARE(gate->asked, asked);
    }
    void timeOfTheGateIsTheNextChange()
    {
        const auto gate = gateOf(1);
        gate->wait = milliseconds {250};
        GatedFixture fixture({gate});
        fixture.addTo("q", 2, "a");
        const JobNumber waits {fixture.added};
        QVERIFY(fixture.take());
        QCOMPARE(fixture.scheduler.nextChange(), std::optional(fixture.now + milliseconds {250}));
        QCOMPARE(fixture.holdOf(waits, "a").until, std::optional(fixture.now + milliseconds {250}));
        gate->setMost(2);
        fixture.now += milliseconds {249};
        QVERIFY(!fixture.take());
        fixture.now += milliseconds {1};
        QVERIFY(fixture.take());
    }
    void aGateThatOpensForOneStartAfterTheOtherHolds()
    {
        const auto gate = gateOf(1);
        gate->wait = seconds {60};
        GatedFixture fixture({gate});
        fixture.addTo("q", 3, "a");
        const JobNumber waits {fixture.added};
        const Selection run = *fixture.take();
        QVERIFY(!fixture.holdOf(waits, "a").isOpen);
        fixture.scheduler.charge(run, milliseconds {1});
        QVERIFY(!fixture.scheduler.takeNext(fixture.now, 1)); // the gate is open, and no worker is free
        const auto heldAt = [&fixture](TimePoint at) {
            const WaitingSurvey survey = fixture.scheduler.survey(FairScheduler::Surveyed::QueuesAndTenants, at);
            const auto q = std::find_if(survey.queues.begin(), survey.queues.end(),
                [](const WaitingSurvey::Queue &queue) { return queue.name == QueueName::trusted("q"); });
            return std::tuple(q->held ? q->held->jobs : 0, q->claimable, survey.tenants.size());
        };
        const auto tenantHeldAt = [&fixture](TimePoint at) {
            return fixture.scheduler.waitOf(QueueName::trusted("q"), TenantName::trusted("a"), at).heldBy;
        };
        QCOMPARE(heldAt(fixture.now), std::tuple(std::size_t {2}, std::size_t {0}, std::size_t {0}));
        QVERIFY(tenantHeldAt(fixture.now) == WaitCode::GateShut);
        QCOMPARE(fixture.scheduler.held(fixture.now).size(), std::size_t {1});
        QVERIFY(fixture.holdOf(waits, "a").isOpen);
        const TimePoint later = fixture.now + LaneGates::shutLately;
        QCOMPARE(heldAt(later), std::tuple(std::size_t {0}, std::size_t {2}, std::size_t {1}));
        QVERIFY(fixture.scheduler.held(later).empty());
        QVERIFY(!tenantHeldAt(later));
    }
    void aTenantThatAGateLetGoWaitsFromThenOn()
    {
        const auto gate = gateOf(1);
        GatedFixture fixture({gate});
        fixture.addTo("q", 2, "a");
        const Selection run = *fixture.take();
        fixture.now += seconds {100};
        fixture.scheduler.charge(run, milliseconds {1});
        QVERIFY(!fixture.scheduler.takeNext(fixture.now, 1));
        const auto tenants = [&fixture](TimePoint at) {
            return fixture.scheduler.survey(FairScheduler::Surveyed::QueuesAndTenants, at).tenants;
        };
        QCOMPARE(tenants(fixture.now + LaneGates::shutLately).front().since, fixture.now);
        const TimePoint from = fixture.now;
        fixture.now += seconds {50};
        fixture.addTo("p", 1, "a"); // it could start all the time
        QVERIFY(!fixture.scheduler.takeNext(fixture.now, 1));
        QCOMPARE(tenants(fixture.now).front().since, from);
        fixture.scheduler.setPaused({}, {}, true);
        fixture.now += seconds {50};
        QVERIFY(!fixture.scheduler.takeNext(fixture.now));
        fixture.scheduler.setPaused({}, {}, false);
        QCOMPARE(tenants(fixture.now).front().since, fixture.now);
    }
    void aTenantsGateThatOpensForOneStartAfterTheOtherHolds()
    {
        const auto gate = gateOf(1, true);
        GatedFixture fixture({gate});
        fixture.addTo("q", 3, "a");
        fixture.addTo("q", 1, "b");
        const Selection run = *fixture.take();
        QVERIFY(fixture.take()); // the other tenant's; the first one is held now
        fixture.scheduler.charge(run, milliseconds {1});
        QVERIFY(!fixture.scheduler.takeNext(fixture.now, 1));
        const WaitingSurvey survey = fixture.scheduler.survey(FairScheduler::Surveyed::QueuesAndTenants, fixture.now);
        QVERIFY(survey.tenants.empty());
        const auto q = std::find_if(survey.queues.begin(), survey.queues.end(),
            [](const WaitingSurvey::Queue &queue) { return queue.name == QueueName::trusted("q"); });
        QCOMPARE(q->held->jobs, std::size_t {2});
        QCOMPARE(q->held->tenant->text(), std::string("a"));
        QCOMPARE(q->claimable, std::size_t {0});
    }
    void heldQueueTakesNoShareOfItsTenants()
    {
        const auto gate = gateOf(0);
        gate->wait = seconds {100};
        GatedFixture fixture({gate});
        fixture.addTo("q", 1'000, "a");
        fixture.addTo("p", 400, "a");
        fixture.addTo("p", 400, "b");
        auto shares = fixture.shares(200);
        QCOMPARE(shares["a"], 100);
        QCOMPARE(fixture.claimableIn("q"), std::size_t {0});
        QCOMPARE(fixture.claimableIn("p"), std::size_t {600});
        // Open again, the tenant divides its weight.
        gate->setMost(1'000);
        fixture.now += seconds {100};
        QVERIFY(fixture.take());
        QCOMPARE(fixture.claimableIn("q") + fixture.claimableIn("p"), std::size_t {1'599});
        shares = fixture.shares(200);
        QVERIFY2(shares["a"] > 95 && shares["a"] < 105, qPrintable(QString::number(shares["a"])));
    }
    void gateOfATenantHoldsThatTenantAlone()
    {
        const auto gate = gateOf(1, true);
        GatedFixture fixture({gate});
        fixture.addTo("q", 1'000, "a");
        fixture.addTo("p", 1'000, "a");
        fixture.addTo("q", 1, "b");
        fixture.addTo("p", 1'000, "b");
        const auto shares = fixture.shares(202);
        QCOMPARE(gate->underWay["a"], 1);
        QCOMPARE(gate->underWay["b"], 1);
        QVERIFY(shares.at("a") >= 100 && shares.at("a") <= 102);
        QCOMPARE(fixture.claimableIn("q"), std::size_t {0});
        QVERIFY(fixture.holdOf(JobNumber {2}, "a").isPerTenant);
    }
    void startThatDidNotTakePlaceGivesItsPassBack()
    {
        const auto gate = gateOf(1);
        GatedFixture fixture({gate});
        fixture.addTo("q", 2, "a");
        fixture.scheduler.charge(*fixture.take(), std::nullopt);
        QCOMPARE(gate->underWay[""], 0);
        QVERIFY(fixture.take());
        QVERIFY(!fixture.take());
    }
    void gatesAreEnteredAllOrNone()
    {
        const auto wide = gateOf(5);
        const auto narrow = gateOf(1, true);
        GatedFixture fixture({wide, narrow});
        fixture.addTo("q", 3, "a");
        fixture.addTo("q", 3, "b");
        QCOMPARE(fixture.order(6).size(), std::size_t {2});
        QCOMPARE(wide->underWay[""], 2);
        QCOMPARE(wide->passes, narrow->passes);
    }
    void gateOfSeveralQueuesOpensForAllOfThem()
    {
        const auto gate = gateOf(1);
        GatedFixture fixture({gate});
        fixture.setGates("p", {{gate}, {}});
        fixture.addTo("q", 1, "a");
        fixture.addTo("p", 1, "b");
        const Selection first = *fixture.take();
        QVERIFY(!fixture.take());
        fixture.scheduler.charge(first, milliseconds {1});
        const Selection second = *fixture.take();
        QVERIFY(second.lane.queue != first.lane.queue);
    }
    void runThatLeavesAGateInsideOpensIt() // a queue whose runs pass the gate behind a cache
    {
        const auto gate = gateOf(1);
        GatedFixture fixture({gate});
        fixture.setGates("p", {{}, {gate}});
        fixture.addTo("p", 1, "b");
        const Selection other = *fixture.take();
        QVERIFY(gate->tryEnter(TenantName::trusted("b"), GatePass {77}));
        fixture.addTo("q", 1, "a");
        QVERIFY(!fixture.take());
        gate->giveBack(TenantName::trusted("b"), GatePass {77});
        fixture.scheduler.charge(other, milliseconds {1});
        QVERIFY(fixture.take());
    }
    void changedLimitCountsWhenTold()
    {
        const auto gate = gateOf(1);
        GatedFixture fixture({gate});
        fixture.addTo("q", 3, "a");
        QVERIFY(fixture.take() && !fixture.take());
        gate->setMost(2);
        fixture.scheduler.askGates();
        QVERIFY(fixture.take() && !fixture.take());
    }
    void clockSetBackDoesNotHoldAQueueForLong()
    {
        const auto gate = gateOf(1);
        gate->wait = seconds {1};
        GatedFixture fixture({gate});
        fixture.addTo("q", 3, "a");
        QVERIFY(fixture.take() && !fixture.take());
        fixture.now -= std::chrono::hours {2};
        QVERIFY(!fixture.take());
        gate->setMost(2);
        fixture.now += seconds {1};
        QVERIFY(fixture.take());
    }
    void pauseOutlivesTheGate()
    {
        const auto gate = gateOf(1, true);
        GatedFixture fixture({gate});
        fixture.addTo("q", 2, "a");
        const Selection first = *fixture.take();
        fixture.scheduler.setPaused(std::nullopt, TenantName::trusted("a"), true);
        fixture.scheduler.charge(first, milliseconds {1});
        QVERIFY(!fixture.take());
        fixture.scheduler.setPaused(std::nullopt, TenantName::trusted("a"), false);
        QVERIFY(fixture.take());
    }
    void pulledQueueIsHeldLikeOthers()
    {
        const auto gate = gateOf(1);
        QueueShare pulled = shareOf(CostMode::Fixed);
        pulled.isPulled = true;
        GatedFixture fixture({});
        fixture.setQueue("far", pulled);
        fixture.setGates("far", {{gate}, {}});
        fixture.addTo("far", 3, "a");
        const auto far = QueueName::trusted("far");
        const auto first = fixture.scheduler.takeNextOf(far, fixture.now);
        QVERIFY(first && !fixture.scheduler.takeNextOf(far, fixture.now));
        fixture.scheduler.charge(*first, milliseconds {1});
        QVERIFY(fixture.scheduler.takeNextOf(far, fixture.now));
    }
    void runsLeaveTheGatesThatTheyEnteredWhenOthersAreSet()
    {
        const auto shared = gateOf(1);
        GatedFixture fixture({});
        fixture.setGates("q", {{shared}, {}});
        fixture.setQueue("p", shareOf(CostMode::Fixed));
        fixture.setGates("p", {{shared}, {}});
        fixture.add(2, {"a"});
        fixture.addTo("p", 1, "b");
        const std::optional<Selection> first = fixture.take();
        QVERIFY(first && !fixture.take());
        const QueueName left = first->lane.queue;
        fixture.scheduler.setGates(left, {{gateOf(1)}, {}});
        std::vector<Selection> more;
        while (const std::optional<Selection> next = fixture.take())
            more.push_back(*next);
        for (const Selection &one : more)
            QVERIFY(one.lane.queue == left); // the other queue is still held
        fixture.scheduler.charge(*first, milliseconds {1});
        QVERIFY(fixture.take()); // the gate that both had is open again
    }
    void oldestFirstPassesTheGateToo()
    {
        SchedulerFixture fixture(shareOf(CostMode::Fixed), {.policy = DispatchPolicy::Fifo});
        fixture.scheduler.setGates(QueueName::trusted("q"), {{gateOf(1, true)}, {}});
        fixture.add(3, {"a"});
        fixture.add(3, {"b"});
        QCOMPARE(fixture.order(6), std::string("ab"));
    }
    void runThatIsSentBackCostsATurn()
    {
        SchedulerFixture fixture(shareOf(CostMode::Measured));
        fixture.setQueue("p", shareOf(CostMode::Measured));
        fixture.add(10'000, {"a"});
        fixture.add(50, {"b", 1, Priority::Normal, {}, "p"});
        int ofA = 0;
        for (int ofB = 0; ofB < 50;) {
            const Selection pick = *fixture.take();
            const bool isA = pick.lane.tenant.text() == "a";
            ofA += isA ? 1 : 0;
            ofB += isA ? 0 : 1;
            // `a` comes and goes at once: a gate in its service sends each of its runs back.
            fixture.scheduler.charge(pick, Microseconds {1}, isA ? Outcome(Snoozed {seconds {1}}) : Succeeded {});
        }
        QVERIFY2(ofA <= 55, qPrintable(QString::number(ofA)));
    }
};
QTEST_APPLESS_MAIN(GatesTest)
#include "gates_test.moc"
