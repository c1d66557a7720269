// SPDX-License-Identifier: Apache-2.0
// What a long backlog on disk costs: the start of a whole engine on it, its memory, and the wait of a tenant who comes
// last. The backlog is written by a process of its own, so that the figures are those of the engine alone.
// Usage: fairlead_bench_backlog [--json] [--short] [--jobs N] [--tenants N]
// Defaults: 1,000,000 jobs (--short: 50,000) of 1,000 tenants. Ten million need some 6 GB below $TMPDIR.
#include "engine/control/engine.h"
#include "engine/handlers/function_handler.h"
#include "engine/storage/sqlite/sqlite_store.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QTemporaryDir>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <future>
#include <mutex>
#include <thread>

using namespace fairlead;

namespace {
constexpr int fillBatch = 10'000;
constexpr int probes = 100;
const auto queueName = QueueName::trusted("bench");
const SystemClock systemClock;

template <typename T>
T must(Result<T> result)
{
    if (!result)
        qFatal("%s", result.error().text.c_str());
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

double secondsSince(MonotonicTime begun)
{
    return std::chrono::duration<double>(systemClock.monotonicNow() - begun).count();
}

JobSpec aJobOf(int tenant)
{
    return {queueName, TenantName::trusted("tenant-" + std::to_string(tenant)), Priority::Normal, std::string(100, 'x'),
        "text/plain", 1, {}, {}, std::chrono::minutes {5}, 5, RetryPolicy(), {}, {}, {}, {}, {}, {}, {}};
}

/// Writes the backlog, tenants in turn.
void fill(const std::string &path, int jobs, int tenants)
{
    const auto store = must(SqliteStore::open({path, SqliteOptions::Durability::Relaxed, 0, 20 * fillBatch}));
    SystemRandom random;
    JobIdMaker ids(systemClock, random);
    for (int done = 0; done < jobs; done += fillBatch) {
        std::vector<JobSpec> specs;
        std::vector<JobId> made;
        for (int i = done; i < std::min(done + fillBatch, jobs); ++i) {
            specs.push_back(aJobOf(i % tenants));
            made.push_back(ids.make());
        }
        for (const Result<Enqueued> &job : must(store->enqueue(specs, made, systemClock.now())))
            must(job);
    }
}

/// Bytes of this process, such as "VmHWM:", the most it ever held.
double memory(const QByteArray &key)
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(key))
            return line.mid(key.size()).simplified().split(' ').front().toDouble() * 1024;
    }
    return 0;
}

/// Counts runs, and tells when one of a tenant begins.
class Watch
{
public:
    Outcome run(const std::string &tenant)
    {
        const std::int64_t count = ++m_count;
        const std::scoped_lock lock(m_mutex);
        if (tenant == m_awaited) {
            m_awaited.clear();
            m_met.set_value({count, systemClock.monotonicNow()});
        }
        return Succeeded {};
    }
    struct Meeting
    {
        std::int64_t count = 0;
        MonotonicTime at;
    };
    std::future<Meeting> await(const std::string &tenant)
    {
        const std::scoped_lock lock(m_mutex);
        m_awaited = tenant;
        m_met = {};
        return m_met.get_future();
    }
    std::int64_t count() const { return m_count; }

private:
    std::atomic<std::int64_t> m_count {0};
    std::mutex m_mutex;
    std::string m_awaited;
    std::promise<Meeting> m_met;
};

/// Prints one figure a line.
class Report
{
public:
    explicit Report(bool isJson)
        : m_isJson(isJson)
    {
    }
    void figure(const char *name, const char *unit, double value) const
    {
        std::printf(
            m_isJson ? "{\"suite\":\"backlog\",\"name\":\"%s\",\"value\":%.6g,\"unit\":\"%s\"}\n" : "%-48s %12.6g %s\n",
            name, value, unit);
        std::fflush(stdout);
    }

private:
    bool m_isJson;
};

