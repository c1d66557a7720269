// SPDX-License-Identifier: Apache-2.0
// The log of a run at the command line.
#include "tests/support/cli_rig.h"

using namespace fairlead;

class LogTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void linesOfARunAreShownAndFollowed()
    {
        CliRig rig;
        rig.write("fairlead.toml",
            rig.config()
                + "[queue.talks]\nhandler = { kind = \"process\", command = [\"sh\", \"-c\", \"echo one; echo two >&2; "
                  "exit 65\"] }\n");
        QCOMPARE(rig.run("config reload").code, 0);
        const QString id = rig.add("talks");
        QTRY_COMPARE_WITH_TIMEOUT(rig.stateOf(id), QStringLiteral("dead"), 30'000);
        const CliRun shown = rig.run("job log {}", id);
        QVERIFY2(shown.code == 0, shown.err);
        QCOMPARE(shown.out, QByteArray("one\ntwo\n"));
        QCOMPARE(rig.run("job log {} --follow --attempt 1", id).out, QByteArray("one\ntwo\n"));
        QCOMPARE(rig.run("job log {} --after 4", id).out, QByteArray("two\n"));
        QCOMPARE(rig.run("job log {} --json", id).member("head"), QStringLiteral("one\ntwo\n"));
        QCOMPARE(rig.run("job log {} --attempt 2", id).code, 1);
    }
};

QTEST_GUILESS_MAIN(LogTest)
#include "log_test.moc"
