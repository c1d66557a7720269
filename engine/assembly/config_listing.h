// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/engine_config.h"
#include "engine/domain/field.h"
#include "engine/domain/views.h"

namespace fairlead {

/// Every key of a configuration with the value in force, as the file would say it, and where that came from. Values
/// that may be secret (environments and headers of handlers) are "***".
std::vector<ConfigEntry> listConfig(const EngineConfig &config);

/// A key that the configuration file may have, for the document and for tests.
struct ConfigKey
{
    std::string table; ///< such as "queue.NAME" or "queue.NAME.handler, kind http"
    std::string name;
    std::string kind; ///< such as "a whole number from 1 to 64"
    std::string builtIn; ///< as the file would say it
    FieldSpec spec;
};
/// All there are, in the order of the document.
std::vector<ConfigKey> allConfigKeys();

} // namespace fairlead
