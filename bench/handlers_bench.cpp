// SPDX-License-Identifier: Apache-2.0
// What handlers cost: thousands of HTTP requests under way on one thread, and programs beside a bare loop that spawns
// them.
// Usage: fairlead_bench_handlers [--json] [--short]
#include "bench/report.h"
#include "bench/started_engine.h"
#include "engine/calls/job_calls.h"
#include "tests/support/answering_server.h"
#include "tests/support/await.h"

#include <QCoreApplication>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <ctime>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>

using namespace fairlead;
using bench::Report, bench::residentMegabytes, bench::secondsSince;

namespace {
constexpr int patienceMs = 120'000;
const SystemClock systemClock;

double processorSeconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

/// Runs of an engine, as its listener hears of them.
struct Runs
{
    std::atomic<int> started {0};
    std::atomic<int> succeeded {0};
};

/// An engine in memory.
std::unique_ptr<RunningEngine> startEngine(const std::string &text, const std::shared_ptr<Runs> &runs)
{
    RunningEngine::Options options;
    options.onRun = [runs](const RunReport &report) {
        runs->started += report.event.kind == EventKind::JobStarted ? 1 : 0;
        runs->succeeded += report.event.kind == EventKind::JobSucceeded ? 1 : 0;
    };
    return bench::startEngine("[store]\nurl = \"memory:\"\n" + text, {}, std::move(options));
}

void enqueue(Client &client, const char *queue, int count)
{
    NewJob job {{.queue = QueueName::trusted(queue)}};
    job.payload.assign(200, 'x');
    const auto taken = askAndWait(client, EnqueueJobs::of(std::vector<NewJob>(static_cast<std::size_t>(count), job)));
    if (!taken)
        qFatal("%s", taken.error().text.c_str());
}

/// Looks once a millisecond; ends the program when it never was.
void until(const std::function<bool()> &isThere)
{
    const MonotonicTime begun = systemClock.monotonicNow();
    while (!isThere()) {
        if (secondsSince(begun) * 1e3 > patienceMs)
            qFatal("the engine does not come to an end");
        std::this_thread::sleep_for(std::chrono::milliseconds {1});
    }
}

/// All requests are under way at once before the first is answered.
void measureHttp(const Report &report, int jobs)
{
    const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {}; }, static_cast<std::size_t>(jobs));
    const std::string port = std::to_string(server.port());
    const auto runs = std::make_shared<Runs>();
    const auto engine = startEngine("[engine]\nthreads = 1\nworkers = " + std::to_string(jobs)
            + "\n[queue.hooks]\nhandler = { kind = \"http\", url = \"http://127.0.0.1:" + port
            + "/\", allow = [\"127.0.0.1/32:" + port + "\"] }\n",
        runs);
    const double memory = residentMegabytes();
    const double processor = processorSeconds();
    const MonotonicTime begun = systemClock.monotonicNow();
    enqueue(engine->client(), "hooks", jobs);
    double most = memory;
    until([&] {
        most = std::max(most, residentMegabytes());
        return runs->succeeded == jobs;
    });
    report.figure("requests under way at once, on one thread, all answered", jobs, "");
    report.figure("until the last was answered", secondsSince(begun), "s");
    report.figure("memory each, the server's side included", 1e3 * (most - memory) / jobs, "kB");
    report.figure(
        "processor time each, the server's side included", 1e3 * (processorSeconds() - processor) / jobs, "ms");
}

double bareSpawns(int count)
{
    const MonotonicTime begun = systemClock.monotonicNow();
    for (int i = 0; i < count; ++i) {
        std::array<char, 5> name {"true"};
        const std::array<char *, 2> arguments {name.data(), nullptr};
        pid_t child = 0;
        if (posix_spawn(&child, "/bin/true", nullptr, nullptr, arguments.data(), environ) != 0)
            qFatal("cannot spawn");
        waitpid(child, nullptr, 0);
    }
    return count / secondsSince(begun);
}

void measureProcesses(const Report &report, int jobs)
{
    const auto runs = std::make_shared<Runs>();
    const auto engine = startEngine("[engine]\nthreads = 1\nworkers = 1\n[queue.true]\nmailbox = 8\n"
                                    "handler = { kind = \"process\", command = [\"/bin/true\"] }\n",
        runs);
    enqueue(engine->client(), "true", 1); // the spawner is up
    until([&] { return runs->succeeded == 1; });
    const MonotonicTime begun = systemClock.monotonicNow();
    enqueue(engine->client(), "true", jobs);
    until([&] { return runs->succeeded == jobs + 1; });
    const double aSecond = jobs / secondsSince(begun);
    report.figure("/bin/true, one after another", aSecond, "/s", bareSpawns(jobs));
}

/// How soon a short program is done while many long ones run.
void measureBesideMany(const Report &report, int many)
{
    const auto runs = std::make_shared<Runs>();
    const auto engine = startEngine("[engine]\nthreads = 1\nworkers = " + std::to_string(many + 8)
            + "\n[queue.long]\nhandler = { kind = \"process\", command = [\"/bin/sleep\", \"600\"] }\n"
              "[queue.true]\nhandler = { kind = \"process\", command = [\"/bin/true\"] }\n",
        runs);
    const auto medianOf = [&](int times) {
        std::vector<double> waits;
        for (int i = 0; i < times; ++i) {
            const int before = runs->succeeded;
            const MonotonicTime begun = systemClock.monotonicNow();
            enqueue(engine->client(), "true", 1);
            until([&] { return runs->succeeded == before + 1; });
            waits.push_back(1e3 * secondsSince(begun));
        }
        std::sort(waits.begin(), waits.end());
        return waits[waits.size() / 2];
    };
    const double alone = medianOf(21);
    const int before = runs->started;
    const MonotonicTime begun = systemClock.monotonicNow();
    enqueue(engine->client(), "long", many);
    until([&] { return runs->started == before + many; });
    medianOf(1); // behind it all are started
    report.figure("long programs started, and a short one behind them", secondsSince(begun), "s");
    report.figure("long programs under way at once", many, "");
    report.figure("a short one beside them, median of 21 (bare: alone)", medianOf(21), "ms", alone);
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const Report report("handlers", arguments.contains(QStringLiteral("--json")));
    const bool isShort = arguments.contains(QStringLiteral("--short"));
    rlimit files {};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    measureHttp(report, isShort ? 200 : 2'000);
    measureProcesses(report, isShort ? 200 : 2'000);
    measureBesideMany(report, isShort ? 100 : 1'000);
    return 0;
}
