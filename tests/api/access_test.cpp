// SPDX-License-Identifier: Apache-2.0
// Who may do what over HTTP.
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

using namespace fairlead;

class AccessTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;

    RawAnswer ask(const QByteArray &line, const std::string &token, const QByteArray &body = {})
    {
        RawSocket socket(m_rig->server->port());
        const QByteArray header =
            token.empty() ? QByteArray() : "Authorization: Bearer " + QByteArray::fromStdString(token) + "\r\n";
        return socket.ask(request(m_rig->server->port(), line, body, header));
    }
    std::string make(Role role)
    {
        const auto made = m_rig->tokens->create({"", role, {}});
        return made ? made->secret : std::string {};
    }

private Q_SLOTS:
    void init() { m_rig = std::make_unique<EngineRig>(); }

    void everyRouteNeedsItsRole() // S03
    {
        const std::string admin = make(Role::Admin);
        const std::string operating = make(Role::Operator);
        const std::string viewer = make(Role::Viewer);
        const Router router(m_rig->bare, m_rig->audit(), *m_rig->tokens);
        for (const std::string &route : router.routes()) {
            const QByteArray line =
                QByteArray::fromStdString(route).replace("{}", "01890000-0000-7000-8000-000000000000");
            if (line.contains(" /health")) {
                QCOMPARE(ask(line, {}).status, 200);
                continue;
            }
            const bool isAdmins = line.contains("/v1/tokens") || line.contains("/engine/stop")
                || line.contains("/v1/audit") || line.contains("/v1/backup") || line.contains("/v1/config")
                || line == "POST /v1/queues" || line.startsWith("DELETE /v1/queues/");
            const bool isLooking = line.startsWith("GET");
            for (const std::string &wrong : {std::string(), std::string("x"), makeTokenSecret(), admin + "0"}) {
                const RawAnswer answer = ask(line, wrong);
                QCOMPARE(answer.status, 401);
                QCOMPARE(answer.code(), QStringLiteral("denied"));
                QVERIFY(answer.header("WWW-Authenticate").startsWith("Bearer"));
            }
            QVERIFY2((ask(line, viewer).status == 403) == (isAdmins || !isLooking), line);
            QVERIFY2((ask(line, operating).status == 403) == isAdmins, line);
            const int status = ask(line, admin).status;
            QVERIFY2(status != 401 && status != 403, line);
        }
        QCOMPARE(ask("GET /nowhere", {}).status, 401);
        QCOMPARE(ask("GET /nowhere", viewer).status, 404);
    }
    void waitsAndStreamsEndWithTheirToken_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status"); // of the answer so far
        QTest::addColumn<bool>("expires"); // else it is revoked
        const QByteArray poll = R"({"worker":"w","wait_ms":60000})";
        for (const bool expires : {false, true}) {
            const char *how = expires ? "expired" : "revoked";
            QTest::addRow("lease poll, %s", how) << QByteArray("POST /v1/queues/far/lease") << poll << 0 << expires;
            QTest::addRow("poll of events, %s", how)
                << QByteArray("GET /v1/events?since=1&wait_ms=60000&queue=held") << QByteArray() << 0 << expires;
            QTest::addRow("stream, %s", how)
                << QByteArray("GET /v1/events?queue=far") << QByteArray() << 200 << expires;
        }
    }
    void waitsAndStreamsEndWithTheirToken()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(bool, expires);
        make(Role::Admin);
        const auto lifetime = expires ? std::optional<Microseconds>(std::chrono::seconds {2}) : std::nullopt;
        const auto made = m_rig->tokens->create({"", Role::Operator, lifetime});
        QVERIFY(made);
        const int port = m_rig->server->port();
        RawSocket socket(port);
        QByteArray headers = "Authorization: Bearer " + QByteArray::fromStdString(made->secret) + "\r\n";
        headers += status == 0 ? "Accept: application/json\r\n" : "";
        socket.say(request(port, line, body, headers));
        if (status == 200)
            QCOMPARE(socket.hear(false).status, 200);
        QVERIFY(expires || m_rig->tokens->revoke(made->record.id));
        if (status == 0) {
            QTRY_VERIFY(socket.hasHeard()); // long before the wait is over
            const RawAnswer answer = socket.hear();
            QCOMPARE(answer.status, 401);
            QCOMPARE(answer.code(), QStringLiteral("denied"));
        } else {
            // Events after the end of the token are not told any more.
            while (m_rig->tokens->isInForce(made->record.id))
                QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
            QTRY_VERIFY(socket.isClosed());
        }
        // The job that comes now is for nobody.
        const JobId id = m_rig->add(EngineRig::job("far"));
        QCOMPARE(m_rig->record(id).state, JobState::Ready);
        if (status != 0)
            QVERIFY(!socket.hearUntil("job.accepted").contains("job.accepted"));
    }
    void jobsThatWaitForRoomAreNotAcceptedAfterTheEndOfTheirToken()
    {
        const std::string admin = make(Role::Admin);
        const auto made = m_rig->tokens->create({"", Role::Operator, {}});
        QVERIFY(made);
        const QByteArray job = R"({"queue":"done","tenant":"full"})";
        const QByteArray limits = R"({"max_depth":1,"backpressure":"wait:60s"})";
        QCOMPARE(ask("PATCH /v1/tenants/full", admin, limits).status, 200);
        QCOMPARE(ask("POST /v1/tenants/full/pause", admin).status, 200);
        QCOMPARE(ask("POST /v1/jobs", admin, job).status, 201);
        const int port = m_rig->server->port();
        RawSocket sender(port);
        sender.say(request(
            port, "POST /v1/jobs", job, "Authorization: Bearer " + QByteArray::fromStdString(made->secret) + "\r\n"));
        awaitReading(port);
        QVERIFY(m_rig->tokens->revoke(made->record.id));
        QTRY_VERIFY(sender.hasHeard());
        QCOMPARE(sender.hear().status, 401);
        QCOMPARE(ask("POST /v1/tenants/full/resume", admin).status, 200);
        QCOMPARE(ask("POST /v1/jobs", admin, job).status, 201); // it waited for room behind the other
        QCOMPARE(ask("GET /v1/jobs?tenant=full", admin).json()[QStringLiteral("count")].toInt(), 2);
    }
    void firstTokenEndsWaitsThatHadNone()
    {
        const int port = m_rig->server->port();
        RawSocket poll(port);
        poll.say(request(port, "POST /v1/queues/far/lease", R"({"worker":"w","wait_ms":60000})"));
        QVERIFY(!make(Role::Admin).empty());
        QTRY_VERIFY(poll.hasHeard());
        QCOMPARE(poll.hear().status, 401);
    }
    void aTokenInTheUrlIsNone() // S04
    {
        const std::string admin = make(Role::Admin);
        const QByteArray secret = QByteArray::fromStdString(admin);
        for (const char *name : {"token", "access_token", "bearer"})
            QCOMPARE(ask("GET /v1/queues?" + QByteArray(name) + "=" + secret, {}).status, 401);
    }
    void whoGuessesIsToldToSlowDownAndOthersAreNot() // S27
    {
        m_rig = std::make_unique<EngineRig>(HttpOptions {.listen = "127.0.0.1:0", .tokenFailuresMax = 3});
        const std::string admin = make(Role::Admin);
        for (int i = 0; i < 3; ++i)
            QCOMPARE(ask("GET /v1/queues", makeTokenSecret()).status, 401);
        for (int i = 0; i < 3; ++i) {
            const RawAnswer answer = ask("GET /v1/queues", makeTokenSecret());
            QCOMPARE(answer.status, 429);
            QVERIFY(!answer.header("Retry-After").isEmpty());
        }
        QCOMPARE(ask("GET /v1/queues", {}).status, 401); // who brings none does not guess
        QCOMPARE(ask("GET /v1/queues", admin).status, 200);
        const RawAnswer audit = ask("GET /v1/audit", admin);
        QCOMPARE(audit.body.count("token.guessed"), 1);
        QVERIFY2(audit.body.contains("127.0.0.1"), audit.body);
    }
    void aTokenOfOneTenantFindsNothingOfTheOthers() // S05
    {
        NewJob job = EngineRig::job("rejects", "{\"of\":\"anna\"}");
        job.tenant = TenantName::trusted("anna");
        const JobId annas = m_rig->addUntil(job, JobState::Dead);
        job = EngineRig::job("rejects", "{\"of\":\"bobby\"}");
        job.tenant = TenantName::trusted("bobby");
        const JobId bobs = m_rig->addUntil(job, JobState::Dead);
        make(Role::Admin);
        const auto made = m_rig->tokens->create({"a", Role::Operator, {}, TenantName::trusted("anna")});
        QVERIFY(made);
        const std::string &token = made->secret;
        const QByteArray annasId = QByteArray::fromStdString(annas.text());
        const QByteArray bobsId = QByteArray::fromStdString(bobs.text());
        const Router router(m_rig->bare, m_rig->audit(), *m_rig->tokens);
        for (const std::string &route : router.routes()) {
            QByteArray line = QByteArray::fromStdString(route);
            if (line == "GET /v1/events") { // as a page, not a stream: below
                continue;
            }
            const bool isOfJob = line.contains("/v1/jobs/{}") || line.contains("/v1/dead-letters/{}");
            const bool isOfTenant = line.contains("/v1/tenants/{}");
            line.replace("{}", isOfTenant ? QByteArray("bobby") : bobsId);
            const RawAnswer answer = ask(line, token, line.contains("/edit") ? "{\"payload\":1}" : "");
            QVERIFY2(!isOfJob || answer.status == (line.endsWith("/restore") ? 403 : 404), line);
            QVERIFY2(!isOfTenant || answer.status == 403 || answer.status == 400, line);
            QVERIFY2(!answer.body.contains("bobby"), line + answer.body);
            QVERIFY2(!answer.body.contains(bobsId) || answer.status >= 400, line);
        }
        // And its own is there.
        QCOMPARE(ask("GET /v1/jobs/" + annasId, token).status, 200);
        QCOMPARE(ask("GET /v1/jobs", token).json()[QStringLiteral("count")].toInt(), 1);
        QCOMPARE(ask("GET /v1/dead-letters", token).json()[QStringLiteral("count")].toInt(), 1);
        QCOMPARE(ask("GET /v1/tenants", token).json()[QStringLiteral("count")].toInt(), 1);
        QCOMPARE(ask("GET /v1/tenants/anna", token).status, 200);
        QCOMPARE(ask("POST /v1/jobs/" + annasId + "/retry", token).status, 200);
        QCOMPARE(ask("POST /v1/jobs", token, "{\"queue\":\"done\",\"tenant\":\"anna\"}").status, 201);
        QCOMPARE(ask("POST /v1/tenants/anna/pause", token).status, 403); // its answer is the status of the whole
        for (const char *line : {"GET /v1/jobs?tenant=bobby", "GET /v1/tenants?tenant=bobby", "GET /v1/stats",
                 "GET /metrics", "GET /v1/queues", "GET /v1/workers", "GET /v1/health?tenant=bobby",
                 "GET /v1/stats/history?tenant=bobby", "POST /v1/engine/pause"})
            QVERIFY2(ask(line, token).status == 403, line);
        QCOMPARE(ask("POST /v1/jobs", token, "{\"queue\":\"done\",\"tenant\":\"bobby\"}").status, 403);
        QCOMPARE(m_rig->record(bobs).state, JobState::Dead);
        RawSocket socket(m_rig->server->port());
        const RawAnswer events = socket.ask(request(m_rig->server->port(), "GET /v1/events?since=0", {},
            "Accept: application/json\r\nAuthorization: Bearer " + QByteArray::fromStdString(token) + "\r\n"));
        QVERIFY(events.status == 200 && events.body.contains("anna") && !events.body.contains("bobby")
            && !events.body.contains("engine.started"));
        QVERIFY(!m_rig->tokens->create({"", Role::Admin, {}, TenantName::trusted("anna")}));
    }
    void aTokenOfOneTenantHasItsOwnAlertsAlone()
    {
        const std::string admin = make(Role::Admin);
        const auto made = m_rig->tokens->create({"a", Role::Operator, {}, TenantName::trusted("anna")});
        const auto viewer = m_rig->tokens->create({"v", Role::Viewer, {}, {}});
        QVERIFY(made && viewer);
        const std::string &token = made->secret;
        const auto add = [&](const std::string &who, const QByteArray &members) {
            return ask("POST /v1/alerts", who, "{" + members + R"(,"above":300})").status;
        };
        QCOMPARE(add(admin, R"("name":"all","kind":"oldest_job")"), 201);
        QCOMPARE(add(admin, R"("name":"bobs","kind":"oldest_job","tenant":"bobby")"), 201);
        QCOMPARE(add(token, R"("name":"own","kind":"oldest_job")"), 201);
        QCOMPARE(add(token, R"("name":"other","kind":"oldest_job","tenant":"bobby")"), 403);
        QCOMPARE(add(token, R"("name":"queue","kind":"oldest_job","queue":"far")"), 400);
        QCOMPARE(add(token, R"("name":"sum","kind":"waiting")"), 400);
        QCOMPARE(add(viewer->secret, R"("name":"seen","kind":"waiting")"), 403);
        QCOMPARE(ask("GET /v1/alerts", viewer->secret).json()[QStringLiteral("count")].toInt(), 3);
        const RawAnswer own = ask("GET /v1/alerts", token);
        QCOMPARE(own.json()[QStringLiteral("count")].toInt(), 1);
        QVERIFY2(own.body.contains(R"("tenant":"anna")"), own.body);
        QCOMPARE(ask("GET /v1/alerts?tenant=bobby", token).status, 403);
        for (const char *name : {"all", "bobs"}) {
            QCOMPARE(ask("DELETE /v1/alerts/" + QByteArray(name), token).status, 404);
            QCOMPARE(ask("PATCH /v1/alerts/" + QByteArray(name), token, R"({"above":1})").status, 404);
        }
        QCOMPARE(ask("PATCH /v1/alerts/own", token, R"({"above":60,"for":"2m"})").status, 200);
        QCOMPARE(ask("DELETE /v1/alerts/own", token).status, 200);
        QCOMPARE(ask("GET /v1/alerts", admin).json()[QStringLiteral("count")].toInt(), 2);
    }
    void aTokenOfOneTenantLeasesItsOwnJobsAlone()
    {
        NewJob job = EngineRig::job("far");
        job.tenant = TenantName::trusted("bobby");
        const JobId bobs = m_rig->add(job);
        job.tenant = TenantName::trusted("anna");
        const JobId annas = m_rig->add(job);
        const std::string admin = make(Role::Admin);
        const auto made = m_rig->tokens->create({"a", Role::Operator, {}, TenantName::trusted("anna")});
        QVERIFY(made);
        const auto post = [&](const QByteArray &path, const std::string &token, const QByteArray &body) {
            return ask("POST /v1/" + path, token, body);
        };
        QCOMPARE(post("queues/far/lease", made->secret, "{\"worker\":\"w\",\"tenant\":\"bobby\"}").status, 403);
        const RawAnswer leased = post("queues/far/lease", made->secret, "{\"worker\":\"w\",\"max\":9}");
        QCOMPARE(leased.status, 200);
        QVERIFY2(leased.body.contains(QByteArray::fromStdString(annas.text())) && !leased.body.contains("bobby"),
            leased.body);
        const RawAnswer others = post("queues/far/lease", admin, "{\"worker\":\"w\",\"max\":9}");
        QVERIFY2(others.body.contains(QByteArray::fromStdString(bobs.text())), others.body);
        const auto tokenIn = [](const RawAnswer &answer) {
            const qsizetype from = answer.body.indexOf("\"token\":\"") + 9;
            return answer.body.mid(from, answer.body.indexOf('"', from) - from);
        };
        const QByteArray own = "leases/" + tokenIn(leased);
        const QByteArray foreign = "leases/" + tokenIn(others);
        for (const char *act : {"/renew", "/progress", "/fail", "/reject", "/snooze", "/succeed"}) {
            const bool isProgress = QByteArray(act) == "/progress";
            const RawAnswer answer = post(foreign + act, made->secret, isProgress ? "{\"percent\":1}" : "{}");
            QCOMPARE(answer.status, 409);
            QCOMPARE(answer.code(), QStringLiteral("lease_lost"));
        }
        QCOMPARE(m_rig->record(bobs).state, JobState::Running);
        QCOMPARE(post(own + "/renew", made->secret, "{}").status, 200);
        const QByteArray childOfBobby = "{\"spawn\":[{\"queue\":\"done\",\"tenant\":\"bobby\"}]}";
        QCOMPARE(post(own + "/succeed", made->secret, childOfBobby).status, 403);
        QCOMPARE(m_rig->record(annas).state, JobState::Running);
        QCOMPARE(post(own + "/succeed", made->secret, "{\"spawn\":[{\"queue\":\"done\"}]}").status, 200);
        QCOMPARE(m_rig->record(annas).state, JobState::Succeeded);
        QCOMPARE(post(own + "/renew", made->secret, "{}").status, 409);
        QCOMPARE(post(foreign + "/succeed", admin, "{}").status, 200);
    }
    void tokensAreMadeListedAndRevoked()
    {
        const RawAnswer early = ask("POST /v1/tokens", {}, "{\"role\":\"viewer\"}");
        QCOMPARE(early.status, 409);
        const RawAnswer first = ask("POST /v1/tokens", {}, "{\"role\":\"admin\",\"name\":\"anna\"}");
        QCOMPARE(first.status, 201);
        const std::string admin = first.json()[QStringLiteral("token")].toString().toStdString();
        QVERIFY(isTokenSecret(admin));
        const RawAnswer second = ask("POST /v1/tokens", admin, "{\"role\":\"viewer\",\"expires\":\"1h\"}");
        const std::string viewer = second.json()[QStringLiteral("token")].toString().toStdString();
        QCOMPARE(ask("GET /v1/jobs", viewer).status, 200);
        const RawAnswer list = ask("GET /v1/tokens", admin);
        QCOMPARE(list.json()[QStringLiteral("count")].toInt(), 2);
        QVERIFY(!list.body.contains(admin.c_str()) && !list.body.contains("\"token\""));
        const QByteArray id = second.json()[QStringLiteral("id")].toString().toLatin1();
        const RawAnswer revoked = ask("DELETE /v1/tokens/" + id, admin);
        QCOMPARE(revoked.status, 200);
        QVERIFY(!revoked.json()[QStringLiteral("revoked_at")].isNull());
        QCOMPARE(ask("GET /v1/jobs", viewer).status, 401);
        QCOMPARE(ask("DELETE /v1/tokens/nothing", admin).status, 404);
        for (const char *body : {"{}", "{\"role\":\"root\"}", "{\"role\":\"admin\",\"expires\":\"soon\"}",
                 "{\"role\":\"admin\",\"end\":1}", "[]", "{\"role\":\"admin\",\"expires\":\"0s\"}"})
            QCOMPARE(ask("POST /v1/tokens", admin, body).status, 400);
    }
    void twoTokensAreNone()
    {
        const std::string admin = make(Role::Admin);
        RawSocket socket(m_rig->server->port());
        const QByteArray header = "Authorization: Bearer " + QByteArray::fromStdString(admin) + "\r\n";
        QCOMPARE(socket.ask(request(m_rig->server->port(), "GET /v1/jobs", {}, header + header)).status, 401);
    }
};

QTEST_GUILESS_MAIN(AccessTest)
#include "access_test.moc"
