// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/event.h"

#include <functional>

namespace fairlead {

/// A run that began or ended, reported after its commit.
struct RunReport
{
    // As in the event log, but without its number and the name of a canceller: JobStarted, or the end of the run.
    Event event;
    std::string worker;
    std::optional<Microseconds> waited {}; ///< of a job's first start: the time since it was ready
    Microseconds took {0}; ///< worker time, for an end
};
/// Gets a report of every run of the engine's present life, in order for each job. Called on the dispatcher's thread;
/// must be quick and must not throw. Changes of waiting jobs, and of runs of earlier lives, are in the event log.
using RunListener = std::function<void(const RunReport &)>;

} // namespace fairlead
