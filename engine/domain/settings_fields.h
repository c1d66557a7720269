// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/domain/requests.h"

#include <string_view>
#include <tuple>
#include <utility>

namespace fairlead {

/// One limit of tenants and queues, with a text for each.
template <typename Access>
struct LimitField : Field<Access>
{
    constexpr LimitField(
        std::string_view named, Access part, std::string_view told, std::string_view toldOfAQueue, FieldRules held = {})
        : Field<Access>(named, part, told, held)
        , queueText(toldOfAQueue)
    {
    }
    std::string_view queueText;
};

/// The limits of a tenant: of TenantRules, TenantLimits and TenantPatch::Cleared alike. Those of a queue are the
/// members of QueueSettings with the same name, and its own gates. The configuration, the calls, the command line, the
/// window and the stores read this table. An access does not take a struct without the part.
inline constexpr auto limitFields =
    std::tuple(LimitField {"weight", [](auto &parts) -> decltype((parts.weight)) { return parts.weight; },
                   "its share beside the other tenants'", "its share beside the other queues'",
                   {.least = weightMin, .most = weightMax, .example = "2"}},
        LimitField {"rate", [](auto &parts) -> decltype((parts.rate)) { return parts.rate; },
            "limit of starts, or \"none\"", "limit of starts by its own rate_limit, or \"none\"", {.example = "10/s"}},
        LimitField {"concurrency", [](auto &parts) -> decltype((parts.concurrency)) { return parts.concurrency; },
            "limit of runs at once; 0: none", "limit of runs at once by its own concurrency_limit; 0: none",
            {.least = 0, .most = 1'000'000, .leftOutAt = 0}},
        LimitField {"max_depth", [](auto &parts) -> decltype((parts.depthMax)) { return parts.depthMax; },
            "limit of waiting jobs in all queues; 0: none", "limit of its waiting jobs; 0: none",
            {.least = 0, .leftOutAt = 0}},
        LimitField {"max_bytes", [](auto &parts) -> decltype((parts.bytesMax)) { return parts.bytesMax; },
            "limit of the waiting payloads' bytes; 0: none", "limit of its waiting payloads' bytes; 0: none",
            {.least = 0, .leftOutAt = 0, .isBytes = true}},
        LimitField {"retry_budget", [](auto &parts) -> decltype((parts.retryShare)) { return parts.retryShare; },
            "share of runs that may be retries; 1: no limit", "share of its runs that may be retries; 1: no limit",
            {.least = 0, .most = 1, .leftOutAt = 1}},
        LimitField {"backpressure", [](auto &parts) -> decltype((parts.backpressure)) { return parts.backpressure; },
            "what happens to a job when a limit is reached",
            "what happens to a job when a limit of the queue is reached", {.example = "wait:5s"}});
inline constexpr std::size_t limitCount = std::tuple_size_v<std::remove_cv_t<decltype(limitFields)>>;

/// The part of a patch that changes the limit at `place` of the table.
template <std::size_t place>
struct PatchPart
{
    template <typename Patch>
    auto operator()(Patch &patch) const
    {
        const auto &access = std::get<place>(limitFields).access;
        return Clearable {access(patch.rules), access(patch.cleared)};
    }
};

template <std::size_t... place>
constexpr auto limitFieldsWithPlan(std::index_sequence<place...>)
{
    return std::tuple(std::get<0>(limitFields),
        Field {"plan", &TenantLimits::plan, "its plan", {.whenEmpty = WhenEmpty::LeftOut}},
        std::get<place + 1>(limitFields)...);
}
template <std::size_t... place>
constexpr auto patchFields(std::index_sequence<place...>)
{
    return std::tuple(Field {std::get<place>(limitFields).name, PatchPart<place> {}, std::get<place>(limitFields).text,
                          std::get<place>(limitFields).rules}...,
        Field {"plan", &TenantPatch::plan, "its plan; \"\" for none", {.bytesMax = 128}});
}

template <>
struct Fields<TenantLimits>
{
    static constexpr auto all = limitFieldsWithPlan(std::make_index_sequence<limitCount - 1> {});
};
template <>
struct Fields<TenantPatch>
{
    static constexpr std::string_view name = "TenantPatch";
    static constexpr auto all = patchFields(std::make_index_sequence<limitCount> {});
};

constexpr FieldRules alwaysWritten(FieldRules rules)
{
    rules.leftOutAt = FieldRules {}.leftOutAt;
    return rules;
}
template <std::size_t... place>
constexpr auto queueLimitFields(std::index_sequence<place...>)
{
    return std::tuple(Field {std::get<place>(limitFields).name, std::get<place>(limitFields).access,
        std::get<place>(limitFields).queueText, alwaysWritten(std::get<place>(limitFields).rules)}...);
}
template <std::size_t... place>
constexpr auto queuePatchFields(std::index_sequence<place...>)
{
    return std::tuple(Field {std::get<place>(limitFields).name, PatchPart<place> {},
        std::get<place>(limitFields).queueText, std::get<place>(limitFields).rules}...);
}

template <>
struct Fields<TenantRules>
{
    static constexpr std::string_view name = "QueueLimits";
    static constexpr auto all = queueLimitFields(std::make_index_sequence<limitCount> {});
};
template <>
struct Fields<QueuePatch>
{
    static constexpr std::string_view name = "QueuePatch";
    static constexpr auto all = queuePatchFields(std::make_index_sequence<limitCount> {});
};

} // namespace fairlead
