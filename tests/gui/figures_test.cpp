// SPDX-License-Identifier: Apache-2.0
// Every figure says what it is, and leads to the jobs behind it by Enter and by a double click.
#include "engine/calls/job_calls.h"
#include "gui/charts/cell_painters.h"
#include "gui/charts/chart_panel.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/dead_page.h"
#include "gui/pages/job_table.h"
#include "gui/pages/tile.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QAbstractSpinBox>
#include <QTableView>
#include <QTableWidget>
#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
constexpr std::array figurePages {PageId::Overview, PageId::Queues, PageId::Tenants, PageId::Workers, PageId::Dead};

/// An engine with a queue that has a layer and rejects every second job.
std::unique_ptr<RunningEngine> startHalfGood()
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = stageAddress();
    config.engine.workers = 2;
    QueueSettings queue {.name = QueueName::trusted("mend")};
    queue.layers.push_back(ConcurrencyLimitSettings {.most = 2});
    config.engine.queues.push_back(queue);
    RunningEngine::Options options;
    options.functions[QueueName::trusted("mend")] = FunctionHandler::quick([](const RunContext &run) -> Outcome {
        if (run.payload().find("broken") != std::string::npos)
            return Rejected {"broken", "the payload is broken"};
        return Succeeded {};
    });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

PageId pageOf(Figure figure)
{
    return targetOf(figure).place == FigureTarget::Place::Jobs ? PageId::Jobs : PageId::Dead;
}
} // namespace

class FiguresTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startHalfGood();
        QVERIFY(m_engine);
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_stage->window.resize(1280, 800);
        m_stage->window.show();
        m_stage->window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&m_stage->window));
        QVERIFY(askAndWait(m_engine->client(),
            EnqueueJobs::of({mendJob("acme", "1"), mendJob("acme", "2"), mendJob("acme", R"({"x":"broken"})")})));
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Dead), std::int64_t {1});
        QTRY_COMPARE(countOf(m_stage->feed.snapshot().status.counts, JobState::Succeeded), std::int64_t {2});
        QTRY_COMPARE(m_stage->feed.snapshot().tenants.size(), std::size_t {1});
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void everyTileAndChartSaysWhatItIsAndHowOld()
    {
        int tiles = 0;
        int charts = 0;
        for (const PageId page : figurePages) {
            open(page);
            for (const FigureFrame *frame : m_stage->window.page(page)->findChildren<FigureFrame *>()) {
                QVERIFY2(frame->figure(), qPrintable(frame->accessibleName()));
                QCOMPARE(frame->accessibleDescription(), figureText(*frame->figure()));
                QVERIFY2(frame->toolTip().startsWith(figureText(*frame->figure())), qPrintable(frame->toolTip()));
                QVERIFY2(frame->toolTip().contains(QStringLiteral("As of ")), qPrintable(frame->toolTip()));
                QVERIFY(frame->focusPolicy() & Qt::TabFocus);
                (qobject_cast<const Tile *>(frame) ? tiles : charts) += 1;
            }
        }
        QCOMPARE(tiles, 5);
        QVERIFY(charts >= 7);
    }

    void everyTileAndChartLeadsToItsJobs()
    {
        for (const PageId page : figurePages) {
            for (FigureFrame *frame : m_stage->window.page(page)->findChildren<FigureFrame *>()) {
                open(page);
                QTRY_VERIFY(frame->isVisible());
                QTest::keyClick(frame, Qt::Key_Return);
                QCOMPARE(m_stage->window.currentPageId(), pageOf(*frame->figure()));
                open(page);
                QTRY_VERIFY(frame->isVisible());
                QWidget *hit = frame->childAt(frame->rect().center()); // the canvas of a chart takes it first
                QTest::mouseDClick(hit ? hit : frame, Qt::LeftButton);
                QCOMPARE(m_stage->window.currentPageId(), pageOf(*frame->figure()));
            }
        }
    }

    void tileOfOneStateLeadsToTheJobsOfThatState()
    {
        const auto tiles = m_stage->window.page(PageId::Overview)->findChildren<Tile *>();
        for (Tile *tile : tiles) {
            if (tile->figure() != Figure::DoneNow)
                continue;
            QTest::keyClick(tile, Qt::Key_Return);
            QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
            QTRY_COMPARE(m_stage->window.page(PageId::Jobs)->listedJobs()->rowCount(), 2);
            return;
        }
        QFAIL("no tile shows the rate of ended runs");
    }

    void everyColumnSaysWhatItIs()
    {
        int columns = 0;
        for (const PageId page : figurePages) {
            open(page);
            for (const QTableView *table : tablesOf(page)) {
                QTRY_VERIFY2(table->model()->rowCount() > 0, qPrintable(table->objectName()));
                for (int column = 0; column < table->model()->columnCount(); ++column, ++columns) {
                    const auto header = [&](int role) {
                        return table->model()->headerData(column, Qt::Horizontal, role);
                    };
                    const QString place = table->objectName() + QLatin1Char(' ') + header(Qt::DisplayRole).toString();
                    QVERIFY2(header(FigureRole).isValid(), qPrintable(place));
                    const QString text = figureText(static_cast<Figure>(header(FigureRole).toInt()));
                    QCOMPARE(header(Qt::AccessibleDescriptionRole).toString(), text);
                    QVERIFY2(header(Qt::ToolTipRole).toString().startsWith(text), qPrintable(place));
                    QVERIFY2(header(Qt::ToolTipRole).toString().contains(QStringLiteral("As of ")), qPrintable(place));
                    const QModelIndex cell = table->model()->index(0, column);
                    QVERIFY2(!cell.data(Qt::ToolTipRole).toString().isEmpty(), qPrintable(place));
                    QCOMPARE(cell.data(Qt::AccessibleDescriptionRole).toString(), text);
                }
            }
        }
        QVERIFY(columns >= 15 + 15 + 8 + 4 + 4 + 7);
    }

    void everyColumnLeadsToItsJobs_data()
    {
        QTest::addColumn<bool>("isByMouse");
        QTest::newRow("Enter") << false;
        QTest::newRow("double click") << true;
    }
    void everyColumnLeadsToItsJobs()
    {
        QFETCH(bool, isByMouse);
        int edited = 0;
        for (const PageId page : figurePages) {
            for (QTableView *table : tablesOf(page)) {
                for (int column = 0; column < table->model()->columnCount(); ++column) {
                    open(page);
                    QTRY_VERIFY2(table->model()->rowCount() > 0, qPrintable(table->objectName()));
                    table->setColumnHidden(column, false);
                    QCoreApplication::processEvents(); // the growing column makes room
                    const QModelIndex cell = table->model()->index(0, column);
                    const auto figure = static_cast<Figure>(cell.data(FigureRole).toInt());
                    choose(*table, cell, isByMouse);
                    if (auto *editor = table->viewport()->findChild<QAbstractSpinBox *>()) {
                        QVERIFY(isByMouse && cell.flags().testFlag(Qt::ItemIsEditable));
                        QTest::keyClick(editor, Qt::Key_Escape);
                        QTRY_VERIFY(!table->viewport()->findChild<QAbstractSpinBox *>());
                        ++edited;
                        continue;
                    }
                    QVERIFY2(m_stage->window.currentPageId() == pageOf(figure),
                        qPrintable(table->objectName() + QLatin1Char(' ')
                            + table->model()->headerData(column, Qt::Horizontal).toString()));
                    if (page == PageId::Dead)
                        QVERIFY(static_cast<DeadPage *>(m_stage->window.page(page))->jobTable()->hasFocus());
                }
            }
        }
        QCOMPARE(edited, isByMouse ? 3 : 0); // workers and weight of a queue, weight of a tenant
    }

private:
    /// Opens a page as it is for the whole engine.
    void open(PageId page)
    {
        m_stage->window.actions().of(ActionId::ClearScope)->trigger();
        m_stage->window.openPage(page);
    }
    /// The tables of figures: not the lists of jobs, nor the tables of charts, whose rows are points in time.
    QList<QTableView *> tablesOf(PageId page) const
    {
        QList<QTableView *> tables = m_stage->window.page(page)->findChildren<QTableView *>();
        tables.removeIf([](const QTableView *table) {
            return qobject_cast<const JobTable *>(table) || qobject_cast<const QTableWidget *>(table);
        });
        return tables;
    }
    static void choose(QTableView &table, const QModelIndex &cell, bool isByMouse)
    {
        if (!isByMouse) {
            table.setFocus();
            table.setCurrentIndex(cell);
            QTest::keyClick(&table, Qt::Key_Return);
            return;
        }
        table.scrollTo(cell);
        const QPoint at = table.visualRect(cell).intersected(table.viewport()->rect()).center();
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(table.viewport(), Qt::LeftButton, {}, at);
    }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(FiguresTest)
#include "figures_test.moc"
