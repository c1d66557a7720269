// SPDX-License-Identifier: Apache-2.0
// How many jobs a second the scheduler alone can take in and hand out, beside a plain FIFO that does the same copying.
//
// One step = add a job of a random tenant, take the next, charge its run. As many jobs wait as there are tenants (at
// least 1000), so rounds are long and look-ups are cold. Then a million tenants with one job each: the slowest single
// steps, and the memory of each when it is idle again. Usage: fairlead_bench_scheduler [--json]
#include "engine/scheduling/fair_scheduler.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <deque>
#include <limits>
#include <malloc.h>
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
    static ReadyJob job(std::int64_t number) { return {JobNumber {number}, QueuePosition {number}, 1, std::nullopt}; }

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
        const Selection pick = *scheduler.takeNext(now);
        handedOut += static_cast<std::int64_t>(pick.job.seq);
        scheduler.charge(pick, std::chrono::milliseconds {10});
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

constexpr std::size_t million = 1'000'000;

/// Processor time of this thread: a step that was interrupted by other programs is not a slow one.
double threadMicros()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

double bytesInUse()
{
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

void reportFigure(const std::string &name, double value, const char *unit, bool asJson)
{
    std::printf(
        asJson ? "{\"suite\":\"scheduler\",\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\"}\n" : "%-48s %10.3f %s\n",
        name.c_str(), value, unit);
}

/// What each of a million steps took, at the quickest of the rounds: a step that is slow by itself is so in each, one
/// that the machine held up is not.
class StepTimes
{
public:
    explicit StepTimes(std::string name)
        : m_name(std::move(name))
    {
    }
    template <typename Step>
    void measure(Step step)
    {
        for (std::size_t i = 0; i < million; ++i) {
            const double start = threadMicros();
            step(i);
            m_micros[i] = std::min(m_micros[i], threadMicros() - start);
        }
    }
    void report(bool asJson)
    {
        std::sort(m_micros.begin(), m_micros.end());
        reportFigure("a million tenants, " + m_name + ", p50", m_micros[million / 2], "us", asJson);
        reportFigure("a million tenants, " + m_name + ", p99.99", m_micros[million - million / 10'000], "us", asJson);
        reportFigure("a million tenants, " + m_name + ", slowest", m_micros.back(), "us", asJson);
    }

private:
    const std::string m_name;
    std::vector<double> m_micros = std::vector<double>(million, std::numeric_limits<double>::max());
};

void measureAMillionTenants(bool asJson)
{
    const QueueName name = QueueName::trusted("q");
    std::vector<TenantName> tenants;
    for (std::size_t i = 0; i < million; ++i)
        tenants.push_back(TenantName::trusted("tenant-" + std::to_string(i)));
    StepTimes adding("add");
    StepTimes taking("take and charge");
    double idleBytes = 0;
    for (int round = 0; round < runs; ++round) {
        const double before = bytesInUse();
        FairScheduler::Options options;
        options.idleTenantsMax = 2 * million;
        FairScheduler scheduler(options);
        adding.measure([&](std::size_t i) {
            scheduler.add({name, Priority::Normal, tenants[i]}, Load::job(static_cast<std::int64_t>(i + 1)));
        });
        taking.measure([&](std::size_t) {
            const Selection pick = *scheduler.takeNext(TimePoint {});
            handedOut += static_cast<std::int64_t>(pick.job.seq);
            scheduler.charge(pick, std::chrono::milliseconds {1});
        });
        idleBytes = (bytesInUse() - before) / million;
    }
    adding.report(asJson);
    taking.report(asJson);
    reportFigure("a million tenants, each when idle again", idleBytes, "bytes", asJson);
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
    measureAMillionTenants(asJson);
    return handedOut == 0 ? 1 : 0;
}
