// SPDX-License-Identifier: Apache-2.0
// What an engine records, at the command line: events, acts, marks, alerts and the lines of runs.
#include "tests/support/cli_rig.h"

using namespace fairlead;

class RecordsTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<CliRig> m_rig;

private Q_SLOTS:
    void init() { m_rig = std::make_unique<CliRig>(); }
    void cleanup() { m_rig.reset(); }

    void eventsAreListedFromANumberOn()
    {
        const QString id = m_rig->add("echo --tenant acme");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("succeeded"), 60'000);
        const CliRun newest = m_rig->run("events");
        QCOMPARE(newest.code, 0);
        QVERIFY(newest.outHas("engine.started") && newest.outHas("job.succeeded") && newest.outHas("tenant=acme"));
        QVERIFY(newest.out.contains("job=" + id.toUtf8()));
        QCOMPARE(m_rig->run("events --since 0").out, newest.out);
        const QByteArray rest = m_rig->run("events --since 2").out;
        QCOMPARE(rest.count('\n'), 2);
        QVERIFY(rest.contains("job.started") && !rest.contains("job.accepted"));
        QCOMPARE(m_rig->run("events --since 0 --queue held").out, QByteArray());
        QCOMPARE(m_rig->run("events --json").json()[QStringLiteral("next")].toInt(), 4);
        QCOMPARE(m_rig->run("events --since 99").code, 1);
        QCOMPARE(m_rig->run("events --since x").code, 64);
    }
    void actsAreListedAndTheirChainIsChecked()
    {
        QVERIFY(m_rig->run("audit verify").outHas("0 entries checked, 0 problems; head none"));
        QCOMPARE(m_rig->run("queue pause held --reason lunch").code, 0);
        QCOMPARE(m_rig->run("queue resume held").code, 0);
        const CliRun list = m_rig->run("audit list");
        QCOMPARE(list.code, 0);
        QVERIFY(list.outHas("queue held") && list.outHas("tester: lunch") && list.outHas("resume"));
        const CliRun first = m_rig->run("audit list --limit 1");
        QVERIFY(first.outHas("resume") && !first.outHas("lunch") && first.errHas("--cursor 2"));
        QVERIFY(m_rig->run("audit list --cursor 2").outHas("lunch"));
        QVERIFY(m_rig->run("audit verify").outHas("2 entries checked, 0 problems; head "));
        const QJsonObject report = m_rig->run("audit verify --json").json();
        QCOMPARE(report[QStringLiteral("entries_checked")].toInt(), 2);
        QVERIFY(report[QStringLiteral("ok")].toBool());
        QVERIFY(m_rig->run("queue pause nowhere").code != 0); // a refused act is one line, with its outcome
        const CliRun refused = m_rig->run("audit list");
        QCOMPARE(refused.out.count('\n'), 4); // the titles, and three acts
        QVERIFY(refused.outHas("queue nowhere") && refused.outHas("; refused: ") && !refused.outHas("entry 3"));
        QVERIFY(m_rig->run("audit verify").outHas("4 entries checked, 0 problems; head "));
    }
    void marksAreKeptAndListed()
    {
        const CliRun mark = m_rig->run("mark deploy-1.4");
        QCOMPARE(mark.code, 0);
        QVERIFY(mark.outHas("note") && mark.outHas("deploy-1.4"));
        const CliRun marks = m_rig->run("marks");
        QCOMPARE(marks.code, 0);
        QVERIFY(marks.outHas("deploy-1.4") && marks.outHas("started"));
        QVERIFY(!m_rig->run("marks --limit 1").outHas("started"));
        QCOMPARE(m_rig->run("mark").code, 64);
        QVERIFY(m_rig->run("audit list").outHas("deploy-1.4"));
    }
    void alertsAreSetUpAndListed()
    {
        QVERIFY(m_rig->run("alert add waits oldest_job --above 300 --for 2m -q held").outHas("5 min"));
        QVERIFY(m_rig->run("alert change waits --above 600").outHas("10 min"));
        QVERIFY(m_rig->run("alerts").outHas("waits") && m_rig->run("alert remove waits").code == 0);
        QCOMPARE(m_rig->run("alert change waits").code, 64); // nothing to change
    }
    void linesOfARunAreShownAndFollowed()
    {
        m_rig->write("fairlead.toml",
            m_rig->config()
                + "[queue.talks]\nhandler = { kind = \"process\", command = [\"sh\", \"-c\", \"echo one; echo two >&2; "
                  "exit 65\"] }\n");
        QCOMPARE(m_rig->run("config reload").code, 0);
        const QString id = m_rig->add("talks");
        QTRY_COMPARE_WITH_TIMEOUT(m_rig->stateOf(id), QStringLiteral("dead"), 30'000);
        const CliRun shown = m_rig->run("job log {}", id);
        QVERIFY2(shown.code == 0, shown.err);
        QCOMPARE(shown.out, QByteArray("one\ntwo\n"));
        QCOMPARE(m_rig->run("job log {} --follow --attempt 1", id).out, QByteArray("one\ntwo\n"));
        QCOMPARE(m_rig->run("job log {} --after 4", id).out, QByteArray("two\n"));
        QCOMPARE(m_rig->run("job log {} --json", id).member("head"), QStringLiteral("one\ntwo\n"));
        QCOMPARE(m_rig->run("job log {} --attempt 2", id).code, 1);
    }
};

QTEST_GUILESS_MAIN(RecordsTest)
#include "records_test.moc"
