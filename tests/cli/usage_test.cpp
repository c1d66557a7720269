// SPDX-License-Identifier: Apache-2.0
// What fairleadctl says without an engine: help for every command, and what is wrong with a command line.
#include <QProcess>
#include <QtTest>

#include <algorithm>

class UsageTest : public QObject
{
    Q_OBJECT
private:
    struct Run
    {
        int code = -1;
        QString out;
        QString err;
    };
    /// The words as a shell has them: all that stands in single quotes stands for itself.
    static QStringList splitLine(QString line)
    {
        static const QRegularExpression quoted(QStringLiteral("'([^']+)'"));
        for (auto found = quoted.match(line); found.hasMatch(); found = quoted.match(line)) {
            const QString text = found.captured(1).replace(QLatin1Char('"'), QStringLiteral("\"\"\""));
            line.replace(found.capturedStart(), found.capturedLength(), QLatin1Char('"') + text + QLatin1Char('"'));
        }
        return QProcess::splitCommand(line);
    }
    static Run run(const QString &line)
    {
        QProcess process;
        static const QTemporaryDir folder;
        process.setWorkingDirectory(folder.path());
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        process.setProcessEnvironment(environment);
        // Port 1 is nobody's: whatever asks an engine ends with 69. Qt's splitting loses empty words; they stand as ''.
        QStringList words = QStringList {QStringLiteral("--url=http://127.0.0.1:1")} + splitLine(line);
        std::replace(words.begin(), words.end(), QStringLiteral("''"), QString());
        process.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairleadctl"), words);
        process.closeWriteChannel();
        if (!process.waitForFinished())
            qFatal("fairleadctl does not end");
        return {process.exitCode(), QString::fromUtf8(process.readAllStandardOutput()),
            QString::fromUtf8(process.readAllStandardError())};
    }
    /// The commands that the help lists, with their help.
    static QList<QPair<QString, QString>> commands()
    {
        QList<QPair<QString, QString>> list;
        const QString listing = run(QStringLiteral("--help"))
                                    .out.section(QStringLiteral("Commands:\n"), 1)
                                    .section(QStringLiteral("\n\n"), 0, 0);
        for (const QString &row : listing.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            const QString text = row.trimmed();
            list.append({text.section(QStringLiteral("  "), 0, 0), text.section(QStringLiteral("  "), 1).trimmed()});
        }
        return list;
    }

