// SPDX-License-Identifier: Apache-2.0
#include "engine/client/remote_client.h"

#include "engine/domain/units.h"
#include "engine/wire/job_json.h"
#include "engine/wire/view_json.h"

#include <QNetworkReply>
#include <QUrlQuery>

namespace fairlead {

namespace {
constexpr int transferTimeoutMs = 60'000;
constexpr qint64 answerBytesMax = 256LL * 1024 * 1024;

std::string scopePath(const Scope &scope)
{
    if (scope.queue)
        return "/v1/queues/" + scope.queue->text();
    if (scope.tenant)
        return "/v1/tenants/" + scope.tenant->text();
    return "/v1/engine";
}

/// Gathers the query part of a URL; empty values are left out.
class QueryWriter
{
public:
    explicit QueryWriter(std::string path)
        : m_path(std::move(path))
    {
    }
    QueryWriter &add(const char *name, const std::string &value)
    {
        if (!value.empty())
            m_query.addQueryItem(
                QString::fromLatin1(name), QString::fromUtf8(QUrl::toPercentEncoding(QString::fromStdString(value))));
        return *this;
    }
    std::string text() const
    {
        const std::string query = m_query.toString(QUrl::FullyEncoded).toStdString();
        return query.empty() ? m_path : m_path + "?" + query;
    }

private:
    const std::string m_path;
    QUrlQuery m_query;
};

Error errorOf(QNetworkReply &reply, const std::string &body)
{
    const int status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status == 0) {
        return {ErrorCode::Unavailable,
            "no engine answers at "
                + reply.url().adjusted(QUrl::RemovePath | QUrl::RemoveQuery).toString().toStdString() + ": "
                + reply.errorString().toStdString()
                + "; start one with 'fairlead --headless', or name another with --url"};
    }
    if (const std::optional<Error> error = readError(body))
        return *error;
    return {ErrorCode::Internal, "the engine answered with HTTP status " + std::to_string(status)};
}
} // namespace

RemoteClient::RemoteClient(const QUrl &url)
    : m_url(url)
{
    m_network.setTransferTimeout(transferTimeoutMs);
    m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

void RemoteClient::send(const QByteArray &method, const std::string &path, const std::string &body,
    std::function<void(Result<HttpAnswer>)> done)
{
    QUrl url = m_url.resolved(QUrl(QString::fromStdString(path)));
    QNetworkRequest request(url);
    if (!body.empty())
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    QNetworkReply *reply = m_network.sendCustomRequest(request, method, QByteArray::fromStdString(body));
    connect(reply, &QNetworkReply::downloadProgress, reply, [reply](qint64 received, qint64) {
        if (received > answerBytesMax)
            reply->abort();
    });
    connect(reply, &QNetworkReply::finished, this, [this, reply, done = std::move(done)] {
        reply->deleteLater();
        m_lastAnswer = reply->readAll().toStdString();
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status < 200 || status > 299)
            done(failure(errorOf(*reply, m_lastAnswer)));
        else
            done(HttpAnswer {m_lastAnswer, reply->header(QNetworkRequest::ContentTypeHeader).toString().toStdString()});
    });
}

template <typename T>
void RemoteClient::ask(const QByteArray &method, const std::string &path, const std::string &body,
    Result<T> (*read)(std::string_view), Answer<T> answer)
{
    send(method, path, body, [read, answer = std::move(answer)](Result<HttpAnswer> reply) {
        if (reply)
            answer(read(reply->body));
        else
            answer(failure(reply.error()));
    });
}

template <typename T>
void RemoteClient::get(const std::string &path, Result<T> (*read)(std::string_view), Answer<T> answer)
{
    ask("GET", path, {}, read, std::move(answer));
}

void RemoteClient::status(Answer<StatusView> answer)
{
    get("/v1/stats", readStatus, std::move(answer));
}

void RemoteClient::enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer)
{
    std::vector<std::string> texts;
    texts.reserve(jobs.size());
    for (const NewJob &job : jobs)
        texts.push_back(writeNewJob(job));
    enqueueJson(texts, std::move(answer));
}

