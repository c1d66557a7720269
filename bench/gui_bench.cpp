// SPDX-License-Identifier: Apache-2.0
// The monitor over a list of a million jobs, in one program with its engine; or for an hour over the demo.
// Usage: fairlead_bench_gui [--json] [--short] [--charts] [--soak[=SECONDS]]     (--short: 100,000 jobs)
// Without a display it paints offscreen, in software.
#include "app/demo.h"
#include "bench/measures.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/operation_calls.h"
#include "engine/client/pause_calls.h"
#include "engine/client/remote_client.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/jobs_page.h"
#include "gui/payload/payload_view.h"
#include "gui/window/main_window.h"
#include "tests/support/await.h"

#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <functional>
#include <thread>
#include <vector>

using namespace fairlead;
using bench::residentMegabytes;

namespace {
constexpr int jobsPerBatch = 10'000;
constexpr int tenants = 10'000;
constexpr int queues = 500;
constexpr const char *serveOption = "--serve-demo"; ///< of the program that a soak starts
constexpr int patienceMs = 120'000;

double threadSeconds()
{
    timespec spent {};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

/// A window over a client, and everything it needs.
struct Stage
{
    Stage(QApplication &app, Client &client)
        : settings(folder.filePath(QStringLiteral("monitor.ini")), QSettings::IniFormat)
        , theme(app)
        , guiClient(client)
        , feed(guiClient, clock)
        , window(feed, theme, settings, {.name = QStringLiteral("bench"), .words = QStringLiteral("a benchmark")})
    {
        window.resize(1280, 800);
        window.show();
    }
    QTemporaryDir folder;
    QSettings settings;
    Theme theme;
    SystemClock clock;
    GuiClient guiClient;
    MonitorFeed feed;
    MainWindow window;
};

/// How long the thread of the GUI did not come back to its event loop, at most since the last question.
class Heartbeat final : public QObject
{
public:
    Heartbeat()
    {
        m_since.start();
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_longest = std::max(m_longest, static_cast<double>(m_since.nsecsElapsed()) / 1e6);
            m_since.restart();
            const double spent = threadSeconds();
            m_longestWork = std::max(m_longestWork, 1000 * (spent - std::exchange(m_spent, spent)));
        });
        m_timer.start(1);
    }
    double takeLongest() { return std::exchange(m_longest, 0); }
    /// The same in processor time, which other programs do not prolong.
    double takeLongestWork() { return std::exchange(m_longestWork, 0); }

private:
    QTimer m_timer;
    QElapsedTimer m_since;
    double m_longest = 0;
    double m_spent = threadSeconds();
    double m_longestWork = 0;
};

/// Milliseconds until `isThere`; negative when it never was.
double untilThere(const std::function<bool()> &isThere)
{
    QElapsedTimer timer;
    timer.start();
    while (!isThere()) {
        if (timer.elapsed() > patienceMs)
            return -1;
        QCoreApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, 1);
    }
    return static_cast<double>(timer.nsecsElapsed()) / 1e6;
}

