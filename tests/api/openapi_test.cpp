// SPDX-License-Identifier: Apache-2.0
// The server and /openapi.json, held against each other in both directions: routes, statuses, answers.
#include "engine/api/api_document.h"
#include "engine/api/router.h"
#include "tests/support/engine_rig.h"
#include "tests/support/json_schema.h"
#include "tests/support/raw_http.h"

#include <QFile>
#include <QRegularExpression>

using namespace fairlead;

class OpenApiTest : public QObject
{
    Q_OBJECT
private:
    const QJsonObject m_document = QJsonDocument::fromJson(QByteArray::fromStdString(apiDocument())).object();
    const JsonSchema m_schema {m_document};
    std::unique_ptr<EngineRig> m_rig;
    QByteArray m_admin; ///< the header of an admin, once there is one
    QSet<QString> m_seen; ///< "GET /v1/jobs/{} 200"

    /// "GET /v1/jobs/{}" of "get", "/v1/jobs/{id}".
    static QString nameOf(const QString &method, const QString &path)
    {
        static const QRegularExpression part(QStringLiteral("\\{[a-z]+\\}"));
        return method.toUpper() + QLatin1Char(' ') + QString(path).replace(part, QStringLiteral("{}"));
    }
    QMap<QString, QJsonObject> documented() const
    {
        QMap<QString, QJsonObject> operations;
        const QJsonObject paths = m_document[QStringLiteral("paths")].toObject();
        for (auto path = paths.begin(); path != paths.end(); ++path) {
            const QJsonObject methods = path.value().toObject();
            for (auto method = methods.begin(); method != methods.end(); ++method)
                operations[nameOf(method.key(), path.key())] = method.value().toObject();
        }
        return operations;
    }
    QStringList served() const
    {
        QStringList names;
        const Router router(m_rig->bare, m_rig->audit(), *m_rig->tokens);
        for (const std::string &route : router.routes())
            names.append(QString::fromStdString(route));
        return names;
    }
    /// The route that a line asks for, the most literal first.
    QString routeOf(const QByteArray &line) const
    {
        const QString method = QString::fromLatin1(line).section(QLatin1Char(' '), 0, 0);
        const QString path = QString::fromLatin1(line).section(QLatin1Char(' '), 1).section(QLatin1Char('?'), 0, 0);
        for (const QString &route : served()) {
            const QString pattern =
                QRegularExpression::escape(route).replace(QStringLiteral("\\{\\}"), QStringLiteral("[^/]+"));
            if (QRegularExpression(QRegularExpression::anchoredPattern(pattern))
                    .match(method + QLatin1Char(' ') + path)
                    .hasMatch())
                return route;
        }
        return {};
    }
    /// Asks, and holds status and body against the document. In `body` ' stands for ": moc of Qt 6.4 reads no raw
    /// strings.
    QJsonObject ask(int status, const QByteArray &line, const QByteArray &body = {}, const QByteArray &headers = {})
    {
        RawSocket socket(m_rig->server->port());
        const RawAnswer answer =
            socket.ask(request(m_rig->server->port(), line, QByteArray(body).replace('\'', '"'), headers));
        const QString route = routeOf(line);
        const QString code = QString::number(answer.status);
        m_seen.insert(route + QLatin1Char(' ') + code);
        if (answer.status != status)
            qWarning("%s: %d %s", line.constData(), answer.status, answer.body.constData());
        [&] { QCOMPARE(answer.status, status); }();
        const QJsonObject responses = documented()[route][QStringLiteral("responses")].toObject();
        if (!responses.contains(code))
            qWarning("%s: its status %d is not documented", line.constData(), status);
        [&] { QVERIFY(responses.contains(code)); }();
        const QJsonObject content = m_schema.resolved(responses[code].toObject())[QStringLiteral("content")].toObject();
        if (content.contains(QStringLiteral("*/*")))
            return {};
        const QString type = QString::fromLatin1(answer.header("Content-Type")).section(QLatin1Char(';'), 0, 0);
        [&] { QVERIFY2(content.contains(type), qPrintable(type)); }();
        if (type != QLatin1String("application/json"))
            return {};
        const QJsonDocument json = QJsonDocument::fromJson(answer.body);
        const QJsonValue value = json.isArray() ? QJsonValue(json.array()) : QJsonValue(json.object());
        const QString wrong =
            m_schema.fault(value, content[QStringLiteral("application/json")][QStringLiteral("schema")].toObject());
        [&] { QVERIFY2(wrong.isEmpty(), qPrintable(QString::fromLatin1(line) + QStringLiteral(": ") + wrong)); }();
        return json.object();
    }
    static QByteArray bytes(const JobId &id) { return QByteArray::fromStdString(id.text()); }
    QByteArray nobody() const { return "01890000-0000-7000-8000-000000000000"; }

