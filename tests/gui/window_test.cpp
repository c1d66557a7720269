// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "engine/client/remote_client.h"
#include "gui/models/jobs_model.h"
#include "gui/models/tenants_model.h"
#include "gui/pages/page.h"
#include "gui/window/command_palette.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "gui/window/run_strip.h"
#include "gui/window/sidebar.h"
#include "gui/window/toast.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QAccessible>
#include <QComboBox>
#include <QDialog>
#include <QDoubleSpinBox>
#include <QGraphicsView>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenuBar>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTabWidget>
#include <QTableView>
#include <QtTest>

#include <cstdio>

using namespace fairlead;

namespace {
bool isInAMenu(const QMenuBar &bar, const QAction *action)
{
    for (const QMenu *menu : bar.findChildren<QMenu *>()) {
        if (menu->actions().contains(const_cast<QAction *>(action)))
            return true;
    }
    return false;
}

/// Goes on with Tab until the widget of that name has the focus.
bool tabTo(const QString &name)
{
    for (int i = 0; i < 60; ++i) {
        if (QApplication::focusWidget() && QApplication::focusWidget()->objectName() == name)
            return true;
        press(Qt::Key_Tab);
    }
    return false;
}
} // namespace

/// All of it holds over an engine in the program and over one that is reached by HTTP.
class WindowTest : public QObject
{
    Q_OBJECT
public:
    enum class Reach { Embedded, Http };
    explicit WindowTest(Reach reach)
        : m_reach(reach)
    {
    }

private Q_SLOTS:
    void init()
    {
        m_engine = startMendEngine(m_reach == Reach::Http ? "127.0.0.1:0" : "");
        if (m_reach == Reach::Http)
            m_remote = std::make_unique<RemoteClient>(QUrl(QString::fromStdString(m_engine->url())));
        m_client = m_remote ? static_cast<Client *>(m_remote.get()) : &m_engine->client();
        m_stage = std::make_unique<GuiStage>(*m_client);
        m_stage->window.show();
        QApplication::setActiveWindow(&m_stage->window);
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
        QTRY_VERIFY(m_stage->feed.hasData());
    }
    void cleanup()
    {
        m_stage.reset();
        m_remote.reset();
        m_engine.reset();
    }

    void everyActionHasTextMenuAndAKeyOfItsOwn()
    {
        QMap<QString, QString> keys;
        for (const QAction *action : m_stage->window.actions().all()) {
            QVERIFY2(!action->text().isEmpty(), qPrintable(action->objectName()));
            QVERIFY2(isInAMenu(*m_stage->window.menuBar(), action), qPrintable(action->objectName()));
            for (const QKeySequence &key : action->shortcuts()) {
                const QString text = key.toString();
                QVERIFY2(!keys.contains(text), qPrintable(text + keys.value(text) + action->objectName()));
                keys.insert(text, action->objectName());
            }
        }
    }

    void everyActionIsInThePalette()
    {
        const auto entries = CommandPalette::entriesFor(
            m_stage->window.actions().all(), m_stage->feed.snapshot(), m_stage->window.scope());
        QVERIFY(entries.size() > m_stage->window.actions().all().size());
    }

    void everyPageOpensByItsKey()
    {
        for (int page = 0; page < static_cast<int>(pageCount); ++page) {
            press(Qt::Key_1 + page, Qt::ControlModifier);
            QCOMPARE(static_cast<int>(m_stage->window.currentPageId()), page);
        }
    }

    void everyPageOpensFromTheSidebar()
    {
        auto *sidebar = m_stage->window.findChild<Sidebar *>();
        for (int page = static_cast<int>(pageCount) - 1; page >= 0; --page) {
            clickCell(*sidebar, sidebar->model()->index(page, 0));
            QCOMPARE(static_cast<int>(m_stage->window.currentPageId()), page);
        }
    }

