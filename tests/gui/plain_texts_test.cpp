// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "gui/look/plain_texts.h"
#include "gui/pages/page.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "gui/window/toast.h"
#include "tests/support/gui_stage.h"

#include <QAbstractItemView>
#include <QDialog>
#include <QHelpEvent>
#include <QPointer>
#include <QTableView>
#include <QTextBrowser>
#include <QToolTip>
#include <QtTest>

using namespace fairlead;

namespace {
/// The window stands still while Qt reads this file. It has no end.
const char *const trap = "<img src=/dev/ptmx><b>bold</b>";

std::unique_ptr<RunningEngine> startTrapEngine()
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = {};
    config.engine.workers = 1;
    config.engine.queues.push_back(QueueSettings {.name = QueueName::trusted("mend")});
    RunningEngine::Options options;
    options.functions[QueueName::trusted("mend")] = FunctionHandler::quick([](const RunContext &) -> Outcome {
        return Rejected {"broken", trap};
    });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

/// The label of the tooltip that is shown.
QLabel *shownTip()
{
    for (QWidget *widget : QApplication::topLevelWidgets()) {
        auto *label = qobject_cast<QLabel *>(widget);
        if (label && label->windowType() == Qt::ToolTip && label->isVisible())
            return label;
    }
    return nullptr;
}

QDialog *shownDialog(const QWidget &window)
{
    for (QDialog *dialog : window.findChildren<QDialog *>()) {
        if (dialog->isVisible())
            return dialog;
    }
    return nullptr;
}

/// The first label that takes what looks like HTML for HTML.
QString automaticLabel(const QWidget &window)
{
    for (const QLabel *label : window.findChildren<QLabel *>()) {
        if (label->textFormat() == Qt::AutoText)
            return QString::fromLatin1(label->parent() ? label->parent()->metaObject()->className() : "")
                + QStringLiteral(": ") + label->objectName() + QLatin1Char(' ') + label->text();
    }
    return {};
}
} // namespace

class PlainTextsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        m_engine = startTrapEngine();
        QVERIFY(m_engine);
        m_stage = std::make_unique<GuiStage>(m_engine->client());
        m_stage->window.resize(1200, 800);
        m_stage->window.show();
        m_engine->client().ask(EnqueueJobs::of({mendJob("acme", "1")}), [](const auto &) {});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Dead), std::int64_t {1});
    }
    void cleanup() { QToolTip::hideText(); }

    void tooltipOfAnErrorIsPlain_data()
    {
        QTest::addColumn<QString>("table");
        QTest::addColumn<QString>("asked"); // a part of the header
        QTest::newRow("group of dead letters") << QStringLiteral("deadGroups") << QStringLiteral("Group");
        QTest::newRow("dead letter") << QStringLiteral("deadJobs") << QStringLiteral("rror");
    }
    void tooltipOfAnErrorIsPlain()
    {
        QFETCH(QString, table);
        QFETCH(QString, asked);
        m_stage->window.openPage(PageId::Dead);
        auto *view = m_stage->window.findChild<QTableView *>(table);
        QVERIFY(view);
        QTRY_COMPARE(view->model()->rowCount(), 1);
        int column = 0;
        while (column < view->model()->columnCount()
            && !view->model()->headerData(column, Qt::Horizontal).toString().contains(asked))
            ++column;
        const QModelIndex cell = view->model()->index(0, column);
        QTRY_VERIFY(cell.data(Qt::ToolTipRole).toString().contains(QLatin1String(trap)));
        view->setColumnHidden(column, false);
        view->scrollTo(cell);
        const QPoint at = view->visualRect(cell).center();
        QHelpEvent hover(QEvent::ToolTip, at, view->viewport()->mapToGlobal(at));
        // The text is plain before it is measured, or the window would stand still here.
        QApplication::sendEvent(view->viewport(), &hover);
        QTRY_VERIFY(shownTip());
        QVERIFY(shownTip()->text().contains(QLatin1String(trap)));
        QCOMPARE(shownTip()->textFormat(), Qt::PlainText);
    }
    void tooltipsOfWidgetsAndActionsArePlain()
    {
        QToolTip::showText({10, 10}, QLatin1String(trap), &m_stage->window);
        QTRY_VERIFY(shownTip());
        QCOMPARE(shownTip()->textFormat(), Qt::PlainText);
        QToolTip::showText({10, 10}, QStringLiteral("<b>another</b>"), &m_stage->window); // in the same label
        QTRY_COMPARE(shownTip()->text(), QStringLiteral("<b>another</b>"));
        QCOMPARE(shownTip()->textFormat(), Qt::PlainText);
    }
    void inspectorShowsAnErrorAsItStands()
    {
        m_stage->window.openPage(PageId::Dead);
        auto *jobs = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("deadJobs"));
        QTRY_COMPARE(jobs->model()->rowCount(), 1);
        jobs->setCurrentIndex(jobs->model()->index(0, 0));
        const JobPanel &panel = m_stage->window.inspector().job();
        QTRY_VERIFY(panel.record());
        const auto *errors = panel.findChild<QTextBrowser *>();
        QTRY_VERIFY(errors->toPlainText().contains(QLatin1String(trap)));
        QVERIFY(!errors->toHtml().contains(QStringLiteral("<img")));
    }
    void everyLabelOfTheWindowSaysWhetherItIsPlain()
    {
        for (std::size_t page = 0; page < pageCount; ++page)
            m_stage->window.openPage(static_cast<PageId>(page));
        m_stage->window.complain(QLatin1String(trap));
        QCOMPARE(automaticLabel(m_stage->window), QString());
        QCOMPARE(m_stage->window.toast().text(), QLatin1String(trap));
    }
    void everyLabelOfADialogSaysWhetherItIsPlain_data()
    {
        QTest::addColumn<ActionId>("act");
        QTest::newRow("pause") << ActionId::PauseWithReason;
        QTest::newRow("limits") << ActionId::LimitTenant;
        QTest::newRow("drain") << ActionId::Drain;
        QTest::newRow("stop") << ActionId::StopNow;
    }
    void everyLabelOfADialogSaysWhetherItIsPlain()
    {
        QFETCH(ActionId, act);
        m_stage->window.scope().set({.queue = {}, .tenant = TenantName::trusted("acme")});
        m_stage->window.actions().of(act)->trigger();
        QTRY_VERIFY(shownDialog(m_stage->window));
        QDialog *dialog = shownDialog(m_stage->window);
        QCOMPARE(automaticLabel(*dialog), QString());
        QVERIFY(!dialog->findChildren<QLabel *>().empty());
        const QPointer<QDialog> open = dialog;
        dialog->reject();
        QTRY_VERIFY(!open);
    }
    void boxShowsBothItsTextsAsTheyStand()
    {
        PlainBox box(&m_stage->window);
        box.setText(QLatin1String(trap));
        box.setInformativeText(QLatin1String(trap));
        box.open();
        QCOMPARE(automaticLabel(box), QString());
        box.reject();
    }
    void noticesOfTheDesktopHoldNoMarkup()
    {
        QCOMPARE(withoutMarkup(QStringLiteral("<b>5 > 3 & 2</b>")), QStringLiteral("‹b›5 › 3 & 2‹/b›"));
    }

private:
    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(PlainTextsTest)
#include "plain_texts_test.moc"
