// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/config_section.h"

namespace fairlead {

/// The key `layers` of a section; empty when it is absent.
std::optional<std::vector<LayerSettings>> readLayers(ConfigSection &section);

/// The first gate whose name stands in several queues, but not with the same settings.
std::optional<std::string> unlikeGate(const std::vector<QueueSettings> &queues);

} // namespace fairlead
