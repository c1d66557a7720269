// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/layer_settings.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <charconv>

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

/// Takes a part from the beginning of a text, up to the comma behind it.
std::string takePart(std::string_view &text)
{
    const std::size_t end = std::min(text.find(", "), text.size());
    std::string part(text.substr(0, end));
    text.remove_prefix(std::min(end + 2, text.size()));
    return part;
}

template <typename T>
std::optional<T> numberOf(std::string_view text)
{
    T number {};
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    return fault == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// The inverse of scopeText.
std::optional<GateScope> scopeOf(std::string_view text)
{
    constexpr std::string_view sharedAs = "shared as ";
    GateScope scope;
    while (!text.empty()) {
        const std::string part = takePart(text);
        if (part == "per tenant")
            scope.isPerTenant = true;
        else if (part.starts_with(sharedAs))
            scope.name = part.substr(sharedAs.size());
        else
            return {};
    }
    return scope;
}
} // namespace

std::string layerText(const LayerSettings &settings)
{
    return layerKinds.at(settings.index()) + " " + std::visit(PartsText {}, settings);
}

std::optional<LayerSettings> limitLayerOf(std::string_view text)
{
    constexpr std::string_view rateKind = "rate_limit ";
    constexpr std::string_view concurrencyKind = "concurrency_limit ";
    constexpr std::string_view burstWord = "burst ";
    const bool isRate = text.starts_with(rateKind);
    if (!isRate && !text.starts_with(concurrencyKind))
        return {};
    text.remove_prefix(isRate ? rateKind.size() : concurrencyKind.size());
    const std::string first = takePart(text);
    if (!isRate) {
        const std::optional<int> most = numberOf<int>(first);
        const std::optional<GateScope> scope = scopeOf(text);
        if (!most || *most < 1 || !scope)
            return {};
        return ConcurrencyLimitSettings {*most, *scope};
    }
    Result<Rate> rate = parseRate(first);
    const std::string second = takePart(text);
    const std::optional<double> burst = second.starts_with(burstWord)
        ? numberOf<double>(std::string_view(second).substr(burstWord.size()))
        : std::nullopt;
    const std::optional<GateScope> scope = scopeOf(text);
    if (!rate || !burst || *burst < 1 || !scope)
        return {};
    rate->burst = *burst;
    return RateLimitSettings {*rate, *scope};
}

} // namespace fairlead
