// SPDX-License-Identifier: Apache-2.0
// The log of events as a text/event-stream.
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

using namespace fairlead;

namespace {
/// One reader of the stream. Threads: main.
class StreamReader
{
public:
    StreamReader(int port, const QByteArray &target, const QByteArray &headers = {})
        : m_socket(port)
    {
        m_socket.say(request(port, "GET " + target, {}, headers));
        head = m_socket.hear(false);
    }
    /// The next message that is no comment: its lines.
    QByteArray next()
    {
        for (;;) {
            const QByteArray message = m_socket.hearUntil("\n\n");
            if (message.isEmpty() || message.contains("data:"))
                return message;
        }
    }
    RawSocket &socket() { return m_socket; }
    RawAnswer head;

private:
    RawSocket m_socket;
};

bool tells(const QByteArray &message, int number, const char *kind)
{
    return message.contains("id: " + QByteArray::number(number) + "\n")
        && message.contains("\"kind\":\"" + QByteArray(kind) + "\"");
}
} // namespace

class EventStreamTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;
    int port() const { return m_rig->server->port(); }

private Q_SLOTS:
    void init() { m_rig = std::make_unique<EngineRig>(); }

    void aStreamTellsWhatIsKeptAndGoesOn()
    {
        m_rig->addUntil(EngineRig::job("done"), JobState::Succeeded);
        StreamReader reader(port(), "/v1/events?since=0");
        QCOMPARE(reader.head.status, 200);
        QCOMPARE(reader.head.header("Content-Type"), QByteArray("text/event-stream"));
        QVERIFY(tells(reader.next(), 1, "engine.started"));
        QVERIFY(tells(reader.next(), 2, "job.accepted"));
        QVERIFY(tells(reader.next(), 3, "job.started"));
        QVERIFY(tells(reader.next(), 4, "job.succeeded"));
        m_rig->addUntil(EngineRig::job("rejects"), JobState::Dead);
        QVERIFY(tells(reader.next(), 5, "job.accepted"));
        QVERIFY(tells(reader.next(), 6, "job.started"));
        QVERIFY(tells(reader.next(), 7, "job.dead"));
    }
    void aReaderThatComesBackGoesOnWhereItWas()
    {
        m_rig->addUntil(EngineRig::job("done"), JobState::Succeeded);
        StreamReader reader(port(), "/v1/events", "Last-Event-ID: 3\r\n");
        QVERIFY(tells(reader.next(), 4, "job.succeeded"));
    }
    void withoutANumberItBeginsWithWhatComes()
    {
        m_rig->addUntil(EngineRig::job("done"), JobState::Succeeded);
        StreamReader reader(port(), "/v1/events?queue=held");
        reader.socket().hearUntil(":"); // it has begun to follow
        m_rig->add(EngineRig::job("done"));
        const JobId held = m_rig->addUntil(EngineRig::job("held"), JobState::Running);
        QVERIFY(reader.next().contains(QByteArray::fromStdString(held.text())));
    }
    void wrongNumbersAreRefusedInWords()
    {
        for (const char *part : {"since=1000", "since=x", "since=-1", "since=99999999999999999999"}) {
            RawSocket socket(port());
            const RawAnswer answer = socket.ask(request(port(), QByteArray("GET /v1/events?") + part));
            QCOMPARE(answer.status, 400);
            QVERIFY2(answer.message().contains(QStringLiteral("since")), part);
        }
        RawSocket socket(port());
        QCOMPARE(socket.ask(request(port(), "GET /v1/events", {}, "Last-Event-ID: x\r\n")).status, 400);
    }
    void thePageFormIsThereForWhoAsksForJson()
    {
        RawSocket socket(port());
        const RawAnswer answer =
            socket.ask(request(port(), "GET /v1/events?since=0", {}, "Accept: application/json\r\n"));
        QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
        QCOMPARE(answer.json()[QStringLiteral("count")].toInt(), 1);
        QCOMPARE(answer.json()[QStringLiteral("next")].toInt(), 1);
    }
    void openStreamsDoNotHoldUpTheStop()
    {
        std::vector<std::unique_ptr<StreamReader>> readers;
        for (int i = 0; i < 20; ++i)
            readers.push_back(std::make_unique<StreamReader>(port(), "/v1/events?since=0"));
        for (const auto &reader : readers)
            QVERIFY(tells(reader->next(), 1, "engine.started"));
        m_rig->server->stop();
        for (const auto &reader : readers)
            QTRY_VERIFY(reader->socket().isClosed());
    }
    void aReaderThatGoesAwayIsNobodysTrouble()
    {
        for (int i = 0; i < 50; ++i) {
            StreamReader reader(port(), "/v1/events?since=0");
            QVERIFY(tells(reader.next(), 1, "engine.started"));
        }
        m_rig->addUntil(EngineRig::job("done"), JobState::Succeeded);
        RawSocket socket(port());
        QCOMPARE(socket.ask(request(port(), "GET /health")).status, 200);
    }
};

QTEST_GUILESS_MAIN(EventStreamTest)
#include "event_stream_test.moc"
