// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/headless.h"
#include "app/translations.h"
#include "engine/domain/nearest_name.h"
#include "engine/domain/terminal_text.h"
#ifdef FAIRLEAD_HAS_GUI
#include "app/monitor.h"
#include "gui/window/main_actions.h"
#endif

#include <QCoreApplication>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <set>
#include <sys/resource.h>
#include <vector>

namespace fairlead {

namespace {
/// The line as it was typed.
struct Arguments
{
    std::optional<std::string> config;
    std::optional<std::string> dataDir;
    std::optional<std::string> listen;
    std::string connect;
    std::string tokenFile;
    std::string caFile;
    std::string page;
    bool isHeadless = false;
    bool isCheckOnly = false;
    bool isUntilIdle = false;
    bool isDemo = false;
};

/// The context of these texts for translators.
struct ProgramWords
{
    Q_DECLARE_TR_FUNCTIONS(ProgramWords)
};

[[noreturn]] void fail(Exit code, const std::string &text)
{
    std::fprintf(stderr, "%s\n", terminalText(text, LineEnds::Kept).c_str());
    std::exit(static_cast<int>(code));
}

QUrl readUrl(const std::string &text)
{
    QUrl url(QString::fromStdString(text), QUrl::StrictMode);
    const bool isHttp = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    if (!url.isValid() || !isHttp || url.host().isEmpty())
        fail(Exit::Usage, "'" + text + "' is no URL of an engine; try http://127.0.0.1:8420");
    return url;
}

/// The configuration of --config, or of $XDG_CONFIG_HOME/fairlead/fairlead.toml if there is one, with what the line
/// says.
EngineConfig readConfig(const Arguments &arguments)
{
    const QString usual = QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation)
        + QStringLiteral("/fairlead/fairlead.toml");
    const std::string file = arguments.config.value_or(QFileInfo::exists(usual) ? usual.toStdString() : "");
    EngineConfig config;
    if (!file.empty()) {
        Result<EngineConfig> read = loadConfig(file);
        if (!read)
            fail(Exit::Configuration, read.error().text);
        config = std::move(*read);
    } else {
        config.origin.file = usual.toStdString(); // a reload reads it when it has come
    }
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation);
    config.dataDir = arguments.dataDir.value_or(folder.toStdString() + "/fairlead");
    if (arguments.dataDir)
        config.origin.overridden.insert("data_dir");
    if (arguments.listen) {
        config.http.listen = *arguments.listen;
        config.origin.overridden.insert("http.listen");
    }
    return config;
}

/// The arguments without those that QApplication takes for itself ("-platform offscreen", "-reverse"), and with the
/// empty value of `--name=` as a word of its own.
std::vector<std::string> ownWords(int argc, char **argv)
{
    const std::set<std::string_view> withValue {"-platform", "-platformpluginpath", "-platformtheme", "-style",
        "-stylesheet", "-qwindowgeometry", "-qwindowicon", "-qwindowtitle", "-session", "-display"};
    std::vector<std::string> words;
    for (int i = 1; i < argc; ++i) {
        const std::string word = argv[i];
        if (withValue.contains(word)) {
            ++i;
        } else if (word.starts_with("--") && word.find('=') == word.size() - 1) {
            words.push_back(word.substr(0, word.size() - 1));
            words.emplace_back();
        } else if (word != "-reverse") {
            words.push_back(word);
        }
    }
    return words;
}

void addOptions(CLI::App &parser, Arguments &to)
{
    const auto text = [&](const char *name, auto &value, const char *kind, const QString &help) {
        parser.add_option(name, value, help.toStdString())->type_name(kind)->take_last();
    };
    const auto flag = [&](const char *name, bool &value, const QString &help) {
        parser.add_flag(name, value, help.toStdString())->disable_flag_override();
    };
    text("-c,--config", to.config, "FILE", ProgramWords::tr("Read the configuration from FILE (TOML)."));
    text("--data-dir", to.dataDir, "DIR", ProgramWords::tr("Keep the jobs in DIR."));
    flag("--headless", to.isHeadless, ProgramWords::tr("Run the engine without a window."));
    text("--listen", to.listen, "ADDR:PORT", ProgramWords::tr("Serve HTTP on ADDR:PORT; port 0 takes a free one."));
    text("--connect", to.connect, "URL", ProgramWords::tr("Watch the engine at URL instead of running one."));
    text("--token-file", to.tokenFile, "FILE",
        ProgramWords::tr("With --connect: the token is in FILE, which only its owner may read."));
    text("--ca-file", to.caFile, "FILE",
        ProgramWords::tr("With --connect: the authorities to trust for https, in PEM."));
    flag("--demo", to.isDemo, ProgramWords::tr("Watch a demonstration: an engine in memory with made-up jobs."));
    text("--page", to.page, "NAME",
        ProgramWords::tr("Open page NAME: overview, queues, tenants, jobs, dead, workers, events, settings."));
    flag("--check-config", to.isCheckOnly, ProgramWords::tr("Check the configuration and end: 0 good, 78 faulty."));
    flag("--until-idle", to.isUntilIdle, ProgramWords::tr("With --headless: end when nothing is left to run."));
    parser.set_help_flag("-h,--help", ProgramWords::tr("Show the options.").toStdString());
    parser.set_version_flag(
        "-v,--version", "fairlead " FAIRLEAD_VERSION, ProgramWords::tr("Show the version.").toStdString());
}

