// SPDX-License-Identifier: Apache-2.0
// Acts hit the jobs that are shown, are taken back whole, and leave nothing else chosen.
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/look/shown.h"
#include "gui/models/events_model.h"
#include "gui/models/tenants_model.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/jobs_page.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "gui/window/toast.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

using namespace fairlead;

class ActsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startMendEngine();
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_stage->window.show();
        QApplication::setActiveWindow(&m_stage->window);
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
        QTRY_VERIFY(m_stage->feed.hasData());
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void jumpToAnIdListsThatJobAndActsHitIt_data() { addHands(); }
    void jumpToAnIdListsThatJobAndActsHitIt()
    {
        QFETCH(bool, isByKeys);
        const std::vector<JobId> ids = schedule(3);
        openJobs(3);
        clickCell(*jobs(), jobs()->model()->index(0, 0)); // another one
        QTRY_COMPARE(selected().size(), std::size_t {1});
        QVERIFY(selected().front().job.id != ids.front());
        if (isByKeys)
            press(Qt::Key_L, Qt::ControlModifier);
        else
            QTest::mouseClick(m_stage->window.findChild<QLineEdit *>(QStringLiteral("jobsFilter")), Qt::LeftButton);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("jobsFilter"));
        QTest::keyClicks(QApplication::focusWidget(), QString::fromStdString(ids.front().text()));
        const JobPanel &panel = m_stage->window.inspector().job();
        QTRY_VERIFY(panel.record() && panel.record()->job.id == ids.front());
        QCOMPARE(jobs()->model()->rowCount(), 1);
        QCOMPARE(selected().size(), std::size_t {1});
        QVERIFY(selected().front().job.id == ids.front());
        if (isByKeys) {
            jobs()->setFocus();
            press(Qt::Key_Delete, Qt::ShiftModifier);
        } else {
            auto *button = panel.findChild<QAbstractButton *>(QStringLiteral("deleteShown"));
            QTRY_VERIFY(button->isEnabled());
            QTest::mouseClick(button, Qt::LeftButton);
        }
        agree(isByKeys);
        QTRY_COMPARE(count(JobState::Scheduled), std::int64_t {2});
        QVERIFY(!isKept(ids.at(0)));
        QVERIFY(isKept(ids.at(1)) && isKept(ids.at(2)));
    }

    void jumpFindsTheJobInAnyStateAndScope()
    {
        const std::vector<JobId> ids = schedule(2);
        m_stage->window.scope().set({.queue = {}, .tenant = TenantName::trusted("nobody")});
        m_stage->window.openPage(PageId::Jobs);
        auto *page = static_cast<JobsPage *>(m_stage->window.page(PageId::Jobs));
        page->setState(JobState::Dead);
        m_stage->window.findChild<QLineEdit *>(QStringLiteral("jobsFilter"))
            ->setText(QString::fromStdString(ids.back().text()));
        QTRY_COMPARE(jobs()->model()->rowCount(), 1);
        QTRY_COMPARE(selected().size(), std::size_t {1});
        const std::vector<FilterTerm> terms = page->findChild<FilterBar *>()->terms();
        QVERIFY(FilterGrammar::wholeId(terms) == ids.back());
    }

    void buttonBesideOneJobActsOnOne()
    {
        enqueue(std::vector<NewJob>(20, mendJob("bad", "broken")));
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {20});
        hold();
        m_stage->window.openPage(PageId::Dead);
        auto *table = m_stage->window.findChild<QTableView *>(QStringLiteral("deadJobs"));
        QTRY_COMPARE(selected().size(), std::size_t {1}); // the first one
        QCOMPARE(table->model()->rowCount(), 20);
        table->setFocus();
        press(Qt::Key_A, Qt::ControlModifier);
        QTRY_COMPARE(selected().size(), std::size_t {20});
        const auto *chosen = chosenButton("retryChosen");
        QVERIFY(chosen->isVisible());
        QVERIFY2(chosen->text().endsWith(QStringLiteral("20")), qPrintable(chosen->text()));
        const JobPanel &panel = m_stage->window.inspector().job();
        auto *one = panel.findChild<QAbstractButton *>(QStringLiteral("retryShown"));
        QTRY_VERIFY(panel.record() && one->isEnabled());
        const JobId acted = panel.record()->job.id;
        QTest::mouseClick(one, Qt::LeftButton);
        QTRY_COMPARE(count(JobState::Ready), std::int64_t {1});
        QCOMPARE(count(JobState::Dead), std::int64_t {19});
        QTRY_VERIFY(panel.record() && panel.record()->job.id == acted && panel.record()->state == JobState::Ready);
    }

    void deletedReadyJobsAreReadyAgainAfterUndo_data() { addHands(); }
    void deletedReadyJobsAreReadyAgainAfterUndo()
    {
        QFETCH(bool, isByKeys);
        hold();
        enqueue(std::vector<NewJob>(20, mendJob("acme", "1")));
        QTRY_COMPARE(count(JobState::Ready), std::int64_t {20});
        openJobs(20);
        if (isByKeys) {
            jobs()->setFocus();
            press(Qt::Key_A, Qt::ControlModifier);
        } else {
            clickCell(*jobs(), jobs()->model()->index(0, 0));
            clickCell(*jobs(), jobs()->model()->index(19, 0), Qt::ShiftModifier);
        }
        QTRY_COMPARE(selected().size(), std::size_t {20});
        if (isByKeys)
            press(Qt::Key_Delete, Qt::ShiftModifier);
        else
            clickChosen("deleteChosen");
        QTRY_VERIFY(question()); // a deletion that cancels is not taken back whole
        const auto *text = question()->findChild<QLabel *>();
        QVERIFY2(text->text().contains(QStringLiteral("20 of them wait")), qPrintable(text->text()));
        agree(isByKeys);
        QTRY_COMPARE(count(JobState::Ready), std::int64_t {0});
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Undo)->isEnabled());
        QApplication::setActiveWindow(&m_stage->window);
        if (isByKeys)
            press(Qt::Key_Z, Qt::ControlModifier);
        else
            QTest::mouseClick(m_stage->window.toast().findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_COMPARE(count(JobState::Ready), std::int64_t {20});
        QCOMPARE(count(JobState::Cancelled), std::int64_t {0});
        QTRY_COMPARE(jobs()->model()->rowCount(), 20);
        // In the log that is one line for each kind of act.
        m_stage->window.openPage(PageId::Events);
        const QAbstractItemModel &log =
            *m_stage->window.findChild<QTableView *>(QStringLiteral("eventsTable"))->model();
        for (const char *act : {"job.restore", "job.retry"}) {
            const auto lines = [&log, act] {
                return log.match(
                    log.index(0, EventsModel::What), Qt::DisplayRole, QLatin1String(act), -1, Qt::MatchContains);
            };
            const auto about = [&lines] {
                return lines().isEmpty() ? QString()
                                         : lines().front().siblingAtColumn(EventsModel::About).data().toString();
            };
            QTRY_VERIFY2(about().startsWith(QStringLiteral("20 ")), qPrintable(about()));
            QCOMPARE(lines().size(), 1);
        }
    }

    void aWaitingJobIsEditedInTheWindow_data() { addHands(); }
    void aWaitingJobIsEditedInTheWindow()
    {
        QFETCH(bool, isByKeys);
        const JobId old = schedule(1).front();
        openJobs(1);
        jobs()->setFocus();
        jobs()->setCurrentIndex(jobs()->model()->index(0, 0));
        const JobPanel &panel = m_stage->window.inspector().job();
        auto *button = panel.findChild<QAbstractButton *>(QStringLiteral("editRetryShown"));
        QTRY_VERIFY(panel.record() && panel.record()->job.id == old && button->isEnabled());
        QVERIFY2(!button->text().contains(QStringLiteral("retry")), qPrintable(button->text()));
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::EditRetry)->isEnabled());
        if (isByKeys)
            press(Qt::Key_E, Qt::ControlModifier);
        else
            QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(m_stage->window.findChild<QDialog *>(QStringLiteral("editRetryDialog")));
        auto *dialog = m_stage->window.findChild<QDialog *>(QStringLiteral("editRetryDialog"));
        auto *editor = dialog->findChild<QPlainTextEdit *>(QStringLiteral("payloadEditor"));
        editor->setPlainText(QStringLiteral("{\"n\":2}"));
        dialog->findChild<QAbstractButton *>(QStringLiteral("sendEdited"))->click();
        QTRY_VERIFY(m_stage->window.toast().text().contains(QStringLiteral("took the place")));
        QTRY_COMPARE(count(JobState::Cancelled), std::int64_t {1});
        QCOMPARE(count(JobState::Scheduled), std::int64_t {1});
        ListJobs list;
        list.state = JobState::Scheduled;
        const auto page =
            await<JobPage>([&](Answer<JobPage> answer) { m_engine->client().ask(list, std::move(answer)); });
        QVERIFY(page && page->jobs.size() == 1);
        const JobId id = page->jobs.front().job.id;
        const auto edited = await<JobRecord>(
            [&](Answer<JobRecord> answer) { m_engine->client().ask(FindJob {id}, std::move(answer)); });
        QVERIFY(edited && edited->job.spec.parent == old);
        QCOMPARE(edited->job.spec.payload, std::string("{\"n\":2}"));
    }

    void aNewJobIsHandedInByKeyboard()
    {
        hold();
        press(Qt::Key_J, Qt::ControlModifier);
        QTRY_VERIFY(newJob());
        auto *queue = newJob()->findChild<QComboBox *>(QStringLiteral("newJobQueue"));
        QCOMPARE(queue->currentText(), QStringLiteral("mend")); // the only one
        auto *payload = newJob()->findChild<QPlainTextEdit *>(QStringLiteral("newJobPayload"));
        auto *send = newJob()->findChild<QAbstractButton *>(QStringLiteral("sendNewJob"));
        payload->setFocus();
        QTest::keyClicks(payload, QStringLiteral("{\"n\":"));
        QVERIFY(!send->isEnabled());
        QCOMPARE(payload->extraSelections().size(), qsizetype {1});
        QTest::keyClicks(payload, QStringLiteral("1}"));
        QVERIFY(send->isEnabled());
        auto *delay = newJob()->findChild<QLineEdit *>(QStringLiteral("newJobDelay"));
        QTest::keyClicks(delay, QStringLiteral("soon"));
        QVERIFY(!send->isEnabled());
        delay->clear();
        send->click();
        QTRY_VERIFY(m_stage->window.toast().text().contains(QStringLiteral("was accepted")));
        QTRY_COMPARE(count(JobState::Ready), std::int64_t {1});
    }
    void aJobIsDuplicatedByMouse()
    {
        schedule(1);
        openJobs(1);
        jobs()->setFocus();
        jobs()->setCurrentIndex(jobs()->model()->index(0, 0));
        const JobPanel &panel = m_stage->window.inspector().job();
        auto *button = panel.findChild<QAbstractButton *>(QStringLiteral("duplicateShown"));
        QTRY_VERIFY(panel.record() && button->isEnabled());
        hold();
        QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(newJob());
        QCOMPARE(newJob()->findChild<QLineEdit *>(QStringLiteral("newJobTenant"))->text(), QStringLiteral("acme"));
        newJob()->findChild<QAbstractButton *>(QStringLiteral("sendNewJob"))->click();
        QTRY_COMPARE(count(JobState::Ready), std::int64_t {1});
        QCOMPARE(count(JobState::Scheduled), std::int64_t {1});
    }

    void scheduledJobsComeBackAsCancelledAndItIsSaid()
    {
        schedule(2);
        openJobs(2);
        jobs()->selectAll();
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Remove)->isEnabled());
        m_stage->window.actions().of(ActionId::Remove)->trigger();
        QTRY_VERIFY(question());
        question()->findChild<QPushButton *>(QStringLiteral("confirmGo"))->click();
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Undo)->isEnabled());
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_VERIFY(m_stage->window.toast().text().contains(QStringLiteral("as cancelled")));
        QTRY_COMPARE(count(JobState::Cancelled), std::int64_t {2});
    }

    void allRowsOfALongListAreAllThatMatch()
    {
        constexpr int many = 10'050;
        const QString matching = QStringLiteral("all %1 that match").arg(shown(std::int64_t {many}));
        schedule(5'000);
        schedule(5'050);
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Scheduled), std::int64_t {many}, 20'000);
        openJobs(many);
        jobs()->setFocus();
        press(Qt::Key_A, Qt::ControlModifier);
        const QAction *cancel = m_stage->window.actions().of(ActionId::Cancel);
        QTRY_VERIFY2(cancel->text().contains(matching), qPrintable(cancel->text()));
        QTRY_VERIFY(cancel->isEnabled());
        press(Qt::Key_Delete); // asks as the button does
        QTRY_VERIFY(question());
        QVERIFY(question()->findChild<QPushButton *>(QStringLiteral("confirmGo"))->text().contains(matching));
        QTest::keyClick(question(), Qt::Key_Escape);
        QTRY_VERIFY(!question());
        QCOMPARE(count(JobState::Cancelled), std::int64_t {0});
        QApplication::setActiveWindow(&m_stage->window);
        clickChosen("cancelChosen");
        QTRY_VERIFY(question());
        auto *go = question()->findChild<QPushButton *>(QStringLiteral("confirmGo"));
        QVERIFY2(go->text().contains(matching), qPrintable(go->text()));
        question()->findChild<QLineEdit *>(QStringLiteral("confirmTyped"))->setText(QStringLiteral("10050"));
        go->click();
        QTRY_COMPARE_WITH_TIMEOUT(count(JobState::Cancelled), std::int64_t {many}, 60'000);
    }

    void partOfALongListIsFetchedBeforeItIsActedOn()
    {
        schedule(600);
        QTRY_COMPARE(count(JobState::Scheduled), std::int64_t {600});
        openJobs(600);
        jobs()->selectAll();
        QTRY_COMPARE(selected().size(), std::size_t {600});
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Cancel)->isEnabled());
    }

    void listOfOneStateHoldsWhatMatchesNow()
    {
        hold();
        enqueue(std::vector<NewJob>(5, mendJob("acme", "1")));
        QTRY_COMPARE(count(JobState::Ready), std::int64_t {5});
        schedule(1);
        openJobs(6);
        press(Qt::Key_L, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("state:ready "));
        QTRY_COMPARE(jobs()->model()->rowCount(), 5);
        enqueue({mendJob("acme", "1")});
        QTRY_COMPARE(jobs()->model()->rowCount(), 6);
        askResume(m_engine->client(), {}, [](const auto &) {});
        QTRY_COMPARE(jobs()->model()->rowCount(), 0);
    }

    void newsAreThoseThatMatchAndTheFirstCountIsRight()
    {
        schedule(300);
        QTRY_COMPARE(count(JobState::Scheduled), std::int64_t {300});
        m_stage->window.openPage(PageId::Jobs);
        const auto *facts = m_stage->window.findChild<QLabel *>(QStringLiteral("jobsFacts"));
        QTRY_VERIFY2(facts->text().contains(QStringLiteral("300 job")), qPrintable(facts->text()));
        auto *news = m_stage->window.findChild<QPushButton *>(QStringLiteral("newJobs"));
        QVERIFY(!news->isVisible());
        NewJob tagged = later();
        tagged.tags = {"nightly"};
        enqueue({tagged, tagged});
        m_stage->window.findChild<QLineEdit *>(QStringLiteral("jobsFilter"))->setText(QStringLiteral("nightly"));
        QTRY_COMPARE(jobs()->model()->rowCount(), 2);
        enqueue({tagged, tagged, tagged, later(), later(), later(), later()});
        QTRY_VERIFY(news->isVisible());
        QTRY_COMPARE(news->text().section(QLatin1Char(' '), 0, 0), QStringLiteral("3"));
        QCOMPARE(jobs()->model()->rowCount(), 2);
        QTest::mouseClick(news, Qt::LeftButton);
        QTRY_COMPARE(jobs()->model()->rowCount(), 5);
    }

    void retriedGroupLeavesNoOtherChosen_data() { addHands(); }
    void retriedGroupLeavesNoOtherChosen()
    {
        QFETCH(bool, isByKeys);
        enqueue(std::vector<NewJob>(9, mendJob("many", "broken")));
        enqueue(std::vector<NewJob>(3, mendJob("few", "broken")));
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {12});
        hold();
        m_stage->window.openPage(PageId::Dead);
        auto *groups = m_stage->window.findChild<QTableView *>(QStringLiteral("deadGroups"));
        m_stage->window.page(PageId::Dead)->findChild<QComboBox *>()->setCurrentIndex(2); // by tenant
        QTRY_COMPARE(groups->model()->rowCount(), 2);
        clickCell(*groups, groups->model()->index(0, 0));
        auto *retry = m_stage->window.findChild<QAbstractButton *>(QStringLiteral("retryGroup"));
        QTRY_VERIFY(retry->isEnabled() && retry->text().contains(QLatin1Char('9')));
        if (isByKeys)
            press(Qt::Key_G, Qt::AltModifier);
        else
            QTest::mouseClick(retry, Qt::LeftButton);
        QTRY_COMPARE(groups->model()->rowCount(), 1);
        QTRY_VERIFY(!retry->isEnabled());
        QVERIFY(!groups->currentIndex().isValid());
        QVERIFY(!groups->selectionModel()->hasSelection());
        QCOMPARE(count(JobState::Dead), std::int64_t {3});
    }

    void deletedLetterLeavesNoOtherChosen()
    {
        enqueue(std::vector<NewJob>(5, mendJob("bad", "broken")));
        QTRY_COMPARE(count(JobState::Dead), std::int64_t {5});
        m_stage->window.openPage(PageId::Dead);
        auto *table = m_stage->window.findChild<QTableView *>(QStringLiteral("deadJobs"));
        QTRY_COMPARE(selected().size(), std::size_t {1}); // the first one
        table->setFocus();
        press(Qt::Key_Delete, Qt::ShiftModifier);
        QTRY_COMPARE(table->model()->rowCount(), 4);
        QVERIFY(selected().empty());
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_COMPARE(table->model()->rowCount(), 5);
    }

    void everyPauseIsListedAndLiftedByItself()
    {
        const Scope queue {.queue = QueueName::trusted("mend"), .tenant = {}};
        const Scope both {.queue = queue.queue, .tenant = TenantName::trusted("acme")};
        for (const Scope &scope : {Scope {}, queue, both}) {
            QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
                askPause(m_engine->client(), scope, {"ann", "by " + scopeText(scope)}, std::move(answer));
            }));
        }
        QTRY_COMPARE(m_stage->feed.snapshot().pauses().size(), std::size_t {3});
        auto *notice = m_stage->window.findChild<QWidget *>(QStringLiteral("pauseNotice"));
        QTRY_VERIFY(notice->isVisible());
        QTest::mouseClick(notice->findChild<QPushButton *>(), Qt::LeftButton);
        QTRY_VERIFY(pauses());
        QTRY_COMPARE(pauseTable()->model()->rowCount(), 3);
        pauses()->close();
        QTRY_VERIFY(!pauses());
        QApplication::setActiveWindow(&m_stage->window);
        press(Qt::Key_R, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(pauses());
        QApplication::setActiveWindow(pauses());
        pauseTable()->setFocus();
        press(Qt::Key_Down);
        press(Qt::Key_Down); // the tenant in its queue
        QTRY_VERIFY(pauses()->findChild<QPushButton *>(QStringLiteral("resumePause"))->isEnabled());
        press(Qt::Key_Return);
        QTRY_COMPARE(pauseTable()->model()->rowCount(), 2);
        QVERIFY(m_stage->feed.snapshot().findPause({}));
        QVERIFY(m_stage->feed.snapshot().findPause(queue));
        QVERIFY(!m_stage->feed.snapshot().findPause(both));
        // Undo puts back its author and its reason, too.
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_VERIFY(m_stage->feed.snapshot().findPause(both));
        QCOMPARE(m_stage->feed.snapshot().findPause(both)->who, std::string("ann"));
        QCOMPARE(m_stage->feed.snapshot().findPause(both)->why, "by " + scopeText(both));
        // By mouse another one, alone as well.
        QTRY_COMPARE(pauseTable()->model()->rowCount(), 3);
        const QString words = shownScope(queue);
        clickCell(*pauseTable(), rowWith(*pauseTable(), words.toLatin1().constData()));
        auto *resume = pauses()->findChild<QPushButton *>(QStringLiteral("resumePause"));
        QTRY_VERIFY(resume->isEnabled());
        QTest::mouseClick(resume, Qt::LeftButton);
        QTRY_COMPARE(pauseTable()->model()->rowCount(), 2);
        QVERIFY(!m_stage->feed.snapshot().findPause(queue));
    }

    void newTenantsTakeTheirPlaceInTheOrder()
    {
        hold();
        enqueue(std::vector<NewJob>(2, mendJob("m", "1")));
        m_stage->window.openPage(PageId::Tenants);
        auto *table = m_stage->window.findChild<QTableView *>(QStringLiteral("tenantsTable"));
        table->sortByColumn(TenantsModel::Tenant, Qt::AscendingOrder);
        QTRY_COMPARE(table->model()->rowCount(), 1);
        int snapshots = 0; // the order settles in the first ones
        QObject::connect(&m_stage->feed, &MonitorFeed::updated, table, [&snapshots] { ++snapshots; });
        QTRY_VERIFY_WITH_TIMEOUT(snapshots > 12, 20'000);
        enqueue({mendJob("a", "1"), mendJob("z", "1")});
        QTRY_COMPARE(table->model()->rowCount(), 3);
        QCOMPARE(table->model()->index(0, 0).data().toString(), QStringLiteral("a"));
    }

    void tagsOfTheChosenJobsAreChangedByKeyboardAndTakenBack()
    {
        NewJob job = later();
        job.tags = {"old"};
        const JobId tagged = enqueue({job}).front();
        const JobId bare = schedule(1).front();
        openJobs(2);
        jobs()->setFocus();
        press(Qt::Key_A, Qt::ControlModifier);
        QTRY_COMPARE(selected().size(), std::size_t {2});
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Tags)->isEnabled());
        press(Qt::Key_G, Qt::ControlModifier);
        QTRY_VERIFY(tagsDialog());
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("tagsToAdd"));
        QVERIFY(!tagsDialog()->findChild<QAbstractButton *>(QStringLiteral("changeTags"))->isEnabled());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("new, urgent"));
        press(Qt::Key_Tab);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("old"));
        press(Qt::Key_Return);
        const std::vector<std::string> both {"new", "urgent"};
        QTRY_VERIFY(tagsOf(tagged) == both && tagsOf(bare) == both);
        QTRY_VERIFY(m_stage->window.actions().of(ActionId::Undo)->isEnabled());
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_VERIFY(tagsOf(tagged) == std::vector<std::string> {"old"} && tagsOf(bare).empty());
    }

