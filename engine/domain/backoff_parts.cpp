// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/backoff_parts.h"

namespace fairlead {

BackoffParts BackoffParts::of(const RetryPolicy &policy)
{
    BackoffParts parts {.kind = static_cast<Kind>(policy.kind().index()), .cap = policy.cap()};
    if (const auto *fixed = std::get_if<RetryPolicy::Fixed>(&policy.kind())) {
        parts.base = fixed->every;
    } else if (const auto *linear = std::get_if<RetryPolicy::Linear>(&policy.kind())) {
        parts.base = linear->base;
        parts.step = linear->step;
    } else if (const auto *exponential = std::get_if<RetryPolicy::Exponential>(&policy.kind())) {
        parts.base = exponential->base;
        parts.factor = exponential->factor;
    } else if (const auto *fibonacci = std::get_if<RetryPolicy::Fibonacci>(&policy.kind())) {
        parts.base = fibonacci->base;
    } else if (const auto *custom = std::get_if<RetryPolicy::Custom>(&policy.kind())) {
        parts.delays = custom->delays;
    }
    if (const auto *additive = std::get_if<RetryPolicy::AdditiveJitter>(&policy.jitter()))
        parts.jitter = additive->by;
    else if (const auto *proportional = std::get_if<RetryPolicy::ProportionalJitter>(&policy.jitter()))
        parts.jitter = proportional->part;
    return parts;
}

Result<RetryPolicy> BackoffParts::policy() const
{
    if ((step && kind != Kind::Linear) || (factor && kind != Kind::Exponential) || (delays && kind != Kind::Custom))
        return failure(ErrorCode::Invalid,
            "back-off: step goes with the kind linear alone, factor with exponential, delays with custom");
    const Microseconds first = base.value_or(std::chrono::seconds {1});
    RetryPolicy::Kind how = RetryPolicy::Fixed {first};
    if (kind == Kind::Linear)
        how = RetryPolicy::Linear {first, step.value_or(first)};
    else if (kind == Kind::Exponential)
        how = RetryPolicy::Exponential {first, factor.value_or(2)};
    else if (kind == Kind::Fibonacci)
        how = RetryPolicy::Fibonacci {first};
    else if (kind == Kind::Custom)
        how = RetryPolicy::Custom {delays.value_or(std::vector<Microseconds> {})};
    RetryPolicy::Jitter by = RetryPolicy::NoJitter {};
    if (const auto *span = std::get_if<Microseconds>(&jitter))
        by = RetryPolicy::AdditiveJitter {*span};
    else if (const auto *share = std::get_if<double>(&jitter))
        by = RetryPolicy::ProportionalJitter {*share};
    return RetryPolicy::make(how, cap, by);
}

} // namespace fairlead
