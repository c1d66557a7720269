// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/page.h"
#include "gui/window/inspector.h"
#include "gui/window/job_panel.h"
#include "gui/window/toast.h"
#include "tests/support/gui_stage.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTableWidget>
#include <QToolButton>
#include <QtTest>

#include <set>

using namespace fairlead;

namespace {
struct Told
{
    QAccessible::Event what {};
    QObject *who = nullptr;
    QAccessible::Role role {};
    QString name;
};
std::vector<Told> told; // a plain function hears of the events

void hear(QAccessibleEvent *event)
{
    const QAccessibleInterface *face = event->accessibleInterface();
    if (face && face->isValid())
        told.push_back({event->type(), event->object(), face->role(), face->text(QAccessible::Name)});
}

/// Qt tells nobody anything unless it can reach a bus for screen readers, which needs a display, too: for the test
/// gui.spoken_aloud.
bool isHeard()
{
    return qEnvironmentVariableIsSet("QT_LINUX_ACCESSIBILITY_ALWAYS_ON");
}

/// What a screen reader says at once, wherever the focus is.
QStringList notices()
{
    QStringList names;
    for (const Told &one : told) {
        if (one.what == QAccessible::ObjectShow && one.role == QAccessible::Notification && !one.name.isEmpty())
            names.append(one.name);
    }
    return names;
}

QString nameOf(QObject *object)
{
    const QAccessibleInterface *face = QAccessible::queryAccessibleInterface(object);
    return face ? face->text(QAccessible::Name) : QString();
}

/// Things below that show, take the focus and have no name.
void findNameless(QAccessibleInterface *face, std::set<QAccessibleInterface *> &seen, QStringList &nameless)
{
    if (!face || face->state().invisible || !seen.insert(face).second || face->tableInterface())
        return;
    const bool isWindow =
        face->object() && face->object()->isWidgetType() && static_cast<QWidget *>(face->object())->isWindow();
    if (face->state().focusable && !isWindow && face->text(QAccessible::Name).isEmpty())
        nameless.append(face->object() ? QString::fromLatin1(face->object()->metaObject()->className())
                    + QLatin1Char(' ') + face->object()->objectName()
                                       : QStringLiteral("a part"));
    for (int i = 0; i < face->childCount(); ++i)
        findNameless(face->child(i), seen, nameless);
}
} // namespace

