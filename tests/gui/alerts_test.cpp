// SPDX-License-Identifier: Apache-2.0
// Alerts that persons set up in the window.
#include "engine/calls/alert_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/acts/alert_dialog.h"
#include "gui/feed/alerts.h"
#include "gui/look/alert_words.h"
#include "gui/window/alerts_dialog.h"
#include "gui/window/toast.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
constexpr int limitMs = 30'000; // facts are a second old at most, as are the numbers of jobs

AlertRule ruleOf(AlertKind kind, double above)
{
    AlertRule rule {.name = AlertName::trusted("one"), .kind = kind};
    rule.above = above;
    return rule;
}
} // namespace

class AlertsTest : public QObject
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

    void anAlertIsSetUpByKeyboardAndSeenRaised()
    {
        Alerts alerts(m_stage->feed, nullptr);
        QSignalSpy told(&alerts, &Alerts::raised);
        QSignalSpy updated(&m_stage->feed, &MonitorFeed::updated);
        QTRY_VERIFY_WITH_TIMEOUT(updated.count() > 0, limitMs);
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(m_engine->client(), {}, {"ann", ""}, std::move(answer));
        }));
        const std::vector<NewJob> jobs(3, mendJob("acme", "1"));
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of(jobs)));
        openList();
        press(Qt::Key_Return); // there is none yet, so the first thing to do is to add one
        QTRY_VERIFY(form());
        QApplication::setActiveWindow(form());
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("alertName"));
        QVERIFY(!form()->findChild<QPushButton *>(QStringLiteral("setAlert"))->isEnabled());
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("backlog"));
        press(Qt::Key_Tab);
        for (int i = 0; i < static_cast<int>(AlertKind::Waiting); ++i)
            press(Qt::Key_Down);
        press(Qt::Key_Tab); // of the engine
        press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("alertAbove"));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("3"));
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 1, limitMs);
        QTRY_VERIFY_WITH_TIMEOUT(cell(AlertsModel::State).contains(QStringLiteral("raised")), limitMs);
        QCOMPARE(cell(AlertsModel::Name), QStringLiteral("backlog"));
        QCOMPARE(cell(AlertsModel::Value), QStringLiteral("3"));
        const auto *notice = m_stage->window.findChild<QWidget *>(QStringLiteral("alertNotice"));
        QVERIFY(notice->isVisible()); // it was shown with the state
        QTRY_COMPARE_WITH_TIMEOUT(told.count(), 1, limitMs);
        QVERIFY(told.front().front().toString().contains(QStringLiteral("backlog")));
    }

    void anAlertIsChangedRemovedAndPutBackByKeyboard()
    {
        QVERIFY(askAndWait(m_engine->client(), AddAlert {ruleOf(AlertKind::Waiting, 10)}));
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->feed.snapshot().alerts.size(), std::size_t {1}, limitMs);
        openList();
        QTRY_COMPARE(table()->model()->rowCount(), 1);
        const auto *change = list()->findChild<QPushButton *>(QStringLiteral("changeAlert"));
        QTRY_VERIFY2(change->isEnabled(), qPrintable(change->toolTip()));
        QCOMPARE(change->shortcut(), QKeySequence(Qt::ALT | Qt::Key_E));
        press(Qt::Key_E, Qt::AltModifier);
        QTRY_VERIFY(form());
        QApplication::setActiveWindow(form());
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("alertAbove"));
        QTest::keyClicks(QApplication::focusWidget(), QStringLiteral("100"));
        press(Qt::Key_Return);
        QTRY_COMPARE_WITH_TIMEOUT(cell(AlertsModel::Threshold), QStringLiteral("100"), limitMs);
        QVERIFY(!cell(AlertsModel::State).contains(QStringLiteral("raised")));
        QTRY_VERIFY(!form());
        QApplication::setActiveWindow(list());
        table()->setFocus();
        press(Qt::Key_R, Qt::AltModifier);
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 0, limitMs);
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 1, limitMs);
        QCOMPARE(m_stage->feed.snapshot().alerts.front().rule.above, 100.0);
    }

    void anAlertIsSetUpChangedRemovedAndPutBackByMouse()
    {
        QVERIFY(askAndWait(m_engine->client(), AddAlert {ruleOf(AlertKind::Waiting, 1)}));
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(m_engine->client(), {}, {"ann", ""}, std::move(answer));
        }));
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of({mendJob("acme", "1")})));
        auto *notice = m_stage->window.findChild<QWidget *>(QStringLiteral("alertNotice"));
        QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), limitMs); // the first one is raised
        click(*notice, "");
        QTRY_VERIFY(list());
        QTRY_COMPARE(table()->model()->rowCount(), 1);

        click(*list(), "addAlert");
        QTRY_VERIFY(form());
        QTest::keyClicks(form()->findChild<QLineEdit *>(QStringLiteral("alertName")), QStringLiteral("two"));
        click(*form(), "setAlert");
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 2, limitMs);
        QTRY_VERIFY(!form());
        clickCell(*table(), rowWith(*table(), "two"));
        click(*list(), "changeAlert");
        QTRY_VERIFY(form());
        auto *above = form()->findChild<QDoubleSpinBox *>(QStringLiteral("alertAbove"));
        above->selectAll();
        QTest::keyClicks(above, QStringLiteral("7"));
        click(*form(), "setAlert");
        const auto threshold = [this] {
            return rowWith(*table(), "two").siblingAtColumn(AlertsModel::Threshold).data().toString();
        };
        QTRY_COMPARE_WITH_TIMEOUT(threshold(), QStringLiteral("7 min"), limitMs);
        QTRY_VERIFY(!form());
        clickCell(*table(), rowWith(*table(), "two"));
        click(*list(), "removeAlert");
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 1, limitMs);
        QCOMPARE(cell(AlertsModel::Name), QStringLiteral("one"));
        QTRY_VERIFY(m_stage->window.toast().mayUndo());
        click(m_stage->window.toast(), "");
        QTRY_COMPARE_WITH_TIMEOUT(table()->model()->rowCount(), 2, limitMs);
        QCOMPARE(threshold(), QStringLiteral("7 min"));
    }

    void aFormThatIsNotTouchedChangesNothing()
    {
        for (AlertRule rule : {ruleOf(AlertKind::OldestJob, 300), ruleOf(AlertKind::Held, 0.0001),
                 ruleOf(AlertKind::Failures, 0.12345), ruleOf(AlertKind::Waiting, 1e10)}) {
            rule.hold = 1'500ms;
            rule.queue = QueueName::trusted("mend");
            rule.isEnabled = false;
            const AlertDialog dialog(rule, nullptr);
            QVERIFY(dialog.rule() == rule);
        }
    }

    void thresholdsAreShownInTheirOwnUnit()
    {
        const AlertDialog hours(ruleOf(AlertKind::OldestJob, 7'200), nullptr);
        QCOMPARE(hours.findChild<QDoubleSpinBox *>(QStringLiteral("alertAbove"))->value(), 2.0);
        const AlertDialog share(ruleOf(AlertKind::Full, 0.85), nullptr);
        auto *above = share.findChild<QDoubleSpinBox *>(QStringLiteral("alertAbove"));
        QCOMPARE(above->value(), 85.0);
        above->setValue(50);
        QCOMPARE(share.rule().above, 0.5);
    }

    void raisedAlertsAreNamedInOneLine()
    {
        std::vector<AlertView> alerts;
        QVERIFY(raisedWords(alerts).isEmpty());
        for (const char *name : {"a", "b", "c", "d", "e"}) {
            AlertRule rule = ruleOf(AlertKind::Waiting, 1);
            rule.name = AlertName::trusted(name);
            alerts.push_back({.rule = rule});
        }
        QVERIFY(raisedWords(alerts).isEmpty());
        alerts[1].raised = TimePoint {};
        QVERIFY(raisedWords(alerts).contains(alertWords(alerts[1])));
        for (AlertView &alert : alerts)
            alert.raised = TimePoint {};
        QVERIFY2(raisedWords(alerts).endsWith(QStringLiteral("a, b, c, …")), qPrintable(raisedWords(alerts)));
    }

    void aTakenNameIsNotOffered()
    {
        Snapshot snapshot;
        snapshot.alerts.push_back({.rule = ruleOf(AlertKind::Waiting, 1)});
        const AlertDialog dialog(snapshot, {}, nullptr);
        auto *name = dialog.findChild<QLineEdit *>(QStringLiteral("alertName"));
        const auto *set = dialog.findChild<QPushButton *>(QStringLiteral("setAlert"));
        for (const auto &[text, isGood] :
            {std::pair {"one", false}, {"two", true}, {"not a name", false}, {"", false}}) {
            name->setText(QString::fromLatin1(text));
            QCOMPARE(set->isEnabled(), isGood);
            QCOMPARE(set->toolTip().isEmpty(), isGood);
        }
    }

    void aTenantsTokenIsOfferedItsOwnTenantAlone()
    {
        Snapshot snapshot;
        snapshot.queues.emplace_back().queue = QueueName::trusted("mend");
        const TenantName acme = TenantName::trusted("acme");
        const AlertDialog dialog(snapshot, acme, nullptr);
        const auto *kind = dialog.findChild<QComboBox *>(QStringLiteral("alertKind"));
        const auto *scope = dialog.findChild<QComboBox *>(QStringLiteral("alertScope"));
        for (int i = 0; i < kind->count(); ++i)
            QVERIFY(isMeasuredForTenants(static_cast<AlertKind>(kind->itemData(i).toInt())));
        QCOMPARE(scope->count(), 1);
        QVERIFY(dialog.rule().tenant == acme);
    }

private:
    void openList()
    {
        press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
        QTRY_VERIFY(list());
        QApplication::setActiveWindow(list());
        table()->setFocus();
    }
    /// Clicks a button of that name; without one, the only button.
    static void click(const QWidget &in, const char *name)
    {
        auto *button = in.findChild<QPushButton *>(QString::fromLatin1(name));
        QTRY_VERIFY(button && button->isVisible() && button->isEnabled());
        QTest::mouseClick(button, Qt::LeftButton);
    }
    QDialog *list() { return m_stage->window.findChild<QDialog *>(QStringLiteral("alertsDialog")); }
    QDialog *form() { return m_stage->window.findChild<QDialog *>(QStringLiteral("alertDialog")); }
    QTableView *table() { return list()->findChild<QTableView *>(); }
    QString cell(AlertsModel::Column column) { return table()->model()->index(0, column).data().toString(); }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(AlertsTest)
#include "alerts_test.moc"
