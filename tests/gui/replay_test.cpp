// SPDX-License-Identifier: Apache-2.0
// After a retry the window tells what became of the jobs, and leads to each part of them.
#include "engine/calls/job_calls.h"
#include "engine/calls/operation_calls.h"
#include "gui/models/jobs_model.h"
#include "gui/pages/dead_page.h"
#include "gui/pages/replay_line.h"
#include "gui/window/operations_dock.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QPushButton>
#include <QtTest>

#include <atomic>

using namespace fairlead;

namespace {
constexpr int limitMs = 20'000;

/// An engine that rejects every job until it is mended, and the hopeless ones after that, too.
std::unique_ptr<RunningEngine> startMendable(const std::shared_ptr<std::atomic<bool>> &isMended)
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = stageAddress();
    config.engine.workers = 2;
    config.engine.queues.push_back(QueueSettings {.name = QueueName::trusted("mend")});
    RunningEngine::Options options;
    options.functions[QueueName::trusted("mend")] =
        FunctionHandler::quick([isMended](const RunContext &run) -> Outcome {
            if (!*isMended || run.payload().find("hopeless") != std::string::npos)
                return Rejected {"broken", "the payload is broken"};
            return Succeeded {};
        });
    auto running = RunningEngine::start(std::move(config), std::move(options));
    return running ? std::move(*running) : nullptr;
}

DeadPage &deadPage(const GuiStage &stage)
{
    return static_cast<DeadPage &>(*stage.window.page(PageId::Dead));
}

/// The visible button of a line that says this.
QPushButton *partOf(const ReplayLine &line, const QString &words)
{
    for (QPushButton *button : line.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text().contains(words))
            return button;
    }
    return nullptr;
}
} // namespace

class ReplayTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_isMended = std::make_shared<std::atomic<bool>>(false);
        m_engine = startMendable(m_isMended);
        QVERIFY(m_engine);
        m_stage = std::make_unique<GuiStage>(*m_engine);
        m_stage->window.resize(1280, 800);
        m_stage->window.show();
        QVERIFY(askAndWait(m_engine->client(),
            EnqueueJobs::of({mendJob("acme", "1"), mendJob("acme", "2"), mendJob("beta", "3"),
                mendJob("acme", R"({"x":"hopeless"})")})));
        QTRY_COMPARE_WITH_TIMEOUT(
            countOf(m_stage->feed.snapshot().status.counts, JobState::Dead), std::int64_t {4}, limitMs);
        m_stage->window.openPage(PageId::Dead);
        QTRY_VERIFY_WITH_TIMEOUT(deadPage(*m_stage).retryGroupButton()->isEnabled(), limitMs);
    }
    void cleanup()
    {
        m_stage.reset();
        m_engine.reset();
    }

    void outcomeOfARetriedGroupIsShownAndEachPartLeadsToItsJobs()
    {
        const ReplayLine &line = *deadPage(*m_stage).replayLine();
        QVERIFY(!line.isVisible());
        *m_isMended = true;
        QTest::mouseClick(deadPage(*m_stage).retryGroupButton(), Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(line.outcome() && line.outcome()->isSettled(), limitMs);
        QCOMPARE(line.outcome()->retried, std::int64_t {4});
        QPushButton *dead = partOf(line, QStringLiteral("1 dead again"));
        QVERIFY(dead);
        QVERIFY(!partOf(line, QStringLiteral("ready")));
        QTest::mouseClick(dead, Qt::LeftButton);
        QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
        QTRY_COMPARE_WITH_TIMEOUT(listed(), 1, limitMs);
        m_stage->window.openPage(PageId::Dead);
        QPushButton *succeeded = partOf(line, QStringLiteral("3 succeeded"));
        QVERIFY(succeeded);
        succeeded->setFocus();
        QTest::keyClick(succeeded, Qt::Key_Space);
        QCOMPARE(m_stage->window.currentPageId(), PageId::Jobs);
        QTRY_COMPARE_WITH_TIMEOUT(listed(), 3, limitMs);
    }

    void anotherWindowShowsTheLastRetryToo()
    {
        const OperationRequest all {.action = BulkAction::Retry, .filter = {.state = JobState::Dead}};
        QVERIFY(askAndWaitFor<Operation>(m_engine->client(), BeginOperation {all}));
        GuiStage other(*m_engine);
        other.window.resize(1280, 800);
        other.window.show();
        other.window.openPage(PageId::Dead);
        const ReplayLine &line = *deadPage(other).replayLine();
        QTRY_VERIFY_WITH_TIMEOUT(line.outcome() && line.outcome()->isSettled(), limitMs);
        QVERIFY(line.isVisible());
        QVERIFY(partOf(line, QStringLiteral("4 dead again")));
        other.window.actions().of(ActionId::Operations)->trigger();
        const auto *dock = other.window.findChild<OperationsDock *>();
        QTRY_VERIFY_WITH_TIMEOUT(dock->replayLine()->isVisible(), limitMs);
        QVERIFY(partOf(*dock->replayLine(), QStringLiteral("4 dead again")));
    }

private:
    int listed() const { return m_stage->window.page(PageId::Jobs)->listedJobs()->rowCount(); }

    std::shared_ptr<std::atomic<bool>> m_isMended;
    std::unique_ptr<RunningEngine> m_engine;
    std::unique_ptr<GuiStage> m_stage;
};

QTEST_MAIN(ReplayTest)
#include "replay_test.moc"
