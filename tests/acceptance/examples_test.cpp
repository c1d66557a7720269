// SPDX-License-Identifier: Apache-2.0
// Examples in Python and Node, as a reader would run them.
#include "engine/calls/job_calls.h"
#include "tests/support/engine_program.h"

#include <QStandardPaths>
#include <QtTest>

using namespace fairlead;

namespace {
QString example(const char *path)
{
    return QStringLiteral(FAIRLEAD_SOURCE_DIR "/examples/") + QString::fromLatin1(path);
}

/// What it printed; its errors when it failed.
QByteArray said(const QStringList &command)
{
    QProcess process;
    process.start(command[0], command.mid(1));
    const bool isGood = process.waitForFinished(60'000) && process.exitCode() == 0;
    return isGood ? process.readAllStandardOutput() : process.readAllStandardError();
}
} // namespace

class ExamplesTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fanOutGathersEveryResultOnce()
    {
        const QTemporaryDir folder;
        QStringList command {QStringLiteral("python3"), example("fan_out/fan_out.py"), {}, QStringLiteral("monday")};
        for (const char *name : {"a", "b", "c"}) {
            QFile file(folder.filePath(QString::fromLatin1(name)));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(QByteArray("word ").repeated(*name - 'a' + 1)) > 0);
            command.append(file.fileName());
        }
        EngineProgram engine(folder.filePath(QStringLiteral("data")), {}, {}, QStringLiteral("fan_out/fan_out.toml"));
        const QUrl url = engine.url();
        command[2] = url.toString();
        const QByteArray first = said(command);
        QVERIFY2(first.endsWith("\n6 in all\n") && first.count('\n') == 4, first);
        QCOMPARE(said(command), first); // asked again, it finds the same jobs
        RemoteClient client(url);
        QCOMPARE(recordsOf(client).size(), std::size_t {3});
        QCOMPARE(engine.stop(), 0);
    }
    void embeddedEngineRunsItsJobsAndHearsOfThem()
    {
        const QTemporaryDir folder;
        const QByteArray told = said({QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead-embed"), folder.path()});
        QVERIFY2(told.count("done on worker-") == 4 && told.contains("from acme\n"), told);
    }
    void workersOfEachLanguageRunJobs_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("python") << QStringList {QStringLiteral("python3"), example("workers/worker.py")};
        QTest::newRow("node") << QStringList {QStringLiteral("node"), example("workers/worker.mjs")};
    }
    void workersOfEachLanguageRunJobs()
    {
        QFETCH(QStringList, command);
        if (QStandardPaths::findExecutable(command[0]).isEmpty())
            QSKIP("its program is not installed");
        const QTemporaryDir folder;
        EngineProgram engine(folder.path(), {}, {}, QStringLiteral("workers/workers.toml"));
        const QUrl url = engine.url();
        RemoteClient client(url);
        NewJob job;
        job.queue = QueueName::trusted("words");
        job.payload = "\"to be or not to be\"";
        const auto receipts = askAndWait(client, EnqueueJobs::of({job}));
        QProcess worker;
        worker.setProcessChannelMode(QProcess::MergedChannels);
        worker.start(command[0], {command[1], url.toString(), QStringLiteral("words")});
        const auto isDone = [&] {
            const auto record = askAndWait(client, FindJob {receipts->front()->id});
            return record && record->state == JobState::Succeeded;
        };
        QTRY_VERIFY_WITH_TIMEOUT(isDone() || worker.state() == QProcess::NotRunning, 60'000);
        const bool isRunning = worker.state() == QProcess::Running;
        worker.kill();
        worker.waitForFinished();
        const QByteArray told = worker.readAll();
        if (told.contains("fetch is not defined"))
            QSKIP("this node is too old for fetch");
        QVERIFY2(isRunning, told);
        const auto result = askAndWait(client, FindResult {receipts->front()->id});
        QVERIFY2(result->bytes.find("\"words\":6") != std::string::npos
                || result->bytes.find("\"words\": 6") != std::string::npos,
            result->bytes.c_str());
    }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "examples_test.moc"
