// SPDX-License-Identifier: Apache-2.0
// An engine that has no descriptor or no memory left: it refuses or ends, goes on by itself, and loses no accepted job.
#include "engine/calls/engine_calls.h"
#include "tests/support/raw_http.h"
#include "tests/support/watched_engine.h"

#include <QDir>

using namespace fairlead;

namespace {
const QByteArray config = "[engine]\nworkers = 2\n[queue.echo]\nhandler = { kind = \"process\", command = [\"cat\"] }\n"
                          "max_attempts = 1\n[queue.far]\nhandler = { kind = \"pull\" }\n";

NewJob jobFor(const char *queue, std::string payload = "{}")
{
    NewJob job;
    job.queue = QueueName::trusted(queue);
    job.payload = std::move(payload);
    return job;
}

/// The limit that leaves a process so many more descriptors.
rlim_t limitWith(int more, pid_t pid)
{
    const QDir folder(QStringLiteral("/proc/%1/fd").arg(pid));
    const QStringList open = folder.entryList(QDir::AllEntries | QDir::NoDotAndDotDot | QDir::System);
    rlim_t limit = 0;
    for (; more > 0; ++limit)
        more -= open.contains(QString::number(limit)) ? 0 : 1;
    return limit;
}

/// Of its address space.
rlim_t bytesOf(pid_t pid)
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read statm");
    return file.readAll().split(' ').first().toULongLong() * 4'096;
}
} // namespace

class ExhaustionTest : public QObject
{
    Q_OBJECT
private:
    static QByteArray health(const WatchedEngine &engine) { return request(engine.url.port(), "GET /health"); }