void letPass(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// Prints each figure beside what it should be at most.
class Report
{
public:
    explicit Report(bool isJson)
        : m_isJson(isJson)
    {
    }
    void line(const char *name, double value, const char *unit, double most)
    {
        if (m_isJson)
            std::printf("{\"suite\":\"gui\",\"name\":\"%s\",\"value\":%.2f,\"unit\":\"%s\",\"most\":%g}\n", name, value,
                unit, most);
        else
            std::printf("%-52s %9.1f %-3s (at most %g)%s\n", name, value, unit, most,
                value < 0 || value > most ? "  MISSED" : "");
        std::fflush(stdout);
    }

private:
    const bool m_isJson;
};

QueueName heldQueue(int number)
{
    return QueueName::trusted("held-" + std::to_string(number % queues));
}

bool fill(Client &client, int jobs)
{
    if (!await<StatusView>([&](Answer<StatusView> answer) {
            askPause(client, {}, {"bench", "hold"}, std::move(answer));
        }))
        return false;
    for (int from = 0; from < jobs; from += jobsPerBatch) {
        std::vector<NewJob> batch(jobsPerBatch);
        for (int i = 0; i < jobsPerBatch; ++i) {
            NewJob &job = batch[static_cast<std::size_t>(i)];
            job.queue = heldQueue(i);
            job.tenant = TenantName::trusted("tenant-" + std::to_string(i % tenants));
            job.payload = R"({"number":)" + std::to_string(from + i) + "}";
            if (i % 1000 == 0)
                job.tags = {"rare"};
        }
        const auto receipts = askAndWait(client, EnqueueJobs::of(std::move(batch)));
        if (!receipts)
            return false;
    }
    return true;
}

void measureList(Stage &stage, Report &report, int jobs)
{
    Heartbeat heart;
    auto *page = static_cast<JobsPage *>(stage.window.page(PageId::Jobs));
    JobsModel *model = page->model();
    auto *table = page->findChild<QTableView *>(QStringLiteral("jobsTable"));
    const double before = residentMegabytes();
    stage.window.openPage(PageId::Jobs);
    report.line("first rows after opening Jobs", untilThere([&] { return model->record(0) != nullptr; }), "ms", 150);
    const auto jump = [&](int row) {
        table->scrollTo(model->index(row, 0), QAbstractItemView::PositionAtCenter);
        return untilThere([&] { return model->record(row) != nullptr; });
    };
    report.line("jump 10,000 rows down", jump(10'000), "ms", 150);
    report.line("jump to the middle, never walked before", jump(jobs / 2), "ms", 150);
    report.line("jump to the end, never walked before", jump(jobs - 1), "ms", 150);
    std::vector<double> again;
    for (int i = 1; i <= 20; ++i)
        again.push_back(jump(static_cast<int>(std::int64_t {jobs} * (i * 7 % 20) / 20)));
    std::sort(again.begin(), again.end());
    report.line("jump to where somebody was before, slowest of 20", again.back(), "ms", 150);
    report.line("memory for the list", residentMegabytes() - before, "MB", 60);
    report.line("GUI thread blocked at most", heart.takeLongest(), "ms", 50);

    QLineEdit *filter = qobject_cast<QLineEdit *>(page->filterField());
    filter->setText(QStringLiteral("rare"));
    const auto first = [&] { return model->record(0) && !model->record(0)->job.spec.tags.empty(); };
    report.line("tag typed until first rows", untilThere(first), "ms", 300);
    filter->clear();
    untilThere([&] { return model->record(1) && model->record(1)->job.spec.tags.empty(); });
    const TenantName seven = TenantName::trusted("tenant-7");
    stage.window.scope().set({.queue = {}, .tenant = seven});
    const auto ofTenant = [&] { return model->record(0) && model->record(0)->job.spec.tenant == seven; };
    report.line("tenant chosen until first rows", untilThere(ofTenant), "ms", 300);
    report.line("GUI thread blocked at most, filtering", heart.takeLongest(), "ms", 50);
}

double processSeconds()
{
    timespec spent {};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

/// Shares of one core over a stretch of time, in percent.
struct Cost
{
    double gui = 0; ///< this thread
    double engine = 0; ///< all others
};

Cost costOf(int milliseconds)
{
    const double gui = threadSeconds();
    const double all = processSeconds();
    letPass(milliseconds);
    const double seconds = milliseconds / 1e3;
    const double ofGui = threadSeconds() - gui;
    return {100 * ofGui / seconds, 100 * (processSeconds() - all - ofGui) / seconds};
}

/// Opens a page, and waits until its table has rows.
double untilRows(Stage &stage, PageId page, const char *name)
{
    stage.window.scope().set({});
    stage.window.openPage(page);
    const auto *table = stage.window.findChild<QTableView *>(QLatin1String(name));
    return untilThere([&] { return table->model()->rowCount() > 1; });
}

/// The pages of many queues and tenants, and what the window costs while each is open.
void measurePages(Stage &stage, Report &report, double before)
{
    report.line("first rows after opening Queues", untilRows(stage, PageId::Queues, "queuesTable"), "ms", 150);
    report.line("Queues open: GUI thread, of one core", costOf(10'000).gui, "%", 4);
    report.line("first rows after opening Tenants", untilRows(stage, PageId::Tenants, "tenantsTable"), "ms", 150);
    report.line("Tenants open: GUI thread, of one core", costOf(10'000).gui, "%", 4);
    stage.window.openPage(PageId::Overview);
    letPass(2'000);
    report.line("Overview open: GUI thread, of one core", costOf(10'000).gui, "%", 4);
    report.line("memory of the window", residentMegabytes() - before, "MB", 120);
}

int benchList(QApplication &app, Report &report, int jobs)
{
    const QTemporaryDir folder;
    EngineConfig config;
    config.dataDir = folder.path().toStdString();
    config.store.isRelaxed = true;
    config.http.listen.clear();
    RunningEngine::Options options;
    for (int i = 0; i < queues; ++i) {
        config.engine.queues.push_back(QueueSettings {.name = heldQueue(i)});
        options.functions[heldQueue(i)] =
            FunctionHandler::quick([](const RunContext &) -> Outcome { return Succeeded {}; });
    }
    auto engine = RunningEngine::start(config, std::move(options));
    if (!engine || !fill((*engine)->client(), jobs)) {
        std::fprintf(stderr, "the engine took no jobs\n");
        return 1;
    }
    const double before = residentMegabytes();
    Stage stage(app, (*engine)->client());
    untilThere([&] { return stage.feed.hasData(); });
    letPass(3000); // the charts settle
    measureList(stage, report, jobs);
    measurePages(stage, report, before);
    return 0;
}

/// A hundred tenants whose jobs follow one another, so that the load needs nobody's help.
std::unique_ptr<RunningEngine> startPulse()
{
    const QueueName pulse = QueueName::trusted("pulse");
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen.clear();
    config.engine.queues.push_back(QueueSettings {.name = pulse});
    RunningEngine::Options options;
    options.functions[pulse] = FunctionHandler::quick([pulse](const RunContext &run) -> Outcome {
        NewJob next;
        next.queue = pulse;
        next.tenant = run.job().spec.tenant;
        next.start = std::chrono::seconds {1};
        return Succeeded {.spawned = {next}};
    });
    auto engine = RunningEngine::start(config, std::move(options));
    if (!engine)
        return nullptr;
    std::vector<NewJob> jobs(500);
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        jobs[i].queue = pulse;
        jobs[i].tenant = TenantName::trusted("tenant-" + std::to_string(i % 100));
    }
    const auto taken = askAndWait((*engine)->client(), EnqueueJobs::of(std::move(jobs)));
    return taken ? std::move(*engine) : nullptr;
}

/// What a window over a busy engine costs: four charts, a hundred tenants, 500 jobs a second.
int measureCharts(QApplication &app, Report &report)
{
    const auto engine = startPulse();
    if (!engine) {
        std::fprintf(stderr, "the engine did not start\n");
        return 1;
    }
    Stage stage(app, engine->client());
    untilThere([&] { return stage.feed.hasData(); });
    letPass(10'000); // the rings begin to fill
    const Cost watched = costOf(30'000);
    {
        Heartbeat heart;
        letPass(20'000);
        report.line("charts: longest tick, processor time", heart.takeLongestWork(), "ms", 33);
    }
    stage.window.showMinimized();
    letPass(2'000);
    const Cost alone = costOf(20'000);
    report.line("charts: GUI thread, of one core", watched.gui, "%", 4);
    report.line("charts: GUI thread when minimised", alone.gui, "%", 0.2);
    const double cores = std::max(1U, std::thread::hardware_concurrency());
    report.line(
        "charts: engine, more than alone, of all cores", std::max(0.0, watched.engine - alone.engine) / cores, "%", 1);
    return 0;
}

/// From the click on "Retry group" over 100,000 dead letters to the first of them told, and what became of all.
int measureBulk(QApplication &app, Report &report, int letters)
{
    const QueueName failing = QueueName::trusted("failing");
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen.clear();
    config.engine.queues.push_back(QueueSettings {.name = failing});
    RunningEngine::Options options;
    options.functions[failing] = FunctionHandler::quick([](const RunContext &) -> Outcome {
        return Rejected {"broken", "it is broken"};
    });
    const auto engine = RunningEngine::start(config, std::move(options));
    NewJob job;
    job.queue = failing;
    for (int from = 0; engine && from < letters; from += jobsPerBatch)
        (*engine)->client().ask(EnqueueJobs::of(std::vector<NewJob>(jobsPerBatch, job)), [](const auto &) {});
    Stage stage(app, (*engine)->client());
    const auto dead = [&] { return countOf(stage.feed.snapshot().status.counts, JobState::Dead); };
    untilThere([&] { return stage.feed.hasData() && dead() == letters; });
    askPause((*engine)->client(), {}, {"bench", "hold"}, [](const auto &) {});
    stage.window.openPage(PageId::Dead);
    auto *retry = stage.window.findChild<QPushButton *>(QStringLiteral("retryGroup"));
    untilThere([&] { return retry->isEnabled(); });
    Heartbeat heart;
    retry->click();
    QDialog *question = nullptr; // the jobs are counted first
    untilThere([&] {
        question = stage.window.findChild<QDialog *>(QStringLiteral("confirmDialog"));
        return question != nullptr;
    });
    if (!question) {
        std::fprintf(stderr, "nothing was asked before %d jobs were retried\n", letters);
        return 1;
    }
    question->findChild<QPushButton *>(QStringLiteral("confirmGo"))->click();
    const QWidget *dock = stage.window.findChild<QWidget *>(QStringLiteral("operations"));
    report.line(
        "retry of a group, until it is shown under way", untilThere([&] { return dock->isVisible(); }), "ms", 200);
    std::vector<Operation> operations;
    const auto isDone = [&] {
        operations = askAndWait((*engine)->client(), ListOperations {}).value_or(std::vector<Operation> {});
        return !operations.empty() && operations.front().state != OperationState::Running;
    };
    untilThere(isDone);
    const Operation &all = operations.front();
    report.line(
        "jobs of it not accounted for", static_cast<double>(letters - all.done - all.skipped - all.failed), "", 0);
    report.line("GUI thread blocked at most, meanwhile", heart.takeLongest(), "ms", 50);
    return 0;
}

void measurePayload(Report &report)
{
    std::string payload = R"({"bytes":")";
    payload.append(16 * 1024 * 1024, 'x').append("\"}");
    PayloadView view(QStringLiteral("bench"));
    view.resize(800, 600);
    view.setVisible(true);
    letPass(200);
    Heartbeat heart;
    view.show(std::move(payload), "application/json");
    letPass(500);
    report.line("payload of 16 MiB opened, GUI thread blocked", heart.takeLongest(), "ms", 50);
}

int measureStart(QApplication &app, Report &report)
{
    QElapsedTimer begun;
    begun.start();
    const auto demo = Demo::start();
    if (!demo)
        return 1;
    Stage stage(app, (*demo)->client());
    const auto since = [&begun](double waited) { return waited < 0 ? waited : static_cast<double>(begun.elapsed()); };
    report.line("start to the first figures", since(untilThere([&] { return stage.feed.hasData(); })), "ms", 1000);
    const auto hasLine = [&] { return stage.feed.histories().get({}) != nullptr; };
    report.line("demo to the first moving chart", since(untilThere(hasLine)), "ms", 3000);
    return 0;
}

/// The demo as a program of its own, which says its address on its first line.
int serveDemo(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const auto demo = Demo::start("127.0.0.1:0");
    if (!demo)
        return 1;
    std::printf("%s\n", (*demo)->url().c_str());
    std::fflush(stdout);
    return QCoreApplication::exec();
}

int soak(QApplication &app, Report &report, int seconds)
{
    QProcess engine;
    engine.start(QApplication::applicationFilePath(), {QString::fromLatin1(serveOption)});
    while (!engine.canReadLine()) {
        if (!engine.waitForReadyRead(patienceMs))
            return 1;
    }
    RemoteClient client(QUrl(QString::fromUtf8(engine.readLine()).trimmed()));
    Stage stage(app, client);
    constexpr int warmUpMs = 60'000;
    constexpr int pageMs = 5'000;
    int page = 0;
    const auto look = [&](int milliseconds) {
        for (int passed = 0; passed < milliseconds; passed += pageMs) {
            stage.window.openPage(static_cast<PageId>(page++ % static_cast<int>(pageCount)));
            letPass(pageMs);
        }
    };
    look(warmUpMs); // caches and rings are filled
    const double memory = residentMegabytes();
    const double spent = threadSeconds();
    look(seconds * 1000);
    report.line("soak: seconds", seconds, "s", seconds);
    report.line("soak: memory grew", residentMegabytes() - memory, "MB", 20);
    report.line("soak: GUI thread, of one core", 100 * (threadSeconds() - spent) / seconds, "%", 4);
    Heartbeat heart; // costs about as much as what it watches, so it beats for a while only
    look(warmUpMs);
    report.line(
        "soak: longest work without a break, in the minute after, processor time", heart.takeLongestWork(), "ms", 50);
    engine.kill();
    engine.waitForFinished();
    return 0;
}
} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    if (argc == 2 && std::string_view(argv[1]) == serveOption)
        return serveDemo(argc, argv);
    QApplication app(argc, argv);
    const QStringList arguments = QApplication::arguments();
    Report report(arguments.contains(QStringLiteral("--json")));
    for (const QString &argument : arguments) {
        constexpr int hour = 3600;
        if (argument == QStringLiteral("--soak"))
            return soak(app, report, hour);
        if (argument.startsWith(QStringLiteral("--soak=")))
            return soak(app, report, std::max(argument.section(QLatin1Char('='), 1).toInt(), 1));
    }
    if (arguments.contains(QStringLiteral("--charts")))
        return measureCharts(app, report);
    const bool isShort = arguments.contains(QStringLiteral("--short"));
    int failed = measureStart(app, report);
    measurePayload(report);
    failed += benchList(app, report, isShort ? 100'000 : 1'000'000);
    failed += measureBulk(app, report, isShort ? 10'000 : 100'000);
    return failed + measureCharts(app, report);
}
