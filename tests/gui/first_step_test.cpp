// SPDX-License-Identifier: Apache-2.0
#include "engine/calls/job_calls.h"
#include "gui/window/first_step_dialog.h"
#include "tests/support/await.h"
#include "tests/support/gui_input.h"
#include "tests/support/gui_stage.h"

#include <QPlainTextEdit>
#include <QPushButton>
#include <QtTest>

using namespace fairlead;

namespace {
std::unique_ptr<RunningEngine> startBareEngine(const QString &file)
{
    EngineConfig config;
    config.store.url = "memory:";
    config.http.listen = stageAddress();
    config.engine.workers = 1;
    config.origin.file = file.toStdString();
    auto running = RunningEngine::start(std::move(config), {});
    return running ? std::move(*running) : nullptr;
}

QPushButton *firstStep(const GuiStage &stage)
{
    for (QPushButton *button : stage.window.findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == QStringLiteral("First step…"))
            return button;
    }
    return nullptr;
}
} // namespace

class FirstStepTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void engineWithoutQueuesGetsOne_data() { addHands(); }
    void engineWithoutQueuesGetsOne()
    {
        QFETCH(bool, isByKeys);
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("fairlead/fairlead.toml"));
        const auto engine = startBareEngine(file);
        QVERIFY(engine);
        GuiStage stage(*engine, nullptr, {}, file);
        stage.window.show();
        QTRY_VERIFY_WITH_TIMEOUT(firstStep(stage), 20'000);
        push(*firstStep(stage), isByKeys);
        auto *dialog = stage.window.findChild<FirstStepDialog *>();
        QVERIFY(dialog);
        const auto *lines = dialog->findChild<QPlainTextEdit *>(QStringLiteral("firstStepLines"));
        QVERIFY(lines->toPlainText().contains(QStringLiteral("[queue.echo]")));
        push(*dialog->findChild<QPushButton *>(QStringLiteral("firstStepGo")), isByKeys);
        QTRY_COMPARE_WITH_TIMEOUT(stage.feed.snapshot().queues.size(), std::size_t {1}, 20'000);
        QCOMPARE(stage.feed.snapshot().queues.front().queue, QueueName::trusted("echo"));
        QTRY_VERIFY_WITH_TIMEOUT(!firstStep(stage), 20'000);
        NewJob job; // the queue works
        job.queue = QueueName::trusted("echo");
        job.payload = "hello";
        QVERIFY(askAndWait(engine->client(), EnqueueJobs::of({job})));
        const auto done = [&stage] { return countOf(stage.feed.snapshot().status.counts, JobState::Succeeded); };
        QTRY_COMPARE_WITH_TIMEOUT(done(), std::int64_t {1}, 20'000);
    }

    void fileThatIsThereIsNotWrittenOver()
    {
        const QTemporaryDir folder;
        QFile file(folder.filePath(QStringLiteral("fairlead.toml")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("# mine\n");
        file.close();
        FirstStepDialog dialog(file.fileName(), nullptr);
        QSignalSpy ready(&dialog, &FirstStepDialog::configurationReady);
        dialog.findChild<QPushButton *>(QStringLiteral("firstStepGo"))->click();
        QCOMPARE(ready.count(), 1);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("# mine\n"));
    }
};

QTEST_MAIN(FirstStepTest)
#include "first_step_test.moc"