/// Ends the program for --help, for --version and for a wrong line.
void readWords(CLI::App &parser, std::vector<std::string> words)
{
    const auto misused = [](const std::string &text) {
        fail(Exit::Usage, text + "\nfairlead --help lists the options.");
    };
    std::reverse(words.begin(), words.end());
    try {
        parser.parse(std::move(words));
    } catch (const CLI::Success &answered) {
        parser.exit(answered);
        std::exit(0);
    } catch (const CLI::ParseError &fault) {
        misused(fault.what());
    }
    const std::vector<std::string> unknown = parser.remaining();
    if (unknown.empty())
        return;
    const std::string word = unknown.front().substr(0, unknown.front().find('='));
    if (!word.starts_with('-'))
        misused("unexpected argument '" + word + "'");
    std::vector<std::string> known;
    for (const CLI::Option *option : parser.get_options())
        known.push_back(option->get_name());
    const std::string nearest = nearestName(word, known);
    misused("unknown option '" + word + "'" + (nearest.empty() ? "" : ", did you mean '" + nearest + "'?"));
}

Arguments readArguments(int argc, char **argv)
{
    Arguments arguments;
    CLI::App parser(ProgramWords::tr("Fairlead: a durable, multi-tenant, fair job queue.").toStdString(), "fairlead");
    parser.allow_extras();
    addOptions(parser, arguments);
    readWords(parser, ownWords(argc, argv));
    if (arguments.connect.empty() && !(arguments.tokenFile.empty() && arguments.caFile.empty()))
        fail(Exit::Usage, "--token-file and --ca-file go with --connect; fairlead --help lists the options");
    return arguments;
}

/// Each connection and each child takes a descriptor. Systems often allow 1,024 to a program that does not ask for
/// more.
void allowManyDescriptors()
{
    rlimit limit {};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

#ifdef FAIRLEAD_HAS_GUI
/// While it lives, Qt's abort without a display is one line and exit code 69. Other messages of Qt are held back until
/// its end. Only one at a time, because Qt calls a plain function.
class DisplayWatch
{
public:
    /// `line` has %1 for the cause.
    explicit DisplayWatch(const QString &line)
    {
        s_line = line;
        s_next = qInstallMessageHandler(take);
    }
    ~DisplayWatch()
    {
        qInstallMessageHandler(s_next);
        for (const auto &[type, text] : std::exchange(s_held, {}))
            s_next(type, QMessageLogContext(), text);
    }
    DisplayWatch(const DisplayWatch &) = delete;
    DisplayWatch &operator=(const DisplayWatch &) = delete;

private:
    static void take(QtMsgType type, const QMessageLogContext &, const QString &text)
    {
        if (type != QtFatalMsg) {
            s_held.emplace_back(type, text);
            return;
        }
        QString cause = text.section(QLatin1Char('\n'), 0, 0);
        for (const auto &[heldType, held] : s_held) {
            if (heldType == QtWarningMsg)
                cause = held.simplified(); // the last warning says which display
        }
        std::fprintf(stderr, "%s\n", qPrintable(s_line.arg(cause)));
        std::_Exit(static_cast<int>(Exit::Unavailable));
    }

    static inline QString s_line;
    static inline QtMessageHandler s_next = nullptr;
    static inline std::vector<std::pair<QtMsgType, QString>> s_held;
};
#endif

int run(int argc, char **argv)
{
    allowManyDescriptors();
    Arguments arguments;
    EngineConfig config;
    QUrl connect;
    QString noDisplay;
    {
        // Arguments are read without a display, so that --help, --version and --check-config need none.
        const QCoreApplication app(argc, argv);
        installTranslations();
        arguments = readArguments(argc, argv);
        config = readConfig(arguments);
        if (!arguments.connect.empty())
            connect = readUrl(arguments.connect);
        if (arguments.isCheckOnly) {
            std::printf("%s\n", qPrintable(ProgramWords::tr("configuration is good")));
            return 0;
        }
        if (arguments.isHeadless) {
            Headless headless(
                std::move(config), arguments.isUntilIdle ? Headless::Until::Idle : Headless::Until::Stopped);
            if (const Result<> started = headless.start(); !started)
                fail(exitFor(started.error().code), started.error().text);
            return QCoreApplication::exec();
        }
        noDisplay = ProgramWords::tr("no window can be opened (%1); fairlead --headless runs the engine without one");
    }
#ifdef FAIRLEAD_HAS_GUI
    const QString page = QString::fromStdString(arguments.page);
    if (!page.isEmpty() && !pageFromName(page))
        fail(Exit::Usage, "no page '" + arguments.page + "'; fairlead --help lists the pages");
    std::optional<DisplayWatch> watch(noDisplay);
    QApplication app(argc, argv);
    watch.reset();
    installTranslations();
    return runMonitor(app, config,
        {{.url = connect,
             .tokenFile = QString::fromStdString(arguments.tokenFile),
             .caFile = QString::fromStdString(arguments.caFile)},
            arguments.isDemo, page});
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
