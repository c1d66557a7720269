// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>

#include <cstdio>

namespace fairlead {

namespace {
struct Arguments
{
    EngineConfig config;
    bool isCheckOnly = false;
    bool isHeadless = false;
    Headless::Until until = Headless::Until::Stopped;
};

QString translated(const char *text)
{
    return QCoreApplication::translate("fairlead", text);
}

[[noreturn]] void fail(Exit code, const std::string &text)
{
    std::fprintf(stderr, "%s\n", text.c_str());
    std::exit(static_cast<int>(code));
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

Arguments parseArguments(const QCoreApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(translated("Fairlead: a durable, multi-tenant, fair job queue."));
    const QCommandLineOption config(
        QStringLiteral("config"), translated("Read the configuration from FILE (TOML)."), QStringLiteral("FILE"));
    const QCommandLineOption data(
        QStringLiteral("data-dir"), translated("Keep the jobs in DIR."), QStringLiteral("DIR"));
    const QCommandLineOption headless(QStringLiteral("headless"), translated("Run the engine without a window."));
    const QCommandLineOption listen(QStringLiteral("listen"),
        translated("Serve HTTP on ADDR:PORT; port 0 takes a free one."), QStringLiteral("ADDR:PORT"));
    const QCommandLineOption check(
        QStringLiteral("check-config"), translated("Check the configuration and end: 0 good, 78 faulty."));
    const QCommandLineOption idle(
        QStringLiteral("until-idle"), translated("With --headless: end when nothing is left to run."));
    parser.addOptions({config, data, headless, listen, check, idle});
    const QCommandLineOption help = parser.addHelpOption();
    const QCommandLineOption version = parser.addVersionOption();
    if (!parser.parse(app.arguments()))
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
    if (parser.isSet(listen))
        arguments.config.http.listen = parser.value(listen).toStdString();
    arguments.isCheckOnly = parser.isSet(check);
    arguments.isHeadless = parser.isSet(headless);
    arguments.until = parser.isSet(idle) ? Headless::Until::Idle : Headless::Until::Stopped;
    return arguments;
}

int run(const QCoreApplication &app)
{
    Arguments arguments = parseArguments(app);
    if (arguments.isCheckOnly) {
        std::printf("%s\n", qPrintable(translated("configuration is good")));
        return 0;
    }
    if (!arguments.isHeadless)
        fail(Exit::Usage,
            "this version has no desktop monitor yet; run it with --headless and talk to it with fairleadctl");
    Headless headless(std::move(arguments.config), arguments.until);
    if (const Result<> started = headless.start(); !started)
        fail(exitFor(started.error().code), started.error().text);
    return QCoreApplication::exec();
}
} // namespace

} // namespace fairlead

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("fairlead"));
    QCoreApplication::setApplicationVersion(QStringLiteral(FAIRLEAD_VERSION));
    return fairlead::run(app);
}
