// SPDX-License-Identifier: Apache-2.0
// What an embedding program hears of runs, under a turned clock. The test is the workers.
#include "tests/support/dispatch_rig.h"

#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

class ReportTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void runIsReportedWithItsWaitAndItsTime()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        const JobId first = rig.enqueue(aJob("q", "acme"));
        const JobId second = rig.enqueue(aJob("q", "acme"));
        rig.advance(3s);
        rig.end(rig.take(), Succeeded {}, 700us);
        QCOMPARE(rig.reports.size(), std::size_t {3});
        const RunReport &end = rig.reports[1];
        QCOMPARE(end.event.kind, EventKind::JobSucceeded);
        QCOMPARE(end.event.job.value(), first);
        QCOMPARE(end.event.queue->text() + " of " + end.event.tenant->text(), std::string("q of acme"));
        QCOMPARE(end.worker, std::string("worker-0"));
        QVERIFY(end.took == 700us && !end.waited);
        const RunReport &start = rig.reports[2];
        QCOMPARE(start.event.kind, EventKind::JobStarted);
        QCOMPARE(start.event.job.value(), second);
        QVERIFY(start.waited == std::optional<Microseconds>(3s));
        QCOMPARE(start.event.attempt, 1);
    }
    void everyEndHasItsKind_data()
    {
        QTest::addColumn<int>("outcome");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("text");
        const auto row = [](const char *name, int outcome, EventKind kind, const char *text) {
            QTest::newRow(name) << outcome << static_cast<int>(kind) << QString::fromLatin1(text);
        };
        row("failed", 0, EventKind::JobFailed, "timeout");
        row("rejected", 1, EventKind::JobDead, "gone");
        row("snoozed", 2, EventKind::JobSnoozed, "");
        row("released", 3, EventKind::JobReleased, "");
        row("cancelled", 4, EventKind::JobCancelled, "");
        row("late", 5, EventKind::JobExpired, "");
    }
    void everyEndHasItsKind()
    {
        QFETCH(int, outcome);
        QFETCH(int, kind);
        QFETCH(QString, text);
        const std::vector<Outcome> outcomes {Failed {"timeout", "", {}}, Rejected {"gone", ""}, Snoozed {1s},
            Released {}, RunCancelled {}, DeadlineMissed {}};
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue();
        rig.end(rig.take(), outcomes[static_cast<std::size_t>(outcome)]);
        const Event &event = rig.reports.at(1).event;
        QCOMPARE(static_cast<int>(event.kind), kind);
        QCOMPARE(event.text, text.toStdString());
    }
    void nothingIsReportedBeforeItIsOnDisk()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue();
        rig.queue.isHeld = true;
        rig.end(rig.take());
        QCOMPARE(rig.reports.size(), std::size_t {1});
        rig.queue.letGo();
        rig.home->runAll();
        QCOMPARE(rig.reports.size(), std::size_t {2});
    }
    void runWhoseLeaseWasLostIsNotReported()
    {
        DispatchRig rig(oneQueue());
        rig.start();
        rig.enqueue();
        const DispatchRig::Delivered given = rig.take();
        const FinishRequest other {given.run->job.seq, given.run->token, {}};
        must(must(rig.store.jobs().finish({&other, 1}, rig.clock.now())).front());
        rig.end(given);
        QCOMPARE(rig.reports.size(), std::size_t {1});
    }
    void workerTellsWhatItRetriedAndWhatWaitsInItsMailbox()
    {
        DispatchRig rig(oneQueue([](QueueSettings &queue) { queue.mailbox = 3; }));
        rig.start();
        for (int i = 0; i < 3; ++i)
            rig.enqueue();
        rig.end(rig.take(), Failed {"f", "", {}});
        const auto view = rig.dispatcher().snapshot(DispatchSnapshot::With::Workers).workerViews.at(0);
        QCOMPARE(view.processed, 1);
        QCOMPARE(view.failed, 1);
        QCOMPARE(view.retried, 1);
        QCOMPARE(view.mailbox, 1);
    }
};
QTEST_APPLESS_MAIN(ReportTest)
#include "report_test.moc"
