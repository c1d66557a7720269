// SPDX-License-Identifier: Apache-2.0
// Properties of FairQueue for any weights, costs, arrivals and pauses; random cases from printed seeds.
#include "tests/fair_queue/fair_queue_fixture.h"
#include "tests/support/fairness_witness.h"

#include <QtTest>

#include <deque>
#include <list>
#include <set>

using namespace fairlead;

namespace {
/// Random acts of all kinds on a queue, each held against a plain model: what waits, and what is paused.
class RandomQueueActs
{
public:
    explicit RandomQueueActs(std::uint64_t seed)
        : m_random(seed)
        , m_context("seed " + std::to_string(seed))
        , m_isStrict(below(2) == 0)
        , m_fixture(options())
    {
    }

    void run(int steps)
    {
        for (int i = 0; i < steps && !QTest::currentTestFailed(); ++i) {
            m_fixture.clock.advance(Microseconds {below(3)});
            actOnce();
            if (below(10) == 0)
                checkCounts();
        }
        m_isPaused = false;
        m_fixture.queue.setPaused(false);
        for (const std::string &tenant : std::exchange(m_paused, {}))
            static_cast<void>(m_fixture.queue.setTenant(tenant, {}));
        while (!m_waiting.empty() && !QTest::currentTestFailed())
            take();
        checkCounts();
    }

private:
    struct Waiting
    {
        std::string tenant;
        Priority priority;
        std::optional<MonotonicTime> deadline;
        TestQueue::Handle handle;
    };

    FairQueueOptions options()
    {
        FairQueueOptions options;
        options.quantum = 1 + below(20);
        options.priorityMode = m_isStrict ? PriorityMode::Strict : PriorityMode::Weighted;
        options.limits.lengthMax = 5 + m_random.nextBelow(60);
        options.limits.tenantLengthMax = m_random.nextBelow(12);
        options.limits.whenFull = static_cast<WhenFull>(below(5));
        options.limits.waitMax = Microseconds {0};
        options.idleTenantsMax = m_random.nextBelow(6);
        return options;
    }
    int below(std::uint64_t bound) { return static_cast<int>(m_random.nextBelow(bound)); }
    std::string randomTenant() { return std::string(1, static_cast<char>('a' + below(8))); }
    void check(bool holds, const char *claim) { QVERIFY2(holds, (m_context + ": " + claim).c_str()); }
    bool mayBeServed(const Waiting &item) const
    {
        return !m_isPaused && !m_paused.contains(item.tenant)
            && (!item.deadline || m_fixture.clock.monotonicNow() <= *item.deadline);
    }

    void actOnce()
    {
        const int act = below(12);
        if (act < 5)
            add();
        else if (act < 6)
            cancel();
        else if (act < 7)
            changeRules();
        else
            take();
    }

    void add()
    {
        ItemOptions options;
        options.cost = 1 + below(50);
        options.priority = static_cast<Priority>(below(5));
        if (below(5) == 0)
            options.deadline = m_fixture.in(Microseconds {below(40) - 5});
        const std::string tenant = randomTenant();
        const std::uint64_t droppedBefore = m_fixture.queue.counts().dropped;
        const auto handle = m_fixture.queue.enqueue(tenant, m_next, options);
        if (!handle)
            return;
        // Who was dropped cannot be asked: it is the one of this tenant whose handle is dead and who is not late.
        if (m_fixture.queue.counts().dropped > droppedBefore)
            m_isExact = false;
        m_waiting[m_next++] = {tenant, options.priority, options.deadline, *handle};
    }

    void cancel()
    {
        if (m_waiting.empty())
            return;
        const auto victim = std::next(m_waiting.begin(), below(m_waiting.size()));
        const bool isLate = victim->second.deadline && m_fixture.clock.monotonicNow() > *victim->second.deadline;
        const bool isCancelled = m_fixture.queue.cancel(victim->second.handle);
        check(isCancelled || isLate || !m_isExact, "what waits can be cancelled");
        m_waiting.erase(victim);
    }

    void changeRules()
    {
        if (below(4) == 0) {
            m_isPaused = below(3) == 0;
            m_fixture.queue.setPaused(m_isPaused);
            return;
        }
        const std::string tenant = randomTenant();
        TenantRule rule;
        rule.weight = 0.01 + m_random.nextUnit() * 100;
        rule.isPaused = below(3) == 0;
        check(m_fixture.queue.setTenant(tenant, rule).has_value(), "a good rule is taken");
        if (rule.isPaused)
            m_paused.insert(tenant);
        else
            m_paused.erase(tenant);
    }

    void take()
    {
        const bool expectsItem = std::any_of(
            m_waiting.begin(), m_waiting.end(), [this](const auto &entry) { return mayBeServed(entry.second); });
        const auto item = m_fixture.queue.tryDequeue();
        check(expectsItem || !item, "nothing paused or late is delivered");
        check(item || !expectsItem || !m_isExact, "delivers whenever something may be served");
        if (!item) {
            if (!m_isPaused && m_paused.empty()) {
                check(m_fixture.queue.size() == 0, "what is neither paused nor late is delivered");
                m_waiting.clear();
                m_isExact = true;
            }
            return;
        }
        const auto found = m_waiting.find(item->value);
        check(found != m_waiting.end() && mayBeServed(found->second), "only what may be served is delivered");
        m_waiting.erase(item->value);
        for (const auto &[value, other] : m_waiting) {
            const bool isAhead = m_isStrict && other.priority < item->priority;
            check(!isAhead || !m_isExact || !mayBeServed(other), "no lower class goes first");
        }
    }

