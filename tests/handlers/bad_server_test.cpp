// SPDX-License-Identifier: Apache-2.0
// Servers that do not keep to the protocol, or keep to it to do harm (F60), and a name that changes its mind (S10).
#include "engine/domain/descriptor.h"
#include "tests/support/answering_server.h"
#include "tests/support/one_request.h"

#include <QtTest>

#include <atomic>
#include <dlfcn.h>
#include <netdb.h>
#include <sys/socket.h>
#include <thread>

using namespace fairlead;

namespace {
/// What the name "flips.test" comes to at its n-th lookup; the last one stays.
std::vector<const char *> answersOfFlips;
std::atomic<std::size_t> lookupsOfFlips {0};
} // namespace

/// Stands before the library's own for the whole program, libcurl included.
extern "C" __attribute__((visibility("default"))) int getaddrinfo(
    const char *name, const char *service, const addrinfo *hints, addrinfo **result)
{
    static const auto real = reinterpret_cast<decltype(&getaddrinfo)>(dlsym(RTLD_NEXT, "getaddrinfo"));
    if (name && std::string(name) == "flips.test")
        name = answersOfFlips.at(std::min(lookupsOfFlips++, answersOfFlips.size() - 1));
    return real(name, service, hints, result);
}

namespace {
/// A server for one connection: hears the request's head, then does with the connection what a function says.
class RawServer
{
public:
    explicit RawServer(std::function<void(int)> act)
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto *any = reinterpret_cast<sockaddr *>(&address);
        if (bind(m_listener.get(), any, size) != 0 || listen(m_listener.get(), 1) != 0
            || getsockname(m_listener.get(), any, &size) != 0)
            qFatal("cannot start a server");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this, act = std::move(act)] {
            const Descriptor connection(accept(m_listener.get(), nullptr, nullptr));
            std::string head;
            std::array<char, 4096> buffer {};
            while (head.find("\r\n\r\n") == std::string::npos) {
                const ssize_t got = recv(connection.get(), buffer.data(), buffer.size(), 0);
                if (got <= 0)
                    return;
                head.append(buffer.data(), static_cast<std::size_t>(got));
            }
            act(connection.get());
        });
    }
    RawServer(const RawServer &) = delete;
    RawServer &operator=(const RawServer &) = delete;
    ~RawServer()
    {
        shutdown(m_listener.get(), SHUT_RDWR);
        m_thread.join();
    }
    HttpHandlerSettings settings() const
    {
        HttpHandlerSettings settings;
        settings.url = "http://127.0.0.1:" + std::to_string(m_port) + "/";
        settings.allow = {"127.0.0.1/32:" + std::to_string(m_port)};
        return settings;
    }

private:
    const Descriptor m_listener {socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
    int m_port = 0;
    std::thread m_thread;
};

bool say(int connection, std::string_view text)
{
    return send(connection, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size());
}

/// Holds the connection until the other side is gone.
void hold(int connection)
{
    std::array<char, 4096> buffer {};
    while (recv(connection, buffer.data(), buffer.size(), 0) > 0) { }
}

/// "succeeded BODY", "failed CLASS", "rejected CLASS".
std::string verdict(const HttpHandlerSettings &settings, const std::shared_ptr<Run> &run = runOf())
{
    const Outcome outcome = outcomeOf(settings, run);
    if (const auto *succeeded = std::get_if<Succeeded>(&outcome))
        return "succeeded " + succeeded->result.bytes;
    if (const auto *failed = std::get_if<Failed>(&outcome))
        return "failed " + failed->errorClass;
    const auto *rejected = std::get_if<Rejected>(&outcome);
    return rejected ? "rejected " + rejected->errorClass : "something else";
}
} // namespace

class BadServerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void serverThatNeverAnswersIsLeftAtTheTimeout()
    {
        const auto run = runOf();
        const RawServer server([&](int connection) {
            run->cancellation->request(Cancellation::Reason::TimedOut);
            hold(connection);
        });
        QCOMPARE(verdict(server.settings(), run), std::string("failed timeout"));
    }
    void drippingDoesNotProlongARun()
    {
        const auto run = runOf();
        const RawServer server([&](int connection) {
            say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
            for (int i = 0; say(connection, "x"); ++i) {
                if (i == 100)
                    run->cancellation->request(Cancellation::Reason::TimedOut);
            }
        });
        QCOMPARE(verdict(server.settings(), run), std::string("failed timeout"));
    }
    void brokenAnswersAreFailures_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::newRow("none") << QByteArray();
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-Le");
        QTest::newRow("half a body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        QTest::newRow("half a chunk") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx");
        QTest::newRow("half a trailer") << QByteArray("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: y");
        QTest::newRow("an interim answer alone") << QByteArray("HTTP/1.1 103 Early Hints\r\n\r\n");
        QTest::newRow("half a head behind an interim answer")
            << QByteArray("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Le");
        QTest::newRow("no HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n");
        QTest::newRow("NUL") << QByteArray("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n", 28);
    }
    void brokenAnswersAreFailures()
    {
        QFETCH(QByteArray, answer);
        const RawServer server([&](int connection) { say(connection, answer.toStdString()); });
        QCOMPARE(verdict(server.settings()), std::string("failed connection"));
    }
    void goodAnswersOfUnusualFormSucceed_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QByteArray>("body");
        const QByteArray chunked("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n");
        QTest::newRow("trailer behind no body") << chunked + "0\r\nX: y\r\n\r\n" << QByteArray();
        QTest::newRow("trailers behind a body") << chunked + "2\r\nok\r\n0\r\nX: y\r\nZ: 1\r\n\r\n" << QByteArray("ok");
        QTest::newRow("chunks without trailers") << chunked + "2\r\nok\r\n0\r\n\r\n" << QByteArray("ok");
        QTest::newRow("behind an interim answer") << "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + chunked
                + "0\r\nX: y\r\n\r\n" << QByteArray();
        QTest::newRow("to the end of the connection") << QByteArray("HTTP/1.1 200 OK\r\n\r\nok") << QByteArray("ok");
    }
    void goodAnswersOfUnusualFormSucceed()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QByteArray, body);
        const RawServer server([&](int connection) { say(connection, answer.toStdString()); });
        QCOMPARE(verdict(server.settings()), "succeeded " + body.toStdString());
    }
    void connectionThatIsResetIsAFailure()
    {
        const RawServer server([](int connection) {
            say(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
            const linger atOnce {1, 0};
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &atOnce, sizeof atOnce);
        });
        QCOMPARE(verdict(server.settings()), std::string("failed connection"));
    }
    void endlessInterimAnswersAreAFailure()
    {
        const RawServer server([](int connection) {
            while (say(connection, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n")) { }
        });
        QCOMPARE(verdict(server.settings()), std::string("failed answer_too_large"));
    }
    void nameThatChangesItsMindReachesNothingElse() // S10
    {
        const AnsweringServer server([](const ServerRequest &) { return ServerAnswer {200, "inside"}; });
        HttpHandlerSettings settings;
        settings.url = "http://flips.test:" + std::to_string(server.port()) + "/";
        settings.allow = {"127.0.0.1/32:" + std::to_string(server.port())};
        answersOfFlips = {"127.0.0.1", "127.0.0.2", "10.0.0.1", "169.254.169.254", "::1"};
        lookupsOfFlips = 0;
        QCOMPARE(verdict(settings), std::string("succeeded inside"));
        QCOMPARE(lookupsOfFlips.load(), std::size_t {1}); // what is checked is what is used
        for (std::size_t i = 1; i < answersOfFlips.size(); ++i)
            QCOMPARE(verdict(settings), std::string("rejected address_denied"));
        QCOMPARE(lookupsOfFlips.load(), answersOfFlips.size());
        QCOMPARE(server.requests().size(), std::size_t {1});
    }
};
QTEST_APPLESS_MAIN(BadServerTest)
#include "bad_server_test.moc"
