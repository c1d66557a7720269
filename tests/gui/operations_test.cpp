// SPDX-License-Identifier: Apache-2.0
// Acts on many jobs, from the page of dead letters and the dock of operations.
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/acts/job_export.h"
#include "gui/models/operations_model.h"
#include "gui/pages/page.h"
#include "gui/window/toast.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QComboBox>
#include <QDialog>
#include <QDockWidget>
#include <QMenu>
#include <QPushButton>
#include <QtTest>

using namespace fairlead;

class OperationsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startMendEngine();
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_stage->window.show();
        m_engine->client().ask(EnqueueJobs::of(std::vector<NewJob>(40, mendJob("bad", "broken"))), [](const auto &) {});
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {40});
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(m_engine->client(), {}, {"t", "hold"}, std::move(answer));
        }));
        m_stage->window.openPage(PageId::Dead);
        QTRY_VERIFY(button("retryGroup")->isEnabled());
        QTRY_VERIFY(jobs()->currentIndex().isValid()); // its rows are there
        QCOMPARE(jobs()->model()->rowCount(), 40);
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void spreadRetryGoesOnInTheDockUntilItIsCancelled()
    {
        auto *spread = m_stage->window.findChild<QPushButton *>(QStringLiteral("spreadGroup"));
        spread->menu()->actions().last()->trigger(); // over an hour
        auto *dock = m_stage->window.findChild<QDockWidget *>(QStringLiteral("operations"));
        QTRY_VERIFY(dock->isVisible());
        auto *table = dock->findChild<QAbstractItemView *>();
        QTRY_COMPARE(table->model()->rowCount(), 1);
        QVERIFY(m_stage->window.actions().of(ActionId::Operations)->isChecked());
        QTRY_VERIFY(button("cancelOperation")->isEnabled());
        button("cancelOperation")->click();
        QTRY_VERIFY(m_stage->window.toast().text().contains(QStringLiteral("ended by hand")));
        QVERIFY(!button("cancelOperation")->isEnabled());
        QVERIFY(count(JobState::Dead) > 30);
        QCOMPARE(table->model()->index(0, OperationsModel::By).data().toString(), EngineActs::actor());
    }

    void chosenJobsAreDeletedAndComeBack()
    {
        jobs()->setFocus();
        jobs()->selectAll();
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Remove)->isEnabled());
        m_stage->window.actions().of(ActionId::Remove)->trigger();
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {0});
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Undo)->isEnabled());
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {40});
        QTRY_VERIFY(m_stage->window.toast().text().startsWith(QStringLiteral("Restored 40")));
    }

    void oneJobIsDeletedAndComesBack()
    {
        jobs()->setCurrentIndex(jobs()->model()->index(3, 0));
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Remove)->isEnabled());
        m_stage->window.actions().of(ActionId::Remove)->trigger();
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {39});
        QTRY_COMPARE(jobs()->model()->rowCount(), 39); // it is listed no more
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {40});
    }

    void wholeGroupIsDeletedOnlyAfterAQuestion()
    {
        button("deleteGroup")->click();
        QDialog *question = nullptr;
        QTRY_VERIFY((question = m_stage->window.findChild<QDialog *>(QStringLiteral("confirmDialog"))));
        QCOMPARE(count(JobState::Dead), std::int64_t {40});
        question->findChild<QPushButton *>(QStringLiteral("confirmGo"))->click();
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {0});
    }

    void lettersAreGroupedByTenantToo()
    {
        auto *by = m_stage->window.page(PageId::Dead)->findChild<QComboBox *>();
        by->setCurrentIndex(2);
        auto *groups = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("deadGroups"));
        QTRY_VERIFY(groups->model()->index(0, 0).data().toString().startsWith(QStringLiteral("bad – newest")));
        QTRY_COMPARE(jobs()->model()->rowCount(), 40);
    }

    void listIsExportedWhole()
    {
        const JobsModel *list = m_stage->window.page(PageId::Dead)->listedJobs();
        QVERIFY(list);
        const QString file = m_stage->folder.filePath(QStringLiteral("dead.csv"));
        auto *jobs = new JobExport(m_stage->guiClient, list->source(), file, nullptr);
        QSignalSpy finished(jobs, &JobExport::finished);
        jobs->start();
        QTRY_COMPARE(finished.count(), 1);
        QFile written(file);
        QVERIFY(written.open(QIODevice::ReadOnly));
        const QList<QByteArray> lines = written.readAll().trimmed().split('\n');
        QCOMPARE(lines.size(), 41);
        QVERIFY2(lines.last().contains("dead,mend,bad,"), lines.last().constData());
        QVERIFY2(lines.last().contains("the payload is broken at line 1"), lines.last().constData());
    }

private:
    std::int64_t count(JobState state) { return countOf(m_stage->feed.snapshot().status.counts, state); }
    QAbstractButton *button(const char *name)
    {
        return m_stage->window.findChild<QAbstractButton *>(QString::fromLatin1(name));
    }
    QAbstractItemView *jobs() { return m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("deadJobs")); }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(OperationsTest)
#include "operations_test.moc"
