// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings_fields.h"

#include <type_traits>

namespace fairlead {

/// Rules that set every limit of the table. Each is within its range, and none is the value of a tenant without limits.
inline TenantRules everyLimit()
{
    TenantRules rules;
    int number = 2;
    eachOf(limitFields, [&](const auto &field) {
        auto &limit = field.access(rules);
        using Value = std::remove_cvref_t<decltype(*limit)>;
        ++number;
        if constexpr (std::is_same_v<Value, Rate>)
            limit = Rate {0.5, 2};
        else if constexpr (std::is_same_v<Value, Backpressure>)
            limit = Backpressure {WhenFull::Wait, std::chrono::seconds {5}};
        else if constexpr (std::is_integral_v<Value>)
            limit = static_cast<Value>(number);
        else
            limit = field.rules.most > number ? number + 0.25 : 0.25;
    });
    return rules;
}

} // namespace fairlead
