// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/http_outcome.h"

#include "engine/handlers/shown_text.h"

#include <algorithm>
#include <charconv>

namespace fairlead {

namespace {
constexpr std::size_t shownBytes = 512; ///< of an answer's body, shown in an error text
constexpr std::size_t contentTypeBytesMax = 256;

bool mayBeRetried(int status)
{
    return status == 408 || status == 425 || status == 429 || status < 400 || status >= 500;
}

std::string errorText(const TransferEnd &end)
{
    std::string text = "answered " + std::to_string(end.status);
    if (end.status >= 300 && end.status < 400)
        return text + "; redirects are not followed: put the final URL into the configuration";
    const std::string said = shownOutput(std::string_view(end.body).substr(0, shownBytes));
    return said.empty() ? text : text + ": " + said;
}

JobResult resultOf(TransferEnd end)
{
    const bool isGood = !end.contentType.empty() && end.contentType.size() <= contentTypeBytesMax
        && std::all_of(end.contentType.begin(), end.contentType.end(), [](char c) { return c >= ' ' && c <= '~'; });
    return {std::move(end.body), isGood ? std::move(end.contentType) : "application/octet-stream"};
}

Outcome outcomeOfAnswer(TransferEnd end, TimePoint now)
{
    if (end.status >= 200 && end.status < 300)
        return Succeeded {resultOf(std::move(end))};
    const std::string errorClass = "http_" + std::to_string(end.status);
    if (mayBeRetried(end.status))
        return Failed {errorClass, errorText(end), retryAfter(end.retryAfter, now)};
    return Rejected {errorClass, errorText(end)};
}

Outcome outcomeOfAbort(Cancellation::Reason reason)
{
    switch (reason) {
    case Cancellation::Reason::Cancelled:
        return RunCancelled {};
    case Cancellation::Reason::TimedOut:
        return Failed {"timeout", "stopped because it ran too long", {}};
    case Cancellation::Reason::Shutdown:
    case Cancellation::Reason::None:
        break;
    }
    return Released {};
}
} // namespace

std::optional<Microseconds> retryAfter(const std::string &header, TimePoint now)
{
    using std::chrono::seconds;
    if (header.empty())
        return std::nullopt;
    if (header.find_first_not_of("0123456789") == std::string::npos) {
        std::int64_t count = 0;
        const auto [end, error] = std::from_chars(header.data(), header.data() + header.size(), count);
        const seconds most = std::chrono::duration_cast<seconds>(retryAfterMax);
        return error == std::errc {} ? std::min(seconds {count}, most) : most;
    }
    const time_t date = curl_getdate(header.c_str(), nullptr);
    if (date < 0)
        return std::nullopt;
    const seconds until {date - std::chrono::duration_cast<seconds>(now.time_since_epoch()).count()};
    return std::clamp<Microseconds>(until, Microseconds {0}, retryAfterMax);
}

Outcome httpOutcome(TransferEnd end, Cancellation::Reason reason, TimePoint now)
{
    switch (end.kind) {
    case TransferEnd::Kind::Answered:
        return outcomeOfAnswer(std::move(end), now);
    case TransferEnd::Kind::Failed:
        return Failed {end.errorClass, shownOutput(end.text), {}};
    case TransferEnd::Kind::Denied:
        return Rejected {"address_denied",
            end.text + " may not be reached; if it shall be, name it in the handler's 'allow', as \"CIDR:port\""};
    case TransferEnd::Kind::NoSocket:
        return Snoozed {std::chrono::seconds {1}};
    case TransferEnd::Kind::Aborted:
        break;
    }
    return outcomeOfAbort(reason);
}

} // namespace fairlead
