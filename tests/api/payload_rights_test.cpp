// SPDX-License-Identifier: Apache-2.0
// The part that a token reads of payloads, results and error texts, over every route.
#include "engine/calls/all_calls.h"
#include "engine/client/payload_guard.h"
#include "tests/support/engine_rig.h"
#include "tests/support/raw_http.h"

using namespace fairlead;

namespace {
const std::string secret = "4111-secret-1111";
const std::string payload = R"({"card":{"number":"4111-secret-1111"},"of":"anna"})";
const std::string print = errorFingerprint("error", "card " + secret + " was refused");
} // namespace

class PayloadRightsTest : public QObject
{
    Q_OBJECT
private:
    /// A dead, a running, a scheduled and a succeeded job, each with the secret wherever it can be.
    struct Jobs
    {
        JobId dead;
        JobId running;
        JobId scheduled;
        JobId succeeded;
        std::vector<JobId> all() const { return {dead, running, scheduled, succeeded}; }
    };
    std::unique_ptr<EngineRig> m_rig;
    int m_tenants = 0;

    NewJob job(const char *queue) const
    {
        NewJob job = EngineRig::job(queue, payload);
        job.tenant = TenantName::trusted("t" + std::to_string(m_tenants));
        job.maxAttempts = 1;
        return job;
    }
    LeaseToken leased(const NewJob &one)
    {
        m_rig->add(one);
        LeaseRequest request {QueueName::trusted("far"), "far-1", 1, {}, {}};
        request.tenant = one.tenant;
        const auto jobs = askAndWait(m_rig->local, LeaseJobs {request});
        if (!jobs || jobs->size() != 1)
            qFatal("no lease");
        return jobs->front().token;
    }
    Jobs makeJobs()
    {
        ++m_tenants; // none of those that came before is leased
        const LeaseToken dead = leased(job("far"));
        if (!askAndWait(m_rig->local, FailLease {dead, {"error", "card " + secret + " was refused", {}}}))
            qFatal("not failed");
        const LeaseToken running = leased(job("far"));
        if (!askAndWait(m_rig->local, ReportProgress {running, {40, "at " + secret}}))
            qFatal("no progress");
        NewJob later = job("far");
        later.start = std::chrono::hours {1};
        const JobId scheduled = m_rig->add(later);
        return {dead.job, running.job, scheduled, m_rig->addUntil(job("done"), JobState::Succeeded)};
    }
    std::string make(Role role, PayloadRight payloads)
    {
        const auto made = m_rig->tokens->create({"", role, {}, {}, payloads});
        return made ? made->secret : std::string {};
    }
    RawAnswer ask(const QByteArray &line, const std::string &token, const QByteArray &body = {},
        QByteArray headers = "Accept: application/json\r\n")
    {
        RawSocket socket(m_rig->server->port());
        if (!token.empty())
            headers += "Authorization: Bearer " + QByteArray::fromStdString(token) + "\r\n";
        return socket.ask(request(m_rig->server->port(), line, body, headers));
    }
    static QByteArray idOf(const JobId &id) { return QByteArray::fromStdString(id.text()); }

