// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/queues_page.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QtTest>

using namespace fairlead;
using namespace std::chrono_literals;

namespace {
/// An engine with a quick queue, one behind a shut rate limit, and one whose workers are elsewhere.
std::unique_ptr<RunningEngine> startThreeQueues()
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = stageAddress();
    config.engine.workers = 2;
    QueueSettings limited {.name = QueueName::trusted("limited")};
    limited.layers.push_back(RateLimitSettings {.rate = {.perSecond = 0.001, .burst = 1}});
    QueueSettings pulled {.name = QueueName::trusted("pulled")};
    pulled.handler = PullHandlerSettings {};
    config.engine.queues = {QueueSettings {.name = QueueName::trusted("quick")}, limited, pulled};
    RunningEngine::Options options;
    for (const char *name : {"quick", "limited"})
        options.functions[QueueName::trusted(name)] =
            FunctionHandler::quick([](const RunContext &) -> Outcome { return Succeeded {}; });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

std::vector<NewJob> jobsOf(const char *queue, const char *tenant, std::size_t count)
{
    NewJob job;
    job.queue = QueueName::trusted(queue);
    job.tenant = TenantName::trusted(tenant);
    return std::vector<NewJob>(count, job);
}
} // namespace

class QueuesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_engine = startThreeQueues();
        QVERIFY(m_engine);
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_stage->window.resize(1280, 800);
        m_stage->window.show();
        m_stage->window.openPage(PageId::Queues);
        m_table = m_stage->window.findChild<QTableView *>(QStringLiteral("queuesTable"));
        QTRY_COMPARE(m_table->model()->rowCount(), 3);
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void queueThatWaitedLongestComesFirst()
    {
        QCOMPARE(text(0, QueuesModel::Oldest), dash());
        add("pulled", "acme", 3);
        QTRY_COMPARE(text(0, QueuesModel::Queue), QStringLiteral("pulled"));
        QTRY_VERIFY(text(0, QueuesModel::Oldest) != dash());
        QCOMPARE(text(0, QueuesModel::Ready), QStringLiteral("3"));
        QCOMPARE(text(0, QueuesModel::Workers), QStringLiteral("0 elsewhere"));
    }

    void shutLayerIsNamedWithTheJobsBehindIt()
    {
        add("limited", "acme", 3);
        add("limited", "beta", 2);
        QTRY_VERIFY(textOf("limited", QueuesModel::HeldBy).startsWith(QStringLiteral("4 job")));
        QVERIFY(textOf("limited", QueuesModel::HeldBy).contains(QStringLiteral("rate_limit")));
        QVERIFY(rowOf("limited")
                    .siblingAtColumn(QueuesModel::HeldBy)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("2 tenant")));
        QCOMPARE(textOf("limited", QueuesModel::Oldest), dash()); // what is held is not late
        QCOMPARE(textOf("pulled", QueuesModel::HeldBy), QString());
    }

    void flowOfTheLastMinuteIsShown()
    {
        QCOMPARE(textOf("quick", QueuesModel::Failures), dash());
        add("quick", "acme", 60);
        QTRY_COMPARE(textOf("quick", QueuesModel::In), shownRate(1));
        QTRY_COMPARE(textOf("quick", QueuesModel::Out), shownRate(1));
        QCOMPARE(textOf("quick", QueuesModel::Failures), shownPercent(0));
        QVERIFY(textOf("quick", QueuesModel::RunP95) != dash());
    }

    void selectedQueueIsPausedAndResumedByItsButton()
    {
        auto *pause = m_stage->window.findChild<QPushButton *>(QStringLiteral("pauseQueue"));
        QVERIFY(!pause->isEnabled());
        QVERIFY(!pause->toolTip().isEmpty());
        m_table->setCurrentIndex(rowOf("quick"));
        QVERIFY(pause->isEnabled());
        QTest::mouseClick(pause, Qt::LeftButton);
        QTRY_COMPARE(m_stage->feed.snapshot().pauses().size(), std::size_t {1});
        QVERIFY(m_stage->feed.snapshot().pauses().front().queue == QueueName::trusted("quick"));
        QTRY_COMPARE(textOf("quick", QueuesModel::State), stateText(ShownState::Paused));
        pause->setFocus();
        QTest::keyClick(pause, Qt::Key_Space);
        QTRY_VERIFY(m_stage->feed.snapshot().pauses().empty());
    }

    void enterShowsTheJobsOfTheQueue()
    {
        add("pulled", "acme", 2);
        QTRY_COMPARE(textOf("pulled", QueuesModel::Ready), QStringLiteral("2"));
        m_table->setCurrentIndex(rowOf("pulled"));
        m_table->setFocus();
        QTest::keyClick(m_table, Qt::Key_Return);
        QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
        QTRY_COMPARE(m_stage->window.page(PageId::Jobs)->listedJobs()->rowCount(), 2);
    }

    void workersAreChosenInPlaceButNotOfQueuesWithWorkersElsewhere()
    {
        const QModelIndex workers = rowOf("quick").siblingAtColumn(QueuesModel::Workers);
        QVERIFY(workers.flags().testFlag(Qt::ItemIsEditable));
        QVERIFY(!rowOf("pulled").siblingAtColumn(QueuesModel::Workers).flags().testFlag(Qt::ItemIsEditable));
        QVERIFY(m_table->model()->setData(workers, 1, Qt::EditRole));
        QTRY_COMPARE(textOf("quick", QueuesModel::Workers), QStringLiteral("0 of 1, by hand"));
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_COMPARE(textOf("quick", QueuesModel::Workers), QStringLiteral("0 of 2"));
    }

    void editorKeepsWhatIsTypedWhileSnapshotsCome()
    {
        const QModelIndex workers = rowOf("quick").siblingAtColumn(QueuesModel::Workers);
        doubleClickCell(*m_table, workers);
        auto *editor = m_table->findChild<QSpinBox *>();
        QVERIFY(editor);
        QTest::keyClicks(editor, QStringLiteral("7"));
        QSignalSpy snapshots(&m_stage->feed, &MonitorFeed::updated);
        QTRY_VERIFY(snapshots.count() > 1);
        QCOMPARE(editor->value(), 7);
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_COMPARE(textOf("quick", QueuesModel::Workers), QStringLiteral("0 of 7, by hand"));
    }

    void weightIsChangedInPlaceAndTakenBack_data() { addHands(); }
    void weightIsChangedInPlaceAndTakenBack()
    {
        QFETCH(bool, isByKeys);
        m_table->setColumnHidden(QueuesModel::Weight, false);
        QCoreApplication::processEvents(); // the growing column makes room
        const QModelIndex weight = rowOf("pulled").siblingAtColumn(QueuesModel::Weight);
        QVERIFY(weight.flags().testFlag(Qt::ItemIsEditable)); // also where the workers are elsewhere
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
        const auto now = [this] { return m_stage->feed.snapshot().findQueue(QueueName::trusted("pulled"))->weight; };
        QTRY_COMPARE(now(), 3.0);
        m_stage->window.actions().of(ActionId::Undo)->trigger();
        QTRY_COMPARE(now(), 1.0);
        QVERIFY(!m_stage->feed.snapshot().findQueue(QueueName::trusted("pulled"))->limits);
    }

    void partOfANameFindsTheQueue()
    {
        auto *field = qobject_cast<QLineEdit *>(m_stage->window.page(PageId::Queues)->filterField());
        QTest::keyClicks(field, QStringLiteral("PULL"));
        QTRY_COMPARE(m_table->model()->rowCount(), 1);
        QCOMPARE(text(0, QueuesModel::Queue), QStringLiteral("pulled"));
    }

private:
    void add(const char *queue, const char *tenant, std::size_t count)
    {
        QVERIFY(askAndWait(m_engine->client(), EnqueueJobs::of(jobsOf(queue, tenant, count))));
    }
    QModelIndex rowOf(const char *queue) const { return rowWith(*m_table, queue); }
    QString text(int row, int column) const { return m_table->model()->index(row, column).data().toString(); }
    QString textOf(const char *queue, int column) const
    {
        return rowOf(queue).siblingAtColumn(column).data().toString();
    }

    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
    QTableView *m_table = nullptr;
};

QTEST_MAIN(QueuesTest)
#include "queues_test.moc"
