// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/enum_names.h"
#include "engine/domain/field.h"
#include "engine/domain/retry_policy.h"

namespace fairlead {

/// A back-off part by part, as the configuration and JSON say it. Value.
struct BackoffParts
{
    enum class Kind { Fixed, Linear, Exponential, Fibonacci, Custom };
    using Jitter = std::variant<std::monostate, Microseconds, double>;

    static BackoffParts of(const RetryPolicy &policy);
    /// Fails with Invalid when a part is out of its range, or does not go with the kind.
    Result<RetryPolicy> policy() const;

    Kind kind = Kind::Exponential;
    std::optional<Microseconds> base {}; ///< empty: 1 s
    std::optional<Microseconds> step {}; ///< empty: as base
    std::optional<double> factor {}; ///< empty: 2
    std::optional<std::vector<Microseconds>> delays {};
    Microseconds cap = RetryPolicy().cap();
    Jitter jitter {};
};

template <>
struct EnumNames<BackoffParts::Kind>
{
    static constexpr std::array<std::string_view, 5> all {"fixed", "linear", "exponential", "fibonacci", "custom"};
};

template <>
struct Fields<BackoffParts>
{
    static constexpr std::string_view name = "Backoff";
    static constexpr bool isPartial = true;
    static constexpr auto all = std::tuple(Field {"kind", &BackoffParts::kind, "exponential when not given"},
        Field {"base", &BackoffParts::base, "the first delay, such as \"1s\""},
        Field {"step", &BackoffParts::step, "of linear: what each delay adds"},
        Field {"factor", &BackoffParts::factor, "of exponential: what each delay is multiplied by"},
        Field {"delays", &BackoffParts::delays, "of custom: the last one for all later attempts"},
        Field {"cap", &BackoffParts::cap, "the longest delay"},
        Field {"jitter", &BackoffParts::jitter, "a duration, or a share of the delay from 0 to 1"});
};

} // namespace fairlead
