// SPDX-License-Identifier: Apache-2.0
#include "engine/api/connection_watch.h"

#include <QtTest>

#include <sys/socket.h>
#include <unistd.h>

using namespace fairlead;

namespace {
/// A connected pair; the watch gets one end, the test sees at the other whether it was cut.
class Pair
{
public:
    Pair()
    {
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, m_ends) != 0)
            qFatal("no socket pair");
    }
    ~Pair()
    {
        close(m_ends[0]);
        close(m_ends[1]);
    }
    Pair(const Pair &) = delete;
    Pair &operator=(const Pair &) = delete;
    int socket() const { return m_ends[0]; }
    void hangUp() { shutdown(m_ends[1], SHUT_RDWR); }
    bool isCut() const
    {
        char byte = 0;
        return recv(m_ends[1], &byte, 1, MSG_DONTWAIT) == 0;
    }

private:
    int m_ends[2] = {-1, -1};
};
using Stage = ConnectionWatch::Stage;
} // namespace

class ConnectionWatchTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void eachStageHasItsLimit_data()
    {
        QTest::addColumn<int>("stage");
        QTest::addColumn<int>("seconds");
        QTest::newRow("head") << static_cast<int>(Stage::Head) << 10;
        QTest::newRow("idle") << static_cast<int>(Stage::Idle) << 60;
        QTest::newRow("body") << static_cast<int>(Stage::Body) << 120;
        QTest::newRow("answer") << static_cast<int>(Stage::Answer) << 120;
    }
    void eachStageHasItsLimit()
    {
        QFETCH(int, stage);
        QFETCH(int, seconds);
        ManualClock clock;
        ConnectionWatch watch({}, clock);
        const Pair pair;
        watch.opened(pair.socket());
        watch.enter(pair.socket(), static_cast<Stage>(stage));
        clock.advance(std::chrono::seconds {seconds});
        watch.sweep();
        QVERIFY(!pair.isCut());
        clock.advance(Microseconds {1});
        watch.sweep();
        QVERIFY(pair.isCut());
    }
    void workMayTakeAsLongAsItTakes()
    {
        ManualClock clock;
        ConnectionWatch watch({}, clock);
        const Pair pair;
        watch.opened(pair.socket());
        watch.enter(pair.socket(), Stage::Work);
        clock.advance(std::chrono::hours {24});
        watch.sweep();
        QVERIFY(!pair.isCut());
    }
    void whoIsSilentLongestMakesRoom()
    {
        ManualClock clock;
        ConnectionWatch watch({.connectionsMax = 3}, clock);
        const Pair pairs[5];
        for (int i = 0; i < 3; ++i) {
            watch.opened(pairs[i].socket());
            clock.advance(Microseconds {1});
        }
        watch.enter(pairs[0].socket(), Stage::Work);
        watch.opened(pairs[3].socket());
        QVERIFY(!pairs[0].isCut() && pairs[1].isCut() && !pairs[2].isCut() && !pairs[3].isCut());
        QVERIFY(!watch.isSurplus(pairs[3].socket()));
        watch.closed(pairs[1].socket());
        watch.enter(pairs[2].socket(), Stage::Body);
        watch.enter(pairs[3].socket(), Stage::Answer);
        watch.opened(pairs[4].socket());
        QVERIFY(watch.isSurplus(pairs[4].socket()));
        QVERIFY(!pairs[4].isCut());
    }
    void aSlowReaderMakesRoomWhenNobodyIsSilent()
    {
        ManualClock clock;
        ConnectionWatch watch({.connectionsMax = 2}, clock);
        const Pair pairs[4];
        for (int i = 0; i < 2; ++i) {
            watch.opened(pairs[i].socket());
            watch.enter(pairs[i].socket(), Stage::Answer);
            clock.advance(Microseconds {1});
        }
        clock.advance(std::chrono::seconds {1});
        watch.opened(pairs[2].socket());
        QVERIFY(pairs[0].isCut() && !pairs[1].isCut() && !watch.isSurplus(pairs[2].socket()));
        watch.opened(pairs[3].socket());
        QVERIFY(pairs[2].isCut() && !pairs[1].isCut()); // silent ones come first
    }
    void surplusOnesHaveTheReservedPlaces()
    {
        ManualClock clock;
        ConnectionWatch watch({.connectionsMax = 1, .reservedMax = 2}, clock);
        const Pair pairs[5];
        for (int i = 0; i < 3; ++i) {
            watch.opened(pairs[i].socket());
            watch.enter(pairs[i].socket(), i == 0 ? Stage::Work : Stage::Body);
            clock.advance(Microseconds {1});
        }
        QVERIFY(!watch.isSurplus(pairs[0].socket()));
        QVERIFY(watch.isSurplus(pairs[1].socket()) && watch.isSurplus(pairs[2].socket()));
        watch.opened(pairs[3].socket());
        QVERIFY(watch.isSurplus(pairs[3].socket()));
        QVERIFY(!pairs[0].isCut() && pairs[1].isCut() && !pairs[2].isCut() && !pairs[3].isCut());
        watch.closed(pairs[1].socket());
        watch.closed(pairs[0].socket());
        watch.opened(pairs[4].socket()); // surplus ones do not take the others' places
        QVERIFY(!watch.isSurplus(pairs[4].socket()));
        QVERIFY(!pairs[2].isCut() && !pairs[3].isCut());
    }
    void aPeerThatHangsUpDuringTheWorkIsToldOnce()
    {
        ManualClock clock;
        ConnectionWatch watch({}, clock);
        Pair pairs[2];
        int told[2] = {0, 0};
        for (int i = 0; i < 2; ++i) {
            watch.opened(pairs[i].socket());
            watch.enter(pairs[i].socket(), Stage::Work, [&told, i] { ++told[i]; });
        }
        watch.sweep();
        QCOMPARE(told[0] + told[1], 0);
        pairs[0].hangUp();
        watch.sweep();
        watch.sweep();
        QCOMPARE(told[0], 1);
        QCOMPARE(told[1], 0);
        // An answer that is being sent is cut by its limit alone.
        watch.enter(pairs[1].socket(), Stage::Answer);
        pairs[1].hangUp();
        watch.sweep();
        QCOMPARE(told[1], 0);
    }
    void aPeerThatHungUpGivesItsPlace()
    {
        ManualClock clock;
        ConnectionWatch watch({.connectionsMax = 2}, clock);
        Pair pairs[5];
        int told = 0;
        for (int i = 0; i < 2; ++i) {
            QVERIFY(!watch.opened(pairs[i].socket()));
            watch.enter(pairs[i].socket(), Stage::Work, [&told] { ++told; });
        }
        pairs[0].hangUp();
        QVERIFY(watch.opened(pairs[2].socket()));
        QVERIFY(!watch.isSurplus(pairs[2].socket()));
        watch.enter(pairs[2].socket(), Stage::Body);
        // The same place is not given twice.
        QVERIFY(!watch.opened(pairs[3].socket()));
        QVERIFY(watch.isSurplus(pairs[3].socket()));
        watch.sweep();
        QCOMPARE(told, 1);
    }
    void closedOnesAreForgotten()
    {
        ManualClock clock;
        ConnectionWatch watch({}, clock);
        const Pair pair;
        watch.opened(pair.socket());
        watch.closed(pair.socket());
        clock.advance(std::chrono::hours {1});
        watch.sweep();
        QVERIFY(!pair.isCut());
        watch.enter(pair.socket(), Stage::Body);
        watch.sweep();
        QVERIFY(!pair.isCut());
    }
};

QTEST_APPLESS_MAIN(ConnectionWatchTest)
#include "connection_watch_test.moc"