    void checkCounts()
    {
        check(m_fixture.isConserved(), "an item was lost or made up"); // E8
        check(m_fixture.queue.stats().tenants <= 8, "no more tenants than there are");
    }

    SeededRandom m_random;
    const std::string m_context;
    const bool m_isStrict;
    FairQueueFixture m_fixture;
    std::map<int, Waiting> m_waiting;
    std::set<std::string> m_paused;
    bool m_isPaused = false;
    bool m_isExact = true; ///< the model knows exactly what waits: nothing was dropped
    int m_next = 0;
};

/// Strict classes of deficit round robin with quantum 3, walked step by step as the paper has it.
class PaperQueue
{
public:
    static constexpr int nothing = -1;
    static double weightOf(const std::string &tenant) { return tenant == "tenant1" ? 2.5 : 1; }

    void add(const std::string &tenant, int value, const ItemOptions &item)
    {
        Class &target = m_classes[static_cast<std::size_t>(item.priority)];
        Lane &lane = target.lanes[tenant];
        if (lane.items.empty())
            target.turns.push_back(tenant);
        lane.items.push_back({value, item.cost});
    }
    int take()
    {
        for (Class &each : m_classes) {
            if (!each.turns.empty())
                return takeFrom(each);
        }
        return nothing;
    }
    bool cancel(int value)
    {
        for (Class &each : m_classes) {
            for (auto &[tenant, lane] : each.lanes) {
                const auto isIt = [value](const Item &item) { return item.value == value; };
                if (std::erase_if(lane.items, isIt) == 0)
                    continue;
                if (lane.items.empty())
                    leave(each, tenant);
                return true;
            }
        }
        return false;
    }

private:
    struct Item
    {
        int value;
        std::int64_t cost;
    };
    struct Lane
    {
        std::deque<Item> items;
        double deficit = 0; // exact: halves
    };
    struct Class
    {
        std::map<std::string, Lane> lanes;
        std::list<std::string> turns;
        bool isVisiting = false;
    };

    static void leave(Class &from, const std::string &tenant)
    {
        from.isVisiting = from.isVisiting && from.turns.front() != tenant;
        from.turns.remove(tenant);
        from.lanes.erase(tenant);
    }
    static void goOn(Class &from)
    {
        from.turns.splice(from.turns.end(), from.turns, from.turns.begin());
        from.isVisiting = false;
    }
    static int takeFrom(Class &from)
    {
        while (true) {
            const std::string tenant = from.turns.front();
            Lane &lane = from.lanes.at(tenant);
            if (!from.isVisiting)
                lane.deficit += 3 * weightOf(tenant);
            from.isVisiting = true;
            const Item item = lane.items.front();
            if (static_cast<double>(item.cost) > lane.deficit) {
                goOn(from);
                continue;
            }
            lane.deficit -= static_cast<double>(item.cost);
            lane.items.pop_front();
            if (lane.items.empty())
                leave(from, tenant);
            else if (static_cast<double>(lane.items.front().cost) > lane.deficit)
                goOn(from);
            return item.value;
        }
    }

    std::array<Class, 5> m_classes;
};

int casesFromEnvironment(int usual)
{
    const int wanted = qEnvironmentVariableIntValue("FAIRLEAD_TEST_CASES");
    return wanted > 0 ? wanted : usual;
}
} // namespace

class FairQueuePropertiesTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void boundOfPromiseFourHolds();
    void everyItemEndsOnceAndEveryCallDelivers();
    void orderIsThatOfThePaper();
    void millionTenantsAreServedOnceEach();

private:
    void checkBound(std::uint64_t seed);
};

