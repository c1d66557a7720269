// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/charts/chart_panel.h"
#include "gui/charts/history_series.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/tenants_page.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QDoubleSpinBox>
#include <QTableView>
#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
/// An engine with a queue behind a rate limit that is soon used up, and one whose workers are elsewhere.
std::unique_ptr<RunningEngine> startTwoQueues()
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = stageAddress();
    config.engine.workers = 2;
    QueueSettings limited {.name = QueueName::trusted("limited")};
    limited.layers.push_back(RateLimitSettings {.rate = {.perSecond = 0.001, .burst = 1}});
    QueueSettings pulled {.name = QueueName::trusted("pulled")};
    pulled.handler = PullHandlerSettings {};
    config.engine.queues = {limited, pulled};
    RunningEngine::Options options;
    options.functions[QueueName::trusted("limited")] =
        FunctionHandler::quick([](const RunContext &) -> Outcome { return Succeeded {}; });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

/// A history of a minute in steps of ten seconds: what ran in the second step.
History minuteWith(Microseconds workerTime)
{
    History history;
    history.step = 10s;
    history.until = TimePoint {60s};
    HistoryPoint point;
    point.at = TimePoint {10s};
    point.counts.workerTime = workerTime.count();
    history.points.push_back(point);
    return history;
}
} // namespace

class TenantsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startTwoQueues();
        QVERIFY(m_engine);
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_stage->window.resize(1280, 800);
        m_stage->window.show();
        m_stage->window.openPage(PageId::Tenants);
        m_table = m_stage->window.findChild<QTableView *>(QStringLiteral("tenantsTable"));
        QVERIFY(m_table);
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void tenantThatWaitedLongestComesFirst()
    {
        add("pulled", "zoe", 1);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QTRY_VERIFY(textOf("zoe", TenantsModel::Oldest) != dash());
        add("pulled", "acme", 5);
        QTRY_COMPARE(m_table->model()->rowCount(), 2);
        QTRY_VERIFY(textOf("acme", TenantsModel::Oldest) != dash());
        QTRY_COMPARE(text(0, TenantsModel::Tenant), QStringLiteral("zoe"));
        QCOMPARE(textOf("acme", TenantsModel::Ready), QStringLiteral("5"));
        QCOMPARE(textOf("acme", TenantsModel::HeldBy), QString()); // it waits for its turn
    }

    void shutLayerIsNamedWithItsQueueAndItsJobs()
    {
        add("limited", "acme", 3);
        QTRY_COMPARE(textOf("acme", TenantsModel::HeldBy), QStringLiteral("2 job(s): rate_limit of queue limited"));
        QVERIFY(rowOf("acme")
                    .siblingAtColumn(TenantsModel::HeldBy)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("the next may start at")));
        QTRY_VERIFY(textOf("acme", TenantsModel::Oldest) != dash()); // what is held waits
        QTRY_COMPARE(textOf("acme", TenantsModel::Failures), shownPercent(0));
    }

    void pausedTenantIsHeldAndItsJobsDoNotWait()
    {
        add("pulled", "acme", 1);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QTRY_VERIFY(textOf("acme", TenantsModel::Oldest) != dash());
        m_table->setCurrentIndex(rowOf("acme"));
        m_stage->window.actions().of(ActionId::PauseTenant)->trigger();
        QTRY_COMPARE(textOf("acme", TenantsModel::HeldBy), QStringLiteral("1 job(s): paused"));
        QCOMPARE(textOf("acme", TenantsModel::Oldest), dash());
    }

    void enterShowsTheJobsOfTheTenant()
    {
        addToTwo();
        m_table->setCurrentIndex(rowOf("acme").siblingAtColumn(TenantsModel::Weight));
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Return);
        QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
        QTRY_COMPARE(m_stage->window.page(PageId::Jobs)->listedJobs()->rowCount(), 2);
    }

    void doubleClickShowsTheJobsOfTheTenant()
    {
        addToTwo();
        const QPoint cell = m_table->visualRect(rowOf("acme").siblingAtColumn(TenantsModel::Ready)).center();
        QTest::mouseClick(m_table->viewport(), Qt::LeftButton, {}, cell);
        QTest::mouseDClick(m_table->viewport(), Qt::LeftButton, {}, cell);
        QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
        QTRY_COMPARE(m_stage->window.page(PageId::Jobs)->listedJobs()->rowCount(), 2);
    }

    void weightIsChangedInPlace_data() { addHands(); }
    void weightIsChangedInPlace()
    {
        QFETCH(bool, isByKeys);
        add("pulled", "acme", 1);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        const QModelIndex weight = rowOf("acme").siblingAtColumn(TenantsModel::Weight);
        QVERIFY(weight.flags().testFlag(Qt::ItemIsEditable));
        m_table->scrollTo(weight);
        if (isByKeys) {
            m_table->setFocus();
            m_table->setCurrentIndex(weight);
            QTest::keyClick(m_table, Qt::Key_F2);
        } else {
            doubleClickCell(*m_table, weight);
        }
        auto *editor = m_table->findChild<QDoubleSpinBox *>();
        QVERIFY(editor);
        editor->selectAll();
        QTest::keyClicks(editor, QStringLiteral("3"));
        QTest::keyClick(editor, Qt::Key_Return);
        const auto now = [this] {
            return m_stage->feed.snapshot().findTenant(TenantName::trusted("acme"))->limits.weight;
        };
        QTRY_COMPARE(now(), 3.0);
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_COMPARE(now(), 1.0);
    }

    void shareIsMeasuredAgainstAllThatRan()
    {
        const History all = minuteWith(8s);
        const History own = minuteWith(2s);
        Snapshot snapshot;
        snapshot.tenants = {{.tenant = TenantName::trusted("acme")}, {.tenant = TenantName::trusted("busy")}};
        for (TenantView &tenant : snapshot.tenants)
            tenant.counts[static_cast<std::size_t>(JobState::Ready)] = 1;
        const HistorySeries series(
            [&](const HistoryKey &key) { return key.scope.tenant ? &own : &all; }, snapshot, 60, {});
        const std::vector<TimeSeries> lines = series.shareOf(TenantName::trusted("acme"));
        QCOMPARE(lines.size(), std::size_t {2});
        QCOMPARE(lines[0].points.size(), qsizetype {6});
        QCOMPARE(lines[0].points.at(1), QPointF(-40, 0.25));
        QCOMPARE(lines[0].points.at(2).y(), 0.0);
        QCOMPARE(lines[1].points.at(0).y(), 0.5); // the half that its weight is worth
        QVERIFY(series.shareOf(TenantName::trusted("nobody")).empty());
    }

    void shareOfTheSelectedTenantIsNamedOverItsChart()
    {
        auto *chart = m_stage->window.findChild<ChartPanel *>(QStringLiteral("tenantShare"));
        QVERIFY(chart && chart->isVisible());
        add("pulled", "acme", 1);
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        m_table->setCurrentIndex(rowOf("acme"));
        QTRY_VERIFY_WITH_TIMEOUT(chart->summary().contains(QStringLiteral("fair share now")), 30'000);
    }

    void barIsLogarithmicAroundTheFairShare()
    {
        QCOMPARE(partOnLogBar(0.5, 0.5), 0.5);
        QCOMPARE(partOnLogBar(0.05, 0.5), 0.25);
        QCOMPARE(partOnLogBar(0.1, 0.01), 0.75);
        QCOMPARE(partOnLogBar(0.0001, 0.5), 0.0);
        QCOMPARE(partOnLogBar(1, 0.001), 1.0);
        QCOMPARE(partOnLogBar(0, 0.5), 0.0);
        QCOMPARE(partOnLogBar(0.1, 0), 1.0); // it is due nothing
    }

private:
    void add(const char *queue, const char *tenant, std::size_t count)
    {
        NewJob job;
        job.queue = QueueName::trusted(queue);
        job.tenant = TenantName::trusted(tenant);
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of(std::vector<NewJob>(count, job))));
    }
    void addToTwo()
    {
        add("pulled", "acme", 2);
        add("pulled", "beta", 1);
        QTRY_COMPARE(m_table->model()->rowCount(), 2);
    }
    QModelIndex rowOf(const char *tenant) const { return rowWith(*m_table, tenant); }
    QString text(int row, int column) const { return m_table->model()->index(row, column).data().toString(); }
    QString textOf(const char *tenant, int column) const
    {
        return rowOf(tenant).siblingAtColumn(column).data().toString();
    }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
    QTableView *m_table = nullptr;
};

QTEST_MAIN(TenantsTest)
#include "tenants_test.moc"
