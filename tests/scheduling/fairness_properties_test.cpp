// SPDX-License-Identifier: Apache-2.0
// What must hold for any weights, costs and arrivals; random cases from printed seeds.
#include "tests/scheduling/scheduler_fixture.h"
#include "tests/support/fairness_witness.h"

#include <QtTest>

#include <cmath>
#include <set>

using namespace fairlead;

namespace {
/// Random acts of all kinds on a scheduler, each held against a plain model: what waits, and what is paused.
class RandomActs
{
public:
    explicit RandomActs(std::uint64_t seed)
        : m_random(seed)
        , m_context("seed " + std::to_string(seed))
        , m_mode(static_cast<CostMode>(below(3)))
        , m_isStrict(below(2) == 0)
        , m_fixture(shareOf(m_mode), {DispatchPolicy::Fair, unknownRunTime, m_random.nextBelow(6)})
    {
        QueueShare share = shareOf(m_mode);
        share.priorityOrder = m_isStrict ? PriorityOrder::Strict : PriorityOrder::Weighted;
        for (const char *queue : {"q", "p"})
            m_fixture.setQueue(queue, share);
    }

    void run(int steps)
    {
        for (int i = 0; i < steps && !QTest::currentTestFailed(); ++i) {
            m_fixture.now += Microseconds {below(3)};
            actOnce();
            // E8
            check(m_fixture.scheduler.size() + m_delivered + m_expired + m_removed == m_accepted,
                "a job was lost or made up");
        }
    }

private:
    struct Waiting
    {
        Lane lane;
        std::optional<TimePoint> deadline;
    };

