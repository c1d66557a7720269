// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/flow.h"
#include "engine/domain/health.h"
#include "engine/domain/health_settings.h"
#include "engine/domain/queue_views.h"

namespace fairlead {

/// All that the verdict about an engine rests on, at one moment. It holds what was measured, and no judgement.
struct HealthFacts
{
    /// Jobs that something keeps from starting.
    struct Held
    {
        std::string by; ///< kind of the gate
        std::int64_t jobs = 0;
        Microseconds oldest {0};
        std::optional<TenantName> tenant {}; ///< the only one that is held; empty: several, or the whole queue
        bool isAtLeast = false; ///< there may be more jobs
    };
    struct Queue
    {
        QueueName name = QueueName::trusted("none");
        bool isConfigured = true;
        bool isPulled = false;
        bool isPaused = false; ///< it, or the engine
        int running = 0;
        std::int64_t waiting = 0; ///< jobs, with those that are scheduled
        std::int64_t claimable = 0; ///< in memory; of a queue that is not configured those that would be
        Microseconds oldest {0}; ///< wait of the oldest of these
        Microseconds silence {0}; ///< of a pulled queue: since a worker has asked
        std::optional<Held> held {};
        FlowCounts recent {}; ///< of the window
        std::int64_t deadLately = 0; ///< jobs that died in the last minute
        std::int64_t movedIn = 0; ///< jobs that moves brought from other queues, in the window
        std::int64_t movedOut = 0;
        std::int64_t lostLeases = 0; ///< in the window
        double full = 0; ///< share of its limit; 0: none
    };
    struct Tenant
    {
        TenantName name = defaultTenant();
        double weight = 0; ///< where it waits for the engine's workers now; 0: nowhere
        Microseconds oldest {0}; ///< wait of its oldest job that may start, in any queue
        Microseconds runnable {0}; ///< so long nothing has kept all its jobs from starting; a held tenant begins anew
        Microseconds workerTime {0}; ///< in the time of `shares`
        double full = 0; ///< share of its limit; 0: none
    };
    struct Breaker
    {
        QueueName queue = QueueName::trusted("none");
        std::string target; ///< empty: the queue
        bool isTenant = false; ///< the target is one
    };
    struct Commits
    {
        std::int64_t count = 0;
        Microseconds p99 {0};
    };
    struct ClockStep
    {
        Microseconds by {0};
        Microseconds ago {0};
    };
    /// Ends of runs that the store has refused so far, and that are tried again.
    struct RefusedEnds
    {
        std::int64_t count = 0;
        Microseconds since {0}; ///< so long some have waited without a break
        std::string why; ///< the store's last error
    };
    struct Loss
    {
        std::string text; ///< of the event
        TimePoint at {};
    };
    /// The time over which the tenants' worker time was measured.
    struct Shares
    {
        Microseconds over {0}; ///< 0: not yet
        Microseconds meanRun {0}; ///< 0: no run has ended
    };

    TimePoint now {};
    std::vector<Queue> queues {};
    std::vector<Tenant> tenants {}; ///< those that wait or have a limit, in order of name
    std::vector<Pause> pauses {};
    std::vector<Breaker> breakers {};
    std::vector<TimePoint> starts {}; ///< of the engine, its own life included
    Shares shares {};
    Commits commits {};
    std::optional<ClockStep> clockStep {};
    std::optional<RefusedEnds> refusedEnds {};
    std::optional<std::string> brokenBy {}; ///< the error after which the store takes nothing any more
    std::optional<Loss> loss {}; ///< that a start found lately, or that of this life
    std::optional<std::int64_t> diskRoom {}; ///< empty: no disk is filled
    double full = 0; ///< share of the engine's limit; 0: none
};

/// So long nobody has served jobs that wait: no worker has asked for them, or the queue is not configured. Empty when
/// somebody does, or nothing waits.
std::optional<Microseconds> unservedFor(const HealthFacts::Queue &queue);
/// Failed runs / runs. Empty with so few runs that a share says nothing.
std::optional<double> shareOfFailures(const FlowCounts &recent);

/// Judges the facts. With `only`, for one who may see this tenant alone: the causes that concern it. Pure.
HealthReport judgeHealth(
    const HealthFacts &facts, const HealthSettings &settings, const std::optional<TenantName> &only = {});

} // namespace fairlead
