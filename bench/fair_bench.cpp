// SPDX-License-Identifier: Apache-2.0
// FairQueue: enqueue+dequeue pairs a second, memory of idle tenants, slowest single steps, and the five loads of
// firq-bench, beside a plain FIFO where there is one to compare with, and beside firq when FAIRLEAD_BENCH_FIRQ names
// its program (./dev bench fair does). Usage: fairlead_bench_fair [--json] [--short] [--pairs]
//     --short: one second for each load, one run of each pair; --pairs: nothing but the pairs
#include "bench/fair_scenarios.h"
#include "bench/measures.h"
#include "bench/plain_fifo.h"
#include "engine/fair_queue/fair_queue.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <malloc.h>
#include <thread>

using namespace fairlead;
using bench::secondsSince;

namespace {

constexpr std::uint64_t seed = 42;
constexpr int pairsPerRun = 500'000;
constexpr std::size_t million = 1'000'000;
bool asJson = false;
bool isShort = false;
bool isPairsAlone = false;

/// Processor time of this thread: a step that was interrupted by other programs is not a slow one.
double threadMicros()
{
    timespec time {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e6 + static_cast<double>(time.tv_nsec) / 1e3;
}

void reportFigure(
    const char *name, double value, const char *unit, double baseline = 0, const char *baselineName = "plain FIFO")
{
    if (asJson)
        std::printf("{\"suite\":\"fair\",\"name\":\"%s\",\"value\":%.1f,\"unit\":\"%s\",\"baseline\":%.1f}\n", name,
            value, unit, baseline);
    else if (baseline > 0)
        std::printf(
            "%-52s %12.0f %-8s %10s %12.0f, ratio %.2f\n", name, value, unit, baselineName, baseline, value / baseline);
    else
        std::printf("%-52s %12.1f %s\n", name, value, unit);
    std::fflush(stdout);
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

/// One load of pairs. With producers so many threads put and one takes; else each thread puts and takes in turn.
struct PairLoad
{
    std::size_t tenants = 1;
    int threads = 1;
    int producers = 0;

    std::string name() const
    {
        const std::string who = producers > 0 ? std::to_string(producers) + " producers, 1 consumer"
                                              : std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        return "pairs, " + std::to_string(tenants) + " tenants, " + who;
    }
    /// So many wait all the time.
    std::size_t backlog() const { return std::max<std::size_t>(tenants, 1'000); }
};

/// Pairs a second of all threads together: `put(tenant)` and `take() -> bool`. One thread alone is measured in
/// processor time.
template <typename Put, typename Take>
double runPairs(const PairLoad &load, Put put, Take take)
{
    const std::vector<std::uint32_t> choices = randomTenants(load.tenants);
    const auto choice = [&](std::size_t number) { return choices[number * 7 % choices.size()]; };
    std::atomic<std::int64_t> taken {0};
    const auto putAndTake = [&](std::size_t offset) {
        std::int64_t mine = 0;
        for (std::size_t i = 0; i < pairsPerRun; ++i) {
            put(choice(offset + i));
            mine += take() ? 1 : 0;
        }
        taken += mine;
    };
    for (std::size_t i = 0; i < load.backlog(); ++i)
        put(static_cast<std::uint32_t>(i % load.tenants));
    const auto start = std::chrono::steady_clock::now();
    const double startMicros = threadMicros();
    std::vector<std::thread> others;
    for (int i = 1; i < load.threads; ++i)
        others.emplace_back(putAndTake, static_cast<std::size_t>(i) * 9'973);
    const int share = load.producers > 0 ? pairsPerRun / load.producers : 0;
    for (int producer = 0; producer < load.producers; ++producer) {
        others.emplace_back([&, producer] {
            for (int i = 0; i < share; ++i)
                put(choice(static_cast<std::size_t>(producer * 9'973 + i)));
        });
    }
    if (load.producers == 0)
        putAndTake(0);
    while (taken < std::int64_t {share} * load.producers) {
        if (take())
            ++taken;
        else
            std::this_thread::yield();
    }
    for (std::thread &other : others)
        other.join();
    const bool isAlone = load.threads == 1 && load.producers == 0;
    return static_cast<double>(taken) / (isAlone ? (threadMicros() - startMicros) / 1e6 : secondsSince(start));
}

double runFairPairs(const PairLoad &load, bool isWaitMeasured)
{
    const SystemClock clock;
    FairQueueOptions options;
    options.limits.lengthMax = 10 * million;
    options.isWaitMeasured = isWaitMeasured;
    FairQueue<std::uint32_t, std::uint64_t> queue(clock, options);
    return runPairs(
        load, [&](std::uint32_t tenant) { static_cast<void>(queue.enqueue(tenant, tenant)); },
        [&] { return queue.tryDequeue().has_value(); });
}

double runFifoPairs(const PairLoad &load)
{
    const SystemClock clock;
    PlainFifo plain(clock, 10 * million);
    return runPairs(
        load,
        [&](std::uint32_t tenant) {
            plain.put({tenant, tenant, {}, MonotonicTime::max()});
        },
        [&] { return plain.tryTake().has_value(); });
}

/// The same load on firq, by its program; 0 when there is none.
double runFirqPairs(const PairLoad &load)
{
    const char *program = std::getenv("FAIRLEAD_BENCH_FIRQ");
    if (!program)
        return 0;
    const std::string command = std::string(program) + ' ' + std::to_string(load.tenants) + ' '
        + std::to_string(load.threads) + ' ' + std::to_string(load.producers) + ' ' + std::to_string(pairsPerRun);
    double pairs = 0;
    if (std::FILE *output = popen(command.c_str(), "r")) {
        if (std::fscanf(output, "%lf", &pairs) != 1)
            pairs = 0;
        pclose(output);
    }
    return pairs;
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void benchPairs(const PairLoad &load)
{
    std::vector<double> measured;
    std::vector<double> unmeasured;
    std::vector<double> fifo;
    std::vector<double> firq;
    for (int run = 0; run < (isShort ? 1 : 5); ++run) { // in turn, so that a busy machine disturbs all
        measured.push_back(runFairPairs(load, true));
        firq.push_back(runFirqPairs(load));
        unmeasured.push_back(runFairPairs(load, false));
        fifo.push_back(runFifoPairs(load));
    }
    const std::string name = load.name();
    reportFigure(name.c_str(), median(measured), "pairs/s", median(fifo));
    reportFigure((name + ", one pair").c_str(), 1e9 / median(measured), "ns");
    if (median(firq) > 0)
        reportFigure(name.c_str(), median(measured), "pairs/s", median(firq), "firq");
    if (median(firq) > 0)
        reportFigure((name + ", waits off").c_str(), median(unmeasured), "pairs/s", median(firq), "firq");
    else
        reportFigure((name + ", waits off").c_str(), median(unmeasured), "pairs/s", median(fifo));
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
    FairQueue<std::uint64_t, std::uint64_t> queue(clock);
    benchSlowest(
        "FairQueue, a million tenants, enqueue", [&](std::size_t i) { static_cast<void>(queue.enqueue(i, i)); });
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
        isPairsAlone = isPairsAlone || std::strcmp(argv[i], "--pairs") == 0;
    }
    for (const std::size_t tenants : {std::size_t {1}, std::size_t {10}, std::size_t {1'000}, std::size_t {100'000}})
        benchPairs({tenants, 1});
    for (const std::size_t tenants : {std::size_t {1'000}, std::size_t {100'000}}) {
        for (const int threads : {2, 4})
            benchPairs({tenants, threads});
        benchPairs({tenants, 1, 4});
    }
    if (isPairsAlone)
        return 0;
    benchMemory("idle tenant, one item at a time", 1);
    benchMemory("idle tenant, all items at once", million);
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
