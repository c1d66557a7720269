// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/gate.h"
#include "engine/service/service.h"

namespace fairlead {

/// Holds runs back until a gate lets them pass. For gates that only a run can ask; those in front of a queue are asked
/// by the scheduler, and have no layer. Threads: that of the service.
class GateLayer final : public Layer
{
public:
    explicit GateLayer(std::shared_ptr<Gate> gate);
    std::unique_ptr<Service> wrap(std::unique_ptr<Service> inner) const override;
    std::string name() const override { return std::string(m_gate->kind()); }

private:
    const std::shared_ptr<Gate> m_gate;
};

/// The passage of a run through the gates of its service stack.
GatePass passOf(const Run &run);

} // namespace fairlead
