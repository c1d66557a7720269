// SPDX-License-Identifier: Apache-2.0
// The Overview shows the engine's verdict; each cause leads to its place, by mouse and by keyboard.
#include "engine/calls/job_calls.h"
#include "gui/look/health_words.h"
#include "gui/pages/health_panel.h"
#include "tests/support/await.h"
#include "tests/support/gui_stage.h"

#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QtTest>

using namespace fairlead;

namespace {
constexpr int limitMs = 30'000;
const auto far = QueueName::trusted("far");

/// An engine with a queue for workers elsewhere, which nobody asks for jobs.
std::unique_ptr<RunningEngine> startUnserved()
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = stageAddress();
    config.engine.workers = 1;
    config.engine.health.unserved = Microseconds {1};
    config.engine.queues.push_back(QueueSettings {.name = far, .handler = PullHandlerSettings {}});
    auto running = RunningEngine::start(std::move(config), {});
    return running ? std::move(*running) : nullptr;
}
} // namespace

class HealthTest : public QObject
{
    Q_OBJECT
private:
    static QString headline(const GuiStage &stage)
    {
        return stage.window.findChild<QLabel *>(QStringLiteral("health"))->text();
    }
    static QPushButton *firstButton(const GuiStage &stage)
    {
        return stage.window.findChild<QPushButton *>(QStringLiteral("healthButton"));
    }

private Q_SLOTS:
    void theVerdictIsTheEnginesAndACauseLeadsToItsJobs()
    {
        const std::unique_ptr<RunningEngine> engine = startUnserved();
        QVERIFY(engine);
        GuiStage stage(*engine);
        stage.window.show();
        stage.window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&stage.window));
        stage.window.openPage(PageId::Overview);
        QTRY_VERIFY_WITH_TIMEOUT(headline(stage).contains(QStringLiteral("Healthy")), limitMs);
        QVERIFY(firstButton(stage)->isHidden());
        NewJob job;
        job.queue = far;
        job.payload = "{}";
        QVERIFY(askAndWait(engine->client(), EnqueueJobs::of({job})));
        QTRY_VERIFY_WITH_TIMEOUT(headline(stage).contains(QStringLiteral("Failing")), limitMs);
        const auto *text = stage.window.findChild<QLabel *>(QStringLiteral("healthCause"));
        QVERIFY2(text->text().contains(QStringLiteral("queue far: no worker")), qPrintable(text->text()));
        QTest::mouseClick(firstButton(stage), Qt::LeftButton);
        QCOMPARE(stage.window.currentPageId(), PageId::Jobs);
        QVERIFY(stage.window.scope().scope().queue == far);
        stage.window.scope().set({});
        stage.window.openPage(PageId::Overview);
        QTRY_VERIFY_WITH_TIMEOUT(firstButton(stage)->isVisible(), limitMs);
        firstButton(stage)->setFocus();
        QTest::keyClick(firstButton(stage), Qt::Key_Space);
        QCOMPARE(stage.window.currentPageId(), PageId::Jobs);
        QVERIFY(stage.window.scope().scope().queue == far);
    }
    void everyKindHasWordsAndAPlace()
    {
        for (std::size_t i = 0; i < EnumNames<HealthCauseKind>::all.size(); ++i) {
            const HealthCause cause {.kind = static_cast<HealthCauseKind>(i),
                .text = "the engine's words",
                .value = 3,
                .threshold = 2,
                .count = 7,
                .queue = far};
            const QString words = healthWords(cause);
            QVERIFY2(!words.isEmpty() && !words.contains(QLatin1Char('%') + QStringLiteral("1")), qPrintable(words));
            QVERIFY(words != QStringLiteral("the engine's words"));
            QVERIFY(!placeWords(placeOf(cause.kind)).isEmpty());
        }
        // A newer engine may know a kind that this monitor does not.
        QCOMPARE(healthWords({.kind = HealthCauseKind::Unknown, .text = "the engine's words"}),
            QStringLiteral("the engine's words"));
    }
    void noCauseIsCutOffOnANarrowPage()
    {
        constexpr int narrow = 500; // the page of a window of 1024 with its inspector
        HealthPanel panel;
        HealthReport report {.verdict = HealthVerdict::Failing};
        report.causes.assign(
            4, {.kind = HealthCauseKind::QueueUnserved, .value = 750, .threshold = 60, .count = 8'412, .queue = far});
        panel.setReport(report);
        panel.resize(narrow, panel.heightForWidth(narrow));
        panel.show();
        QVERIFY(QTest::qWaitForWindowExposed(&panel));
        const QList<QLabel *> causes = panel.findChildren<QLabel *>(QStringLiteral("healthCause"));
        QCOMPARE(causes.size(), 4);
        for (const QLabel *cause : causes) {
            QVERIFY2(cause->text().contains(QStringLiteral("12 min 30 s")), qPrintable(cause->text()));
            QVERIFY(cause->wordWrap());
            QVERIFY(cause->height() >= cause->heightForWidth(cause->width()));
        }
    }
    void moreCausesThanLinesAreCounted()
    {
        HealthPanel panel;
        HealthReport report {.verdict = HealthVerdict::Attention};
        report.causes.assign(7, {.kind = HealthCauseKind::OldestJobOld, .value = 400, .threshold = 300, .queue = far});
        report.leftOut = 3;
        panel.setReport(report);
        QVERIFY(!panel.isHidden());
        const QList<QLabel *> labels = panel.findChildren<QLabel *>();
        QVERIFY(std::any_of(labels.begin(), labels.end(),
            [](const QLabel *label) { return label->text().contains(QStringLiteral("and 6 more")); }));
        QSignalSpy chosen(&panel, &HealthPanel::causeChosen);
        panel.findChild<QPushButton *>(QStringLiteral("healthButton"))->click();
        QCOMPARE(chosen.count(), 1);
        panel.setReport({});
        QVERIFY(panel.isHidden());
    }
};

QTEST_MAIN(HealthTest)
#include "health_test.moc"
