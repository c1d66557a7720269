// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/figures.h"

#include "gui/look/shown.h"

#include <QCoreApplication>

#include <array>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct FigureWords
{
    Q_DECLARE_TR_FUNCTIONS(FigureWords)
};

struct FigureFacts
{
    Figure figure;
    const char *text;
    FigureTarget leadsTo;
};

using Place = FigureTarget::Place;
constexpr Microseconds oneMinute = std::chrono::minutes {1};
constexpr FigureTarget allJobs {Place::Jobs, std::nullopt, Microseconds {0}};
constexpr FigureTarget newJobs {Place::Jobs, std::nullopt, oneMinute};
constexpr FigureTarget readyJobs {Place::Jobs, JobState::Ready, Microseconds {0}};
constexpr FigureTarget runningJobs {Place::Jobs, JobState::Running, Microseconds {0}};
constexpr FigureTarget scheduledJobs {Place::Jobs, JobState::Scheduled, Microseconds {0}};
constexpr FigureTarget succeededJobs {Place::Jobs, JobState::Succeeded, Microseconds {0}};
constexpr FigureTarget deadLetters {Place::DeadLetters, std::nullopt, Microseconds {0}};

/// Each figure once, in the order of the enum.
constexpr std::array figures {
    FigureFacts {Figure::ReadyNow, QT_TRANSLATE_NOOP("FigureWords", "Jobs that wait for a worker, now"), readyJobs},
    FigureFacts {Figure::RunningNow,
        QT_TRANSLATE_NOOP("FigureWords", "Jobs that have a worker, now; for the whole engine, busy workers of all"),
        runningJobs},
    FigureFacts {Figure::ScheduledNow,
        QT_TRANSLATE_NOOP("FigureWords",
            "Jobs that start later, now; those that failed and wait for their next "
            "attempt are among them"),
        scheduledJobs},
    FigureFacts {Figure::DeadNow,
        QT_TRANSLATE_NOOP("FigureWords", "Jobs that failed for good and were not retried or deleted, now"),
        deadLetters},
    FigureFacts {Figure::DoneNow,
        QT_TRANSLATE_NOOP("FigureWords",
            "Runs ended per second, in the last seconds, whatever their outcome; below, "
            "the jobs that succeeded and are kept"),
        succeededJobs},
    FigureFacts {Figure::Throughput,
        QT_TRANSLATE_NOOP("FigureWords", "Jobs handed in, runs ended and runs failed per second, over the time shown"),
        allJobs},
    FigureFacts {Figure::ReadyOverTime,
        QT_TRANSLATE_NOOP("FigureWords", "Jobs that waited for a worker, over the time shown"), readyJobs},
    FigureFacts {Figure::QueueTimeOverTime,
        QT_TRANSLATE_NOOP("FigureWords",
            "Time from ready to the start of the first attempt, for the runs that "
            "started at each moment of the time shown"),
        allJobs},
    FigureFacts {Figure::RunTimeOverTime,
        QT_TRANSLATE_NOOP("FigureWords",
            "Time from start to end of a run, for the runs that ended at each moment of "
            "the time shown"),
        allJobs},
    FigureFacts {Figure::ShareOverTime,
        QT_TRANSLATE_NOOP("FigureWords",
            "Worker time that the tenant got, of that of all tenants, in the last ten "
            "minutes"),
        allJobs},
    FigureFacts {Figure::QueueTitle, QT_TRANSLATE_NOOP("FigureWords", "The queue; its jobs share a handler and layers"),
        allJobs},
    FigureFacts {
        Figure::QueueState, QT_TRANSLATE_NOOP("FigureWords", "Paused, running, ready or idle, now"), runningJobs},
    FigureFacts {Figure::QueueReady, QT_TRANSLATE_NOOP("FigureWords", "Jobs that wait for a worker, now"), readyJobs},
    FigureFacts {Figure::QueueOldest,
        QT_TRANSLATE_NOOP(
            "FigureWords", "How long its oldest ready job has waited, now; paused and held jobs do not count"),
        readyJobs},
    FigureFacts {
        Figure::QueueIn, QT_TRANSLATE_NOOP("FigureWords", "Jobs handed in per second, in the last minute"), newJobs},
    FigureFacts {
        Figure::QueueOut, QT_TRANSLATE_NOOP("FigureWords", "Runs ended per second, in the last minute"), succeededJobs},
    FigureFacts {Figure::QueueFailed,
        QT_TRANSLATE_NOOP("FigureWords", "Runs of the last minute that failed, of all that ended"), deadLetters},
    FigureFacts {Figure::QueueWait,
        QT_TRANSLATE_NOOP(
            "FigureWords", "95 % of the first attempts waited no longer than this, in the last 15 minutes"),
        readyJobs},
    FigureFacts {Figure::QueueRun,
        QT_TRANSLATE_NOOP("FigureWords", "95 % of the runs took no longer than this, in the last 15 minutes"),
        runningJobs},
    FigureFacts {Figure::QueueWorkers,
        QT_TRANSLATE_NOOP("FigureWords",
            "Runs under way now, of the largest number at once; double-click or F2 "
            "changes that, Enter shows the runs"),
        runningJobs},
    FigureFacts {Figure::QueueHeld,
        QT_TRANSLATE_NOOP("FigureWords", "The layer that lets no more jobs start just now, and the jobs behind it"),
        readyJobs},
    FigureFacts {Figure::QueueDead,
        QT_TRANSLATE_NOOP("FigureWords", "Dead letters that were not retried or deleted, now"), deadLetters},
    FigureFacts {
        Figure::QueueScheduled, QT_TRANSLATE_NOOP("FigureWords", "Later, retries included, now"), scheduledJobs},
    FigureFacts {Figure::QueueWeight,
        QT_TRANSLATE_NOOP("FigureWords", "Its share of the workers against the other queues, as set now"), allJobs},
    FigureFacts {Figure::QueueHandler,
        QT_TRANSLATE_NOOP("FigureWords", "The kind of program that runs its jobs, as configured now"), allJobs},
    FigureFacts {Figure::TenantTitle, QT_TRANSLATE_NOOP("FigureWords", "Who hands in the jobs"), allJobs},
    FigureFacts {Figure::TenantOldest,
        QT_TRANSLATE_NOOP(
            "FigureWords", "How long its oldest ready job has waited, now; held jobs count, paused ones do not"),
        readyJobs},
    FigureFacts {Figure::TenantReady, QT_TRANSLATE_NOOP("FigureWords", "Jobs that wait for a worker, now"), readyJobs},
    FigureFacts {Figure::TenantRunning, QT_TRANSLATE_NOOP("FigureWords", "Jobs that have a worker, now"), runningJobs},
    FigureFacts {Figure::TenantShare,
        QT_TRANSLATE_NOOP("FigureWords",
            "Worker time of the last minute against what the weight is worth. The mark "
            "is the fair share; the bar is logarithmic, from a hundredth to a hundred "
            "times of it"),
        runningJobs},
    FigureFacts {Figure::TenantWait,
        QT_TRANSLATE_NOOP(
            "FigureWords", "95 % of the first attempts waited no longer than this, in the last 15 minutes"),
        readyJobs},
    FigureFacts {Figure::TenantFailed,
        QT_TRANSLATE_NOOP("FigureWords", "Runs of the last minute that failed, of all that ended"), deadLetters},
    FigureFacts {Figure::TenantHeld,
        QT_TRANSLATE_NOOP("FigureWords", "What keeps its ready jobs from starting now, whatever their turn"),
        readyJobs},
    FigureFacts {Figure::TenantWeight,
        QT_TRANSLATE_NOOP("FigureWords",
            "How much worker time the tenant is due against the others, as set now; "
            "double-click or F2 changes it, Enter shows its jobs"),
        allJobs},
    FigureFacts {
        Figure::TenantState, QT_TRANSLATE_NOOP("FigureWords", "Paused, running, ready or idle, now"), runningJobs},
    FigureFacts {Figure::TenantDead,
        QT_TRANSLATE_NOOP("FigureWords", "Dead letters that were not retried or deleted, now"), deadLetters},
    FigureFacts {Figure::TenantTrend, QT_TRANSLATE_NOOP("FigureWords", "Runs ended per second in the last ten minutes"),
        allJobs},
    FigureFacts {Figure::TenantRun,
        QT_TRANSLATE_NOOP("FigureWords", "95 % of the runs took no longer than this, in the last 15 minutes"),
        runningJobs},
    FigureFacts {Figure::TenantDone, QT_TRANSLATE_NOOP("FigureWords", "Runs ended per second, in the last minute"),
        succeededJobs},
    FigureFacts {Figure::TenantRetried,
        QT_TRANSLATE_NOOP("FigureWords", "Runs that failed and were put back, of all runs since the engine started"),
        scheduledJobs},
    FigureFacts {Figure::WorkerTitle,
        QT_TRANSLATE_NOOP("FigureWords", "A worker of this engine; it runs one job at a time"), runningJobs},
    FigureFacts {
        Figure::WorkerState, QT_TRANSLATE_NOOP("FigureWords", "Whether the worker has a job, now"), runningJobs},
    FigureFacts {Figure::WorkerQueue, QT_TRANSLATE_NOOP("FigureWords", "The queue of its present job"), runningJobs},
    FigureFacts {Figure::WorkerTenant, QT_TRANSLATE_NOOP("FigureWords", "The tenant of its present job"), runningJobs},
    FigureFacts {
        Figure::WorkerJob, QT_TRANSLATE_NOOP("FigureWords", "The end of the id of its present job"), runningJobs},
    FigureFacts {
        Figure::WorkerSince, QT_TRANSLATE_NOOP("FigureWords", "How long its present job has run, now"), runningJobs},
    FigureFacts {
        Figure::WorkerDone, QT_TRANSLATE_NOOP("FigureWords", "Runs that it has ended, since it began"), succeededJobs},
    FigureFacts {
        Figure::WorkerFailed, QT_TRANSLATE_NOOP("FigureWords", "Runs of it that failed, since it began"), deadLetters},
    FigureFacts {
        Figure::LayerQueue, QT_TRANSLATE_NOOP("FigureWords", "The queue whose runs pass the layer"), readyJobs},
    FigureFacts {Figure::LayerKind,
        QT_TRANSLATE_NOOP("FigureWords", "The kind of the layer; the outermost of a queue comes first"), readyJobs},
    FigureFacts {Figure::LayerValues, QT_TRANSLATE_NOOP("FigureWords", "Its settings, as configured now"), readyJobs},
    FigureFacts {Figure::LayerState,
        QT_TRANSLATE_NOOP("FigureWords",
            "What it does now: an open circuit, runs under way, hits and misses of a cache since the start"),
        readyJobs},
    FigureFacts {Figure::GroupProblem,
        QT_TRANSLATE_NOOP("FigureWords", "The last line of the newest error of the group"), deadLetters},
    FigureFacts {Figure::GroupJobs,
        QT_TRANSLATE_NOOP("FigureWords", "Dead letters of the group that were not retried or deleted, now"),
        deadLetters},
    FigureFacts {Figure::GroupTenants,
        QT_TRANSLATE_NOOP("FigureWords", "The tenants with the most dead letters of the group, three at most"),
        deadLetters},
    FigureFacts {Figure::GroupNewest,
        QT_TRANSLATE_NOOP("FigureWords", "How long ago the newest dead letter of the group died"), deadLetters},
    FigureFacts {Figure::GroupOldest,
        QT_TRANSLATE_NOOP("FigureWords", "How long ago the oldest dead letter of the group died"), deadLetters},
    FigureFacts {Figure::GroupClass, QT_TRANSLATE_NOOP("FigureWords", "The class of the newest error of the group"),
        deadLetters},
    FigureFacts {Figure::GroupQueues,
        QT_TRANSLATE_NOOP("FigureWords", "The queues with the most dead letters of the group, three at most"),
        deadLetters},
};

constexpr bool areInOrder()
{
    for (std::size_t i = 0; i < figures.size(); ++i) {
        if (static_cast<std::size_t>(figures[i].figure) != i)
            return false;
    }
    return figures.size() == static_cast<std::size_t>(Figure::Count);
}
static_assert(areInOrder());

const FigureFacts &factsOf(Figure figure)
{
    return figures.at(static_cast<std::size_t>(figure));
}
} // namespace

QString figureText(Figure figure)
{
    return FigureWords::tr(factsOf(figure).text);
}

QString figureTip(Figure figure, const std::optional<TimePoint> &asOf)
{
    const QString text = figureText(figure);
    return asOf ? text + QLatin1Char('\n') + FigureWords::tr("As of %1").arg(shownTimeInFull(*asOf)) : text;
}

const FigureTarget &targetOf(Figure figure)
{
    return factsOf(figure).leadsTo;
}

} // namespace fairlead
