// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <exception>
#include <type_traits>

namespace fairlead {

/// The failure of a verb or a read. Thrown by a statement that fails, or by code that finds the file damaged. Caught at
/// the end of the commit or the read; it never leaves this room. Threads: any.
class SqliteFailure final : public std::exception
{
public:
    /// `code` is the extended result code of SQLite, or 0 when SQLite itself did not fail.
    explicit SqliteFailure(Error error, int code = 0)
        : m_error(std::move(error))
        , m_code(code)
    {
    }
    const Error &error() const noexcept { return m_error; }
    int code() const noexcept { return m_code; }
    const char *what() const noexcept override { return m_error.text.c_str(); }

private:
    Error m_error;
    int m_code;
};

template <typename T>
struct ResultFor
{
    using Type = Result<T>;
};
template <typename T>
struct ResultFor<Result<T>>
{
    using Type = Result<T>;
};

/// Runs `act`. Returns its answer as a Result, or the Error that it throws.
template <typename Act>
auto resultOf(const Act &act) -> typename ResultFor<std::invoke_result_t<const Act &>>::Type
{
    try {
        if constexpr (std::is_void_v<std::invoke_result_t<const Act &>>) {
            act();
            return {};
        } else {
            return act();
        }
    } catch (const SqliteFailure &failed) {
        return failure(failed.error());
    }
}

/// The value of a Result. Throws its error.
template <typename T>
T orThrow(Result<T> result)
{
    if (!result)
        throw SqliteFailure(std::move(result).error());
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

/// Throws the failure of a damaged database file. `what` describes the damage.
[[noreturn]] inline void throwDamaged(const std::string &file, const std::string &what)
{
    throw SqliteFailure(
        {ErrorCode::Corrupt, "the database file " + file + " is damaged: " + what + "; restore a backup"});
}

} // namespace fairlead
