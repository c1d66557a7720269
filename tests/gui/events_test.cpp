// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "gui/models/events_model.h"
#include "gui/pages/events_page.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollBar>
#include <QTableView>
#include <QtTest>

using namespace fairlead;

namespace {
LogRow eventRow(std::int64_t number, EventKind kind = EventKind::JobDead)
{
    Event event;
    event.number = number;
    event.at = TimePoint {std::chrono::seconds {number}};
    event.kind = kind;
    event.text = "error " + std::to_string(number);
    return {event.at, event};
}

LogRow actRow(std::int64_t number, int second, const std::string &who)
{
    AuditEntry entry;
    entry.number = number;
    entry.at = TimePoint {std::chrono::seconds {second}};
    entry.who = who;
    entry.act = "pause";
    return {entry.at, entry};
}

std::vector<FilterTerm> withText(const char *part)
{
    return {{TermField::Text, TermSign::Is, QString::fromLatin1(part)}};
}

std::vector<std::int64_t> eventNumbers(const EventsModel &model)
{
    std::vector<std::int64_t> numbers;
    for (int row = 0; row < model.rowCount(); ++row) {
        if (std::holds_alternative<Event>(model.row(row).what))
            numbers.push_back(model.row(row).number());
    }
    return numbers;
}
} // namespace

class EventsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsAreInOrderWheneverTheyCome()
    {
        EventsModel model(m_clock, nullptr);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add({eventRow(5), eventRow(7)});
        model.add({actRow(1, 6, "ann"), eventRow(9)});
        model.add({eventRow(2), eventRow(3)});
        QCOMPARE(eventNumbers(model), (std::vector<std::int64_t> {9, 7, 5, 3, 2}));
        QVERIFY(std::holds_alternative<AuditEntry>(model.row(2).what));
        QCOMPARE(model.asCsv().count('\n'), 7); // and a line of titles
        model.clear();
        QCOMPARE(model.rowCount(), 0);
    }

    void oneBulkActIsOneLineAndItsJobsAreNotLost()
    {
        const auto restored = [](std::int64_t number, int second, const std::string &who) {
            LogRow row = actRow(number, second, who);
            auto &act = std::get<AuditEntry>(row.what);
            act.act = "job.restore";
            act.target = "job no" + std::to_string(number);
            return row;
        };
        EventsModel model(m_clock, nullptr);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add({actRow(1, 1, "ann"), restored(2, 2, "ann"), restored(3, 2, "ann"), restored(4, 3, "ann")});
        model.add({restored(5, 4, "ann"), restored(6, 5, "ann"), restored(7, 5, "ben"), restored(8, 30, "ben")});
        QCOMPARE(model.rowCount(), 4); // the pause, ann's five, and two of ben, who came back later
        QCOMPARE(model.row(2).more.size(), std::size_t {4});
        QVERIFY(model.index(2, EventsModel::About).data().toString().startsWith(QStringLiteral("5 ")));
        QVERIFY(model.index(1, EventsModel::About).data().toString() == QStringLiteral("job no7"));
        QCOMPARE(model.asCsv().count('\n'), 9); // each act, and a line of titles
        model.setFilter({.terms = withText("no5")}); // a job among them is found
        QCOMPARE(model.rowCount(), 1);
        model.setFilter({.terms = withText("no2")});
        QCOMPARE(model.rowCount(), 1);
    }

    void filtersChooseByKindAndText()
    {
        EventsModel model(m_clock, nullptr);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.add({eventRow(1), eventRow(2, EventKind::JobStarted), actRow(1, 3, "ann"), {{}, LogGap {5, 9}}});
        QCOMPARE(model.rowCount(), 3); // a job's daily life is left out at first; a gap never is
        model.setFilter({.hasJobs = true});
        QCOMPARE(model.rowCount(), 4);
        model.setFilter({.hasActs = true, .hasEngine = false});
        QCOMPARE(model.rowCount(), 2);
        model.setFilter({.terms = std::nullopt}); // a filter that is not understood
        QCOMPARE(model.rowCount(), 0);
        model.setFilter({.terms = withText("ANN")});
        QCOMPARE(model.rowCount(), 1);
        model.add({actRow(2, 4, "bob"), actRow(3, 5, "ann")});
        QCOMPARE(model.rowCount(), 2);
    }

    void oldestRowsGoWhenThereAreTooMany()
    {
        EventsModel model(m_clock, nullptr);
        constexpr auto total = static_cast<std::int64_t>(EventsModel::rowsMax) + 500;
        for (std::int64_t from = 1; from <= total; from += 1000) {
            std::vector<LogRow> rows;
            for (std::int64_t number = from; number < from + 1000; ++number)
                rows.push_back(eventRow(number));
            model.add(std::move(rows));
        }
        QCOMPARE(model.rowCount(), static_cast<int>(EventsModel::rowsMax));
        QCOMPARE(model.row(model.rowCount() - 1).number(), std::int64_t {1001});
    }

    void eventsGoOnByNumberAfterTheLineWasCut()
    {
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        EventsPage &page = open(stage);
        const auto work = [&](int jobs) {
            QVERIFY(askAndWait(engine->client(),
                EnqueueJobs::of(std::vector<NewJob>(static_cast<std::size_t>(jobs), mendJob("acme", "1")))));
        };
        work(3);
        QTRY_VERIFY(page.model()->rowCount() >= 9); // handed in, started, succeeded
        stage.line.set(CutOffClient::Line::Refused);
        QTRY_VERIFY(stage.feed.link() == LinkState::Lost);
        work(5);
        stage.line.set(CutOffClient::Line::Whole);
        QTRY_VERIFY_WITH_TIMEOUT(eventNumbers(*page.model()).size() >= 24, 20'000);
        std::vector<std::int64_t> numbers = eventNumbers(*page.model());
        std::reverse(numbers.begin(), numbers.end());
        for (std::size_t i = 1; i < numbers.size(); ++i)
            QCOMPARE(numbers[i], numbers[i - 1] + 1); // none lost, none doubled
    }

    void engineWithAnotherLogBeginsAnew()
    {
        const auto first = startMendEngine();
        const auto second = startMendEngine();
        GuiStage stage(first->client()); // answers of the first one are not to come later
        EventsPage &page = open(stage);
        first->client().ask(EnqueueJobs::of(std::vector<NewJob>(5, mendJob("acme", "1"))), [](const auto &) {});
        QTRY_VERIFY(page.model()->rowCount() >= 15);
        stage.line.connectTo(second->client());
        QTRY_COMPARE(page.model()->rowCount(), 1); // the second engine has but started
        second->client().ask(EnqueueJobs::of({mendJob("acme", "1")}), [](const auto &) {});
        QTRY_COMPARE(page.model()->rowCount(), 4);
    }

    void whatIsTooMuchIsAGapThatSaysItsNumbers()
    {
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        EventsPage &page = open(stage);
        QTRY_VERIFY(page.model()->rowCount() > 0);
        const std::int64_t before = page.model()->row(0).number();
        stage.window.openPage(PageId::Overview); // the page is not asked for meanwhile
        engine->client().ask(EnqueueJobs::of(std::vector<NewJob>(3000, mendJob("acme", "1"))), [](const auto &) {});
        QTRY_COMPARE_WITH_TIMEOUT(
            countOf(stage.feed.snapshot().status.counts, JobState::Succeeded), std::int64_t {3000}, 60'000);
        stage.window.openPage(PageId::Events);
        QTRY_VERIFY_WITH_TIMEOUT(page.model()->row(0).number() == before + 9000, 20'000);
        std::int64_t next = before + 9000;
        int gaps = 0;
        for (int row = 0; row < page.model()->rowCount() && next > before; ++row) {
            const LogRow &one = page.model()->row(row);
            QCOMPARE(one.number(), next);
            const auto *gap = std::get_if<LogGap>(&one.what);
            next = gap ? gap->first - 1 : next - 1;
            gaps += gap ? 1 : 0;
        }
        QCOMPARE(next, before);
        QCOMPARE(gaps, 1);
    }

    void noPauseStaysHiddenInAGapAndAClickLoadsTheRest_data()
    {
        QTest::addColumn<bool>("isByKeyboard");
        QTest::newRow("keyboard") << true;
        QTest::newRow("mouse") << false;
    }
    void noPauseStaysHiddenInAGapAndAClickLoadsTheRest()
    {
        QFETCH(bool, isByKeyboard);
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        EventsPage &page = open(stage);
        QTRY_VERIFY(page.model()->rowCount() > 0);
        const std::int64_t before = page.model()->row(0).number();
        stage.window.openPage(PageId::Overview); // the page is not asked for meanwhile
        for (const std::int64_t succeeded : {2000, 4000}) { // 6,000 events each
            QVERIFY(askAndWait(engine->client(), EnqueueJobs::of(std::vector<NewJob>(2000, mendJob("acme", "1")))));
            QTRY_COMPARE_WITH_TIMEOUT(
                countOf(stage.feed.snapshot().status.counts, JobState::Succeeded), succeeded, 60'000);
            QVERIFY(askAndWait(engine->client(), PauseEngine {{"ann", "deploy"}}));
            QVERIFY(askAndWait(engine->client(), ResumeEngine {}));
        }
        stage.window.openPage(PageId::Events);
        const auto isPause = [](const LogRow &row) {
            const auto *event = std::get_if<Event>(&row.what);
            return event && event->kind == EventKind::Paused;
        };
        const auto isGap = [](const LogRow &row) { return std::holds_alternative<LogGap>(row.what); };
        const auto count = [&page](const auto &is) {
            int found = 0;
            for (int row = 0; row < page.model()->rowCount(); ++row)
                found += is(page.model()->row(row)) ? 1 : 0;
            return found;
        };
        QTRY_COMPARE_WITH_TIMEOUT(count(isPause), 2, 20'000); // the first of them lies in the gap
        auto *table = page.findChild<QTableView *>(QStringLiteral("eventsTable"));
        const auto openFirstGap = [&] {
            for (int row = 0; row < page.model()->rowCount(); ++row) {
                if (!isGap(page.model()->row(row)))
                    continue;
                const QModelIndex cell = page.model()->index(row, EventsModel::What);
                table->setCurrentIndex(cell);
                table->scrollTo(cell);
                if (isByKeyboard)
                    QTest::keyClick(table, Qt::Key_Return);
                else
                    QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, table->visualRect(cell).center());
                return;
            }
        };
        QTRY_VERIFY_WITH_TIMEOUT((openFirstGap(), count(isGap) == 0), 60'000);
        const std::vector<std::int64_t> numbers = eventNumbers(*page.model());
        std::int64_t next = numbers.front();
        for (std::size_t at = 0; at < numbers.size() && next > before; ++at, --next)
            QCOMPARE(numbers[at], next);
        QCOMPARE(next, before); // nothing is missing, and nothing stands there twice
    }

    void actsOfOperatorsStandBesideTheEventsTheyCause()
    {
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        EventsPage &page = open(stage);
        auto *chain = page.findChild<QLabel *>(QStringLiteral("auditChain"));
        QTRY_VERIFY(stage.window.actions().of(ActionId::Pause)->isEnabled());
        stage.window.actions().of(ActionId::Pause)->trigger();
        QTRY_VERIFY(stage.feed.snapshot().status.pause);
        const auto has = [&](const QString &text) {
            for (int row = 0; row < page.model()->rowCount(); ++row) {
                if (page.model()->index(row, EventsModel::What).data().toString().contains(text))
                    return true;
            }
            return false;
        };
        QTRY_VERIFY(has(QStringLiteral("paused")));
        QTRY_VERIFY(has(QStringLiteral("pause")));
        QTRY_VERIFY2(!chain->text().contains(QStringLiteral("Checking")), qPrintable(chain->text()));
        for (QPushButton *button : page.findChildren<QPushButton *>()) {
            if (button->text().startsWith(QStringLiteral("Check the")))
                button->click();
        }
        QTRY_VERIFY2(chain->text().startsWith(QStringLiteral("✓ Audit log sound")), qPrintable(chain->text()));
    }

    void aRefusedActIsOneRowWithItsOutcome()
    {
        const auto engine = startMendEngine();
        QVERIFY(!askAndWait(engine->client(), CancelJob {JobId {}, {}}));
        GuiStage stage(*engine);
        const EventsPage &page = open(stage);
        const auto rowsWith = [&](int column, const QString &text) {
            int rows = 0;
            for (int row = 0; row < page.model()->rowCount(); ++row)
                rows += page.model()->index(row, column).data().toString().contains(text) ? 1 : 0;
            return rows;
        };
        QTRY_COMPARE(rowsWith(EventsModel::What, QStringLiteral("job.cancel")), 1);
        QCOMPARE(rowsWith(EventsModel::Detail, QStringLiteral("refused: there is no job")), 1);
        QCOMPARE(rowsWith(EventsModel::What, QStringLiteral("refused")), 0);
    }

    void scrollingAwayHoldsTheListAndCountsTheNew()
    {
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        EventsPage &page = open(stage);
        engine->client().ask(EnqueueJobs::of(std::vector<NewJob>(60, mendJob("acme", "1"))), [](const auto &) {});
        QTRY_VERIFY(page.model()->rowCount() >= 180);
        auto *table = page.findChild<QTableView *>(QStringLiteral("eventsTable"));
        auto *follow = page.findChild<QCheckBox *>(QStringLiteral("followEvents"));
        table->verticalScrollBar()->setValue(40);
        QVERIFY(!follow->isChecked());
        const QString atTop = table->model()->index(table->rowAt(0), EventsModel::Number).data().toString();
        const int rows = page.model()->rowCount();
        engine->client().ask(EnqueueJobs::of({mendJob("acme", "2")}), [](const auto &) {});
        auto *fresh = page.findChild<QPushButton *>(QStringLiteral("newEvents"));
        QTRY_VERIFY(fresh->isVisible() && fresh->text().startsWith(QLatin1Char('3')));
        QCOMPARE(page.model()->rowCount(), rows);
        QCOMPARE(table->model()->index(table->rowAt(0), EventsModel::Number).data().toString(), atTop);
        fresh->click();
        QVERIFY(follow->isChecked());
        QCOMPARE(page.model()->rowCount(), rows + 3);
        QCOMPARE(table->verticalScrollBar()->value(), 0);
    }

    void eventOfAJobShowsTheJob()
    {
        const auto engine = startMendEngine();
        GuiStage stage(*engine);
        EventsPage &page = open(stage);
        engine->client().ask(EnqueueJobs::of({mendJob("acme", "broken")}), [](const auto &) {});
        auto *table = page.findChild<QTableView *>(QStringLiteral("eventsTable"));
        QTRY_VERIFY(page.model()->rowCount() > 0 && page.model()->jobAt(0));
        table->setCurrentIndex(table->model()->index(0, 0));
        QTRY_COMPARE(page.selectedJobs().size(), std::size_t {1});
        QTRY_VERIFY(stage.window.actions().of(ActionId::Retry)->isEnabled());
    }

private:
    /// Opens the page with every event of every job.
    static EventsPage &open(GuiStage &stage)
    {
        stage.window.show();
        stage.window.openPage(PageId::Events);
        auto *page = static_cast<EventsPage *>(stage.window.page(PageId::Events));
        page->findChild<QCheckBox *>(QStringLiteral("everyJob"))->setChecked(true);
        return *page;
    }
    const SystemClock m_clock;
};

QTEST_MAIN(EventsTest)
#include "events_test.moc"
