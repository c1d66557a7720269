// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/table_columns.h"

namespace fairlead {

/// "p50 1 ms, p95 ...", for a tooltip.
QString percentileTip(const Quantiles &times);

/// The p95 of `row.view.*times`, with the other percentiles as tooltip. A dash when no run was counted.
template <typename Row, typename View>
TableColumn<Row> timeColumn(Quantiles View::*times, const QString &title, Figure figure)
{
    return TableColumn<Row>(title,
        [times](const Row &row) {
            const Quantiles &of = row.view.*times;
            return of.count > 0 ? shownDuration(Microseconds {of.p95}) : dash();
        })
        .figure(figure)
        .number()
        .cellTip([times](const Row &row) { return percentileTip(row.view.*times); })
        .role(SortRole, [times](const Row &row) { return static_cast<qlonglong>((row.view.*times).p95); });
}

} // namespace fairlead
