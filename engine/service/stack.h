// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

#include <vector>

namespace fairlead {

/// Puts layers around a service. The layer added first sees a run first. Threads: one.
class Stack
{
public:
    Stack &add(std::unique_ptr<Layer> layer);
    /// The whole stack as one service. The Stack itself can be used again.
    std::unique_ptr<Service> around(std::unique_ptr<Service> innermost) const;
    /// The names of the layers, outermost first.
    std::vector<std::string> names() const;

private:
    std::vector<std::unique_ptr<Layer>> m_layers;
};

/// Makes a service from a plain function. An exception becomes Failed, class "exception".
std::unique_ptr<Service> serviceFrom(std::function<Outcome(const RunPtr &)> function);

/// Calls user code. An exception becomes Failed, class "exception".
Outcome guarded(const std::function<Outcome()> &function);

} // namespace fairlead
