// SPDX-License-Identifier: Apache-2.0
// The cost of 50,000 jobs behind a shut circuit breaker: processor time of the whole engine, and events.
// Usage: fairlead_bench_gates [--json] [--short]     (--short: 3 s in place of 20)
// Ends with 1 when they cost 2 % of a core, or an event a second.
#include "bench/measures.h"
#include "bench/report.h"
#include "bench/started_engine.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/log_calls.h"
#include "tests/support/await.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <ctime>

using namespace fairlead;
using bench::must;

namespace {
constexpr int jobCount = 50'000;
constexpr int jobsPerCall = 1'000;
constexpr int tenantCount = 50;
constexpr double coreShareMax = 0.02;
constexpr double eventsPerSecondMax = 1;
const auto queueName = QueueName::trusted("bench");

void runFor(double seconds)
{
    QEventLoop loop;
    QTimer::singleShot(static_cast<int>(seconds * 1e3), &loop, &QEventLoop::quit);
    loop.exec();
}

template <typename C>
typename C::Reply ask(Client &client, C call)
{
    return must(askAndWait(client, std::move(call)));
}

void enqueue(Client &client, int first, int count)
{
    std::vector<NewJob> jobs(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        NewJob &job = jobs[static_cast<std::size_t>(i)];
        job.queue = queueName;
        job.tenant = TenantName::trusted("tenant-" + std::to_string((first + i) % tenantCount));
    }
    for (const Result<EnqueueReceipt> &receipt : ask(client, EnqueueJobs::of(std::move(jobs))).items)
        must(receipt);
}

std::int64_t countIn(Client &client, JobState state)
{
    CountJobs call;
    call.state = state;
    return ask(client, std::move(call)).count;
}
std::int64_t newestEvent(Client &client)
{
    ListEvents newest;
    newest.limit = 1;
    return ask(client, std::move(newest)).next;
}

struct Cost
{
    double coreShare = 0;
    double eventsPerSecond = 0;
};
Cost costOf(Client &client, double seconds)
{
    const std::int64_t events = newestEvent(client);
    const std::clock_t begun = std::clock();
    runFor(seconds);
    const double used = static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
    return {used / seconds, static_cast<double>(newestEvent(client) - events) / seconds};
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const bench::Report report("gates", app.arguments().contains(QStringLiteral("--json")));
    const double seconds = app.arguments().contains(QStringLiteral("--short")) ? 3 : 20;
    const QTemporaryDir folder;
    RunningEngine::Options options;
    options.functions.emplace(queueName, FunctionHandler::quick([](RunContext &) -> Outcome {
        return Failed {"down", "not there", {}};
    }));
    const auto engine = bench::startEngine("[engine]\nworkers = 4\n[queue.bench]\n"
                                           "layers = [ { kind = \"circuit_breaker\", window = 1, failures = 1, "
                                           "open_for = \"1d\" } ]\nhandler = { kind = \"function\" }\n",
        folder.path().toStdString(), std::move(options));
    Client &client = engine->client();
    const Cost idle = costOf(client, seconds);
    enqueue(client, 0, 1); // it fails, and the circuit is open
    while (countIn(client, JobState::Scheduled) == 0)
        runFor(0.01);
    for (int done = 0; done < jobCount; done += jobsPerCall)
        enqueue(client, done, jobsPerCall);
    runFor(3); // its retry is due, and the store has written what it had put off
    const std::int64_t held = countIn(client, JobState::Ready);
    const Cost cost = costOf(client, seconds);
    report.figure("jobs behind a shut circuit breaker", static_cast<double>(held), "");
    report.figure("processor time, of a core", cost.coreShare * 100, "%", idle.coreShare * 100);
    report.figure("events", cost.eventsPerSecond, "1/s");
    const bool isGood = held >= jobCount && cost.coreShare < coreShareMax && cost.eventsPerSecond < eventsPerSecondMax;
    return isGood ? 0 : 1;
}
