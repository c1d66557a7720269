// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job_filter.h"
#include "engine/domain/settings.h"

namespace fairlead {

/// The store knows no handlers: fills in the queues whose handler is of the kind that the filter asks for.
void resolveHandler(JobFilter &filter, const EngineSettings &settings);

} // namespace fairlead
