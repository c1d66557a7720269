// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/layer_settings.h"

#include "engine/domain/units.h"

namespace fairlead {

namespace {
std::string scopeText(const GateScope &scope)
{
    return (scope.isPerTenant ? ", per tenant" : "") + (scope.name.empty() ? "" : ", shared as " + scope.name);
}

struct PartsText
{
    std::string operator()(const RateLimitSettings &one) const
    {
        return rateText(one.rate) + ", burst " + numberText(one.rate.burst) + scopeText(one.scope);
    }
    std::string operator()(const ConcurrencyLimitSettings &one) const
    {
        return std::to_string(one.most) + scopeText(one.scope);
    }
    std::string operator()(const TimeoutSettings &one) const { return durationText(one.after); }
    std::string operator()(const RetrySettings &one) const
    {
        return std::to_string(one.times) + " times after " + durationText(one.pause);
    }
    std::string operator()(const LoadShedSettings &one) const { return "for " + durationText(one.retryAfter); }
    std::string operator()(const CircuitBreakerSettings &one) const
    {
        return std::to_string(one.failures) + " failures of " + std::to_string(one.window) + ", open for "
            + durationText(one.openFor) + ", per " + std::string(nameOf(one.per));
    }
    std::string operator()(const CacheSettings &one) const
    {
        return "for " + durationText(one.ttl) + ", " + std::to_string(one.entriesMax) + " results, "
            + sizeForPeople(one.bytesMax) + scopeText(one.scope);
    }
};
} // namespace

std::string layerText(const LayerSettings &settings)
{
    return layerKinds.at(settings.index()) + " " + std::visit(PartsText {}, settings);
}

} // namespace fairlead
