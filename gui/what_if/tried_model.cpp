// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/what_if/tried_model.h"

#include "gui/look/shown.h"

namespace fairlead {

namespace {
QString changeText(const TriedRow &row)
{
    if (!row.tried.then)
        return dash();
    switch (row.tried.change()) {
    case WaitChange::Better:
        return TriedModel::tr("▲ better");
    case WaitChange::Worse:
        return TriedModel::tr("▼ worse");
    case WaitChange::Alike:
        break;
    }
    return TriedModel::tr("= alike");
}

std::optional<ShownState> changeState(const TriedRow &row)
{
    switch (row.tried.change()) {
    case WaitChange::Better:
        return ShownState::Succeeded;
    case WaitChange::Worse:
        return ShownState::Dead;
    case WaitChange::Alike:
        break;
    }
    return {};
}

/// A figure now and with the draft.
template <typename T>
TableColumn<TriedRow> triedColumn(
    const QString &title, const QString &tip, T TriedFigures::*figure, QString (*words)(T))
{
    return TableColumn<TriedRow>(title,
        [figure, words](const TriedRow &row) {
            const QString now = words(row.tried.now.*figure);
            return row.tried.then ? TriedModel::tr("%1 → %2").arg(now, words((*row.tried.then).*figure)) : now;
        })
        .tip(tip)
        .number()
        .spoken([figure, words](const TriedRow &row) {
            const QString now = words(row.tried.now.*figure);
            return row.tried.then ? TriedModel::tr("%1, then %2").arg(now, words((*row.tried.then).*figure)) : now;
        })
        .role(SortRole, [figure](const TriedRow &row) {
            const T value = row.tried.then.value_or(row.tried.now).*figure;
            if constexpr (std::is_same_v<T, Microseconds>)
                return QVariant(static_cast<qlonglong>(value.count()));
            else if constexpr (std::is_floating_point_v<T>)
                return QVariant(value);
            else
                return QVariant(static_cast<qlonglong>(value));
        });
}

std::vector<TableColumn<TriedRow>> columnsOfTried()
{
    using TriedColumn = TableColumn<TriedRow>;
    return {TriedColumn(TriedModel::tr("Tenant"), [](const TriedRow &row) { return shown(row.tried.tenant.text()); }),
        TriedColumn(TriedModel::tr("Wait"), changeText)
            .tip(TriedModel::tr("Whether 95 of 100 jobs wait less or more with the draft; sorts by how much"))
            .spoken([](const TriedRow &row) { return changeText(row).section(QLatin1Char(' '), -1); })
            .state(changeState)
            .role(SortRole, [](const TriedRow &row) { return row.tried.distance(); }),
        triedColumn<Microseconds>(TriedModel::tr("Wait p95"),
            TriedModel::tr("95 of 100 jobs wait no longer from their arrival to their start"), &TriedFigures::waitP95,
            &shownDuration),
        triedColumn<double>(TriedModel::tr("Share"), TriedModel::tr("Of the worker time of all tenants"),
            &TriedFigures::share, &shownPercent),
        triedColumn<Microseconds>(TriedModel::tr("Worst wait"), TriedModel::tr("The longest wait of one job"),
            &TriedFigures::waitWorst, &shownDuration),
        triedColumn<Microseconds>(TriedModel::tr("Wait p50"),
            TriedModel::tr("Half of the jobs wait no longer from their arrival to their start"), &TriedFigures::waitP50,
            &shownDuration),
        triedColumn<std::int64_t>(TriedModel::tr("Done"), TriedModel::tr("Jobs that were done within the load's time"),
            &TriedFigures::succeeded, &shown),
        triedColumn<std::int64_t>(
            TriedModel::tr("Refused"), TriedModel::tr("Jobs that found no room"), &TriedFigures::refused, &shown)};
}
} // namespace

TriedModel::TriedModel(QObject *parent)
    : KeyedTableModel(columnsOfTried(), parent)
{
}

void TriedModel::show(const Comparison *comparison)
{
    std::vector<TriedRow> rows;
    if (comparison) {
        rows.reserve(comparison->tenants.size());
        for (const TenantTried &tried : comparison->tenants)
            rows.push_back({tried});
    }
    replaceRows(std::move(rows));
}

} // namespace fairlead
