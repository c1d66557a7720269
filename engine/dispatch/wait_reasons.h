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
    Microseconds silence {0}; ///< for which no worker elsewhere has asked for jobs of its queue; 0: it is served
    bool isStopping = false; ///< the engine stops
    bool isConfigured = true; ///< its queue is in the configuration
    TimePoint now;
};

/// The reasons, in words, why a ready job is not running. REQUIRES: the record's state is Ready.
WhyView explainWait(const JobRecord &record, const WaitFacts &facts);
/// The same for a job in any other state; the record has all other facts.
WhyView explainState(const JobRecord &record, bool isConfigured);
/// A line about the jobs that wait in queues that are not in the configuration; empty when there are none.
std::string unconfiguredText(const std::vector<QueueTenantCounts> &counts, const std::vector<QueueSettings> &queues);

} // namespace fairlead