    void everythingThatTakesTheFocusHasAName()
    {
        for (const QWidget *widget : m_stage->window.findChildren<QWidget *>()) {
            const bool isControl = qobject_cast<const QAbstractButton *>(widget)
                || qobject_cast<const QAbstractItemView *>(widget) || qobject_cast<const QComboBox *>(widget)
                || qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QPlainTextEdit *>(widget);
            // A hidden button has no text yet; parts that Qt itself puts into its widgets are not ours to name.
            if (!isControl || widget->isHidden() || widget->focusPolicy() == Qt::NoFocus
                || widget->objectName().startsWith(QStringLiteral("qt_"))
                || widget->parentWidget()->inherits("QComboBoxPrivateContainer"))
                continue;
            QAccessibleInterface *face = QAccessible::queryAccessibleInterface(const_cast<QWidget *>(widget));
            const QString name = face ? face->text(QAccessible::Name) : QString();
            const QString who = QStringLiteral("%1 '%2' in %3")
                                    .arg(QString::fromLatin1(widget->metaObject()->className()), widget->objectName(),
                                        QString::fromLatin1(widget->parentWidget()->metaObject()->className()));
            QVERIFY2(!name.isEmpty(), qPrintable(who));
        }
    }

    void pauseCanBeUndone()
    {
        m_stage->window.actions().of(ActionId::Pause)->trigger();
        QTRY_VERIFY(m_stage->feed.snapshot().status.pause);
        QVERIFY(m_stage->window.actions().of(ActionId::Undo)->isEnabled());
        press(Qt::Key_Z, Qt::ControlModifier);
        QTRY_VERIFY(!m_stage->feed.snapshot().status.pause);
    }

    void failingTenantIsPausedMendedAndResumedByKeyboard()
    {
        m_client->ask(
            EnqueueJobs::of({mendJob("acme", "1"), mendJob("bad", R"({"x":"broken"})")}), [](const auto &) {});
        MainWindow &window = m_stage->window;
        const MonitorFeed &feed = m_stage->feed;
        const TenantName bad = TenantName::trusted("bad");
        const auto badTenant = [&] { return feed.snapshot().findTenant(bad); };
        QTRY_VERIFY(badTenant() && countOf(badTenant()->counts, JobState::Dead) == 1);

        // Find it, and pause it.
        press(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(tabTo(QStringLiteral("tenantsTable")));
        press(Qt::Key_Home, Qt::ControlModifier);
        for (int i = 0; i < 3 && window.page(PageId::Tenants)->selectedTenant() != bad; ++i)
            press(Qt::Key_Down);
        QVERIFY(window.page(PageId::Tenants)->selectedTenant() == bad);
        press(Qt::Key_T, Qt::ControlModifier);
        QTRY_VERIFY(badTenant()->pause);

        // Look at its dead letter.
        press(Qt::Key_5, Qt::ControlModifier);
        auto *jobs = window.findChild<QAbstractItemView *>(QStringLiteral("deadJobs"));
        QTRY_COMPARE(jobs->model()->rowCount(), 1);
        QVERIFY(tabTo(QStringLiteral("deadJobs")));
        QTRY_VERIFY(!window.page(PageId::Dead)->selectedJobs().empty());
        QTRY_VERIFY(window.inspector().job().record());
        QCOMPARE(window.inspector().job().record()->job.spec.payload, std::string(R"({"x":"broken"})"));

        // Mend it.
        QTRY_VERIFY(window.actions().of(ActionId::EditRetry)->isEnabled());
        press(Qt::Key_E, Qt::ControlModifier);
        QTRY_VERIFY(window.findChild<QDialog *>(QStringLiteral("editRetryDialog")));
        QTRY_VERIFY(QApplication::focusWidget()
            && QApplication::focusWidget()->objectName() == QStringLiteral("payloadEditor"));
        press(Qt::Key_A, Qt::ControlModifier);
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral(R"({"x":"whole"})"));
        QVERIFY(tabTo(QStringLiteral("sendEdited")));
        press(Qt::Key_Space);
        QTRY_VERIFY(window.toast().text().contains(QStringLiteral("New job")));
        QTRY_COMPARE(countOf(badTenant()->counts, JobState::Ready), std::int64_t {1});

        // Let it go on.
        QApplication::setActiveWindow(&window);
        press(Qt::Key_3, Qt::ControlModifier);
        QVERIFY(window.page(PageId::Tenants)->selectedTenant() == bad);
        press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(!badTenant()->pause);
        QTRY_COMPARE(countOf(badTenant()->counts, JobState::Succeeded), std::int64_t {1});
        QCOMPARE(countOf(badTenant()->counts, JobState::Dead), std::int64_t {1});
    }

