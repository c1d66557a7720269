// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call_table.h"

namespace fairlead {

class Engine;

/// Adds what an engine itself answers to a table. REQUIRES: the engine outlives the table. Calls were checked.
void addAnswers(CallTable &table, Engine &engine);

} // namespace fairlead
