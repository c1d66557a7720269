// SPDX-License-Identifier: Apache-2.0
// The plugin of examples/ in a running engine, and files that are none. F35, S23
#include "engine/calls/job_calls.h"
#include "tests/support/watched_engine.h"

#include <QCryptographicHash>
#include <QtTest>

using namespace fairlead;

namespace {
const QString wordCount = QStringLiteral(FAIRLEAD_BIN_DIR "/libfairlead-word-count.so");

/// A queue whose plugin is a file beside the configuration.
QByteArray configFor(const QByteArray &file, const QByteArray &more = {})
{
    return "[defaults]\nmax_attempts = 2\nbackoff = { kind = \"fixed\", base = \"1ms\" }\n"
           "[queue.words]\nhandler = { kind = \"plugin\", file = \""
        + file + "\"" + more + " }\n";
}

JobRecord ended(WatchedEngine &engine, const std::string &payload)
{
    NewJob job;
    job.queue = QueueName::trusted("words");
    job.payload = payload;
    job.contentType = "text/plain";
    const JobId id = engine.add(job).value().id;
    for (;;) {
        Result<JobRecord> record = engine.record(id);
        if (!record)
            qFatal("%s", record.error().text.c_str());
        if (isEnded(record->state))
            return std::move(*record);
    }
}

/// The class of the error that it died of.
std::string deathOf(WatchedEngine &engine, const std::string &payload)
{
    const JobRecord record = ended(engine, payload);
    return record.state == JobState::Dead ? record.errors.back().errorClass : "not dead";
}
} // namespace

class PluginTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void pluginRunsJobsAndItsCrashIsAFailureOfThatJobAlone()
    {
        WatchedEngine engine(configFor("words.so"));
        QVERIFY(QFile::copy(wordCount, engine.path("words.so")));
        QVERIFY(QFile::setPermissions(engine.path("words.so"), QFile::ReadOwner));
        engine.start();
        const JobRecord good = ended(engine, "to be or not to be");
        QCOMPARE(good.state, JobState::Succeeded);
        const auto result = askAndWait(*engine.client, FindResult {good.job.id});
        QCOMPARE(result.value().bytes, std::string("6"));
        QCOMPARE(deathOf(engine, "a crash"), std::string("signal_11"));
        const JobRecord never = ended(engine, "never");
        QCOMPARE(never.attempt, 1);
        QCOMPARE(never.errors.back().text, std::string("exit code 65: a word that is not counted"));
        QCOMPARE(ended(engine, "and again").state, JobState::Succeeded);
    }
    void fileThatIsNotThePluginNamedIsNotLoaded()
    {
        QFile file(wordCount);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QByteArray bytes = file.readAll();
        const QByteArray digest = QCryptographicHash::hash(bytes, QCryptographicHash::Sha256).toHex();
        WatchedEngine engine(configFor("words.so", ", sha256 = \"" + digest + "\""));
        const auto write = [&] {
            QFile::remove(engine.path("words.so"));
            QFile::setPermissions(engine.write("words.so", bytes), QFile::ReadOwner);
        };
        write();
        engine.start();
        QCOMPARE(ended(engine, "one").state, JobState::Succeeded);
        bytes += 'x';
        write();
        QCOMPARE(deathOf(engine, "one"), std::string("configuration"));
    }
    void otherLibrariesAreRefused()
    {
        WatchedEngine engine(configFor("words.so"));
        QFile::setPermissions(engine.write("words.so", "no library at all"), QFile::ReadOwner);
        engine.start();
        const JobRecord record = ended(engine, "one");
        QCOMPARE(record.state, JobState::Dead);
        QCOMPARE(record.attempt, 1); // no storm of retries
        QCOMPARE(record.errors.back().errorClass, std::string("configuration"));
    }
    void pluginThatIsMissingOrOthersMayChangeIsAFaultOfTheConfiguration()
    {
        const QTemporaryDir folder;
        const auto check = [&](const char *part) {
            QFile config(folder.filePath(QStringLiteral("f.toml")));
            QVERIFY(config.open(QIODevice::WriteOnly) && config.write(configFor("words.so")) > 0);
            config.close();
            QProcess engine;
            engine.start(QStringLiteral(FAIRLEAD_BIN_DIR "/fairlead"),
                {QStringLiteral("--headless"), QStringLiteral("--config"), config.fileName(),
                    QStringLiteral("--data-dir"), folder.filePath(QStringLiteral("data"))});
            QVERIFY(engine.waitForFinished(60'000));
            QVERIFY(engine.exitCode() != 0);
            const QByteArray said = engine.readAllStandardError();
            QVERIFY2(said.contains("queue.words.handler.file: ") && said.contains(part), said);
        };
        check("there is no file");
        const QString file = folder.filePath(QStringLiteral("words.so"));
        QVERIFY(QFile::copy(wordCount, file));
        QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOther);
        check("others may write");
    }
};

QTEST_GUILESS_MAIN(PluginTest)
#include "plugin_test.moc"
