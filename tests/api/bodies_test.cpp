// SPDX-License-Identifier: Apache-2.0
// Bodies of requests: who may send one, and how much room its bytes have.
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

#include <QDir>

#include <algorithm>

using namespace fairlead;

namespace {
/// Bodies of 100,000 bytes; room for three of them, and for one about a lease.
HttpOptions smallRoom()
{
    return {.listen = "127.0.0.1:0", .bodyBytesMax = 100'000, .bodiesBytesMax = 400'000};
}
} // namespace

class BodiesTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;

    int port() const { return m_rig->server->port(); }
    RawAnswer ask(const QByteArray &bytes)
    {
        RawSocket socket(port());
        return socket.ask(bytes);
    }
    QByteArray tokenOf(Role role)
    {
        const auto made = m_rig->tokens->create({"", role, {}});
        return made ? QByteArray::fromStdString(made->secret) : QByteArray();
    }
    /// A head without its end. No token: the header is left out.
    QByteArray head(const QByteArray &line, const QByteArray &token) const
    {
        return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port())
            + "\r\nContent-Type: application/json\r\n"
            + (token.isEmpty() ? QByteArray() : "Authorization: Bearer " + token + "\r\n");
    }
    static QByteArray bearer(const QByteArray &token) { return "Authorization: Bearer " + token + "\r\n"; }
    static bool hasThread(const QByteArray &name)
    {
        const QDir threads(QStringLiteral("/proc/self/task"));
        const QStringList ids = threads.entryList(QDir::Dirs | QDir::NoDotAndDotDot);
        return std::any_of(ids.begin(), ids.end(), [&](const QString &id) {
            QFile file(threads.filePath(id + QStringLiteral("/comm")));
            return file.open(QIODevice::ReadOnly) && file.readAll().trimmed() == name;
        });
    }
    using Sockets = std::vector<std::unique_ptr<RawSocket>>;
    /// Clients that have sent the first byte of a body of a thousand, and the server has read it.
    Sockets dawdlers(int count, const QByteArray &line, const QByteArray &token) const
    {
        Sockets sockets;
        sockets.reserve(static_cast<std::size_t>(count));
        for (int i = 0; i < count; ++i) {
            sockets.push_back(std::make_unique<RawSocket>(port()));
            sockets.back()->say(head(line, token) + "Content-Length: 1000\r\n\r\n{");
        }
        awaitReading(port());
        return sockets;
    }

