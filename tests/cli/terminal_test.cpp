// SPDX-License-Identifier: Apache-2.0
// fairleadctl on a terminal of 80 columns, and on streams that are closed or that nobody reads.
#include "tests/support/cli_rig.h"
#include "tests/support/test_seed.h"

#include <array>
#include <fcntl.h>
#include <spawn.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

using namespace fairlead;

namespace {
/// A terminal that keeps what a program writes to it.
class Terminal
{
public:
    explicit Terminal(unsigned short columns, unsigned short rows = 24)
        : m_outer(posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK))
    {
        std::array<char, 128> name {};
        if (m_outer < 0 || grantpt(m_outer) != 0 || unlockpt(m_outer) != 0
            || ptsname_r(m_outer, name.data(), name.size()) != 0)
            qFatal("no terminal");
        m_name = QString::fromLatin1(name.data());
        m_inner = open(name.data(), O_RDWR | O_NOCTTY);
        termios raw {};
        tcgetattr(m_inner, &raw);
        cfmakeraw(&raw);
        tcsetattr(m_inner, TCSANOW, &raw);
        const winsize size {rows, columns, 0, 0};
        ioctl(m_inner, TIOCSWINSZ, &size);
    }
    ~Terminal()
    {
        close(m_inner);
        close(m_outer);
    }
    Terminal(const Terminal &) = delete;
    Terminal &operator=(const Terminal &) = delete;

    /// All that the words make fairleadctl write, to stdout and to stderr. It is ended when it has written `last`.
    QByteArray run(
        const QString &url, const QStringList &words, const char *locale = "C.UTF-8", const QByteArray &last = {})
    {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("FAIRLEAD_URL"), url);
        environment.insert(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
        environment.insert(QStringLiteral("LC_ALL"), QString::fromLatin1(locale));
        process.setProcessEnvironment(environment);
        process.setStandardOutputFile(m_name);
        process.setStandardErrorFile(m_name, QIODevice::Append);
        process.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairleadctl"), words);
        process.closeWriteChannel();
        QByteArray all;
        for (int looks = 0; !process.waitForFinished(50); ++looks) {
            if (looks > 1200)
                qFatal("fairleadctl does not end");
            all += taken();
            if (!last.isEmpty() && all.contains(last))
                process.terminate();
        }
        return all + taken();
    }
    /// The lines of the first picture of `top`.
    QStringList top(const QString &url, const QStringList &options = {})
    {
        const QByteArray end("\033[J");
        QByteArray all = run(url, QStringList {QStringLiteral("top")} + options, "C.UTF-8", end);
        all = all.left(all.indexOf(end));
        all = all.mid(all.indexOf("\033[H") + 3).replace("\033[K", "");
        return QString::fromUtf8(all).split(QStringLiteral("\r\n"));
    }

private:
    QByteArray taken() const
    {
        QByteArray all;
        std::array<char, 4096> block {};
        for (ssize_t size = read(m_outer, block.data(), block.size()); size > 0;
             size = read(m_outer, block.data(), block.size()))
            all.append(block.data(), size);
        return all;
    }

    int m_outer;
    int m_inner = -1;
    QString m_name;
};

bool isHarmless(QChar c)
{
    const ushort code = c.unicode();
    if (code == '\n' || code == '\t')
        return true;
    return code >= 0x20 && (code < 0x7f || code > 0x9f) && (code < 0x202a || code > 0x202e)
        && (code < 0x2066 || code > 0x2069);
}

/// Letters, and characters that act on a terminal; no NUL, which ends a word of a line.
QString randomText(Random &random)
{
    static const QString acting =
        QStringLiteral("\x1b\r\b\x07\x7f\u0085\u009b\u009d\u202a\u202e\u2066\u2069\u200f\n\t");
    QString text;
    for (auto left = 1 + random.nextBelow(24); left > 0; --left) {
        if (random.nextBelow(2) == 0)
            text += acting.at(static_cast<qsizetype>(random.nextBelow(static_cast<std::uint64_t>(acting.size()))));
        else
            text += QChar(static_cast<ushort>(0x20 + random.nextBelow(0x3000)));
    }
    return text;
}

QStringList wordsOf(const char *line)
{
    return QString::fromLatin1(line).split(QLatin1Char(' '));
}