    void askAboutJobs()
    {
        ask(201, "POST /v1/jobs", "{'queue':'held','unique':'u','delay':'1h','tags':['a']}");
        ask(200, "POST /v1/jobs", "{'queue':'held','unique':'u'}");
        ask(207, "POST /v1/jobs", "[{'queue':'done'},{'queue':'nowhere'}]");
        ask(201, "POST /v1/jobs", "[{'queue':'held','unique':'u'},{'queue':'held','delay':'1h'}]");
        ask(200, "POST /v1/jobs", "[{'queue':'held','unique':'u'},{'queue':'held','unique':'u'}]");
        ask(400, "POST /v1/jobs", "{");
        ask(404, "POST /v1/jobs", "{'queue':'nowhere'}");
        ask(201, "POST /v1/jobs", "{'queue':'held','delay':'1h','idempotency':'i'}");
        ask(409, "POST /v1/jobs", "{'queue':'held','delay':'1h','idempotency':'i','payload':2}");
        ask(413, "POST /v1/jobs", "{'queue':'held','unique':'" + QByteArray(300, 'u') + "'}");
        ask(200, "PATCH /v1/tenants/full", "{'max_depth':1}");
        ask(201, "POST /v1/jobs", "{'queue':'held','tenant':'full','delay':'1h'}");
        ask(429, "POST /v1/jobs", "{'queue':'held','tenant':'full','delay':'1h'}");
        const QByteArray done = bytes(m_rig->addUntil(EngineRig::job("done"), JobState::Succeeded));
        const QByteArray held = bytes(m_rig->addUntil(EngineRig::job("held"), JobState::Running));
        NewJob late = EngineRig::job("done");
        late.deadline = Microseconds {1};
        ask(410, "POST /v1/jobs/" + bytes(m_rig->addUntil(late, JobState::Expired)) + "/retry");
        ask(200, "GET /v1/jobs?state=succeeded");
        ask(400, "GET /v1/jobs?state=odd");
        ask(200, "GET /v1/jobs/count?most=3");
        ask(400, "GET /v1/jobs/count?most=none");
        ask(200, "GET /v1/jobs/" + held);
        ask(400, "GET /v1/jobs/odd");
        for (const char *end : {"", "/why", "/result", "/payload"})
            ask(404, "GET /v1/jobs/" + nobody() + end);
        for (const char *end : {"/why", "/result", "/payload"})
            ask(200, "GET /v1/jobs/" + done + end);
        for (const char *verb : {"restore", "retry", "cancel"})
            ask(404, "POST /v1/jobs/" + nobody() + "/" + verb);
        for (const char *verb : {"restore", "retry", "cancel"})
            ask(409, "POST /v1/jobs/" + done + "/" + verb);
        ask(409, "DELETE /v1/jobs/" + held);
        ask(400, "POST /v1/jobs/" + held + "/cancel", "{'odd':1}");
        ask(200, "POST /v1/jobs/" + held + "/cancel", "{'who':'me'}");
        ask(200, "DELETE /v1/jobs/" + done);
        ask(404, "DELETE /v1/jobs/" + done);
        ask(200, "POST /v1/jobs/" + done + "/restore");
    }
    void askAboutDeadLetters()
    {
        const QByteArray dead = bytes(m_rig->addUntil(EngineRig::job("rejects"), JobState::Dead));
        ask(200, "GET /v1/dead-letters");
        ask(200, "GET /v1/dead-letters?group_by=error");
        ask(400, "GET /v1/dead-letters?group_by=colour");
        ask(200, "GET /v1/dead-letters/" + dead);
        ask(404, "GET /v1/dead-letters/" + nobody());
        const QByteArray edit = "POST /v1/jobs/" + dead + "/edit-retry";
        ask(201, edit, "{'payload':{'n':2}}");
        ask(400, edit, "{}");
        ask(404, "POST /v1/jobs/" + nobody() + "/edit-retry", "{'payload':1}");
        NewJob unique = EngineRig::job("rejects");
        unique.uniqueKey = "one";
        const QByteArray old = bytes(m_rig->addUntil(unique, JobState::Dead));
        ask(201, "POST /v1/jobs", "{'queue':'rejects','unique':'one','delay':'1h'}");
        ask(409, "POST /v1/jobs/" + old + "/edit-retry", "{'payload':1}");
        ask(200, "POST /v1/jobs/" + dead + "/retry");
        ask(400, "POST /v1/jobs/" + dead + "/edit", "{}");
        ask(404, "POST /v1/jobs/" + nobody() + "/edit", "{'priority':'high'}");
        ask(409, "POST /v1/jobs/" + old + "/edit", "{'priority':'high'}");
        const QByteArray later =
            ask(201, "POST /v1/jobs", "{'queue':'rejects','delay':'1h'}")[QStringLiteral("id")].toString().toLatin1();
        ask(201, "POST /v1/jobs/" + later + "/edit", "{'payload':{'n':2},'deadline':'+2h','tags':['a']}");
    }
    void askAboutOperations()
    {
        ask(200, "POST /v1/operations", "{'action':'retry','filter':{},'dry_run':true}");
        ask(400, "POST /v1/operations", "{'action':'retry'}");
        ask(404, "POST /v1/operations", "{'action':'move','filter':{},'queue':'nowhere'}");
        const QByteArray slow = ask(202, "POST /v1/operations",
            "{'action':'cancel','filter':{'queue':'held'},'over':'1h','who':'me'}")[QStringLiteral("id")]
                                    .toString()
                                    .toLatin1();
        ask(200, "GET /v1/operations");
        ask(200, "GET /v1/operations/" + slow);
        ask(404, "GET /v1/operations/" + nobody());
        ask(404, "GET /v1/operations/" + nobody() + "/outcome");
        ask(409, "GET /v1/operations/" + slow + "/outcome");
        const QByteArray retried =
            ask(202, "POST /v1/operations", "{'action':'retry','filter':{'tenant':'nobody'}}")[QStringLiteral("id")]
                .toString()
                .toLatin1();
        ask(200, "GET /v1/operations/" + retried + "/outcome");
        ask(200, "DELETE /v1/operations/" + slow);
        ask(409, "DELETE /v1/operations/" + slow);
        ask(404, "DELETE /v1/operations/" + nobody());
    }
    QByteArray lease()
    {
        m_rig->add(EngineRig::job("far"));
        return "/v1/leases/"
            + ask(200, "POST /v1/queues/far/lease",
                "{'worker':'w','max':1,'wait_ms':10000}")[QStringLiteral("jobs")][0][QStringLiteral("token")]
                  .toString()
                  .toLatin1()
            + "/";
    }
    void askAsAWorker()
    {
        ask(400, "POST /v1/queues/far/lease", "{'worker':'w','max':0}");
        ask(404, "POST /v1/queues/nowhere/lease", "{'worker':'w'}");
        QByteArray path = lease();
        ask(200, "POST " + path + "renew");
        ask(200, "POST " + path + "progress", "{'percent':40,'text':'half'}");
        ask(400, "POST " + path + "progress", "{'percent':'much'}");
        ask(200, "POST " + path + "log", "{'text':'one'}");
        const QByteArray job = "/v1/jobs/" + path.mid(path.indexOf('.') + 1);
        ask(200, "GET " + job + "log");
        ask(404, "GET /v1/jobs/" + nobody() + "/log");
        ask(200, "POST " + job + "tags", "{'add':['a']}");
        ask(404, "POST /v1/jobs/" + nobody() + "/tags", "{'add':['a']}");
        QByteArray many;
        for (int i = 0; i < 33; ++i)
            many += (i > 0 ? ",'" : "'") + QByteArray::number(i) + "'";
        ask(413, "POST " + job + "tags", "{'add':[" + many + "]}");
        const std::map<QByteArray, QByteArray> ends {
            {"succeed", "{'spawn':[{}]}"}, {"fail", ""}, {"reject", ""}, {"snooze", "{'delay_ms':1000}"}};
        for (const auto &[verb, body] : ends) {
            ask(400, "POST " + path + verb, "{'odd':1}");
            ask(200, "POST " + path + verb, body);
            ask(200, "POST " + path + verb, body); // the same report again
            for (const auto &[other, itsBody] : ends) {
                if (other != verb)
                    ask(409, "POST " + path + other, itsBody);
            }
            if (verb == "succeed") {
                ask(409, "POST " + path + "renew");
                ask(409, "POST " + path + "log", "{'text':'late'}");
                ask(409, "POST " + path + "progress", "{'percent':40}");
            }
            path = lease();
        }
    }
    void askAsAnOperator()
    {
        ask(200, "GET /v1/queues");
        ask(200, "GET /v1/queues/done");
        ask(404, "GET /v1/queues/nowhere");
        ask(200, "POST /v1/queues/done/scale", "{'workers':1}");
        ask(400, "POST /v1/queues/done/scale", "{'workers':'many'}");
        ask(404, "POST /v1/queues/nowhere/scale", "{'workers':1}");
        ask(200, "PATCH /v1/queues/done", "{'weight':2,'rate':'20/s'}");
        ask(200, "PATCH /v1/queues/done", "{'weight':null,'rate':null}");
        ask(400, "PATCH /v1/queues/done", "{'weight':-1}");
        ask(404, "PATCH /v1/queues/nowhere", "{'weight':2}");
        ask(200, "GET /v1/tenants");
        ask(200, "GET /v1/tenants/full");
        ask(404, "GET /v1/tenants/nobody");
        ask(400, "PATCH /v1/tenants/full", "{'weight':-1}");
        ask(404, "PATCH /v1/tenants/full", "{'plan':'gold'}");
        ask(200, "GET /v1/workers");
        for (const QByteArray path : {"/v1/engine", "/v1/queues/done", "/v1/tenants/full"}) {
            ask(200, "POST " + path + "/pause", "{'who':'me','reason':'lunch'}");
            ask(200, "GET " + (path == "/v1/engine" ? QByteArray("/v1/stats") : path));
            ask(200, "POST " + path + "/resume");
            if (!path.contains("queues"))
                ask(400, "POST " + path + "/resume", "{'odd':1}");
            ask(400, "POST " + path + "/pause", "{'odd':1}");
        }
        ask(404, "POST /v1/queues/nowhere/pause");
        ask(404, "POST /v1/queues/nowhere/resume");
        ask(413, "POST /v1/queues/done/pause", "{'who':'" + QByteArray(129, 'a') + "'}");
        ask(200, "GET /v1/stats");
        ask(200, "GET /metrics");
        ask(200, "GET /v1/stats/history?range=15m");
        ask(200, "GET /v1/stats/history?series=run_time&queue=done");
        QTRY_VERIFY(QJsonDocument(ask(200, "GET /v1/stats/history?range=15m&step=10s")).toJson().contains("\"stock\""));
        ask(400, "GET /v1/stats/history?step=1h");
        ask(400, "GET /v1/stats/history?series=odd");
        const QByteArray asJson = "Accept: application/json\r\n";
        ask(200, "GET /v1/events?since=0&limit=1000", {}, asJson);
        ask(400, "GET /v1/events?since=odd", {}, asJson);
        ask(200, "GET /v1/audit?limit=5");
        ask(400, "GET /v1/audit?cursor=odd");
        ask(200, "GET /v1/audit/verify");
        ask(201, "POST /v1/marks", "{'text':'deploy 1.4'}");
        ask(400, "POST /v1/marks", "{'text':''}");
        ask(413, "POST /v1/marks", "{'text':'" + QByteArray(201, 'a') + "'}");
        ask(200, "GET /v1/marks?limit=5");
        const QByteArray alert = "{'name':'waits','kind':'oldest_job','above':300,'for':'2m','queue':'far'}";
        ask(201, "POST /v1/alerts", alert);
        ask(404, "POST /v1/alerts", "{'name':'far','kind':'waiting','above':1,'queue':'nowhere'}");
        ask(409, "POST /v1/alerts", alert);
        ask(400, "POST /v1/alerts", "{'name':'waits','kind':'odd','above':300}");
        ask(200, "GET /v1/alerts");
        ask(200, "PATCH /v1/alerts/waits", "{'above':60,'enabled':false}");
        ask(404, "PATCH /v1/alerts/nobody", "{'above':60}");
        ask(200, "DELETE /v1/alerts/waits");
        ask(404, "DELETE /v1/alerts/waits");
        ask(200, "GET /v1/verify");
        ask(200, "GET /v1/config");
        ask(400, "POST /v1/backup", "{'file':'relative'}");
        ask(200, "GET /v1/health");
        ask(200, "GET /health");
        ask(200, "GET /health/ready");
        ask(200, "GET /openapi.json");
        ask(400, "POST /v1/engine/stop", "{'mode':'odd'}");
        ask(200, "POST /v1/engine/stop");
    }
    void askAboutTokens()
    {
        ask(400, "POST /v1/tokens", "{'role':'odd'}");
        const QJsonObject made = ask(201, "POST /v1/tokens", "{'role':'admin','name':'me'}");
        const QByteArray bearer =
            "Authorization: Bearer " + made[QStringLiteral("token")].toString().toLatin1() + "\r\n";
        ask(200, "GET /v1/tokens", {}, bearer);
        ask(200, "GET /v1/me", {}, bearer);
        ask(404, "DELETE /v1/tokens/0123456789abcdef", {}, bearer);
        const QJsonObject other =
            ask(201, "POST /v1/tokens", "{'role':'viewer','tenant':'full','expires':'1h'}", bearer);
        ask(200, "DELETE /v1/tokens/" + other[QStringLiteral("id")].toString().toLatin1(), {}, bearer);
        m_admin = bearer;
    }
    /// Each route with a filter that nobody knows, with a body that is no JSON, without a token, and with too little.
    void askEveryRouteWrongly()
    {
        const QMap<QString, QJsonObject> operations = documented();
        const QByteArray tenantAlone = "Authorization: Bearer "
            + ask(201, "POST /v1/tokens", "{'role':'viewer','tenant':'one'}", m_admin)[QStringLiteral("token")]
                  .toString()
                  .toLatin1()
            + "\r\n";
        for (auto one = operations.begin(); one != operations.end(); ++one) {
            const QByteArray named = one.key().contains(QLatin1String("/leases/")) ? "1." + nobody() : nobody();
            const QByteArray line =
                QString(one.key()).replace(QStringLiteral("{}"), QString::fromLatin1(named)).toLatin1();
            const QJsonObject responses = one.value()[QStringLiteral("responses")].toObject();
            ask(400, line + "?odd=1", {}, m_admin);
            if (responses.contains(QStringLiteral("415")))
                askPlain(line);
            if (responses.contains(QStringLiteral("401")))
                ask(401, line);
            const bool isOfTenants = line == "GET /v1/jobs" || line == "GET /v1/jobs/count" || line == "GET /v1/tenants"
                || line == "GET /v1/dead-letters" || line == "GET /v1/events" || line == "GET /v1/stats/history"
                || line == "GET /v1/health" || line == "GET /v1/alerts";
            if (responses.contains(QStringLiteral("403")))
                ask(403, isOfTenants ? line + "?tenant=other" : line, {}, tenantAlone);
        }
    }
    /// A body of another type than JSON.
    void askPlain(const QByteArray &line)
    {
        RawSocket socket(m_rig->server->port());
        const RawAnswer answer =
            socket.ask(line + " HTTP/1.1\r\nHost: 127.0.0.1:" + QByteArray::number(m_rig->server->port()) + "\r\n"
                + m_admin + "Content-Type: text/plain\r\nContent-Length: 1\r\n\r\nx");
        QCOMPARE(answer.status, 415);
        m_seen.insert(routeOf(line) + QStringLiteral(" 415"));
    }

private Q_SLOTS:
    void init() { m_rig = std::make_unique<EngineRig>(); }

