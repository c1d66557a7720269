// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/gate.h"

#include <map>

namespace fairlead {

/// Lets so many runs be under way at once: of all, or of each tenant. Threads: any.
class ConcurrencyLimit final : public Gate
{
public:
    explicit ConcurrencyLimit(const ConcurrencyLimitSettings &settings);
    bool tryEnter(const Run &run) override;
    void giveBack(const Run &run) override { ended(run); }
    void ended(const Run &run) override;

    /// From now on; runs under way go on, also when they are more.
    void setMost(int most);
    int underWay() const;

private:
    std::string placeOf(const Run &run) const;

    const bool m_isPerTenant;
    mutable Mutex m_mutex;
    int m_most GUARDED_BY(m_mutex);
    std::map<std::string, int> m_underWay GUARDED_BY(m_mutex); ///< by tenant, or one under ""; never 0
};

} // namespace fairlead