/// The exit code and stderr of fairleadctl with one stream as `prepare` makes it.
template <typename Prepare>
QPair<int, QByteArray> runWith(const CliRig &rig, std::vector<std::string> words, const Prepare &prepare)
{
    QTemporaryFile errors;
    if (!errors.open())
        qFatal("no file for stderr");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, errors.handle(), STDERR_FILENO);
    prepare(actions);
    words.insert(words.begin(), {FAIRLEAD_BIN_DIR "/fairleadctl", "--url", rig.url().toStdString()});
    std::vector<char *> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string &word : words)
        arguments.push_back(word.data());
    arguments.push_back(nullptr);
    pid_t child = 0;
    const int fault = posix_spawn(&child, arguments.front(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = 0;
    if (fault != 0 || waitpid(child, &status, 0) != child)
        qFatal("cannot run fairleadctl");
    errors.seek(0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, errors.readAll()};
}
} // namespace

class TerminalTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void noFieldActsOnATerminal()
    {
        SeededRandom random(testSeed());
        const CliRig rig;
        Terminal terminal(80);
        QByteArray bytes("{\"text\":\"\xc2\x9b\xe2\x80\xae\x7f\"}");
        const QString id =
            QString::fromLatin1(rig.run("job add held --delay 1h --payload-file {}", rig.write("p.json", bytes)).out)
                .trimmed();
        for (int i = 0; i < 64; ++i)
            bytes[i % bytes.size()] = static_cast<char>(random.nextBelow(256));
        const QString raw =
            QString::fromLatin1(rig.run("job add echo --payload-file {}", rig.write("p.bin", bytes)).out).trimmed();
        QTRY_COMPARE_WITH_TIMEOUT(rig.stateOf(raw), QStringLiteral("succeeded"), 30'000);
        std::vector<QStringList> lines;
        lines.reserve(64);
        for (const char *fixed : {"job add held --delay 1h --tag", "job add held --delay 1h --trace-id",
                 "job add held --delay 1h --payload", "job add held --content-type", "job list --tag", "job list -q",
                 "queue pause held --reason", "tenant pause acme --reason", "engine pause --reason", "job show",
                 "job add --from", "job add held --payload-file", "config check", "status --token-file", "status --url",
                 "backup", "tenant set acme --plan", "token revoke", "help"})
            lines.push_back(wordsOf(fixed) << randomText(random));
        lines.push_back({randomText(random)});
        for (const char *fixed : {"status", "queue list", "tenant list", "job list", "job list --json", "events",
                 "audit list", "audit list -o wide", "audit list --json", "config show", "operation list", "token list",
                 "worker list", "queue list --json", "top --interval 1h --json"})
            lines.push_back(wordsOf(fixed));
        for (const char *fixed : {"job show", "job why", "job show --json", "job result"}) {
            lines.push_back(wordsOf(fixed) << id);
            lines.push_back(wordsOf(fixed) << raw);
        }
        std::size_t written = 0;
        for (const QStringList &words : lines) {
            const QByteArray shown = terminal.run(rig.url(), words);
            const QString text = QString::fromUtf8(shown);
            QCOMPARE(text.toUtf8(), shown); // it is UTF-8
            for (const QChar c : text)
                QVERIFY2(isHarmless(c), qPrintable(words.join(QLatin1Char(' ')) + QLatin1Char(':') + text));
            written += static_cast<std::size_t>(shown.size());
        }
        QVERIFY(written > 4000); // the terminal was really written to
    }
    void narrowTablesLeaveOutTheLastColumns()
    {
        const CliRig rig;
        const QByteArray id = rig.add("held --delay 1h --tenant acme").toLatin1();
        Terminal terminal(80);
        const QByteArray narrow = terminal.run(rig.url(), wordsOf("job list"));
        const QByteArrayList lines = narrow.split('\n');
        QVERIFY2(lines[0].startsWith("ID ") && lines[0].contains("STATE") && lines[0].contains("  +"), narrow);
        QVERIFY2(lines[1].startsWith(id + "  scheduled  held"), narrow);
        QVERIFY2(narrow.contains("left out: ") && narrow.contains("CREATED; -o wide"), narrow);
        QVERIFY(lines[0].size() <= 80 && lines[1].size() <= 80);
        const QByteArray wide = terminal.run(rig.url(), wordsOf("job list -o wide"));
        QVERIFY2(wide.contains("CREATED") && !wide.contains("left out"), wide);
        QVERIFY(rig.run("job list").outHas("CREATED")); // no terminal
    }
    void whatRunsFitsTheTerminal_data()
    {
        QTest::addColumn<int>("columns");
        QTest::addColumn<int>("rows");
        for (const int columns : {40, 60, 80}) {
            for (const int rows : {12, 24, 60})
                QTest::addRow("%d x %d", columns, rows) << columns << rows;
        }
    }
    void whatRunsFitsTheTerminal()
    {
        QFETCH(int, columns);
        QFETCH(int, rows);
        constexpr int tenants = 30;
        const CliRig rig;
        QByteArray jobs;
        for (int i = 0; i < tenants; ++i)
            jobs += "{\"queue\":\"held\",\"delay\":\"1h\",\"tenant\":\"tenant-" + QByteArray::number(i) + "\"}\n";
        QCOMPARE(rig.run("job add --from -", {}, jobs).code, 0);
        QCOMPARE(rig.run("engine pause --reason {}", QStringLiteral("a reason of several words")).code, 0);
        Terminal terminal(static_cast<unsigned short>(columns), static_cast<unsigned short>(rows));
        const QString status = QString::fromUtf8(terminal.run(rig.url(), wordsOf("status")));
        QVERIFY2(status.contains(QStringLiteral("durability")), qPrintable(status));
        for (const QString &line : status.split(QLatin1Char('\n')))
            QVERIFY2(line.size() <= columns, qPrintable(line));
        const QStringList top = terminal.top(rig.url());
        QVERIFY2(top.size() <= rows, qPrintable(top.join(QLatin1Char('\n'))));
        for (const QString &line : top)
            QVERIFY2(line.size() <= columns, qPrintable(line));
        const QStringList named = top.filter(QRegularExpression(QStringLiteral("^tenant-")));
        const QStringList heads = top.filter(QRegularExpression(QStringLiteral("^TENANT +RUNNING +READY")));
        QVERIFY2(!named.isEmpty() && heads.size() == 1, qPrintable(top.join(QLatin1Char('\n'))));
        const int left = tenants - static_cast<int>(named.size());
        QCOMPARE(top.constLast().startsWith(QStringLiteral("and %1 more").arg(left)), left > 0);
        QVERIFY(left == 0 || top.size() == rows); // the height is used
        if (rows < 24)
            return;
        const QStringList few = terminal.top(rig.url(), wordsOf("--limit 2"));
        QCOMPARE(few.filter(QRegularExpression(QStringLiteral("^tenant-"))).size(), 2);
        QCOMPARE(few.constLast(), QStringLiteral("and %1 more").arg(tenants - 2));
    }
    void longTextsAreCutBeforeColumnsAreLeftOut()
    {
        const CliRig rig;
        QCOMPARE(rig.run("queue pause echo --reason {}", QString(300, QLatin1Char('x'))).code, 0);
        const QByteArray shown = Terminal(80).run(rig.url(), wordsOf("queue list"));
        QVERIFY2(shown.contains("paused: xxx") && shown.contains("x\xe2\x80\xa6") && shown.contains("DEAD"), shown);
        for (const QByteArray &line : shown.split('\n'))
            QVERIFY2(QString::fromUtf8(line).size() <= 80, line);
    }
    void lettersAreThoseOfTheLocale()
    {
        const CliRig rig;
        const QString reason = QStringLiteral("gr\u00f6\u00dfer \U0001f600 ") + QString(100, QLatin1Char('x'));
        QCOMPARE(rig.run("queue pause echo --reason {}", reason).code, 0);
        for (const char *line : {"queue list", "queue list --json", "queue pause \u00fcber"}) {
            const QStringList words = QString::fromUtf8(line).split(QLatin1Char(' '));
            const QByteArray all = Terminal(80).run(rig.url(), words);
            const QByteArray ascii = Terminal(80).run(rig.url(), words, "C");
            QVERIFY2(all.contains("\xc3\xb6") || all.contains("\xc3\xbc"), all);
            QVERIFY2(ascii.contains("\\u00f6") || ascii.contains("\\u00fc"), ascii);
            QVERIFY2(std::all_of(ascii.begin(), ascii.end(), [](char c) { return c < 127 && c > 0; }), ascii);
            QVERIFY2(!all.contains('?') && !ascii.contains('?'), all + ascii);
        }
        QCOMPARE(QJsonDocument::fromJson(Terminal(80).run(rig.url(), wordsOf("queue list --json"), "C")),
            QJsonDocument::fromJson(rig.run("queue list --json").out));
    }
    void wideCharactersKeepTheColumns()
    {
        const CliRig rig;
        QCOMPARE(rig.run("queue pause echo --reason {}", QStringLiteral("\u65e5\u672c\u8a9e")).code, 0);
        const QByteArray shown = rig.run("queue list").out;
        const QStringList lines = QString::fromUtf8(shown).split(QLatin1Char('\n'));
        const auto isOf = [](const char *queue) {
            return [queue](const QString &line) { return line.startsWith(QLatin1String(queue)); };
        };
        const auto echo = std::find_if(lines.begin(), lines.end(), isOf("echo"));
        const auto held = std::find_if(lines.begin(), lines.end(), isOf("held"));
        QVERIFY2(echo != lines.end() && held != lines.end(), shown);
        QVERIFY2(echo->size() + 3 == held->size(), shown); // each of the three takes two columns
    }
    void aReaderThatHasGoneIsNoFault()
    {
        const CliRig rig;
        std::array<int, 2> ends {};
        QCOMPARE(pipe2(ends.data(), O_CLOEXEC), 0);
        close(ends[0]);
        const auto unread = [&](posix_spawn_file_actions_t &actions) {
            posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        };
        for (const char *line : {"status", "manual", "job list --json", "events --follow"}) {
            const QStringList words = wordsOf(line);
            std::vector<std::string> typed;
            typed.reserve(static_cast<std::size_t>(words.size()));
            for (const QString &word : words)
                typed.push_back(word.toStdString());
            const auto [code, errors] = runWith(rig, typed, unread);
            QVERIFY2(code == 0 && errors.isEmpty(), errors);
        }
        close(ends[1]);
    }
    void aClosedInputIsAFault()
    {
        const CliRig rig;
        const auto closed = [](posix_spawn_file_actions_t &actions) {
            posix_spawn_file_actions_addclose(&actions, STDIN_FILENO);
        };
        const std::vector<std::vector<std::string>> lines {{"job", "add", "--from", "-"},
            {"job", "add", "held", "--payload-file", "-"}, {"job", "add", "held", "--payload", "-"}};
        for (const std::vector<std::string> &words : lines) {
            const auto [code, errors] = runWith(rig, words, closed);
            QVERIFY2(code == 1 && errors.contains("standard input"), errors);
        }
        QCOMPARE(rig.run("status --json").json()[QStringLiteral("enqueued")].toInt(), 0);
    }
    void bytesThatAreNoTextAreAWrongLine()
    {
        const CliRig rig;
        const auto asItIs = [](posix_spawn_file_actions_t &) {};
        const std::vector<std::vector<std::string>> lines {{"job", "add", "held", "--content-type", "\x9b"},
            {"job", "add", "held", "--tag", "\x9b"}, {"job", "add", "\x9b"}, {"job", "list", "--cursor", "\x9b"},
            {"job", "list", "-s", "\x9b"}, {"queue", "pause", "held", "-r", "\x9b"}, {"token", "revoke", "\x9b"},
            {"operation", "show", "\x9b"}, {"job", "list", "--\x9b"}, {"\x9b"}};
        for (const std::vector<std::string> &words : lines) {
            const auto [code, errors] = runWith(rig, words, asItIs);
            QVERIFY2(code == 64 && !errors.contains('\x9b') && !errors.contains("'?'"), errors);
        }
        QCOMPARE(rig.run("status --json").json()[QStringLiteral("enqueued")].toInt(), 0);
    }
    void onlyOneFileWritesToTheStreams()
    {
        const QRegularExpression writes(QStringLiteral("\\b(printf|fprintf|puts|fputs|fwrite|putchar|cout|cerr)\\b"));
        const QRegularExpression script(QStringLiteral("^ +printf '"), QRegularExpression::MultilineOption);
        QDir folder(QStringLiteral(FAIRLEAD_SOURCE_DIR "/cli"));
        int seen = 0;
        for (const QString &name : folder.entryList({QStringLiteral("*.cpp"), QStringLiteral("*.h")})) {
            if (name == QStringLiteral("terminal.cpp") || name == QStringLiteral("terminal.h"))
                continue;
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const QString code = QString::fromUtf8(file.readAll()).remove(script);
            const auto found = writes.match(code);
            QVERIFY2(!found.hasMatch(), qPrintable(name + QStringLiteral(": ") + found.captured()));
            ++seen;
        }
        QVERIFY(seen > 20);
    }
};

QTEST_GUILESS_MAIN(TerminalTest)
#include "terminal_test.moc"
