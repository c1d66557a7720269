// SPDX-License-Identifier: Apache-2.0
// What a whole engine does in a second, from enqueue to the commit of the end, next to a bare loop over the same
// library; and how soon an idle engine begins a job.
// Usage: fairlead_bench_lifecycle [--json] [--short]
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
        NewJob job {.queue = queueName, .tenant = TenantName::trusted("tenant-" + std::to_string(tenant))};
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
std::vector<double> startLatencies(int probes)
{
    std::promise<void> *awaited = nullptr;
    EngineUnderLoad engine([&] { awaited->set_value(); });
    std::vector<double> waits;
    for (int i = 0; i < probes; ++i) {
        std::promise<void> called;
        std::promise<void> accepted;
        awaited = &called;
        const MonotonicTime begun = systemClock.monotonicNow();
        engine.enqueue({EngineUnderLoad::job(i % tenantCount)}, [&] { accepted.set_value(); });
        called.get_future().wait();
        waits.push_back(secondsSince(begun) * 1e3);
        accepted.get_future().wait();
        std::this_thread::sleep_for(std::chrono::milliseconds {5}); // its end is written
    }
    engine.drain();
    std::sort(waits.begin(), waits.end());
    return waits;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const bench::Report report("lifecycle", QCoreApplication::arguments().contains(QStringLiteral("--json")));
    const bool isShort = QCoreApplication::arguments().contains(QStringLiteral("--short"));
    const int jobs = isShort ? 40 * batch : 800 * batch;
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
    const std::vector<double> waits = startLatencies(isShort ? 50 : 1'000);
    report.figure("idle engine, enqueue to handler, p50", waits[waits.size() / 2], "ms");
    report.figure("idle engine, enqueue to handler, p99", waits[waits.size() * 99 / 100], "ms");
    return 0;
}