private:
    static NewJob later()
    {
        NewJob job = mendJob("acme", "1");
        job.start = std::chrono::hours {1};
        return job;
    }
    void hold()
    {
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(m_engine->client(), {}, {"t", "hold"}, std::move(answer));
        }));
    }
    std::vector<JobId> enqueue(const std::vector<NewJob> &jobs)
    {
        const auto receipts = await<EnqueueJobs::Reply>([&](Answer<EnqueueJobs::Reply> answer) {
            m_engine->client().ask(EnqueueJobs::of(jobs), std::move(answer));
        });
        std::vector<JobId> ids;
        ids.reserve(jobs.size());
        if (receipts) {
            for (const auto &receipt : receipts->items)
                ids.push_back(receipt ? receipt->id : JobId());
        }
        return ids;
    }
    std::vector<JobId> schedule(std::size_t jobs) { return enqueue(std::vector<NewJob>(jobs, later())); }
    void openJobs(int rows)
    {
        m_stage->feed.refresh();
        m_stage->window.openPage(PageId::Jobs);
        QTRY_COMPARE(count(JobState::Scheduled) + count(JobState::Ready), std::int64_t {rows});
        press(Qt::Key_F5);
        QTRY_COMPARE(jobs()->model()->rowCount(), rows);
    }
    bool isKept(const JobId &id)
    {
        return await<JobRecord>([&](Answer<JobRecord> answer) {
            m_engine->client().ask(FindJob {id}, std::move(answer));
        }).has_value();
    }
    std::vector<std::string> tagsOf(const JobId &id)
    {
        const auto record = await<JobRecord>(
            [&](Answer<JobRecord> answer) { m_engine->client().ask(FindJob {id}, std::move(answer)); });
        return record ? record->job.spec.tags : std::vector<std::string> {};
    }
    std::int64_t count(JobState state) { return countOf(m_stage->feed.snapshot().status.counts, state); }
    QTableView *jobs() { return m_stage->window.findChild<QTableView *>(QStringLiteral("jobsTable")); }
    std::vector<JobRecord> selected() { return m_stage->window.page(m_stage->window.currentPageId())->selectedJobs(); }
    QDialog *tagsDialog() { return m_stage->window.findChild<QDialog *>(QStringLiteral("tagsDialog")); }
    QDialog *newJob() { return m_stage->window.findChild<QDialog *>(QStringLiteral("newJobDialog")); }
    QPushButton *chosenButton(const char *name)
    {
        return m_stage->window.page(m_stage->window.currentPageId())
            ->findChild<QPushButton *>(QString::fromLatin1(name));
    }
    void clickChosen(const char *name)
    {
        QTRY_VERIFY(chosenButton(name)->isVisible() && chosenButton(name)->isEnabled());
        QTest::mouseClick(chosenButton(name), Qt::LeftButton);
    }
    /// Says yes to the question, when it is there.
    void agree(bool isByKeys)
    {
        QTRY_VERIFY(question());
        push(*question()->findChild<QPushButton *>(QStringLiteral("confirmGo")), isByKeys);
    }
    QDialog *question() { return m_stage->window.findChild<QDialog *>(QStringLiteral("confirmDialog")); }
    QDialog *pauses() { return m_stage->window.findChild<QDialog *>(QStringLiteral("pausesDialog")); }
    QTableView *pauseTable() { return pauses()->findChild<QTableView *>(); }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(ActsTest)
#include "acts_test.moc"
