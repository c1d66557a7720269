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

/// The wait of the oldest job, `row.oldest`. A dash when none waits.
template <typename Row>
TableColumn<Row> oldestColumn(const QString &title, Figure figure)
{
    return TableColumn<Row>(title, [](const Row &row) { return row.oldest ? shownDuration(*row.oldest) : dash(); })
        .figure(figure)
        .number()
        .role(SortRole, [](const Row &row) { return static_cast<qlonglong>(row.oldest ? row.oldest->count() : -1); });
}

/// The share of failed runs in the last minute. A dash when none ended.
template <typename Row>
TableColumn<Row> failuresColumn(const QString &title, Figure figure)
{
    return TableColumn<Row>(title,
        [](const Row &row) {
            const std::optional<double> share = failureShare(row.view.lastMinute);
            return share ? shownPercent(*share) : dash();
        })
        .figure(figure)
        .number()
        .role(SortRole, [](const Row &row) { return failureShare(row.view.lastMinute).value_or(-1); });
}

} // namespace fairlead
