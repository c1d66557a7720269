// SPDX-License-Identifier: Apache-2.0
// A network that goes away under a reader of events: nobody says farewell. In a network of its own, which needs root;
// with --long alone, because the kernel gives a peer up only after most of a minute.
#include "tests/support/raw_http.h"
#include "tests/support/watched_engine.h"

#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace fairlead;

namespace {
enum class Link { Down, Up };

/// Of the loopback interface of this network.
bool setLoopback(Link link)
{
    const int descriptor = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    ifreq request {};
    qstrncpy(request.ifr_name, "lo", sizeof request.ifr_name);
    request.ifr_flags = link == Link::Up ? IFF_UP : 0;
    const bool isSet = ioctl(descriptor, SIOCSIFFLAGS, &request) == 0;
    close(descriptor);
    return isSet;
}

/// The engine's descriptors that are sockets of connections to it.
int connectionsOf(const WatchedEngine &engine)
{
    QFile file(QStringLiteral("/proc/%1/net/tcp").arg(engine.pid()));
    if (!file.open(QIODevice::ReadOnly))
        return -1;
    constexpr int established = 1;
    int count = 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        const QByteArrayList words = line.simplified().split(' ');
        if (words.size() > 3 && words[1].endsWith(':' + QByteArray::number(engine.url.port(), 16).toUpper())
            && words[3].toInt(nullptr, 16) == established)
            ++count;
    }
    return count;
}
} // namespace

class VanishedPeerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aReaderIsGivenUpWhenItsNetworkGoes() // F40
    {
        if (qEnvironmentVariableIsEmpty("FAIRLEAD_LONG"))
            QSKIP("it takes most of a minute; run with --long");
        if (unshare(CLONE_NEWNET) != 0)
            QSKIP("a network of its own needs root");
        QVERIFY(setLoopback(Link::Up));
        WatchedEngine engine("[queue.far]\nhandler = { kind = \"pull\" }\n");
        engine.start();
        RawSocket reader(engine.url.port());
        reader.say(request(engine.url.port(), "GET /v1/events", {}, "Accept: text/event-stream\r\n"));
        QCOMPARE(reader.hear(false).status, 200);
        QCOMPARE(connectionsOf(engine), 1);
        QVERIFY(setLoopback(Link::Down));
        QTRY_COMPARE_WITH_TIMEOUT(connectionsOf(engine), 0, 90'000);
        QVERIFY(setLoopback(Link::Up));
        QCOMPARE(engine.program->stop(), 0);
    }
};

QTEST_GUILESS_MAIN(VanishedPeerTest)
#include "vanished_peer_test.moc"
