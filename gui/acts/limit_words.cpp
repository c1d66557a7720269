// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/limit_words.h"

#include "engine/domain/settings_fields.h"
#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct LimitWords
{
    Q_DECLARE_TR_FUNCTIONS(LimitWords)
};

constexpr Rate noRate {.perSecond = 0, .burst = 1};

/// The patch that sets the limits of the chosen fields. Without a backpressure, the tenant's own is cleared, and that
/// of the plan or the queue counts.
template <typename IsChosen>
TenantPatch patchTo(const TenantLimits &limits, bool isPlanChosen, const IsChosen &isChosen)
{
    TenantPatch patch;
    if (isPlanChosen)
        patch.plan = limits.plan;
    eachOf(limitFields, [&](const auto &field) {
        if (!isChosen(field))
            return;
        const auto &limit = field.access(limits);
        using Limit = std::remove_cvref_t<decltype(limit)>;
        if constexpr (std::is_same_v<Limit, std::optional<Rate>>)
            field.access(patch.rules) = limit.value_or(noRate);
        else
            field.access(patch.rules) = limit;
        if constexpr (std::is_same_v<Limit, std::optional<Backpressure>>)
            field.access(patch.cleared) = !limit;
    });
    return patch;
}

QString backpressureWords(const Backpressure &backpressure)
{
    switch (backpressure.whenFull) {
    case WhenFull::Reject:
        return LimitWords::tr("refuses when full");
    case WhenFull::DropOldest:
        return LimitWords::tr("drops the oldest when full");
    case WhenFull::DropNewest:
        return LimitWords::tr("drops the newest when full");
    case WhenFull::Wait:
        return LimitWords::tr("senders wait up to %1 when full").arg(shownDuration(backpressure.waitMax));
    case WhenFull::ShedLow:
        return LimitWords::tr("refuses low priorities from %1 on").arg(shownPercent(backpressure.shedFrom));
    }
    return {};
}
} // namespace

QString patchWords(const TenantPatch &patch)
{
    const TenantRules &rules = patch.rules;
    QStringList parts;
    if (patch.plan)
        parts.append(
            patch.plan->empty() ? LimitWords::tr("no plan") : LimitWords::tr("plan %1").arg(shown(*patch.plan)));
    if (rules.weight)
        parts.append(LimitWords::tr("weight %1").arg(QLocale().toString(*rules.weight)));
    if (rules.rate)
        parts.append(rules.rate->perSecond > 0 ? LimitWords::tr("at most %1").arg(shown(rateText(*rules.rate)))
                                               : LimitWords::tr("any rate"));
    if (rules.concurrency)
        parts.append(*rules.concurrency > 0 ? LimitWords::tr("%1 at once").arg(shown(std::int64_t {*rules.concurrency}))
                                            : LimitWords::tr("any number at once"));
    if (rules.depthMax)
        parts.append(*rules.depthMax > 0 ? LimitWords::tr("%1 waiting").arg(shown(*rules.depthMax))
                                         : LimitWords::tr("any number waiting"));
    if (rules.bytesMax)
        parts.append(*rules.bytesMax > 0 ? LimitWords::tr("%1 waiting").arg(shownBytes(*rules.bytesMax))
                                         : LimitWords::tr("any size waiting"));
    if (rules.retryShare)
        parts.append(*rules.retryShare < 1
                ? LimitWords::tr("retries at most %1 of runs").arg(shownPercent(*rules.retryShare))
                : LimitWords::tr("any share of retries"));
    if (rules.backpressure)
        parts.append(backpressureWords(*rules.backpressure));
    if (patch.cleared.backpressure)
        parts.append(LimitWords::tr("what the plan or the queue does when full"));
    return parts.join(QStringLiteral(", "));
}

QString limitWords(const TenantLimits &limits)
{
    TenantPatch patch = patchBetween({}, limits);
    patch.rules.weight.reset();
    const QString words = patchWords(patch);
    return words.isEmpty() ? LimitWords::tr("no limits") : words;
}

TenantPatch patchBetween(const TenantLimits &before, const TenantLimits &after)
{
    return patchTo(after, before.plan != after.plan,
        [&](const auto &field) { return field.access(before) != field.access(after); });
}

TenantPatch takenBack(const TenantPatch &patch, const TenantLimits &before)
{
    return patchTo(before, patch.plan.has_value(),
        [&](const auto &field) { return field.access(patch.rules).has_value() || field.access(patch.cleared); });
}

} // namespace fairlead
