// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/monitor.h"

#include "app/demo.h"
#include "app/headless.h"
#include "app/log_lines.h"
#include "app/single_instance.h"
#include "app/stop_signals.h"
#include "engine/client/remote_client.h"
#include "engine/domain/terminal_text.h"
#include "gui/look/icons.h"
#include "gui/window/main_window.h"

#include <QDir>
#include <QSettings>
#include <QStandardPaths>

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

Result<Source> openRemote(const EngineAddress &address)
{
    auto client = clientOf(address);
    if (!client)
        return failure(client.error());
    Source source;
    source.remote = std::move(*client);
    source.target.useToken = [remote = source.remote.get()](const std::string &token) { remote->setToken(token); };
    source.target.name = address.url.authority();
    source.target.words = MonitorWords::tr("Attached to %1").arg(address.url.toString());
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
    source.target.configFile = QString::fromStdString(config.origin.file);
    return source;
}

/// What a window is over, in the words of `SingleInstance`.
QString demoKey()
{
    return QStringLiteral("demo");
}

/// A token that was typed is not told to other programs.
QString remoteKey(const EngineAddress &address)
{
    QString key = QStringLiteral("url ") + address.url.toString(QUrl::FullyEncoded);
    for (const QString &file : {address.tokenFile, address.caFile}) {
        const QString path = file.isEmpty() ? file : QDir::current().absoluteFilePath(file);
        key += QLatin1Char(' ') + QString::fromLatin1(QUrl::toPercentEncoding(path));
    }
    return key;
}

/// What `remoteKey` was made from, but for a typed token.
EngineAddress addressOf(const QString &key)
{
    const QStringList parts = key.split(QLatin1Char(' '));
    const auto path = [&parts](int at) { return QUrl::fromPercentEncoding(parts.value(at).toLatin1()); };
    return {.url = QUrl(parts.value(1), QUrl::StrictMode), .tokenFile = path(2), .caFile = path(3)};
}

QString embeddedKey(const EngineConfig &config)
{
    return QStringLiteral("dir ") + QDir(QString::fromStdString(config.dataDir)).absolutePath();
}

/// One window, and everything it needs.
struct Session
{
    Session(QString whichEngine, Source opened, const Clock &clock, Theme &theme, QSettings &settings)
        : engine(std::move(whichEngine))
        , source(std::move(opened))
        , client(source.client())
        , feed(client, clock)
        , window(feed, theme, settings, source.target)
    {
        if (!source.engine)
            return;
        RunningEngine &running = *source.engine;
        QObject::connect(&window, &MainWindow::engineStopWanted, &running.engine(),
            [&running](StopMode mode) { running.engine().stop(mode); });
        QObject::connect(&running.engine(), &Engine::broke, &window, &MainWindow::complain, Qt::QueuedConnection);
        if (const std::optional<Error> cause = running.engine().brokenBy()) // before anybody listened
            window.complain(QString::fromStdString(cause->text));
        QObject::connect(
            &running.engine(), &Engine::stopped, &window, &MainWindow::engineStopped, Qt::QueuedConnection);
    }
    const QString engine;
    Source source;
    GuiClient client;
    MonitorFeed feed;
    MainWindow window;
};

/// All windows of the program. Threads: GUI.
class Windows final : public QObject
{
public:
    explicit Windows(QApplication &app)
        : m_theme(app)
        , m_settings(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
                  + QStringLiteral("/fairlead/monitor.ini"),
              QSettings::IniFormat)
    {
        connect(&m_stopSignals, &StopSignals::stopWanted, this, [this] {
            for (const auto &session : m_sessions)
                session->window.closeUnasked();
        });
    }

    /// Another window; a window over the same engine is raised instead.
    Result<> open(const QString &engine, const QString &page, const std::function<Result<Source>()> &make)
    {
        if (raise(engine, page))
            return {};
        Result<Source> source = make();
        if (!source)
            return failure(source.error());
        m_sessions.push_back(std::make_unique<Session>(engine, std::move(*source), m_clock, m_theme, m_settings));
        MainWindow &window = m_sessions.back()->window;
        connect(&window, &MainWindow::engineWanted, this, [this, &window](const EngineAddress &address) {
            complainIn(window, open(remoteKey(address), {}, [address] { return openRemote(address); }));
        });
        connect(&window, &MainWindow::demoWanted, this,
            [this, &window] { complainIn(window, open(demoKey(), {}, &openDemo)); });
        // Not at once: it is the window itself that tells.
        connect(
            &window, &MainWindow::closed, this, [this, engine] { forget(engine); }, Qt::QueuedConnection);
        if (const std::optional<PageId> id = pageFromName(page))
            window.openPage(*id);
        window.show();
        return {};
    }
    /// What another start of the program asks for.
    bool openFor(const QString &engine, const QString &page)
    {
        if (engine == demoKey())
            return open(engine, page, &openDemo).has_value();
        const EngineAddress address = addressOf(engine);
        if (engine == remoteKey(address))
            return open(engine, page, [address] { return openRemote(address); }).has_value();
        return raise(engine, page);
    }

private:
    bool raise(const QString &engine, const QString &page)
    {
        const auto session =
            std::find_if(m_sessions.begin(), m_sessions.end(), [&](const auto &one) { return one->engine == engine; });
        if (session == m_sessions.end())
            return false;
        MainWindow &window = (*session)->window;
        if (const std::optional<PageId> id = pageFromName(page))
            window.openPage(*id);
        window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
        window.show();
        window.raise();
        window.activateWindow();
        return true;
    }
    void forget(const QString &engine)
    {
        std::erase_if(
            m_sessions, [&](const auto &session) { return session->engine == engine && session->window.isHidden(); });
    }
    static void complainIn(MainWindow &window, const Result<> &opened)
    {
        if (!opened)
            window.complain(QString::fromStdString(opened.error().text));
    }

    Theme m_theme;
    QSettings m_settings;
    const SystemClock m_clock;
    const StopSignals m_stopSignals;
    std::vector<std::unique_ptr<Session>> m_sessions;
};
} // namespace

int runMonitor(QApplication &app, const EngineConfig &config, const MonitorOptions &options)
{
    const QString engine = options.isDemo ? demoKey()
        : options.connect.url.isEmpty()   ? embeddedKey(config)
                                          : remoteKey(options.connect);
    if (SingleInstance::handOver(engine, options.page))
        return 0;
    QGuiApplication::setDesktopFileName(QStringLiteral("org.fairlead.Fairlead"));
    QApplication::setWindowIcon(appIcon());
    Windows windows(app);
    const Result<> opened = windows.open(engine, options.page, [&] {
        return options.isDemo               ? openDemo()
            : options.connect.url.isEmpty() ? openEmbedded(config)
                                            : openRemote(options.connect);
    });
    if (!opened) {
        std::fprintf(stderr, "%s\n", terminalText(opened.error().text, LineEnds::Kept).c_str());
        return static_cast<int>(exitFor(opened.error().code));
    }
    const SingleInstance instance(
        [&windows](const QString &wanted, const QString &page) { return windows.openFor(wanted, page); });
    return QApplication::exec();
}

} // namespace fairlead