    int below(std::uint64_t bound) { return static_cast<int>(m_random.nextBelow(bound)); }
    void check(bool holds, const char *claim) { QVERIFY2(holds, (m_context + ": " + claim).c_str()); }
    TestJob randomJob()
    {
        TestJob job {std::string(1, static_cast<char>('a' + below(8))), 1 + below(1'000)};
        job.priority = allPriorities[static_cast<std::size_t>(below(5))];
        if (below(5) == 0)
            job.deadline = m_fixture.now + Microseconds {below(40) - 5};
        job.queue = below(2) == 0 ? "q" : "p";
        return job;
    }
    bool isPaused(const Lane &lane) const
    {
        return m_paused.contains({lane.queue.text(), ""}) || m_paused.contains({"", lane.tenant.text()})
            || m_paused.contains({lane.queue.text(), lane.tenant.text()});
    }

    void actOnce()
    {
        const int act = below(10);
        if (act < 4)
            add();
        else if (act < 5)
            remove();
        else if (act < 6)
            changePause();
        else if (act < 7)
            m_fixture.setWeight(randomJob().tenant, 0.01 + m_random.nextUnit() * 100);
        else if (act < 8)
            endOne();
        else
            take();
    }

    void add()
    {
        const TestJob job = randomJob();
        m_waiting.emplace(m_fixture.add(job), Waiting {SchedulerFixture::laneOf(job), job.deadline});
        ++m_accepted;
    }

    void remove()
    {
        if (m_waiting.empty())
            return;
        const auto victim = std::next(m_waiting.begin(), below(m_waiting.size()));
        check(m_fixture.scheduler.remove(victim->second.lane, victim->first), "what waits can be removed");
        m_waiting.erase(victim);
        ++m_removed;
    }

    void changePause()
    {
        const TestJob job = randomJob();
        const int kind = below(3);
        const std::string queue = kind == 0 ? "" : job.queue;
        const std::string tenant = kind == 1 ? "" : job.tenant;
        const bool pauses = below(3) == 0;
        m_fixture.scheduler.setPaused(queue.empty() ? std::nullopt : std::optional(QueueName::trusted(queue)),
            tenant.empty() ? std::nullopt : std::optional(TenantName::trusted(tenant)), pauses);
        if (pauses)
            m_paused.emplace(queue, tenant);
        else
            m_paused.erase({queue, tenant});
    }

    void endOne()
    {
        if (m_running.empty())
            return;
        const bool hasRun = below(4) > 0;
        m_fixture.scheduler.charge(
            m_running.back(), hasRun ? std::optional(Microseconds {below(1'000'000)}) : std::nullopt);
        m_running.pop_back();
    }

    void take()
    {
        const bool expectsPick = std::any_of(m_waiting.begin(), m_waiting.end(), [&](const auto &entry) {
            const Waiting &job = entry.second;
            return !isPaused(job.lane) && (!job.deadline || m_fixture.now <= *job.deadline);
        });
        check(m_fixture.scheduler.hasRunnable() || !expectsPick, "hasRunnable knows of it");
        const auto pick = m_fixture.take();
        for (const LaneJob &job : m_fixture.scheduler.takeExpired()) {
            check(m_fixture.now > *job.job.deadline, "only the late expire");
            check(m_waiting.erase(job.job.seq) == 1, "only what waits expires");
            ++m_expired;
        }
        check(pick.has_value() == expectsPick, "delivers if and only if something may run");
        if (!pick)
            return;
        ++m_delivered;
        m_running.push_back(*pick);
        check(!isPaused(pick->lane), "nothing paused is delivered");
        check(m_waiting.erase(pick->job.seq) == 1, "only what waits is delivered");
        for (const auto &[seq, other] : m_waiting) {
            const bool isAhead = other.lane.queue == pick->lane.queue && other.lane.priority < pick->lane.priority;
            check(!m_isStrict || !isAhead || isPaused(other.lane), "no lower class goes first");
        }
    }

    SeededRandom m_random;
    const std::string m_context;
    const CostMode m_mode;
    const bool m_isStrict;
    SchedulerFixture m_fixture;
    std::map<JobNumber, Waiting> m_waiting;
    std::set<std::pair<std::string, std::string>> m_paused;
    std::vector<Selection> m_running;
    std::size_t m_accepted = 0;
    std::size_t m_delivered = 0;
    std::size_t m_expired = 0;
    std::size_t m_removed = 0;
};

int casesFromEnvironment(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("FAIRLEAD_TEST_CASES");
    return wanted > 0 ? wanted : usual;
}
} // namespace

class FairnessPropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundOfPromiseFourHolds();
    void everyCallDeliversWhatMayRun();

private:
    void checkBound(std::uint64_t seed);
};

void FairnessPropertiesTest::checkBound(std::uint64_t seed)
{
    SeededRandom random(seed);
    const std::size_t tenants = 2 + random.nextBelow(6);
    const std::int64_t quantum = 1 + static_cast<std::int64_t>(random.nextBelow(60));
    const std::uint64_t costLimit = 1 + random.nextBelow(80);
    const bool isChurning = random.nextBelow(2) == 0; // else all stay backlogged
    SchedulerFixture fixture(shareOf(CostMode::Declared, quantum));
    std::vector<double> weights;
    for (std::size_t i = 0; i < tenants; ++i) {
        weights.push_back(static_cast<double>(1 + random.nextBelow(40)) / 4);
        fixture.setWeight(std::to_string(i), weights.back());
    }
    FairnessWitness witness(static_cast<double>(quantum), weights);
    const auto waiting = [&](std::size_t tenant) {
        return fixture.scheduler.waitingIn(SchedulerFixture::laneOf({std::to_string(tenant)}));
    };
    const auto addTo = [&](std::size_t tenant) {
        fixture.add({std::to_string(tenant), 1 + static_cast<std::int64_t>(random.nextBelow(costLimit))});
    };
    for (int step = 0; step < 1'500; ++step) {
        for (std::size_t i = 0; i < tenants; ++i) {
            while (!isChurning && waiting(i) < 2)
                addTo(i);
        }
        while (fixture.scheduler.size() == 0 || (isChurning && random.nextBelow(2) == 0))
            addTo(random.nextBelow(tenants));
        const auto pick = fixture.take();
        QVERIFY(pick);
        std::vector<bool> isBacklogged;
        for (std::size_t i = 0; i < tenants; ++i)
            isBacklogged.push_back(waiting(i) > 0);
        const bool holds = witness.note(std::stoul(pick->lane.tenant.text()), static_cast<double>(pick->charged),
            static_cast<double>(costLimit), isBacklogged);
        QVERIFY2(holds, qPrintable(QStringLiteral("seed %1 step %2").arg(seed).arg(step)));
    }
}

void FairnessPropertiesTest::boundOfPromiseFourHolds()
{
    const std::uint64_t first = 1'000;
    const int cases = casesFromEnvironment(150);
    qInfo("seeds from %llu, %d cases", static_cast<unsigned long long>(first), cases);
    for (int i = 0; i < cases && !QTest::currentTestFailed(); ++i)
        checkBound(first + static_cast<std::uint64_t>(i));
}

// D13, D16, E8
void FairnessPropertiesTest::everyCallDeliversWhatMayRun()
{
    const std::uint64_t first = 50'000;
    const int cases = casesFromEnvironment(100);
    qInfo("seeds from %llu, %d cases", static_cast<unsigned long long>(first), cases);
    for (int i = 0; i < cases && !QTest::currentTestFailed(); ++i)
        RandomActs(first + static_cast<std::uint64_t>(i)).run(1'200);
}

QTEST_APPLESS_MAIN(FairnessPropertiesTest)
#include "fairness_properties_test.moc"
