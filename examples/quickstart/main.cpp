// SPDX-License-Identifier: Apache-2.0
// Starts an engine, gives it 2,000 jobs of five tenants, one of which floods, shows how they go, and reports.
#include "engine/calls/job_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/pause_calls.h"
#include "engine/client/remote_client.h"
#include "examples/quickstart/corpus.h"
#include "examples/quickstart/report.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QEventLoop>
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

namespace fairlead {

namespace {
struct Settings
{
    QString policy;
    QString dataDir;
    int jobs = 2000;
    bool isEnqueueOnly = false;
    bool isReportOnly = false;
    bool isMonitored = false;
};

template <typename T>
Result<T> wait(const std::function<void(Answer<T>)> &call)
{
    std::optional<Result<T>> result;
    QEventLoop loop;
    call([&](Result<T> answer) {
        result.emplace(std::move(answer));
        loop.quit();
    });
    if (!result)
        loop.exec();
    return std::move(*result);
}

/// The engine as a program of its own, as one would run it.
class EngineProcess
{
public:
    Result<QUrl> start(const Settings &settings)
    {
        const QString config = writeConfig(settings);
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/fairlead"),
            {QStringLiteral("--headless"), QStringLiteral("--config"), config, QStringLiteral("--data-dir"),
                settings.dataDir, QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0")});
        while (!m_process.canReadLine()) {
            if (!m_process.waitForReadyRead(30'000))
                return failure(ErrorCode::Unavailable, "the engine did not start");
        }
        const QString line = QString::fromUtf8(m_process.readLine());
        const QString url = line.section(QStringLiteral("url="), 1).section(QLatin1Char(' '), 0, 0);
        std::printf("%s", qPrintable(line));
        return QUrl(url);
    }
    /// Lets it drain.
    bool stop()
    {
        m_process.terminate();
        return m_process.waitForFinished(60'000) && m_process.exitCode() == 0;
    }

private:
    static QString writeConfig(const Settings &settings)
    {
        QFile source(QStringLiteral(FAIRLEAD_QUICKSTART_CONFIG));
        QFile target(settings.dataDir + QStringLiteral("/quickstart.toml"));
        if (!source.open(QIODevice::ReadOnly) || !target.open(QIODevice::WriteOnly))
            return source.fileName();
        QByteArray text = source.readAll();
        text.replace("[engine]\n", "[engine]\npolicy = \"" + settings.policy.toUtf8() + "\"\n");
        target.write(text);
        return target.fileName();
    }
    QProcess m_process;
};

/// The desktop monitor on the quickstart's engine, where there is a display. Threads: main.
class MonitorWindow
{
public:
    explicit MonitorWindow(const QUrl &engine)
    {
        m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
        m_process.start(QCoreApplication::applicationDirPath() + QStringLiteral("/fairlead"),
            {QStringLiteral("--connect"), engine.toString(), QStringLiteral("--page"), QStringLiteral("tenants")});
    }
    void waitUntilClosed()
    {
        if (m_process.state() == QProcess::NotRunning)
            return;
        std::printf("\nThe monitor shows the engine; close its window to end.\n");
        std::fflush(stdout);
        m_process.waitForFinished(-1);
    }

private:
    QProcess m_process;
};

Result<> enqueueAll(Client &client, std::vector<NewJob> jobs)
{
    constexpr std::size_t part = 250;
    using Receipts = Each<EnqueueReceipt>;
    for (std::size_t at = 0; at < jobs.size(); at += part) {
        const auto end = jobs.begin() + static_cast<std::ptrdiff_t>(std::min(at + part, jobs.size()));
        std::vector<NewJob> some(jobs.begin() + static_cast<std::ptrdiff_t>(at), end);
        const auto receipts =
            wait<Receipts>([&](Answer<Receipts> answer) { client.ask(EnqueueJobs::of(some), std::move(answer)); });
        if (!receipts)
            return failure(receipts.error());
        for (const Result<EnqueueReceipt> &receipt : *receipts) {
            if (!receipt)
                return failure(receipt.error());
        }
    }
    return {};
}

/// One line per look: how many jobs each tenant has ended. True when nothing is left.
bool showProgress(const std::vector<TenantView> &views, const std::vector<TenantName> &tenants)
{
    std::string line;
    std::int64_t left = 0;
    for (const TenantName &tenant : tenants) {
        for (const TenantView &view : views) {
            if (view.tenant != tenant)
                continue;
            std::int64_t all = 0;
            std::int64_t ended = 0;
            for (const JobState state : allJobStates) {
                all += countOf(view.counts, state);
                ended += isEnded(state) ? countOf(view.counts, state) : 0;
            }
            left += all - ended;
            line += tenant.text() + " " + std::to_string(ended) + "/" + std::to_string(all) + "   ";
        }
    }
    std::printf("%s%s%s", isatty(STDOUT_FILENO) != 0 ? "\r" : "", line.c_str(), isatty(STDOUT_FILENO) != 0 ? "" : "\n");
    std::fflush(stdout);
    return left == 0;
}

Result<> watch(Client &client)
{
    while (true) {
        const auto page =
            wait<TenantPage>([&](Answer<TenantPage> answer) { client.ask(ListTenants {}, std::move(answer)); });
        if (!page)
            return failure(page.error());
        if (showProgress(page->tenants, quickstartTenants()))
            return {};
        QEventLoop pause;
        QTimer::singleShot(250, &pause, &QEventLoop::quit);
        pause.exec();
    }
}

Result<std::vector<JobRecord>> allRecords(Client &client)
{
    std::vector<JobRecord> records;
    JobQuery query;
    query.limit = 1000;
    do {
        auto page = wait<JobPage>([&](Answer<JobPage> answer) { client.ask(ListJobs {query}, std::move(answer)); });
        if (!page)
            return failure(page.error());
        std::move(page->jobs.begin(), page->jobs.end(), std::back_inserter(records));
        query.cursor = page->cursor;
    } while (!query.cursor.empty());
    return records;
}

Result<> work(Client &client, const Settings &settings)
{
    if (!settings.isReportOnly) {
        Result<std::vector<NewJob>> jobs = quickstartJobs(settings.jobs);
        if (!jobs)
            return failure(jobs.error());
        // Nothing starts before all is handed in, so that every tenant waits from the first moment on.
        const auto paused = wait<StatusView>([&](Answer<StatusView> answer) {
            askPause(client, {}, {"quickstart", "handing in the jobs"}, std::move(answer));
        });
        if (!paused)
            return failure(paused.error());
        if (Result<> accepted = enqueueAll(client, std::move(*jobs)); !accepted)
            return accepted;
        std::printf("%d jobs accepted: they are on disk\n", settings.jobs);
        const auto resumed =
            wait<StatusView>([&](Answer<StatusView> answer) { askResume(client, {}, std::move(answer)); });
        if (!resumed)
            return failure(resumed.error());
    }
    if (settings.isEnqueueOnly)
        return {};
    if (Result<> ended = watch(client); !ended)
        return ended;
    const Result<std::vector<JobRecord>> records = allRecords(client);
    if (!records)
        return failure(records.error());
    printReport(reportOf(*records, quickstartTenants()));
    return {};
}

Settings settingsFrom(const QCoreApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral("Runs 2,000 real jobs of five tenants, one of which floods."));
    parser.addHelpOption();
    const QCommandLineOption policy(QStringLiteral("policy"), QStringLiteral("fair, or fifo to see the harm."),
        QStringLiteral("P"), QStringLiteral("fair"));
    const QCommandLineOption data(
        QStringLiteral("data-dir"), QStringLiteral("Keep the jobs in DIR (a temporary one)."), QStringLiteral("DIR"));
    const QCommandLineOption jobs(
        QStringLiteral("jobs"), QStringLiteral("How many jobs (2000)."), QStringLiteral("N"), QStringLiteral("2000"));
    const QCommandLineOption enqueueOnly(QStringLiteral("enqueue-only"), QStringLiteral("Hand the jobs in and end."));
    const QCommandLineOption reportOnly(
        QStringLiteral("report-only"), QStringLiteral("Finish and report what an earlier run left."));
    const QCommandLineOption noMonitor(
        QStringLiteral("no-monitor"), QStringLiteral("Open no window, also where there is a display."));
    parser.addOptions({policy, data, jobs, enqueueOnly, reportOnly, noMonitor});
    parser.process(app);
    const bool hasDisplay = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    return {parser.value(policy), parser.value(data), parser.value(jobs).toInt(), parser.isSet(enqueueOnly),
        parser.isSet(reportOnly), hasDisplay && !parser.isSet(noMonitor) && !parser.isSet(enqueueOnly)};
}

int run(const QCoreApplication &app)
{
    Settings settings = settingsFrom(app);
    const QTemporaryDir temporary;
    if (settings.dataDir.isEmpty())
        settings.dataDir = temporary.path();
    EngineProcess engine;
    const Result<QUrl> url = engine.start(settings);
    if (!url) {
        std::fprintf(stderr, "%s\n", url.error().text.c_str());
        return 1;
    }
    RemoteClient client(*url);
    std::optional<MonitorWindow> monitor;
    if (settings.isMonitored)
        monitor.emplace(*url);
    const Result<> worked = work(client, settings);
    if (!worked)
        std::fprintf(stderr, "\n%s\n", worked.error().text.c_str());
    if (monitor)
        monitor->waitUntilClosed();
    return engine.stop() && worked ? 0 : 1;
}
} // namespace

} // namespace fairlead

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    return fairlead::run(app);
}
