// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// Lets a limited number of runs pass. All threads that share it count. Threads: any.
class Gate
{
public:
    virtual ~Gate() = default;
    /// False: not now. After true, one call of `ended` or `giveBack` must follow.
    virtual bool tryEnter(const Run &run) = 0;
    /// The run did not begin.
    virtual void giveBack(const Run &run) = 0;
    virtual void ended(const Run &run) = 0;
};

/// Holds runs back until a gate lets them pass. Threads: that of the service.
class GateLayer final : public Layer
{
public:
    GateLayer(std::string name, std::shared_ptr<Gate> gate);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return m_name; }

private:
    const std::string m_name;
    const std::shared_ptr<Gate> m_gate;
};

} // namespace fairlead
