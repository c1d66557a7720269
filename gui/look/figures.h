// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/job_state.h"

#include <QString>

#include <optional>

namespace fairlead {

/// The figures of the monitor: tiles, charts and columns of tables.
enum class Figure {
    ReadyNow,
    RunningNow,
    ScheduledNow,
    DeadNow,
    DoneNow,
    Throughput,
    ReadyOverTime,
    QueueTimeOverTime,
    RunTimeOverTime,
    ShareOverTime,
    QueueTitle,
    QueueState,
    QueueReady,
    QueueOldest,
    QueueIn,
    QueueOut,
    QueueFailed,
    QueueWait,
    QueueRun,
    QueueWorkers,
    QueueHeld,
    QueueDead,
    QueueScheduled,
    QueueWeight,
    QueueHandler,
    TenantTitle,
    TenantOldest,
    TenantReady,
    TenantRunning,
    TenantShare,
    TenantWait,
    TenantFailed,
    TenantHeld,
    TenantWeight,
    TenantState,
    TenantDead,
    TenantTrend,
    TenantRun,
    TenantDone,
    TenantRetried,
    WorkerTitle,
    WorkerState,
    WorkerQueue,
    WorkerTenant,
    WorkerJob,
    WorkerSince,
    WorkerDone,
    WorkerFailed,
    LayerQueue,
    LayerKind,
    LayerValues,
    LayerState,
    GroupProblem,
    GroupJobs,
    GroupTenants,
    GroupNewest,
    GroupOldest,
    GroupClass,
    GroupQueues,
    Count ///< the number of figures
};

/// The page and its filter that show the jobs behind a figure, in the scope of its row.
struct FigureTarget
{
    enum class Place {
        Jobs,
        DeadLetters, ///< a figure of a group leads to the jobs of that group
    };
    Place place = Place::Jobs;
    std::optional<JobState> state; ///< empty: all
    Microseconds handedInWithin {0}; ///< 0: at any time
};

/// The definition of a figure and the time that it covers, in the language of the program.
QString figureText(Figure figure);
/// The text and the age of the figure, for a tooltip. `asOf` is empty while nothing is known.
QString figureTip(Figure figure, const std::optional<TimePoint> &asOf);
const FigureTarget &targetOf(Figure figure);

} // namespace fairlead
