// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/tenants_model.h"

#include "gui/look/shown.h"
#include "gui/models/hold_words.h"
#include "gui/models/time_column.h"

#include <QLocale>

#include <algorithm>
#include <numeric>

namespace fairlead {

namespace {
double retryShare(const TenantRow &row)
{
    return row.view.attempts > 0 ? static_cast<double>(row.view.retries) / static_cast<double>(row.view.attempts) : 0;
}

QString shareText(const TenantRow &row)
{
    return TenantsModel::tr("%1 / %2").arg(shownPercent(row.share), shownPercent(row.fair));
}

using ColumnOf = TableColumn<TenantRow>;

ColumnOf shareColumn()
{
    return ColumnOf(TenantsModel::tr("Share / fair, 1 min"), shareText)
        .figure(Figure::TenantShare)
        .cellTip([](const TenantRow &row) {
            return TenantsModel::tr(
                "Got %1 of the worker time of the last minute; its weight among the tenants with work gives %2. What a "
                "tenant does not use goes to the others.")
                .arg(shownPercent(row.share), shownPercent(row.fair));
        })
        .spoken([](const TenantRow &row) {
            return TenantsModel::tr("%1, fair %2").arg(shownPercent(row.share), shownPercent(row.fair));
        })
        .role(ShareRole, [](const TenantRow &row) { return row.share; })
        .role(FairShareRole, [](const TenantRow &row) { return row.fair; })
        .role(SortRole, [](const TenantRow &row) { return row.share; });
}

ColumnOf heldColumn()
{
    return ColumnOf(TenantsModel::tr("Held by"), [](const TenantRow &row) { return holdWords(row.view); })
        .figure(Figure::TenantHeld)
        .cellTip([](const TenantRow &row) { return holdLines(row.view); })
        .role(SortRole, [](const TenantRow &row) {
            return static_cast<qlonglong>(std::accumulate(row.view.held.begin(), row.view.held.end(), std::int64_t {0},
                [](std::int64_t sum, const TenantHold &hold) { return sum + hold.jobs; }));
        });
}

ColumnOf weightColumn()
{
    return ColumnOf(
        TenantsModel::tr("Weight"), [](const TenantRow &row) { return QLocale().toString(row.view.limits.weight); })
        .figure(Figure::TenantWeight)
        .number()
        .role(Qt::EditRole, [](const TenantRow &row) { return row.view.limits.weight; })
        .role(SortRole, [](const TenantRow &row) { return row.view.limits.weight; });
}

ColumnOf trendColumn()
{
    return ColumnOf(TenantsModel::tr("10 minutes"), [](const TenantRow &) { return QString(); })
        .figure(Figure::TenantTrend)
        .spoken([](const TenantRow &row) {
            return TenantsModel::tr("runs per second, now %1").arg(shownRate(row.donePerSecond));
        })
        .role(SparklineRole, [](const TenantRow &row) { return QVariant::fromValue(row.sparkline); })
        .role(SortRole, [](const TenantRow &row) { return row.donePerSecond; });
}
} // namespace

TenantsModel::TenantsModel(QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Tenant"),
             [](const TenantRow &row) {
                 return shown(row.view.tenant.text());
             }).figure(Figure::TenantTitle),
            oldestColumn<TenantRow>(tr("Oldest"), Figure::TenantOldest),
            countColumn<TenantRow>(JobState::Ready, tr("Ready")).figure(Figure::TenantReady),
            countColumn<TenantRow>(JobState::Running, tr("Running")).figure(Figure::TenantRunning), shareColumn(),
            timeColumn<TenantRow>(&TenantView::queueTime, tr("Wait p95"), Figure::TenantWait),
            failuresColumn<TenantRow>(tr("Failed"), Figure::TenantFailed), heldColumn(), weightColumn(),
            ColumnOf(tr("State"), [](const TenantRow &row) { return stateText(row.state()); })
                .figure(Figure::TenantState)
                .state([](const TenantRow &row) { return row.state(); }),
            countColumn<TenantRow>(JobState::Dead, tr("Dead")).figure(Figure::TenantDead), trendColumn(),
            timeColumn<TenantRow>(&TenantView::runTime, tr("Run p95"), Figure::TenantRun),
            ColumnOf(tr("Done"), [](const TenantRow &row) { return shownRate(row.donePerSecond); })
                .figure(Figure::TenantDone)
                .number()
                .role(SortRole, [](const TenantRow &row) { return row.donePerSecond; }),
            ColumnOf(tr("Retried"),
                [](const TenantRow &row) { return row.view.attempts > 0 ? shownPercent(retryShare(row)) : dash(); })
                .figure(Figure::TenantRetried)
                .number()
                .role(SortRole, [](const TenantRow &row) { return retryShare(row); })},
        parent)
{
}

ShownState TenantRow::state() const
{
    return shownStateOf(
        view.pause.has_value(), countOf(view.counts, JobState::Running), countOf(view.counts, JobState::Ready));
}

bool TenantRow::isShort() const
{
    return !view.pause && countOf(view.counts, JobState::Ready) > 0 && share < fair * 0.8;
}

void TenantsModel::show(const Snapshot &snapshot, const std::map<TenantName, QVector<double>> &trends)
{
    setAsOf(snapshot.takenAt);
    std::vector<TenantRow> rows;
    rows.reserve(snapshot.tenants.size());
    const double weight = weightWithWork(snapshot.tenants);
    for (const TenantView &tenant : snapshot.tenants) {
        TenantRow row;
        row.view = tenant;
        row.share = recentShare(tenant, snapshot.status);
        row.fair = fairShare(tenant, weight);
        if (tenant.oldestReady)
            row.oldest = std::max(snapshot.takenAt - *tenant.oldestReady, Microseconds {0});
        row.donePerSecond = static_cast<double>(runsEnded(tenant.lastMinute)) / 60;
        if (const auto trend = trends.find(tenant.tenant); trend != trends.end())
            row.sparkline = trend->second;
        rows.push_back(std::move(row));
    }
    replaceRows(std::move(rows));
}

Qt::ItemFlags TenantsModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.isValid() && index.column() == Weight && m_isEditable)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool TenantsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const double weight = value.toDouble();
    if (weight <= 0 || weight == row(index.row()).view.limits.weight)
        return false;
    // The engine decides; the next snapshot brings the new value.
    Q_EMIT weightEdited(row(index.row()).view.tenant, weight);
    return true;
}

} // namespace fairlead
