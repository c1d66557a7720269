// SPDX-License-Identifier: Apache-2.0
// Programs that take the engine down, and programs when the engine goes down.
#include "tests/support/watched_engine.h"

#include <QtTest>

#include <csignal>

using namespace fairlead;

namespace {
/// `script` writes a process to $file.
QByteArray longQueue(const QByteArray &script)
{
    return "[queue.long]\nhandler = { kind = \"process\", command = [\"sh\", \"-c\", \"read file; " + script
        + "\"] }\n";
}

/// Returns what the queue's script wrote; 0 when it wrote nothing.
int startAndRun(WatchedEngine &engine)
{
    engine.start();
    const QString file = engine.path("pid");
    NewJob job;
    job.queue = QueueName::trusted("long");
    job.payload = file.toStdString() + "\n";
    job.maxAttempts = 1;
    if (!engine.add(job) || !QTest::qWaitFor([&] { return QFile::exists(file); }, 60'000))
        return 0;
    return engine.read("pid").trimmed().toInt();
}
} // namespace

class PoisonTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jobThatKillsTheEngineIsDeadAfterThreeCrashesAndOthersAreUnharmed() // F36
    {
        WatchedEngine engine("[defaults]\ncrash_limit = 3\n[queue.good]\nhandler = { kind = \"process\", "
                             "command = [\"cat\"] }\n[queue.poison]\nhandler = { kind = \"process\", command = "
                             "[\"sh\", \"-c\", \"read armed; while ! test -e $armed; do :; done; kill -9 $PPID\"] }\n");
        const QString armed = engine.path("armed"); // or an engine might be gone before it is ready
        const auto job = [](const char *queue, const std::string &payload) {
            NewJob made;
            made.queue = QueueName::trusted(queue);
            made.payload = payload;
            made.contentType = "text/plain";
            return made;
        };
        std::optional<JobId> poison;
        std::vector<JobId> others;
        for (int life = 0; life < 3; ++life) {
            QFile::remove(armed);
            engine.start();
            if (!poison)
                poison = engine.add(job("poison", armed.toStdString() + "\n")).value().id;
            others.push_back(engine.add(job("good", "x")).value().id);
            // One that runs when the engine dies has crashed as well, as far as anybody can tell.
            QTRY_COMPARE_WITH_TIMEOUT(engine.record(others.back()).value().state, JobState::Succeeded, 60'000);
            engine.write("armed", "");
            QTRY_VERIFY_WITH_TIMEOUT(!engine.isRunning(), 60'000);
        }
        engine.start();
        others.push_back(engine.add(job("good", "x")).value().id);
        const JobRecord record = engine.record(*poison).value();
        QCOMPARE(record.state, JobState::Dead);
        QCOMPARE(record.attempt, 3);
        QCOMPARE(record.errors.back().errorClass, std::string("crash"));
        for (const JobId &id : others)
            QTRY_COMPARE_WITH_TIMEOUT(engine.record(id).value().state, JobState::Succeeded, 60'000);
        QVERIFY(engine.isRunning());
    }
    void programsEndWithTheEngine() // F34
    {
        WatchedEngine engine(longQueue("echo $$ > $file.new; mv $file.new $file; while :; do :; done"));
        const int pid = startAndRun(engine);
        QVERIFY(pid > 0 && kill(pid, 0) == 0);
        engine.kill();
        QTRY_VERIFY_WITH_TIMEOUT(kill(pid, 0) != 0, 60'000);
    }
    void whatTheyStartedEndsWithTheNext() // F34
    {
        WatchedEngine engine(longQueue("setsid sleep 600 & echo $! > $file.new; mv $file.new $file; wait"));
        const int pid = startAndRun(engine);
        engine.kill();
        QVERIFY(pid > 0 && kill(pid, 0) == 0); // alone now
        engine.start();
        QTRY_VERIFY_WITH_TIMEOUT(kill(pid, 0) != 0, 60'000);
        QCOMPARE(engine.program->stop(), 0);
    }
};

QTEST_GUILESS_MAIN(PoisonTest)
#include "poison_test.moc"
