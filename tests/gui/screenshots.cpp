// SPDX-License-Identifier: Apache-2.0
// Takes the pictures of docs/screenshots: every page over the demo, light and dark, then empty and cut off.
// Usage: fairlead-screenshots FOLDER [SECONDS of demo before the first picture] [WIDTHxHEIGHT]
#include "app/demo.h"
#include "engine/client/pause_calls.h"
#include "gui/pages/jobs_page.h"
#include "gui/window/main_window.h"
#include "tests/support/await.h"
#include "tests/support/cut_off_client.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QDir>
#include <QDoubleSpinBox>
#include <QEventLoop>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QTabWidget>
#include <QTemporaryDir>

#include <cstdio>

namespace fairlead {

namespace {
void letPass(int milliseconds)
{
    QEventLoop loop;
    QTimer::singleShot(milliseconds, &loop, &QEventLoop::quit);
    loop.exec();
}

/// A window over a client, and everything it needs.
class Stage
{
public:
    Stage(QApplication &app, Client &client, const MonitorTarget &target)
        : m_settings(m_folder.filePath(QStringLiteral("monitor.ini")), QSettings::IniFormat)
        , m_theme(app)
        , m_client(client)
        , m_feed(m_client, m_clock)
        , m_window(m_feed, m_theme, m_settings, target)
    {
        m_window.show();
        const QStringList size = QApplication::arguments().value(3, QStringLiteral("1280x800")).split(QLatin1Char('x'));
        m_window.resize(size.first().toInt(), size.last().toInt());
    }
    MainWindow &window() { return m_window; }

    void select(PageId page, const char *table, int row)
    {
        auto *view = m_window.page(page)->findChild<QAbstractItemView *>(QString::fromLatin1(table));
        view->setCurrentIndex(view->model()->index(row, 0));
        letPass(800);
    }
    void take(const QString &folder, const QString &name)
    {
        for (const Look look : {Look::Light, Look::Dark}) {
            m_window.setLook(look);
            letPass(1500);
            const QString suffix = look == Look::Light ? QStringLiteral("-light") : QStringLiteral("-dark");
            const QString file = QDir(folder).filePath(name + suffix + QStringLiteral(".png"));
            const bool isSaved = m_window.grab().save(file);
            std::printf("%s%s\n", qPrintable(file), isSaved ? "" : ": NOT SAVED");
        }
    }

private:
    QTemporaryDir m_folder;
    QSettings m_settings;
    Theme m_theme;
    SystemClock m_clock;
    GuiClient m_client;
    MonitorFeed m_feed;
    MainWindow m_window;
};

void save(QWidget &widget, const QString &folder, const QString &name)
{
    const QString file = QDir(folder).filePath(name);
    std::printf("%s%s\n", qPrintable(file), widget.grab().save(file) ? "" : ": NOT SAVED");
}

/// The limits of the tenant that is selected.
void takeLimits(Stage &stage, const QString &folder)
{
    MainWindow &window = stage.window();
    for (const Look look : {Look::Light, Look::Dark}) {
        window.setLook(look);
        const QString suffix = look == Look::Light ? QStringLiteral("-light.png") : QStringLiteral("-dark.png");
        window.actions().of(ActionId::LimitTenant)->trigger();
        letPass(500);
        if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("limitsDialog"))) {
            dialog->findChild<QDoubleSpinBox *>(QStringLiteral("limitRate"))->setValue(10);
            save(*dialog, folder, QStringLiteral("limits") + suffix);
            dialog->close();
        }
    }
}

/// The dialogs over the dead letter that is selected.
void takeDialogs(Stage &stage, const QString &folder)
{
    MainWindow &window = stage.window();
    for (const Look look : {Look::Light, Look::Dark}) {
        window.setLook(look);
        const QString suffix = look == Look::Light ? QStringLiteral("-light.png") : QStringLiteral("-dark.png");
        window.actions().of(ActionId::EditRetry)->trigger();
        letPass(1000);
        if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("editRetryDialog"))) {
            auto *editor = dialog->findChild<QPlainTextEdit *>(QStringLiteral("payloadEditor"));
            editor->setPlainText(
                editor->toPlainText().replace(QStringLiteral("@example"), QStringLiteral("@mail.example")));
            letPass(300);
            save(*dialog, folder, QStringLiteral("edit") + suffix);
            dialog->close();
        }
        window.actions().of(ActionId::Palette)->trigger();
        letPass(500);
        if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("commandPalette"))) {
            save(*dialog, folder, QStringLiteral("palette") + suffix);
            dialog->close();
        }
    }
}

void takeConnect(Stage &stage, const QString &folder)
{
    MainWindow &window = stage.window();
    for (const Look look : {Look::Light, Look::Dark}) {
        window.setLook(look);
        window.actions().of(ActionId::ConnectTo)->trigger();
        letPass(300);
        if (auto *dialog = window.findChild<QDialog *>(QStringLiteral("connectDialog"))) {
            dialog->findChild<QComboBox *>()->setEditText(QStringLiteral("http://127.0.0.1:9"));
            letPass(1500);
            const QString suffix = look == Look::Light ? QStringLiteral("-light.png") : QStringLiteral("-dark.png");
            save(*dialog, folder, QStringLiteral("connect") + suffix);
            dialog->close();
        }
        letPass(100);
    }
}

