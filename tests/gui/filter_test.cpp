// SPDX-License-Identifier: Apache-2.0
// The filter bar: its grammar, chips by keyboard and by mouse, saved views; a wrong term never means "everything".
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "engine/domain/settings.h"
#include "gui/models/filter_terms.h"
#include "gui/pages/filter_bar.h"
#include "gui/pages/jobs_page.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QTableView>
#include <QToolButton>
#include <QtTest>

using namespace fairlead;

namespace {
FilterGrammar everyField()
{
    return FilterGrammar({TermField::State, TermField::Queue, TermField::Tenant, TermField::Tag, TermField::Id,
        TermField::Handler, TermField::Age, TermField::Attempts, TermField::Payload});
}

void type(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}
} // namespace

class FilterTest : public QObject
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

    void termsAreReadAndWrittenBack_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("written");
        const auto row = [](const char *name, const QString &text, const QString &written) {
            QTest::newRow(name) << text << written;
        };
        row("nothing", QStringLiteral("  "), {});
        row("each field",
            QStringLiteral("state:dead queue:mail tenant:acme tag:nightly id:4ed8 handler:http attempts>3"),
            QStringLiteral("state:dead queue:mail tenant:acme tag:nightly id:4ed8 handler:http attempts>3"));
        row("two ages", QStringLiteral("age>10m age<1h"), QStringLiteral("age>10m age<1h"));
        row("capitals", QStringLiteral("STATE:Dead ID:4ED8"), QStringLiteral("state:dead id:4ed8"));
        row("a value with a space", QStringLiteral("tag:\"night shift\""), QStringLiteral("tag:\"night shift\""));
        row("a quotation mark", QStringLiteral("tag:\"a \"\"b\"\"\""), QStringLiteral("tag:\"a \"\"b\"\"\""));
        row("the beginning of an id", QStringLiteral("019A4ed8"), QStringLiteral("id:019a4ed8"));
        row("an id as tables show it", QStringLiteral("…DBC411AE"), QStringLiteral("id:…dbc411ae"));
        row("the end of an id alone", QStringLiteral("dbc411ae"), QStringLiteral("id:dbc411ae"));
        row("a word of letters", QStringLiteral("deadbeef"), QStringLiteral("tag:deadbeef"));
        row("too short for an id", QStringLiteral("019"), QStringLiteral("tag:019"));
        row("a word", QStringLiteral("nightly"), QStringLiteral("tag:nightly"));
        row("a tag with a key", QStringLiteral("customer=4711"), QStringLiteral("tag:customer=4711"));
        row("the beginning of a tag", QStringLiteral("tag:night*"), QStringLiteral("tag:night*"));
        row("the beginning of a word", QStringLiteral("night*"), QStringLiteral("tag:night*"));
        row("a beginning with a space", QStringLiteral("tag:\"night s\"*"), QStringLiteral("tag:\"night s\"*"));
        row("a tag that ends with a star", QStringLiteral("tag:\"night*\""), QStringLiteral("tag:\"night*\""));
        row("several tags", QStringLiteral("tag:a night shift*"), QStringLiteral("tag:a tag:night tag:shift*"));
        row("a place in a payload", QStringLiteral("payload.order.id:2597"), QStringLiteral("payload.order.id:2597"));
        row("a text in a payload", QStringLiteral("payload.name:\"a b\""), QStringLiteral("payload.name:\"a b\""));
        row("a quoted field is a word", QStringLiteral("\"state:dead\""), QStringLiteral("tag:state:dead"));
    }
    void termsAreReadAndWrittenBack()
    {
        QFETCH(QString, text);
        QFETCH(QString, written);
        const FilterText read = everyField().read(text);
        QVERIFY2(!read.fault, read.fault ? qPrintable(read.fault->text) : "");
        QCOMPARE(FilterGrammar::textOf(read.terms), written);
        QVERIFY(everyField().read(written).terms == read.terms);
    }

    void wrongTermIsToldWithItsPlace_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("at");
        QTest::newRow("an unknown field") << QStringLiteral("tag:a stat:dead") << 6;
        QTest::newRow("a state that there is not") << QStringLiteral("state:deaf") << 0;
        QTest::newRow("no value") << QStringLiteral("tenant:") << 0;
        QTest::newRow("no name") << QStringLiteral("  queue:a/b") << 2;
        QTest::newRow("no id") << QStringLiteral("id:xyz") << 0;
        QTest::newRow("another sign") << QStringLiteral("state>dead") << 0;
        QTest::newRow("no duration") << QStringLiteral("age>soon") << 0;
        QTest::newRow("no time at all") << QStringLiteral("age>0s") << 0;
        QTest::newRow("no number") << QStringLiteral("attempts>many") << 0;
        QTest::newRow("a field twice") << QStringLiteral("state:dead state:ready") << 11;
        QTest::newRow("a payload without a place") << QStringLiteral("tag:a payload:7") << 6;
        QTest::newRow("a place without a value") << QStringLiteral("payload.order") << 0;
        QTest::newRow("an empty name in a place") << QStringLiteral("payload.a..b:7") << 0;
        QTest::newRow("two beginnings") << QStringLiteral("tag:a* tag:b*") << 7;
        QTest::newRow("a beginning of nothing") << QStringLiteral("tag:a tag:*") << 6;
        QTest::newRow("an open quotation mark") << QStringLiteral("tag:a tenant:\"b c") << 6;
        QTest::newRow("a field of another list") << QStringLiteral("error:timeout") << 0;
        QTest::newRow("a long tag") << QStringLiteral("tag:") + QString(200, QLatin1Char('a')) << 0;
    }
    void wrongTermIsToldWithItsPlace()
    {
        QFETCH(QString, text);
        QFETCH(int, at);
        const FilterText read = everyField().read(text);
        QVERIFY(read.fault);
        QVERIFY(read.terms.empty());
        QCOMPARE(static_cast<int>(read.fault->at), at);
        QVERIFY(!read.fault->text.isEmpty() && !read.fault->word.isEmpty());
    }

    void eachTermNarrowsTheFilter()
    {
        const TimePoint now {std::chrono::hours {1000}};
        const FilterText read =
            everyField().read(QStringLiteral("state:dead queue:mail tenant:acme tag:nightly tag:eu tag:run-* id:4ed8 "
                                             "handler:http age>10m age<1h attempts>3"));
        QVERIFY(!read.fault);
        const JobFilter filter = FilterGrammar::filterOf(read.terms, now);
        QVERIFY(filter.state == JobState::Dead && filter.idPrefix == "4ed8");
        QVERIFY(filter.tags == (std::vector<std::string> {"nightly", "eu"}) && filter.tagPrefix == "run-");
        QVERIFY(filter.queue->text() == "mail" && filter.tenant->text() == "acme" && filter.handler == "http");
        QVERIFY(filter.until == now - std::chrono::minutes {10} && filter.since == now - std::chrono::hours {1});
        QVERIFY(filter.attemptsMin == 4);
        QVERIFY(FilterGrammar::filterOf(everyField().read(QStringLiteral("attempts>=3")).terms, now).attemptsMin == 3);
        QVERIFY(checkFilter(filter));
    }

    void idIsSearchedByTheEndThatTablesShow()
    {
        const TimePoint now {std::chrono::hours {500'000}}; // in 2027
        const auto filterOf = [now](const char *text) {
            return FilterGrammar::filterOf(everyField().read(QString::fromUtf8(text)).terms, now);
        };
        QVERIFY(filterOf("…dbc411ae").idSuffix == "dbc411ae" && !filterOf("…dbc411ae").idPrefix);
        QVERIFY(filterOf("id:dbc411ae").idSuffix == "dbc411ae");
        QVERIFY(filterOf("id:019a4ed8").idPrefix == "019a4ed8" && !filterOf("id:019a4ed8").idSuffix); // a time in 2025
        QVERIFY(filterOf("id:…019a4ed8").idSuffix == "019a4ed8");
        QVERIFY(filterOf("id:dbc4").idPrefix == "dbc4"); // another length
        for (const char *text : {"…dbc411ae", "id:019a4ed8", "id:…a"})
            QVERIFY(checkFilter(filterOf(text)));
    }

    void jobIsFoundByTheIdThatTheTableShows()
    {
        fill();
        for (const bool withMark : {true, false}) {
            press(Qt::Key_L, Qt::ControlModifier);
            press(Qt::Key_Escape);
            QTRY_COMPARE(rows(), 5);
            QTRY_VERIFY(page()->model()->record(2));
            const QModelIndex cell = jobs()->model()->index(2, JobsModel::Id);
            const QString shownId = cell.data().toString();
            QVERIFY2(shownId.startsWith(QStringLiteral("…")), qPrintable(shownId));
            const JobId wanted = page()->model()->record(2)->job.id;
            field()->setText(QStringLiteral("id:") + (withMark ? shownId : shownId.mid(1)));
            press(Qt::Key_Return);
            QTRY_COMPARE(rows(), 1);
            QTRY_VERIFY(page()->model()->record(0));
            QVERIFY(page()->model()->record(0)->job.id == wanted);
            const QRect row = jobs()->visualRect(jobs()->model()->index(0, JobsModel::Id));
            QTest::mouseClick(jobs()->viewport(), Qt::LeftButton, {}, row.center());
            QVERIFY(page()->selectedJobs().front().job.id == wanted);
        }
    }

    void fieldsAreOfferedThenTheirValues()
    {
        const FilterValues values {{QStringLiteral("mail")}, {QStringLiteral("acme"), QStringLiteral("acorn")}, {}};
        const auto offers = [&values](const char *text) { return everyField().offers(QLatin1String(text), values); };
        QCOMPARE(offers("te"), QStringList {QStringLiteral("tenant:")});
        QCOMPARE(offers("tenant:ac"), (QStringList {QStringLiteral("tenant:acme"), QStringLiteral("tenant:acorn")}));
        QCOMPARE(offers("mai"), QStringList {QStringLiteral("queue:mail")});
        QVERIFY(offers("state:").contains(QStringLiteral("state:dead")));
        QVERIFY(offers("").size() <= FilterGrammar::offersMax && offers("").contains(QStringLiteral("state:")));
        QVERIFY(offers("tenant:acme").isEmpty());
    }

    void termsOfAnotherScopeMatchNothing()
    {
        const std::vector<FilterTerm> terms = everyField().read(QStringLiteral("queue:mail")).terms;
        QVERIFY(FilterGrammar::clash(terms, {}).isEmpty());
        QVERIFY(FilterGrammar::clash(terms, {.queue = QueueName::trusted("mail"), .tenant = {}}).isEmpty());
        QVERIFY(!FilterGrammar::clash(terms, {.queue = QueueName::trusted("bills"), .tenant = {}}).isEmpty());
    }

    void chipsComeAndGoByKeyboard()
    {
        fill();
        press(Qt::Key_L, Qt::ControlModifier);
        QVERIFY(QApplication::focusWidget() == field());
        type(QStringLiteral("tag:nightly "));
        QCOMPARE(chips(), QStringList {QStringLiteral("tag:nightly")});
        QVERIFY(field()->text().isEmpty());
        QTRY_COMPARE(rows(), 3);
        type(QStringLiteral("tenant:b"));
        press(Qt::Key_Down);
        press(Qt::Key_Return); // takes the completion
        QCOMPARE(chips().last(), QStringLiteral("tenant:beta"));
        QTRY_COMPARE(rows(), 1);
        press(Qt::Key_Backspace);
        QCOMPARE(chips(), QStringList {QStringLiteral("tag:nightly")});
        QTRY_COMPARE(rows(), 3);
        press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("filterChip"));
        press(Qt::Key_Delete);
        QVERIFY(chips().isEmpty());
        QVERIFY(QApplication::focusWidget() == field());
        QTRY_COMPARE(rows(), 5);
    }

    void chipsComeAndGoByMouse()
    {
        fill();
        QTest::mouseClick(field(), Qt::LeftButton);
        type(QStringLiteral("ten"));
        clickOffer(QStringLiteral("tenant:"));
        clickOffer(QStringLiteral("tenant:beta"));
        QCOMPARE(chips(), QStringList {QStringLiteral("tenant:beta")});
        QTRY_COMPARE(rows(), 2);
        auto *chip = bar()->findChild<QToolButton *>(QStringLiteral("filterChip"));
        QTRY_VERIFY(chip->isVisible() && chip->width() > 20);
        QTest::mouseClick(chip, Qt::LeftButton);
        QVERIFY(chips().isEmpty());
        QTRY_COMPARE(rows(), 5);
    }

    void wrongTermListsNothingAndIsTold()
    {
        fill();
        field()->setText(QStringLiteral("stat:dead"));
        const auto *told = m_stage->window.findChild<QLabel *>(QStringLiteral("jobsFilterFault"));
        QTRY_VERIFY(told->isVisible());
        QVERIFY2(told->text().contains(QStringLiteral("stat")), qPrintable(told->text()));
        QTRY_COMPARE(rows(), 0);
        jobs()->selectAll();
        QCOMPARE(page()->choice().count, std::int64_t {0});
        field()->setText(QStringLiteral("nightly"));
        QTRY_COMPARE(rows(), 3);
        QVERIFY(!told->isVisible());
    }

    void termOfAnotherScopeListsNothingAndIsTold()
    {
        fill();
        m_stage->window.scope().set({.queue = {}, .tenant = TenantName::trusted("acme")});
        field()->setText(QStringLiteral("tenant:beta"));
        const auto *told = m_stage->window.findChild<QLabel *>(QStringLiteral("jobsFilterFault"));
        QTRY_VERIFY(told->isVisible());
        QTRY_COMPARE(rows(), 0);
        m_stage->window.scope().goBack();
        QTRY_COMPARE(rows(), 2);
        QVERIFY(!told->isVisible());
    }

    void backAndForwardKeepTheFilter()
    {
        fill();
        field()->setText(QStringLiteral("nightly"));
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_COMPARE(rows(), 3);
        m_stage->window.scope().set({.queue = {}, .tenant = TenantName::trusted("beta")});
        QTRY_COMPARE(rows(), 1);
        m_stage->window.scope().goBack();
        QTRY_COMPARE(rows(), 3);
        m_stage->window.scope().goForward();
        QTRY_COMPARE(rows(), 1);
        QCOMPARE(chips(), QStringList {QStringLiteral("tag:nightly")});
    }

    void savedViewComesBackAndCanBeRemoved()
    {
        fill();
        field()->setText(QStringLiteral("nightly tenant:beta"));
        QTest::keyClick(field(), Qt::Key_Return);
        QTRY_COMPARE(rows(), 1);
        views().first()->trigger();
        auto *dialog = m_stage->window.findChild<QInputDialog *>(QStringLiteral("viewDialog"));
        QVERIFY(dialog);
        dialog->setTextValue(QStringLiteral("Nightly & beta"));
        dialog->accept();
        page()->setState({});
        QTRY_COMPARE(rows(), 5);
        QVERIFY(!views().first()->isEnabled()); // nothing to save
        QCOMPARE(views().at(2)->text(), QStringLiteral("Nightly && beta"));
        views().at(2)->trigger();
        QCOMPARE(chips(), (QStringList {QStringLiteral("tag:nightly"), QStringLiteral("tenant:beta")}));
        QTRY_COMPARE(rows(), 1);
        views().last()->menu()->actions().first()->trigger();
        QCOMPARE(views().size(), qsizetype {2}); // Save, and the line below it
    }

    void theOrderOfAListIsChosenByKeyboard()
    {
        fill();
        const JobsModel *model = page()->model();
        QTRY_VERIFY(model->record(0));
        const JobId newest = model->record(0)->job.id;
        auto *order = page()->findChild<QComboBox *>(QStringLiteral("jobsOrder"));
        QTest::keyClick(order, Qt::Key_Down);
        QTRY_VERIFY(model->rowCount() == 5 && model->record(4) && model->record(4)->job.id == newest);
        QTest::keyClick(order, Qt::Key_Down); // the next start
        QTRY_VERIFY(model->rowCount() == 5 && model->record(0));
        field()->setText(QStringLiteral("state:dead"));
        QTRY_VERIFY(m_stage->window.findChild<QLabel *>(QStringLiteral("jobsFilterFault"))->isVisible());
        page()->setState(JobState::Scheduled); // a way from another page leads to the usual order
        QCOMPARE(order->currentIndex(), 0);
        QTRY_VERIFY(model->rowCount() == 5 && model->record(0) && model->record(0)->job.id == newest);
    }

    void payloadsAreSearched()
    {
        std::vector<NewJob> list;
        for (int i = 0; i < 4; ++i) {
            list.push_back(mendJob("acme", R"({"order":)" + std::to_string(2596 + i) + "}"));
            list.back().start = std::chrono::hours {1};
        }
        enqueue(list);
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Scheduled), std::int64_t {4});
        m_stage->window.openPage(PageId::Jobs);
        field()->setText(QStringLiteral("payload.order:2597"));
        QTRY_COMPARE(rows(), 1);
        const auto *facts = m_stage->window.findChild<QLabel *>(QStringLiteral("jobsFacts"));
        QVERIFY2(facts->text().contains(QStringLiteral("4 looked at")), qPrintable(facts->text()));
        QVERIFY(!page()->findChild<QAbstractButton *>(QStringLiteral("stopSearch"))->isVisible()); // it has ended
    }

    void groupsOfDeadLettersAreFoundByTheirError()
    {
        enqueue({mendJob("acme", "broken"), mendJob("beta", "broken"),
            mendJob("beta", "Traceback (most recent call last):\nConnectError: no route")});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Dead), std::int64_t {3});
        m_stage->window.openPage(PageId::Dead);
        auto *groups = m_stage->window.findChild<QTableView *>(QStringLiteral("deadGroups"));
        auto *letters = m_stage->window.findChild<QTableView *>(QStringLiteral("deadJobs"));
        QTRY_COMPARE(groups->model()->rowCount(), 2);
        press(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("deadFilter"));
        type(QStringLiteral("payload "));
        QTRY_COMPARE(groups->model()->rowCount(), 1);
        QTRY_COMPARE(letters->model()->rowCount(), 2);
        type(QStringLiteral("tenant:beta "));
        QTRY_COMPARE(letters->model()->rowCount(), 1);
        // A part that no error has, and a field that letters do not have, leave nothing to act on.
        for (const char *text : {"nowhere", "tag:a"}) {
            m_stage->window.findChild<QLineEdit *>(QStringLiteral("deadFilter"))->setText(QLatin1String(text));
            QTRY_COMPARE(groups->model()->rowCount(), 0);
            QTRY_COMPARE(letters->model()->rowCount(), 0);
            QVERIFY(!m_stage->window.findChild<QAbstractButton *>(QStringLiteral("retryGroup"))->isEnabled());
        }
    }

    void tenantsAndQueuesAreFilteredByKeyboard()
    {
        enqueue({mendJob("acme", "1"), mendJob("beta", "1")});
        m_stage->window.openPage(PageId::Tenants);
        const auto *tenants = table("tenantsTable");
        QTRY_COMPARE(tenants->model()->rowCount(), 2);
        press(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("tenantsFilter"));
        type(QStringLiteral("ACM "));
        QTRY_COMPARE(tenants->model()->rowCount(), 1);
        m_stage->window.scope().set({.queue = {}, .tenant = TenantName::trusted("beta")});
        QTRY_COMPARE(tenants->model()->rowCount(), 0);
        m_stage->window.scope().goBack(); // the filter stays
        QTRY_COMPARE(tenants->model()->rowCount(), 1);
        press(Qt::Key_Escape);
        QTRY_COMPARE(tenants->model()->rowCount(), 2);
        type(QStringLiteral("state:paused "));
        QTRY_COMPARE(tenants->model()->rowCount(), 0);
        pause({.queue = {}, .tenant = TenantName::trusted("beta")}); // rows that change are filtered again
        QTRY_COMPARE(tenants->model()->rowCount(), 1);
        QCOMPARE(tenants->model()->index(0, 0).data().toString(), QStringLiteral("beta"));
        press(Qt::Key_Escape);
        type(QStringLiteral("state:dead "));
        const auto *told = m_stage->window.findChild<QLabel *>(QStringLiteral("tenantsFilterFault"));
        QTRY_VERIFY(told->isVisible()); // tenants have other states than jobs
        QCOMPARE(tenants->model()->rowCount(), 0);

        m_stage->window.openPage(PageId::Queues);
        const auto *queues = table("queuesTable");
        QTRY_COMPARE(queues->model()->rowCount(), 1);
        press(Qt::Key_L, Qt::ControlModifier);
        type(QStringLiteral("queue:mend "));
        QCOMPARE(queues->model()->rowCount(), 1);
        type(QStringLiteral("held:any "));
        QTRY_COMPARE(queues->model()->rowCount(), 0);
        press(Qt::Key_Backspace);
        QTRY_COMPARE(queues->model()->rowCount(), 1);
    }

    void tenantsAreFilteredByMouse()
    {
        enqueue({mendJob("acme", "1"), mendJob("beta", "1")});
        m_stage->window.openPage(PageId::Tenants);
        const auto *tenants = table("tenantsTable");
        QTRY_COMPARE(tenants->model()->rowCount(), 2);
        auto *tenantsField = m_stage->window.findChild<QLineEdit *>(QStringLiteral("tenantsFilter"));
        QTest::mouseClick(tenantsField, Qt::LeftButton);
        type(QStringLiteral("ten"));
        clickOffer(QStringLiteral("tenant:"), "tenantsOffers");
        clickOffer(QStringLiteral("tenant:beta"), "tenantsOffers");
        QTRY_COMPARE(tenants->model()->rowCount(), 1);
        auto *chip = m_stage->window.page(PageId::Tenants)->findChild<QToolButton *>(QStringLiteral("filterChip"));
        QTRY_VERIFY(chip->isVisible() && chip->width() > 20);
        QTest::mouseClick(chip, Qt::LeftButton);
        QTRY_COMPARE(tenants->model()->rowCount(), 2);
    }

    void eventsAreFilteredByWhoWhatAndWhere()
    {
        enqueue({mendJob("acme", "1")});
        pause({.queue = QueueName::trusted("mend"), .tenant = {}});
        pause({.queue = {}, .tenant = TenantName::trusted("acme")});
        m_stage->window.openPage(PageId::Events);
        const auto *events = table("eventsTable");
        QTRY_VERIFY(events->model()->rowCount() > 2);
        press(Qt::Key_L, Qt::ControlModifier);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("eventsFilter"));
        type(QStringLiteral("kind:paused who:ann "));
        QTRY_COMPARE(events->model()->rowCount(), 2);
        type(QStringLiteral("tenant:acme "));
        QTRY_COMPARE(events->model()->rowCount(), 1);
        press(Qt::Key_Backspace);
        type(QStringLiteral("queue:mend hold "));
        QTRY_COMPARE(events->model()->rowCount(), 1);
        press(Qt::Key_Escape);
        type(QStringLiteral("who:nobody "));
        QTRY_COMPARE(events->model()->rowCount(), 0);
        press(Qt::Key_Escape);
        QTRY_VERIFY(events->model()->rowCount() > 2);
    }

    void viewsHaveALimitAndNamesOfTheirOwn()
    {
        FilterViews kept(m_stage->settings, QStringLiteral("other"));
        QVERIFY(!kept.keep(QStringLiteral("  "), QStringLiteral("tag:a")));
        for (qsizetype i = 0; i < FilterViews::viewsMax; ++i)
            QVERIFY(kept.keep(QString::number(i), QStringLiteral("tag:a")));
        QVERIFY(!kept.keep(QStringLiteral("more"), QStringLiteral("tag:a")));
        QVERIFY(kept.keep(QStringLiteral("7"), QStringLiteral("tag:b")));
        QCOMPARE(kept.names().size(), FilterViews::viewsMax);
        QCOMPARE(kept.filterOf(QStringLiteral("7")), QStringLiteral("tag:b"));
        kept.remove(QStringLiteral("7"));
        QVERIFY(kept.filterOf(QStringLiteral("7")).isEmpty());
        QVERIFY(FilterViews(m_stage->settings, QStringLiteral("jobs")).names().isEmpty());
    }

