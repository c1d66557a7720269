// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/job_calls.h"
#include "engine/client/client.h"

#include <QNetworkAccessManager>
#include <QSslConfiguration>
#include <QUrl>

#include <string>
#include <string_view>

namespace fairlead {

/// The Client of an engine elsewhere, over its HTTP API. Threads: the one that made it, which runs an event loop;
/// answers are given there. Fails with Unavailable when the engine cannot be reached.
class RemoteClient final : public QObject, public Client
{
    Q_OBJECT
public:
    /// `option`: of the program, with which a person names another engine; for the text of an error.
    explicit RemoteClient(const QUrl &url, std::string_view option = "--url");
    /// Sends this token with every further request; empty: none.
    void setToken(const std::string &token) { m_token = QByteArray::fromStdString(token); }
    /// Reads the token from a file that only its owner may read. Fails with Invalid.
    Result<> setTokenFile(const std::string &file);
    /// From now on accepts only certificates of the authorities in this file, in PEM. Without this call those of the
    /// system are accepted. Fails with Invalid when the file has none.
    Result<> setAuthorities(const std::string &file);
    /// The body of the last answer, unchanged.
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
        int timeoutMs = 60'000; ///< the longest time without a received byte
    };
    void send(const Request &request, std::function<void(Result<HttpAnswer>)> done);
    template <typename C>
    void sendCall(AnyCall::Typed<C> &typed);
    /// Invalid jobs are not sent. Their errors keep their places among the receipts.
    void sendJobs(AnyCall::Typed<EnqueueJobs> &typed);

    const QUrl m_url;
    const std::string m_option;
    QNetworkAccessManager m_network;
    QByteArray m_token;
    std::optional<QSslConfiguration> m_tls;
    std::string m_lastAnswer;
};

} // namespace fairlead
