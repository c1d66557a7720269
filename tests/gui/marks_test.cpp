// SPDX-License-Identifier: Apache-2.0
// The charts of the overview show the engine's marks, move into the past, and lead to what happened: by keyboard and by
// mouse.
#include "engine/calls/job_calls.h"
#include "engine/calls/log_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/charts/chart_panel.h"
#include "gui/look/mark_words.h"
#include "gui/models/events_model.h"
#include "gui/pages/page.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QGraphicsView>
#include <QLabel>
#include <QMouseEvent>
#include <QPushButton>
#include <QSlider>
#include <QTableView>
#include <QtTest>

#include <set>

using namespace fairlead;

namespace {
const auto mend = QueueName::trusted("mend");
} // namespace

class MarksTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startMendEngine();
        QVERIFY(m_engine);
        QVERIFY(askAndWait(m_engine->client(), AddMark {"deploy 1.4"}));
        QVERIFY(await<StatusView>([this](Answer<StatusView> answer) {
            askPause(m_engine->client(), {.queue = mend, .tenant = {}}, {"ann", "moving the mail server"},
                std::move(answer));
        }));
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_stage->window.resize(1280, 800);
        m_stage->window.show();
        QApplication::setActiveWindow(&m_stage->window);
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
        QTRY_VERIFY(m_stage->feed.hasData());
        QTRY_VERIFY(canvas()->isVisible());
        goToChart();
        QTRY_VERIFY((press(Qt::Key_Left), !choice().isEmpty())); // the marks are there
        press(Qt::Key_Escape);
        QVERIFY(choice().isEmpty());
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void everyKindHasAGlyphOfItsOwn()
    {
        std::set<QString> glyphs;
        for (const MarkKind kind :
            {MarkKind::Note, MarkKind::Started, MarkKind::Reloaded, MarkKind::Paused, MarkKind::Unknown})
            glyphs.insert(glyphOf(kind));
        QCOMPARE(glyphs.size(), std::size_t {5});
        const TimePoint at {std::chrono::hours {10}};
        const QString words =
            markWords({.number = 1, .at = at, .kind = MarkKind::Note, .who = "ann", .text = "deploy 1.4"}, at);
        QVERIFY(words.contains(QStringLiteral("ann")) && words.contains(QStringLiteral("deploy 1.4")));
        QVERIFY(words.contains(shownTime(at, at)));
    }

    void marksAreReadAndFollowedByKeyboard()
    {
        press(Qt::Key_Left);
        QVERIFY2(choice().contains(QStringLiteral("paused by ann")), qPrintable(choice()));
        press(Qt::Key_Left);
        QVERIFY2(choice().contains(QStringLiteral("deploy 1.4")), qPrintable(choice()));
        press(Qt::Key_Left);
        QVERIFY2(choice().contains(QStringLiteral("engine started")), qPrintable(choice()));
        press(Qt::Key_Left); // there is none before
        QVERIFY2(choice().contains(QStringLiteral("engine started")), qPrintable(choice()));
        press(Qt::Key_Right);
        press(Qt::Key_Right);
        QVERIFY2(choice().contains(QStringLiteral("paused by ann")), qPrintable(choice()));
        const QString minute = choice().section(QLatin1Char(' '), 1, 1).chopped(2); // "‖ 03:10:25 paused by …"
        press(Qt::Key_Return);
        minuteIsListed(minute);
        const QAbstractItemModel &model = *events()->model();
        QTRY_VERIFY(!model
                         .match(model.index(0, EventsModel::Detail), Qt::DisplayRole,
                             QStringLiteral("moving the mail server"), 1, Qt::MatchContains)
                         .isEmpty());
    }

    void markOlderThanTheEventsReadIsFoundToo()
    {
        constexpr int jobs = 400; // three times as many are more than a page of events
        for (int i = 0; i < 3; ++i)
            QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of(std::vector<NewJob>(jobs, mendJob("acme", "1")))));
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Ready), std::int64_t {3 * jobs});
        for (int i = 0; i < 3; ++i)
            press(Qt::Key_Left);
        QVERIFY2(choice().contains(QStringLiteral("engine started")), qPrintable(choice()));
        press(Qt::Key_Return);
        QCOMPARE(m_stage->window.currentPageId(), PageId::Events);
        const QAbstractItemModel &model = *events()->model();
        QTRY_VERIFY(!model
                         .match(model.index(0, EventsModel::What), Qt::DisplayRole, QStringLiteral("engine started"), 1,
                             Qt::MatchContains)
                         .isEmpty());
    }

    void marksAreNamedAndFollowedByMouse()
    {
        QString words;
        int x = canvas()->width();
        for (; x > canvas()->width() / 2 && words.isEmpty(); --x) {
            moveTo(x);
            words = choice();
        }
        QVERIFY2(words.contains(QStringLiteral("paused")) || words.contains(QStringLiteral("deploy"))
                || words.contains(QStringLiteral("started")),
            qPrintable(words));
        QTest::mouseClick(canvas(), Qt::LeftButton, {}, QPoint(x, canvas()->height() / 2));
        minuteIsListed(words.section(QLatin1Char(' '), 1, 1).chopped(2));
    }

    void pastIsShownByKeyboardAndLeftAgain()
    {
        scrubber()->setFocus(Qt::TabFocusReason);
        QVERIFY(!toNow()->isEnabled());
        press(Qt::Key_PageDown);
        press(Qt::Key_PageDown);
        QVERIFY(scrubber()->value() < 0 && toNow()->isEnabled());
        goToChart();
        press(Qt::Key_Left);
        QVERIFY2(choice().isEmpty(), qPrintable(choice())); // the marks are newer
        scrubber()->setFocus(Qt::TabFocusReason);
        press(Qt::Key_End);
        QCOMPARE(scrubber()->value(), 0);
        QVERIFY(!toNow()->isEnabled());
        goToChart();
        press(Qt::Key_Left);
        QVERIFY(choice().contains(QStringLiteral("paused")));
    }

    void pastIsShownByMouseAndLeftAgain()
    {
        QTest::mouseClick(scrubber(), Qt::LeftButton, {}, QPoint(2, scrubber()->height() / 2));
        QVERIFY(scrubber()->value() < 0);
        moveTo(canvas()->width() - 20);
        QVERIFY(choice().isEmpty());
        QTRY_VERIFY(toNow()->isEnabled());
        QTest::mouseClick(toNow(), Qt::LeftButton);
        QCOMPARE(scrubber()->value(), 0);
    }

    void stretchChosenByKeyboardListsTheJobsOfThatTime()
    {
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of(std::vector<NewJob>(7, mendJob("acme", "1")))));
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Ready), std::int64_t {7});
        goToChart();
        for (int i = 0; i < 30; ++i) // half of the span
            press(Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(!choice().isEmpty());
        press(Qt::Key_Return);
        QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
        QVERIFY(m_stage->window.findChild<QAbstractButton *>(QStringLiteral("timeRange"))->isVisible());
        auto *jobs = m_stage->window.findChild<QTableView *>(QStringLiteral("jobsTable"));
        QTRY_COMPARE(jobs->model()->rowCount(), 7);
        m_stage->window.openPage(PageId::Overview);
        goToChart();
        press(Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(!choice().isEmpty());
        press(Qt::Key_Escape);
        QVERIFY(choice().isEmpty());
    }

private:
    ChartPanel *chart() { return m_stage->window.page(PageId::Overview)->findChild<ChartPanel *>(); }
    QWidget *canvas() { return chart()->findChild<QGraphicsView *>()->viewport(); }
    QSlider *scrubber() { return m_stage->window.findChild<QSlider *>(QStringLiteral("timeScrubber")); }
    QPushButton *toNow() { return m_stage->window.findChild<QPushButton *>(QStringLiteral("scrubToNow")); }
    QTableView *events() { return m_stage->window.findChild<QTableView *>(QStringLiteral("eventsTable")); }
    /// The mark or the stretch that the chart names; empty: none.
    QString choice()
    {
        const auto *label = chart()->findChild<QLabel *>(QStringLiteral("chartChoice"));
        return label->isHidden() ? QString() : label->text();
    }
    /// Goes on with Tab until the chart has the focus.
    void goToChart()
    {
        m_stage->window.page(PageId::Overview)->setFocus();
        for (int i = 0; i < 40 && QApplication::focusWidget() != chart(); ++i)
            press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), chart());
    }
    void moveTo(int x)
    {
        const QPointF place(x, canvas()->height() / 2.0);
        QMouseEvent move(QEvent::MouseMove, place, canvas()->mapToGlobal(place), Qt::NoButton, {}, {});
        QApplication::sendEvent(canvas(), &move);
    }
    /// The page Events is open, and every row is of that minute.
    void minuteIsListed(const QString &minute)
    {
        QCOMPARE(m_stage->window.currentPageId(), PageId::Events);
        QTRY_VERIFY(events()->model()->rowCount() > 0);
        for (int row = 0; row < events()->model()->rowCount(); ++row) {
            const QString time = events()->model()->index(row, EventsModel::Time).data().toString();
            QVERIFY2(time.startsWith(minute), qPrintable(time));
        }
    }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(MarksTest)
#include "marks_test.moc"
