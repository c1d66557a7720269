// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

namespace fairlead {

/// The kind of a failure, in the words of the domain. The names (see `errorCodeName`) are part of the HTTP interface:
/// do not change them.
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

/// The stable name of a code, for example "tenant_full".
std::string_view errorCodeName(ErrorCode code);
/// The code of a stable name; Internal for an unknown name.
ErrorCode errorCodeFromName(std::string_view name);
/// All names, in the order of the codes.
std::vector<std::string_view> errorCodeNames();
/// Whether the same call may succeed later without a change.
bool isRetryable(ErrorCode code);

/// A failure as a value: a code for programs, and a text for people that says what failed, where, and what to do next.
struct Error
{
    ErrorCode code = ErrorCode::Internal;
    std::string text;

    bool operator==(const Error &) const = default;
};

/// A value or an Error. The compiler warns when it is ignored.
template <typename T = void>
class [[nodiscard]] Result : public tl::expected<T, Error>
{
public:
    using tl::expected<T, Error>::expected;
};

/// The failed form of any Result: `return failure(ErrorCode::NotFound, "no job 'x'");`
inline tl::unexpected<Error> failure(ErrorCode code, std::string text)
{
    return tl::unexpected<Error>(Error {code, std::move(text)});
}
/// Passes an error on.
inline tl::unexpected<Error> failure(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}
/// Passes the error of a Result on. REQUIRES: it holds one.
template <typename T>
tl::unexpected<Error> failure(Result<T> &&failed)
{
    return tl::unexpected<Error>(std::move(failed).error());
}

} // namespace fairlead

#define FAIRLEAD_JOINED_AFTER_EXPANSION(a, b) a##b
#define FAIRLEAD_JOINED(a, b) FAIRLEAD_JOINED_AFTER_EXPANSION(a, b)

/// Declares a variable with the value of a Result, or returns the error of that Result from the enclosing function:
/// `FAIRLEAD_TRY(const JobNumber seq, store.find(id));`
#define FAIRLEAD_TRY(variable, ...)                                                                                    \
    auto FAIRLEAD_JOINED(fairleadTried, __LINE__) = __VA_ARGS__;                                                       \
    if (!FAIRLEAD_JOINED(fairleadTried, __LINE__))                                                                     \
        return ::fairlead::failure(std::move(FAIRLEAD_JOINED(fairleadTried, __LINE__)));                               \
    variable = *std::move(FAIRLEAD_JOINED(fairleadTried, __LINE__))

/// Returns the error of a Result from the enclosing function, if it has one: `FAIRLEAD_CHECK(store.save(job));`
#define FAIRLEAD_CHECK(...)                                                                                            \
    do {                                                                                                               \
        if (auto fairleadTried = __VA_ARGS__; !fairleadTried)                                                          \
            return ::fairlead::failure(std::move(fairleadTried));                                                      \
    } while (false)