    void waitingJobSaysWhy()
    {
        // Its entry in the audit log comes first, so an enqueue that does not wait may overtake it.
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(*m_client, {}, {"ann", "hold"}, std::move(answer));
        }));
        m_client->ask(EnqueueJobs::of({mendJob("acme", "1")}), [](const auto &) {});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Ready), std::int64_t {1});
        m_stage->window.openPage(PageId::Jobs);
        press(Qt::Key_F5);
        auto *jobs = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("jobsTable"));
        QTRY_COMPARE(jobs->model()->rowCount(), 1);
        jobs->setCurrentIndex(jobs->model()->index(0, 0));
        const JobPanel &panel = m_stage->window.inspector().job();
        QTRY_VERIFY(panel.why().contains(QStringLiteral("ann: hold")));
        const QRegularExpression iso(QStringLiteral("\\dT\\d"));
        QVERIFY2(!panel.why().contains(iso), qPrintable(panel.why())); // times as people read them
        askResume(*m_client, {}, [](const auto &) {});
        QTRY_VERIFY(panel.record() && panel.record()->state == JobState::Succeeded);
        QVERIFY(panel.why().isEmpty());
    }

    void linesOfARunAreReadInATabOfTheInspector()
    {
        m_client->ask(EnqueueJobs::of({mendJob("bad", "broken")}), [](const auto &) {});
        m_stage->window.openPage(PageId::Jobs);
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Dead), std::int64_t {1});
        press(Qt::Key_F5);
        auto *jobs = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("jobsTable"));
        QTRY_COMPARE(jobs->model()->rowCount(), 1);
        jobs->setCurrentIndex(jobs->model()->index(0, 0));
        const JobPanel &panel = m_stage->window.inspector().job();
        QTRY_VERIFY(panel.record());
        const auto *lines = panel.findChild<QPlainTextEdit *>(QStringLiteral("logLines"));
        QVERIFY(lines->toPlainText().isEmpty()); // it is not asked for before somebody looks
        auto *tabs = panel.findChild<QTabWidget *>(QStringLiteral("jobTabs"));
        tabs->setCurrentIndex(tabs->count() - 1);
        QTRY_COMPARE(lines->toPlainText(), QStringLiteral("reading line 1"));
        const auto *runs = panel.findChild<QComboBox *>(QStringLiteral("logRuns"));
        QCOMPARE(runs->count(), 2); // the newest, and that one by its number
        QVERIFY(lines->isReadOnly() && lines->focusPolicy() == Qt::StrongFocus);
    }

    void nothingOfTheJobBeforeIsShownWhileAnotherCannotBeHad()
    {
        m_client->ask(EnqueueJobs::of({mendJob("bad", "broken"), mendJob("acme", "1")}), [](const auto &) {});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Succeeded), std::int64_t {1});
        m_stage->window.openPage(PageId::Jobs);
        press(Qt::Key_F5);
        auto *jobs = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("jobsTable"));
        QTRY_COMPARE(jobs->model()->rowCount(), 2);
        jobs->setCurrentIndex(jobs->model()->index(1, 0));
        const JobPanel &panel = m_stage->window.inspector().job();
        auto *strip = panel.findChild<RunStrip *>();
        QTRY_VERIFY(panel.record() && strip->isVisible());
        m_stage->line.set(CutOffClient::Line::Refused);
        jobs->setCurrentIndex(jobs->model()->index(0, 0));
        QTRY_VERIFY(!panel.record());
        QVERIFY(!strip->isVisible());
    }

    void limitsAreSetAndTakenBack()
    {
        m_client->ask(EnqueueJobs::of({mendJob("acme", "1")}), [](const auto &) {});
        const TenantName acme = TenantName::trusted("acme");
        const auto limits = [&] {
            const TenantView *view = m_stage->feed.snapshot().findTenant(acme);
            return view ? view->limits : TenantLimits {};
        };
        QTRY_VERIFY(m_stage->feed.snapshot().findTenant(acme));
        m_stage->window.scope().set({.queue = {}, .tenant = acme});
        m_stage->window.actions().of(ActionId::LimitTenant)->trigger();
        auto *dialog = m_stage->window.findChild<QDialog *>(QStringLiteral("limitsDialog"));
        QVERIFY(dialog);
        dialog->findChild<QDoubleSpinBox *>(QStringLiteral("limitRate"))->setValue(7);
        dialog->findChild<QSpinBox *>(QStringLiteral("limitConcurrency"))->setValue(3);
        dialog->accept();
        QTRY_COMPARE(limits().concurrency, 3);
        QVERIFY(limits().rate && limits().rate->perSecond == 7);
        QCOMPARE(limits().depthMax, std::int64_t {0});
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_COMPARE(limits().concurrency, 0);
        QVERIFY(!limits().rate);
    }

    void closingAnEmbeddedEngineAsksWithoutHoldingTheProgram()
    {
        MainWindow window(
            m_stage->feed, m_stage->theme, m_stage->settings, {.name = {}, .words = {}, .isEmbedded = true});
        window.show();
        QSignalSpy wanted(&window, &MainWindow::engineStopWanted);
        QVERIFY(!window.close());
        auto *question = window.findChild<QMessageBox *>(QStringLiteral("closeQuestion"));
        QVERIFY(question);
        QVERIFY(!window.close()); // asked once only
        QCOMPARE(window.findChildren<QMessageBox *>().size(), 1);
        for (QAbstractButton *button : question->buttons()) {
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                button->click();
        }
        QCOMPARE(wanted.count(), 1);
        QVERIFY(window.isVisible());
        window.engineStopped();
        QVERIFY(!window.isVisible());
    }

    void selectionAndPlaceOutliveNewsActsAndACutLine() // criterion 4
    {
        std::vector<NewJob> jobs(300, mendJob("acme", "1"));
        for (NewJob &job : jobs)
            job.start = std::chrono::hours {1};
        m_client->ask(EnqueueJobs::of(jobs), [](const auto &) {});
        const MonitorFeed &feed = m_stage->feed;
        const auto scheduled = [&] { return countOf(feed.snapshot().status.counts, JobState::Scheduled); };
        QTRY_COMPARE(scheduled(), std::int64_t {300});
        m_stage->window.openPage(PageId::Jobs);
        press(Qt::Key_F5);
        auto *table = m_stage->window.findChild<QTableView *>(QStringLiteral("jobsTable"));
        QTRY_COMPARE(table->model()->rowCount(), 300);
        const auto *list = m_stage->window.page(PageId::Jobs)->listedJobs();
        QTRY_VERIFY(list->record(120));
        table->setCurrentIndex(table->model()->index(120, 0));
        table->scrollTo(table->model()->index(120, 0), QAbstractItemView::PositionAtTop);
        const JobId chosen = list->record(120)->job.id;
        const auto holds = [&] {
            const std::vector<JobRecord> selected = m_stage->window.page(PageId::Jobs)->selectedJobs();
            return selected.size() == 1 && selected.front().job.id == chosen && table->rowAt(0) == 120
                && list->record(120) && list->record(120)->job.id == chosen;
        };
        QVERIFY(holds());
        m_client->ask(EnqueueJobs::of(std::vector<NewJob>(50, jobs.front())), [](const auto &) {});
        QTRY_COMPARE(scheduled(), std::int64_t {350});
        QVERIFY(holds());
        m_stage->window.actions().of(ActionId::Pause)->trigger();
        QTRY_VERIFY(feed.snapshot().status.pause);
        m_stage->window.actions().of(ActionId::Resume)->trigger();
        QTRY_VERIFY(!feed.snapshot().status.pause);
        QVERIFY(holds());
        m_stage->line.set(CutOffClient::Line::Refused);
        QTRY_COMPARE(feed.link(), LinkState::Lost);
        m_stage->line.set(CutOffClient::Line::Whole);
        QTRY_COMPARE_WITH_TIMEOUT(feed.link(), LinkState::Live, 20'000);
        QVERIFY(holds());
    }

    void groupIsRetriedAsAWhole()
    {
        std::vector<NewJob> broken(40, mendJob("bad", "broken"));
        m_client->ask(EnqueueJobs::of(broken), [](const auto &) {});
        const auto dead = [&] { return countOf(m_stage->feed.snapshot().status.counts, JobState::Dead); };
        QTRY_COMPARE(dead(), std::int64_t {40});
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(*m_client, {}, {"t", "hold"}, std::move(answer));
        }));
        m_stage->window.openPage(PageId::Dead);
        auto *button = m_stage->window.findChild<QAbstractButton *>(QStringLiteral("retryGroup"));
        QTRY_VERIFY(button->isEnabled());
        button->click();
        QTRY_VERIFY(m_stage->window.toast().text().startsWith(QStringLiteral("Retried 40")));
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Ready), std::int64_t {40});
    }

    void stretchDrawnOnAChartListsTheJobsOfThatTime()
    {
        m_client->ask(EnqueueJobs::of(std::vector<NewJob>(7, mendJob("acme", "1"))), [](const auto &) {});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Succeeded), std::int64_t {7});
        m_client->ask(EnqueueJobs::of({mendJob("acme", "1")}), [](const auto &) {});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Succeeded), std::int64_t {8});
        auto *chart = m_stage->window.page(PageId::Overview)->findChild<QGraphicsView *>();
        QTRY_VERIFY(chart->isVisible());
        const QPoint middle = chart->viewport()->rect().center();
        const auto drag = [&](const QPoint &from, const QPoint &to) {
            QTest::mousePress(chart->viewport(), Qt::LeftButton, {}, from);
            QTest::mouseMove(chart->viewport(), to);
            QTest::mouseRelease(chart->viewport(), Qt::LeftButton, {}, to);
        };
        drag(middle, middle + QPoint(1, 0)); // a click is no stretch
        QCOMPARE(m_stage->window.currentPageId(), PageId::Overview);
        drag(middle, {chart->viewport()->width(), middle.y()});
        QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
        auto *range = m_stage->window.findChild<QAbstractButton *>(QStringLiteral("timeRange"));
        QVERIFY(range->isVisible());
        auto *jobs = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("jobsTable"));
        QTRY_VERIFY(jobs->model()->rowCount() >= 7);
        // What was handed in a minute ago is another stretch.
        m_stage->window.openPage(PageId::Overview);
        QTRY_VERIFY(chart->isVisible());
        drag(middle - QPoint(20, 0), middle);
        QTRY_COMPARE(jobs->model()->rowCount(), 0);
        range->click();
        QTRY_COMPARE(jobs->model()->rowCount(), 8);
    }

    void columnsAreChosenInTheHeaderAndKept()
    {
        m_stage->window.openPage(PageId::Tenants);
        auto *table = m_stage->window.findChild<QTableView *>(QStringLiteral("tenantsTable"));
        QVERIFY(table->isColumnHidden(TenantsModel::Retries));
        Q_EMIT table->horizontalHeader()->customContextMenuRequested({5, 5});
        auto *menu = table->findChild<QMenu *>(QStringLiteral("columnsMenu"));
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), int {TenantsModel::ColumnCount} - 1);
        menu->actions().at(TenantsModel::Retries - 1)->trigger();
        QVERIFY(!table->isColumnHidden(TenantsModel::Retries));
        m_stage->window.close();
        MainWindow again(m_stage->feed, m_stage->theme, m_stage->settings, {});
        auto *same = again.findChild<QTableView *>(QStringLiteral("tenantsTable"));
        QVERIFY(!same->isColumnHidden(TenantsModel::Retries));
        QVERIFY(same->isColumnHidden(TenantsModel::Done));
        again.actions().of(ActionId::ResetLayout)->trigger();
        QVERIFY(same->isColumnHidden(TenantsModel::Retries));
    }

    void settingsAreKept()
    {
        m_stage->window.openPage(PageId::Workers);
        m_stage->window.setLook(Look::Dark);
        m_stage->window.close();
        QCOMPARE(m_stage->settings.value(QStringLiteral("look")).toInt(), 2);
        QVERIFY(!m_stage->settings.value(QStringLiteral("geometry")).toByteArray().isEmpty());
    }

private:
    const Reach m_reach;
    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<RemoteClient> m_remote;
    Client *m_client = nullptr;
    std::unique_ptr<GuiStage> m_stage;
};

int main(int argc, char **argv)
{
    QApplication app(argc, argv);
    int failed = 0;
    for (const auto reach : {WindowTest::Reach::Embedded, WindowTest::Reach::Http}) {
        std::fprintf(stderr, "%s\n", reach == WindowTest::Reach::Http ? "over HTTP" : "in the program");
        WindowTest test(reach);
        failed += QTest::qExec(&test, argc, argv);
    }
    return failed;
}
#include "window_test.moc"
