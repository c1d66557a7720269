// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// Lets a limited number of runs pass, of all threads that share it. Threads: any.
class Gate
{
public:
    virtual ~Gate() = default;
    /// False: not now. A true is followed by one `ended` or one `giveBack`.
    virtual bool tryEnter(const Run &run) = 0;
    /// The run did not begin after all.
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