private:
    void enqueue(const std::vector<NewJob> &list)
    {
        QVERIFY(await<EnqueueJobs::Reply>([&](Answer<EnqueueJobs::Reply> answer) {
            m_engine->client().ask(EnqueueJobs::of(list), std::move(answer));
        }));
    }
    /// Five jobs: three of acme, two of them nightly, and two of beta, one of them nightly. They begin in an hour.
    void fill()
    {
        std::vector<NewJob> list;
        for (const char *tenant : {"acme", "acme", "acme", "beta", "beta"}) {
            NewJob job = mendJob(tenant, "1");
            job.start = std::chrono::hours {1};
            if (list.size() == 0 || list.size() == 1 || list.size() == 3)
                job.tags = {"nightly"};
            list.push_back(std::move(job));
        }
        enqueue(list);
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Scheduled), std::int64_t {5});
        QTRY_VERIFY(m_stage->feed.snapshot().findTenant(TenantName::trusted("beta")));
        m_stage->window.openPage(PageId::Jobs);
        press(Qt::Key_F5);
        QTRY_COMPARE(rows(), 5);
    }
    JobsPage *page() { return static_cast<JobsPage *>(m_stage->window.page(PageId::Jobs)); }
    FilterBar *bar() { return page()->findChild<FilterBar *>(); }
    QLineEdit *field() { return bar()->field(); }
    QTableView *jobs() { return m_stage->window.findChild<QTableView *>(QStringLiteral("jobsTable")); }
    int rows() { return jobs()->model()->rowCount(); }
    QStringList chips()
    {
        QStringList texts;
        for (const FilterTerm &term : bar()->chips())
            texts.append(FilterGrammar::textOf(term));
        return texts;
    }
    QTableView *table(const char *name) { return m_stage->window.findChild<QTableView *>(QString::fromLatin1(name)); }
    void pause(const Scope &scope)
    {
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(m_engine->client(), scope, {"ann", "hold"}, std::move(answer));
        }));
    }
    void clickOffer(const QString &text, const char *list = "jobsOffers")
    {
        auto *offers = m_stage->window.findChild<QListWidget *>(QString::fromLatin1(list));
        QTRY_VERIFY(offers->isVisible() && !offers->findItems(text, Qt::MatchExactly).isEmpty());
        const QRect place = offers->visualItemRect(offers->findItems(text, Qt::MatchExactly).first());
        QTest::mouseClick(offers->viewport(), Qt::LeftButton, {}, place.center());
    }
    /// The actions of the menu of views, as when it is opened.
    QList<QAction *> views()
    {
        QMenu *menu = bar()->findChild<QToolButton *>(QStringLiteral("jobsViews"))->menu();
        QMetaObject::invokeMethod(menu, "aboutToShow");
        return menu->actions();
    }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(FilterTest)
#include "filter_test.moc"
