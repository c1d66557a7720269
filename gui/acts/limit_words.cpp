// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/limit_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QLocale>
#include <QStringList>

namespace fairlead {

namespace {
/// The context of these texts for translators.
struct LimitWords
{
    Q_DECLARE_TR_FUNCTIONS(LimitWords)
};

constexpr Rate noRate {.perSecond = 0, .burst = 1};

TenantPatch wholePatch(const TenantLimits &limits)
{
    return {limits.plan, {limits.weight, limits.rate.value_or(noRate), limits.concurrency, limits.depthMax}};
}

/// The parts of `from` that `chosen` has.
TenantPatch picked(const TenantPatch &from, const TenantPatch &chosen)
{
    TenantPatch patch = from;
    if (!chosen.plan)
        patch.plan.reset();
    if (!chosen.rules.weight)
        patch.rules.weight.reset();
    if (!chosen.rules.rate)
        patch.rules.rate.reset();
    if (!chosen.rules.concurrency)
        patch.rules.concurrency.reset();
    if (!chosen.rules.depthMax)
        patch.rules.depthMax.reset();
    return patch;
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
    TenantPatch patch = wholePatch(after);
    if (before.plan == after.plan)
        patch.plan.reset();
    if (before.weight == after.weight)
        patch.rules.weight.reset();
    if (before.rate == after.rate)
        patch.rules.rate.reset();
    if (before.concurrency == after.concurrency)
        patch.rules.concurrency.reset();
    if (before.depthMax == after.depthMax)
        patch.rules.depthMax.reset();
    return patch;
}

TenantPatch takenBack(const TenantPatch &patch, const TenantLimits &before)
{
    return picked(wholePatch(before), patch);
}

} // namespace fairlead
