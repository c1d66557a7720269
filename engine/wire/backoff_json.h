// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"

namespace fairlead {

/// Reads the member `backoff`, as in the configuration; empty when absent or faulty.
std::optional<RetryPolicy> readBackoff(JsonObject &object);
/// Writes the member `backoff`; readBackoff reads it back exactly.
void writeBackoff(JsonWriter &writer, const RetryPolicy &policy);

/// Milliseconds, with a fraction when microseconds are left.
void writeMilliseconds(JsonWriter &writer, std::string_view name, Microseconds time);
/// 1 ms to timeoutMax; else a fault.
std::optional<Microseconds> readMilliseconds(JsonObject &object, std::string_view name);

} // namespace fairlead
