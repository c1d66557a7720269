// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/enum_names.h"
#include "engine/domain/field.h"
#include "engine/domain/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace fairlead {

// The health of an engine as clients see it.

enum class HealthVerdict {
    Healthy, ///< work that may run does run; also when there is none
    Attention, ///< somebody should look
    Failing, ///< work does not get done, or soon will not
    Unknown,
};
template <>
struct EnumNames<HealthVerdict>
{
    static constexpr std::array<std::string_view, 3> all {"healthy", "attention", "failing"};
    static constexpr HealthVerdict unknown = HealthVerdict::Unknown;
};

/// The kinds of trouble, the gravest first. The comment says what `value`, `count`, `detail` and `target` are.
enum class HealthCauseKind {
    StoreFailed, ///< seconds for which it has taken no ends of runs; count: ends that wait. Both 0: it is broken
    StoreLost, ///< seconds since a start found that the last commits were gone
    EngineFull, ///< share of its limit
    DiskLow, ///< bytes that new jobs may still take
    RestartLoop, ///< restarts in the window
    StoreSlow, ///< 99th percentile of commits in seconds; count: commits
    QueueUnserved, ///< seconds since a worker asked, or since it waits for a configuration; count: jobs that wait
    QueueFull, ///< share of its limit
    BreakerOpen, ///< open targets; target: one of them, empty: the whole queue
    OldestJobOld, ///< seconds; count: jobs that wait
    DeadLetterStorm, ///< jobs that died in the window
    FailureShare, ///< failed runs / runs, in the window; count: runs
    WorkersLost, ///< leases that ended without an answer, in the window
    ArrivalsAboveDepartures, ///< jobs that came / jobs that left, in the window; count: jobs that wait
    TenantsShort, ///< the smallest part of a fair share; count: tenants
    TenantFull, ///< the largest share of a limit; count: tenants
    HeldByGate, ///< seconds that the oldest waits; count: jobs; detail: kind of the gate
    ClockStepped, ///< seconds, negative: back; count: seconds since the step
    PauseOld, ///< seconds
    Unknown,
};
template <>
struct EnumNames<HealthCauseKind>
{
    static constexpr std::array<std::string_view, 19> all {"store_failed", "store_lost", "engine_full", "disk_low",
        "restart_loop", "store_slow", "queue_unserved", "queue_full", "breaker_open", "oldest_job_old",
        "dead_letter_storm", "failure_share", "workers_lost", "arrivals_above_departures", "tenants_short",
        "tenant_full", "held_by_gate", "clock_stepped", "pause_old"};
    static constexpr HealthCauseKind unknown = HealthCauseKind::Unknown;
};

/// One trouble. The text is in English; a client that speaks another language makes its own from the other members.
struct HealthCause
{
    HealthCauseKind kind = HealthCauseKind::Unknown;
    bool isFailing = false; ///< alone it makes the verdict Failing
    std::string text;
    double value = 0;
    double threshold = 0; ///< in the unit of the value; 0: there is none
    std::int64_t count = 0; ///< jobs, runs, tenants or queues that it concerns; 0: said by the value
    std::int64_t others = 0; ///< queues, tenants or scopes with the same trouble that are not listed; this is the worst
    std::string detail {};
    std::string target {}; ///< it may come from a payload
    std::optional<QueueName> queue {};
    std::optional<TenantName> tenant {};
};
template <>
struct Fields<HealthCause>
{
    static constexpr std::string_view name = "HealthCause";
    static constexpr auto all = std::tuple(Field {"kind", &HealthCause::kind, "of the trouble", {.isRequired = true}},
        Field {"failing", &HealthCause::isFailing, "whether it alone makes the verdict failing"},
        Field {
            "text", &HealthCause::text, "in English, with its number and the threshold", {.secrecy = Secrecy::Quoting}},
        Field {"value", &HealthCause::value, "a number, a share, bytes, or seconds"},
        Field {
            "threshold", &HealthCause::threshold, "in the same unit; left out where there is none", {.leftOutAt = 0}},
        Field {"count", &HealthCause::count, "jobs, runs, tenants or queues that it concerns"},
        Field {"others", &HealthCause::others, "with the same trouble, which are not listed; this one has it worst",
            {.leftOutAt = 0}},
        Field {"detail", &HealthCause::detail, "kind of a gate", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"target", &HealthCause::target, "of a circuit breaker that is open",
            {.whenEmpty = WhenEmpty::LeftOut, .secrecy = Secrecy::Payload}},
        Field {"queue", &HealthCause::queue, "that has it"}, Field {"tenant", &HealthCause::tenant, "that has it"});
};

/// The most causes that a report has.
inline constexpr std::size_t healthCausesMax = 100;
/// The verdict and its causes, the gravest first.
struct HealthReport
{
    HealthVerdict verdict = HealthVerdict::Unknown;
    std::vector<HealthCause> causes {};
    std::int64_t leftOut = 0; ///< causes beyond healthCausesMax
};
template <>
struct Fields<HealthReport>
{
    static constexpr std::string_view name = "HealthReport";
    static constexpr auto all =
        std::tuple(Field {"verdict", &HealthReport::verdict, "healthy, attention or failing", {.isRequired = true}},
            Field {"causes", &HealthReport::causes, "at most 100, the gravest first"},
            Field {"left_out", &HealthReport::leftOut, "lighter causes that are not listed"});
};

} // namespace fairlead
