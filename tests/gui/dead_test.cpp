// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "gui/acts/deadline_dialog.h"
#include "gui/models/dead_groups_model.h"
#include "gui/pages/page.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QAbstractButton>
#include <QPushButton>
#include <QRadioButton>
#include <QTableView>
#include <QtTest>

using namespace fairlead;

namespace {
NewJob traced(const std::string &frame, const std::string &error)
{
    return mendJob("acme",
        "Traceback (most recent call last):\n  File \"/app/" + frame + ".py\", line 3, in f\n    f()\n" + error + "\n");
}

NewJob lateJob()
{
    NewJob job = mendJob("late", "1");
    job.deadline = Microseconds {1};
    return job;
}
} // namespace

class DeadTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void titlesOfGroupsSayTheException_data() { addHands(); }
    void titlesOfGroupsSayTheException()
    {
        QFETCH(bool, isByKeys);
        const auto engine = startMendEngine();
        QVERIFY(askAndWait(engine->client(),
            EnqueueJobs::of({traced("a", "ValueError: no page 17"), traced("b", "ValueError: no page 18"),
                traced("a", "\x1b[31mKeyError\x1b[0m: 'x'")})));
        GuiStage stage(*engine);
        stage.window.show();
        const auto dead = [&stage] { return countOf(stage.feed.snapshot().status.counts, JobState::Dead); };
        QTRY_COMPARE_WITH_TIMEOUT(dead(), std::int64_t {3}, 20'000);
        stage.window.openPage(PageId::Dead);
        const auto titles = [&stage] {
            QStringList found;
            const QAbstractItemModel *groups = table(stage, "deadGroups")->model();
            for (int row = 0; row < groups->rowCount(); ++row)
                found.append(groups->index(row, DeadGroupsModel::Problem).data().toString());
            found.sort();
            return found;
        };
        QTRY_COMPARE_WITH_TIMEOUT(titles().size(), 2, 20'000);
        QCOMPARE(titles().front(), QStringLiteral("KeyError: 'x'"));
        QVERIFY(titles().back().startsWith(QStringLiteral("ValueError: no page 1")));
        // Each leads to its own letters.
        QTableView *groups = table(stage, "deadGroups");
        const auto letters = [&stage] { return table(stage, "deadJobs")->model()->rowCount(); };
        QTRY_COMPARE(letters(), 2); // of the largest
        if (isByKeys) {
            groups->setFocus();
            QTest::keyClick(groups, Qt::Key_Down);
        } else {
            clickCell(*groups, rowWith(*groups, "KeyError: 'x'"));
        }
        QTRY_COMPARE(letters(), 1);
    }

    void expiredJobsAreRetriedWithoutTheirDeadlineByKeyboard()
    {
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        const std::vector<JobId> late = expired(*engine, stage, 3);
        QCOMPARE(late.size(), std::size_t {3});
        QPushButton *retry = stage.window.findChild<QPushButton *>(QStringLiteral("retryGroup"));
        QTRY_VERIFY_WITH_TIMEOUT(retry->isEnabled(), 20'000);
        retry->setFocus();
        QTest::keyClick(retry, Qt::Key_Space);
        QTRY_VERIFY_WITH_TIMEOUT(dialogOf(stage), 20'000);
        QTest::keyClick(dialogOf(stage), Qt::Key_Return);
        for (const JobId &id : late) {
            QTRY_COMPARE_WITH_TIMEOUT(recordOf(*engine, id).state, JobState::Succeeded, 20'000);
            QVERIFY(!recordOf(*engine, id).job.spec.deadline);
        }
    }

    void oneExpiredJobGetsANewDeadlineByMouse()
    {
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        const std::vector<JobId> late = expired(*engine, stage, 1);
        QCOMPARE(late.size(), std::size_t {1});
        auto *one = stage.window.findChild<QAbstractButton *>(QStringLiteral("retryShown"));
        QTRY_VERIFY_WITH_TIMEOUT(one->isVisible() && one->isEnabled(), 20'000);
        QTest::mouseClick(one, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(dialogOf(stage), 20'000);
        QCOMPARE(recordOf(*engine, late.front()).state, JobState::Expired); // nothing was done yet
        auto *another = dialogOf(stage)->findChild<QRadioButton *>(QStringLiteral("newDeadline"));
        QTest::mouseClick(another, Qt::LeftButton, {}, QPoint(8, another->height() / 2));
        QVERIFY(another->isChecked());
        auto *go = dialogOf(stage)->findChild<QPushButton *>(QStringLiteral("retryWithDeadline"));
        QTest::mouseClick(go, Qt::LeftButton);
        QTRY_COMPARE_WITH_TIMEOUT(recordOf(*engine, late.front()).state, JobState::Succeeded, 20'000);
        const JobRecord record = recordOf(*engine, late.front());
        QVERIFY(record.job.spec.deadline > record.finishedAt);
    }

private:
    static QTableView *table(GuiStage &stage, const char *name)
    {
        return stage.window.findChild<QTableView *>(QString::fromLatin1(name));
    }
    static DeadlineDialog *dialogOf(GuiStage &stage) { return stage.window.findChild<DeadlineDialog *>(); }
    static JobRecord recordOf(RunningEngine &engine, const JobId &id)
    {
        const auto record = askAndWait(engine.client(), FindJob {id});
        return record ? *record : JobRecord {};
    }
    /// Hands in jobs that expire at once, and shows their group and the first of them.
    static std::vector<JobId> expired(RunningEngine &engine, GuiStage &stage, std::size_t count)
    {
        const auto receipts = askAndWait(engine.client(), EnqueueJobs::of(std::vector<NewJob>(count, lateJob())));
        std::vector<JobId> ids;
        for (std::size_t at = 0; receipts && at < receipts->size(); ++at) {
            if (receipts->at(at))
                ids.push_back(receipts->at(at)->id);
        }
        stage.window.show();
        stage.window.openPage(PageId::Dead);
        const auto listed = [&stage] { return table(stage, "deadJobs")->model()->rowCount(); };
        const bool areThere = QTest::qWaitFor([&] { return listed() == static_cast<int>(count); }, 20'000);
        return areThere ? ids : std::vector<JobId> {};
    }
};

QTEST_MAIN(DeadTest)
#include "dead_test.moc"
