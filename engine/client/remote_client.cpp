// SPDX-License-Identifier: Apache-2.0
#include "engine/client/remote_client.h"

#include "engine/client/call_checks.h"
#include "engine/domain/small_file.h"
#include "engine/domain/units.h"
#include "engine/wire/access_json.h"
#include "engine/wire/audit_json.h"
#include "engine/wire/config_json.h"
#include "engine/wire/event_json.h"
#include "engine/wire/history_json.h"
#include "engine/wire/job_json.h"
#include "engine/wire/lease_json.h"
#include "engine/wire/letter_group_json.h"
#include "engine/wire/operation_json.h"
#include "engine/wire/request_json.h"
#include "engine/wire/view_json.h"

#include <QNetworkReply>

#include <algorithm>
#include <sstream>

namespace fairlead {

namespace {
constexpr int longTimeoutMs = 24 * 3600 * 1000;
constexpr qint64 answerBytesMax = 256LL * 1024 * 1024;

std::string scopePath(const Scope &scope)
{
    if (scope.queue)
        return "/v1/queues/" + scope.queue->text();
    if (scope.tenant)
        return "/v1/tenants/" + scope.tenant->text();
    return "/v1/engine";
}

std::string leasePath(const LeaseToken &token, std::string_view verb)
{
    return "/v1/leases/" + token.text() + "/" + std::string(verb);
}

/// A tenant in a queue: the queue is in the path, the tenant in the body.
std::optional<TenantName> tenantInQueue(const Scope &scope)
{
    return scope.queue ? scope.tenant : std::nullopt;
}

/// Gathers the query part of a URL; empty values are left out.
class QueryWriter
{
public:
    QueryWriter &add(const char *name, const std::string &value)
    {
        if (!value.empty())
            m_text += (m_text.empty() ? "" : "&") + std::string(name) + "="
                + QUrl::toPercentEncoding(QString::fromStdString(value)).toStdString();
        return *this;
    }
    const std::string &text() const { return m_text; }

private:
    std::string m_text;
};

/// All parts of a filter but ids and several states, which no list takes.
QueryWriter queryOf(const JobFilter &filter)
{
    QueryWriter path;
    path.add("state", filter.state ? std::string(jobStateName(*filter.state)) : "");
    path.add("queue", filter.queue ? filter.queue->text() : "");
    path.add("tenant", filter.tenant ? filter.tenant->text() : "");
    path.add("handler", filter.handler).add("tag", filter.tag);
    path.add("since", filter.since ? timeText(*filter.since) : "");
    path.add("until", filter.until ? timeText(*filter.until) : "");
    path.add("fingerprint", filter.fingerprint).add("id_prefix", filter.idPrefix);
    path.add("attempts_min", filter.attemptsMin ? std::to_string(*filter.attemptsMin) : "");
    return path;
}

Error errorOf(QNetworkReply &reply, const std::string &body)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const std::string where =
        reply.url().adjusted(QUrl::RemovePath | QUrl::RemoveQuery | QUrl::RemoveUserInfo).toString().toStdString();
    if (reply.error() == QNetworkReply::OperationCanceledError)
        return {ErrorCode::TimedOut,
            "the engine at " + where + " gave no whole answer in time; it may still do what was asked"};
    if (status == 0) {
        return {ErrorCode::Unavailable,
            "no engine answers at " + where + ": " + reply.errorString().toStdString()
                + (reply.error() == QNetworkReply::SslHandshakeFailedError
                        ? "; name its authority with --ca-file"
                        : "; start one with 'fairlead --headless', or name another with --url")};
    }
    if (const std::optional<Error> error = readError(body))
        return *error;
    return {ErrorCode::Internal, "the engine answered with HTTP status " + std::to_string(status)};
}

/// Whether an error is about the job; others are about the call.
bool isAboutJob(ErrorCode code)
{
    return code == ErrorCode::Invalid || code == ErrorCode::NotFound || code == ErrorCode::TooLarge
        || code == ErrorCode::Conflict || code == ErrorCode::TenantFull || code == ErrorCode::QueueFull
        || code == ErrorCode::RateLimited;
}
} // namespace

