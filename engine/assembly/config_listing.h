// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/engine_config.h"
#include "engine/domain/views.h"

namespace fairlead {

/// Every key of a configuration with the value in force, as the file would say it, and where that came from. Values
/// that may be secret (environments and headers of handlers) are "***".
std::vector<ConfigEntry> listConfig(const EngineConfig &config);

} // namespace fairlead
