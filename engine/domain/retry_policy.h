// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/random.h"
#include "engine/domain/result.h"

#include <string>
#include <variant>
#include <vector>

namespace fairlead {

/// The wait of a failed job before its next attempt: `delay(n)`, with n = 1 after the first failure. Immutable value.
///
/// The delay is capped, then spread evenly over the part of the jitter's band below the cap. It is at least 1 ms and
/// never overflows for any n.
class RetryPolicy
{
public:
    struct Fixed
    {
        Microseconds every;
        bool operator==(const Fixed &) const = default;
    };
    /// base + n x step.
    struct Linear
    {
        Microseconds base;
        Microseconds step;
        bool operator==(const Linear &) const = default;
    };
    /// base x factor^(n-1). REQUIRES: factor >= 1.
    struct Exponential
    {
        Microseconds base;
        double factor;
        bool operator==(const Exponential &) const = default;
    };
    /// base x 1, 1, 2, 3, 5, 8 ...
    struct Fibonacci
    {
        Microseconds base;
        bool operator==(const Fibonacci &) const = default;
    };
    /// delays[n-1]; the last one for all later attempts. REQUIRES: not empty.
    struct Custom
    {
        std::vector<Microseconds> delays;
        bool operator==(const Custom &) const = default;
    };
    using Kind = std::variant<Fixed, Linear, Exponential, Fibonacci, Custom>;

    struct NoJitter
    {
        bool operator==(const NoJitter &) const = default;
    };
    /// Uniform in [-by, +by].
    struct AdditiveJitter
    {
        Microseconds by;
        bool operator==(const AdditiveJitter &) const = default;
    };
    /// Uniform in [1-part, 1+part] times the delay; part in [0, 1].
    struct ProportionalJitter
    {
        double part;
        bool operator==(const ProportionalJitter &) const = default;
    };
    using Jitter = std::variant<NoJitter, AdditiveJitter, ProportionalJitter>;

    /// Exponential 1 s x 2, cap 10 min, jitter 10 %.
    RetryPolicy();
    RetryPolicy(Kind kind, Microseconds cap, Jitter jitter = NoJitter {});

    /// Fails with Invalid when a part is out of range: a time is negative or above retryDelayMax, factor < 1, part
    /// outside [0, 1], list empty or longer than retryDelayCountMax. A cap above retryDelayMax is lowered to it.
    static Result<RetryPolicy> make(Kind kind, Microseconds cap, Jitter jitter);

    /// The wait before attempt n + 1. REQUIRES: n >= 1.
    Microseconds delay(std::int64_t n, Random &random) const;

    const Kind &kind() const { return m_kind; }
    Microseconds cap() const { return m_cap; }
    const Jitter &jitter() const { return m_jitter; }

    /// A compact form for stores, such as "exponential 1s 2 cap 10m jitter 0.1"; `parse` reads it back exactly.
    std::string text() const;
    static Result<RetryPolicy> parse(std::string_view text);

    bool operator==(const RetryPolicy &) const = default;

private:
    Kind m_kind;
    Microseconds m_cap;
    Jitter m_jitter;
};

/// The longest delay that any policy may give.
inline constexpr Microseconds retryDelayMax = std::chrono::hours {24 * 366};
/// The longest list of delays.
inline constexpr std::size_t retryDelayCountMax = 1000;

} // namespace fairlead