RemoteClient::RemoteClient(const QUrl &url)
    : m_url(url)
{
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

Result<> RemoteClient::setTokenFile(const std::string &file)
{
    constexpr std::size_t bytesMax = 1024;
    const Result<std::string> text = readSmallFile(file, bytesMax, Readers::OwnerAlone);
    if (!text)
        return failure(ErrorCode::Invalid, file + " " + text.error().text);
    std::string token;
    std::istringstream(*text) >> token;
    const auto isPlain = [](char letter) { return letter > ' ' && letter <= '~'; };
    if (token.empty() || !std::all_of(token.begin(), token.end(), isPlain))
        return failure(ErrorCode::Invalid, "there is no token in " + file);
    setToken(token);
    return {};
}

Result<> RemoteClient::setAuthorities(const std::string &file)
{
    const QList<QSslCertificate> certificates = QSslCertificate::fromPath(QString::fromStdString(file));
    if (certificates.isEmpty())
        return failure(ErrorCode::Invalid, "there is no certificate in " + file);
    m_tls = QSslConfiguration::defaultConfiguration();
    m_tls->setCaCertificates(certificates);
    return {};
}

void RemoteClient::send(const Request &asked, std::function<void(Result<HttpAnswer>)> done)
{
    // Not QUrl::resolved: it takes names such as ".." for steps.
    QUrl url = m_url;
    QString base = m_url.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    url.setPath(base + QString::fromStdString(asked.path));
    url.setQuery(asked.query.empty() ? QString {} : QString::fromStdString(asked.query), QUrl::StrictMode);
    QNetworkRequest request(url);
    request.setTransferTimeout(asked.timeoutMs);
    if (m_tls)
        request.setSslConfiguration(*m_tls);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    if (asked.accept)
        request.setRawHeader("Accept", asked.accept);
    if (!asked.body.empty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply *reply = m_network.sendCustomRequest(request, asked.method, QByteArray::fromStdString(asked.body));
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > answerBytesMax)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, done = std::move(done)] {
        reply->deleteLater();
        m_lastAnswer = reply->readAll().toStdString();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const bool isWhole = reply->error() == QNetworkReply::NoError;
        if (status < 200 || status > 299 || !isWhole)
            done(failure(errorOf(*reply, m_lastAnswer)));
        else
            done(HttpAnswer {m_lastAnswer, reply->rawHeader("Content-Type").toStdString()});
    });
}

template <typename T>
void RemoteClient::ask(const Request &request, Result<T> (*read)(std::string_view), Answer<T> answer)
{
    send(request, [read, answer = std::move(answer)](Result<HttpAnswer> reply) {
        if (reply)
            answer(read(reply->body));
        else
            answer(failure(reply.error()));
    });
}

template <typename T>
void RemoteClient::get(const std::string &path, Result<T> (*read)(std::string_view), Answer<T> answer)
{
    ask({.method = "GET", .path = path}, read, std::move(answer));
}

void RemoteClient::status(Answer<StatusView> answer)
{
    get("/v1/stats", readStatus, std::move(answer));
}

void RemoteClient::enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer)
{
    std::vector<std::string> texts;
    std::vector<Result<>> checks;
    for (const NewJob &job : jobs) {
        checks.push_back(checkTexts(job));
        texts.push_back(writeNewJob(job));
    }
    enqueueChecked(texts, checks, std::move(answer));
}

void RemoteClient::enqueueJson(const std::vector<std::string> &jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer)
{
    std::vector<Result<>> checks;
    checks.reserve(jobs.size());
    for (const std::string &job : jobs)
        checks.push_back(checkJson(job));
    enqueueChecked(jobs, checks, std::move(answer));
}

