// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace fairlead {

/// Why something did not happen, in the words of the domain. The names (see `errorCodeName`) are part of the HTTP
/// interface: do not change them.
enum class ErrorCode {
    Invalid,
    NotFound,
    Conflict,
    Denied,
    TooLarge,
    TenantFull,
    QueueFull,
    EngineFull,
    RateLimited,
    LeaseLost,
    Expired,
    TimedOut,
    Cancelled,
    Unavailable,
    Locked,
    DiskFull,
    Io,
    Corrupt,
    Configuration,
    Unsupported,
    Internal,
};

/// The stable name of a code, such as "tenant_full".
std::string_view errorCodeName(ErrorCode code);
/// The code of a stable name; Internal for a name that is not known.
ErrorCode errorCodeFromName(std::string_view name);
/// Whether the same call may succeed later without being changed.
bool isRetryable(ErrorCode code);

/// A failure as a value: the code for programs, the text for people (what, which, and what next).
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string text;

    bool operator==(const Error &) const = default;
};

/// A value or an Error; a compiler warning when it is ignored.
template <typename T = void>
class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
};

/// Makes the failed half of any Result: `return failure(ErrorCode::NotFound, "no job 'x'");`
inline tl::unexpected<Error> failure(ErrorCode code, std::string text)
{
    return tl::unexpected<Error>(Error {code, std::move(text)});
}
/// Passes an error on.
inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace fairlead
