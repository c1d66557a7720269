// SPDX-License-Identifier: Apache-2.0
// What the documents tell people to type works as it stands there.
#include "tests/support/cli_rig.h"
#include "tests/support/held_port.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <QUrl>

using namespace fairlead;

class DocumentsTest : public QObject
{
    Q_OBJECT
private:
    /// The blocks of one language in a document, in order.
    static QString blocksOf(const QString &document, const QString &language)
    {
        QFile file(QStringLiteral(FAIRLEAD_SOURCE_DIR "/docs/") + document);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("cannot read %s", qPrintable(document));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(QLatin1Char('\n'));
        QString blocks;
        bool isInside = false;
        for (const QString &line : lines) {
            if (line == QStringLiteral("```") + language)
                isInside = true;
            else if (line.startsWith(QStringLiteral("```")))
                isInside = false;
            else if (isInside)
                blocks += line + QLatin1Char('\n');
        }
        return blocks;
    }

    /// A text without what differs from run to run: ids, times, processes, widths of columns.
    static QString normal(QString text)
    {
        const auto put = [&text](const char *pattern, const char *mark) {
            text.replace(QRegularExpression(QString::fromLatin1(pattern)), QString::fromLatin1(mark));
        };
        put("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "ID");
        put("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME");
        put("\\b[0-9a-f]{16}([0-9a-f]{48})?\\b", "HEX");
        put("\\bpid[ =]\\d+", "PID");
        put("\\b[0-9.]+ (us|ms|s|min)\\b", "TIME");
        return text.simplified();
    }
    /// The first line of a sample that is not in the output; empty when all are. "…" stands for a part left out.
    static QString missingLine(const QString &sample, const QString &output)
    {
        for (const QString &line : sample.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
            qsizetype at = 0;
            for (const QString &part : line.split(QStringLiteral("…"), Qt::SkipEmptyParts)) {
                const QString wanted = normal(part);
                at = output.indexOf(wanted, at);
                if (at < 0)
                    return line;
                at += wanted.size();
            }
        }
        return {};
    }

private Q_SLOTS:
    void everyBlockOfAPageRuns_data()
    {
        QTest::addColumn<QString>("document");
        QTest::addColumn<int>("linesMin");
        QTest::newRow("the first hour") << QStringLiteral("FIRST_HOUR.md") << 40;
        QTest::newRow("workers elsewhere") << QStringLiteral("WORKERS.md") << 30;
        QTest::newRow("operate") << QStringLiteral("OPERATE.md") << 30;
        QTest::newRow("secure") << QStringLiteral("SECURE.md") << 20;
    }
    void everyBlockOfAPageRuns()
    {
        QFETCH(QString, document);
        QFETCH(int, linesMin);
        if (QStandardPaths::findExecutable(QStringLiteral("curl")).isEmpty())
            QSKIP("curl is not installed");
        const QTemporaryDir folder;
        const HeldPort port;
        QString script = blocksOf(document, QStringLiteral("sh"));
        QVERIFY(script.count(QLatin1Char('\n')) > linesMin);
        script.replace(QStringLiteral("8420"), QString::number(port.number()));
        script.replace(QStringLiteral("/tmp/fairlead-first-hour"), folder.filePath(QStringLiteral("first-hour")));
        QProcess shell;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(
            QStringLiteral("PATH"), QStringLiteral(FAIRLEAD_BIN_DIR ":") + environment.value(QStringLiteral("PATH")));
        shell.setProcessEnvironment(environment);
        shell.setWorkingDirectory(folder.path());
        shell.setProcessChannelMode(QProcess::MergedChannels);
        // Ended from outside, it takes the engine with it.
        shell.start(QStringLiteral("bash"),
            {QStringLiteral("-euo"), QStringLiteral("pipefail"), QStringLiteral("-c"),
                QStringLiteral("trap 'kill $(jobs -p) 2>/dev/null || true' EXIT TERM\n") + script});
        if (!shell.waitForFinished(90'000)) {
            shell.terminate();
            shell.waitForFinished(5'000);
        }
        const QByteArray said = shell.readAll();
        QVERIFY2(shell.exitStatus() == QProcess::NormalExit && shell.exitCode() == 0, said);
        const QString sample =
            blocksOf(document, QStringLiteral("text")).replace(QStringLiteral("8420"), QString::number(port.number()));
        QVERIFY(!sample.isEmpty());
        const QString missing = missingLine(sample, normal(QString::fromUtf8(said)));
        QVERIFY2(missing.isEmpty(), qPrintable(missing + QStringLiteral(" is not in ") + QString::fromUtf8(said)));
    }
    void jobsAreEnqueuedFromEachLanguage_data()
    {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QStringList>("program");
        const auto row = [](const char *language, const QStringList &program) {
            QTest::newRow(language) << QString::fromLatin1(language) << program;
        };
        row("sh", {QStringLiteral("bash"), QStringLiteral("-ec")});
        row("python", {QStringLiteral("python3"), QStringLiteral("-c")});
        row("javascript", {QStringLiteral("node"), QStringLiteral("-e")});
    }
    void jobsAreEnqueuedFromEachLanguage()
    {
        QFETCH(QString, language);
        QFETCH(QStringList, program);
        if (QStandardPaths::findExecutable(program[0]).isEmpty())
            QSKIP("its program is not installed");
        const CliRig rig;
        QString text = blocksOf(QStringLiteral("ENQUEUE.md"), language);
        QVERIFY(!text.isEmpty());
        text.replace(QStringLiteral("8420"), QString::number(QUrl(rig.url()).port()));
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(program[0], {program[1], text});
        QVERIFY(process.waitForFinished(60'000));
        const QByteArray said = process.readAll();
        if (language == QLatin1String("javascript") && said.contains("fetch is not defined"))
            QSKIP("this node is too old for fetch");
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said);
        QCOMPARE(rig.run("job list --tenant acme --count").out, QByteArray("1\n"));
    }
};

QTEST_GUILESS_MAIN(DocumentsTest)
#include "documents_test.moc"
