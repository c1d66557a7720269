// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/enum_names.h"
#include "engine/domain/field.h"
#include "engine/domain/ids.h"
#include "engine/domain/result.h"

#include <array>
#include <optional>
#include <string>

namespace fairlead {

/// The most alerts that an engine keeps.
inline constexpr std::size_t alertsMax = 100;
inline constexpr std::size_t alertsOfTenantMax = 10; ///< of one tenant, so that one does not take all
inline constexpr Microseconds alertHoldMax = std::chrono::hours {24};
/// A raised alert is cleared when its measure has been below the threshold for so long, or for the alert's own time
/// when that is longer.
inline constexpr Microseconds alertCalm = std::chrono::minutes {1};

/// The measure of an alert. The numbers reach the disk: do not change them.
enum class AlertKind {
    OldestJob, ///< seconds that the oldest job waits that may start
    Unserved, ///< seconds that nobody has served jobs that wait
    Held, ///< seconds that the oldest job waits behind a shut gate
    Waiting, ///< jobs that are ready
    DeadLetters, ///< jobs that died in the last minute
    Failures, ///< failed runs / runs, in the healthWindow
    Full, ///< share of a limit of waiting jobs or bytes
    Unknown,
};
template <>
struct EnumNames<AlertKind>
{
    static constexpr std::array<std::string_view, 7> all {
        "oldest_job", "unserved", "held", "waiting", "dead_letters", "failures", "full"};
    static constexpr AlertKind unknown = AlertKind::Unknown;
};

enum class AlertUnit { Seconds, Jobs, Share };
AlertUnit unitOf(AlertKind kind);
/// Whether the kind is measured for one tenant.
bool isMeasuredForTenants(AlertKind kind);

/// An alert as a person set it up. Without queue and tenant it watches the engine: the queue that is worst off, and of
/// jobs the sum.
struct AlertRule
{
    AlertName name = AlertName::trusted("none"); ///< unique
    AlertKind kind = AlertKind::OldestJob;
    std::optional<QueueName> queue {};
    std::optional<TenantName> tenant {}; ///< excludes a queue
    double above = 0; ///< raised at this, or above; in the unit of the kind
    Microseconds hold {0}; ///< raised when it has been so for this time
    bool isEnabled = true;
    std::string who {}; ///< the token's name and id; "local" without one
    TimePoint since {}; ///< when it was set up
    bool operator==(const AlertRule &) const = default;
};
/// Fails with Invalid for a threshold that is no number above 0 or no share, and for a scope that the kind does not
/// have.
Result<> checkAlert(const AlertRule &rule);

/// Empty parts stay as they are.
struct AlertPatch
{
    std::optional<double> above {};
    std::optional<Microseconds> hold {};
    std::optional<bool> isEnabled {};
};
AlertRule patched(const AlertRule &rule, const AlertPatch &patch);

/// An alert and how it stands.
struct AlertView
{
    AlertRule rule;
    double value = 0; ///< as last measured
    std::optional<TimePoint> raised {}; ///< since then; empty: it is not raised
};

/// For people, in the unit of the kind: "7 min", "12 a minute", "20 %".
std::string measureText(AlertKind kind, double value);
/// For people: "waits: oldest_job of tenant acme is 7 min (threshold 5 min)".
std::string alertText(const AlertRule &rule, double value);

template <>
struct Fields<AlertRule>
{
    static constexpr std::string_view name = "AlertRule";
    static constexpr auto all =
        std::tuple(Field {"name", &AlertRule::name, "its own, unique", {.isRequired = true, .example = "waits"}},
            Field {"kind", &AlertRule::kind, "what is measured", {.isRequired = true}},
            Criterion {"queue", &AlertRule::queue, "of this queue"},
            Criterion {"tenant", &AlertRule::tenant, "of this tenant"},
            Field {"above", &AlertRule::above,
                "raised at this or above: seconds of oldest_job, unserved and held, jobs of waiting, jobs in the last "
                "minute "
                "of dead_letters, a share such as 0.2 of failures and full",
                {.isRequired = true, .least = 0, .most = 1e12, .example = "300"}},
            Field {"for", &AlertRule::hold, "raised when it has been so for this time",
                {.least = 0, .most = 86'400'000, .example = "2m"}},
            Field {"enabled", &AlertRule::isEnabled, "false: not measured, and not raised"});
};
template <>
struct Fields<AlertPatch>
{
    static constexpr auto all = std::tuple(
        Field {"above", &AlertPatch::above, "raised at this or above", {.least = 0, .most = 1e12, .example = "300"}},
        Field {"for", &AlertPatch::hold, "raised when it has been so for this time",
            {.least = 0, .most = 86'400'000, .example = "2m"}},
        Field {"enabled", &AlertPatch::isEnabled, "false: not measured, and not raised"});
};
template <>
struct Fields<AlertView>
{
    static constexpr std::string_view name = "Alert";
    static constexpr auto all = std::tuple(Inline {&AlertView::rule},
        Field {"who", path<&AlertView::rule, &AlertRule::who>, "the token's name and id, or local"},
        Field {"created_at", path<&AlertView::rule, &AlertRule::since>, "when it was set up"},
        Field {"value", &AlertView::value, "as last measured, in the unit of its threshold"},
        Field {"raised_at", &AlertView::raised, "since when it is raised; null: it is not",
            {.whenEmpty = WhenEmpty::Null}});
};

} // namespace fairlead