void RemoteClient::enqueueChecked(const std::vector<std::string> &jobs, const std::vector<Result<>> &checks,
    Answer<std::vector<Result<EnqueueReceipt>>> answer)
{
    using Receipts = std::vector<Result<EnqueueReceipt>>;
    if (const Result<> good = checkJobCount(jobs.size()); !good) {
        answer(failure(good.error()));
        return;
    }
    // What was refused here keeps its place among the answers.
    auto receipts = std::make_shared<Receipts>(jobs.size(), EnqueueReceipt {});
    std::vector<std::size_t> places;
    std::string body = "[";
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (checks[i]) {
            places.push_back(i);
            body += (body.size() > 1 ? "," : "") + jobs[i];
        } else {
            (*receipts)[i] = failure(checks[i].error());
        }
    }
    const auto place = [receipts, places, answer](Result<Receipts> stored) {
        if (stored && stored->size() != places.size())
            stored = failure(ErrorCode::Internal, "the engine's answer has another number of receipts");
        if (!stored) {
            answer(failure(stored.error()));
            return;
        }
        for (std::size_t i = 0; i < places.size(); ++i)
            (*receipts)[places[i]] = std::move((*stored)[i]);
        answer(std::move(*receipts));
    };
    // A single job goes as such, so that its answer is {"id":...}.
    if (jobs.size() == 1 && places.size() == 1) {
        send({.method = "POST", .path = "/v1/jobs", .body = jobs.front()}, [place](Result<HttpAnswer> reply) {
            if (reply)
                place(Receipts {readReceipt(reply->body)});
            else if (isAboutJob(reply.error().code))
                place(Receipts {failure(reply.error())});
            else
                place(failure(reply.error()));
        });
    } else if (places.empty()) {
        place(Receipts {});
    } else {
        ask<Receipts>({.method = "POST", .path = "/v1/jobs", .body = body + "]"}, readReceipts, place);
    }
}

void RemoteClient::findJob(JobId id, Answer<JobRecord> answer)
{
    get("/v1/jobs/" + id.text(), readJob, std::move(answer));
}

void RemoteClient::whyWaiting(JobId id, Answer<WhyView> answer)
{
    get("/v1/jobs/" + id.text() + "/why", readWhy, std::move(answer));
}

void RemoteClient::findResult(JobId id, Answer<JobResult> answer)
{
    send({.method = "GET", .path = "/v1/jobs/" + id.text() + "/result"},
        [answer = std::move(answer)](Result<HttpAnswer> reply) {
            if (reply)
                answer(JobResult {std::move(reply->body), std::move(reply->type)});
            else
                answer(failure(reply.error()));
        });
}

void RemoteClient::listJobs(JobQuery query, Answer<JobPage> answer)
{
    if (const Result<> good = checkJobQuery(query); !good) {
        answer(failure(good.error()));
        return;
    }
    QueryWriter path = queryOf(query);
    path.add("cursor", query.cursor).add("limit", std::to_string(query.limit));
    path.add("skip", query.skip > 0 ? std::to_string(query.skip) : "");
    ask({.method = "GET", .path = "/v1/jobs", .query = path.text()}, readJobPage, std::move(answer));
}

void RemoteClient::cancelJob(JobId id, std::string who, Answer<JobRecord> answer)
{
    if (const Result<> good = checkWho(who); !good) {
        answer(failure(good.error()));
        return;
    }
    ask({.method = "POST", .path = "/v1/jobs/" + id.text() + "/cancel", .body = writeWho(who)}, readJob,
        std::move(answer));
}

void RemoteClient::editAndRetry(JobId id, NewPayload payload, Answer<EnqueueReceipt> answer)
{
    if (const Result<> good = checkPayload(payload); !good) {
        answer(failure(good.error()));
        return;
    }
    ask({.method = "POST", .path = "/v1/jobs/" + id.text() + "/edit-retry", .body = writeNewPayload(payload)},
        readReceipt, std::move(answer));
}

