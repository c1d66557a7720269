// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// The statements of the .sql files. Each key is the name in the `-- name:` line above the statement. Threads: any.
const std::map<std::string, std::string_view, std::less<>> &sqlTexts();
/// The schema's migrations, in order; migration n (from 1) leads to schema version n.
std::vector<std::string> sqlMigrations();

} // namespace fairlead
