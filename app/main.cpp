// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"
#include "app/translations.h"
#ifdef FAIRLEAD_HAS_GUI
#include "app/monitor.h"
#include "gui/window/main_actions.h"
#endif

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

#include <cstdio>

namespace fairlead {

namespace {
struct Arguments
{
    EngineConfig config;
    bool isCheckOnly = false;
    bool isHeadless = false;
    Headless::Until until = Headless::Until::Stopped;
    QUrl connect;
    QString tokenFile;
    QString caFile;
    bool isDemo = false;
    QString page;
};

/// The context of these texts for translators.
struct ProgramWords
{
    Q_DECLARE_TR_FUNCTIONS(ProgramWords)
};

[[noreturn]] void fail(Exit code, const std::string &text)
{
    std::fprintf(stderr, "%s\n", text.c_str());
    std::exit(static_cast<int>(code));
}

QUrl readUrl(const QString &text)
{
    QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    if (!url.isValid() || !isHttp || url.host().isEmpty())
        fail(Exit::Usage, "'" + text.toStdString() + "' is no URL of an engine; try http://127.0.0.1:8420");
    return url;
}

/// $XDG_CONFIG_HOME/fairlead/fairlead.toml; empty when there is none.
QString defaultConfigFile()
{
    const QString path = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/fairlead/fairlead.toml");
    return QFileInfo::exists(path) ? path : QString {};
}

QString defaultDataDir()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + QStringLiteral("/fairlead");
}

EngineConfig readConfig(const QString &file)
{
    if (file.isEmpty())
        return {};
    Result<EngineConfig> config = loadConfig(file.toStdString());
    if (!config)
        fail(Exit::Configuration, config.error().text);
    return std::move(*config);
}

/// The arguments without those that QApplication takes for itself ("-platform offscreen", "-reverse").
QStringList withoutQtOptions(const QStringList &arguments)
{
    const QStringList withValue {QStringLiteral("platform"), QStringLiteral("platformpluginpath"),
        QStringLiteral("platformtheme"), QStringLiteral("style"), QStringLiteral("stylesheet"),
        QStringLiteral("qwindowgeometry"), QStringLiteral("qwindowicon"), QStringLiteral("qwindowtitle"),
        QStringLiteral("session"), QStringLiteral("display")};
    QStringList kept;
    for (qsizetype i = 0; i < arguments.size(); ++i) {
        const QString name = arguments[i].startsWith(QLatin1Char('-')) && !arguments[i].startsWith(QStringLiteral("--"))
            ? arguments[i].mid(1)
            : QString();
        if (withValue.contains(name))
            ++i;
        else if (name != QStringLiteral("reverse"))
            kept.append(arguments[i]);
    }
    return kept;
}

Arguments parseArguments(const QCoreApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(ProgramWords::tr("Fairlead: a durable, multi-tenant, fair job queue."));
    const QCommandLineOption config(
        QStringLiteral("config"), ProgramWords::tr("Read the configuration from FILE (TOML)."), QStringLiteral("FILE"));
    const QCommandLineOption data(
        QStringLiteral("data-dir"), ProgramWords::tr("Keep the jobs in DIR."), QStringLiteral("DIR"));
    const QCommandLineOption headless(QStringLiteral("headless"), ProgramWords::tr("Run the engine without a window."));
    const QCommandLineOption listen(QStringLiteral("listen"),
        ProgramWords::tr("Serve HTTP on ADDR:PORT; port 0 takes a free one."), QStringLiteral("ADDR:PORT"));
    const QCommandLineOption check(
        QStringLiteral("check-config"), ProgramWords::tr("Check the configuration and end: 0 good, 78 faulty."));
    const QCommandLineOption idle(
        QStringLiteral("until-idle"), ProgramWords::tr("With --headless: end when nothing is left to run."));
    const QCommandLineOption connect(QStringLiteral("connect"),
        ProgramWords::tr("Watch the engine at URL instead of running one."), QStringLiteral("URL"));
    const QCommandLineOption tokenFile(QStringLiteral("token-file"),
        ProgramWords::tr("With --connect: the token is in FILE, which only its owner may read."),
        QStringLiteral("FILE"));
    const QCommandLineOption caFile(QStringLiteral("ca-file"),
        ProgramWords::tr("With --connect: the authorities to trust for https, in PEM."), QStringLiteral("FILE"));
    const QCommandLineOption demo(
        QStringLiteral("demo"), ProgramWords::tr("Watch a demonstration: an engine in memory with made-up jobs."));
    const QCommandLineOption page(QStringLiteral("page"),
        ProgramWords::tr("Open the window at page NAME: overview, tenants, jobs, dead, workers, events, settings."),
        QStringLiteral("NAME"));
    parser.addOptions({config, data, headless, listen, connect, tokenFile, caFile, demo, page, check, idle});
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    if (!parser.parse(withoutQtOptions(app.arguments())))
        fail(Exit::Usage, parser.errorText().toStdString() + "\nfairlead --help lists the options.");
    if (parser.isSet(help)) {
        std::fputs(qPrintable(parser.helpText()), stdout);
        std::exit(0);
    }
    if (parser.isSet(version)) {
        std::printf("fairlead %s\n", FAIRLEAD_VERSION);
        std::exit(0);
    }
    if (!parser.positionalArguments().isEmpty())
        fail(Exit::Usage,
            "unexpected argument '" + parser.positionalArguments().constFirst().toStdString()
                + "'; fairlead --help lists the options");
    Arguments arguments;
    arguments.config = readConfig(parser.isSet(config) ? parser.value(config) : defaultConfigFile());
    arguments.config.dataDir = (parser.isSet(data) ? parser.value(data) : defaultDataDir()).toStdString();
    if (parser.isSet(data))
        arguments.config.origin.overridden.insert("data_dir");
    if (parser.isSet(listen)) {
        arguments.config.http.listen = parser.value(listen).toStdString();
        arguments.config.origin.overridden.insert("http.listen");
    }
    arguments.isCheckOnly = parser.isSet(check);
    arguments.isHeadless = parser.isSet(headless);
    if (parser.isSet(connect))
        arguments.connect = readUrl(parser.value(connect));
    if (!parser.isSet(connect) && (parser.isSet(tokenFile) || parser.isSet(caFile)))
        fail(Exit::Usage, "--token-file and --ca-file go with --connect; fairlead --help lists the options");
    arguments.tokenFile = parser.value(tokenFile);
    arguments.caFile = parser.value(caFile);
    arguments.isDemo = parser.isSet(demo);
    arguments.page = parser.value(page);
    arguments.until = parser.isSet(idle) ? Headless::Until::Idle : Headless::Until::Stopped;
    return arguments;
}

int runHeadless(Arguments arguments)
{
    Headless headless(std::move(arguments.config), arguments.until);
    if (const Result<> started = headless.start(); !started)
        fail(exitFor(started.error().code), started.error().text);
    return QCoreApplication::exec();
}

int run(int argc, char **argv)
{
    Arguments arguments;
    {
        // Arguments are read without a display, so that --help, --version and --check-config need none.
        const QCoreApplication app(argc, argv);
        installTranslations();
        arguments = parseArguments(app);
        if (arguments.isCheckOnly) {
            std::printf("%s\n", qPrintable(ProgramWords::tr("configuration is good")));
            return 0;
        }
        if (arguments.isHeadless)
            return runHeadless(std::move(arguments));
    }
#ifdef FAIRLEAD_HAS_GUI
    if (!arguments.page.isEmpty() && !pageFromName(arguments.page))
        fail(Exit::Usage, "no page '" + arguments.page.toStdString() + "'; fairlead --help lists the pages");
    QApplication app(argc, argv);
    installTranslations();
    return runMonitor(app, arguments.config,
        {{.url = arguments.connect, .tokenFile = arguments.tokenFile, .caFile = arguments.caFile}, arguments.isDemo,
            arguments.page});
#else
    fail(Exit::Usage, "this build has no desktop monitor; run it with --headless and talk to it with fairleadctl");
#endif
}
} // namespace

} // namespace fairlead

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(QStringLiteral("fairlead"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FAIRLEAD_VERSION));
    QCoreApplication::setOrganizationDomain(QStringLiteral("fairlead.org"));
    return fairlead::run(argc, argv);
}
