// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/gate.h"

namespace fairlead {

/// Lets nothing pass, and says that it opens in an hour.
class ShutGate final : public Gate
{
public:
    std::string_view kind() const override { return "rate_limit"; }
    bool isPerTenant() const override { return false; }
    std::optional<Microseconds> untilOpen(const TenantName &) override { return std::chrono::hours {1}; }
    bool tryEnter(const TenantName &, GatePass) override { return false; }
    void giveBack(const TenantName &, GatePass) override { }
    void ended(const TenantName &, GatePass, const Outcome &) override { }
};

} // namespace fairlead
