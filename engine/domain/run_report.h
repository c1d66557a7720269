// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/event.h"

#include <functional>

namespace fairlead {

/// A run that began or ended, told when that is on disk.
struct RunReport
{
    Event event; ///< as in the log of events, but for its number and who cancelled: JobStarted, or how the run ended
    std::string worker;
    std::optional<Microseconds> waited {}; ///< of a job's first start: since it was ready
    Microseconds took {0}; ///< of an end: worker time
};
/// Hears of every run of the present life of an engine, in order for each job. Called on the dispatcher's thread: must
/// be quick and must not throw. What happens to jobs that wait, and to runs that a dead engine left, is in the log of
/// events.
using RunListener = std::function<void(const RunReport &)>;

} // namespace fairlead