    /// Wrong lines of jobs, and of what they and the globals have in common.
    template <typename Row>
    static void rowsOfAddedJobs(const Row &row)
    {
        row("job add", "QUEUE");
        row("job add \"a b\"", "a b");
        row("job add q --priority urgent", "urgent");
        row("job add q --delay soon", "soon");
        row("job add q --deadline soon", "--deadline");
        row("job add q --cost 0", "--cost");
        row("job add q --count x", "--count");
        row("job add q --from f", "--from");
        row("job add --from f --tenant t", "--from");
        row("job add q --payload 1 --payload-file f", "--payload-file");
        row("job list --state asleep", "asleep");
        row("job list --state ready --state dead", "--state: given more than once");
        row("job list --limit 5000", "1 to 1000");
        row("job add q --payload '{bad'", "not valid JSON");
        row("job add q --content-type application/json --payload [", "not valid JSON");
        row("job add q --keep-going", "--from");
        row("job add q --content-type 'a\001'", "--content-type: ");
        row("job add q --tag 'a\001'", "control character");
        row("job add q --unique 'a\001'", "control character");
        row("job add q --correlation-id 'a\001'", "control character");
        row("dlq edit-retry 01890000-0000-7000-8000-000000000000 --content-type 'a\001'", "--content-type: ");
        row("tenant set acme --weight -1", "--weight");
        row("queue scale q 0", "N: expected");
        row("job list --limit 0", "--limit");
        row("job list --since yesterday", "yesterday");
        row("queue pause ..", "..");
        row("queue pause q --tenant \"a b\"", "a b");
        row("status --token-file", "--token-file needs");
        row("status --token-file /no/such/file", "/no/such/file");
        row("token create", "viewer, operator or admin");
        row("token create --role admin --expires soon", "soon");
        row("status --url", "--url needs");
        row("status --url ftp://x", "ftp://x");
        row("status --url http://", "--url");
    }

private Q_SLOTS:
    void everyCommandHasHelp()
    {
        QVERIFY(commands().size() > 20);
        for (const auto &[name, help] : commands()) {
            const Run shown = run(name + QStringLiteral(" --help"));
            QCOMPARE(shown.code, 0);
            QVERIFY2(!help.isEmpty() && shown.out.contains(help), qPrintable(name));
            QVERIFY2(shown.out.startsWith(QStringLiteral("Usage: fairleadctl ") + name), qPrintable(name));
            QVERIFY2(shown.err.isEmpty(), qPrintable(name));
            const Run odd = run(name + QStringLiteral(" --no-such-option"));
            QCOMPARE(odd.code, 64);
            QVERIFY2(odd.err.contains(QStringLiteral("--no-such-option")), qPrintable(name));
        }
    }
    void everyExampleIsAGoodLine()
    {
        for (const auto &[name, help] : commands()) {
            const QString example = run(name + QStringLiteral(" --help"))
                                        .out.section(QStringLiteral("Example: fairleadctl "), 1)
                                        .section(QLatin1Char('\n'), 0, 0);
            QVERIFY2(example.startsWith(name), qPrintable(name));
            const Run tried = run(example);
            QVERIFY2(tried.code != 64, qPrintable(example + tried.err));
        }
    }
    void textsThatAreTooLongAreWrongLines()
    {
        const QString text(3000, QLatin1Char('x'));
        for (const char *line : {"job add q --content-type ", "job add q --tag ", "job add q --unique ",
                 "job add q --idempotency ", "job add q --trace-id ", "job list --tag ", "job list --group ",
                 "queue pause q --reason ", "tenant set acme --plan ", "token create --role viewer --name "}) {
            const Run shown = run(QString::fromLatin1(line) + text);
            QVERIFY2(shown.code == 64 && shown.out.isEmpty(), qPrintable(QString::fromLatin1(line) + shown.err));
        }
    }
    void theExitStatusIsInTheHelp()
    {
        const QString help = run(QStringLiteral("--help")).out.section(QStringLiteral("Exit status:\n"), 1);
        for (const char *row : {"  0  done", "  1  ", "  64 ", "  69 ", "  78 "})
            QVERIFY2(help.contains(QString::fromLatin1(row)), row);
    }
    void helpAnswersAsTheOptionDoes()
    {
        for (const char *words : {"", "job", "job add", "status"}) {
            const QString name = QString::fromLatin1(words);
            const Run word = run(QStringLiteral("help ") + name);
            QCOMPARE(word.code, 0);
            QCOMPARE(word.out, run(name + QStringLiteral(" --help")).out);
            QCOMPARE(word.out, run(name + QStringLiteral(" -h")).out);
        }
        const Run wrong = run(QStringLiteral("help job lst"));
        QCOMPARE(wrong.code, 64);
        QVERIFY(wrong.err.contains(QStringLiteral("did you mean 'job list'")));
    }
    void optionsComeWithUnitRangeAndDefault()
    {
        const QString list = run(QStringLiteral("job list --help")).out;
        for (const char *part : {"-q, --queue QUEUE", "-n, --limit N", "1 to 1000 [50]", "scheduled, blocked, ready",
                 "AGO: a duration before now"})
            QVERIFY2(list.contains(QString::fromLatin1(part)), part);
        QVERIFY(run(QStringLiteral("top --help")).out.contains(QStringLiteral("100ms to 1h [2s]")));
        QVERIFY(run(QStringLiteral("tenant set --help")).out.contains(QStringLiteral("SIZE: such as 64KiB")));
    }
    void theDocumentIsMadeFromTheTable()
    {
        QFile page(QStringLiteral(FAIRLEAD_SOURCE_DIR "/docs/COMMANDS.md"));
        const QByteArray made = run(QStringLiteral("manual --markdown")).out.toUtf8();
        if (qEnvironmentVariableIsSet("FAIRLEAD_WRITE_DOCS")) {
            QVERIFY(page.open(QIODevice::WriteOnly));
            QCOMPARE(page.write(made), made.size());
            page.close();
        }
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY2(page.readAll() == made, "run ./dev reference");
    }
    void simulationNeedsNoEngine()
    {
        const QString folder = QStringLiteral(FAIRLEAD_SOURCE_DIR "/examples/simulation/");
        const QString line = QStringLiteral("simulate --config %1engine.toml --load %1crash-at-limit.toml").arg(folder);
        const Run table = run(line);
        QCOMPARE(table.code, 0);
        QVERIFY(table.out.contains(QStringLiteral("capped")) && table.out.contains(QStringLiteral("Jain's index")));
        const Run json = run(line + QStringLiteral(" --seed 2 --json"));
        QVERIFY(json.out.startsWith(QStringLiteral("{\"seed\":2,\"workers\":4,")));
        const Run missing = run(QStringLiteral("simulate --config %1engine.toml").arg(folder));
        QCOMPARE(missing.code, 64);
        QVERIFY(missing.err.contains(QStringLiteral("--load FILE is missing")));
        const Run faulty = run(QStringLiteral("simulate --config %1engine.toml --load %1engine.toml").arg(folder));
        QCOMPARE(faulty.code, 78);
        QVERIFY(faulty.err.contains(QStringLiteral("unknown key")));
    }
    void everyCommandIsInTheInterfaces()
    {
        QFile page(QStringLiteral(FAIRLEAD_SOURCE_DIR "/docs/INTERFACES.md"));
        QVERIFY(page.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(page.readAll());
        for (const auto &[name, help] : commands()) {
            const QString group = name.section(QLatin1Char(' '), 0, 0);
            const QString word = name.section(QLatin1Char(' '), 1);
            const QRegularExpression row(
                QStringLiteral("`?\\b%1\\b[^`]*\\b%2").arg(group, QRegularExpression::escape(word)));
            QVERIFY2(text.contains(row), qPrintable(name));
        }
    }
    void everyCommandNeedsAnEngineOrSaysNot()
    {
        for (const auto &[name, help] : commands()) {
            if (name.startsWith(QStringLiteral("config")) || name.startsWith(QStringLiteral("completion"))
                || name == QStringLiteral("manual"))
                continue;
            const Run bare = run(name);
            QVERIFY2(bare.code == 64 || bare.code == 69, qPrintable(name));
            QVERIFY2(bare.code == 64 || bare.err.contains(QStringLiteral("http://127.0.0.1:1")), qPrintable(bare.err));
        }
    }
    void anOptionWithoutItsValueIsRefused()
    {
        // Texts for people, and those whose help says what none of it means.
        const QStringList mayBeEmpty {QStringLiteral("--reason"), QStringLiteral("--name"), QStringLiteral("--plan"),
            QStringLiteral("--payload"), QStringLiteral("--trace-id"), QStringLiteral("--correlation-id")};
        const QRegularExpression option(
            QStringLiteral("^  +(?:-\\w, )?(--[a-z-]+) [A-Z]+ "), QRegularExpression::MultilineOption);
        int tried = 0;
        for (const auto &[name, help] : commands()) {
            const QString shown = run(name + QStringLiteral(" --help")).out;
            const QString example = shown.section(QStringLiteral("Example: fairleadctl "), 1).trimmed();
            for (auto found = option.globalMatch(shown); found.hasNext();) {
                const QString one = found.next().captured(1);
                if (mayBeEmpty.contains(one))
                    continue;
                ++tried;
                const Run empty = run(example + QLatin1Char(' ') + one + QLatin1Char('='));
                QVERIFY2(
                    empty.code == 64, qPrintable(name + QLatin1Char(' ') + one + QStringLiteral(": ") + empty.err));
                QVERIFY2(empty.err.contains(one.mid(2).section(QLatin1Char('-'), 0, 0)), qPrintable(empty.err));
            }
        }
        QVERIFY(tried > 60);
        for (const char *global : {"--url=", "--token-file=", "--ca-file=", "--output="})
            QCOMPARE(run(QStringLiteral("status ") + QString::fromLatin1(global)).code, 64);
    }
    void wrongLinesAreExplained_data()
    {
        QTest::addColumn<QString>("line");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *line, const char *part) {
            QTest::newRow(line) << QString::fromLatin1(line) << QString::fromLatin1(part);
        };
        row("", "command is missing");
        row("statsu", "did you mean 'status'");
        row("job lst", "did you mean 'job list'");
        row("que list", "did you mean 'queue list'");
        row("statsu --help", "did you mean 'status'");
        row("job", "job");
        row("job list --quee x", "did you mean '--queue'");
        row("job list --queue", "--queue needs a value");
        row("job list extra", "usage: fairleadctl job list");
        row("job show", "usage: fairleadctl job show ID");
        row("job show 17", "17");
        row("job show a b", "usage");
        row("job show abc", "abc");
        row("job show wxyz", "wxyz");
        row("job show 01890000-0000-7000-8000-0000000000000", "01890000-0000-7000-8000-0000000000000");
        row("job restore 01890000", "whole id");
        row("job list -x", "unknown option '-x'");
        row("job list -n", "--limit needs a value");
        row("job list -o xml", "wide or json");
        row("job list --queue ''", "--queue");
        row("job list --queue=", "--queue");
        row("job list --tag ''", "--tag");
        row("dlq delete --group '' --yes", "--group: must not be empty");
        row("dlq delete '' --yes", "expected an id");
        row("job delete --tag '' --yes", "--tag: must not be empty");
        row("job add q --unique ''", "--unique: must not be empty");
        row("token create --role viewer --tenant ''", "--tenant");
        row("queue pause mail --tenant ''", "--tenant");
        row("job list --limit 99999999999999999999", "--limit");
        row("job list --limit 5x", "--limit");
        row("job list --id-prefix XY", "id_prefix");
        row("job list --id-suffix XY", "id_suffix");
        row("job cancel --yes=maybe", "--yes");
        row("job move --all", "--to QUEUE is missing");
        row("job add q --delay 1s --run-at 2026-01-01T00:00:00Z", "--run-at");
        row("tenant set acme --max-bytes many", "--max-bytes");
        row("queue pause q extra", "usage: fairleadctl queue pause QUEUE");
        row("top --interval 1ms", "100ms to 1h");
        rowsOfAddedJobs(row);
    }
    void wrongLinesAreExplained()
    {
        QFETCH(QString, line);
        QFETCH(QString, part);
        const Run shown = run(line);
        QCOMPARE(shown.code, 64);
        QVERIFY(shown.out.isEmpty());
        QVERIFY2(shown.err.contains(part), qPrintable(shown.err));
    }
    void controlCharactersDoNotReachTheTerminal()
    {
        QProcess process;
        process.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairleadctl"), {QStringLiteral("\x1b[31mstatus")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 64);
        QVERIFY(!process.readAllStandardError().contains('\x1b'));
    }
    void groupsAndVersionAreShown()
    {
        const Run group = run(QStringLiteral("job --help"));
        QCOMPARE(group.code, 0);
        QVERIFY(group.out.contains(QStringLiteral("job add")) && !group.out.contains(QStringLiteral("queue list")));
        QCOMPARE(run(QStringLiteral("--version")).out, QStringLiteral("fairleadctl " FAIRLEAD_VERSION "\n"));
    }
    void answerThatCannotBeWrittenIsAnError()
    {
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairleadctl"), {QStringLiteral("--help")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
    }
    void everyCommandIsInCompletionAndManual()
    {
        const QString manual = run(QStringLiteral("manual")).out;
        for (const auto &[name, help] : commands()) {
            const QString heading =
                QStringLiteral(".SS ") + QString(name).replace(QLatin1Char('-'), QStringLiteral("\\-"));
            QVERIFY2(manual.contains(heading), qPrintable(name));
            const QStringList words = name.split(QLatin1Char(' '));
            for (const char *shell : {"bash", "zsh", "fish"}) {
                QStringList typed {QStringLiteral("complete"), QString::fromLatin1(shell)};
                typed += words;
                QProcess process;
                process.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairleadctl"), typed);
                QVERIFY(process.waitForFinished());
                const QStringList lines = QString::fromUtf8(process.readAllStandardOutput())
                                              .split(QRegularExpression(QStringLiteral("[\t\n]")));
                QVERIFY2(lines.contains(words.constLast()), qPrintable(name));
            }
        }
        for (const char *shell : {"bash", "zsh", "fish"})
            QVERIFY(run(QStringLiteral("completion ") + QString::fromLatin1(shell))
                        .out.contains(QStringLiteral("complete ") + QString::fromLatin1(shell)));
        QCOMPARE(run(QStringLiteral("completion tcsh")).code, 64);
    }
    void bashCompletesWordsAndOptions_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QByteArray>("completed");
        QTest::newRow("group") << QStringLiteral("fairleadctl que") << QByteArray("queue\n");
        QTest::newRow("command") << QStringLiteral("fairleadctl job can") << QByteArray("cancel\n");
        QTest::newRow("option") << QStringLiteral("fairleadctl --url http://x job add q --del")
                                << QByteArray("--delay\n");
        QTest::newRow("after another") << QStringLiteral("fairleadctl --json dlq retry --dr")
                                       << QByteArray("--dry-run\n");
        QTest::newRow("a value in one word")
            << QStringLiteral("fairleadctl job list --state = sch") << QByteArray("scheduled\n");
        QTest::newRow("help") << QStringLiteral("fairleadctl help job li") << QByteArray("list\n");
        QTest::newRow("no engine") << QStringLiteral("fairleadctl --url http : //127.0.0.1 : 1 job list -q ''")
                                   << QByteArray("\n");
    }
    void bashCompletesWordsAndOptions()
    {
        QFETCH(QString, typed);
        QFETCH(QByteArray, completed);
        QProcess bash;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(
            QStringLiteral("PATH"), QStringLiteral(FAIRLEAD_BIN_DIR ":") + environment.value(QStringLiteral("PATH")));
        bash.setProcessEnvironment(environment);
        bash.start(QStringLiteral("bash"),
            {QStringLiteral("-euc"),
                run(QStringLiteral("completion bash")).out
                    + QStringLiteral("COMP_WORDS=(%1)\nCOMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n_fairleadctl\n"
                                     "printf '%s\\n' \"${COMPREPLY[@]}\"")
                          .arg(typed)});
        QVERIFY(bash.waitForFinished(20'000));
        QCOMPARE(bash.readAllStandardError(), QByteArray());
        QCOMPARE(bash.readAllStandardOutput(), completed);
    }
};

QTEST_GUILESS_MAIN(UsageTest)
#include "usage_test.moc"
