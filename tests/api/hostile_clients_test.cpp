// SPDX-License-Identifier: Apache-2.0
// Hostile clients: rubbish, forged and oversized heads, clients that dawdle, more of them than there are places.
#include "engine/calls/engine_calls.h"
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

#include <algorithm>
#include <arpa/inet.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

using namespace fairlead;

namespace {
HttpOptions anyPort()
{
    return {.listen = "127.0.0.1:0"};
}
HttpOptions impatient()
{
    HttpOptions options = anyPort();
    options.headTimeMax = std::chrono::milliseconds {300};
    options.bodyTimeMax = std::chrono::milliseconds {300};
    options.idleTimeMax = std::chrono::milliseconds {300};
    options.answerTimeMax = std::chrono::milliseconds {300};
    return options;
}

/// Connects again and again from a thread of its own, and asks at once when somebody listens.
class EagerCaller
{
public:
    explicit EagerCaller(int port)
        : m_port(port)
        , m_thread([this] { run(); })
    {
    }
    ~EagerCaller()
    {
        m_isDone = true;
        m_thread.join();
    }
    EagerCaller(const EagerCaller &) = delete;
    EagerCaller &operator=(const EagerCaller &) = delete;
    /// Waits for an answer that is not counted yet. False when none comes within ten seconds.
    bool waitForAnswer()
    {
        std::unique_lock lock(m_mutex);
        return m_came.wait_for(lock, std::chrono::seconds {10}, [this] { return std::exchange(m_isNew, false); });
    }
    std::set<int> statuses() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_statuses;
    }

private:
    void run()
    {
        const std::string text =
            "GET /health HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_port) + "\r\nConnection: close\r\n\r\n";
        while (!m_isDone) {
            const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
            sockaddr_in to {};
            to.sin_family = AF_INET;
            to.sin_port = htons(static_cast<std::uint16_t>(m_port));
            to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            std::array<char, 256> answer {};
            if (::connect(socket, reinterpret_cast<const sockaddr *>(&to), sizeof to) == 0
                && ::send(socket, text.data(), text.size(), MSG_NOSIGNAL) > 0
                && ::recv(socket, answer.data(), answer.size() - 1, 0) > 12) {
                const std::scoped_lock lock(m_mutex);
                m_statuses.insert(QByteArray(answer.data() + 9, 3).toInt());
                m_isNew = true;
                m_came.notify_all();
            }
            ::close(socket);
        }
    }
    const int m_port;
    std::atomic<bool> m_isDone = false;
    mutable std::mutex m_mutex;
    std::condition_variable m_came;
    std::set<int> m_statuses; ///< guarded by m_mutex
    bool m_isNew = false; ///< guarded by m_mutex
    std::thread m_thread;
};
} // namespace

class HostileClientsTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;

    void open(const HttpOptions &options) { m_rig = std::make_unique<EngineRig>(options); }
    int port() const { return m_rig->server->port(); }
    RawAnswer ask(const QByteArray &bytes)
    {
        RawSocket socket(port());
        return socket.ask(bytes);
    }
    bool isServing() { return ask(request(port(), "GET /health")).status == 200; }
    QByteArray withHost(const QByteArray &host, const QByteArray &more = {})
    {
        return "GET /health HTTP/1.1\r\nHost: " + QByteArray(host).replace("PORT", QByteArray::number(port())) + "\r\n"
            + QByteArray(more).replace("PORT", QByteArray::number(port())) + "\r\n";
    }

    using Sockets = std::vector<std::unique_ptr<RawSocket>>;
    /// A client whose head is read, and whose body is waited for. Null: it was turned away.
    std::unique_ptr<RawSocket> sending(const QByteArray &token = {})
    {
        auto socket = std::make_unique<RawSocket>(port());
        socket->say("POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port()) + "\r\n" + bearer(token)
            + "Content-Type: application/json\r\nContent-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
        return socket->hear().status == 100 ? std::move(socket) : nullptr;
    }
    /// A client that follows the events. Null: it was turned away.
    std::unique_ptr<RawSocket> following(const QByteArray &token = {})
    {
        auto socket = std::make_unique<RawSocket>(port());
        socket->say(request(port(), "GET /v1/events", {}, bearer(token)));
        return socket->hear(false).status == 200 ? std::move(socket) : nullptr;
    }
    static QByteArray bearer(const QByteArray &token)
    {
        return token.isEmpty() ? QByteArray() : "Authorization: Bearer " + token + "\r\n";
    }
    QByteArray tokenOf(Role role) const
    {
        const auto made = m_rig->tokens->create({"", role, {}});
        return made ? QByteArray::fromStdString(made->secret) : QByteArray();
    }
    /// Clients at work in all of four places. Empty when one was turned away.
    Sockets fourAtWork(const QByteArray &token = {})
    {
        Sockets busy;
        busy.reserve(4);
        for (int i = 0; i < 3; ++i) // a quarter of the places is not for those that wait
            busy.push_back(following(token));
        busy.push_back(sending(token));
        return std::all_of(busy.begin(), busy.end(), [](const auto &one) { return one != nullptr; }) ? std::move(busy)
                                                                                                     : Sockets {};
    }

private Q_SLOTS:
    void cleanup() { m_rig.reset(); }

    void onlyOurOwnHostIsServed_data() // S02
    {
        QTest::addColumn<QByteArray>("host");
        QTest::addColumn<int>("status");
        const auto row = [](const char *host, int status) { QTest::newRow(host) << QByteArray(host) << status; };
        row("127.0.0.1:PORT", 200);
        row("localhost:PORT", 200);
        row("LocalHost:PORT", 200);
        row("[::1]:PORT", 200);
        row("queue.example", 200);
        row("queue.example:PORT", 200);
        row("evil.example", 421);
        row("evil.example:PORT", 421);
        row("127.0.0.1", 421);
        row("127.0.0.1:1", 421);
        row("127.0.0.1:PORT.evil.example", 421);
        row("localhost.:PORT", 421);
        row("localhost.evil.example:PORT", 421);
        row("127.0.0.2:PORT", 421);
        row("2130706433:PORT", 421);
        row("user@127.0.0.1:PORT", 421);
        row("[::ffff:127.0.0.1]:PORT", 421);
        row("", 421);
        row("127.0.0.1:PORT\r\nHost: evil.example", 400);
        row("127.0.0.1:PORT\r\nHost: 127.0.0.1:PORT", 400);
    }
    void onlyOurOwnHostIsServed()
    {
        QFETCH(QByteArray, host);
        QFETCH(int, status);
        HttpOptions options = anyPort();
        options.hosts = {"Queue.example"};
        open(options);
        const RawAnswer answer = ask(withHost(host));
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.code().isEmpty(), status == 200);
    }
    void nobodyIsAnsweredBeforeTheRulesStand()
    {
        open(anyPort());
        HttpOptions options = anyPort();
        {
            const auto first = HttpServer::start(options, m_rig->bare, m_rig->audit(), *m_rig->tokens);
            QVERIFY(first);
            options.listen = "127.0.0.1:" + std::to_string((*first)->port());
        }
        const int port = QByteArray::fromStdString(options.listen).split(':').last().toInt();
        EagerCaller caller(port);
        constexpr int starts = 200;
        for (int i = 0; i < starts; ++i) {
            const auto server = HttpServer::start(options, m_rig->bare, m_rig->audit(), *m_rig->tokens);
            QVERIFY2(server, server ? "" : server.error().text.c_str());
            QVERIFY(caller.waitForAnswer());
        }
        // A server that stops answers with 503.
        QVERIFY(caller.statuses().contains(200) && !caller.statuses().contains(421));
    }
    void pagesOfOtherSitesAreNotServed_data() // S06
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("status");
        const auto row = [](const char *header, int status) { QTest::newRow(header) << QByteArray(header) << status; };
        row("Origin: http://127.0.0.1:PORT\r\n", 200);
        row("Origin: http://localhost:PORT\r\n", 200);
        row("Origin: null\r\n", 403);
        row("Origin: http://evil.example\r\n", 403);
        row("Origin: https://127.0.0.1:PORT\r\n", 403);
        row("Origin: http://127.0.0.1:1\r\n", 403);
        row("Origin: http://127.0.0.1:PORT.evil.example\r\n", 403);
        row("Sec-Fetch-Site: same-origin\r\n", 200);
        row("Sec-Fetch-Site: none\r\n", 200);
        row("Sec-Fetch-Site: cross-site\r\n", 403);
        row("Sec-Fetch-Site: same-site\r\n", 403);
    }
    void pagesOfOtherSitesAreNotServed()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, status);
        open(anyPort());
        QCOMPARE(ask(withHost("127.0.0.1:PORT", header)).status, status);
        // A form needs no body to stop an engine.
        const RawAnswer stop = ask(request(
            port(), "POST /v1/engine/stop", {}, QByteArray(header).replace("PORT", QByteArray::number(port()))));
        QCOMPARE(stop.status, status);
        QTRY_COMPARE(m_rig->stops().empty(), status != 200);
    }
    void oversizedHeadsAreRefusedByLimit_data() // F39
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("headers");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("limit");
        const auto row = [](const char *name, const QByteArray &line, const QByteArray &headers, int status,
                             const char *limit) {
            QTest::newRow(name) << line << headers << status << QString::fromLatin1(limit);
        };
        row("long URL", "GET /health?" + QByteArray(4096, 'a'), "", 414, "4096");
        row("long header", "GET /health", "X: " + QByteArray(8192, 'a') + "\r\n", 431, "8192");
        row("many headers", "GET /health", QByteArray("X: y\r\n").repeated(120), 431, "100");
        row("long heads", "GET /health", ("X: " + QByteArray(1000, 'a') + "\r\n").repeated(36), 431, "32768");
        row("huge head", "GET /health", ("X: " + QByteArray(8000, 'a') + "\r\n").repeated(200), 431, "");
        row("huge URL", "GET /" + QByteArray(1'000'000, 'a'), "", 414, "");
    }
    void oversizedHeadsAreRefusedByLimit()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, headers);
        QFETCH(int, status);
        QFETCH(QString, limit);
        open(anyPort());
        const RawAnswer answer = ask(request(port(), line, {}, headers));
        // What does not even fit is cut, perhaps before its answer is read.
        QVERIFY2(answer.status == status || (limit.isEmpty() && answer.status == 0), answer.head);
        QVERIFY(answer.message().contains(limit));
        QVERIFY(isServing());
    }
    void bodiesAreHeldToTheirLimit()
    {
        HttpOptions options = anyPort();
        options.bodyBytesMax = 100'000;
        options.bodiesBytesMax = 100'000;
        open(options);
        const RawAnswer large = ask(request(port(), "POST /v1/jobs", QByteArray(100'001, ' ')));
        QCOMPARE(large.status, 413);
        QCOMPARE(large.code(), QStringLiteral("too_large"));
        QVERIFY(large.message().contains(QStringLiteral("100000")));
        const QByteArray head = "POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port())
            + "\r\nContent-Type: application/json\r\n";
        const QByteArray chunk = "2710\r\n" + QByteArray(10'000, ' ') + "\r\n";
        QCOMPARE(ask(head + "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeated(11) + "0\r\n\r\n").status, 413);
        QCOMPARE(ask(head + "Content-Length: 99999999999999999999999\r\n\r\n").status, 413);
        // All bodies under way share a limit.
        RawSocket slow(port());
        slow.say(head + "Content-Length: 100000\r\n\r\n" + QByteArray(99'999, ' '));
        awaitReading(port());
        QCOMPARE(ask(request(port(), "POST /v1/jobs", QByteArray(90'000, ' '))).status, 503);
        slow.say(" ");
        QCOMPARE(slow.hear().status, 400);
        QCOMPARE(ask(request(port(), "POST /v1/jobs", QByteArray(90'000, ' '))).status, 400);
    }
    void smugglersAreTurnedAway_data() // S09, F39
    {
        QTest::addColumn<QByteArray>("head");
        const auto row = [](const char *name, const QByteArray &head) { QTest::newRow(name) << head; };
        row("two lengths", "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x");
        row("equal lengths", "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}");
        row("list of lengths", "Content-Length: 2, 2\r\n\r\n{}");
        row("length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n");
        row("odd coding", "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n");
        row("identity", "Transfer-Encoding: identity\r\n\r\n{}");
        row("signed length", "Content-Length: +2\r\n\r\n{}");
        row("negative length", "Content-Length: -2\r\n\r\n{}");
        row("hexadecimal length", "Content-Length: 0x2\r\n\r\n{}");
        row("space before the colon", "Content-Length : 2\r\n\r\n{}");
        row("bad chunk size", "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n");
        // It is unfolded (RFC 9112, section 5.2), so what is taken for a second header is none.
        row("folded header", "X: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        row("encoded NUL", "");
    }
    void smugglersAreTurnedAway()
    {
        QFETCH(QByteArray, head);
        open(anyPort());
        QByteArray text = head.isEmpty()
            ? "GET /health%00/x HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port()) + "\r\n\r\n"
            : "POST /v1/engine/pause HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port())
                + "\r\nContent-Type: application/json\r\n" + head;
        // The request that would be smuggled in: it must never be acted upon.
        const QByteArray hidden = request(port(), "POST /v1/engine/stop");
        RawSocket socket(port());
        socket.say(text + hidden);
        RawAnswer last;
        for (RawAnswer answer = socket.hear(); answer.status != 0; answer = socket.hear())
            last = answer;
        QVERIFY2(last.status == 0 || last.status >= 400, last.head);
        QVERIFY(m_rig->stops().empty());
        QVERIFY(isServing());
    }
    void rubbishIsCut_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("zeros") << QByteArray(10'000, '\0');
        QTest::newRow("TLS hello") << QByteArray::fromHex("16030100c8010000c40303") + QByteArray(300, 'x');
        QTest::newRow("no HTTP") << QByteArray("HELO mail\r\n\r\n");
        QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        QTest::newRow("no target") << QByteArray("GET\r\n\r\n");
        QTest::newRow("absolute target") << QByteArray("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTest::newRow("asterisk") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTest::newRow("no host") << QByteArray("GET /health HTTP/1.1\r\n\r\n");
        QTest::newRow("old HTTP") << QByteArray("GET /health HTTP/1.0\r\n\r\n");
        QTest::newRow("trace") << QByteArray("TRACE /health HTTP/1.1\r\nHost: localhost\r\n\r\n");
        QTest::newRow("control characters") << QByteArray("GET /\x01\x02 HTTP/1.1\r\nHost: \x7f\r\n\r\n");
    }
    void rubbishIsCut()
    {
        QFETCH(QByteArray, bytes);
        open(impatient());
        RawSocket socket(port());
        socket.say(bytes);
        QTRY_VERIFY(socket.isClosed());
        const RawAnswer answer = socket.hear();
        QVERIFY2(answer.status == 0 || answer.status >= 400, answer.head);
        QVERIFY(isServing());
    }
    void dawdlersAreCutAndDoNotStopOthers_data() // F38
    {
        QTest::addColumn<QByteArray>("start");
        QTest::newRow("silent") << QByteArray();
        QTest::newRow("slow head") << QByteArray("GET /health HTTP/1.1\r\nHost: loc");
        QTest::newRow("slow body") << QByteArray("POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nContent-Type: "
                                                 "application/json\r\nContent-Length: 100000\r\n\r\n{");
        QTest::newRow("idle") << QByteArray("GET /health HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\n\r\n");
    }
    void dawdlersAreCutAndDoNotStopOthers()
    {
        QFETCH(QByteArray, start);
        HttpOptions options = impatient();
        options.connectionsMax = 50;
        open(options);
        std::vector<std::unique_ptr<RawSocket>> dawdlers;
        for (int i = 0; i < 30; ++i) {
            dawdlers.push_back(std::make_unique<RawSocket>(port()));
            dawdlers.back()->say(QByteArray(start).replace("PORT", QByteArray::number(port())));
        }
        QVERIFY(isServing());
        for (const auto &dawdler : dawdlers)
            QTRY_VERIFY(dawdler->isClosed());
    }
    void dripsDoNotProlongAHead() // F38
    {
        open(impatient());
        RawSocket socket(port());
        socket.say("GET /health HTTP/1.1\r\n");
        // Each byte comes well before libmicrohttpd would lose its patience.
        QTimer drip;
        connect(&drip, &QTimer::timeout, &drip, [&] { socket.say("X"); });
        drip.start(20);
        QTRY_VERIFY(socket.isClosed());
    }
    void silentOnesMakeRoomForNewOnes() // F41
    {
        HttpOptions options = anyPort();
        options.connectionsMax = 20;
        open(options);
        std::vector<std::unique_ptr<RawSocket>> silent;
        for (int i = 0; i < 60; ++i) {
            silent.push_back(std::make_unique<RawSocket>(port()));
            if (i % 10 == 0)
                QVERIFY(isServing());
        }
        QVERIFY(isServing());
        QTRY_VERIFY(silent.front()->isClosed());
    }
    void whenAllPlacesWorkNewOnesGet503() // F41
    {
        HttpOptions options = anyPort();
        options.connectionsMax = 4;
        open(options);
        Sockets busy = fourAtWork();
        QVERIFY(!busy.empty());
        const QByteArray list = request(port(), "GET /v1/jobs");
        const RawAnswer answer = ask(list);
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.code(), QStringLiteral("engine_full"));
        QVERIFY(!answer.header("Retry-After").isEmpty());
        busy.clear();
        QTRY_COMPARE(ask(list).status, 200);
    }
    void whenAllPlacesWorkVitalCallsAreServed()
    {
        HttpOptions options = anyPort();
        options.connectionsMax = 4;
        open(options);
        m_rig->add(EngineRig::job("far"));
        const RawAnswer leased = ask(request(port(), "POST /v1/queues/far/lease", R"({"worker":"w"})"));
        const QByteArray lease =
            leased.json()[QStringLiteral("jobs")][0][QStringLiteral("token")].toString().toLatin1();
        QVERIFY(!lease.isEmpty());
        const QByteArray worker = tokenOf(Role::Admin);
        const Sockets busy = fourAtWork(tokenOf(Role::Operator));
        QVERIFY(!busy.empty());
        QCOMPARE(ask(request(port(), "GET /v1/jobs", {}, bearer(worker))).status, 503);
        for (const char *line : {"GET /health", "HEAD /health", "GET /health/ready", "GET /metrics"}) {
            RawSocket socket(port());
            socket.say(request(port(), line, {}, bearer(worker)));
            const RawAnswer answer = socket.hear(!QByteArray(line).startsWith("HEAD"));
            QVERIFY2(answer.status == 200, answer.head);
            QTRY_VERIFY(socket.isClosed()); // the place is for the next one
        }
        QCOMPARE(ask(request(port(), "POST /v1/leases/" + lease + "/renew", "{}", bearer(worker))).status, 200);
        const QByteArray end = "POST /v1/leases/" + lease + "/succeed";
        QCOMPARE(ask(request(port(), end, R"({"result":1})")).status, 401); // without a token nothing is served
        QCOMPARE(ask(request(port(), end, R"({"result":1})", bearer(worker))).status, 200);
    }
    void thoseThatHangUpFreeTheirPlacesAtOnce_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("lease") << QByteArray("POST /v1/queues/far/lease")
                               << QByteArray(R"({"worker":"far-1","wait_ms":60000})");
        QTest::newRow("events") << QByteArray("GET /v1/events?since=1&wait_ms=60000&queue=far") << QByteArray();
        QTest::newRow("event stream") << QByteArray("GET /v1/events") << QByteArray();
        QTest::newRow("room") << QByteArray("POST /v1/jobs") << QByteArray(R"({"queue":"done","tenant":"full"})");
    }
    void thoseThatHangUpFreeTheirPlacesAtOnce()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, body);
        HttpOptions options = anyPort();
        options.connectionsMax = 4;
        open(options);
        // A tenant without room whose senders wait.
        const QByteArray limits = R"({"max_depth":1,"backpressure":"wait:60s"})";
        QCOMPARE(ask(request(port(), "PATCH /v1/tenants/full", limits)).status, 200);
        QCOMPARE(ask(request(port(), "POST /v1/tenants/full/pause")).status, 200);
        QCOMPARE(ask(request(port(), "POST /v1/jobs", R"({"queue":"done","tenant":"full"})")).status, 201);
        const QByteArray accept = line.contains("wait_ms") ? "Accept: application/json\r\n" : "";
        // As many as may wait, one after another, because one sender may send one body at once here. Each is read
        // before the next one comes: a connection of which nothing was read makes room.
        auto probe = std::make_unique<RawSocket>(port());
        Sockets waiting;
        for (int i = 0; i < 3; ++i) {
            waiting.push_back(std::make_unique<RawSocket>(port()));
            waiting.back()->say(request(port(), line, body, accept));
            for (int round = 0; round < 100; ++round)
                QCOMPARE(probe->ask(request(port(), "GET /health")).status, 200);
        }
        probe.reset();
        std::unique_ptr<RawSocket> busy;
        QTRY_VERIFY(busy || (busy = sending()));
        bool isFull = false; // all places work; QTRY asks once more at its end
        QTRY_VERIFY(isFull = isFull || ask(request(port(), "GET /v1/jobs")).status == 503);
        waiting.clear();
        QCOMPARE(ask(request(port(), "GET /v1/jobs")).status, 200);
        busy.reset();
        bool isAllFree = false; // QTRY asks once more at its end
        QTRY_VERIFY(isAllFree = isAllFree || !fourAtWork().empty());
    }
    void noJobIsLeasedToThoseThatHungUp()
    {
        open(anyPort());
        const QByteArray lease = request(port(), "POST /v1/queues/far/lease", R"({"worker":"far-1","wait_ms":60000})");
        for (int i = 0; i < 200; ++i) {
            RawSocket gone(port());
            gone.say(lease);
        }
        RawSocket waits(port());
        waits.say(lease);
        QCOMPARE(ask(request(port(), "POST /v1/jobs", R"({"queue":"far"})")).status, 201);
        QVERIFY(waits.hear().body.contains("\"token\""));
    }
    void aHeadWithoutHostIsRefusedOnce()
    {
        open(anyPort());
        RawSocket socket(port());
        const RawAnswer answer = socket.ask("GET /health HTTP/1.1\r\n\r\n");
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), QStringLiteral("invalid"));
        QCOMPARE(socket.hear().status, 0); // and nothing comes behind it
    }
    void aBodyThatIsTooLargeIsNotAskedFor()
    {
        HttpOptions options = anyPort();
        options.bodyBytesMax = 100'000;
        open(options);
        const auto announced = [this](int bytes) {
            RawSocket socket(port());
            return socket.ask("POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(port())
                + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: "
                + QByteArray::number(bytes) + "\r\n\r\n");
        };
        QCOMPARE(announced(100'000).status, 100);
        const RawAnswer refused = announced(100'001);
        QCOMPARE(refused.status, 413);
        QCOMPARE(refused.code(), QStringLiteral("too_large"));
    }
    void oneAddressGetsItsShareOfPlaces()
    {
        HttpOptions options = anyPort();
        options.addressConnectionsMax = 2;
        open(options);
        RawSocket first(port());
        RawSocket second(port());
        QCOMPARE(first.ask(request(port(), "GET /health")).status, 200);
        QCOMPARE(second.ask(request(port(), "GET /health")).status, 200);
        RawSocket third(port());
        QCOMPARE(third.ask(request(port(), "GET /health")).status, 0);
    }
    void onlyLoopbackIsListenedOn_data() // S01
    {
        QTest::addColumn<QString>("listen");
        for (const char *listen : {"0.0.0.0:0", "[::]:0", "192.168.0.1:0", "localhost:0", "127.0.0.1",
                 "127.0.0.1:", ":8420", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:8420x", ""})
            QTest::newRow(listen) << QString::fromLatin1(listen);
    }
    void onlyLoopbackIsListenedOn()
    {
        QFETCH(QString, listen);
        open(anyPort());
        const auto server =
            HttpServer::start({.listen = listen.toStdString()}, m_rig->bare, m_rig->audit(), *m_rig->tokens);
        QVERIFY(!server);
        QCOMPARE(errorCodeName(server.error().code), errorCodeName(ErrorCode::Configuration));
        QVERIFY(server.error().text.find("http.listen") != std::string::npos);
    }
    void aTakenAddressIsNamed()
    {
        open(anyPort());
        const std::string address = "127.0.0.1:" + std::to_string(port());
        const auto server = HttpServer::start({.listen = address}, m_rig->bare, m_rig->audit(), *m_rig->tokens);
        QVERIFY(!server);
        QCOMPARE(errorCodeName(server.error().code), errorCodeName(ErrorCode::Unavailable));
        QVERIFY(server.error().text.find(address) != std::string::npos);
    }
    void ipv6LoopbackIsServed()
    {
        open(anyPort());
        auto server = HttpServer::start({.listen = "[::1]:0"}, m_rig->bare, m_rig->audit(), *m_rig->tokens);
        if (!server)
            QSKIP("this machine has no IPv6");
        RemoteClient client(QUrl(QString::fromStdString((*server)->url())));
        QVERIFY(askAndWait(client, GetStatus {}));
    }
};

QTEST_GUILESS_MAIN(HostileClientsTest)
#include "hostile_clients_test.moc"
