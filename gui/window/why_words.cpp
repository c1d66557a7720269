// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/why_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QStringList>

namespace fairlead {

namespace {
/// The context of these texts for translators.
struct WaitWords
{
    Q_DECLARE_TR_FUNCTIONS(WaitWords)
};
} // namespace

QString explainWait(const WhyView &why, TimePoint now)
{
    QStringList lines {WaitWords::tr("Why it waits:")};
    for (const WaitReason &reason : why.reasons)
        lines.append(QStringLiteral("• ") + shown(reason.text));
    if (why.until && *why.until > now) {
        lines.append(WaitWords::tr("It may start at %1 at the earliest, in %2.")
                         .arg(shownTime(*why.until, now), shownDuration(*why.until - now)));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace fairlead
