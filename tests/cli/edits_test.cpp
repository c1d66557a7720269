// SPDX-License-Identifier: Apache-2.0
// The commands that change a job, against a running engine.
#include "tests/support/cli_rig.h"

using namespace fairlead;

class EditsTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<CliRig> m_rig;

    /// Makes $EDITOR a script; $1 is the file.
    void useEditor(const QByteArray &script)
    {
        qunsetenv("VISUAL");
        qputenv("EDITOR", "sh " + m_rig->write("editor.sh", script).toUtf8());
    }
    QJsonObject shown(const QString &id) const { return m_rig->run("job show {} --json", id).json(); }

private Q_SLOTS:
    void init() { m_rig = std::make_unique<CliRig>(); }
    void cleanup()
    {
        qunsetenv("EDITOR");
        m_rig.reset();
    }

    void tagsAreAddedAndRemoved()
    {
        const QString job = m_rig->add("echo --delay 1h --tag a --tag b");
        const CliRun run = m_rig->run("job tag {} --add c --add d --remove a --json", job);
        QVERIFY2(run.code == 0, run.err);
        QCOMPARE(run.member("id"), job);
        QCOMPARE(run.json()[QStringLiteral("tags")].toArray(),
            (QJsonArray {QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
        QCOMPARE(m_rig->run("job list --tag c --count").out, QByteArray("1\n"));
        QCOMPARE(m_rig->run("job list --tag a --count").out, QByteArray("0\n"));
        QCOMPARE(m_rig->run("job tag {}", job).code, 64); // nothing to change
    }
    void aWaitingJobIsEditedAndDuplicated()
    {
        const QString old = m_rig->add("echo --delay 1h --payload 1 --unique one --tag a");
        const CliRun run = m_rig->run("job edit {} --payload 2 --priority high --tag b --tag c --json", old);
        QVERIFY2(run.code == 0, run.err);
        QCOMPARE(m_rig->stateOf(old), QStringLiteral("cancelled"));
        const CliRun shown = m_rig->run("job show {} --json", run.member("id"));
        QCOMPARE(shown.member("parent"), old);
        QCOMPARE(shown.member("state"), QStringLiteral("scheduled"));
        QCOMPARE(shown.member("unique"), QStringLiteral("one"));
        QCOMPARE(shown.member("priority"), QStringLiteral("high"));
        QCOMPARE(shown.json()[QStringLiteral("payload")].toInt(), 2);
        QCOMPARE(shown.json()[QStringLiteral("tags")].toArray().size(), 2);
        QCOMPARE(m_rig->run("job edit {} --priority low", old).code, 1); // it has ended
        QCOMPARE(m_rig->run("job edit {}", old).code, 64); // nothing to change
        const CliRun twin = m_rig->run("job duplicate {} --priority low --json", run.member("id"));
        QVERIFY2(twin.code == 0, twin.err);
        QVERIFY(twin.member("id") != run.member("id"));
        const CliRun twinShown = m_rig->run("job show {} --json", twin.member("id"));
        QCOMPARE(twinShown.json()[QStringLiteral("payload")].toInt(), 2);
        QCOMPARE(twinShown.member("priority"), QStringLiteral("low"));
    }
    void aPayloadIsEditedInTheEditor()
    {
        const QString old = m_rig->add("echo --delay 1h --payload 41 --tag a");
        useEditor("test \"$(cat \"$1\")\" = 41 && echo 42 > \"$1\"\n");
        const CliRun run = m_rig->run("job edit {} --editor --priority high --json", old);
        QVERIFY2(run.code == 0, run.err);
        QCOMPARE(m_rig->stateOf(old), QStringLiteral("cancelled"));
        const QJsonObject job = shown(run.member("id"));
        QCOMPARE(job[QStringLiteral("payload")].toInt(), 42);
        QCOMPARE(job[QStringLiteral("priority")].toString(), QStringLiteral("high"));
    }
    void anUnchangedTextDoesNothing()
    {
        const QString job = m_rig->add("echo --delay 1h --payload 41");
        useEditor("echo 41 > \"$1\"\n"); // adds a line end, as vi does
        const CliRun run = m_rig->run("job edit {} --editor", job);
        QCOMPARE(run.code, 0);
        QVERIFY2(run.out.isEmpty() && run.errHas("nothing was changed"), run.err);
        QCOMPARE(m_rig->stateOf(job), QStringLiteral("scheduled"));
    }
    void aFaultOfTheJsonIsNamedByLineAndColumn()
    {
        const QString job = m_rig->add("echo --delay 1h --payload 41");
        useEditor("printf '{\\n  \"a\": x\\n}' > \"$1\"\n");
        const CliRun run = m_rig->run("job edit {} --editor", job);
        QCOMPARE(run.code, 1);
        QVERIFY2(run.errHas("line 2") && run.errHas("column 8") && run.errHas("kept in"), run.err);
        const QString kept =
            QString::fromUtf8(run.err).section(QStringLiteral("kept in "), 1).section(QLatin1Char('\n'), 0, 0);
        QVERIFY2(QFile::remove(kept), qPrintable(kept));
        QCOMPARE(m_rig->stateOf(job), QStringLiteral("scheduled"));
    }
    void anEditorThatFailsChangesNothing()
    {
        const QString job = m_rig->add("echo --delay 1h --payload 41");
        useEditor("echo 42 > \"$1\"; exit 3\n");
        const CliRun run = m_rig->run("job edit {} --editor", job);
        QCOMPARE(run.code, 1);
        QVERIFY2(run.errHas("failed; nothing was changed"), run.err);
        QCOMPARE(m_rig->stateOf(job), QStringLiteral("scheduled"));
    }
};

QTEST_GUILESS_MAIN(EditsTest)
#include "edits_test.moc"
