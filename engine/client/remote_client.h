// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/job_calls.h"
#include "engine/client/client.h"

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

    void submit(AnyCall call) override;

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
    };
    void send(const Request &request, std::function<void(Result<HttpAnswer>)> done);
    template <typename C>
    void sendCall(AnyCall::Typed<C> &typed);
    /// Jobs that are wrong in themselves are not sent; their errors keep their places.
    void sendJobs(AnyCall::Typed<EnqueueJobs> &typed);

    const QUrl m_url;
    QNetworkAccessManager m_network;
    QByteArray m_token;
    std::optional<QSslConfiguration> m_tls;
    std::string m_lastAnswer;
};

} // namespace fairlead