    void everyRouteIsDocumentedAndNoOther()
    {
        QStringList routes = served();
        routes.sort();
        QStringList names = documented().keys();
        names.sort();
        QCOMPARE(names, routes);
    }
    void theFileForToolsIsTheDocument()
    {
        QFile file(QStringLiteral(FAIRLEAD_SOURCE_DIR "/resources/openapi.json"));
        if (qEnvironmentVariableIsSet("FAIRLEAD_WRITE_DOCS")) {
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.write(QJsonDocument(m_document).toJson()) > 0);
            return;
        }
        QVERIFY(file.open(QIODevice::ReadOnly));
        QVERIFY2(QJsonDocument::fromJson(file.readAll()).object() == m_document,
            "resources/openapi.json is not as the calls are: run ./dev reference");
    }
    void everyReferenceLeadsSomewhere()
    {
        const QString text = QString::fromStdString(apiDocument());
        static const QRegularExpression reference(QStringLiteral("\"\\$ref\":\"[^\"]+\""));
        int count = 0;
        for (auto found = reference.globalMatch(text); found.hasNext(); ++count)
            m_schema.resolved(QJsonDocument::fromJson("{" + found.next().captured().toUtf8() + "}").object());
        QVERIFY(count > 100);
        QCOMPARE(m_document[QStringLiteral("openapi")].toString(), QStringLiteral("3.1.0"));
    }
    void everyAnswerIsDocumentedAndGiven()
    {
        askAboutJobs();
        askAboutDeadLetters();
        askAboutOperations();
        askAsAWorker();
        askAsAnOperator();
        askAboutTokens();
        askEveryRouteWrongly();
        QStringList missing;
        const auto operations = documented();
        for (auto one = operations.begin(); one != operations.end(); ++one) {
            for (const QString &code : one.value()[QStringLiteral("responses")].toObject().keys()) {
                const QString name = one.key() + QLatin1Char(' ') + code;
                if (code != QLatin1String("default") && !m_seen.contains(name) && !isElsewhere(name))
                    missing.append(name);
            }
        }
        QVERIFY2(missing.isEmpty(), qPrintable(missing.join(QStringLiteral(", "))));
    }

private:
    /// What this engine cannot be brought to answer; other tests do.
    static bool isElsewhere(const QString &name)
    {
        return name == QLatin1String("GET /health/ready 503") || name == QLatin1String("POST /v1/backup 200")
            || name == QLatin1String("POST /v1/backup 409") // its store is in memory
            || name.startsWith(QLatin1String("POST /v1/config/reload ")) // it has no file
            || name.startsWith(QLatin1String("POST /v1/queues ")) // nor do calls make its queues
            || name.startsWith(QLatin1String("DELETE /v1/queues/"));
    }
};

QTEST_GUILESS_MAIN(OpenApiTest)
#include "openapi_test.moc"