    /// The routes whose answers hold the secret. A lease is no such route: it is the right of workers.
    std::vector<QByteArray> telling(const std::string &token, const char *word)
    {
        std::vector<QByteArray> lines {"GET /v1/dead-letters?group_by=error", "GET /v1/dead-letters?group_by=queue",
            "GET /v1/events?since=0&limit=1000"};
        const Router router(m_rig->bare, m_rig->audit(), *m_rig->tokens);
        for (const std::string &route : router.routes()) {
            if (route != "POST /v1/queues/{}/lease" && route != "GET /v1/events")
                lines.push_back(QByteArray::fromStdString(route));
        }
        std::vector<QByteArray> found;
        const Jobs kept = makeJobs();
        for (const QByteArray &line : lines) {
            const bool isOfJob = line.contains("/v1/jobs/{}") || line.contains("/v1/dead-letters/{}");
            const Jobs jobs = isOfJob && !line.startsWith("GET") ? makeJobs() : kept;
            for (const JobId &id : jobs.all()) {
                QByteArray whole = line;
                whole.replace("{}", line.contains("/queues/") ? QByteArray("far") : idOf(id));
                const RawAnswer answer = ask(whole, token, line.contains("/edit") ? "{\"payload\":1}" : "");
                if (answer.body.contains(word) || answer.head.contains(word))
                    found.push_back(whole);
                if (line.endsWith("/pause"))
                    ask(whole.replace("/pause", "/resume"), token);
                if (!isOfJob)
                    break;
            }
        }
        return found;
    }
    static bool has(const std::vector<QByteArray> &lines, const QByteArray &line)
    {
        return std::find(lines.begin(), lines.end(), line) != lines.end();
    }
    static QByteArray joined(const std::vector<QByteArray> &lines)
    {
        return QByteArrayList(lines.begin(), lines.end()).join(", ");
    }

private Q_SLOTS:
    void init()
    {
        m_rig = std::make_unique<EngineRig>();
        EngineSettings settings = m_rig->engine.settings().now()->engine();
        for (QueueSettings &queue : settings.queues) {
            if (queue.name.text() == "far" || queue.name.text() == "done")
                queue.redact = {"/card/number"};
        }
        m_rig->use(settings);
    }

