// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job_filter.h"
#include "engine/domain/settings.h"

namespace fairlead {

/// Completes a filter for the store, which knows no handlers and reads no JSON: adds the queues whose handler is of the
/// asked kind, and the test of payloads.
void resolveFilter(JobFilter &filter, const EngineSettings &settings);

} // namespace fairlead