    /// False when the engine ends, or ends the connection, instead.
    static bool isAnswered(const WatchedEngine &engine, const QByteArray &body)
    {
        QTcpSocket socket;
        socket.connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(engine.url.port()));
        socket.write(request(engine.url.port(), "POST /v1/jobs", body));
        while (socket.bytesToWrite() > 0 && socket.waitForBytesWritten(20'000)) { }
        return socket.waitForReadyRead(20'000);
    }

private Q_SLOTS:
    void withoutDescriptorsNobodyComesInAndNothingSpins() // F18
    {
        WatchedEngine engine(config);
        const QString trace = engine.path("strace.log");
        if (QProcess::execute(
                QStringLiteral("strace"), {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("true")})
            != 0)
            QSKIP("strace may not look at processes here");
        engine.start({QStringLiteral("strace"), QStringLiteral("-D"), QStringLiteral("-f"), QStringLiteral("-qq"),
            QStringLiteral("-e"), QStringLiteral("trace=accept4"), QStringLiteral("-o"), trace});
        const int port = engine.url.port();
        auto inside = std::make_unique<RawSocket>(port);
        QCOMPARE(inside->ask(health(engine)).status, 200);
        engine.limit(RLIMIT_NOFILE, limitWith(30, engine.pid()));
        std::vector<std::unique_ptr<RawSocket>> crowd; // the kernel takes them in; the engine cannot
        for (int i = 0; i < 60; ++i)
            crowd.push_back(std::make_unique<RawSocket>(port));
        // Who is in is served on and on.
        for (int i = 0; i < 500; ++i)
            QCOMPARE(inside->ask(health(engine)).status, 200);
        const auto refusals = engine.read("strace.log").count("EMFILE");
        QVERIFY2(refusals > 0 && refusals < 100, QByteArray::number(refusals));
        // What needs a descriptor waits for one, and is not held against the job, which may be tried only once.
        const RawAnswer added = inside->ask(request(port, "POST /v1/jobs", "{\"queue\":\"echo\"}"));
        QCOMPARE(added.status, 201);
        const QByteArray path = "GET /v1/jobs/" + added.json()[QStringLiteral("id")].toString().toLatin1();
        crowd.clear();
        QByteArray job;
        QTRY_VERIFY_WITH_TIMEOUT((job = inside->ask(request(port, path)).body).contains("\"state\":\"succeeded\"")
                || job.contains("\"state\":\"dead\""),
            30'000);
        QVERIFY2(job.contains("succeeded"), job);
        // libmicrohttpd looks at its door again when a connection has ended.
        inside.reset();
        QTRY_COMPARE_WITH_TIMEOUT(RawSocket(port).ask(health(engine)).status, 200, 30'000);
        QCOMPARE(engine.program->stop(), 0);
    }
    void withoutDescriptorsAnEmptyHouseDoesNotSpin() // F18
    {
        WatchedEngine engine(config);
        if (QProcess::execute(
                QStringLiteral("strace"), {QStringLiteral("-o"), QStringLiteral("/dev/null"), QStringLiteral("true")})
            != 0)
            QSKIP("strace may not look at processes here");
        engine.start({QStringLiteral("strace"), QStringLiteral("-D"), QStringLiteral("-f"), QStringLiteral("-qq"),
            QStringLiteral("-e"), QStringLiteral("trace=accept4"), QStringLiteral("-o"), engine.path("strace.log")});
        const rlim_t free = limitWith(1, engine.pid());
        QCOMPARE(RawSocket(engine.url.port()).ask(health(engine)).status, 200);
        QTRY_COMPARE(limitWith(1, engine.pid()), free); // the connection has ended inside too
        rlimit before {};
        QCOMPARE(prlimit(engine.pid(), RLIMIT_NOFILE, nullptr, &before), 0);
        const rlimit none {free - 1, before.rlim_max};
        QCOMPARE(prlimit(engine.pid(), RLIMIT_NOFILE, &none, nullptr), 0);
        const SystemClock clock;
        const MonotonicTime begun = clock.monotonicNow();
        RawSocket outside(engine.url.port()); // the kernel takes it in; the engine cannot
        outside.say(health(engine));
        const auto refusals = [&engine] { return engine.read("strace.log").count("EMFILE"); };
        QTRY_VERIFY(refusals() > 2);
        // Ten tries a second, and not as many as the processor can.
        const auto tries = refusals();
        QVERIFY2(tries < 10 + (clock.monotonicNow() - begun) / Milliseconds {50}, QByteArray::number(tries));
        QCOMPARE(prlimit(engine.pid(), RLIMIT_NOFILE, &before, nullptr), 0);
        QCOMPARE(outside.hear().status, 200);
        QCOMPARE(engine.program->stop(), 0);
    }
    void withoutMemoryNoAcceptedJobIsLost() // F17
    {
        WatchedEngine engine(config);
        engine.start();
        std::vector<JobId> accepted;
        for (int i = 0; i < 50; ++i) {
            const auto receipt = engine.add(jobFor("far"));
            QVERIFY(receipt);
            accepted.push_back(receipt->id);
        }
        engine.limit(RLIMIT_AS, bytesOf(engine.pid()) + 48 * 1024 * 1024);
        // Bodies that do not fit beside each other, as strangers would send them.
        int told = 0;
        for (int i = 0; i < 8 && engine.isRunning(); ++i) {
            const auto receipt = engine.add(jobFor("far", "\"" + std::string(i % 2 == 0 ? 500'000 : 20, 'x') + "\""));
            if (receipt)
                accepted.push_back(receipt->id);
            told += isAnswered(engine, "[" + QByteArray(60'000'000, ' ') + "]") ? 1 : 0;
            engine.program->process.waitForFinished(0);
        }
        if (engine.isRunning()) {
            QVERIFY(engine.status());
            engine.kill();
        } else {
            // Ended by itself as soon as an allocation failed, not by touching what is not there.
            QVERIFY2(engine.log().contains("bad_alloc"), engine.log());
        }
        engine.start();
        for (const JobId &id : accepted)
            QVERIFY(engine.record(id));
        const auto checked = askAndWait(*engine.client, VerifyStore {});
        QVERIFY(checked && checked->problems.empty());
        qInfo("%d answers without memory", told);
    }
};

QTEST_GUILESS_MAIN(ExhaustionTest)
#include "exhaustion_test.moc"
