// SPDX-License-Identifier: Apache-2.0
// FairQueue: enqueue+dequeue pairs a second, memory of idle tenants, slowest single steps, and the five loads of
// firq-bench, beside a plain FIFO where there is one to compare with.
// Usage: fairlead_bench_fair [--json] [--short]     (--short: one second for each load, one run of each pair)
#include "bench/fair_scenarios.h"
#include "bench/measures.h"
#include "bench/plain_fifo.h"
#include "engine/fair_queue/fair_queue.h"

#include <cstdio>
#include <cstring>
#include <ctime>
#include <malloc.h>
#include <thread>

using namespace fairlead;
using bench::secondsSince;

namespace {

constexpr std::uint64_t seed = 42;
constexpr int pairsPerRun = 1'000'000;
constexpr std::size_t million = 1'000'000;
bool asJson = false;
bool isShort = false;

/// Processor time of this thread: a step that was interrupted by other programs is not a slow one.
double threadMicros()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

void reportFigure(const char *name, double value, const char *unit, double baseline = 0)
{
    if (asJson)
        std::printf("{\"suite\":\"fair\",\"name\":\"%s\",\"value\":%.1f,\"unit\":\"%s\",\"baseline\":%.1f}\n", name,
            value, unit, baseline);
    else if (baseline > 0)
        std::printf("%-44s %14.1f %-8s plain FIFO %14.1f, ratio %.2f\n", name, value, unit, baseline, value / baseline);
    else
        std::printf("%-44s %14.1f %s\n", name, value, unit);
}

// --- pairs -----------------------------------------------------------------------------------------------------------

std::vector<std::uint32_t> randomTenants(std::size_t tenants)
{
    SeededRandom random(seed);
    std::vector<std::uint32_t> choices(1 << 16);
    for (std::uint32_t &choice : choices)
        choice = static_cast<std::uint32_t>(random.nextBelow(tenants));
    return choices;
}

/// Pairs a second of all threads together: `put(tenant)` and `take() -> bool` in turn. One thread alone is measured in
/// processor time.
template <typename Put, typename Take>
double runPairs(std::size_t tenants, int threads, Put put, Take take)
{
    const std::vector<std::uint32_t> choices = randomTenants(tenants);
    std::atomic<std::int64_t> taken {0};
    const auto work = [&](std::size_t offset) {
        std::int64_t mine = 0;
        for (std::size_t i = 0; i < pairsPerRun; ++i) {
            put(choices[(offset + i * 7) % choices.size()]);
            mine += take() ? 1 : 0;
        }
        taken += mine;
    };
    for (std::size_t i = 0; i < std::max<std::size_t>(tenants, 1'000); ++i) // so many wait all the time
        put(static_cast<std::uint32_t>(i % tenants));
    const auto start = std::chrono::steady_clock::now();
    const double startMicros = threadMicros();
    std::vector<std::thread> others;
    for (int i = 1; i < threads; ++i)
        others.emplace_back(work, static_cast<std::size_t>(i) * 9'973);
    work(0);
    for (std::thread &other : others)
        other.join();
    const double seconds = threads == 1 ? (threadMicros() - startMicros) / 1e6 : secondsSince(start);
    if (taken != std::int64_t {pairsPerRun} * threads)
        std::fprintf(stderr, "bench: a dequeue found nothing\n");
    return static_cast<double>(taken) / seconds;
}

void benchPairs(std::size_t tenants, int threads)
{
    const SystemClock clock;
    std::vector<double> fair;
    std::vector<double> fifo;
    for (int run = 0; run < (isShort ? 1 : 7); ++run) { // in turn, so that a busy machine disturbs both
        FairQueue<std::uint32_t, std::uint32_t> queue(clock);
        fair.push_back(runPairs(
            tenants, threads, [&](std::uint32_t tenant) { static_cast<void>(queue.enqueue(tenant, tenant)); },
            [&] { return queue.tryDequeue().has_value(); }));
        PlainFifo plain(clock, million);
        fifo.push_back(runPairs(
            tenants, threads,
            [&](std::uint32_t tenant) {
                plain.put({tenant, tenant, {}, MonotonicTime::max()});
            },
            [&] { return plain.tryTake().has_value(); }));
    }
    std::sort(fair.begin(), fair.end());
    std::sort(fifo.begin(), fifo.end());
    const double median = fair[fair.size() / 2];
    const std::string name = "pairs, " + std::to_string(tenants) + " tenants, " + std::to_string(threads) + " threads";
    reportFigure(name.c_str(), median, "pairs/s", fifo[fifo.size() / 2]);
    reportFigure((name + ", best run").c_str(), fair.back(), "pairs/s", fifo.back());
    reportFigure((name + ", one operation").c_str(), 1e9 / median / 2, "ns");
}

// --- a million tenants -----------------------------------------------------------------------------------------------

double bytesInUse()
{
    const struct mallinfo2 info = mallinfo2();
    return static_cast<double>(info.uordblks + info.hblkhd);
}

/// Heap bytes for each of a million tenants that had one item, when all items have gone; `atOnce` waited together.
void benchMemory(const char *name, std::size_t atOnce)
{
    const SystemClock clock;
    FairQueueOptions options;
    options.idleTenantsMax = 2 * million;
    const double before = bytesInUse();
    FairQueue<std::uint64_t, std::uint64_t> queue(clock, options);
    for (std::size_t first = 0; first < million; first += atOnce) {
        for (std::size_t i = first; i < first + atOnce; ++i)
            static_cast<void>(queue.enqueue(i, i));
        while (queue.tryDequeue())
            continue;
    }
    const double used = bytesInUse() - before;
    if (queue.stats().tenants != million)
        std::fprintf(stderr, "bench: tenants were forgotten\n");
    reportFigure(name, used / static_cast<double>(million), "bytes");
}

/// The slowest of a million steps, and the slowest but for ten.
template <typename Step>
void benchSlowest(const std::string &name, Step step)
{
    std::vector<double> micros(million);
    for (std::size_t i = 0; i < million; ++i) {
        const double start = threadMicros();
        step(i);
        micros[i] = threadMicros() - start;
    }
    std::sort(micros.begin(), micros.end());
    reportFigure((name + ", slowest").c_str(), micros.back(), "us");
    reportFigure((name + ", all but ten").c_str(), micros[million - 11], "us");
}

void benchSteps()
{
    const SystemClock clock;
    FairQueueOptions options;
    options.shards = 64;
    FairQueue<std::uint64_t, std::uint64_t> queue(clock, options);
    benchSlowest(
        "FairQueue, a million tenants, enqueue", [&](std::size_t i) { static_cast<void>(queue.enqueue(i, i)); });
    const double start = threadMicros();
    static_cast<void>(queue.size()); // lets all in; in use, each call lets in what came since the last
    reportFigure("FairQueue, a million tenants, let in at once", threadMicros() - start, "us");
    benchSlowest("FairQueue, a million tenants, dequeue", [&](std::size_t) { static_cast<void>(queue.tryDequeue()); });
}

// --- loads -----------------------------------------------------------------------------------------------------------

void reportScenario(const FairScenario &scenario, const char *queue, const ScenarioResult &result)
{
    const double delivered = result.deliveredPerSecond * scenario.seconds;
    const double expiredShare =
        100 * static_cast<double>(result.expired) / std::max(1.0, static_cast<double>(result.expired) + delivered);
    if (!asJson)
        std::printf("%-22s %-9s %8.1f/s, refused %llu, expired %.2f %%\n", scenario.name.c_str(), queue,
            result.deliveredPerSecond, static_cast<unsigned long long>(result.refused), expiredShare);
    for (const GroupResult &group : result.groups) {
        if (asJson)
            std::printf("{\"suite\":\"fair\",\"name\":\"%s, %s, %s\",\"value\":%.3f,\"unit\":\"ms p99\",\"p50\":%.3f,"
                        "\"p95\":%.3f,\"max\":%.3f,\"delivered\":%zu,\"per_second\":%.1f,\"expired_percent\":%.2f}\n",
                scenario.name.c_str(), queue, group.name.c_str(), group.p99Ms, group.p50Ms, group.p95Ms, group.maxMs,
                group.delivered, result.deliveredPerSecond, expiredShare);
        else
            std::printf("    %-8s %8zu delivered, waited p50 %10.3f  p95 %10.3f  p99 %10.3f  max %10.3f ms\n",
                group.name.c_str(), group.delivered, group.p50Ms, group.p95Ms, group.p99Ms, group.maxMs);
    }
}

} // namespace

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        asJson = asJson || std::strcmp(argv[i], "--json") == 0;
        isShort = isShort || std::strcmp(argv[i], "--short") == 0;
    }
    benchMemory("idle tenant, one item at a time", 1);
    benchMemory("idle tenant, all items at once", million);
    for (const std::size_t tenants : {std::size_t {1}, std::size_t {10}, std::size_t {1'000}, std::size_t {100'000}}) {
        for (const int threads : {1, 2, 4})
            benchPairs(tenants, threads);
    }
    benchSteps();
    for (FairScenario scenario : fairScenarios()) {
        if (isShort)
            scenario.seconds = 1;
        reportScenario(scenario, "fair", runFairQueue(scenario, PriorityMode::Strict));
        if (scenario.producers.size() > 1)
            reportScenario(scenario, "weighted", runFairQueue(scenario, PriorityMode::Weighted));
        reportScenario(scenario, "FIFO", runFifo(scenario));
    }
    return 0;
}
