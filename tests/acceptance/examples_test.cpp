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
    void workersOfEachLanguageKeepTheirLeasesAndOutliveTheEngine_data()
    {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("python") << QStringList {QStringLiteral("python3"), example("workers/worker.py")};
        QTest::newRow("node") << QStringList {QStringLiteral("node"), example("workers/worker.mjs")};
    }
    void workersOfEachLanguageKeepTheirLeasesAndOutliveTheEngine()
    {
        QFETCH(QStringList, command);
        if (QStandardPaths::findExecutable(command[0]).isEmpty())
            QSKIP("its program is not installed");
        const QTemporaryDir folder;
        const QString config = QStringLiteral("workers/workers.toml");
        EngineProgram engine(folder.path(), {}, {}, config);
        const QUrl url = engine.url();
        QProcess worker;
        worker.setProcessChannelMode(QProcess::MergedChannels);
        worker.start(
            command[0], {command[1], url.toString(), QStringLiteral("words"), QStringLiteral("1")}); // s of a lease
        // Three leases long.
        const RunJob longer = runWords(url, R"({"text":"to be or not to be","seconds":3})", worker);
        engine.process.kill();
        QVERIFY(engine.ended());
        EngineProgram again(folder.path(), {QStringLiteral("--listen"), url.authority()}, {}, config);
        QCOMPARE(again.url(), url);
        const RunJob after = runWords(url, R"("to be or not to be")", worker);
        const bool isRunning = worker.state() == QProcess::Running;
        worker.kill();
        worker.waitForFinished();
        const QByteArray told = worker.readAll();
        if (told.contains("fetch is not defined"))
            QSKIP("this node is too old for fetch");
        QVERIFY2(isRunning, told);
        for (const RunJob &one : {longer, after}) {
            QVERIFY2(
                QString::fromStdString(one.result).remove(QLatin1Char(' ')).contains(QStringLiteral("\"words\":6")),
                one.result.c_str());
            QCOMPARE(one.attempt, 1);
        }
    }

private:
    /// A job of the queue `words` after its end.
    struct RunJob
    {
        std::string result; ///< empty when it did not succeed in time
        int attempt = 0;
    };
    /// Hands the job in and waits for the worker to run it.
    static RunJob runWords(const QUrl &url, const char *payload, const QProcess &worker)
    {
        RemoteClient client(url);
        NewJob job;
        job.queue = QueueName::trusted("words");
        job.payload = payload;
        const auto receipts = askAndWait(client, EnqueueJobs::of({job}));
        if (!receipts || !receipts->front())
            return {};
        const JobId id = receipts->front()->id;
        RunJob run;
        const auto isDone = [&] {
            const auto record = askAndWait(client, FindJob {id});
            run.attempt = record ? record->attempt : 0;
            return record && record->state == JobState::Succeeded;
        };
        if (!QTest::qWaitFor([&] { return isDone() || worker.state() == QProcess::NotRunning; }, 60'000))
            return run;
        if (const auto result = askAndWait(client, FindResult {id}))
            run.result = result->bytes;
        return run;
    }
};

QTEST_GUILESS_MAIN(ExamplesTest)
#include "examples_test.moc"
