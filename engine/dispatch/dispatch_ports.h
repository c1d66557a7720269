// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/run_messages.h"
#include "engine/dispatch/store_gate.h"
#include "engine/domain/gate.h"
#include "engine/domain/random.h"
#include "engine/domain/run_report.h"
#include "engine/domain/settings_in_force.h"

#include <map>

namespace fairlead {

/// The ports of a dispatcher and its parts to everything outside. All are called on the dispatcher's thread and answer
/// there.
struct DispatchPorts
{
    StoreQueue &store;
    RunSink &workers;
    std::shared_ptr<Executor> home; ///< the dispatcher's own thread
    Timers &timers;
    const Clock &clock;
    Random &random;
    std::map<QueueName, QueueGates> gates {}; ///< of the queues that have any
};

/// The notices of a dispatcher. Called on its thread.
struct DispatchNotices
{
    std::function<void()> becameIdle; ///< no known job runs, waits or is scheduled any more
    std::function<void(const Error &)> trouble; ///< an error for the log
    std::function<void(const std::string &)> told = [](const std::string &) {}; ///< a line for the log, of level info
    std::function<void(const Lane &)> roomFreed = [](const Lane &) {}; ///< a job left the backlog
    std::function<void(const TenantName &)> limitsChanged = [](const TenantName &) {};
    std::function<void(std::size_t)> spawned = [](std::size_t) {}; ///< the number of jobs that runs spawned
    decltype(Run::enqueue) enqueue {}; ///< called by runs, on any thread
    RunListener reported {}; ///< may be empty
};

/// The pause before a failed request to the store is repeated.
inline constexpr Microseconds afterTrouble = std::chrono::milliseconds {200};

} // namespace fairlead
