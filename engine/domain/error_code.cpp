// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/result.h"

#include <array>
#include <utility>

namespace fairlead {

namespace {
constexpr std::array<std::pair<ErrorCode, std::string_view>, 21> codeNames {{
    {ErrorCode::Invalid, "invalid"},
    {ErrorCode::NotFound, "not_found"},
    {ErrorCode::Conflict, "conflict"},
    {ErrorCode::Denied, "denied"},
    {ErrorCode::TooLarge, "too_large"},
    {ErrorCode::TenantFull, "tenant_full"},
    {ErrorCode::QueueFull, "queue_full"},
    {ErrorCode::EngineFull, "engine_full"},
    {ErrorCode::RateLimited, "rate_limited"},
    {ErrorCode::LeaseLost, "lease_lost"},
    {ErrorCode::Expired, "expired"},
    {ErrorCode::TimedOut, "timed_out"},
    {ErrorCode::Cancelled, "cancelled"},
    {ErrorCode::Unavailable, "unavailable"},
    {ErrorCode::Locked, "locked"},
    {ErrorCode::DiskFull, "disk_full"},
    {ErrorCode::Io, "io"},
    {ErrorCode::Corrupt, "corrupt"},
    {ErrorCode::Configuration, "configuration"},
    {ErrorCode::Unsupported, "unsupported"},
    {ErrorCode::Internal, "internal"},
}};
}

std::string_view errorCodeName(ErrorCode code)
{
    return codeNames.at(static_cast<std::size_t>(code)).second;
}

std::vector<std::string_view> errorCodeNames()
{
    std::vector<std::string_view> names;
    names.reserve(codeNames.size());
    for (const auto &[code, name] : codeNames)
        names.push_back(name);
    return names;
}

ErrorCode errorCodeFromName(std::string_view name)
{
    for (const auto &[code, text] : codeNames) {
        if (text == name)
            return code;
    }
    return ErrorCode::Internal;
}

bool isRetryable(ErrorCode code)
{
    switch (code) {
    case ErrorCode::TenantFull:
    case ErrorCode::QueueFull:
    case ErrorCode::EngineFull:
    case ErrorCode::RateLimited:
    case ErrorCode::TimedOut:
    case ErrorCode::Unavailable:
    case ErrorCode::DiskFull:
        return true;
    case ErrorCode::Invalid:
    case ErrorCode::NotFound:
    case ErrorCode::Conflict:
    case ErrorCode::Denied:
    case ErrorCode::TooLarge:
    case ErrorCode::LeaseLost:
    case ErrorCode::Expired:
    case ErrorCode::Cancelled:
    case ErrorCode::Locked:
    case ErrorCode::Io:
    case ErrorCode::Corrupt:
    case ErrorCode::Configuration:
    case ErrorCode::Unsupported:
    case ErrorCode::Internal:
        return false;
    }
    return false;
}

} // namespace fairlead
