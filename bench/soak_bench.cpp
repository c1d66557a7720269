// SPDX-License-Identifier: Apache-2.0
// A whole engine under a steady load for a long time: a line a minute says how large its files are and what the process
// holds. Ended jobs are deleted as they come, so all that grows is a leak.
// Usage: fairlead_bench_soak [--json] [--short] [--minutes N] [--rate JOBS-A-SECOND]      (--short: one minute)
// Deleted jobs can be restored for 10 minutes, so the files stand still from the eleventh on.
#include "bench/report.h"
#include "bench/started_engine.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/operation_calls.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTimer>

#include <atomic>
#include <cstdio>
#include <ctime>

using namespace fairlead;

namespace {
constexpr int tenantCount = 1'000;
constexpr int ticksPerSecond = 20;
constexpr int waitingBatchesMax = 100; ///< more unanswered ones, and the load waits
const auto queueName = QueueName::trusted("bench");

int entriesOf(const char *folder)
{
    return static_cast<int>(
        QDir(QString::fromLatin1(folder)).entryList(QDir::AllEntries | QDir::System | QDir::NoDotAndDotDot).size());
}

/// Keeps an engine at work, and removes what has ended.
class Load
{
public:
    Load(Client &client, int rate)
        : m_client(client)
        , m_perTick(rate / ticksPerSecond)
    {
        QObject::connect(&m_tick, &QTimer::timeout, &m_tick, [this] { send(); });
        QObject::connect(&m_sweep, &QTimer::timeout, &m_sweep, [this] { sweep(); });
        m_tick.start(1'000 / ticksPerSecond);
        m_sweep.start(10'000);
    }
    std::int64_t heldBack() const { return m_heldBack; }

private:
    void send()
    {
        if (m_waiting == waitingBatchesMax) {
            ++m_heldBack;
            return;
        }
        std::vector<NewJob> jobs;
        for (int i = 0; i < m_perTick; ++i) {
            NewJob &job = jobs.emplace_back();
            job.queue = queueName;
            job.tenant = TenantName::trusted("tenant-" + std::to_string(++m_sent % tenantCount));
            job.payload.assign(200, 'x');
            job.contentType = "text/plain";
        }
        ++m_waiting;
        m_client.ask(EnqueueJobs::of(std::move(jobs)), [this](const Result<Each<EnqueueReceipt>> &receipts) {
            --m_waiting;
            if (!receipts || !receipts->front())
                qFatal("%s", (receipts ? receipts->front().error() : receipts.error()).text.c_str());
        });
    }
    void sweep()
    {
        if (m_isSweeping)
            return;
        m_isSweeping = true;
        OperationRequest request;
        request.action = BulkAction::Delete;
        request.filter.state = JobState::Succeeded;
        m_client.askFor<Operation>(BeginOperation {std::move(request)}, [this](const Result<Operation> &begun) {
            if (!begun)
                qFatal("%s", begun.error().text.c_str());
            awaitEnd(begun->id);
        });
    }
    void awaitEnd(const JobId &id)
    {
        m_client.ask(FindOperation {id}, [this, id](const Result<Operation> &operation) {
            m_isSweeping = operation && operation->state == OperationState::Running;
            if (m_isSweeping)
                QTimer::singleShot(500, &m_sweep, [this, id] { awaitEnd(id); });
        });
    }

    Client &m_client;
    const int m_perTick;
    QTimer m_tick;
    QTimer m_sweep;
    int m_waiting = 0;
    bool m_isSweeping = false;
    std::int64_t m_sent = 0;
    std::int64_t m_heldBack = 0;
};

void print(
    const bench::Report &report, bool isJson, int minute, double perSecond, const QString &store, double processors)
{
    const double file = static_cast<double>(QFileInfo(store).size()) / 1e6;
    const double log = static_cast<double>(QFileInfo(store + QStringLiteral("-wal")).size()) / 1e6;
    const int threads = entriesOf("/proc/self/task");
    const int descriptors = entriesOf("/proc/self/fd");
    if (!isJson) {
        std::printf("%6d %10.0f %10.1f %8.1f %8.1f %8d %12d %11.2f\n", minute, perSecond, file, log,
            bench::residentMegabytes(), threads, descriptors, processors);
        std::fflush(stdout);
        return;
    }
    report.figure("minute", minute, "");
    report.figure("ended", perSecond, "jobs/s");
    report.figure("store", file, "MB");
    report.figure("log", log, "MB");
    report.figure("memory", bench::residentMegabytes(), "MB");
    report.figure("threads", threads, "");
    report.figure("descriptors", descriptors, "");
    report.figure("processors", processors, "");
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("json"), {}}, {QStringLiteral("short"), {}},
        {QStringLiteral("minutes"), {}, QStringLiteral("N"), QStringLiteral("5")},
        {QStringLiteral("rate"), {}, QStringLiteral("JOBS-A-SECOND"), QStringLiteral("8000")}});
    parser.process(app);
    const bool isJson = parser.isSet(QStringLiteral("json"));
    const int minutes = parser.isSet(QStringLiteral("short")) ? 1 : parser.value(QStringLiteral("minutes")).toInt();
    const bench::Report report("soak", isJson);
    const QTemporaryDir folder;
    std::atomic<std::int64_t> ended = 0;
    RunningEngine::Options options;
    options.functions.emplace(queueName, FunctionHandler::quick([&ended](RunContext &) {
        ++ended;
        return Succeeded {};
    }));
    const auto engine = bench::startEngine("[engine]\nworkers = 32\nthreads = 1\n[queue.bench]\nmailbox = 64\n"
                                           "handler = { kind = \"function\" }\n",
        folder.path().toStdString(), std::move(options));
    const Load load(engine->client(), parser.value(QStringLiteral("rate")).toInt());
    if (!isJson)
        std::puts("minute     jobs/s   store MB   log MB   RSS MB  threads  descriptors  processors");
    QTimer minute;
    int passed = 0;
    std::int64_t endedBefore = 0;
    std::clock_t clockBefore = std::clock();
    QObject::connect(&minute, &QTimer::timeout, &minute, [&] {
        const std::int64_t now = ended;
        const double processors = static_cast<double>(std::clock() - clockBefore) / CLOCKS_PER_SEC / 60;
        print(report, isJson, ++passed, static_cast<double>(now - endedBefore) / 60,
            folder.filePath(QStringLiteral("fairlead.db")), processors);
        endedBefore = now;
        clockBefore = std::clock();
        if (passed == minutes)
            QCoreApplication::quit();
    });
    minute.start(60'000);
    QCoreApplication::exec();
    if (load.heldBack() > 0)
        report.figure("times the load had to wait for the engine", static_cast<double>(load.heldBack()), "");
    return 0;
}