void RemoteClient::configuration(Answer<std::vector<ConfigEntry>> answer)
{
    get("/v1/config", readConfigEntries, std::move(answer));
}

void RemoteClient::reloadConfiguration(Answer<ReloadReport> answer)
{
    ask({.method = "POST", .path = "/v1/config/reload"}, readReloadReport, std::move(answer));
}

void RemoteClient::retryJob(JobId id, Answer<JobRecord> answer)
{
    ask({.method = "POST", .path = "/v1/jobs/" + id.text() + "/retry"}, readJob, std::move(answer));
}

void RemoteClient::deleteJob(JobId id, Answer<DeletedJob> answer)
{
    ask({.method = "DELETE", .path = "/v1/jobs/" + id.text()}, readDeletedJob, std::move(answer));
}

void RemoteClient::restoreJob(JobId id, Answer<JobRecord> answer)
{
    ask({.method = "POST", .path = "/v1/jobs/" + id.text() + "/restore"}, readJob, std::move(answer));
}

void RemoteClient::countJobs(JobFilter filter, std::optional<std::int64_t> most, Answer<JobCount> answer)
{
    if (const Result<> good = checkListFilter(filter); !good) {
        answer(failure(good.error()));
        return;
    }
    QueryWriter path = queryOf(filter);
    path.add("most", most ? std::to_string(*most) : "");
    ask({.method = "GET", .path = "/v1/jobs/count", .query = path.text(), .timeoutMs = longTimeoutMs}, readJobCount,
        std::move(answer));
}

void RemoteClient::beginOperation(OperationRequest request, Answer<Operation> answer)
{
    ask({.method = "POST", .path = "/v1/operations", .body = writeOperationOrder({std::move(request), false})},
        readOperation, std::move(answer));
}

void RemoteClient::findOperation(JobId id, Answer<Operation> answer)
{
    get("/v1/operations/" + id.text(), readOperation, std::move(answer));
}

void RemoteClient::listOperations(Answer<std::vector<Operation>> answer)
{
    get("/v1/operations", readOperations, std::move(answer));
}

void RemoteClient::cancelOperation(JobId id, Answer<Operation> answer)
{
    ask({.method = "DELETE", .path = "/v1/operations/" + id.text()}, readOperation, std::move(answer));
}

void RemoteClient::countOperation(OperationRequest request, Answer<JobCount> answer)
{
    ask({.method = "POST",
            .path = "/v1/operations",
            .body = writeOperationOrder({std::move(request), true}),
            .timeoutMs = longTimeoutMs},
        readJobCount, std::move(answer));
}

