// SPDX-License-Identifier: Apache-2.0
// What a whole engine does in a second, from enqueue to the commit of the end, next to a bare loop over the same
// library; and how soon an idle engine begins a job.
// Usage: fairlead_bench_lifecycle [--json] [--short] [--idle] [--busy]; --idle: the idle engine alone; --busy: the busy
// one alone
#include "bench/bare_sqlite.h"
#include "bench/measures.h"
#include "bench/report.h"
#include "engine/control/engine.h"
#include "engine/handlers/function_handler.h"
#include "engine/storage/sqlite/sqlite_store.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <future>
#include <semaphore>
#include <thread>

using namespace fairlead;
using bench::secondsSince;

namespace {
constexpr int tenantCount = 1'000;
constexpr int batch = 256;
constexpr int batchesUnderWay = 32; ///< handed in and not yet accepted
constexpr int runCount = 3;
const auto queueName = QueueName::trusted("bench");
const SystemClock systemClock;

/// A job that begins, as its handler sees it.
using Begun = std::function<void()>;

class EngineUnderLoad
{
public:
    explicit EngineUnderLoad(const Begun &begun)
        : m_engine(parts(begun))
    {
        if (const Result<> started = m_engine.start(); !started)
            qFatal("%s", started.error().text.c_str());
    }
    void enqueue(std::vector<NewJob> jobs, const std::function<void()> &accepted)
    {
        m_engine.jobs().enqueue(
            std::move(jobs), [accepted](const Result<std::vector<Result<EnqueueReceipt>>> &receipts) {
                if (!receipts || !receipts->front())
                    qFatal("%s", (receipts ? receipts->front().error() : receipts.error()).text.c_str());
                accepted();
            });
    }
    /// Returns when the last end is written.
    void drain()
    {
        QEventLoop loop;
        QObject::connect(&m_engine, &Engine::stopped, &loop, &QEventLoop::quit);
        m_engine.stop(StopMode::Drain);
        loop.exec();
    }
    static NewJob job(int tenant)
    {
        NewJob job {{.queue = queueName, .tenant = TenantName::trusted("tenant-" + std::to_string(tenant))}};
        job.payload.assign(200, 'x');
        job.contentType = "text/plain";
        return job;
    }

private:
    Engine::Parts parts(const Begun &begun) const
    {
        Engine::Parts parts;
        parts.settings.workers = 32;
        parts.settings.threads = 1;
        parts.settings.drainLimit = std::chrono::hours {1};
        for (int tenant = 0; tenant < tenantCount; ++tenant) {
            TenantSettings settings {TenantName::trusted("tenant-" + std::to_string(tenant)), {}, {}};
            settings.rules.weight = 1 + tenant % 10;
            parts.settings.tenants.push_back(std::move(settings));
        }
        QueueSettings queue {.name = queueName};
        queue.mailbox = 64;
        parts.settings.queues.push_back(queue);
        const std::string path = m_folder.filePath(QStringLiteral("jobs.db")).toStdString();
        parts.store = [path] { return SqliteStore::open({.path = path, .freeBytesMin = 0}); };
        parts.handlers.emplace(queueName, FunctionHandler::quick([begun](RunContext &) {
            begun();
            return Succeeded {};
        }));
        return parts;
    }

    const QTemporaryDir m_folder;
    Engine m_engine;
};

/// Jobs a second, from the first handed in to the last end on disk.
double engineLifecycles(int jobs)
{
    std::atomic<int> left = jobs;
    std::promise<void> allBegun;
    EngineUnderLoad engine([&] {
        if (--left == 0)
            allBegun.set_value();
    });
    std::counting_semaphore<> room(batchesUnderWay);
    const MonotonicTime begun = systemClock.monotonicNow();
    for (int done = 0; done < jobs; done += batch) {
        std::vector<NewJob> some;
        for (int i = done; i < std::min(done + batch, jobs); ++i)
            some.push_back(EngineUnderLoad::job(i % tenantCount));
        room.acquire();
        engine.enqueue(std::move(some), [&room] { room.release(); });
    }
    allBegun.get_future().wait();
    engine.drain();
    return jobs / secondsSince(begun);
}

/// Milliseconds from handing a job to an idle engine to the call of its handler, sorted.
struct StartLatencies
{
    std::vector<double> first; ///< of tenants who never had a job
    std::vector<double> later;
};

StartLatencies startLatencies(int probes)
{
    std::promise<void> *awaited = nullptr;
    EngineUnderLoad engine([&] { awaited->set_value(); });
    const auto probe = [&](int tenant) {
        std::promise<void> called;
        std::promise<void> accepted;
        awaited = &called;
        const MonotonicTime begun = systemClock.monotonicNow();
        engine.enqueue({EngineUnderLoad::job(tenant)}, [&] { accepted.set_value(); });
        called.get_future().wait();
        const double took = secondsSince(begun) * 1e3;
        accepted.get_future().wait();
        std::this_thread::sleep_for(std::chrono::milliseconds {5}); // its end is written
        return took;
    };
    StartLatencies waits;
    for (std::vector<double> *round : {&waits.first, &waits.later}) {
        for (int tenant = 0; tenant < probes; ++tenant)
            round->push_back(probe(tenant));
        std::sort(round->begin(), round->end());
    }
    engine.drain();
    return waits;
}

void reportStarts(const bench::Report &report, const std::string &who, const std::vector<double> &waits)
{
    report.figure(("idle engine, to the handler, " + who + ", p50").c_str(), waits[waits.size() / 2], "ms");
    report.figure(("idle engine, to the handler, " + who + ", p99").c_str(), waits[waits.size() * 99 / 100], "ms");
}

void reportThroughput(const bench::Report &report, int jobs)
{
    std::vector<double> values;
    std::vector<double> baselines;
    for (int run = 0; run < runCount; ++run) { // in turn, so that both see the same weather
        baselines.push_back(bench::bareLifecycles(jobs, batch, tenantCount));
        values.push_back(engineLifecycles(jobs));
    }
    std::sort(values.begin(), values.end());
    std::sort(baselines.begin(), baselines.end());
    report.figure("enqueue, run, end; in batches of 256", values[runCount / 2], "jobs/s", baselines[runCount / 2]);
    report.figure("the slowest and", values.front(), "jobs/s");
    report.figure("the quickest of three", values.back(), "jobs/s");
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const bench::Report report("lifecycle", QCoreApplication::arguments().contains(QStringLiteral("--json")));
    const bool isShort = QCoreApplication::arguments().contains(QStringLiteral("--short"));
    if (!QCoreApplication::arguments().contains(QStringLiteral("--idle")))
        reportThroughput(report, isShort ? 40 * batch : 800 * batch);
    if (QCoreApplication::arguments().contains(QStringLiteral("--busy")))
        return 0;
    const StartLatencies waits = startLatencies(isShort ? 50 : tenantCount);
    reportStarts(report, "a tenant's first job", waits.first);
    reportStarts(report, "later ones", waits.later);
    return 0;
}
