// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job_filter.h"
#include "engine/domain/settings.h"

namespace fairlead {

/// Adds to the filter the queues whose handler is of the asked kind, because the store knows no handlers.
void resolveHandler(JobFilter &filter, const EngineSettings &settings);

} // namespace fairlead
