// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/http_handler.h"

#include "engine/domain/job_specs.h"
#include "engine/domain/letter_case.h"
#include "engine/handlers/http_outcome.h"
#include "engine/wire/json.h"
#include "engine/wire/json_reader.h"

#include <algorithm>
#include <array>

namespace fairlead {

namespace {
constexpr std::size_t urlBytesMax = 4096;

bool isOneLine(const std::string &value)
{
    return std::all_of(
        value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) >= ' ' && c != 127; });
}

using UrlPtr = std::unique_ptr<CURLU, void (*)(CURLU *)>;

/// Null when the text is not a URL.
UrlPtr parseUrl(const std::string &text)
{
    UrlPtr url(curl_url(), &curl_url_cleanup);
    if (curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK)
        url.reset();
    return url;
}

/// A part of a URL; empty when it has none.
std::string partOf(CURLU *url, CURLUPart part, unsigned int flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(url, part, &text, flags) != CURLUE_OK)
        return {};
    const std::unique_ptr<char, void (*)(void *)> owner(text, &curl_free);
    return text;
}

/// Scheme, host and port: who answers a URL (RFC 6454).
std::string originOf(const std::string &text)
{
    const UrlPtr url = parseUrl(text);
    if (!url)
        return {};
    return lower(partOf(url.get(), CURLUPART_SCHEME)) + "://" + lower(partOf(url.get(), CURLUPART_HOST)) + ":"
        + partOf(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

Error fault(const std::string &key, const Error &error)
{
    return {ErrorCode::Configuration, key + ": " + error.text};
}
} // namespace

Result<> checkHttpUrl(const std::string &url)
{
    const UrlPtr parsed = url.size() <= urlBytesMax && isOneLine(url) ? parseUrl(url) : UrlPtr(nullptr, nullptr);
    const std::string scheme = parsed ? partOf(parsed.get(), CURLUPART_SCHEME) : std::string {};
    if ((scheme != "http" && scheme != "https") || partOf(parsed.get(), CURLUPART_HOST).empty())
        return failure(ErrorCode::Invalid, "expected a URL such as \"https://example.com/hook\", at most 4 KiB");
    if (!partOf(parsed.get(), CURLUPART_USER).empty() || !partOf(parsed.get(), CURLUPART_PASSWORD).empty())
        return failure(ErrorCode::Invalid, "expected a URL without user and password; send a header instead");
    return {};
}

Result<> checkHttpHeader(const std::string &name, const std::string &value)
{
    constexpr std::string_view marks = "!#$%&'*+-.^_`|~"; // the marks of a token, RFC 9110 5.6.2
    constexpr std::array taken {"connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding",
        "upgrade", "webhook-id", "webhook-signature", "webhook-timestamp"};
    const bool isToken = !name.empty() && std::all_of(name.begin(), name.end(), [&](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
            || marks.find(c) != std::string_view::npos;
    });
    if (!isToken || value.empty() || !isOneLine(value))
        return failure(ErrorCode::Invalid, "expected the name of a header and its value on one line");
    if (std::find(taken.begin(), taken.end(), lower(name)) != taken.end())
        return failure(ErrorCode::Invalid, "is set by the handler itself; leave it out");
    return {};
}

/// The settings of all requests of a queue. Immutable.
struct HttpHandler::Plan
{
    HttpHandlerSettings settings;
    std::optional<WebhookSecrets> secrets;
    std::shared_ptr<const AddressGuard> guard;
    const Clock &clock;
    std::string origin; ///< of the settings' URL; empty: it has none

    bool mayHaveHeaders(const std::string &url) const
    {
        return settings.sendsHeadersToAny || !settings.isUrlFromPayload || (!origin.empty() && originOf(url) == origin);
    }
    Result<std::string> urlOf(const JobSpec &spec) const;
    Result<std::vector<std::string>> headersOf(const Job &job, const std::string &url) const;
    Result<TransferOrder> orderOf(const Job &job) const;
    bool hasBody() const
    {
        return settings.method != HttpHandlerSettings::Method::Get
            && settings.method != HttpHandlerSettings::Method::Delete;
    }
};

Result<std::string> HttpHandler::Plan::urlOf(const JobSpec &spec) const
{
    if (!settings.isUrlFromPayload)
        return settings.url;
    const Result<JsonDocument> document = JsonDocument::parse(spec.payload);
    if (!document)
        return failure(document.error().code, "payload: expected JSON with a member 'url': " + document.error().text);
    JsonObject object(document->root());
    const std::optional<std::string> url = object.text("url");
    if (!object.isGood())
        return failure(object.error());
    if (!url && settings.url.empty())
        return failure(ErrorCode::Invalid, "payload: expected a member 'url'");
    if (!url)
        return settings.url;
    if (const Result<> checked = checkHttpUrl(*url); !checked)
        return failure(ErrorCode::Invalid, "payload: url: " + checked.error().text);
    return *url;
}

Result<std::vector<std::string>> HttpHandler::Plan::headersOf(const Job &job, const std::string &url) const
{
    std::vector<std::string> headers;
    bool hasType = false;
    static const std::map<std::string, std::string> noHeaders;
    for (const auto &[name, value] : mayHaveHeaders(url) ? settings.headers : noHeaders) {
        headers.push_back(std::string(name).append(": ").append(value));
        hasType = hasType || lower(name) == "content-type";
    }
    const std::string &type = job.spec.contentType;
    if (hasBody() && !hasType) {
        if (type.empty() || !isOneLine(type))
            return failure(ErrorCode::Invalid, "content_type: expected the name of a type on one line");
        headers.push_back("Content-Type: " + type);
    }
    const std::string id = job.id.text();
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    headers.push_back("webhook-id: " + id);
    headers.push_back("webhook-timestamp: " + std::to_string(seconds));
    if (secrets) {
        headers.push_back(
            "webhook-signature: " + secrets->signature(id, seconds, hasBody() ? job.spec.payload : std::string {}));
    }
    return headers;
}

Result<TransferOrder> HttpHandler::Plan::orderOf(const Job &job) const
{
    FAIRLEAD_TRY(std::string url, urlOf(job.spec));
    FAIRLEAD_TRY(std::vector<std::string> headers, headersOf(job, url));
    return TransferOrder {std::move(url), settings.method, std::move(headers),
        hasBody() ? job.spec.payload : std::string {}, static_cast<std::size_t>(settings.answerBytesMax), guard};
}

namespace {
/// Adds the spawned jobs of a successful answer.
Outcome withSpawned(Outcome outcome, const Job &parent)
{
    auto *succeeded = std::get_if<Succeeded>(&outcome);
    if (!succeeded || succeeded->result.bytes.empty())
        return outcome;
    const NewJob like = childOf(parent);
    Result<std::vector<NewJob>> spawned = readSpawned(succeeded->result.bytes, &like);
    if (!spawned && isRetryable(spawned.error().code)) // there was no memory to read it
        return Released {};
    if (!spawned)
        return Rejected {"bad_spawn",
            "expected an answer that is empty or a JSON object, within max_answer: " + spawned.error().text};
    succeeded->spawned = std::move(*spawned);
    return outcome;
}
} // namespace

class HttpHandler::RequestService final : public Service
{
public:
    RequestService(
        std::shared_ptr<const Plan> plan, std::shared_ptr<HttpTransfers> transfers, std::shared_ptr<Executor> executor)
        : m_plan(std::move(plan))
        , m_transfers(std::move(transfers))
        , m_executor(std::move(executor))
    {
    }

    void call(RunPtr run, Reply reply) override
    {
        Result<TransferOrder> order = m_plan->orderOf(run->job);
        if (!order) {
            if (isRetryable(order.error().code)) // there was no memory to read it
                reply(Released {});
            else
                reply(Rejected {"bad_request", order.error().text});
            return;
        }
        const HttpTransfers::TransferId transfer = m_transfers->start(
            std::move(*order), [run, plan = m_plan, executor = m_executor, reply = std::move(reply)](TransferEnd end) {
                Outcome outcome = httpOutcome(std::move(end), run->cancellation->reason(), plan->clock.now());
                executor->post([run, plan, reply, outcome = std::move(outcome)]() mutable {
                    reply(plan->settings.maySpawn ? withSpawned(std::move(outcome), run->job) : std::move(outcome));
                });
            });
        // A weak pointer: the run may be destroyed on the transfers' own thread, which must not end the transfers.
        run->cancellation->onRequest([transfers = std::weak_ptr(m_transfers), transfer](Cancellation::Reason) {
            if (const std::shared_ptr<HttpTransfers> alive = transfers.lock())
                alive->abort(transfer);
        });
    }

private:
    const std::shared_ptr<const Plan> m_plan;
    const std::shared_ptr<HttpTransfers> m_transfers;
    const std::shared_ptr<Executor> m_executor;
};

Result<std::shared_ptr<Handler>> HttpHandler::make(
    HttpHandlerSettings settings, std::shared_ptr<HttpTransfers> transfers, const Clock &clock)
{
    if (!settings.url.empty() || !settings.isUrlFromPayload) {
        if (const Result<> checked = checkHttpUrl(settings.url); !checked)
            return failure(fault("url", checked.error()));
    }
    for (const auto &[name, value] : settings.headers) {
        if (const Result<> checked = checkHttpHeader(name, value); !checked)
            return failure(fault("headers." + name, checked.error()));
    }
    if (!settings.headers.empty() && settings.url.empty() && !settings.sendsHeadersToAny)
        return failure(fault("headers", {ErrorCode::Configuration, std::string(headersWithoutOrigin)}));
    std::vector<AddressRule> allowed;
    for (const std::string &text : settings.allow) {
        const Result<AddressRule> rule = AddressRule::parse(text);
        if (!rule)
            return failure(fault("allow", rule.error()));
        allowed.push_back(*rule);
    }
    std::optional<WebhookSecrets> secrets;
    if (!settings.secretFile.empty()) {
        Result<WebhookSecrets> loaded = WebhookSecrets::load(settings.secretFile);
        if (!loaded)
            return failure(fault("secret_file", loaded.error()));
        secrets = std::move(*loaded);
    }
    const AddressGuard::Ports ports = settings.isUrlFromPayload ? AddressGuard::Ports::Web : AddressGuard::Ports::Any;
    auto guard = std::make_shared<const AddressGuard>(std::move(allowed), ports, interfaceAddresses());
    std::string origin = originOf(settings.url);
    auto plan = std::make_shared<const Plan>(
        Plan {std::move(settings), std::move(secrets), std::move(guard), clock, std::move(origin)});
    return std::shared_ptr<Handler>(new HttpHandler(std::move(plan), std::move(transfers)));
}

std::string HttpHandler::targetOf(const JobSpec &spec) const
{
    const Result<std::string> url = m_plan->urlOf(spec);
    const UrlPtr parsed = url ? parseUrl(*url) : UrlPtr(nullptr, nullptr);
    if (!parsed)
        return {};
    return lower(partOf(parsed.get(), CURLUPART_HOST)) + ":" + partOf(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
}

std::unique_ptr<Service> HttpHandler::create(std::shared_ptr<Executor> executor)
{
    return std::make_unique<RequestService>(m_plan, m_transfers, std::move(executor));
}

} // namespace fairlead
