// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/time_column.h"

#include <QCoreApplication>

namespace fairlead {

QString percentileTip(const Quantiles &times)
{
    return QCoreApplication::translate("times", "p50 %1, p95 %2, p99 %3, longest %4\nof %5 runs of the last 15 minutes")
        .arg(shownDuration(Microseconds {times.p50}), shownDuration(Microseconds {times.p95}),
            shownDuration(Microseconds {times.p99}), shownDuration(Microseconds {times.max}), shown(times.count));
}

} // namespace fairlead
