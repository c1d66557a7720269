// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/settings.h"

#include "engine/domain/field_range.h"
#include "engine/domain/settings_fields.h"
#include "engine/domain/units.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <type_traits>

namespace fairlead {

Result<double> checkWeight(double weight)
{
    if (weight >= weightMin && weight <= weightMax) // false for NaN
        return weight;
    return failure(ErrorCode::Invalid, "weight: expected a number from 0.001 to 1000000");
}

namespace {
Result<> checkBackpressure(const Backpressure &backpressure)
{
    const bool isGood = backpressure.waitMax >= std::chrono::milliseconds {1} && backpressure.waitMax <= waitMost
        && backpressure.shedFrom >= 0 && backpressure.shedFrom <= 1; // false for NaN
    if (isGood)
        return {};
    return failure(ErrorCode::Invalid, "backpressure: expected a wait from 1ms to 1m, and a share from 0 to 1");
}
} // namespace

Result<Backpressure> parseBackpressure(std::string_view text)
{
    const std::size_t colon = std::min(text.find(':'), text.size());
    const std::optional<WhenFull> whenFull = fromName<WhenFull>(text.substr(0, colon));
    Backpressure backpressure {.whenFull = whenFull.value_or(WhenFull::Reject)};
    bool isGood = whenFull.has_value();
    if (isGood && colon < text.size()) {
        const std::string value(text.substr(colon + 1));
        if (backpressure.whenFull == WhenFull::Wait) {
            const Result<Microseconds> wait = parseDuration(value);
            backpressure.waitMax = wait.value_or(Microseconds {0});
        } else if (backpressure.whenFull == WhenFull::ShedLow) {
            char *end = nullptr;
            backpressure.shedFrom = std::strtod(value.c_str(), &end);
            isGood = !value.empty() && *end == '\0';
        } else {
            isGood = false;
        }
    }
    if (isGood && checkBackpressure(backpressure))
        return backpressure;
    return failure(ErrorCode::Invalid,
        "expected reject, drop_oldest, drop_newest, wait:DURATION (1ms to 1m) or shed_low:SHARE (0 to 1)");
}

std::string backpressureText(const Backpressure &backpressure)
{
    std::string text(nameOf(backpressure.whenFull));
    if (backpressure.whenFull == WhenFull::Wait)
        text += ":" + durationText(backpressure.waitMax);
    if (backpressure.whenFull == WhenFull::ShedLow)
        text += ":" + numberText(backpressure.shedFrom);
    return text;
}

std::int64_t roomFor(const Backpressure &backpressure, std::int64_t limit, Priority priority)
{
    if (backpressure.whenFull != WhenFull::ShedLow)
        return limit;
    constexpr double steps = static_cast<double>(allPriorities.size() - 1);
    const double from = backpressure.shedFrom > 0 ? std::min(backpressure.shedFrom, 1.0) : 0.0; // NaN: 0
    const double share = from + (1 - from) * (steps - static_cast<double>(priority)) / steps;
    return static_cast<std::int64_t>(share * static_cast<double>(limit));
}

HandlerKind handlerKind(const HandlerSettings &settings)
{
    if (const auto *process = std::get_if<ProcessHandlerSettings>(&settings))
        return process->plugin.empty() ? HandlerKind::Process : HandlerKind::Plugin;
    if (std::holds_alternative<HttpHandlerSettings>(settings))
        return HandlerKind::Http;
    return std::holds_alternative<PullHandlerSettings>(settings) ? HandlerKind::Pull : HandlerKind::Function;
}

int EngineSettings::mailboxMax() const
{
    int most = 1;
    for (const QueueSettings &queue : queues)
        most = std::max(most, queue.mailbox);
    return most;
}

const QueueSettings *EngineSettings::findQueue(const QueueName &name) const
{
    const auto found =
        std::find_if(queues.begin(), queues.end(), [&](const QueueSettings &queue) { return queue.name == name; });
    return found == queues.end() ? nullptr : &*found;
}

Result<> checkRedact(const std::vector<std::string> &pointers)
{
    const auto isPointer = [](const std::string &text) {
        for (std::size_t at = text.find('~'); at != std::string::npos; at = text.find('~', at + 1)) {
            if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1'))
                return false;
        }
        return text.size() <= redactBytesMax && (text.empty() || text.front() == '/');
    };
    if (pointers.size() <= redactMost && std::all_of(pointers.begin(), pointers.end(), isPointer))
        return {};
    return failure(ErrorCode::Invalid,
        "expected at most " + std::to_string(redactMost) + " JSON pointers such as \"/card/number\", of at most "
            + std::to_string(redactBytesMax) + " bytes");
}

Result<> checkScale(std::optional<int> workers)
{
    if (!workers || (*workers >= 1 && *workers <= queueWorkersMost))
        return {};
    return failure(ErrorCode::Invalid, "workers: expected a number from 1 to 10000, or null; to start none, pause it");
}

Result<> checkRules(const TenantRules &rules)
{
    Result<> good = checkBackpressure(rules.backpressure.value_or(Backpressure {}));
    eachOf(limitFields, [&](const auto &field) {
        const auto &said = field.access(rules);
        if constexpr (std::is_arithmetic_v<std::remove_cvref_t<decltype(*said)>>) {
            if (said && good)
                good = checkRange(static_cast<double>(*said), field);
        }
    });
    return good;
}

TenantRules merged(const TenantRules &over, const TenantRules &under)
{
    TenantRules rules = over;
    eachOf(limitFields, [&](const auto &field) {
        if (!field.access(over))
            field.access(rules) = field.access(under);
    });
    return rules;
}

namespace {
/// The queue's own gate of a kind.
template <typename Layer, typename Layers>
auto ownGate(Layers &layers)
{
    return std::find_if(layers.begin(), layers.end(), [](const LayerSettings &one) {
        const auto *layer = std::get_if<Layer>(&one);
        return layer && layer->scope == GateScope {};
    });
}

/// Empty takes the gate away.
template <typename Layer>
void setOwnGate(std::vector<LayerSettings> &layers, const std::optional<Layer> &gate)
{
    const auto own = ownGate<Layer>(layers);
    if (own != layers.end() && gate)
        *own = *gate;
    else if (own != layers.end())
        layers.erase(own);
    else if (gate)
        layers.insert(layers.begin(), *gate);
}

/// The limits of a queue that are gates, under the names of limitFields.
struct OwnGates
{
    std::optional<Rate> rate;
    std::optional<int> concurrency;
};

OwnGates ownGates(const std::vector<LayerSettings> &layers)
{
    OwnGates gates;
    if (const auto own = ownGate<RateLimitSettings>(layers); own != layers.end())
        gates.rate = std::get<RateLimitSettings>(*own).rate;
    if (const auto own = ownGate<ConcurrencyLimitSettings>(layers); own != layers.end())
        gates.concurrency = std::get<ConcurrencyLimitSettings>(*own).most;
    return gates;
}

template <typename Access>
constexpr bool isMemberOfQueue = std::is_invocable_v<Access, const QueueSettings &>;
} // namespace

TenantRules limitsOf(const QueueSettings &queue)
{
    const OwnGates gates = ownGates(queue.layers);
    TenantRules limits;
    eachOf(limitFields, [&](const auto &field) {
        if constexpr (isMemberOfQueue<decltype(field.access)>)
            field.access(limits) = field.access(queue);
        else
            field.access(limits) = field.access(gates);
    });
    return limits;
}

QueueSettings limited(QueueSettings queue, const TenantRules &limits)
{
    eachOf(limitFields, [&](const auto &field) {
        if constexpr (isMemberOfQueue<decltype(field.access)>) {
            if (const auto &said = field.access(limits))
                field.access(queue) = *said;
        }
    });
    if (limits.concurrency)
        setOwnGate(queue.layers,
            *limits.concurrency > 0 ? std::optional(ConcurrencyLimitSettings {*limits.concurrency, {}}) : std::nullopt);
    if (limits.rate)
        setOwnGate(queue.layers,
            limits.rate->perSecond > 0 ? std::optional(RateLimitSettings {*limits.rate, {}}) : std::nullopt);
    return queue;
}

TenantRules patched(const TenantRules &rules, const TenantRules &set, const TenantPatch::Cleared &cleared)
{
    TenantRules after = rules;
    eachOf(limitFields, [&](const auto &field) {
        if (field.access(cleared))
            field.access(after).reset();
    });
    return merged(set, after);
}

TenantSettings patched(const TenantSettings &settings, const TenantPatch &patch)
{
    return {settings.name, patch.plan.value_or(settings.plan), patched(settings.rules, patch.rules, patch.cleared)};
}

const PlanSettings *EngineSettings::findPlan(const std::string &name) const
{
    const auto found =
        std::find_if(plans.begin(), plans.end(), [&](const PlanSettings &plan) { return plan.name == name; });
    return found == plans.end() ? nullptr : &*found;
}

AttemptLimits EngineSettings::attemptLimitsOf(const QueueName &name, int maxAttempts) const
{
    const QueueSettings *queue = findQueue(name);
    return {maxAttempts, queue ? queue->crashLimit : std::numeric_limits<int>::max()};
}

TenantLimits EngineSettings::limitsOf(const TenantSettings &tenant) const
{
    const PlanSettings *plan = findPlan(tenant.plan);
    const TenantRules rules = plan ? merged(tenant.rules, plan->rules) : tenant.rules;
    TenantLimits limits;
    eachOf(limitFields, [&](const auto &field) {
        if (const auto &said = field.access(rules))
            field.access(limits) = *said;
    });
    if (limits.rate && limits.rate->perSecond <= 0)
        limits.rate.reset();
    limits.plan = plan ? plan->name : std::string();
    return limits;
}

} // namespace fairlead