void RemoteClient::enqueueJson(const std::vector<std::string> &jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer)
{
    // A single job goes as such, so that its answer is {"id":...}.
    if (jobs.size() == 1) {
        send("POST", "/v1/jobs", jobs.front(), [answer = std::move(answer)](Result<HttpAnswer> reply) {
            if (!reply && reply.error().code == ErrorCode::Unavailable)
                answer(failure(reply.error()));
            else if (!reply)
                answer(std::vector<Result<EnqueueReceipt>> {failure(reply.error())});
            else
                answer(std::vector<Result<EnqueueReceipt>> {readReceipt(reply->body)});
        });
        return;
    }
    std::string body = "[";
    for (const std::string &job : jobs)
        body += (body.size() > 1 ? "," : "") + job;
    ask("POST", "/v1/jobs", body + "]", readReceipts, std::move(answer));
}

void RemoteClient::findJob(JobId id, Answer<JobRecord> answer)
{
    get("/v1/jobs/" + id.text(), readJob, std::move(answer));
}

void RemoteClient::findResult(JobId id, Answer<JobResult> answer)
{
    send("GET", "/v1/jobs/" + id.text() + "/result", {}, [answer = std::move(answer)](Result<HttpAnswer> reply) {
        if (reply)
            answer(JobResult {std::move(reply->body), std::move(reply->type)});
        else
            answer(failure(reply.error()));
    });
}

void RemoteClient::listJobs(JobQuery query, Answer<JobPage> answer)
{
    QueryWriter path("/v1/jobs");
    path.add("state", query.state ? std::string(jobStateName(*query.state)) : "");
    path.add("queue", query.queue ? query.queue->text() : "").add("tenant", query.tenant ? query.tenant->text() : "");
    path.add("tag", query.tag).add("since", query.since ? timeText(*query.since) : "");
    path.add("cursor", query.cursor).add("limit", std::to_string(query.limit));
    get(path.text(), readJobPage, std::move(answer));
}

void RemoteClient::cancelJob(JobId id, Answer<JobRecord> answer)
{
    ask("POST", "/v1/jobs/" + id.text() + "/cancel", {}, readJob, std::move(answer));
}

void RemoteClient::retryJob(JobId id, Answer<JobRecord> answer)
{
    ask("POST", "/v1/jobs/" + id.text() + "/retry", {}, readJob, std::move(answer));
}

void RemoteClient::listQueues(Answer<std::vector<QueueView>> answer)
{
    get("/v1/queues", readQueues, std::move(answer));
}

void RemoteClient::findQueue(QueueName queue, Answer<QueueView> answer)
{
    get("/v1/queues/" + queue.text(), readQueue, std::move(answer));
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
    ask("PATCH", "/v1/tenants/" + tenant.text(), writeTenantPatch(patch), readTenant, std::move(answer));
}

void RemoteClient::listWorkers(Answer<std::vector<WorkerView>> answer)
{
    get("/v1/workers", readWorkers, std::move(answer));
}

void RemoteClient::listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> answer)
{
    QueryWriter path("/v1/dead-letters");
    path.add("queue", query.queue ? query.queue->text() : "").add("tenant", query.tenant ? query.tenant->text() : "");
    path.add("fingerprint", query.fingerprint).add("cursor", query.cursor).add("limit", std::to_string(query.limit));
    get(path.text(), readDeadLetterPage, std::move(answer));
}

void RemoteClient::findDeadLetter(JobId id, Answer<DeadLetter> answer)
{
    get("/v1/dead-letters/" + id.text(), readDeadLetter, std::move(answer));
}

void RemoteClient::pause(Scope scope, std::string who, std::string why, Answer<StatusView> answer)
{
    ask("POST", scopePath(scope) + "/pause", writePauseRequest({std::move(who), std::move(why)}), readStatus,
        std::move(answer));
}

void RemoteClient::resume(Scope scope, Answer<StatusView> answer)
{
    ask("POST", scopePath(scope) + "/resume", {}, readStatus, std::move(answer));
}

void RemoteClient::stop(StopMode mode, Answer<StatusView> answer)
{
    ask("POST", "/v1/engine/stop", writeStopMode(mode), readStatus, std::move(answer));
}

void RemoteClient::verify(Answer<VerifyReport> answer)
{
    get("/v1/verify", readVerifyReport, std::move(answer));
}

} // namespace fairlead