void takeDemo(Stage &stage, const QString &folder)
{
    MainWindow &window = stage.window();
    stage.take(folder, QStringLiteral("overview"));
    window.openPage(PageId::Tenants);
    letPass(1200);
    stage.select(PageId::Tenants, "tenantsTable", 1);
    stage.take(folder, QStringLiteral("tenants"));
    takeLimits(stage, folder);
    window.openPage(PageId::Jobs);
    letPass(1200);
    stage.select(PageId::Jobs, "jobsTable", 2);
    stage.take(folder, QStringLiteral("jobs"));
    window.openPage(PageId::Dead);
    letPass(1500);
    stage.select(PageId::Dead, "deadJobs", 0);
    if (auto *tabs = window.findChild<QTabWidget *>(QStringLiteral("jobTabs")))
        tabs->setCurrentIndex(1);
    stage.take(folder, QStringLiteral("dead"));
    if (auto *tabs = window.findChild<QTabWidget *>(QStringLiteral("jobTabs")))
        tabs->setCurrentIndex(2);
    stage.take(folder, QStringLiteral("payload"));
    takeDialogs(stage, folder);
    if (auto *spread = window.findChild<QPushButton *>(QStringLiteral("spreadGroup"))) {
        spread->menu()->actions().at(1)->trigger();
        letPass(4000);
        stage.take(folder, QStringLiteral("operations"));
        window.actions().of(ActionId::Operations)->trigger();
    }
    window.openPage(PageId::Queues);
    letPass(1200);
    stage.take(folder, QStringLiteral("queues"));
    window.openPage(PageId::Workers);
    letPass(1200);
    stage.select(PageId::Workers, "workersTable", 0);
    stage.take(folder, QStringLiteral("workers"));
    window.openPage(PageId::Settings);
    stage.take(folder, QStringLiteral("settings"));
    takeConnect(stage, folder);
}

int run(QApplication &app)
{
    const QStringList arguments = QApplication::arguments();
    const QString folder = arguments.value(1, QStringLiteral("."));
    const int seconds = arguments.value(2, QStringLiteral("90")).toInt();
    QDir().mkpath(folder);
    auto demo = Demo::start();
    if (!demo)
        return 1;
    CutOffClient line((*demo)->client());
    MonitorTarget target {
        QStringLiteral("Demo"), QStringLiteral("Demo: an engine in memory, inside this program"), true, false};
    Stage stage(app, line, target);
    if (auto *span = stage.window().page(PageId::Overview)->findChild<QComboBox *>())
        span->setCurrentIndex(seconds > 150 ? 1 : 0);
    letPass(seconds * 1000);
    takeDemo(stage, folder);
    stage.window().openPage(PageId::Tenants);
    if (!await<StatusView>([&](Answer<StatusView> answer) {
            askPause((*demo)->client(), {.queue = {}, .tenant = TenantName::trusted("zed")},
                {"ann@desk", "import runs wild"}, std::move(answer));
        }))
        return 1;
    letPass(1500);
    stage.take(folder, QStringLiteral("paused"));
    stage.window().openPage(PageId::Jobs);
    static_cast<JobsPage *>(stage.window().page(PageId::Jobs))->setState(JobState::Ready);
    letPass(1500);
    stage.select(PageId::Jobs, "jobsTable", 0);
    if (auto *tabs = stage.window().findChild<QTabWidget *>(QStringLiteral("jobTabs")))
        tabs->setCurrentIndex(0);
    stage.take(folder, QStringLiteral("why"));
    stage.window().openPage(PageId::Events);
    letPass(1200);
    stage.select(PageId::Events, "eventsTable", 0);
    stage.take(folder, QStringLiteral("events"));
    line.set(CutOffClient::Line::Refused);
    letPass(4000);
    for (std::size_t i = 0; i < pageCount; ++i) {
        const auto page = static_cast<PageId>(i);
        stage.window().openPage(page);
        stage.take(folder, QStringLiteral("lost-") + pageName(page));
    }
    stage.window().hide();

    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen.clear();
    config.engine.queues.push_back(QueueSettings {.name = QueueName::trusted("thumbnails")});
    RunningEngine::Options options;
    options.functions[QueueName::trusted("thumbnails")] =
        FunctionHandler::quick([](const RunContext &) -> Outcome { return Succeeded {}; });
    auto idle = RunningEngine::start(config, std::move(options));
    if (!idle)
        return 1;
    Stage empty(app, (*idle)->client(),
        {QStringLiteral("empty"), QStringLiteral("The engine inside this program"), false, false});
    for (const PageId page :
        {PageId::Overview, PageId::Tenants, PageId::Jobs, PageId::Dead, PageId::Workers, PageId::Events}) {
        empty.window().openPage(page);
        letPass(3000);
        empty.take(folder, QStringLiteral("empty-") + pageName(page));
    }
    return 0;
}
} // namespace

} // namespace fairlead

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    return fairlead::run(app);
}
