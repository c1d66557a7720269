// SPDX-License-Identifier: Apache-2.0
// Peers that vanish, reset, come in floods or take nothing: the door keeps nothing of them, and goes on serving.
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

#include <QDir>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace fairlead;

namespace {
/// A bare connection, so that its options are those of the kernel.
class Peer
{
public:
    explicit Peer(int port)
        : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(static_cast<std::uint16_t>(port));
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (m_socket < 0 || connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
            qFatal("cannot connect");
    }
    Peer(const Peer &) = delete;
    Peer &operator=(const Peer &) = delete;
    ~Peer() { close(m_socket); }
    void say(const QByteArray &bytes) const
    {
        if (send(m_socket, bytes.data(), static_cast<std::size_t>(bytes.size()), MSG_NOSIGNAL) != bytes.size())
            qFatal("cannot send");
    }
    /// Waits for some bytes; how many, 0 or less at the end.
    qint64 take() const
    {
        std::array<char, 64 * 1024> block {};
        return recv(m_socket, block.data(), block.size(), 0);
    }
    /// Ends with a reset instead of a farewell.
    void willReset() const
    {
        const linger atOnce {1, 0};
        setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
    }

private:
    const int m_socket;
};

int localPort(int socket)
{
    sockaddr_in address {};
    socklen_t size = sizeof address;
    const bool isKnown = getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0;
    return isKnown && address.sin_family == AF_INET ? ntohs(address.sin_port) : 0;
}

int option(int socket, int level, int name)
{
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(socket, level, name, &value, &size) == 0 ? value : -1;
}

std::vector<int> openDescriptors()
{
    std::vector<int> open;
    for (const QString &name : QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::AllEntries | QDir::NoDotAndDotDot))
        open.push_back(name.toInt());
    return open;
}
} // namespace

class PeersTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;

    void open(const HttpOptions &options = {.listen = "127.0.0.1:0"}) { m_rig = std::make_unique<EngineRig>(options); }
    int port() const { return m_rig->server->port(); }
    RawAnswer ask(const QByteArray &bytes)
    {
        RawSocket socket(port());
        return socket.ask(bytes);
    }
    bool isServing() { return ask(request(port(), "GET /health")).status == 200; }
    /// The server's ends of the connections to it.
    std::vector<int> accepted() const
    {
        std::vector<int> sockets;
        for (const int one : openDescriptors()) {
            if (localPort(one) == port() && option(one, SOL_SOCKET, SO_ACCEPTCONN) == 0)
                sockets.push_back(one);
        }
        return sockets;
    }

private Q_SLOTS:
    void cleanup() { m_rig.reset(); }

    void whoVanishesWithoutAWordIsGivenUpWithinAMinute() // F40
    {
        open();
        RawSocket peer(port());
        QCOMPARE(peer.ask(request(port(), "GET /health")).status, 200);
        const std::vector<int> sockets = accepted();
        QCOMPARE(sockets.size(), std::size_t {1});
        const int socket = sockets[0];
        QCOMPARE(option(socket, SOL_SOCKET, SO_KEEPALIVE), 1);
        const int first = option(socket, IPPROTO_TCP, TCP_KEEPIDLE);
        const int next = option(socket, IPPROTO_TCP, TCP_KEEPINTVL);
        const int givenUp = option(socket, IPPROTO_TCP, TCP_USER_TIMEOUT);
        QVERIFY(first > 0 && next > 0 && givenUp > 0);
        // Silence: the first probe, then one after the other until the time is over. Bytes on their way: that time.
        QVERIFY(first + next <= 60 && givenUp / 1000 + next <= 60);
    }
    void aStormOfResetsLeavesNothingBehind() // F42
    {
        open();
        QVERIFY(isServing());
        QTRY_COMPARE(accepted().size(), std::size_t {0});
        const std::size_t before = openDescriptors().size();
        for (int i = 0; i < 2'000; ++i) {
            const Peer peer(port());
            peer.willReset();
            if (i % 3 == 1)
                peer.say("POST /v1/jobs HTTP/1.1\r\nHost: 127.0.0.1");
            else if (i % 3 == 2)
                peer.say(request(port(), "GET /v1/jobs"));
        }
        QVERIFY(isServing());
        QTRY_COMPARE(openDescriptors().size(), before);
    }
    void aFloodIsHeldToItsPlacesAndPassesOver() // F42
    {
        HttpOptions options {.listen = "127.0.0.1:0"};
        options.connectionsMax = 50;
        open(options);
        std::vector<std::unique_ptr<Peer>> flood;
        for (int i = 0; i < 1'000; ++i) {
            flood.push_back(std::make_unique<Peer>(port()));
            if (i % 50 != 49)
                continue;
            QVERIFY(isServing());
            // Some more than the limit are taken in, to be answered or to make room.
            QVERIFY(accepted().size() <= 50 + 64);
        }
        flood.clear();
        QTRY_COMPARE(accepted().size(), std::size_t {0});
        QVERIFY(isServing());
    }
    void whoTakesNoAnswerIsCut() // F38
    {
        HttpOptions options {.listen = "127.0.0.1:0"};
        options.answerTimeMax = std::chrono::milliseconds {300};
        options.idleTimeMax = std::chrono::hours {1};
        open(options);
        const JobId id = m_rig->add(EngineRig::job("done", "\"" + std::string(1'000'000, 'x') + "\""));
        const Peer peer(port());
        // More than the kernel holds for the two.
        const QByteArray line = "GET /v1/jobs/" + QByteArray::fromStdString(id.text()) + "/payload";
        for (int i = 0; i < 40; ++i)
            peer.say(request(port(), line));
        qint64 taken = peer.take(); // the answers have begun
        QVERIFY(taken > 0);
        QTRY_COMPARE_WITH_TIMEOUT(accepted().size(), std::size_t {0}, 30'000);
        for (qint64 more = 1; more > 0; taken += std::max<qint64>(more, 0))
            more = peer.take();
        QVERIFY2(taken < 40'000'000, QByteArray::number(taken));
        QVERIFY(isServing());
    }
    void everyAnswerIsFitForABrowser_data() // S07
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("status");
        QTest::newRow("JSON") << QByteArray("GET /v1/jobs") << 200;
        QTest::newRow("text") << QByteArray("GET /metrics") << 200;
        QTest::newRow("error") << QByteArray("GET /nowhere") << 404;
        QTest::newRow("refused head") << QByteArray("GET /" + QByteArray(5'000, 'x')) << 414;
    }
    void everyAnswerIsFitForABrowser()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, status);
        open();
        const RawAnswer answer = ask(request(port(), line));
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.header("X-Content-Type-Options"), QByteArray("nosniff"));
        QCOMPARE(answer.header("Referrer-Policy"), QByteArray("no-referrer"));
        QCOMPARE(answer.header("Cross-Origin-Resource-Policy"), QByteArray("same-origin"));
        const QByteArray policy = answer.header("Content-Security-Policy");
        QVERIFY(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        QVERIFY2(!answer.header("Content-Type").contains("html"), answer.head);
    }
};

QTEST_GUILESS_MAIN(PeersTest)
#include "peers_test.moc"
