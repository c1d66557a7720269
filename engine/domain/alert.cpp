// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/alert.h"

#include "engine/domain/requests.h"
#include "engine/domain/units.h"

#include <cmath>

namespace fairlead {

AlertUnit unitOf(AlertKind kind)
{
    switch (kind) {
    case AlertKind::OldestJob:
    case AlertKind::Unserved:
    case AlertKind::Held:
        return AlertUnit::Seconds;
    case AlertKind::Waiting:
    case AlertKind::DeadLetters:
    case AlertKind::Unknown:
        return AlertUnit::Jobs;
    case AlertKind::Failures:
    case AlertKind::Full:
        return AlertUnit::Share;
    }
    return AlertUnit::Jobs;
}

bool isMeasuredForTenants(AlertKind kind)
{
    return kind == AlertKind::OldestJob || kind == AlertKind::Full;
}

Result<> checkAlert(const AlertRule &rule)
{
    if (!(rule.above > 0) || !std::isfinite(rule.above))
        return failure(ErrorCode::Invalid, "above: expected a number above 0");
    if (unitOf(rule.kind) == AlertUnit::Share && rule.above > 1)
        return failure(ErrorCode::Invalid, "above: expected a share, at most 1");
    if (rule.queue && rule.tenant)
        return failure(ErrorCode::Invalid, "tenant: goes without a queue");
    if (rule.tenant && !isMeasuredForTenants(rule.kind))
        return failure(ErrorCode::Invalid,
            "kind: of one tenant only oldest_job and full are measured, not " + std::string(nameOf(rule.kind)));
    return {};
}

AlertRule patched(const AlertRule &rule, const AlertPatch &patch)
{
    AlertRule after = rule;
    after.above = patch.above.value_or(rule.above);
    after.hold = patch.hold.value_or(rule.hold);
    after.isEnabled = patch.isEnabled.value_or(rule.isEnabled);
    return after;
}

std::string measureText(AlertKind kind, double value)
{
    switch (unitOf(kind)) {
    case AlertUnit::Seconds:
        return durationForPeople(Microseconds {std::llround(value * 1'000'000)});
    case AlertUnit::Jobs:
        return numberText(value) + (kind == AlertKind::DeadLetters ? " a minute" : "");
    case AlertUnit::Share:
        return std::to_string(std::llround(value * 100)) + " %";
    }
    return {};
}

std::string alertText(const AlertRule &rule, double value)
{
    std::string text = rule.name.text();
    text.append(": ").append(nameOf(rule.kind));
    if (rule.queue || rule.tenant)
        text.append(" of ").append(scopeText({rule.queue, rule.tenant}));
    text.append(" is ").append(measureText(rule.kind, value));
    text.append(" (threshold ").append(measureText(rule.kind, rule.above)).append(")");
    return text;
}

} // namespace fairlead
