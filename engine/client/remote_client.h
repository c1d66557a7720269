// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"
#include "engine/domain/access.h"

#include <QNetworkAccessManager>
#include <QSslConfiguration>
#include <QUrl>

namespace fairlead {

/// The Client of an engine elsewhere, over its HTTP API. Threads: the one that made it, which runs an event loop; the
/// answers come there. An engine that cannot be reached is Unavailable.
class RemoteClient final : public QObject, public Client
{
    Q_OBJECT
public:
    explicit RemoteClient(const QUrl &url);
    /// Goes with every request from now on; empty: none.
    void setToken(const std::string &token) { m_token = QByteArray::fromStdString(token); }
    /// The same from a file that only its owner may read. Fails with Invalid.
    Result<> setTokenFile(const std::string &file);
    /// The only authorities whose certificates are taken from now on, in PEM; without this call, the system's. Fails
    /// with Invalid when there is none in the file.
    Result<> setAuthorities(const std::string &file);
    /// Body of the last answer, as it came.
    const std::string &lastAnswer() const { return m_lastAnswer; }

    void status(Answer<StatusView> answer) override;
    void enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer) override;
    void findJob(JobId id, Answer<JobRecord> answer) override;
    void whyWaiting(JobId id, Answer<WhyView> answer) override;
    void findResult(JobId id, Answer<JobResult> answer) override;
    void listJobs(JobQuery query, Answer<JobPage> answer) override;
    void cancelJob(JobId id, std::string who, Answer<JobRecord> answer) override;
    void retryJob(JobId id, Answer<JobRecord> answer) override;
    void deleteJob(JobId id, Answer<DeletedJob> answer) override;
    void restoreJob(JobId id, Answer<JobRecord> answer) override;
    void countJobs(JobFilter filter, std::optional<std::int64_t> most, Answer<JobCount> answer) override;
    void beginOperation(OperationRequest request, Answer<Operation> answer) override;
    void countOperation(OperationRequest request, Answer<JobCount> answer) override;
    void findOperation(JobId id, Answer<Operation> answer) override;
    void listOperations(Answer<std::vector<Operation>> answer) override;
    void cancelOperation(JobId id, Answer<Operation> answer) override;
    void lease(LeaseRequest request, Answer<std::vector<LeasedJob>> answer) override;
    void settleLease(LeaseToken token, Outcome outcome, Answer<JobState> answer) override;
    void renewLease(LeaseToken token, std::optional<Microseconds> length, Answer<LeaseView> answer) override;
    void reportProgress(LeaseToken token, Progress progress, Answer<LeaseView> answer) override;
    void listQueues(Answer<std::vector<QueueView>> answer) override;
    void findQueue(QueueName queue, Answer<QueueView> answer) override;
    void scaleQueue(QueueName queue, std::optional<int> workers, Answer<QueueView> answer) override;
    void listTenants(Answer<std::vector<TenantView>> answer) override;
    void findTenant(TenantName tenant, Answer<TenantView> answer) override;
    void setTenant(TenantName tenant, TenantPatch patch, Answer<TenantView> answer) override;
    void listWorkers(Answer<std::vector<WorkerView>> answer) override;
    void history(HistoryQuery query, Answer<History> answer) override;
    void listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> answer) override;
    void groupDeadLetters(LetterGroupQuery query, Answer<LetterGroups> answer) override;
    void findDeadLetter(JobId id, Answer<DeadLetter> answer) override;
    void editAndRetry(JobId id, NewPayload payload, Answer<EnqueueReceipt> answer) override;
    void events(EventQuery query, Answer<EventPage> answer) override;
    void listAudit(AuditQuery query, Answer<AuditPage> answer) override;
    void verifyAudit(Answer<AuditReport> answer) override;
    void pause(Scope scope, std::string who, std::string why, Answer<StatusView> answer) override;
    void resume(Scope scope, Answer<StatusView> answer) override;
    void stop(StopMode mode, Answer<StatusView> answer) override;
    void configuration(Answer<std::vector<ConfigEntry>> answer) override;
    void reloadConfiguration(Answer<ReloadReport> answer) override;
    void verify(Answer<VerifyReport> answer) override;
    void backup(std::string file, Answer<BackupReport> answer) override;

    /// Tokens belong to the door over HTTP, not to the engine behind it. All fail with Denied for all but admins.
    void createToken(const TokenRequest &request, Answer<NewToken> answer);
    void listTokens(Answer<std::vector<TokenRecord>> answer);
    void revokeToken(const std::string &id, Answer<TokenRecord> answer);

    /// Enqueues jobs that are JSON text already, one object each. Those that are no JSON are Invalid in their place.
    void enqueueJson(const std::vector<std::string> &jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer);

private:
    struct HttpAnswer
    {
        std::string body;
        std::string type;
    };
    struct Request
    {
        QByteArray method;
        std::string path;
        std::string query {};
        std::string body {};
        int timeoutMs = 60'000; ///< without a byte
        const char *accept = nullptr; ///< media type; for routes that have more than one
    };
    void send(const Request &request, std::function<void(Result<HttpAnswer>)> done);
    /// Jobs whose check failed are not sent.
    void enqueueChecked(const std::vector<std::string> &jobs, const std::vector<Result<>> &checks,
        Answer<std::vector<Result<EnqueueReceipt>>> answer);
    template <typename T>
    void ask(const Request &request, Result<T> (*read)(std::string_view), Answer<T> answer);
    template <typename T>
    void get(const std::string &path, Result<T> (*read)(std::string_view), Answer<T> answer);

    const QUrl m_url;
    QNetworkAccessManager m_network;
    QByteArray m_token;
    std::optional<QSslConfiguration> m_tls;
    std::string m_lastAnswer;
};

} // namespace fairlead
