// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/gate.h"

#include <map>

namespace fairlead {

/// Limits the number of runs under way, in all or of each tenant. Threads: any.
class ConcurrencyLimit final : public Gate
{
public:
    explicit ConcurrencyLimit(const ConcurrencyLimitSettings &settings);
    bool tryEnter(const Run &run) override;
    void giveBack(const Run &run) override { ended(run); }
    void ended(const Run &run) override;

    /// Sets the limit. Runs under way go on, even when they are more.
    void setMost(int most);
    int underWay() const;

private:
    std::string placeOf(const Run &run) const;

    const bool m_isPerTenant;
    mutable Mutex m_mutex;
    int m_most GUARDED_BY(m_mutex);
    std::map<std::string, int> m_underWay GUARDED_BY(m_mutex); ///< by tenant, or one entry under ""; never 0
};

} // namespace fairlead
