// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/engine_config.h"
#include "engine/domain/views.h"

namespace fairlead {

/// The outcome of a configuration that was read again beside the one in force.
struct ConfigReload
{
    EngineConfig config; ///< in force from now on: as before, but for what may change while an engine runs
    ReloadReport report; ///< every key that differs, in force now or after a restart
};
/// All keys change but those whose table says `afterRestart` (config_keys.h). A value that the command line gave stays.
ConfigReload reloadConfig(const EngineConfig &running, EngineConfig read);

/// The same report with the keys of these tenants set apart: what operators said of them counts.
ReloadReport overruled(const ReloadReport &report, const std::set<TenantName> &saidByOperators);

} // namespace fairlead
