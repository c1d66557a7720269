// SPDX-License-Identifier: Apache-2.0
#include "bench/fair_scenarios.h"

#include "bench/plain_fifo.h"
#include "engine/fair_queue/fair_queue.h"

#include <thread>

namespace fairlead {

namespace {

/// What the workers saw, each on its own.
struct Seen
{
    std::vector<std::vector<std::int64_t>> waitsByGroup; ///< microseconds
};

/// The two queues behind one face.
class FairUnderTest
{
public:
    FairUnderTest(const FairScenario &scenario, PriorityMode mode)
        : m_queue(m_clock, options(scenario, mode))
    {
    }
    bool put(std::uint32_t tenant, std::uint32_t group, int priority, std::optional<MonotonicTime> deadline)
    {
        ItemOptions item;
        item.priority = static_cast<Priority>(priority);
        item.deadline = deadline;
        return m_queue.enqueue(tenant, group, item).has_value();
    }
    /// False when closed.
    bool take(Seen &seen)
    {
        const auto item = m_queue.dequeue();
        if (item)
            seen.waitsByGroup[item->value].push_back(item->waited.count());
        return item.has_value();
    }
    void close() { m_queue.close(CloseMode::Immediate); }
    std::uint64_t expired() { return m_queue.counts().expired; }
    MonotonicTime now() const { return m_clock.monotonicNow(); }

private:
    static FairQueueOptions options(const FairScenario &scenario, PriorityMode mode)
    {
        FairQueueOptions options;
        options.quantum = 2;
        options.priorityMode = mode;
        options.limits.lengthMax = scenario.lengthMax;
        options.limits.tenantLengthMax = scenario.tenantLengthMax;
        return options;
    }
    const SystemClock m_clock;
    FairQueue<std::uint32_t, std::uint32_t> m_queue;
};

class FifoUnderTest
{
public:
    explicit FifoUnderTest(const FairScenario &scenario)
        : m_queue(m_clock, scenario.lengthMax)
    {
    }
    bool put(std::uint32_t tenant, std::uint32_t group, int, std::optional<MonotonicTime> deadline)
    {
        return m_queue.put({tenant, group, {}, deadline.value_or(MonotonicTime::max())});
    }
    bool take(Seen &seen)
    {
        const auto item = m_queue.take();
        if (item)
            seen.waitsByGroup[item->value].push_back((m_clock.monotonicNow() - item->enqueued).count());
        return item.has_value();
    }
    void close() { m_queue.close(); }
    std::uint64_t expired() { return m_queue.expired(); }
    MonotonicTime now() const { return m_clock.monotonicNow(); }

private:
    const SystemClock m_clock;
    PlainFifo m_queue;
};

GroupResult resultOf(const std::string &name, std::vector<std::int64_t> waits)
{
    GroupResult result;
    result.name = name;
    result.delivered = waits.size();
    if (waits.empty())
        return result;
    std::sort(waits.begin(), waits.end());
    const auto at = [&](double share) {
        const auto index = static_cast<std::size_t>(share * static_cast<double>(waits.size() - 1));
        return static_cast<double>(waits[index]) / 1'000;
    };
    result.p50Ms = at(0.5);
    result.p95Ms = at(0.95);
    result.p99Ms = at(0.99);
    result.maxMs = at(1);
    return result;
}

template <typename Queue>
void produce(Queue &queue, const FairScenario &scenario, std::uint32_t group, std::uint32_t tenant,
    const std::atomic<bool> &isOver, std::atomic<std::uint64_t> &refused)
{
    const ProducerGroup &self = scenario.producers[group];
    std::uint64_t inVain = 0;
    while (!isOver.load(std::memory_order_relaxed)) {
        std::optional<MonotonicTime> deadline;
        if (scenario.deadlineMs > 0)
            deadline = queue.now() + std::chrono::milliseconds {scenario.deadlineMs};
        inVain += queue.put(tenant, group, self.priority, deadline) ? 0 : 1;
        if (self.intervalMs > 0)
            std::this_thread::sleep_for(std::chrono::milliseconds {self.intervalMs});
    }
    refused += inVain;
}

template <typename Queue>
ScenarioResult run(const FairScenario &scenario, Queue &queue)
{
    std::atomic<bool> isOver {false};
    std::atomic<std::uint64_t> refused {0};
    std::vector<Seen> seen(2, Seen {{scenario.producers.size(), std::vector<std::int64_t> {}}});
    std::vector<std::thread> threads;
    for (Seen &mine : seen) {
        threads.emplace_back([&] {
            while (!isOver.load(std::memory_order_relaxed) && queue.take(mine))
                std::this_thread::sleep_for(std::chrono::milliseconds {scenario.workMs});
        });
    }
    std::uint32_t tenant = 0;
    for (std::uint32_t group = 0; group < scenario.producers.size(); ++group) {
        for (int i = 0; i < scenario.producers[group].count; ++i) {
            threads.emplace_back(
                [&, group, tenant = ++tenant] { produce(queue, scenario, group, tenant, isOver, refused); });
        }
    }
    std::this_thread::sleep_for(std::chrono::seconds {scenario.seconds});
    isOver = true;
    const std::uint64_t expired = queue.expired();
    queue.close();
    for (std::thread &thread : threads)
        thread.join();

    ScenarioResult result {0, refused, expired, {}};
    for (std::size_t group = 0; group < scenario.producers.size(); ++group) {
        std::vector<std::int64_t> waits = seen[0].waitsByGroup[group];
        waits.insert(waits.end(), seen[1].waitsByGroup[group].begin(), seen[1].waitsByGroup[group].end());
        result.deliveredPerSecond += static_cast<double>(waits.size()) / scenario.seconds;
        result.groups.push_back(resultOf(scenario.producers[group].name, std::move(waits)));
    }
    return result;
}

} // namespace

std::vector<FairScenario> fairScenarios()
{
    return {
        {"hot_tenant_sustained", {{"hot", 1, 0, 1}, {"cold", 20, 15, 3}}, 1, 6, 50'000, 1'000},
        {"burst_massive", {{"all", 160, 0, 2}}, 2, 4, 6'000, 200},
        {"mixed_priorities", {{"high", 20, 2, 1}, {"normal", 60, 4, 2}, {"low", 60, 7, 3}}, 2, 8, 10'000, 1'000},
        {"deadline_expiration", {{"all", 80, 1, 2}}, 6, 5, 4'000, 128, 5},
        {"capacity_pressure", {{"all", 120, 0, 2}}, 3, 5, 2'000, 40},
    };
}

ScenarioResult runFairQueue(const FairScenario &scenario, PriorityMode mode)
{
    FairUnderTest queue(scenario, mode);
    return run(scenario, queue);
}

ScenarioResult runFifo(const FairScenario &scenario)
{
    FifoUnderTest queue(scenario);
    return run(scenario, queue);
}

} // namespace fairlead