void FairQueuePropertiesTest::checkBound(std::uint64_t seed)
{
    SeededRandom random(seed);
    const std::size_t tenants = 2 + random.nextBelow(6);
    const std::uint64_t costLimit = 1 + random.nextBelow(80);
    const bool isChurning = random.nextBelow(2) == 0; // else all stay backlogged
    FairQueueOptions options;
    options.quantum = 1 + static_cast<std::int64_t>(random.nextBelow(60));
    FairQueueFixture fixture(options);
    std::vector<TenantRule> rules(tenants);
    std::vector<double> weights;
    for (std::size_t i = 0; i < tenants; ++i) {
        weights.push_back(static_cast<double>(1 + random.nextBelow(40)) / 4);
        rules[i].weight = weights.back();
        QVERIFY(fixture.queue.setTenant(std::to_string(i), rules[i]));
    }
    FairnessWitness witness(static_cast<double>(options.quantum), weights);
    std::vector<int> waiting(tenants);
    const auto addTo = [&](std::size_t tenant) {
        ItemOptions item;
        item.cost = 1 + static_cast<std::int64_t>(random.nextBelow(costLimit));
        fixture.add(std::to_string(tenant), 0, item);
        ++waiting[tenant];
    };
    for (int step = 0; step < 1'500; ++step) {
        if (random.nextBelow(50) == 0) {
            const std::size_t tenant = 1 + random.nextBelow(tenants - 1); // the first is never paused
            rules[tenant].isPaused = !rules[tenant].isPaused;
            QVERIFY(fixture.queue.setTenant(std::to_string(tenant), rules[tenant]));
        }
        for (std::size_t i = 0; i < tenants; ++i) {
            while (!isChurning && waiting[i] < 2)
                addTo(i);
        }
        while (waiting[0] == 0 || (isChurning && random.nextBelow(2) == 0))
            addTo(random.nextBelow(tenants));
        const auto item = fixture.queue.tryDequeue();
        QVERIFY(item);
        const std::size_t served = std::stoul(item->tenant);
        --waiting[served];
        std::vector<bool> isBacklogged;
        for (std::size_t i = 0; i < tenants; ++i)
            isBacklogged.push_back(waiting[i] > 0 && !rules[i].isPaused);
        const bool holds =
            witness.note(served, static_cast<double>(item->cost), static_cast<double>(costLimit), isBacklogged);
        QVERIFY2(holds, qPrintable(QStringLiteral("seed %1 step %2").arg(seed).arg(step)));
    }
}

void FairQueuePropertiesTest::boundOfPromiseFourHolds()
{
    const std::uint64_t first = 1'000;
    const int cases = casesFromEnvironment(80);
    qInfo("seeds from %llu, %d cases", static_cast<unsigned long long>(first), cases);
    for (int i = 0; i < cases && !QTest::currentTestFailed(); ++i)
        checkBound(first + static_cast<std::uint64_t>(i));
}

// D13, D16, E8
void FairQueuePropertiesTest::everyItemEndsOnceAndEveryCallDelivers()
{
    const std::uint64_t first = 50'000;
    const int cases = casesFromEnvironment(80);
    qInfo("seeds from %llu, %d cases", static_cast<unsigned long long>(first), cases);
    for (int i = 0; i < cases && !QTest::currentTestFailed(); ++i)
        RandomQueueActs(first + static_cast<std::uint64_t>(i)).run(1'000);
}

// D14: the order is that of deficit round robin as the paper walks it, over all tenants together.
void FairQueuePropertiesTest::orderIsThatOfThePaper()
{
    const std::uint64_t first = 99;
    qInfo("seeds from %llu", static_cast<unsigned long long>(first));
    for (std::uint64_t seed = first; seed < first + 5; ++seed) {
        SeededRandom random(seed);
        FairQueueOptions options;
        options.quantum = 3;
        FairQueueFixture fixture(options);
        PaperQueue paper;
        QVERIFY(fixture.queue.setWeight("tenant1", PaperQueue::weightOf("tenant1")));
        std::vector<std::pair<TestQueue::Handle, int>> handles;
        for (int i = 0; i < 5'000; ++i) {
            ItemOptions item;
            item.cost = 1 + static_cast<std::int64_t>(random.nextBelow(9));
            item.priority = static_cast<Priority>(random.nextBelow(5));
            const std::string tenant = "tenant" + std::to_string(random.nextBelow(30));
            handles.emplace_back(*fixture.queue.enqueue(tenant, i, item), i);
            paper.add(tenant, i, item);
            if (random.nextBelow(3) == 0)
                QCOMPARE(fixture.queue.tryDequeue()->value, paper.take());
            if (random.nextBelow(4) == 0) {
                const auto &[handle, value] = handles[random.nextBelow(handles.size())];
                QCOMPARE(fixture.queue.cancel(handle), paper.cancel(value));
            }
        }
        while (const auto item = fixture.queue.tryDequeue())
            QCOMPARE(item->value, paper.take());
        QCOMPARE(paper.take(), PaperQueue::nothing);
    }
}

void FairQueuePropertiesTest::millionTenantsAreServedOnceEach()
{
    const std::size_t tenants = 1'000'000;
    const ManualClock clock;
    FairQueueOptions options;
    options.idleTenantsMax = tenants / 2;
    FairQueue<std::uint32_t, std::uint64_t> queue(clock, options);
    for (std::size_t i = 0; i < tenants; ++i)
        QVERIFY(queue.enqueue(i, static_cast<std::uint32_t>(i)));
    QCOMPARE(queue.enqueue(0, 0).error().code, ErrorCode::QueueFull); // a million is the default limit
    for (std::size_t i = 0; i < tenants; ++i)
        QCOMPARE(queue.tryDequeue()->value, static_cast<std::uint32_t>(i));
    QVERIFY(queue.enqueue(tenants, 0)); // a newcomer
    const auto stats = queue.stats();
    QVERIFY(stats.tenants <= tenants / 2 + 1);
    QCOMPARE(stats.top.size(), options.topTenantsMax);
}

QTEST_APPLESS_MAIN(FairQueuePropertiesTest)
#include "properties_test.moc"
