// SPDX-License-Identifier: Apache-2.0
// Files, pipes and payloads that fairleadctl reads.
#include "tests/support/cli_rig.h"

#include <sys/stat.h>

using namespace fairlead;

class InputTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<CliRig> m_rig;

private Q_SLOTS:
    void init() { m_rig = std::make_unique<CliRig>(); }
    void cleanup() { m_rig.reset(); }

    void payloadComesFromAFileByteForByte()
    {
        const QByteArray bytes("\0\xff\x1b[31m\n", 8);
        const QString id =
            QString::fromLatin1(m_rig->run("job add echo --payload-file {}", m_rig->write("p.bin", bytes)).out)
                .trimmed();
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("succeeded"), 30'000);
        QCOMPARE(m_rig->run("job result {}", id).out, bytes);
        QVERIFY(!m_rig->run("job show {}", id).outHas("\x1b"));
    }
    void manyJobsComeFromAFile()
    {
        QByteArray lines;
        for (int i = 0; i < 2500; ++i)
            lines +=
                "{\"queue\":\"held\",\"delay\":\"1h\",\"tags\":[\"bulk\"]}\n" + QByteArray(i % 100 == 0 ? "\r\n" : "");
        const CliRun run = m_rig->run("job add --from {}", m_rig->write("jobs.jsonl", lines));
        QCOMPARE(run.code, 0);
        QCOMPARE(run.out, QByteArray("2500 jobs accepted\n"));
        const CliRun piped = m_rig->run("job add --from - --json", {}, "{\"queue\":\"held\",\"delay\":\"1h\"}");
        QCOMPARE(piped.json()[QStringLiteral("count")].toInt(), 1);
        const CliRun many = m_rig->run("job add held --delay 1h --count 1500 --json");
        QCOMPARE(many.json()[QStringLiteral("count")].toInt(), 1500);
        QCOMPARE(m_rig->run("status --json").json()[QStringLiteral("enqueued")].toInt(), 4001);
    }
    void aRefusalSaysHowManyJobsWereTaken()
    {
        QCOMPARE(m_rig->run("tenant set small --max-depth 5").code, 0);
        const CliRun run = m_rig->run("job add held --delay 1h --tenant small --count 8");
        QCOMPARE(run.code, 1);
        QVERIFY2(run.errHas("5 of 8 jobs were accepted"), run.err);
        QCOMPARE(m_rig->run("job list --tenant small --count").out, QByteArray("5\n"));
    }
    void faultsInAFileAreNamedByLine_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("part");
        QTest::newRow("no JSON") << QByteArray("{\"queue\":") << QByteArray("column 10");
        QTest::newRow("two jobs") << QByteArray("{\"queue\":\"held\"},{\"queue\":\"held\"}") << QByteArray("column 17");
        QTest::newRow("unknown queue") << QByteArray("{\"queue\":\"nowhere\"}") << QByteArray("nowhere");
        QTest::newRow("unknown member") << QByteArray("{\"queue\":\"held\",\"dealy\":\"1h\"}") << QByteArray("'dealy'");
    }
    void faultsInAFileAreNamedByLine()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, part);
        const QByteArray good = "{\"queue\":\"held\",\"delay\":\"1h\"}\n";
        const CliRun run = m_rig->run("job add --from -", {}, good + "\n" + good + line + "\n" + good);
        QCOMPARE(run.code, 1);
        QVERIFY2(run.errHas("line 4: ") && run.err.contains(part), run.err);
        QVERIFY2(run.errHas("2 jobs were accepted: all lines up to 4, but for those named"), run.err);
        QVERIFY(run.out.isEmpty());
        QCOMPARE(m_rig->run("job list --queue held --count").out, QByteArray("2\n"));
        const CliRun on = m_rig->run("job add --keep-going --from -", {}, good + "\n" + good + line + "\n" + good);
        QCOMPARE(on.code, 1);
        QVERIFY2(on.errHas("line 4: ") && on.errHas("3 jobs were accepted: all lines up to 5, but for those"), on.err);
        QCOMPARE(m_rig->run("job list --queue held --count").out, QByteArray("5\n"));
    }
    void largeLinesGoInSmallRequests()
    {
        const QByteArray line =
            "{\"queue\":\"held\",\"delay\":\"1h\",\"payload\":\"" + QByteArray(900'000, 'x') + "\"}\n";
        const CliRun run = m_rig->run("job add --from -", {}, line.repeated(80));
        QVERIFY2(run.code == 0, run.err);
        QCOMPARE(run.out, QByteArray("80 jobs accepted\n"));
    }
    void payloadsThatCannotBeReadAreFaults()
    {
        const QTemporaryDir folder;
        const QString pipe = folder.filePath(QStringLiteral("pipe")); // without a writer
        QCOMPARE(mkfifo(qPrintable(pipe), 0600), 0);
        for (const QString &file : {pipe, QStringLiteral("/tmp"), QStringLiteral("/proc/self/mem"),
                 QStringLiteral("/dev/zero"), QStringLiteral("/no/such/file")}) {
            for (const char *line : {"job add held --payload-file {}", "job add --from {}"}) {
                const CliRun run = m_rig->run(line, file);
                QCOMPARE(run.code, 1);
                QVERIFY2(run.out.isEmpty() && !run.err.isEmpty(), run.err);
            }
        }
        QCOMPARE(m_rig->run("status --json").json()[QStringLiteral("enqueued")].toInt(), 0);
    }
    void whatIsNoDatabaseIsNotRecovered()
    {
        for (const char *line : {"recover {}", "recover --yes {}"}) {
            const CliRun run = m_rig->run(line, m_rig->write("no.db", "hello"));
            QVERIFY2(run.code == 1 && run.out.isEmpty() && run.errHas("is not an SQLite database"), run.err);
        }
    }
    void aPayloadComesFromStandardInput()
    {
        const QStringList words {QStringLiteral("job"), QStringLiteral("add"), QStringLiteral("echo")};
        const auto resultOf = [&](const QStringList &more, const QByteArray &input) {
            const CliRun added = m_rig->runWords(words + more, input);
            const QString id = QString::fromLatin1(added.out).trimmed();
            [&] { QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("succeeded"), 30'000); }();
            return m_rig->run("job result {}", id).out;
        };
        QCOMPARE(resultOf({QStringLiteral("--payload"), QStringLiteral("-")}, "{\"n\":1}"), QByteArray("{\"n\":1}"));
        QCOMPARE(resultOf({QStringLiteral("--payload-file"), QStringLiteral("-")}, "\x01\xff"), QByteArray("\x01\xff"));
        QCOMPARE(resultOf({QStringLiteral("--content-type"), QStringLiteral("text/plain"), QStringLiteral("--payload"),
                              QStringLiteral("{bad")},
                     {}),
            QByteArray("{bad"));
        QCOMPARE(m_rig->run("job add echo --payload -", {}, "{bad").code, 64);
    }
};

QTEST_GUILESS_MAIN(InputTest)
#include "input_test.moc"
