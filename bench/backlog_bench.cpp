// SPDX-License-Identifier: Apache-2.0
// What a long backlog on disk costs: the start of a whole engine on it, its memory, and the wait of a tenant who comes
// last. The backlog is written by a process of its own, so that the figures are those of the engine alone.
// Usage: fairlead_bench_backlog [--json] [--short] [--jobs N] [--tenants N]
// Defaults: 1,000,000 jobs (--short: 50,000) of 1,000 tenants. Ten million need some 6 GB below $TMPDIR.
#include "bench/measures.h"
#include "bench/report.h"
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
using bench::must, bench::residentMegabytes, bench::secondsSince;

namespace {
constexpr int fillBatch = 10'000;
constexpr int probes = 100;
constexpr int ratioRuns = 5;
constexpr int fewFiles =
    10; ///< a short backlog is worked off in a tenth of a second: one alone tells of the disk's moment
const auto queueName = QueueName::trusted("bench");
const SystemClock systemClock;

JobSpec aJobOf(int tenant)
{
    JobSpec spec;
    spec.queue = queueName;
    spec.tenant = TenantName::trusted("tenant-" + std::to_string(tenant));
    spec.payload = std::string(100, 'x');
    spec.contentType = "text/plain";
    return spec;
}

/// Writes the backlog, tenants in turn.
void fill(const std::string &path, int jobs, int tenants)
{
    const auto store = must(SqliteStore::open({.path = path,
        .durability = SqliteOptions::Durability::Relaxed,
        .freeBytesMin = 0,
        .unindexedMax = 20 * fillBatch}));
    SystemRandom random;
    JobIdMaker ids(systemClock, random);
    for (int done = 0; done < jobs; done += fillBatch) {
        std::vector<JobSpec> specs;
        std::vector<JobId> made;
        for (int i = done; i < std::min(done + fillBatch, jobs); ++i) {
            specs.push_back(aJobOf(i % tenants));
            made.push_back(ids.make());
        }
        for (const Result<Enqueued> &job : must(store->jobs().enqueue(specs, made, systemClock.now())))
            must(job);
    }
}

/// The most that this process ever held of the machine's memory.
double mostMegabytes()
{
    const QByteArray key = "VmHWM:";
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : status.readAll().split('\n')) {
        if (line.startsWith(key))
            return line.mid(key.size()).simplified().split(' ').front().toDouble() * 1024 / 1e6;
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

Engine::Parts partsOf(const std::string &path, int workers, int mailbox, std::shared_ptr<Handler> handler)
{
    Engine::Parts parts;
    parts.settings.workers = workers;
    parts.settings.threads = 1;
    QueueSettings queue {.name = queueName};
    queue.costMode = CostMode::Fixed;
    queue.mailbox = mailbox;
    parts.settings.queues.push_back(queue);
    parts.store = [path] { return SqliteStore::open({.path = path, .freeBytesMin = 0}); };
    parts.handlers.emplace(queueName, std::move(handler));
    return parts;
}

/// Jobs a second, from the first run to the commit of end `count`, while whole mailboxes are served.
double workOff(const std::string &path, int count)
{
    std::atomic<bool> hasBegun = false;
    std::promise<MonotonicTime> first;
    std::promise<MonotonicTime> last;
    Engine::Parts parts = partsOf(path, 32, 64, FunctionHandler::quick([&](RunContext &) {
        if (!hasBegun.exchange(true))
            first.set_value(systemClock.monotonicNow());
        return Succeeded {};
    }));
    parts.onRun = [&, ends = 0](const RunReport &report) mutable {
        if (report.event.kind == EventKind::JobSucceeded && ++ends == count)
            last.set_value(systemClock.monotonicNow());
    };
    Engine engine(std::move(parts));
    must(engine.start());
    const MonotonicTime begun = first.get_future().get();
    std::future<MonotonicTime> ended = last.get_future();
    if (ended.wait_for(std::chrono::minutes {1}) != std::future_status::ready)
        qFatal("the backlog is too short");
    return count / std::chrono::duration<double>(ended.get() - begun).count();
}

class Bench
{
public:
    Bench(const std::string &path, int jobs, const bench::Report &report)
        : m_report(report)
        , m_jobs(jobs)
        , m_engine(partsOf(path, 2, 1,
              FunctionHandler::quick([this](RunContext &run) { return m_watch.run(run.job().spec.tenant.text()); })))
    {
    }
    void run()
    {
        measureStart();
        measureTurns();
        measureWaits();
        m_report.figure("memory, most held", mostMegabytes(), "MB");
    }

private:
    void measureStart()
    {
        auto first = m_watch.await("tenant-0");
        const MonotonicTime begun = systemClock.monotonicNow();
        must(m_engine.start());
        m_report.figure("start of the engine", secondsSince(begun), "s");
        m_report.figure("start to the first run", std::chrono::duration<double>(first.get().at - begun).count(), "s");
        m_report.figure("memory after the start", residentMegabytes(), "MB");
    }
    /// Runs that begin before the job of a tenant that came while all were paused.
    void measureTurns()
    {
        askAndWait<Pause>([&](Answer<Pause> answer) { m_engine.pauses().pause({}, "bench", "", std::move(answer)); });
        std::int64_t before = -1;
        while (std::exchange(before, m_watch.count()) != before) // those under way
            std::this_thread::sleep_for(std::chrono::milliseconds {100});
        auto met = m_watch.await("last");
        add("last");
        askAndWait<bool>([&](Answer<bool> answer) { m_engine.pauses().resume({}, std::move(answer)); });
        m_report.figure("turn of a tenant who comes last", static_cast<double>(met.get().count - before), "run");
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
            "runs a second meanwhile", static_cast<double>(m_watch.count() - before) / secondsSince(begun), "jobs/s");
        std::sort(waits.begin(), waits.end());
        m_report.figure("wait of a new tenant, p50", waits[waits.size() / 2], "ms");
        m_report.figure("wait of a new tenant, longest", waits.back(), "ms");
    }
    /// Answers when the job has been accepted.
    MonotonicTime add(const std::string &tenant)
    {
        NewJob job {{.queue = queueName, .tenant = TenantName::trusted(tenant)}};
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

    const bench::Report &m_report;
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
            {QStringLiteral("fill"), QStringLiteral("write the backlog, and end"), QStringLiteral("FILE")},
            {QStringLiteral("work-off"), QStringLiteral("run so many of its jobs, and end"), QStringLiteral("FILE")}});
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
    if (parser.isSet(QStringLiteral("work-off"))) {
        std::printf("%.0f jobs/s\n", workOff(parser.value(QStringLiteral("work-off")).toStdString(), jobs));
        return 0;
    }
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("jobs.db"));
    const bench::Report report("backlog", parser.isSet(QStringLiteral("json")));
    const auto fillApart = [&](const QString &file, int count) {
        return QProcess::execute(QCoreApplication::applicationFilePath(),
                   {QStringLiteral("--fill"), file, QStringLiteral("--jobs"), QString::number(count),
                       QStringLiteral("--tenants"), QString::number(tenants)})
            == 0;
    };
    const MonotonicTime begun = systemClock.monotonicNow();
    if (!fillApart(path, jobs))
        return 1;
    report.figure("jobs waiting", jobs, "jobs");
    report.figure("their tenants", tenants, "tenants");
    report.figure("written at", jobs / secondsSince(begun), "jobs/s");
    report.figure("size of the store", static_cast<double>(QFileInfo(path).size()) / 1e6, "MB");
    Bench(path.toStdString(), jobs / 2, report).run();
    const int fewJobs = std::min(10'000, jobs / 50);
    const int manyJobs = jobs / 50; // the windows that are read at the start serve many
    std::vector<double> ratios;
    for (int run = 0; run < ratioRuns; ++run) {
        double fewSeconds = 0;
        for (int file = 0; file < fewFiles; ++file) {
            const QString few = folder.filePath(QStringLiteral("few-%1-%2.db").arg(run).arg(file));
            if (!fillApart(few, fewJobs))
                return 1;
            fewSeconds += fewJobs / workOff(few.toStdString(), fewJobs);
        }
        const double fewer = fewFiles * fewJobs / fewSeconds;
        const double more = workOff(path.toStdString(), manyJobs);
        report.figure("ten short backlogs worked off, 32 mailboxes of 64", fewer, "jobs/s");
        report.figure("the beginning of the long one", more, "jobs/s");
        ratios.push_back(more / fewer);
    }
    std::sort(ratios.begin(), ratios.end());
    report.figure("jobs of the short one", fewJobs, "jobs");
    report.figure("jobs of the long one, each time", manyJobs, "jobs");
    report.figure("median of the ratios", ratios[ratioRuns / 2], "");
    return 0;
}
