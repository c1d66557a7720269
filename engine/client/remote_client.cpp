// SPDX-License-Identifier: Apache-2.0
#include "engine/client/remote_client.h"

#include "engine/calls/all_calls.h"
#include "engine/domain/small_file.h"
#include "engine/wire/call_codec.h"

#include <QNetworkReply>

#include <algorithm>
#include <sstream>

namespace fairlead {

namespace {
constexpr int longTimeoutMs = 24 * 3600 * 1000;
constexpr qint64 answerBytesMax = 256LL * 1024 * 1024;

/// `option`: of the program that names the engine.
Error errorOf(QNetworkReply &reply, const std::string &body, std::string_view option)
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
                        : "; start one with 'fairlead --headless', or name another with " + std::string(option))};
    }
    if (const std::optional<Error> error = readError(body))
        return *error;
    return {ErrorCode::Internal, "the engine answered with HTTP status " + std::to_string(status)};
}

/// Whether an error concerns the job. All others concern the call.
bool isAboutJob(ErrorCode code)
{
    return code == ErrorCode::Invalid || code == ErrorCode::NotFound || code == ErrorCode::TooLarge
        || code == ErrorCode::Conflict || code == ErrorCode::TenantFull || code == ErrorCode::QueueFull
        || code == ErrorCode::RateLimited;
}
} // namespace

RemoteClient::RemoteClient(const QUrl &url, std::string_view option)
    : m_url(url)
    , m_option(option)
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
    constexpr std::size_t bytesMax = 16 * 1024 * 1024;
    const Result<std::string> text = readSmallFile(file, bytesMax, Readers::Anyone);
    if (!text)
        return failure(ErrorCode::Invalid, file + " " + text.error().text);
    const QList<QSslCertificate> certificates = QSslCertificate::fromData(QByteArray::fromStdString(*text));
    if (certificates.isEmpty())
        return failure(ErrorCode::Invalid, "there is no certificate in " + file);
    m_tls = QSslConfiguration::defaultConfiguration();
    m_tls->setCaCertificates(certificates);
    return {};
}

void RemoteClient::send(const Request &asked, std::function<void(Result<HttpAnswer>)> done)
{
    // QUrl::resolved is not used, because it would resolve names such as "..".
    QUrl url = m_url;
    QString base = m_url.path();
    while (base.endsWith(QLatin1Char('/')))
        base.chop(1);
    url.setPath(base + QString::fromStdString(asked.path), QUrl::StrictMode);
    url.setQuery(asked.query.empty() ? QString {} : QString::fromStdString(asked.query), QUrl::StrictMode);
    QNetworkRequest request(url);
    request.setTransferTimeout(asked.timeoutMs);
    if (m_tls)
        request.setSslConfiguration(*m_tls);
    if (!m_token.isEmpty())
        request.setRawHeader("Authorization", "Bearer " + m_token);
    request.setRawHeader("Accept", "application/json, */*;q=0.5");
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
            done(failure(errorOf(*reply, m_lastAnswer, m_option)));
        else
            done(HttpAnswer {m_lastAnswer, reply->rawHeader("Content-Type").toStdString()});
    });
}

namespace {
/// The time in milliseconds after which a silent engine makes the call fail.
template <typename C>
int patienceOf(const C &call)
{
    constexpr int usualMs = 60'000;
    constexpr int spareMs = 30'000;
    if constexpr (C::info.isLong)
        return longTimeoutMs;
    else if constexpr (requires { call.wait; })
        return static_cast<int>(call.wait / Milliseconds {1}) + spareMs;
    else
        return usualMs;
}
} // namespace

template <typename C>
void RemoteClient::sendCall(AnyCall::Typed<C> &typed)
{
    if (const Result<> good = checkCall(typed.call); !good) {
        typed.answer(failure(good.error()));
        return;
    }
    CallRequest written = writeCall(typed.call);
    const Request request {.method = QByteArray(C::info.method.data(), static_cast<qsizetype>(C::info.method.size())),
        .path = std::move(written.path),
        .query = std::move(written.query),
        .body = std::move(written.body),
        .timeoutMs = patienceOf(typed.call)};
    send(request, [answer = std::move(typed.answer)](Result<HttpAnswer> reply) {
        if (!reply)
            answer(failure(reply.error()));
        else if constexpr (std::is_same_v<typename C::Reply, Raw>)
            answer(Raw {std::move(reply->body), std::move(reply->type)});
        else
            answer(ReplyForm<typename C::Reply>::read(reply->body));
    });
}

void RemoteClient::sendJobs(AnyCall::Typed<EnqueueJobs> &typed)
{
    using Receipts = Each<EnqueueReceipt>;
    Each<NewJob> &jobs = typed.call.jobs;
    auto receipts = std::make_shared<Receipts>();
    receipts->isOne = jobs.isOne;
    EnqueueJobs sent;
    sent.jobs.isOne = jobs.isOne;
    std::vector<std::size_t> places;
    for (Result<NewJob> &job : jobs.items) {
        const Result<> good = job ? checkFields(*job) : failure(job.error());
        receipts->items.emplace_back(EnqueueReceipt {});
        if (good) {
            places.push_back(receipts->items.size() - 1);
            sent.jobs.items.push_back(std::move(job));
        } else {
            receipts->items.back() = failure(good.error());
        }
    }
    const auto place = [receipts, places, answer = std::move(typed.answer)](Result<Receipts> stored) {
        // The error of a single job is an item of the receipts, in the job's place.
        if (!stored && receipts->isOne && isAboutJob(stored.error().code))
            stored = Receipts {true, {failure(stored.error())}};
        if (stored && stored->items.size() != places.size())
            stored = failure(ErrorCode::Internal, "the engine's answer has another number of receipts");
        if (!stored) {
            answer(failure(stored.error()));
            return;
        }
        for (std::size_t i = 0; i < places.size(); ++i)
            receipts->items[places[i]] = std::move(stored->items[i]);
        answer(std::move(*receipts));
    };
    if (const Result<> good = checkFields(typed.call); !good) {
        place(failure(good.error()));
    } else if (places.empty()) {
        place(Receipts {});
    } else {
        AnyCall::Typed<EnqueueJobs> rest(std::move(sent), std::move(typed.context), place);
        sendCall(rest);
    }
}

void RemoteClient::submit(AnyCall any)
{
    visitCall(any, [this]<typename C>(AnyCall::Typed<C> &typed) {
        if constexpr (std::is_same_v<C, EnqueueJobs>)
            sendJobs(typed);
        else
            sendCall(typed);
    });
}

} // namespace fairlead
