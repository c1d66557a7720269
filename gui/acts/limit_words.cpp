// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/limit_words.h"

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

/// The parts of a tenant's settings that a patch or a difference names.
struct Parts
{
    bool plan = false;
    bool weight = false;
    bool rate = false;
    bool concurrency = false;
    bool depthMax = false;
    bool bytesMax = false;
    bool retryShare = false;
    bool backpressure = false;
};

/// The patch that sets the chosen parts to these limits. Without a backpressure, the tenant's own is cleared, and that
/// of the plan or the queue counts.
TenantPatch patchOf(const TenantLimits &limits, const Parts &parts)
{
    TenantPatch patch;
    TenantRules &rules = patch.rules;
    if (parts.plan)
        patch.plan = limits.plan;
    if (parts.weight)
        rules.weight = limits.weight;
    if (parts.rate)
        rules.rate = limits.rate.value_or(noRate);
    if (parts.concurrency)
        rules.concurrency = limits.concurrency;
    if (parts.depthMax)
        rules.depthMax = limits.depthMax;
    if (parts.bytesMax)
        rules.bytesMax = limits.bytesMax;
    if (parts.retryShare)
        rules.retryShare = limits.retryShare;
    if (parts.backpressure) {
        rules.backpressure = limits.backpressure;
        patch.cleared.backpressure = !limits.backpressure;
    }
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
    return patchOf(after,
        {.plan = before.plan != after.plan,
            .weight = before.weight != after.weight,
            .rate = before.rate != after.rate,
            .concurrency = before.concurrency != after.concurrency,
            .depthMax = before.depthMax != after.depthMax,
            .bytesMax = before.bytesMax != after.bytesMax,
            .retryShare = before.retryShare != after.retryShare,
            .backpressure = before.backpressure != after.backpressure});
}

TenantPatch takenBack(const TenantPatch &patch, const TenantLimits &before)
{
    const TenantRules &rules = patch.rules;
    return patchOf(before,
        {.plan = patch.plan.has_value(),
            .weight = rules.weight.has_value(),
            .rate = rules.rate.has_value(),
            .concurrency = rules.concurrency.has_value(),
            .depthMax = rules.depthMax.has_value(),
            .bytesMax = rules.bytesMax.has_value(),
            .retryShare = rules.retryShare.has_value(),
            .backpressure = rules.backpressure.has_value() || patch.cleared.backpressure});
}

} // namespace fairlead