/// What reaches a screen reader: docs/GUI.md says what Orca makes of it.
class SpokenTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startMendEngine();
        if (isHeard())
            QTRY_VERIFY(QAccessible::isActive());
        QAccessible::installUpdateHandler(hear);
        m_stage = std::make_unique<GuiStage>(m_engine->client());
        m_stage->window.show();
        m_stage->window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
        QTRY_VERIFY(m_stage->feed.hasData());
        told.clear();
    }
    void cleanup()
    {
        QAccessible::installUpdateHandler(nullptr);
        m_stage.reset();
        m_engine.reset();
    }

    void everythingThatTakesTheFocusOnAnyPageHasAName()
    {
        enqueue({mendJob("bad", R"({"x":"broken"})")}, JobState::Dead);
        for (std::size_t page = 0; page < pageCount; ++page) {
            m_stage->window.openPage(static_cast<PageId>(page));
            QStringList nameless;
            std::set<QAccessibleInterface *> seen;
            findNameless(QAccessible::queryAccessibleInterface(&m_stage->window), seen, nameless);
            QVERIFY(seen.size() > 30);
            QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(QStringLiteral(", "))));
        }
    }

    void everyBoxTellsItsNameAndItsValue()
    {
        int boxes = 0;
        for (QComboBox *box : m_stage->window.findChildren<QComboBox *>()) {
            const QString name = nameOf(box);
            QVERIFY2(name.endsWith(QStringLiteral(": ") + box->currentText()), qPrintable(name));
            QVERIFY2(name.size() > box->currentText().size() + 2, qPrintable(name));
            ++boxes;
        }
        QVERIFY(boxes >= 7);
    }

    void changeOfABoxIsHeard()
    {
        if (!isHeard())
            QSKIP("needs a bus for screen readers");
        auto *box = m_stage->window.findChild<QComboBox *>(QStringLiteral("scopeQueue"));
        QTRY_COMPARE(box->count(), 2);
        box->setFocus();
        told.clear();
        QTest::keyClick(box, Qt::Key_Down);
        const auto heard = std::find_if(told.begin(), told.end(),
            [&](const Told &one) { return one.who == box && one.what == QAccessible::ValueChanged; });
        QVERIFY(heard != told.end());
        QCOMPARE(heard->name, QStringLiteral("Queue that is shown: mend"));
        QAccessibleInterface *face = QAccessible::queryAccessibleInterface(box);
        QVERIFY(face->valueInterface()); // else AT-SPI would not hear of it
        QCOMPARE(face->valueInterface()->currentValue().toInt(), 1);
        face->valueInterface()->setCurrentValue(0);
        QCOMPARE(box->currentIndex(), 0);
    }

    void whatAnActHasDoneIsSaidOnceAndHowToTakeItBack()
    {
        if (!isHeard())
            QSKIP("needs a bus for screen readers");
        m_stage->window.actions().of(ActionId::Pause)->trigger();
        QTRY_VERIFY(!m_stage->window.toast().text().isEmpty());
        QTRY_COMPARE(notices().size(), 2); // the toast, and the notice of the pause
        const QString what = m_stage->window.toast().text();
        QVERIFY(notices().contains(what + QStringLiteral(". Ctrl+Z takes it back")));
        told.clear();
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_VERIFY(m_stage->window.toast().text() != what && !m_stage->window.toast().text().isEmpty());
        QCOMPARE(notices().size(), 1);
        QTRY_VERIFY(!m_stage->feed.snapshot().status.pause);
        told.clear();
        m_stage->window.actions().of(ActionId::Pause)->trigger(); // while the toast is still there
        QTRY_COMPARE(notices().size(), 2);
    }

    void lostLineIsSaidOnceAndItsReturnToo()
    {
        if (!isHeard())
            QSKIP("needs a bus for screen readers");
        m_stage->line.set(CutOffClient::Line::Refused);
        QTRY_COMPARE(m_stage->feed.link(), LinkState::Lost);
        QTRY_COMPARE(notices().size(), 1);
        QVERIFY(notices().front().contains(QStringLiteral("What is shown is old")));
        QSignalSpy ticks(&m_stage->feed, &MonitorFeed::ticked);
        QTRY_VERIFY(ticks.count() >= 4);
        QCOMPARE(notices().size(), 1);
        told.clear();
        m_stage->line.set(CutOffClient::Line::Whole);
        QTRY_COMPARE_WITH_TIMEOUT(m_stage->feed.link(), LinkState::Live, 20'000);
        QCOMPARE(notices(), QStringList {QStringLiteral("Engine: Running")});
    }

    void currentRowIsSaidWhenATableTakesTheFocus()
    {
        if (!isHeard())
            QSKIP("needs a bus for screen readers");
        enqueue({mendJob("acme", "1")}, JobState::Succeeded);
        m_stage->window.openPage(PageId::Tenants);
        auto *table = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("tenantsTable"));
        QTRY_COMPARE(table->model()->rowCount(), 1);
        table->setCurrentIndex(table->model()->index(0, 0));
        m_stage->window.page(PageId::Tenants)->filterField()->setFocus();
        told.clear();
        table->setFocus();
        const auto isTold = [](const QString &name, QAccessible::Role role) {
            return std::any_of(told.begin(), told.end(), [&](const Told &one) {
                return one.what == QAccessible::Focus && one.name == name && one.role == role;
            });
        };
        QVERIFY(isTold(QStringLiteral("Tenants"), QAccessible::Table));
        QTRY_VERIFY(isTold(QStringLiteral("acme"), QAccessible::Cell));
    }

    void fieldReachedByTabTellsItsFocusBeforeItsSelection()
    {
        if (!isHeard())
            QSKIP("needs a bus for screen readers");
        m_stage->window.openPage(PageId::Tenants);
        auto *field = qobject_cast<QLineEdit *>(m_stage->window.page(PageId::Tenants)->filterField());
        field->setText(QStringLiteral("a"));
        told.clear();
        field->setFocus(Qt::TabFocusReason);
        const auto isOf = [&](QAccessible::Event what) {
            return std::find_if(
                told.begin(), told.end(), [=](const Told &one) { return one.who == field && one.what == what; });
        };
        QTRY_COMPARE(field->selectedText(), QStringLiteral("a"));
        QVERIFY(isOf(QAccessible::Focus) != told.end());
        QVERIFY(isOf(QAccessible::TextSelectionChanged) != told.end());
        QVERIFY(isOf(QAccessible::Focus) < isOf(QAccessible::TextSelectionChanged));
    }

    void pageIsNamedAndTakesTheFocusLast()
    {
        if (!isHeard())
            QSKIP("needs a bus for screen readers");
        enqueue({mendJob("acme", "1")}, JobState::Succeeded);
        m_stage->window.openPage(PageId::Jobs);
        told.clear();
        m_stage->window.openPage(PageId::Workers);
        const auto table = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("workersTable"));
        QVERIFY(table->hasFocus());
        QCOMPARE(nameOf(m_stage->window.page(PageId::Workers)->parent()), QStringLiteral("Workers"));
        const auto last = std::find_if(told.rbegin(), told.rend(),
            [](const Told &one) { return one.what == QAccessible::Focus || one.what == QAccessible::Selection; });
        QVERIFY(last != told.rend());
        QCOMPARE(last->who, table);
    }

    void labelsSayWhatTheyShow()
    {
        enqueue({mendJob("acme", "1")}, JobState::Succeeded);
        m_stage->window.openPage(PageId::Settings);
        int labels = 0;
        for (QLabel *label : m_stage->window.findChildren<QLabel *>()) {
            const QAccessibleInterface *face = QAccessible::queryAccessibleInterface(label);
            if (label->text().isEmpty() || face->role() != QAccessible::StaticText)
                continue;
            QVERIFY2(label->accessibleName().isEmpty(), qPrintable(label->accessibleName()));
            QVERIFY2(!face->text(QAccessible::Name).contains(QLatin1Char('<')), qPrintable(label->text()));
            ++labels;
        }
        QVERIFY(labels > 20);
    }

    void cellsSayWordsForGlyphsAndStrokes()
    {
        for (const ShownState state : allShownStates)
            QCOMPARE(withoutGlyph(stateText(state)), lookOf(state, {}).word);
        QCOMPARE(withoutGlyph(QStringLiteral("no glyph")), QStringLiteral("no glyph"));
        NewJob job = mendJob("acme", "1");
        job.maxAttempts = 3;
        enqueue({job}, JobState::Succeeded);
        for (const PageId page : {PageId::Queues, PageId::Tenants, PageId::Jobs, PageId::Workers, PageId::Events})
            m_stage->window.openPage(page);
        int cells = 0;
        for (const auto *table : m_stage->window.findChildren<QAbstractItemView *>()) {
            const QAbstractItemModel *model = table->model();
            for (int row = 0; model && row < std::min(model->rowCount(), 50); ++row) {
                for (int column = 0; column < model->columnCount(); ++column) {
                    const QString said = model->index(row, column).data(Qt::AccessibleTextRole).toString();
                    QVERIFY2(withoutGlyph(said) == said, qPrintable(said));
                    ++cells;
                }
            }
        }
        QVERIFY(cells > 40);
        const auto *jobs = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("jobsTable"))->model();
        QTRY_COMPARE(jobs->rowCount(), 1);
        QTRY_COMPARE(
            jobs->index(0, JobsModel::State).data(Qt::AccessibleTextRole).toString(), QStringLiteral("succeeded"));
        QCOMPARE(jobs->index(0, JobsModel::Attempt).data(Qt::AccessibleTextRole).toString(), QStringLiteral("1 of 3"));
    }

    void factsOfAJobTakeTheFocusAndSayThemselves()
    {
        enqueue({mendJob("acme", "1")}, JobState::Succeeded);
        m_stage->window.openPage(PageId::Jobs);
        auto *jobs = m_stage->window.findChild<QAbstractItemView *>(QStringLiteral("jobsTable"));
        QTRY_COMPARE(jobs->model()->rowCount(), 1);
        jobs->setCurrentIndex(jobs->model()->index(0, 0));
        const JobPanel &panel = m_stage->window.inspector().job();
        QTRY_VERIFY(panel.record());
        auto *facts = panel.findChild<QLabel *>(QStringLiteral("jobFacts"));
        QVERIFY(facts->focusPolicy() & Qt::TabFocus);
        QVERIFY(nameOf(facts).contains(QString::fromStdString(panel.record()->job.id.text())));
    }

    void tabLeadsOutOfTheTableOfAChart()
    {
        auto *table = m_stage->window.page(PageId::Overview)->findChild<QTableWidget *>();
        auto *button = table->parentWidget()->parentWidget()->findChild<QToolButton *>();
        QVERIFY(button->isCheckable());
        button->setChecked(true);
        QTRY_VERIFY(table->isVisible() && table->rowCount() > 1);
        table->setFocus();
        QVERIFY(table->hasFocus());
        QTest::keyClick(table, Qt::Key_Tab);
        QVERIFY(!table->hasFocus());
    }

private:
    void enqueue(const std::vector<NewJob> &jobs, JobState until)
    {
        m_engine->client().ask(EnqueueJobs::of(jobs), [](const auto &) {});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, until), static_cast<std::int64_t>(jobs.size()));
    }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(SpokenTest)
#include "spoken_test.moc"
