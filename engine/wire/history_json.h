// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/flow.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"

namespace fairlead {

// The JSON forms of statistics, as docs/INTERFACES.md names them. Times are microseconds.

/// "name":{"count":...,"p50":...,"p95":...,"p99":...,"max":...}
void writeQuantiles(JsonWriter &writer, std::string_view name, const Quantiles &quantiles);
Quantiles readQuantiles(JsonObject &parent, std::string_view name);
/// Members of the object under way.
void writeFlowCounts(JsonWriter &writer, const FlowCounts &counts);
FlowCounts readFlowCounts(JsonObject &object);
/// {"step_ms":...,"from":...,"until":...,"points":[{"at":...,...}]}; `series`: of the figures only this one.
std::string writeHistory(const History &history, std::string_view series);
Result<History> readHistory(std::string_view json);

} // namespace fairlead