private Q_SLOTS:
    void init() { m_rig = std::make_unique<EngineRig>(smallRoom()); }

    void aRequestWithoutARightIsRefusedAtItsHead_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<bool>("isViewer"); // else there is no token
        QTest::addColumn<QByteArray>("length");
        QTest::addColumn<int>("status");
        const auto row = [](const char *name, const char *line, bool isViewer, const char *length, int status) {
            QTest::newRow(name) << QByteArray(line) << isViewer << QByteArray(length) << status;
        };
        const char *large = "Content-Length: 60000000\r\n";
        const char *asked = "Content-Length: 1000\r\nExpect: 100-continue\r\n";
        const char *chunks = "Transfer-Encoding: chunked\r\nExpect: 100-continue\r\n";
        row("large", "POST /v1/jobs", false, large, 401);
        row("large, wrong role", "POST /v1/jobs", true, large, 403);
        row("large, no such route", "POST /v1/nothing", true, large, 404);
        row("large, no such method", "PUT /v1/jobs", true, large, 405);
        row("asked for", "POST /v1/jobs", false, asked, 401);
        row("asked for, wrong role", "POST /v1/leases/1/succeed", true, asked, 403);
        row("chunks", "POST /v1/jobs", false, chunks, 401);
    }
    void aRequestWithoutARightIsRefusedAtItsHead()
    {
        QFETCH(QByteArray, line);
        QFETCH(bool, isViewer);
        QFETCH(QByteArray, length);
        QFETCH(int, status);
        m_rig = std::make_unique<EngineRig>(HttpOptions {.listen = "127.0.0.1:0"});
        QVERIFY(!tokenOf(Role::Admin).isEmpty());
        const QByteArray token = isViewer ? tokenOf(Role::Viewer) : QByteArray();
        RawSocket socket(port());
        socket.say(head(line, token) + length + "\r\n"); // no byte of the body
        const RawAnswer answer = socket.hear();
        QCOMPARE(answer.status, status);
        QTRY_VERIFY(socket.isClosed());
    }
    void smallBodiesWithoutARightAreDroppedAndAnswered()
    {
        QVERIFY(!tokenOf(Role::Admin).isEmpty());
        RawSocket socket(port());
        socket.say(head("POST /v1/jobs", {}) + "Content-Length: 100000\r\n\r\n");
        socket.say(QByteArray(100'000, ' '));
        QCOMPARE(socket.hear().status, 401);
        QCOMPARE(socket.ask(request(port(), "GET /health")).status, 200); // the connection goes on
        // A call that needs no token takes no body.
        QCOMPARE(socket.ask(request(port(), "GET /health", QByteArray(90'000, '['))).status, 200);
    }
    void oneSendersBodiesLeaveRoomForThoseOfOthers()
    {
        const QByteArray first = tokenOf(Role::Admin);
        const QByteArray second = tokenOf(Role::Operator);
        RawSocket slow(port());
        slow.say(head("POST /v1/jobs", first) + "Content-Length: 100000\r\n\r\n" + QByteArray(99'999, ' '));
        const QByteArray body(90'000, ' ');
        const QByteArray length = "Content-Length: 90000\r\n\r\n";
        awaitReading(port());
        const RawAnswer refused = ask(head("POST /v1/jobs", first) + length + body);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.code(), QStringLiteral("rate_limited"));
        QVERIFY(refused.message().contains(QStringLiteral("this token")));
        QCOMPARE(ask(head("POST /v1/jobs", second) + length + body).status, 400); // it was read: it is not JSON
        slow.say(" ");
        QCOMPARE(slow.hear().status, 400);
        QCOMPARE(ask(head("POST /v1/jobs", first) + length + body).status, 400);
    }
    void slowBodiesDoNotRefuseTheEndsOfRuns()
    {
        m_rig->add(EngineRig::job("far"));
        const QByteArray worker = tokenOf(Role::Admin);
        const RawAnswer leased = ask(request(
            port(), "POST /v1/queues/far/lease", R"({"worker":"w"})", "Authorization: Bearer " + worker + "\r\n"));
        const QByteArray lease =
            leased.json()[QStringLiteral("jobs")][0][QStringLiteral("token")].toString().toLatin1();
        QVERIFY(!lease.isEmpty());
        std::vector<std::unique_ptr<RawSocket>> slow;
        for (int i = 0; i < 3; ++i) {
            slow.push_back(std::make_unique<RawSocket>(port()));
            slow.back()->say(head("POST /v1/jobs", i == 0 ? worker : tokenOf(Role::Operator))
                + "Content-Length: 100000\r\n\r\n" + QByteArray(99'999, ' '));
        }
        // All room of other bodies is taken, and also the worker's own share of it.
        const QByteArray header = "Authorization: Bearer " + worker + "\r\n";
        awaitReading(port());
        QCOMPARE(ask(request(port(), "POST /v1/jobs", QByteArray(1000, ' '), header)).status, 503);
        const QByteArray path = "POST /v1/leases/" + lease;
        QCOMPARE(ask(request(port(), path + "/renew", "{}", header)).status, 200);
        const QByteArray result = "{\"result\":\"" + QByteArray(90'000, 'x') + "\"}";
        QCOMPARE(ask(request(port(), path + "/succeed", result, header)).status, 200);
    }
    void slowBodiesOfOneTokenHaveAQuarterOfTheConnections()
    {
        m_rig = std::make_unique<EngineRig>(HttpOptions {.listen = "127.0.0.1:0", .connectionsMax = 16});
        const QByteArray greedy = tokenOf(Role::Admin);
        const QByteArray other = bearer(tokenOf(Role::Operator));
        const QByteArray job = R"({"queue":"done"})";
        const Sockets slow = dawdlers(40, "POST /v1/jobs", greedy);
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(ask(request(port(), "GET /health")).status, 200);
            QCOMPARE(ask(request(port(), "POST /v1/jobs", job, other)).status, 201);
        }
        const RawAnswer refused = ask(request(port(), "POST /v1/jobs", job, bearer(greedy)));
        QCOMPARE(refused.status, 429);
        QVERIFY2(refused.message().contains(QStringLiteral("this token")), refused.body);
        QCOMPARE(ask(request(port(), "GET /v1/jobs", {}, bearer(greedy))).status, 200); // it has no body
        // The ends of runs of others have connections beside slow ends too.
        const Sockets ends = dawdlers(40, "POST /v1/leases/" + QByteArray(36, '0') + "/succeed", greedy);
        m_rig->add(EngineRig::job("far"));
        const RawAnswer leased = ask(request(port(), "POST /v1/queues/far/lease", R"({"worker":"w"})", other));
        const QByteArray lease =
            leased.json()[QStringLiteral("jobs")][0][QStringLiteral("token")].toString().toLatin1();
        const QByteArray end = "POST /v1/leases/" + lease + "/succeed";
        QCOMPARE(ask(request(port(), end, R"({"result":1})", other)).status, 200);
    }
    void largeBodiesAreReadOnThreadsOfTheirOwn()
    {
        m_rig = std::make_unique<EngineRig>(HttpOptions {.listen = "127.0.0.1:0"});
        QVERIFY(!hasThread("http-reader") && !hasThread("http-large"));
        const auto job = [](qsizetype bytes) -> QByteArray {
            return "{\"queue\":\"done\",\"payload\":\"" + QByteArray(bytes, 'x') + "\"}";
        };
        QCOMPARE(ask(request(port(), "POST /v1/jobs", job(10'000))).status, 201);
        QVERIFY(!hasThread("http-reader"));
        QCOMPARE(ask(request(port(), "POST /v1/jobs", job(100'000))).status, 201);
        QVERIFY(hasThread("http-reader") && !hasThread("http-large"));
        QCOMPARE(ask(request(port(), "POST /v1/jobs", job(3'000'000))).status, 413); // over max_payload
        QVERIFY(hasThread("http-large"));
    }
    void slowBodiesThatNoCallReadsMakeRoom()
    {
        m_rig = std::make_unique<EngineRig>(HttpOptions {.listen = "127.0.0.1:0", .connectionsMax = 8});
        const QByteArray token = tokenOf(Role::Admin);
        const Sockets slow = dawdlers(20, "GET /health", {});
        QCOMPARE(ask(request(port(), "GET /v1/jobs", {}, bearer(token))).status, 200);
        QTRY_VERIFY(slow.front()->isClosed());
    }
};

QTEST_GUILESS_MAIN(BodiesTest)
#include "bodies_test.moc"
