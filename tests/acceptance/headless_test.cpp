// SPDX-License-Identifier: Apache-2.0
// The headless program from outside: what it promises to those who start it and to those who hand it jobs.
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/client/pause_calls.h"
#include "tests/support/await.h"
#include "tests/support/engine_program.h"

#include <QtTest>

using namespace fairlead;

namespace {
using Receipts = Each<EnqueueReceipt>;

Result<Receipts> enqueue(Client &client, int count)
{
    std::vector<NewJob> jobs(static_cast<std::size_t>(count));
    for (NewJob &job : jobs) {
        job.queue = QueueName::trusted("hash");
        job.payload = "{}";
    }
    return askAndWait(client, EnqueueJobs::of(jobs));
}

/// The first line behind `from` that holds `text`; -1 when there is none.
qsizetype lineWith(const QList<QByteArray> &lines, const char *text, qsizetype from = 0)
{
    for (qsizetype i = from; i < lines.size(); ++i) {
        if (lines[i].contains(text))
            return i;
    }
    return -1;
}
} // namespace

class HeadlessTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void jobIsOnDiskBeforeItsReceiptIsSent();
    void untilIdleRunsAllAndEnds();
    void secondEngineIsTurnedAway();
};

void HeadlessTest::jobIsOnDiskBeforeItsReceiptIsSent() // I1
{
    const QTemporaryDir folder;
    const QString log = folder.filePath(QStringLiteral("strace.log"));
    const QStringList strace {QStringLiteral("strace"), QStringLiteral("-f"), QStringLiteral("-qq"),
        QStringLiteral("-o"), log, QStringLiteral("-e"),
        QStringLiteral("trace=fdatasync,recvfrom,sendmsg,sendto,writev")};
    if (QProcess::execute(strace.front(), strace.mid(1) + QStringList {QStringLiteral("true")}) != 0)
        QSKIP("strace may not look at processes here");
    EngineProgram program(folder.filePath(QStringLiteral("data")), {}, strace);
    RemoteClient client(program.url());
    QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
        askPause(client, {}, {"test", "only the enqueue shall reach the disk"}, std::move(answer));
    }));
    QVERIFY(enqueue(client, 1));
    QVERIFY(askAndWait(client, StopEngine {StopMode::Drain}));
    QVERIFY(program.ended()); // a signal would end strace alone

    QFile file(log);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().split('\n');
    const qsizetype asked = lineWith(lines, "\"POST /v1/jobs ");
    const qsizetype answered = lineWith(lines, "HTTP/1.1 201", asked);
    QVERIFY(asked >= 0 && answered > asked);
    qsizetype synced = -1;
    for (qsizetype i = asked; i < answered; ++i) {
        if (lines[i].contains("fdatasync") && lines[i].endsWith("= 0"))
            synced = i;
    }
    QVERIFY2(synced > asked, "no fdatasync ended between the request and its answer");
}

void HeadlessTest::untilIdleRunsAllAndEnds() // L9
{
    const QTemporaryDir folder;
    {
        EngineProgram program(folder.path());
        RemoteClient client(program.url());
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) {
            askPause(client, {}, {"test", "kept waiting"}, std::move(answer));
        }));
        QVERIFY(enqueue(client, 6));
        QVERIFY(await<StatusView>([&](Answer<StatusView> answer) { askResume(client, {}, std::move(answer)); }));
        program.process.kill();
        QVERIFY(program.ended());
    }
    EngineProgram idle(folder.path(), {QStringLiteral("--until-idle")});
    QVERIFY(idle.ended());
    QCOMPARE(idle.process.exitCode(), 0);
    EngineProgram after(folder.path());
    RemoteClient client(after.url());
    const auto status = askAndWait(client, GetStatus {});
    QCOMPARE(countOf(status->counts, JobState::Succeeded), 6);
    QCOMPARE(after.stop(), 0);
}

void HeadlessTest::secondEngineIsTurnedAway() // F14
{
    const QTemporaryDir folder;
    EngineProgram first(folder.path());
    QVERIFY(first.url().isValid());
    EngineProgram second(folder.path());
    second.process.setProcessChannelMode(QProcess::SeparateChannels);
    QVERIFY(second.ended());
    QCOMPARE(second.process.exitCode(), 69);
    QCOMPARE(first.stop(), 0);
}

QTEST_GUILESS_MAIN(HeadlessTest)
#include "headless_test.moc"
