// SPDX-License-Identifier: Apache-2.0
// Long polls and streams hold a connection each. They have places of their own.
#include "engine/api/wait_places.h"
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

using namespace fairlead;

namespace {
HttpOptions withPlaces(int ofOne, int connections)
{
    HttpOptions options;
    options.listen = "127.0.0.1:0";
    options.connectionsMax = connections;
    options.waitsMax = ofOne;
    return options;
}
} // namespace

class WaitsTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;
    std::vector<std::unique_ptr<RawSocket>> m_waiting;

    int port() const { return m_rig->server->port(); }
    static QByteArray bearer(const std::string &secret)
    {
        return secret.empty() ? QByteArray() : "Authorization: Bearer " + QByteArray::fromStdString(secret) + "\r\n";
    }
    std::string make(Role role) const { return m_rig->tokens->create({"", role, {}})->secret; }
    /// Opens a stream; the status of its head.
    RawAnswer follow(const std::string &secret = {})
    {
        m_waiting.push_back(std::make_unique<RawSocket>(port()));
        RawSocket &socket = *m_waiting.back();
        socket.say(request(port(), "GET /v1/events", {}, bearer(secret)));
        RawAnswer answer = socket.hear(false);
        if (answer.status != 200)
            answer.body = socket.hearUntil("}}");
        return answer;
    }
    RawAnswer ask(const QByteArray &line, const std::string &secret = {}, const QByteArray &body = {}) const
    {
        RawSocket socket(port());
        return socket.ask(request(port(), line, body, "Accept: application/json\r\n" + bearer(secret)));
    }

private Q_SLOTS:
    void cleanup()
    {
        m_waiting.clear();
        m_rig.reset();
    }

    void oneTokenCannotTakeThePlacesOfOthers()
    {
        m_rig = std::make_unique<EngineRig>(withPlaces(3, 100));
        make(Role::Admin);
        const std::string greedy = make(Role::Viewer);
        const std::string other = make(Role::Operator);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(follow(greedy).status, 200);
        const RawAnswer refused = follow(greedy);
        QCOMPARE(refused.status, 429);
        QVERIFY2(refused.body.contains("http.max_waits") && refused.body.contains("this token"), refused.body);
        QVERIFY(!refused.header("Retry-After").isEmpty());
        QCOMPARE(ask("GET /v1/events?since=1&wait_ms=60000&queue=far", greedy).status, 429); // polls count like streams
        QCOMPARE(follow(other).status, 200);
        QCOMPARE(ask("GET /v1/jobs", greedy).status, 200); // its other requests are served
        QCOMPARE(ask("GET /v1/events?since=1&queue=far", greedy).status, 200); // also those that wait for nothing
    }
    void oneAddressCannotTakeThePlacesOfOthers()
    {
        m_rig = std::make_unique<EngineRig>(withPlaces(2, 100));
        QCOMPARE(follow().status, 200);
        QCOMPARE(follow().status, 200);
        const RawAnswer refused = follow();
        QCOMPARE(refused.status, 429);
        QVERIFY2(refused.body.contains("this address"), refused.body);
    }
    void waitsLeaveAQuarterOfTheConnectionsToRequests()
    {
        m_rig = std::make_unique<EngineRig>(withPlaces(100, 8));
        for (int i = 0; i < 6; ++i)
            QCOMPARE(follow().status, 200);
        for (int i = 0; i < 10; ++i) {
            QCOMPARE(follow().status, 503);
            m_waiting.pop_back();
            QCOMPARE(ask("GET /v1/jobs").status, 200);
        }
    }
    void sendersWhoWaitForRoomHavePlacesLikePolls()
    {
        m_rig = std::make_unique<EngineRig>(withPlaces(2, 100));
        const std::string admin = make(Role::Admin);
        const std::string greedy = make(Role::Operator);
        const QByteArray job = R"({"queue":"done","tenant":"full"})";
        const QByteArray limits = R"({"max_depth":1,"backpressure":"wait:60s"})";
        QCOMPARE(ask("PATCH /v1/tenants/full", admin, limits).status, 200);
        QCOMPARE(ask("POST /v1/tenants/full/pause", admin).status, 200);
        QCOMPARE(ask("POST /v1/jobs", admin, job).status, 201);
        for (int i = 0; i < 2; ++i) {
            m_waiting.push_back(std::make_unique<RawSocket>(port()));
            m_waiting.back()->say(request(port(), "POST /v1/jobs", job, bearer(greedy)));
        }
        // The engine answers in order, so both wait when it has looked at a job that came behind them.
        awaitReading(port());
        const RawAnswer behind = ask("POST /v1/jobs", admin, R"({"queue":"done"})");
        QCOMPARE(behind.status, 201);
        const QByteArray id = behind.json()[QStringLiteral("id")].toString().toLatin1();
        QCOMPARE(ask("GET /v1/jobs/" + id + "/why", admin).status, 200);
        QCOMPARE(ask("GET /v1/events?since=1&wait_ms=1&queue=far", greedy).status, 429);
        const RawAnswer refused = ask("POST /v1/jobs", greedy, job);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.code(), QStringLiteral("tenant_full"));
        QCOMPARE(ask("POST /v1/jobs", greedy, R"({"queue":"done"})").status, 201);
        QCOMPARE(ask("POST /v1/tenants/full/resume", admin).status, 200);
        for (const auto &socket : m_waiting)
            QCOMPARE(socket->hear().status, 201);
    }
    void peerThatHangsUpGivesItsPlaceBack()
    {
        m_rig = std::make_unique<EngineRig>(withPlaces(1, 100));
        const auto poll = request(port(), "POST /v1/queues/far/lease", R"({"worker":"w","wait_ms":60000})");
        for (int i = 0; i < 3; ++i) { // each is noticed long before its wait or its sign of life is due
            bool hasPlace = false; // QTRY asks once more at its end, and one place is all there is
            QTRY_VERIFY(hasPlace = hasPlace || follow().status == 200);
            m_waiting.clear();
            auto socket = std::make_unique<RawSocket>(port());
            socket->say(poll);
            socket.reset();
        }
        bool hasPlace = false;
        QTRY_VERIFY(hasPlace = hasPlace || follow().status == 200);
    }
    void placeIsOfAllItsHoldersOrOfNone()
    {
        WaitPlaces places({2, 3});
        auto both = places.take({"token a", "address b"});
        QVERIFY(both.place);
        const auto second = places.take({"token a"});
        QVERIFY(second.place);
        const auto refused = places.take({"address b", "token a"});
        QVERIFY(!refused.place && refused.full == WaitPlaces::Full::One);
        QCOMPARE(refused.holder, std::string("token a"));
        const auto third = places.take({"address b"}); // the refused one took none
        QVERIFY(third.place);
        QVERIFY(places.take({"token c"}).full == WaitPlaces::Full::All);
        both.place.reset();
        QVERIFY(places.take({"token a", "address b"}).place);
    }
};

QTEST_GUILESS_MAIN(WaitsTest)
#include "waits_test.moc"