void RemoteClient::lease(LeaseRequest request, Answer<std::vector<LeasedJob>> answer)
{
    constexpr int spareMs = 30'000;
    const auto waitMs = std::chrono::duration_cast<std::chrono::milliseconds>(request.wait).count();
    ask({.method = "POST",
            .path = "/v1/queues/" + request.queue.text() + "/lease",
            .body = writeLeaseRequest(request),
            .timeoutMs = static_cast<int>(std::clamp<std::int64_t>(waitMs, 0, 60'000)) + spareMs},
        readLeasedJobs, std::move(answer));
}

void RemoteClient::settleLease(LeaseToken token, Outcome outcome, Answer<JobState> answer)
{
    if (verbOf(outcome).empty()) {
        answer(failure(ErrorCode::Invalid, "a worker elsewhere says succeed, fail, reject or snooze"));
        return;
    }
    ask({.method = "POST", .path = leasePath(token, verbOf(outcome)), .body = writeOutcome(outcome)}, readSettled,
        std::move(answer));
}

void RemoteClient::renewLease(LeaseToken token, std::optional<Microseconds> length, Answer<LeaseView> answer)
{
    ask({.method = "POST", .path = leasePath(token, "renew"), .body = writeRenewal(length)}, readLeaseView,
        std::move(answer));
}

void RemoteClient::reportProgress(LeaseToken token, Progress progress, Answer<LeaseView> answer)
{
    ask({.method = "POST", .path = leasePath(token, "progress"), .body = writeProgress(progress)}, readLeaseView,
        std::move(answer));
}

void RemoteClient::listQueues(Answer<std::vector<QueueView>> answer)
{
    get("/v1/queues", readQueues, std::move(answer));
}

void RemoteClient::findQueue(QueueName queue, Answer<QueueView> answer)
{
    get("/v1/queues/" + queue.text(), readQueue, std::move(answer));
}

void RemoteClient::scaleQueue(QueueName queue, std::optional<int> workers, Answer<QueueView> answer)
{
    if (const Result<> good = checkScale(workers); !good) {
        answer(failure(good.error()));
        return;
    }
    ask({.method = "POST", .path = "/v1/queues/" + queue.text() + "/scale", .body = writeScaleRequest(workers)},
        readQueue, std::move(answer));
}

void RemoteClient::listTenants(Answer<std::vector<TenantView>> answer)
{
    get("/v1/tenants", readTenants, std::move(answer));
}

void RemoteClient::findTenant(TenantName tenant, Answer<TenantView> answer)
{
    get("/v1/tenants/" + tenant.text(), readTenant, std::move(answer));
}

void RemoteClient::setTenant(TenantName tenant, TenantPatch patch, Answer<TenantView> answer)
{
    if (const Result<> good = checkRules(patch.rules); !good) {
        answer(failure(good.error()));
        return;
    }
    ask({.method = "PATCH", .path = "/v1/tenants/" + tenant.text(), .body = writeTenantPatch(patch)}, readTenant,
        std::move(answer));
}

void RemoteClient::listWorkers(Answer<std::vector<WorkerView>> answer)
{
    get("/v1/workers", readWorkers, std::move(answer));
}

void RemoteClient::history(HistoryQuery query, Answer<History> answer)
{
    if (const Result<> good = checkHistory(query); !good) {
        answer(failure(good.error()));
        return;
    }
    QueryWriter path;
    path.add("series", query.series).add("queue", query.queue ? query.queue->text() : "");
    path.add("tenant", query.tenant ? query.tenant->text() : "").add("worker", query.worker);
    path.add("range", durationText(query.range));
    ask({.method = "GET", .path = "/v1/stats/history", .query = path.text()}, readHistory, std::move(answer));
}

void RemoteClient::listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> answer)
{
    if (const Result<> good = checkPage(query.limit, query.skip); !good) {
        answer(failure(good.error()));
        return;
    }
    QueryWriter path;
    path.add("queue", query.queue ? query.queue->text() : "").add("tenant", query.tenant ? query.tenant->text() : "");
    path.add("fingerprint", query.fingerprint).add("cursor", query.cursor).add("limit", std::to_string(query.limit));
    path.add("skip", query.skip > 0 ? std::to_string(query.skip) : "");
    ask({.method = "GET", .path = "/v1/dead-letters", .query = path.text()}, readDeadLetterPage, std::move(answer));
}

void RemoteClient::groupDeadLetters(LetterGroupQuery query, Answer<LetterGroups> answer)
{
    if (const Result<> good = checkPageLimit(query.limit); !good) {
        answer(failure(good.error()));
        return;
    }
    QueryWriter path;
    path.add("group_by", std::string(groupByName(query.by))).add("limit", std::to_string(query.limit));
    path.add("queue", query.queue ? query.queue->text() : "").add("tenant", query.tenant ? query.tenant->text() : "");
    ask({.method = "GET", .path = "/v1/dead-letters", .query = path.text()}, readLetterGroups, std::move(answer));
}

void RemoteClient::findDeadLetter(JobId id, Answer<DeadLetter> answer)
{
    get("/v1/dead-letters/" + id.text(), readDeadLetter, std::move(answer));
}

void RemoteClient::events(EventQuery query, Answer<EventPage> answer)
{
    constexpr int spareMs = 30'000;
    if (const Result<> good = checkEventQuery(query); !good) {
        answer(failure(good.error()));
        return;
    }
    const auto waitMs = std::chrono::duration_cast<Milliseconds>(query.wait).count();
    QueryWriter path;
    path.add("since", query.since ? std::to_string(*query.since) : "");
    path.add("queue", query.queue ? query.queue->text() : "").add("tenant", query.tenant ? query.tenant->text() : "");
    path.add("limit", std::to_string(query.limit)).add("wait_ms", std::to_string(waitMs));
    ask({.method = "GET",
            .path = "/v1/events",
            .query = path.text(),
            .timeoutMs = static_cast<int>(waitMs) + spareMs,
            .accept = "application/json"},
        readEventPage, std::move(answer));
}

void RemoteClient::listAudit(AuditQuery query, Answer<AuditPage> answer)
{
    if (const Result<> good = checkPageLimit(query.limit); !good) {
        answer(failure(good.error()));
        return;
    }
    QueryWriter path;
    path.add("cursor", query.below > 0 ? std::to_string(query.below) : "").add("limit", std::to_string(query.limit));
    ask({.method = "GET", .path = "/v1/audit", .query = path.text()}, readAuditPage, std::move(answer));
}

void RemoteClient::verifyAudit(Answer<AuditReport> answer)
{
    ask({.method = "GET", .path = "/v1/audit/verify", .timeoutMs = longTimeoutMs}, readAuditReport, std::move(answer));
}

void RemoteClient::pause(Scope scope, std::string who, std::string why, Answer<StatusView> answer)
{
    if (const Result<> good = checkPause(who, why); !good) {
        answer(failure(good.error()));
        return;
    }
    const PauseRequest request {std::move(who), std::move(why), tenantInQueue(scope)};
    ask({.method = "POST", .path = scopePath(scope) + "/pause", .body = writePauseRequest(request)}, readStatus,
        std::move(answer));
}

void RemoteClient::resume(Scope scope, Answer<StatusView> answer)
{
    const std::optional<TenantName> tenant = tenantInQueue(scope);
    const std::string body = tenant ? writeResumeRequest({tenant}) : std::string {};
    ask({.method = "POST", .path = scopePath(scope) + "/resume", .body = body}, readStatus, std::move(answer));
}

void RemoteClient::stop(StopMode mode, Answer<StatusView> answer)
{
    ask({.method = "POST", .path = "/v1/engine/stop", .body = writeStopMode(mode)}, readStatus, std::move(answer));
}

void RemoteClient::backup(std::string file, Answer<BackupReport> answer)
{
    if (const Result<> good = checkBackupFile(file); !good) {
        answer(failure(good.error()));
        return;
    }
    ask({.method = "POST", .path = "/v1/backup", .body = writeBackupOrder(file), .timeoutMs = longTimeoutMs},
        readBackupReport, std::move(answer));
}

void RemoteClient::verify(Answer<VerifyReport> answer)
{
    ask({.method = "GET", .path = "/v1/verify", .timeoutMs = longTimeoutMs}, readVerifyReport, std::move(answer));
}

void RemoteClient::createToken(const TokenRequest &request, Answer<NewToken> answer)
{
    ask({.method = "POST", .path = "/v1/tokens", .body = writeTokenRequest(request)}, readNewToken, std::move(answer));
}

void RemoteClient::listTokens(Answer<std::vector<TokenRecord>> answer)
{
    get("/v1/tokens", readTokenRecords, std::move(answer));
}

void RemoteClient::revokeToken(const std::string &id, Answer<TokenRecord> answer)
{
    const std::string part = QUrl::toPercentEncoding(QString::fromStdString(id)).toStdString();
    ask({.method = "DELETE", .path = "/v1/tokens/" + part}, readTokenRecord, std::move(answer));
}

} // namespace fairlead
