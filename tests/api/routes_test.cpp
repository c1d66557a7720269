// SPDX-License-Identifier: Apache-2.0
// What each route answers, and how each refuses.
#include "engine/api/exchange.h"
#include "tests/support/empty_criteria.h"
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

using namespace fairlead;

class RoutesTest : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<EngineRig> m_rig;

    RawAnswer ask(const QByteArray &line, const QByteArray &body = {}, const QByteArray &headers = {})
    {
        RawSocket socket(m_rig->server->port());
        return socket.ask(request(m_rig->server->port(), line, body, headers));
    }
    static QByteArray bytes(const JobId &id) { return QByteArray::fromStdString(id.text()); }

private Q_SLOTS:
    void init() { m_rig = std::make_unique<EngineRig>(); }

    void oneJobIsCreated()
    {
        const RawAnswer answer = ask("POST /v1/jobs", "{\"queue\":\"held\",\"unique\":\"u\"}");
        QCOMPARE(answer.status, 201);
        QCOMPARE(answer.header("Content-Type"), QByteArray("application/json"));
        QVERIFY(JobId::parse(answer.json()[QStringLiteral("id")].toString().toStdString()));
        QCOMPARE(answer.json()[QStringLiteral("existing")].toBool(true), false);
        const RawAnswer again = ask("POST /v1/jobs", "{\"queue\":\"held\",\"unique\":\"u\"}");
        QCOMPARE(again.status, 200);
        QCOMPARE(again.json()[QStringLiteral("existing")].toBool(), true);
        QCOMPARE(again.json()[QStringLiteral("id")], answer.json()[QStringLiteral("id")]);
    }
    void manyJobsAreAnsweredOneByOne()
    {
        const RawAnswer answer = ask("POST /v1/jobs", "[{\"queue\":\"done\"},{\"queue\":\"nowhere\"},17]");
        QCOMPARE(answer.status, 207);
        const QJsonArray list = QJsonDocument::fromJson(answer.body).array();
        QCOMPARE(list.size(), 3);
        QVERIFY(list[0].toObject().contains(QStringLiteral("id")));
        QVERIFY(QJsonDocument(list[1].toObject()).toJson().contains("not_found"));
        QVERIFY(QJsonDocument(list[2].toObject()).toJson().contains("expected a JSON object"));
        const QByteArray many = "[" + QByteArray("{},").repeated(10'000) + "{}]";
        QCOMPARE(ask("POST /v1/jobs", many).status, 413);
        QVERIFY(ask("POST /v1/jobs", many).message().contains(QStringLiteral("10000")));
    }
    void fullTenantGets429AndWhenToComeBack() // B13
    {
        QCOMPARE(ask("POST /v1/engine/pause", "{}").status, 200);
        QCOMPARE(ask("PATCH /v1/tenants/anna", "{\"max_depth\":1,\"backpressure\":\"reject\"}").status, 200);
        const QByteArray job = "{\"queue\":\"done\",\"tenant\":\"anna\"}";
        QCOMPARE(ask("POST /v1/jobs", job).status, 201);
        const RawAnswer full = ask("POST /v1/jobs", job);
        QCOMPARE(full.status, 429);
        QCOMPARE(full.code(), QStringLiteral("tenant_full"));
        QCOMPARE(full.header("Retry-After"), QByteArray("1"));
        QCOMPARE(httpStatus(ErrorCode::QueueFull), 429);
        QCOMPARE(httpStatus(ErrorCode::EngineFull), 503);
        QCOMPARE(httpStatus(ErrorCode::Unavailable), 503); // closed
        QCOMPARE(ask("PATCH /v1/tenants/anna", "{\"max_depth\":1,\"backpressure\":\"wait:50ms\"}").status, 200);
        const RawAnswer waited = ask("POST /v1/jobs", job);
        QCOMPARE(waited.status, 504);
        QCOMPARE(waited.code(), QStringLiteral("timed_out"));
        QCOMPARE(ask("PATCH /v1/tenants/anna", "{\"max_depth\":null}").status, 200); // no limit any more
        QCOMPARE(ask("POST /v1/jobs", job).status, 201);
    }
    void wrongJobsAreRefusedByName_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const QByteArray &body, int status, const char *code, const char *part) {
            QTest::newRow(name) << body << status << QString::fromLatin1(code) << QString::fromLatin1(part);
        };
        row("unknown queue", "{\"queue\":\"nowhere\"}", 404, "not_found", "nowhere");
        row("no JSON", "{\"queue\":\n 'done'}", 400, "invalid", "line 2, column 2");
        row("cut JSON", "{\"queue\":\"done\"", 400, "invalid", "column 16");
        row("queue name", "{\"queue\":\"a b\"}", 400, "invalid", "a b");
        row("tenant name", "{\"queue\":\"done\",\"tenant\":\"../x\"}", 400, "invalid", "../x");
        row("tenant with line end", "{\"queue\":\"done\",\"tenant\":\"a\\r\\nb\"}", 400, "invalid", "tenant");
        row("tenant with NUL", "{\"queue\":\"done\",\"tenant\":\"a\\u0000b\"}", 400, "invalid", "tenant");
        row("priority", "{\"queue\":\"done\",\"priority\":\"urgent\"}", 400, "invalid", "urgent");
        row("member", "{\"queue\":\"done\",\"tennant\":\"x\"}", 400, "invalid", "'tenant'");
        row("type", "{\"queue\":\"done\",\"cost\":\"much\"}", 400, "invalid", "cost");
        row("cost", "{\"queue\":\"done\",\"cost\":0}", 400, "invalid", "cost");
        row("attempts", "{\"queue\":\"done\",\"max_attempts\":100000}", 400, "invalid", "max_attempts");
        row("timeout", "{\"queue\":\"done\",\"timeout_ms\":0}", 400, "invalid", "timeout_ms");
        row("delay", "{\"queue\":\"done\",\"delay\":\"soon\"}", 400, "invalid", "delay");
        row("deadline", "{\"queue\":\"done\",\"deadline\":\"2026-13-01\"}", 400, "invalid", "deadline");
        row("base64", "{\"queue\":\"done\",\"payload_base64\":\"?\"}", 400, "invalid", "payload_base64");
        row("two payloads", "{\"queue\":\"done\",\"payload\":1,\"payload_base64\":\"\"}", 400, "invalid", "payload");
        row("key length", "{\"queue\":\"done\",\"unique\":\"" + QByteArray(257, 'k') + "\"}", 413, "too_large", "256");
        row("payload", "{\"queue\":\"done\",\"payload\":\"" + QByteArray(1024 * 1024, 'p') + "\"}", 413, "too_large",
            "max_payload");
        row("number out of range", "{\"queue\":\"done\",\"cost\":1e400}", 400, "invalid", "cost");
        row("lone surrogate", "{\"queue\":\"done\",\"unique\":\"\\ud800\"}", 400, "invalid", "JSON");
        row("too deep", "{\"queue\":\"done\",\"payload\":" + QByteArray(100'000, '[') + QByteArray(100'000, ']') + "}",
            400, "invalid", "JSON");
        row("empty", " ", 400, "invalid", "JSON");
    }
    void wrongJobsAreRefusedByName()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(QString, part);
        const RawAnswer answer = ask("POST /v1/jobs", body);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.code(), code);
        QVERIFY2(answer.message().contains(part), qPrintable(answer.message()));
    }
    void idempotencyKeyComesInTheHeaderToo() // F25, F26
    {
        const QByteArray header = "Idempotency-Key: k1\r\n";
        const RawAnswer first = ask("POST /v1/jobs", "{\"queue\":\"held\"}", header);
        QCOMPARE(first.status, 201);
        QCOMPARE(ask("POST /v1/jobs", "{\"queue\":\"held\"}", header).json()[QStringLiteral("id")],
            first.json()[QStringLiteral("id")]);
        const RawAnswer other = ask("POST /v1/jobs", "{\"queue\":\"done\"}", header);
        QCOMPARE(other.status, 409);
        QCOMPARE(other.code(), QStringLiteral("conflict"));
        QCOMPARE(ask("POST /v1/jobs", "{\"queue\":\"held\",\"idempotency\":\"k2\"}", header).status, 400);
        QCOMPARE(ask("POST /v1/jobs", "[{\"queue\":\"held\"}]", header).status, 400);
        QCOMPARE(ask("POST /v1/jobs", "{\"queue\":\"held\",\"idempotency\":\"k1\"}", header).status, 200);
    }
    void aJobsPayloadAndResultAreRawBytes()
    {
        NewJob job = EngineRig::job("done", "<script>alert(1)</script>\n");
        job.contentType = "text/html";
        const JobId id = m_rig->addUntil(job, JobState::Succeeded);
        const RawAnswer payload = ask("GET /v1/jobs/" + bytes(id) + "/payload");
        QCOMPARE(payload.status, 200);
        QCOMPARE(payload.body, QByteArray("<script>alert(1)</script>\n"));
        QCOMPARE(payload.header("Content-Type"), QByteArray("text/html"));
        QVERIFY(payload.header("Content-Security-Policy").contains("sandbox"));
        QCOMPARE(payload.header("X-Content-Type-Options"), QByteArray("nosniff"));
        const RawAnswer result = ask("GET /v1/jobs/" + bytes(id) + "/result");
        QCOMPARE(result.body, payload.body);
        QCOMPARE(result.header("Content-Type"), QByteArray("text/plain"));
        QCOMPARE(
            ask("GET /v1/jobs/" + bytes(id)).json()[QStringLiteral("state")].toString(), QStringLiteral("succeeded"));
    }
    void whatALeasedRunLeavesBehindTakesAfterItsParent()
    {
        NewJob job = EngineRig::job("far");
        job.tenant = TenantName::trusted("anna");
        job.priority = Priority::High;
        job.traceId = "t1";
        m_rig->add(job);
        const QByteArray token = ask("POST /v1/queues/far/lease", "{\"worker\":\"w\"}")
                                     .json()[QStringLiteral("jobs")][0][QStringLiteral("token")]
                                     .toString()
                                     .toUtf8();
        const QByteArray body = "{\"spawn\":[{\"payload\":[1.10]},{\"queue\":\"held\",\"tenant\":\"bert\"}]}";
        QCOMPARE(ask("POST /v1/leases/" + token + "/succeed", body).status, 200);
        const RawAnswer far = ask("GET /v1/jobs?queue=far&state=ready");
        QCOMPARE(far.json()[QStringLiteral("count")].toInt(), 1);
        const QJsonValue child = far.json()[QStringLiteral("jobs")][0];
        QCOMPARE(child[QStringLiteral("tenant")].toString(), QStringLiteral("anna"));
        QCOMPARE(child[QStringLiteral("priority")].toString(), QStringLiteral("high"));
        QCOMPARE(child[QStringLiteral("trace_id")].toString(), QStringLiteral("t1"));
        QCOMPARE(ask("GET /v1/jobs?queue=held&tenant=bert").json()[QStringLiteral("count")].toInt(), 1);
    }
    void listsAreObjectsWithCountAndCursor()
    {
        m_rig->addUntil(EngineRig::job("fails"), JobState::Dead);
        for (const char *name : {"jobs", "queues", "tenants", "workers", "dead-letters"}) {
            const QJsonObject list = ask("GET /v1/" + QByteArray(name)).json();
            const QString key = QString::fromLatin1(name).replace(QLatin1Char('-'), QLatin1Char('_'));
            QVERIFY2(list[key].isArray(), name);
            QCOMPARE(list[QStringLiteral("count")].toInt(), static_cast<int>(list[key].toArray().size()));
            QVERIFY2(list.contains(QStringLiteral("cursor")), name);
        }
    }
    void wrongFiltersAreRefused_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *query, const char *part) {
            QTest::newRow(query) << QByteArray(query) << QString::fromLatin1(part);
        };
        row("state=asleep", "state");
        row("queue=a%20b", "queue");
        row("tenant=%2e%2e", "tenant");
        row("since=yesterday", "since");
        row("limit=0", "limit");
        row("limit=1001", "limit");
        row("limit=1x", "limit");
        row("limit=99999999999999999999", "limit");
        row("cursor=x", "cursor");
        row("colour=red", "colour");
        row("%3Cscript%3E=1", "script");
        row("queue=done&queue=held", "queue");
    }
    void wrongFiltersAreRefused()
    {
        QFETCH(QByteArray, query);
        QFETCH(QString, part);
        const RawAnswer answer = ask("GET /v1/jobs?" + query);
        QCOMPARE(answer.status, 400);
        QCOMPARE(answer.code(), QStringLiteral("invalid"));
        QVERIFY2(answer.message().contains(part), qPrintable(answer.message()));
    }
    void operatorsBodiesAreChecked_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char *line, const char *body, int status) {
            QTest::addRow("%s %s", line, body) << QByteArray(line) << QByteArray(body) << status;
        };
        row("POST /v1/engine/pause", "{\"who\":\"a\",\"reason\":\"b\"}", 200);
        row("POST /v1/engine/pause", "{\"way\":\"a\"}", 400);
        row("POST /v1/engine/pause", "[]", 400);
        row("POST /v1/engine/pause", "{\"tenant\":\"anna\"}", 400);
        row("POST /v1/tenants/anna/pause", "{\"tenant\":\"anna\"}", 400);
        row("POST /v1/queues/done/pause", "{\"tenant\":\"anna\"}", 200);
        row("POST /v1/queues/done/resume", "{\"tenant\":\"anna\"}", 200);
        row("POST /v1/queues/done/resume", "{\"who\":\"anna\"}", 400);
        row("POST /v1/queues/nowhere/pause", "", 404);
        row("POST /v1/queues/nowhere/resume", "", 404);
        row("POST /v1/engine/stop", "{\"mode\":\"now\"}", 200);
        row("POST /v1/engine/stop", "{\"mode\":\"later\"}", 400);
        row("PATCH /v1/tenants/anna", "{\"weight\":2.5}", 200);
        row("PATCH /v1/tenants/anna", "{\"weight\":0}", 400);
        row("PATCH /v1/tenants/anna", "{\"weight\":\"2\"}", 400);
        row("PATCH /v1/tenants/anna", "{\"wait\":2}", 400);
        row("PATCH /v1/tenants/anna", "{\"weight\":null,\"rate\":null}", 200);
        row("PATCH /v1/tenants/anna", "{\"max_bytes\":-1}", 400);
        row("PATCH /v1/tenants/anna", "{\"retry_budget\":2}", 400);
        row("PATCH /v1/tenants/anna", "{\"backpressure\":\"drop\"}", 400);
        row("PATCH /v1/tenants/anna", "{\"plan\":\"gold\"}", 404);
        row("POST /v1/queues/done/scale", "{\"workers\":3}", 200);
        row("POST /v1/queues/done/scale", "{\"workers\":null}", 200);
        row("POST /v1/queues/done/scale", "{}", 400);
        row("POST /v1/queues/done/scale", "{\"workers\":0}", 400);
        row("POST /v1/queues/done/scale", "{\"workers\":99999999999}", 400);
        row("POST /v1/queues/far/scale", "{\"workers\":3}", 400);
        row("POST /v1/queues/nowhere/scale", "{\"workers\":3}", 404);
        row("PATCH /v1/tenants/a%20b", "{\"weight\":2}", 400);
    }
    void operatorsBodiesAreChecked()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const RawAnswer answer = ask(line, body);
        QCOMPARE(answer.status, status);
        QCOMPARE(answer.code().isEmpty(), status == 200);
    }
    void errorsTellNothingOfTheInside() // S22
    {
        const QByteArray odd[] = {"'", "%27%20OR%201=1--", "..%5c", "%c0%af", "a'b", "-1", "%7B%7D"};
        const Router router(m_rig->bare, m_rig->audit(), *m_rig->tokens);
        for (const std::string &route : router.routes()) {
            if (route == "POST /v1/engine/stop")
                continue;
            for (const QByteArray &part : odd) {
                QByteArray line = QByteArray::fromStdString(route).replace("{}", part);
                if (line.startsWith("GET"))
                    line += "?cursor=" + part + "&limit=" + part + "&since=" + part;
                RawSocket socket(m_rig->server->port());
                const RawAnswer answer =
                    socket.ask(request(m_rig->server->port(), line, line.startsWith("GET") ? "" : "[1," + part));
                if (answer.status < 400)
                    continue; // such as /health, which takes whatever stands behind it
                for (const char *inner :
                    {"sql", "SQL", ".cpp", "/tmp", "/home", "std::", "simdjson", "microhttpd", "0x", FAIRLEAD_VERSION})
                    QVERIFY2(!answer.body.contains(inner) && !answer.head.contains(inner), line + ": " + answer.body);
                QVERIFY2(answer.header("Server").isEmpty(), answer.head);
            }
        }
    }
    void healthSaysNoMoreThanItMust() // S21
    {
        QCOMPARE(ask("GET /health").body, QByteArray("{\"status\":\"ok\"}"));
        QCOMPARE(ask("GET /health/ready").body, QByteArray("{\"status\":\"ready\"}"));
        RawSocket socket(m_rig->server->port());
        socket.say(request(m_rig->server->port(), "HEAD /health"));
        QCOMPARE(socket.hear(false).status, 200);
        QCOMPARE(socket.ask(request(m_rig->server->port(), "GET /health")).status, 200);
    }
    void everyEmptyCriterionIsRefusedByName()
    {
        const JobId job = m_rig->addUntil(EngineRig::job("rejects"), JobState::Dead);
        const std::vector<EmptyCriterion> all = emptyCriteria();
        QVERIFY2(all.size() > 80, std::to_string(all.size()).c_str());
        for (const EmptyCriterion &one : all) {
            const QByteArray line = QByteArray::fromStdString(one.line);
            const RawAnswer answer = ask(line, QByteArray::fromStdString(one.body));
            const std::string shown = one.line + " " + one.body + ": " + answer.body.toStdString();
            QVERIFY2(answer.status == 400 && answer.code() == QStringLiteral("invalid"), shown.c_str());
            QVERIFY2(
                answer.message().contains(QString::fromStdString(one.member) + QStringLiteral(": ")), shown.c_str());
            QVERIFY2(!answer.message().contains(QStringLiteral("expected expected")), shown.c_str());
        }
        QCOMPARE(m_rig->record(job).state, JobState::Dead);
    }
    void emptyKeysAreRefused_data()
    {
        QTest::addColumn<QByteArray>("member");
        for (const char *member : {"unique", "idempotency"})
            QTest::newRow(member) << QByteArray(member);
    }
    void emptyKeysAreRefused()
    {
        QFETCH(QByteArray, member);
        const RawAnswer answer = ask("POST /v1/jobs", "{\"queue\":\"held\",\"" + member + "\":\"\"}");
        QCOMPARE(answer.status, 400);
        QVERIFY(answer.message().startsWith(QString::fromLatin1(member) + QStringLiteral(": must not be empty")));
    }
    void nullIsTakenWhereTheDocumentHasIt_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        const auto row = [](const char *line, const char *body, int status) {
            QTest::addRow("%s %s", line, body) << QByteArray(line) << QByteArray(body) << status;
        };
        row("POST /v1/jobs", R"({"queue":"held","tenant":null})", 400);
        row("POST /v1/jobs", R"({"queue":"held","unique":null})", 400);
        row("POST /v1/jobs", R"({"queue":"held","tags":null})", 400);
        row("POST /v1/jobs", R"({"queue":"held","backoff":null})", 400);
        row("POST /v1/jobs", R"({"queue":"held","content_type":null})", 400);
        row("POST /v1/jobs", R"({"queue":"held","payload_base64":null})", 400);
        row("POST /v1/jobs", R"({"queue":"held","payload":null})", 201);
        row("POST /v1/queues/done/pause", R"({"tenant":null})", 400);
        row("POST /v1/queues/done/pause", R"({"reason":null})", 400);
        row("POST /v1/tokens", R"({"role":"admin","tenant":null})", 400);
        row("POST /v1/operations", R"({"action":"retry","filter":null})", 400);
        row("POST /v1/queues/done/scale", R"({"workers":null})", 200);
        row("PATCH /v1/tenants/anna", R"({"rate":null})", 200);
        row("PATCH /v1/tenants/anna", R"({"plan":null})", 400);
    }
    void nullIsTakenWhereTheDocumentHasIt()
    {
        QFETCH(QByteArray, line);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        const RawAnswer answer = ask(line, body);
        QVERIFY2(answer.status == status, answer.body);
    }
    void aMediaTypeIsReadWithoutItsCase()
    {
        const auto asked = [this](const QByteArray &type) {
            const QByteArray body = R"({"queue":"held"})";
            RawSocket socket(m_rig->server->port());
            return socket
                .ask("POST /v1/jobs HTTP/1.1\r\nHost: localhost:" + QByteArray::number(m_rig->server->port())
                    + "\r\nContent-Type: " + type + "\r\nContent-Length: " + QByteArray::number(body.size())
                    + "\r\n\r\n" + body)
                .status;
        };
        QCOMPARE(asked("Application/JSON"), 201);
        QCOMPARE(asked("APPLICATION/JSON ; charset=UTF-8"), 201);
        QCOMPARE(asked("application/jsonx"), 415);
        QCOMPARE(asked(""), 400);
    }
    void anIdempotencyKeyStandsOnceAndIsNotEmpty()
    {
        const QByteArray job = R"({"queue":"held"})";
        QCOMPARE(ask("POST /v1/jobs", job, "Idempotency-Key: a\r\n").status, 201);
        QCOMPARE(ask("POST /v1/jobs", job, "Idempotency-Key: a\r\n").status, 200);
        for (const char *headers : {"Idempotency-Key:\r\n", "Idempotency-Key: \r\n",
                 "Idempotency-Key: a\r\nIdempotency-Key: b\r\n", "Idempotency-Key: a\r\nIdempotency-Key: a\r\n"}) {
            const RawAnswer answer = ask("POST /v1/jobs", job, headers);
            QVERIFY2(answer.status == 400, headers);
            QVERIFY(answer.message().contains(QStringLiteral("Idempotency-Key")));
        }
        QCOMPARE(ask("GET /v1/events", {}, "Last-Event-ID:\r\n").status, 400);
    }
    void allowNamesEachMethodOnce()
    {
        QCOMPARE(ask("OPTIONS /v1/jobs/count").header("Allow"), QByteArray("GET, HEAD, DELETE"));
        QCOMPARE(ask("OPTIONS /v1/jobs").header("Allow"), QByteArray("POST, GET, HEAD"));
        QCOMPARE(ask("OPTIONS /v1/engine/pause").header("Allow"), QByteArray("POST"));
    }
    void groupsAreNarrowedByAnError()
    {
        const JobId dead = m_rig->addUntil(EngineRig::job("fails"), JobState::Dead);
        m_rig->addUntil(EngineRig::job("rejects"), JobState::Dead);
        const QByteArray fingerprint = QByteArray::fromStdString(m_rig->record(dead).errors.back().fingerprint);
        for (const char *by : {"error", "queue", "tenant"}) {
            const RawAnswer answer =
                ask("GET /v1/dead-letters?group_by=" + QByteArray(by) + "&fingerprint=" + fingerprint);
            QVERIFY2(answer.status == 200, answer.body);
            const QJsonArray groups = answer.json()[QStringLiteral("groups")].toArray();
            QCOMPARE(groups.size(), 1);
            QCOMPARE(groups[0].toObject()[QStringLiteral("count")].toInt(), 1);
            QCOMPARE(groups[0].toObject()[QStringLiteral("sample")].toString().toStdString(), dead.text());
        }
        QCOMPARE(ask("GET /v1/dead-letters?group_by=error&skip=1").status, 400);
    }
    void aJobWithoutPayloadIsNoJson()
    {
        const RawAnswer made = ask("POST /v1/jobs", R"({"queue":"held"})");
        const QByteArray path = "GET /v1/jobs/" + made.json()[QStringLiteral("id")].toString().toLatin1();
        QCOMPARE(ask(path + "/payload").header("Content-Type"), QByteArray("application/octet-stream"));
        QCOMPARE(ask(path + "/payload").body, QByteArray());
        QCOMPARE(
            ask(path).json()[QStringLiteral("content_type")].toString(), QStringLiteral("application/octet-stream"));
    }
    void everyRouteRefusesInJsonWithACode()
    {
        const Router router(m_rig->bare, m_rig->audit(), *m_rig->tokens);
        QVERIFY(router.routes().size() > 20);
        for (const std::string &route : router.routes()) {
            const QByteArray line = QByteArray::fromStdString(route);
            const QByteArray path = line.mid(line.indexOf(' ') + 1);
            // Names that are none, a method that is none, a body of another kind, and a path that ends in no route.
            const bool hasPlace = path.contains("{}");
            const RawAnswer misnamed = ask(QByteArray(line).replace("{}", "%7Bno%7D"));
            const bool isToken = path.startsWith("/v1/tokens/"); // its ids have no grammar
            const bool isLease = path.startsWith("/v1/leases/"); // what is no token holds no lease
            QVERIFY2(!isLease || (misnamed.status == 409 && misnamed.code() == QStringLiteral("lease_lost")), line);
            QVERIFY2(!hasPlace || isToken || isLease
                    || (misnamed.status == 400 && misnamed.code() == QStringLiteral("invalid")),
                line);
            const RawAnswer method = ask("PURGE " + QByteArray(path).replace("{}", "x"));
            QCOMPARE(method.status, 405);
            QCOMPARE(method.code(), QStringLiteral("unsupported"));
            QVERIFY2(!method.header("Allow").isEmpty(), line);
            const RawAnswer nowhere = ask(line + "/nowhere");
            QVERIFY2(nowhere.code() == QStringLiteral("not_found") || nowhere.code() == QStringLiteral("invalid")
                    || nowhere.code() == QStringLiteral("unsupported"),
                line);
            RawSocket socket(m_rig->server->port());
            const RawAnswer form = socket.ask(QByteArray(line).replace("{}", "x")
                + " HTTP/1.1\r\nHost: localhost:" + QByteArray::number(m_rig->server->port())
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b");
            if (path.startsWith("/health")) { // these read no body
                QCOMPARE(form.status, 200);
                continue;
            }
            QCOMPARE(form.status, 415);
            QCOMPARE(form.code(), QStringLiteral("invalid"));
        }
    }
};

QTEST_GUILESS_MAIN(RoutesTest)
#include "routes_test.moc"
