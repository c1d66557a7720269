// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/lease.h"

#include "engine/domain/terminal_text.h"

#include <charconv>

namespace fairlead {

std::string LeaseToken::text() const
{
    return std::to_string(static_cast<std::int64_t>(token)) + "." + job.text();
}

Result<LeaseToken> LeaseToken::parse(std::string_view text)
{
    const std::size_t dot = text.find('.');
    std::int64_t number = 0;
    const char *end = text.data() + std::min(dot, text.size());
    const auto parsed = std::from_chars(text.data(), end, number);
    if (dot != std::string_view::npos && parsed.ec == std::errc {} && parsed.ptr == end) {
        if (const Result<JobId> id = JobId::parse(text.substr(dot + 1)))
            return LeaseToken {*id, Token {number}};
    }
    return failure(ErrorCode::LeaseLost, "no lease has this token");
}

Error lostLease()
{
    return {ErrorCode::LeaseLost, "this lease is over: it was not renewed in time, or the run has ended"};
}

Result<> checkLease(const LeaseRequest &request)
{
    if (request.worker.empty() || request.worker.size() > 128 || holdsControlCharacter(request.worker))
        return failure(ErrorCode::Invalid, "worker: expected a name of 1 to 128 bytes, without control characters");
    if (request.max < 1 || request.max > leaseJobsMax)
        return failure(ErrorCode::Invalid, "max: expected 1 to " + std::to_string(leaseJobsMax));
    if (request.wait < Microseconds {0} || request.wait > leaseWaitMax)
        return failure(ErrorCode::Invalid, "wait_ms: expected 0 to 60000");
    if (request.lease && (*request.lease < leaseMin || *request.lease > leaseMax))
        return failure(ErrorCode::Invalid, "lease_ms: expected 1000 to 3600000");
    return {};
}

} // namespace fairlead
