// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/enum_names.h"
#include "engine/domain/token_bucket.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace fairlead {

/// Runs that pass a gate: all together, or each tenant's by themselves; those of every queue that gives the gate the
/// same name, or of one queue when it has none.
struct GateScope
{
    bool isPerTenant = false;
    std::string name;
    bool operator==(const GateScope &) const = default;
};

/// So many runs a second begin.
struct RateLimitSettings
{
    Rate rate;
    GateScope scope;
    bool operator==(const RateLimitSettings &) const = default;
};
/// So many runs are under way at once.
struct ConcurrencyLimitSettings
{
    int most = 1; ///< 1 or more
    GateScope scope;
    bool operator==(const ConcurrencyLimitSettings &) const = default;
};
/// A run ends in time, whatever its job allows.
struct TimeoutSettings
{
    Microseconds after {0};
    bool operator==(const TimeoutSettings &) const = default;
};
/// A failed run is tried again at once, as part of the same attempt.
struct RetrySettings
{
    int times = 2; ///< at most, after the first try
    Microseconds pause = std::chrono::milliseconds {100}; ///< before the second try; doubled before each further one
    bool operator==(const RetrySettings &) const = default;
};
/// A run that the layers inside cannot take now goes back to its queue, where it does not hold a worker.
struct LoadShedSettings
{
    Microseconds retryAfter = std::chrono::seconds {1};
    bool operator==(const LoadShedSettings &) const = default;
};
/// Runs for a target that keeps failing go back to their queue for a while.
struct CircuitBreakerSettings
{
    enum class Per { Queue, Tenant, Host };
    static constexpr int windowMost = 64;
    int failures = 5; ///< 1 to window
    int window = 10; ///< the last runs looked at: 1 to windowMost
    Microseconds openFor = std::chrono::seconds {30};
    Per per = Per::Queue; ///< Host: that of the URL an http handler would ask
    bool operator==(const CircuitBreakerSettings &) const = default;
};
template <>
struct EnumNames<CircuitBreakerSettings::Per>
{
    static constexpr std::array<std::string_view, 3> all {"queue", "tenant", "host"};
};
/// A run of the same payload is answered with the result that is kept.
struct CacheSettings
{
    Microseconds ttl = std::chrono::hours {1}; ///< so long a result is kept
    std::int64_t entriesMax = 10'000;
    std::int64_t bytesMax = 64 * 1024 * 1024; ///< of all its results
    GateScope scope {.isPerTenant = true, .name = {}}; ///< without a name: the queue's own
    bool operator==(const CacheSettings &) const = default;
};

/// One layer of a queue's service stack.
using LayerSettings = std::variant<RateLimitSettings, ConcurrencyLimitSettings, TimeoutSettings, RetrySettings,
    LoadShedSettings, CircuitBreakerSettings, CacheSettings>;
/// Names of the kinds, in the order of the variant.
inline const std::vector<std::string> layerKinds {
    "rate_limit", "concurrency_limit", "timeout", "retry", "load_shed", "circuit_breaker", "cache"};
/// For people, such as "rate_limit 50/s, burst 100, per tenant".
std::string layerText(const LayerSettings &settings);
/// Reads the text of a rate_limit or a concurrency_limit back. Empty for another layer and for another text.
std::optional<LayerSettings> limitLayerOf(std::string_view text);

} // namespace fairlead
