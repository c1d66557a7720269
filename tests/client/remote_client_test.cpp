// SPDX-License-Identifier: Apache-2.0
// What only the client over HTTP can meet: no engine, a strange one, a prefix before its paths, raw JSON lines.
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/wire/json.h"
#include "tests/contracts/client_driver.h"
#include "tests/support/held_port.h"

#include <QTcpServer>
#include <QTcpSocket>

using namespace fairlead;

namespace {
/// A server that gives every connection the same bytes.
class Parrot
{
public:
    explicit Parrot(const QByteArray &answer)
    {
        m_server.listen(QHostAddress::LocalHost);
        QObject::connect(&m_server, &QTcpServer::newConnection, &m_server, [this, answer] {
            QTcpSocket *socket = m_server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [this, socket, answer] {
                heard += socket->readAll();
                if (!heard.contains("\r\n\r\n"))
                    return;
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
    }
    QUrl url(const QString &path = {}) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_server.serverPort()).arg(path));
    }
    QByteArray heard;

private:
    QTcpServer m_server;
};

Result<StatusView> statusOf(RemoteClient &client)
{
    return askAndWait(client, GetStatus {});
}
} // namespace

class RemoteClientTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void engineThatIsNotThereIsUnavailable()
    {
        const HeldPort port; // nobody listens
        RemoteClient client(QUrl(QStringLiteral("http://user:secret@127.0.0.1:%1").arg(port.number())));
        const auto status = statusOf(client);
        FAIRLEAD_REFUSED(status, ErrorCode::Unavailable, "127.0.0.1");
        QVERIFY(status.error().text.find("secret") == std::string::npos);
    }
    void wordsOfANewerEngineDoNotHideItsAnswer()
    {
        const QByteArray body = R"({"version":"9","state":"moving","pid":7})";
        const Parrot engine("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        RemoteClient client(engine.url());
        const auto status = statusOf(client);
        QVERIFY2(status, status ? "" : status.error().text.c_str());
        QCOMPARE(status->state, EngineState::Unknown);
        QCOMPARE(status->pid, std::int64_t {7});
    }
    void strangeAnswersAreErrors_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("no HTTP") << QByteArray("220 mail.example ESMTP\r\n");
        QTest::newRow("no JSON") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        QTest::newRow("other JSON") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]");
        QTest::newRow("redirect") << QByteArray("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
        QTest::newRow("strange error") << QByteArray("HTTP/1.1 500 No\r\nContent-Length: 3\r\n\r\n{}}");
        QTest::newRow("half") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"version\":\"1\"}");
        QTest::newRow("half an error") << QByteArray(
            "HTTP/1.1 404 No\r\nContent-Length: 500\r\n\r\n{\"error\":{\"code\":\"not");
    }
    void strangeAnswersAreErrors()
    {
        QFETCH(QByteArray, answer);
        const Parrot parrot(answer);
        RemoteClient client(parrot.url());
        const auto status = statusOf(client);
        QVERIFY(!status && !status.error().text.empty());
    }
    void errorsKeepTheirCodeAndText()
    {
        const QByteArray body = "{\"error\":{\"code\":\"disk_full\",\"message\":\"no room\",\"retry_after_ms\":1000}}";
        const Parrot parrot(
            "HTTP/1.1 507 No\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        RemoteClient client(parrot.url());
        FAIRLEAD_REFUSED(statusOf(client), ErrorCode::DiskFull, "no room");
        // About the engine, not about the one job: so it is the answer to the whole call.
        const auto receipts = askAndWait(client, EnqueueJobs::of({EngineRig::job("done")}));
        FAIRLEAD_REFUSED(receipts, ErrorCode::DiskFull, "no room");
    }
    void pathOfTheUrlIsKept()
    {
        const Parrot parrot("HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n");
        RemoteClient client(parrot.url(QStringLiteral("/queues/fairlead/")));
        QVERIFY(!statusOf(client));
        QVERIFY2(parrot.heard.startsWith("GET /queues/fairlead/v1/stats HTTP/1.1\r\n"), parrot.heard.constData());
    }
    void rawLinesAreCheckedOneByOne()
    {
        EngineRig rig;
        const std::vector<std::string> lines {"{\"queue\":\"done\"}", "{\"queue\":\"done\"},{\"queue\":\"done\"}",
            "{\"queue\":\"done\"", "[]", "{\"queue\":\"nowhere\"}", "{\"queue\":\"done\",\"payload\":[1 , 1.10]}"};
        EnqueueJobs call;
        for (const std::string &line : lines)
            call.jobs.items.push_back(readNewJob(line));
        const auto answer = askAndWait(*rig.remote, std::move(call));
        QVERIFY(answer);
        const auto *receipts = &answer->items;
        QVERIFY(receipts->size() == lines.size());
        QVERIFY(receipts->at(0) && receipts->at(5));
        FAIRLEAD_REFUSED(receipts->at(1), ErrorCode::Invalid, "line 1, column 17");
        FAIRLEAD_REFUSED(receipts->at(2), ErrorCode::Invalid, "line 1, column 16");
        FAIRLEAD_REFUSED(receipts->at(3), ErrorCode::Invalid, "object");
        FAIRLEAD_REFUSED(receipts->at(4), ErrorCode::NotFound, "nowhere");
        QCOMPARE(rig.record(receipts->at(5)->id).job.spec.payload, std::string("[1 , 1.10]"));
    }
    void callsWaitNoLongerThanTheEngineLives()
    {
        EngineRig rig;
        QVERIFY(statusOf(*rig.remote));
        rig.server->stop();
        FAIRLEAD_REFUSED(statusOf(*rig.remote), ErrorCode::Unavailable, "127.0.0.1");
    }
};

QTEST_GUILESS_MAIN(RemoteClientTest)
#include "remote_client_test.moc"
