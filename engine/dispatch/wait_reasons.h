// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"
#include "engine/scheduling/fair_scheduler.h"

namespace fairlead {

/// Facts about a job that waits for a worker, beside its record.
struct WaitFacts
{
    FairScheduler::Standing standing;
    std::vector<Pause> pauses; ///< all that are in force
    std::int64_t startsInLastMinute = 0; ///< of its tenant in its queue
    bool isStopping = false; ///< the engine
    TimePoint now;
};

/// Says in words why a ready job is not running. REQUIRES: the record's state is Ready.
WhyView explainWait(const JobRecord &record, const WaitFacts &facts);
/// The same of a job in any other state, which its record tells.
WhyView explainState(const JobRecord &record);

} // namespace fairlead
