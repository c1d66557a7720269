// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"
#include "engine/domain/views.h"

#include <string>

namespace fairlead {

// The JSON forms of the configuration in force and of its reload.

/// {"entries":[{"key","value","source"}],"count"}
std::string writeConfigEntries(const std::vector<ConfigEntry> &entries);
Result<std::vector<ConfigEntry>> readConfigEntries(std::string_view json);
/// {"applied":[KEY...],"overruled":[KEY...],"after_restart":[KEY...]}
std::string writeReloadReport(const ReloadReport &report);
Result<ReloadReport> readReloadReport(std::string_view json);

} // namespace fairlead
