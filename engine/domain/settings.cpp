// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/settings.h"

#include "engine/domain/requests.h"
#include "engine/domain/units.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <sstream>

namespace fairlead {

Result<double> checkWeight(double weight)
{
    if (weight >= weightMin && weight <= weightMax) // false for NaN
        return weight;
    return failure(ErrorCode::Invalid, "weight: expected a number from 0.001 to 1000000");
}

namespace {
constexpr std::array<std::string_view, 5> whenFullNames {"reject", "drop_oldest", "drop_newest", "wait", "shed_low"};

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
    const auto name = std::find(whenFullNames.begin(), whenFullNames.end(), text.substr(0, colon));
    Backpressure backpressure;
    bool isGood = name != whenFullNames.end();
    if (isGood)
        backpressure.whenFull = static_cast<WhenFull>(name - whenFullNames.begin());
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
    std::string text(whenFullNames.at(static_cast<std::size_t>(backpressure.whenFull)));
    if (backpressure.whenFull == WhenFull::Wait)
        text += ":" + durationText(backpressure.waitMax);
    if (backpressure.whenFull == WhenFull::ShedLow) {
        std::ostringstream share;
        share << backpressure.shedFrom;
        text += ":" + share.str();
    }
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

std::string_view handlerKindName(const HandlerSettings &settings)
{
    struct Named
    {
        std::string_view operator()(const FunctionHandlerSettings &) const { return "function"; }
        std::string_view operator()(const ProcessHandlerSettings &one) const
        {
            return one.plugin.empty() ? "process" : "plugin";
        }
        std::string_view operator()(const HttpHandlerSettings &) const { return "http"; }
        std::string_view operator()(const PullHandlerSettings &) const { return "pull"; }
    };
    return std::visit(Named {}, settings);
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

Result<> checkScale(std::optional<int> workers)
{
    if (!workers || (*workers >= 1 && *workers <= queueWorkersMost))
        return {};
    return failure(ErrorCode::Invalid, "workers: expected a number from 1 to 10000, or null; to start none, pause it");
}

Result<> checkRules(const TenantRules &rules)
{
    if (rules.weight) {
        FAIRLEAD_CHECK(checkWeight(*rules.weight));
    }
    if (rules.concurrency.value_or(0) < 0 || rules.depthMax.value_or(0) < 0 || rules.bytesMax.value_or(0) < 0)
        return failure(ErrorCode::Invalid, "concurrency, max_depth, max_bytes: expected 0 (no limit) or more");
    const double share = rules.retryShare.value_or(1);
    if (!(share >= 0 && share <= 1)) // also NaN
        return failure(ErrorCode::Invalid, "retry_budget: expected a share from 0 to 1 (no limit)");
    return checkBackpressure(rules.backpressure.value_or(Backpressure {}));
}

TenantRules merged(const TenantRules &over, const TenantRules &under)
{
    return {over.weight ? over.weight : under.weight, over.rate ? over.rate : under.rate,
        over.concurrency ? over.concurrency : under.concurrency, over.depthMax ? over.depthMax : under.depthMax,
        over.bytesMax ? over.bytesMax : under.bytesMax, over.retryShare ? over.retryShare : under.retryShare,
        over.backpressure ? over.backpressure : under.backpressure};
}

TenantSettings patched(const TenantSettings &settings, const TenantPatch &patch)
{
    TenantSettings after = settings;
    after.plan = patch.plan.value_or(settings.plan);
    const auto forget = [](bool isCleared, auto &part) {
        if (isCleared)
            part.reset();
    };
    forget(patch.cleared.weight, after.rules.weight);
    forget(patch.cleared.rate, after.rules.rate);
    forget(patch.cleared.concurrency, after.rules.concurrency);
    forget(patch.cleared.depthMax, after.rules.depthMax);
    forget(patch.cleared.bytesMax, after.rules.bytesMax);
    forget(patch.cleared.retryShare, after.rules.retryShare);
    forget(patch.cleared.backpressure, after.rules.backpressure);
    after.rules = merged(patch.rules, after.rules);
    return after;
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
    return {maxAttempts, queue ? queue->crashLimit : AttemptLimits {}.crashLimit};
}

TenantLimits EngineSettings::limitsOf(const TenantSettings &tenant) const
{
    const PlanSettings *plan = findPlan(tenant.plan);
    const TenantRules rules = plan ? merged(tenant.rules, plan->rules) : tenant.rules;
    TenantLimits limits;
    limits.weight = rules.weight.value_or(1);
    if (rules.rate && rules.rate->perSecond > 0)
        limits.rate = rules.rate;
    limits.concurrency = rules.concurrency.value_or(0);
    limits.depthMax = rules.depthMax.value_or(0);
    limits.bytesMax = rules.bytesMax.value_or(0);
    limits.retryShare = rules.retryShare.value_or(1);
    limits.backpressure = rules.backpressure;
    limits.plan = plan ? plan->name : std::string();
    return limits;
}

} // namespace fairlead
