// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/handler.h"
#include "engine/handlers/http_transfers.h"
#include "engine/handlers/webhook_secrets.h"

namespace fairlead {

/// Checks a URL: "http://..." or "https://...", at most 4 KiB, without user and password. Fails with Invalid.
Result<> checkHttpUrl(const std::string &url);
/// Checks a header of the configuration. Headers that the handler or the protocol sets are not allowed. Fails with
/// Invalid.
Result<> checkHttpHeader(const std::string &name, const std::string &value);

/// The fault of headers that no request would carry.
inline constexpr std::string_view headersWithoutOrigin =
    "would go nowhere: only payloads name URLs here, and headers go to the origin of url alone; give url, or set "
    "headers_to_any = true if every tenant may see them";

/// Runs jobs by an HTTP request. The payload is the body, signed as in Standard Webhooks; `webhook-id` is the job's id,
/// the same in every attempt. The headers of the settings may hold secrets: they go to the origin of the settings' URL,
/// and to the origins that payloads name only with `sendsHeadersToAny`. 2xx succeeds, with the answer's body as the
/// result. 408, 425, 429, 5xx, redirects and broken connections are failures to be retried; Retry-After sets the first
/// wait. Other answers are rejections, and so are addresses that may not be reached, class "address_denied". With
/// `maySpawn`, the member `spawn` of an answer has jobs to spawn, written like jobs to enqueue.
class HttpHandler final : public Handler
{
public:
    /// Reads the secrets. Fails with Configuration, naming the key. `clock` must outlive the handler and its runs.
    static Result<std::shared_ptr<Handler>> make(
        HttpHandlerSettings settings, std::shared_ptr<HttpTransfers> transfers, const Clock &clock);

    std::string kind() const override { return "http"; }
    /// Host and port. Empty when the payload has none.
    std::string targetOf(const JobSpec &spec) const override;
    std::unique_ptr<Service> create(std::shared_ptr<Executor> executor) override;

private:
    struct Plan;
    class RequestService;
    HttpHandler(std::shared_ptr<const Plan> plan, std::shared_ptr<HttpTransfers> transfers)
        : m_plan(std::move(plan))
        , m_transfers(std::move(transfers))
    {
    }
    const std::shared_ptr<const Plan> m_plan;
    const std::shared_ptr<HttpTransfers> m_transfers;
};

} // namespace fairlead
