// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"
#include "engine/scheduling/fair_scheduler.h"

namespace fairlead {

/// The facts about a waiting job that its record does not have.
struct WaitFacts
{
    FairScheduler::Standing standing;
    std::vector<Pause> pauses; ///< all that are in force
    std::int64_t startsInLastMinute = 0; ///< starts of its tenant in its queue
    bool isStopping = false; ///< the engine stops
    TimePoint now;
};

/// The reasons, in words, why a ready job is not running. REQUIRES: the record's state is Ready.
WhyView explainWait(const JobRecord &record, const WaitFacts &facts);
/// The same for a job in any other state; the record has all facts.
WhyView explainState(const JobRecord &record);

} // namespace fairlead