class Bench
{
public:
    Bench(const std::string &path, int jobs, const Report &report)
        : m_report(report)
        , m_jobs(jobs)
        , m_engine(parts(path))
    {
    }
    void run()
    {
        measureStart();
        measureTurns();
        measureWaits();
        m_report.figure("memory, most held", "MB", memory("VmHWM:") / 1e6);
    }

private:
    Engine::Parts parts(const std::string &path)
    {
        Engine::Parts parts;
        parts.settings.workers = 2;
        parts.settings.threads = 1;
        QueueSettings queue {.name = queueName};
        queue.costMode = CostMode::Fixed;
        parts.settings.queues.push_back(queue);
        parts.store = [path] { return SqliteStore::open({path, SqliteOptions::Durability::Full, 0, 20'000}); };
        parts.handlers.emplace(queueName,
            FunctionHandler::quick([this](RunContext &run) { return m_watch.run(run.job().spec.tenant.text()); }));
        return parts;
    }
    void measureStart()
    {
        auto first = m_watch.await("tenant-0");
        const MonotonicTime begun = systemClock.monotonicNow();
        must(m_engine.start());
        m_report.figure("start of the engine", "s", secondsSince(begun));
        m_report.figure("start to the first run", "s", std::chrono::duration<double>(first.get().at - begun).count());
        m_report.figure("memory after the start", "MB", memory("VmRSS:") / 1e6);
    }
    /// Runs that begin before the job of a tenant that came while all were paused.
    void measureTurns()
    {
        askAndWait<Pause>([&](Answer<Pause> answer) { m_engine.control().pause({}, "bench", "", std::move(answer)); });
        std::int64_t before = -1;
        while (std::exchange(before, m_watch.count()) != before) // those under way
            std::this_thread::sleep_for(std::chrono::milliseconds {100});
        auto met = m_watch.await("last");
        add("last");
        askAndWait<bool>([&](Answer<bool> answer) { m_engine.control().resume({}, std::move(answer)); });
        m_report.figure("turn of a tenant who comes last", "run", static_cast<double>(met.get().count - before));
    }
    /// How long new tenants wait for their first run while the backlog is worked off.
    void measureWaits()
    {
        std::vector<double> waits;
        const MonotonicTime begun = systemClock.monotonicNow();
        const std::int64_t before = m_watch.count();
        for (int i = 0; i < probes && m_watch.count() < m_jobs - probes; ++i) {
            const std::string tenant = "new-" + std::to_string(i);
            auto met = m_watch.await(tenant);
            const MonotonicTime accepted = add(tenant);
            waits.push_back(std::chrono::duration<double, std::milli>(met.get().at - accepted).count());
        }
        m_report.figure(
            "runs a second meanwhile", "jobs/s", static_cast<double>(m_watch.count() - before) / secondsSince(begun));
        std::sort(waits.begin(), waits.end());
        m_report.figure("wait of a new tenant, p50", "ms", waits[waits.size() / 2]);
        m_report.figure("wait of a new tenant, longest", "ms", waits.back());
    }
    /// Answers when the job has been accepted.
    MonotonicTime add(const std::string &tenant)
    {
        NewJob job {.queue = queueName, .tenant = TenantName::trusted(tenant)};
        using Receipts = std::vector<Result<EnqueueReceipt>>;
        const auto receipts =
            askAndWait<Receipts>([&](Answer<Receipts> answer) { m_engine.jobs().enqueue({job}, std::move(answer)); });
        must(receipts.front());
        return systemClock.monotonicNow();
    }
    template <typename T, typename Ask>
    T askAndWait(Ask ask)
    {
        std::promise<Result<T>> told;
        ask([&](Result<T> answer) { told.set_value(std::move(answer)); });
        return must(told.get_future().get());
    }

    const Report &m_report;
    const int m_jobs;
    Watch m_watch;
    Engine m_engine;
};
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addOptions(
        {{QStringLiteral("json"), {}}, {QStringLiteral("short"), {}}, {QStringLiteral("jobs"), {}, QStringLiteral("N")},
            {QStringLiteral("tenants"), {}, QStringLiteral("N"), QStringLiteral("1000")},
            {QStringLiteral("fill"), QStringLiteral("write the backlog, and end"), QStringLiteral("FILE")}});
    parser.process(application);
    const int most = parser.isSet(QStringLiteral("short")) ? 50'000 : 1'000'000;
    const int jobs = parser.isSet(QStringLiteral("jobs")) ? parser.value(QStringLiteral("jobs")).toInt() : most;
    const int tenants = parser.value(QStringLiteral("tenants")).toInt();
    if (jobs < 1 || tenants < 1)
        qFatal("--jobs and --tenants take numbers from 1");
    if (parser.isSet(QStringLiteral("fill"))) {
        fill(parser.value(QStringLiteral("fill")).toStdString(), jobs, tenants);
        return 0;
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("jobs.db"));
    const Report report(parser.isSet(QStringLiteral("json")));
    const MonotonicTime begun = systemClock.monotonicNow();
    if (QProcess::execute(QCoreApplication::applicationFilePath(),
            {QStringLiteral("--fill"), path, QStringLiteral("--jobs"), QString::number(jobs),
                QStringLiteral("--tenants"), QString::number(tenants)})
        != 0)
        return 1;
    report.figure("jobs waiting", "jobs", jobs);
    report.figure("their tenants", "tenants", tenants);
    report.figure("written at", "jobs/s", jobs / secondsSince(begun));
    report.figure("size of the store", "MB", static_cast<double>(QFileInfo(path).size()) / 1e6);
    Bench(path.toStdString(), jobs, report).run();
    return 0;
}
