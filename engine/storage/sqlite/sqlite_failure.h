// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <exception>
#include <type_traits>

namespace fairlead {

/// The end of a verb or a read that cannot go on: thrown by a statement that fails, or by code that finds the file
/// damaged, and caught where the commit or the read ends. Never leaves this room. Threads: any.
class SqliteFailure final : public std::exception
{
public:
    /// `code`: the extended result code of SQLite; 0 when SQLite itself did not fail.
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

/// The answer of `act` as a Result, or the Error that it throws.
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

/// Throws that the database file is damaged: `what` is wrong with it.
[[noreturn]] inline void throwDamaged(const std::string &file, const std::string &what)
{
    throw SqliteFailure(
        {ErrorCode::Corrupt, "the database file " + file + " is damaged: " + what + "; restore a backup"});
}

} // namespace fairlead
