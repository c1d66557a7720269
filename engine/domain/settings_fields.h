// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/domain/requests.h"

#include <array>

namespace fairlead {

/// The limits of a tenant: of TenantRules, TenantLimits and TenantPatch::Cleared alike. The configuration, the calls,
/// the command line and the window read this table.
inline constexpr auto limitFields =
    std::tuple(Field {"weight", [](auto &parts) -> decltype(auto) { return (parts.weight); },
                   "its share beside the other tenants'", {.least = weightMin, .most = weightMax, .example = "2"}},
        Field {"rate", [](auto &parts) -> decltype(auto) { return (parts.rate); }, "limit of starts, or \"none\"",
            {.example = "10/s"}},
        Field {"concurrency", [](auto &parts) -> decltype(auto) { return (parts.concurrency); },
            "limit of runs at once; 0: none", {.least = 0, .most = 1'000'000, .leftOutAt = 0}},
        Field {"max_depth", [](auto &parts) -> decltype(auto) { return (parts.depthMax); },
            "limit of waiting jobs in all queues; 0: none", {.least = 0, .leftOutAt = 0}},
        Field {"max_bytes", [](auto &parts) -> decltype(auto) { return (parts.bytesMax); },
            "limit of the waiting payloads' bytes; 0: none", {.least = 0, .leftOutAt = 0, .isBytes = true}},
        Field {"retry_budget", [](auto &parts) -> decltype(auto) { return (parts.retryShare); },
            "share of runs that may be retries; 1: no limit", {.least = 0, .most = 1, .leftOutAt = 1}},
        Field {"backpressure", [](auto &parts) -> decltype(auto) { return (parts.backpressure); },
            "what happens to a job when a limit is reached", {.example = "wait:5s"}});
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

// Those of a queue have texts of their own, in the same order.

inline constexpr std::array<std::string_view, limitCount> queueLimitTexts {"its share beside the other queues'",
    "limit of starts by its own rate_limit, or \"none\"", "limit of runs at once by its own concurrency_limit; 0: none",
    "limit of its waiting jobs; 0: none", "limit of its waiting payloads' bytes; 0: none",
    "share of its runs that may be retries; 1: no limit", "what happens to a job when a limit of the queue is reached"};

constexpr FieldRules alwaysWritten(FieldRules rules)
{
    rules.leftOutAt = FieldRules {}.leftOutAt;
    return rules;
}
template <std::size_t... place>
constexpr auto queueLimitFields(std::index_sequence<place...>)
{
    return std::tuple(Field {std::get<place>(limitFields).name, std::get<place>(limitFields).access,
        queueLimitTexts[place], alwaysWritten(std::get<place>(limitFields).rules)}...);
}
template <std::size_t... place>
constexpr auto queuePatchFields(std::index_sequence<place...>)
{
    return std::tuple(Field {std::get<place>(limitFields).name, PatchPart<place> {}, queueLimitTexts[place],
        std::get<place>(limitFields).rules}...);
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
