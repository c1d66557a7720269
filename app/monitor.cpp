// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/monitor.h"

#include "app/demo.h"
#include "app/headless.h"
#include "app/log_lines.h"
#include "app/stop_signals.h"
#include "engine/client/remote_client.h"
#include "gui/look/icons.h"
#include "gui/window/main_window.h"

#include <QDir>
#include <QLibraryInfo>
#include <QLocale>
#include <QSettings>
#include <QStandardPaths>
#include <QTranslator>

#include <cstdio>

namespace fairlead {

namespace {
/// The engine that is looked at, whichever kind it is.
struct Source
{
    std::unique_ptr<Demo> demo;
    std::unique_ptr<RunningEngine> engine;
    std::unique_ptr<RemoteClient> remote;
    MonitorTarget target;

    Client &client() const
    {
        if (demo)
            return demo->client();
        return engine ? engine->client() : static_cast<Client &>(*remote);
    }
};

/// The context of these texts for translators.
struct MonitorWords
{
    Q_DECLARE_TR_FUNCTIONS(MonitorWords)
};

Result<Source> openRemote(const QUrl &url)
{
    Source source;
    source.remote = std::make_unique<RemoteClient>(url);
    source.target.name = url.authority();
    source.target.words = MonitorWords::tr("Attached to %1").arg(url.toString());
    return source;
}

Result<Source> openDemo()
{
    Source source;
    auto demo = Demo::start();
    if (!demo)
        return failure(demo.error());
    source.demo = std::move(*demo);
    source.target = {.name = MonitorWords::tr("Demo"),
        .words = MonitorWords::tr("Demo: an engine in memory, inside this program"),
        .isDemo = true,
        .isEmbedded = true};
    return source;
}

Result<Source> openEmbedded(const EngineConfig &config)
{
    Source source;
    RunningEngine::Options options;
    const auto level = std::make_shared<std::atomic<LogLevel>>(config.logLevel);
    options.log = logToStderr(level);
    options.onLogLevel = [level](LogLevel now) { *level = now; };
    auto engine = RunningEngine::start(config, std::move(options));
    if (!engine)
        return failure(engine.error());
    source.engine = std::move(*engine);
    const QString folder = QString::fromStdString(config.dataDir);
    const QString url = QString::fromStdString(source.engine->url());
    source.target.name = QDir(folder).dirName();
    source.target.words = url.isEmpty() ? MonitorWords::tr("The engine inside this program")
                                        : MonitorWords::tr("The engine inside this program, also at %1").arg(url);
    source.target.isEmbedded = true;
    return source;
}

void translate(QApplication &app)
{
    auto *plurals = new QTranslator(&app); // "1 job", "2 jobs": the texts in the sources are neither
    if (plurals->load(QStringLiteral(":/i18n/fairlead_en.qm")))
        QCoreApplication::installTranslator(plurals);
    auto *own = new QTranslator(&app);
    if (own->load(QLocale(), QStringLiteral("fairlead"), QStringLiteral("_"), QStringLiteral(":/i18n")))
        QCoreApplication::installTranslator(own);
    auto *buttons = new QTranslator(&app); // Cancel, Close, ... are Qt's own
    if (buttons->load(QLocale(), QStringLiteral("qtbase"), QStringLiteral("_"),
            QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(buttons);
}

void connectEngine(RunningEngine &running, MainWindow &window)
{
    QObject::connect(&window, &MainWindow::engineStopWanted, &running.engine(),
        [&running](StopMode mode) { running.engine().stop(mode); });
    QObject::connect(&running.engine(), &Engine::broke, &window, &MainWindow::complain, Qt::QueuedConnection);
    QObject::connect(&running.engine(), &Engine::stopped, &window, &MainWindow::engineStopped, Qt::QueuedConnection);
}
} // namespace

int runMonitor(QApplication &app, const EngineConfig &config, const MonitorOptions &options)
{
    translate(app);
    QGuiApplication::setDesktopFileName(QStringLiteral("org.fairlead.Fairlead"));
    QApplication::setWindowIcon(appIcon());
    Theme theme(app);
    Result<Source> source = options.isDemo ? openDemo()
        : options.connect.isEmpty()        ? openEmbedded(config)
                                           : openRemote(options.connect);
    if (!source) {
        std::fprintf(stderr, "%s\n", source.error().text.c_str());
        return static_cast<int>(exitFor(source.error().code));
    }
    QSettings settings(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
            + QStringLiteral("/fairlead/monitor.ini"),
        QSettings::IniFormat);
    const SystemClock clock;
    GuiClient client(source->client());
    MonitorFeed feed(client, clock);
    MainWindow window(feed, theme, settings, source->target);
    if (source->engine)
        connectEngine(*source->engine, window);
    const StopSignals stopSignals;
    QObject::connect(&stopSignals, &StopSignals::stopWanted, &window, &MainWindow::closeUnasked);
    if (const std::optional<PageId> page = pageFromName(options.page))
        window.openPage(*page);
    window.show();
    return QApplication::exec();
}

} // namespace fairlead
