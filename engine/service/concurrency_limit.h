// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/gate.h"
#include "engine/domain/layer_settings.h"
#include "engine/domain/thread_annotations.h"

#include <map>

namespace fairlead {

/// Limits the number of runs under way, in all or of each tenant. Threads: any.
class ConcurrencyLimit final : public Gate
{
public:
    explicit ConcurrencyLimit(const ConcurrencyLimitSettings &settings);
    std::string_view kind() const override { return "concurrency_limit"; }
    bool isPerTenant() const override { return m_isPerTenant; }
    std::optional<Microseconds> untilOpen(const TenantName &tenant) override;
    bool tryEnter(const TenantName &tenant, GatePass pass) override;
    void giveBack(const TenantName &tenant, GatePass) override { leave(tenant); }
    void ended(const TenantName &tenant, GatePass, const Outcome &) override { leave(tenant); }

    /// Sets the limit. Runs under way go on, even when they are more.
    void setMost(int most);
    int underWay() const;

private:
    std::string placeOf(const TenantName &tenant) const { return m_isPerTenant ? tenant.text() : std::string {}; }
    void leave(const TenantName &tenant);

    const bool m_isPerTenant;
    mutable Mutex m_mutex;
    int m_most GUARDED_BY(m_mutex);
    std::map<std::string, int> m_underWay GUARDED_BY(m_mutex); ///< by tenant, or one entry under ""; never 0
};

} // namespace fairlead
