// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/settings.h"

#include <algorithm>

namespace fairlead {

Result<double> checkWeight(double weight)
{
    if (weight >= weightMin && weight <= weightMax) // false for NaN
        return weight;
    return failure(ErrorCode::Invalid, "weight: expected a number from 0.001 to 1000000");
}

std::string_view handlerKindName(const HandlerSettings &settings)
{
    struct Named
    {
        std::string_view operator()(const FunctionHandlerSettings &) const { return "function"; }
        std::string_view operator()(const ProcessHandlerSettings &) const { return "process"; }
        std::string_view operator()(const HttpHandlerSettings &) const { return "http"; }
        std::string_view operator()(const PullHandlerSettings &) const { return "pull"; }
    };
    return std::visit(Named {}, settings);
}

const QueueSettings *EngineSettings::findQueue(const QueueName &name) const
{
    const auto found =
        std::find_if(queues.begin(), queues.end(), [&](const QueueSettings &queue) { return queue.name == name; });
    return found == queues.end() ? nullptr : &*found;
}

Result<> checkRules(const TenantRules &rules)
{
    if (rules.weight) {
        if (const Result<double> weight = checkWeight(*rules.weight); !weight)
            return failure(weight.error());
    }
    if (rules.concurrency.value_or(0) < 0 || rules.depthMax.value_or(0) < 0)
        return failure(ErrorCode::Invalid, "concurrency, max_depth: expected 0 (no limit) or more");
    return {};
}

TenantRules merged(const TenantRules &over, const TenantRules &under)
{
    return {over.weight ? over.weight : under.weight, over.rate ? over.rate : under.rate,
        over.concurrency ? over.concurrency : under.concurrency, over.depthMax ? over.depthMax : under.depthMax};
}

const PlanSettings *EngineSettings::findPlan(const std::string &name) const
{
    const auto found =
        std::find_if(plans.begin(), plans.end(), [&](const PlanSettings &plan) { return plan.name == name; });
    return found == plans.end() ? nullptr : &*found;
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
    limits.plan = plan ? plan->name : std::string();
    return limits;
}

} // namespace fairlead
