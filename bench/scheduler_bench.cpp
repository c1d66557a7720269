// SPDX-License-Identifier: Apache-2.0
// How many jobs a second the scheduler alone can take in and hand out, beside a plain FIFO that does the same copying.
//
// One step = add a job of a random tenant, take the next, settle its run. As many jobs wait as there are tenants (at
// least 1000), so rounds are long and look-ups are cold. Usage: fairlead_bench_scheduler [--json]
#include "engine/scheduling/fair_scheduler.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <deque>
#include <string>
#include <vector>

using namespace fairlead;

namespace {

constexpr int runs = 5;
constexpr int stepsPerRun = 300'000;
constexpr std::uint64_t seed = 42;

struct Load
{
    explicit Load(std::size_t tenants)
    {
        SeededRandom random(seed);
        for (std::size_t i = 0; i < tenants; ++i)
            lanes.push_back(
                {QueueName::trusted("mail"), Priority::Normal, TenantName::trusted("tenant-" + std::to_string(i))});
        for (int i = 0; i < stepsPerRun; ++i)
            choices.push_back(static_cast<std::uint32_t>(random.nextBelow(tenants)));
        waiting = std::max<std::size_t>(tenants, 1'000);
    }
    const Lane &laneOfStep(std::int64_t step) const
    {
        return lanes[choices[static_cast<std::size_t>(step) % choices.size()]];
    }
    static ReadyJob job(std::int64_t number) { return {Seq {number}, Position {number}, 1, std::nullopt}; }

    std::vector<Lane> lanes;
    std::vector<std::uint32_t> choices;
    std::size_t waiting = 0;
};

double stepsPerSecond(std::chrono::steady_clock::time_point start)
{
    return stepsPerRun / std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// The sum of what was handed out, so that no step can be left out by the compiler.
std::int64_t handedOut = 0;

double runFair(const Load &load)
{
    FairScheduler scheduler(FairScheduler::Options {});
    scheduler.setQueue(load.lanes.front().queue, {});
    std::int64_t number = 0;
    for (std::size_t i = 0; i < load.waiting; ++i, ++number)
        scheduler.add(load.lanes[i % load.lanes.size()], Load::job(number));
    const TimePoint now {};
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < stepsPerRun; ++i, ++number) {
        scheduler.add(load.laneOfStep(i), Load::job(number));
        const Pick pick = *scheduler.takeNext(now);
        handedOut += static_cast<std::int64_t>(pick.job.seq);
        scheduler.settle(pick, std::chrono::milliseconds {10});
    }
    return stepsPerSecond(start);
}

double runFifo(const Load &load)
{
    std::deque<LaneJob> fifo;
    std::int64_t number = 0;
    for (std::size_t i = 0; i < load.waiting; ++i, ++number)
        fifo.push_back({load.lanes[i % load.lanes.size()], Load::job(number)});
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < stepsPerRun; ++i, ++number) {
        fifo.push_back({load.laneOfStep(i), Load::job(number)});
        const LaneJob taken = std::move(fifo.front());
        fifo.pop_front();
        handedOut += static_cast<std::int64_t>(taken.job.seq);
    }
    return stepsPerSecond(start);
}

void report(std::size_t tenants, std::array<double, runs> fair, std::array<double, runs> fifo, bool asJson)
{
    std::sort(fair.begin(), fair.end());
    std::sort(fifo.begin(), fifo.end());
    const double value = fair[runs / 2];
    const double baseline = fifo[runs / 2];
    if (asJson)
        std::printf(
            "{\"suite\":\"scheduler\",\"name\":\"add_take_settle_%zu_tenants\",\"value\":%.0f,\"unit\":\"jobs/s\","
            "\"baseline\":%.0f,\"ratio\":%.4f,\"runs\":%d,\"min\":%.0f,\"max\":%.0f}\n",
            tenants, value, baseline, value / baseline, runs, fair.front(), fair.back());
    else
        std::printf("%7zu tenants: %10.0f jobs/s (%.0f to %.0f in %d runs), plain FIFO %10.0f jobs/s, ratio %.3f\n",
            tenants, value, fair.front(), fair.back(), runs, baseline, value / baseline);
}

} // namespace

int main(int argc, char **argv)
{
    const bool asJson = argc > 1 && std::strcmp(argv[1], "--json") == 0;
    for (const std::size_t tenants : {std::size_t {10}, std::size_t {1'000}, std::size_t {100'000}}) {
        const Load load(tenants);
        std::array<double, runs> fair {};
        std::array<double, runs> fifo {};
        for (int i = 0; i < runs; ++i) { // in turn, so that a busy machine disturbs both
            fair[static_cast<std::size_t>(i)] = runFair(load);
            fifo[static_cast<std::size_t>(i)] = runFifo(load);
        }
        report(tenants, fair, fifo, asJson);
    }
    return handedOut == 0 ? 1 : 0;
}