    void noRouteTellsASecretToATokenWithoutTheRight()
    {
        const std::string full = make(Role::Admin, PayloadRight::Full);
        // The full right shows where the secret would be.
        const std::vector<QByteArray> all = telling(full, secret.c_str());
        QVERIFY2(has(all, "GET /v1/dead-letters?group_by=error"), joined(all));
        for (const char *part : {"/payload", "/result", "GET /v1/dead-letters/", "/cancel", "/retry"})
            QVERIFY2(
                std::any_of(all.begin(), all.end(), [&](const QByteArray &line) { return line.contains(part); }), part);
        QVERIFY2(has(telling(full, print.c_str()), "GET /v1/dead-letters?group_by=error"), print.c_str());
        for (const PayloadRight right : {PayloadRight::Redacted, PayloadRight::None}) {
            for (const std::string &word : {secret, print}) {
                const std::vector<QByteArray> told = telling(make(Role::Admin, right), word.c_str());
                QVERIFY2(told.empty(), joined(told));
            }
        }
        const std::vector<QByteArray> told = telling(make(Role::Admin, PayloadRight::None), "anna");
        QVERIFY2(told.empty(), joined(told));
    }
    void aTokenMakesNoneThatReadsMoreThanItself()
    {
        make(Role::Admin, PayloadRight::Full);
        const std::string token = make(Role::Admin, PayloadRight::Redacted);
        QCOMPARE(ask("POST /v1/tokens", token, R"({"role":"viewer"})").status, 403); // full is the default
        QCOMPARE(ask("POST /v1/tokens", token, R"({"role":"viewer","payloads":"full"})").status, 403);
        QCOMPARE(ask("POST /v1/tokens", token, R"({"role":"viewer","payloads":"redacted"})").status, 201);
        QCOMPARE(ask("POST /v1/tokens", token, R"({"role":"viewer","payloads":"none"})").status, 201);
    }
    void noStreamOfEventsTellsASecret()
    {
        make(Role::Admin, PayloadRight::Full);
        const std::string token = make(Role::Viewer, PayloadRight::None);
        const Jobs jobs = makeJobs();
        RawSocket socket(m_rig->server->port());
        socket.say(request(m_rig->server->port(), "GET /v1/events?since=0", {},
            "Authorization: Bearer " + QByteArray::fromStdString(token) + "\r\n"));
        QCOMPARE(socket.hear(false).status, 200);
        const QByteArray told = socket.hearUntil("job.succeeded");
        QVERIFY(told.contains("job.dead") && told.contains(idOf(jobs.running)));
        QVERIFY2(!told.contains(secret.c_str()), told);
    }
    void aRedactedPayloadHasStarsInItsPlacesAndSaysSo()
    {
        make(Role::Admin, PayloadRight::Full);
        const std::string token = make(Role::Viewer, PayloadRight::Redacted);
        const Jobs jobs = makeJobs();
        const RawAnswer record = ask("GET /v1/jobs/" + idOf(jobs.dead), token);
        QCOMPARE(record.status, 200);
        QVERIFY2(record.body.contains(R"("payload":{"card":{"number":"***"},"of":"anna"})"), record.body);
        QVERIFY2(record.body.contains(R"("withheld":"part")"), record.body);
        QVERIFY2(record.body.contains(R"("class":"error","text":"***")"), record.body);
        const RawAnswer raw = ask("GET /v1/jobs/" + idOf(jobs.dead) + "/payload", token);
        QCOMPARE(raw.body, QByteArray(R"({"card":{"number":"***"},"of":"anna"})"));
        const RawAnswer result = ask("GET /v1/jobs/" + idOf(jobs.succeeded) + "/result", token);
        QCOMPARE(result.body, QByteArray(R"({"card":{"number":"***"},"of":"anna"})"));
        const RawAnswer running = ask("GET /v1/jobs/" + idOf(jobs.running), token);
        QVERIFY2(running.body.contains(R"("progress":{"percent":40,"text":"***"})"), running.body);
    }
    void withoutARightThereIsNoPayloadAndTheRecordSaysSo()
    {
        make(Role::Admin, PayloadRight::Full);
        const std::string token = make(Role::Viewer, PayloadRight::None);
        const JobId plain = m_rig->addUntil(job("rejects"), JobState::Dead);
        const RawAnswer record = ask("GET /v1/jobs/" + idOf(plain), token);
        QVERIFY2(!record.body.contains("\"payload\"") && !record.body.contains("\"payload_base64\""), record.body);
        QVERIFY2(record.body.contains(R"("withheld":"all")") && !record.body.contains("not this"), record.body);
        for (const char *what : {"/payload", "/result"})
            QCOMPARE(
                ask("GET /v1/jobs/" + idOf(m_rig->addUntil(job("done"), JobState::Succeeded)) + what, token).status,
                403);
        // The far client reads the answer of such a token, too.
        m_rig->remote->setToken(token);
        const auto read = askAndWait(*m_rig->remote, FindJob {plain});
        QVERIFY(read && read->withheld == Withheld::All && read->job.spec.payload.empty());
    }
    void whatIsNotJsonIsWithheldWhole()
    {
        make(Role::Admin, PayloadRight::Full);
        const std::string token = make(Role::Viewer, PayloadRight::Redacted);
        NewJob form = job("done");
        form.payload = "number=" + secret;
        form.contentType = "application/x-www-form-urlencoded";
        const QByteArray id = idOf(m_rig->addUntil(form, JobState::Succeeded));
        const RawAnswer record = ask("GET /v1/jobs/" + id, token);
        QVERIFY2(record.body.contains(R"("withheld":"all")") && !record.body.contains("payload_base64"), record.body);
        QCOMPARE(ask("GET /v1/jobs/" + id + "/payload", token).status, 403);
    }
    void plainQueuesStayFull()
    {
        make(Role::Admin, PayloadRight::Full);
        const std::string token = make(Role::Viewer, PayloadRight::Redacted);
        const JobId id = m_rig->addUntil(job("rejects"), JobState::Dead);
        const RawAnswer record = ask("GET /v1/jobs/" + idOf(id), token);
        QVERIFY2(record.body.contains(secret.c_str()) && record.body.contains("not this"), record.body);
        QVERIFY2(!record.body.contains("withheld"), record.body);
        QVERIFY(ask("GET /v1/jobs/" + idOf(id) + "/payload", token).body.contains(secret.c_str()));
        QVERIFY(ask("GET /v1/dead-letters?group_by=error", token).body.contains("not this"));
        QVERIFY(!ask("GET /v1/audit", make(Role::Admin, PayloadRight::Full)).body.contains("payload.read"));
    }
    void aWorkerGetsThePayloadInFull()
    {
        make(Role::Admin, PayloadRight::Full);
        m_rig->add(job("far"));
        const RawAnswer leased =
            ask("POST /v1/queues/far/lease", make(Role::Operator, PayloadRight::None), "{\"worker\":\"w\"}");
        QVERIFY2(leased.body.contains(secret.c_str()), leased.body);
    }
    void aLeaseOfSecretsIsInTheAuditLogOnceForATokenAndQueue()
    {
        const std::string full = make(Role::Admin, PayloadRight::Full);
        const std::string worker = make(Role::Operator, PayloadRight::None);
        for (int i = 0; i < 3; ++i) {
            m_rig->add(job("far"));
            QVERIFY(ask("POST /v1/queues/far/lease", worker, "{\"worker\":\"w\"}").body.contains(secret.c_str()));
        }
        QCOMPARE(ask("GET /v1/audit", full).body.count("payload.lease"), 1);
        ask("POST /v1/queues/far/lease", make(Role::Operator, PayloadRight::Redacted), "{\"worker\":\"w\"}");
        const RawAnswer audit = ask("GET /v1/audit", full);
        QCOMPARE(audit.body.count("payload.lease"), 2);
        QVERIFY2(audit.body.contains("queue far"), audit.body);
    }
    void errorsAreGroupedUnderIdsThatNobodyCanMakeFromAGuess()
    {
        const std::string full = make(Role::Admin, PayloadRight::Full);
        const std::string redacted = make(Role::Operator, PayloadRight::Redacted);
        // The same error in a queue that redacts and in a plain one, where anybody may make it happen.
        const QByteArray plain = idOf(m_rig->addUntil(job("fails"), JobState::Dead));
        const LeaseToken lease = leased(job("far"));
        QVERIFY(askAndWait(m_rig->local, FailLease {lease, {"broken", "no 17", {}}}));
        const auto groups = [&](const std::string &token, const QByteArray &more = {}) {
            const RawAnswer answer = ask("GET /v1/dead-letters?group_by=error" + more, token);
            return answer.json()[QStringLiteral("groups")].toArray();
        };
        const auto idIn = [](const QJsonArray &list, int place) {
            return list[place].toObject()[QStringLiteral("group")].toString().toLatin1();
        };
        const QByteArray guess = QByteArray::fromStdString(errorFingerprint("broken", "no 17"));
        QCOMPARE(groups(full).size(), 1);
        QCOMPARE(idIn(groups(full), 0), guess);
        const QJsonArray shown = groups(redacted);
        QCOMPARE(shown.size(), 2); // or the plain error would tell that the other is like it
        QVERIFY(idIn(shown, 0) != idIn(shown, 1) && idIn(shown, 0) != guess && idIn(shown, 1) != guess);
        QCOMPARE(groups(redacted), shown); // the ids stay
        for (int i = 0; i < 2; ++i) {
            const QJsonArray one = groups(redacted, "&fingerprint=" + idIn(shown, i));
            QCOMPARE(one.size(), 1);
            QCOMPARE(idIn(one, 0), idIn(shown, i));
            const RawAnswer jobs = ask("GET /v1/jobs?fingerprint=" + idIn(shown, i), redacted);
            QVERIFY2(jobs.json()[QStringLiteral("count")].toInt() == 1, jobs.body);
            QVERIFY(jobs.body.contains(plain) != jobs.body.contains(idOf(lease.job)));
            const RawAnswer elsewhere = ask("GET /v1/jobs?queue=done&fingerprint=" + idIn(shown, i), redacted);
            QCOMPARE(elsewhere.json()[QStringLiteral("count")].toInt(-1), 0);
        }
        for (const char *line : {"GET /v1/jobs?fingerprint=", "GET /v1/jobs/count?fingerprint=",
                 "GET /v1/dead-letters?fingerprint=", "GET /v1/dead-letters?group_by=queue&fingerprint="})
            QVERIFY2(ask(line + guess, redacted).status == 403, line);
        const QByteArray retry = "{\"action\":\"retry\",\"dry_run\":true,\"filter\":{\"fingerprint\":\"";
        QCOMPARE(ask("POST /v1/operations", redacted, retry + guess + "\"}}").status, 403);
        const RawAnswer counted = ask("POST /v1/operations", redacted, retry + idIn(shown, 0) + "\"}}");
        QVERIFY2(counted.body.contains("\"count\":1"), counted.body);
    }
    void noOperationAndNoEntryOfTheLogTellsAFingerprint()
    {
        const std::string full = make(Role::Admin, PayloadRight::Full);
        makeJobs();
        const QByteArray body =
            "{\"action\":\"retry\",\"filter\":{\"fingerprint\":\"" + QByteArray::fromStdString(print) + "\"}}";
        const RawAnswer begun = ask("POST /v1/operations", full, body);
        QVERIFY2(begun.status == 202 && begun.body.contains(print.c_str()), begun.body);
        const std::string redacted = make(Role::Admin, PayloadRight::Redacted);
        const QByteArray id = begun.json()[QStringLiteral("id")].toString().toLatin1();
        for (const QByteArray &line :
            {QByteArray("GET /v1/operations"), "GET /v1/operations/" + id, QByteArray("GET /v1/audit")}) {
            const RawAnswer told = ask(line, redacted);
            QVERIFY2(
                told.status == 200 && told.body.contains("retry") && !told.body.contains(print.c_str()), told.body);
        }
    }
    void aJobIsMovedOutOfItsRulesByThoseWhoReadItAlone()
    {
        const std::string full = make(Role::Admin, PayloadRight::Full);
        const std::string redacted = make(Role::Operator, PayloadRight::Redacted);
        const QByteArray moved = "{\"action\":\"move\",\"queue\":\"rejects\",\"filter\":";
        for (const char *filter : {"{}}", "{\"queue\":\"far\"}}", "{\"tenant\":\"t1\"}}"})
            QVERIFY2(ask("POST /v1/operations", redacted, moved + filter).status == 403, filter);
        QCOMPARE(ask("POST /v1/operations", redacted, moved + "{\"queue\":\"held\"}}").status, 202);
        QCOMPARE(ask("POST /v1/operations", full, moved + "{\"queue\":\"far\"}}").status, 202);
    }
    void anIdempotencyKeyConfirmsNoGuess()
    {
        const std::string full = make(Role::Admin, PayloadRight::Full);
        const std::string redacted = make(Role::Operator, PayloadRight::Redacted);
        const std::string other = make(Role::Operator, PayloadRight::None);
        const QByteArray right = "{\"queue\":\"far\",\"idempotency\":\"k\",\"payload\":1}";
        const QByteArray wrong = "{\"queue\":\"far\",\"idempotency\":\"k\",\"payload\":2}";
        QCOMPARE(ask("POST /v1/jobs", full, right).status, 201);
        QCOMPARE(ask("POST /v1/jobs", redacted, right).status, 201); // a job of its own, whatever the payload
        QCOMPARE(ask("POST /v1/jobs", other, wrong).status, 201);
        const QByteArray header = "Accept: application/json\r\nIdempotency-Key: k\r\n";
        QCOMPARE(ask("POST /v1/jobs", redacted, "{\"queue\":\"far\",\"payload\":1}", header).status, 200);
        QCOMPARE(ask("POST /v1/jobs", redacted, wrong).status, 409);
        QCOMPARE(ask("POST /v1/jobs", full, right).status, 200);
        QCOMPARE(ask("POST /v1/jobs", full, wrong).status, 409);
    }
    void aPayloadIsReplacedByThoseWhoMayReadItAlone()
    {
        const std::string full = make(Role::Admin, PayloadRight::Full);
        const std::string redacted = make(Role::Operator, PayloadRight::Redacted);
        const std::string none = make(Role::Operator, PayloadRight::None);
        const QByteArray dead = "POST /v1/jobs/" + idOf(makeJobs().dead) + "/edit-retry";
        const QByteArray plain =
            "POST /v1/jobs/" + idOf(m_rig->addUntil(job("rejects"), JobState::Dead)) + "/edit-retry";
        QCOMPARE(ask(dead, redacted, "{\"payload\":1}").status, 403);
        QCOMPARE(ask(dead, none, "{\"payload\":1}").status, 403);
        QCOMPARE(ask(plain, none, "{\"payload\":1}").status, 403);
        QCOMPARE(ask(plain, redacted, "{\"payload\":1}").status, 201);
        QCOMPARE(ask(dead, full, "{\"payload\":1}").status, 201);
        const QByteArray waiting = "POST /v1/jobs/" + idOf(makeJobs().scheduled) + "/edit";
        QCOMPARE(ask(waiting, redacted, "{\"payload\":1}").status, 403);
        QCOMPARE(ask(waiting, redacted, "{\"priority\":\"high\"}").status, 201); // the payload stays
        QCOMPARE(ask(waiting, none, "{\"priority\":\"low\"}").status, 409); // it has ended
    }
    void aFullReadIsNotedWithItsReaderAndJob()
    {
        const auto made = m_rig->tokens->create({"boss", Role::Admin, {}});
        QVERIFY(made);
        const Jobs jobs = makeJobs();
        for (int i = 0; i < 3; ++i)
            QVERIFY(ask("GET /v1/jobs/" + idOf(jobs.dead), made->secret).body.contains(secret.c_str()));
        QVERIFY(ask("GET /v1/jobs/" + idOf(jobs.succeeded) + "/result", made->secret).body.contains(secret.c_str()));
        QCOMPARE(ask("GET /v1/jobs/" + idOf(jobs.dead), make(Role::Viewer, PayloadRight::Redacted)).status, 200);
        const RawAnswer audit = ask("GET /v1/audit", made->secret);
        // One for each job. The rig looked at one of them before, in the name of the program.
        QCOMPARE(audit.body.count("payload.read"), 3);
        QVERIFY(audit.body.contains("job " + idOf(jobs.dead)) && audit.body.contains("job " + idOf(jobs.succeeded)));
        QCOMPARE(audit.body.count("boss (" + QByteArray::fromStdString(made->record.id) + ")"), 2);
    }
    void aFullReadThatCannotBeNotedIsNotAnswered()
    {
        const Jobs jobs = makeJobs();
        GuardSources sources = m_rig->audit();
        sources.audit = [](const AuditEntry &, const Answer<AuditEntry> &answer) {
            answer(failure(ErrorCode::DiskFull, "no room"));
        };
        GuardedClient guarded(m_rig->bare, sources);
        for (int i = 0; i < 2; ++i) {
            const auto record = askAndWait(guarded, FindJob {jobs.dead});
            QVERIFY(record && record->job.spec.payload.empty() && record->withheld == Withheld::All);
            const auto result = askAndWait(guarded, FindResult {jobs.succeeded});
            QVERIFY(!result && result.error().code == ErrorCode::DiskFull);
        }
    }
    void aReadIsRememberedForAMinute()
    {
        RecentReads reads;
        const MonotonicTime begin {std::chrono::hours {1}};
        const JobId job = makeJobs().dead;
        QVERIFY(!reads.has("anna", job, begin));
        reads.add("anna", job, begin);
        QVERIFY(reads.has("anna", job, begin + std::chrono::seconds {59}));
        QVERIFY(!reads.has("bob", job, begin));
        QVERIFY(!reads.has("anna", job, begin + std::chrono::minutes {1}));
        for (std::size_t i = 0; i < RecentReads::most; ++i)
            reads.add(std::to_string(i), job, begin);
        QVERIFY(!reads.has("anna", job, begin));
    }
    void aTokenIsToldWhatItIs()
    {
        const RawAnswer anonymous = ask("GET /v1/me", {});
        QCOMPARE(anonymous.body, QByteArray(R"({"anonymous":true,"role":"admin","tenant":null,"payloads":"full"})"));
        const auto here = askAndWait(m_rig->local, GetMe {});
        QVERIFY(here && here->isAnonymous && here->role == Role::Admin);
        make(Role::Admin, PayloadRight::Full);
        QCOMPARE(ask("GET /v1/me", {}).status, 401);
        const auto made =
            m_rig->tokens->create({"shop", Role::Viewer, {}, TenantName::trusted("acme"), PayloadRight::Redacted});
        QVERIFY(made);
        m_rig->remote->setToken(made->secret);
        const auto me = askAndWait(*m_rig->remote, GetMe {});
        QVERIFY(me && !me->isAnonymous && me->name == "shop" && me->id == made->record.id);
        QVERIFY(me->role == Role::Viewer && me->tenant == TenantName::trusted("acme")
            && me->payloads == PayloadRight::Redacted);
    }
};

QTEST_GUILESS_MAIN(PayloadRightsTest)
#include "payload_rights_test.moc"
