// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call_table.h"

namespace fairlead {

class Engine;

/// Adds the answers that an engine gives itself to a table. REQUIRES: the engine outlives the table, and all calls were
/// checked.
void addAnswers(CallTable &table, Engine &engine);

} // namespace fairlead
