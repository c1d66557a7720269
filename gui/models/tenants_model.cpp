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

ColumnOf oldestColumn()
{
    return ColumnOf(TenantsModel::tr("Oldest"),
        [](const TenantRow &row) { return row.oldest ? shownDuration(*row.oldest) : dash(); })
        .tip(TenantsModel::tr("How long its oldest ready job has waited; held jobs count, paused ones do not"))
        .number()
        .role(SortRole,
            [](const TenantRow &row) { return static_cast<qlonglong>(row.oldest ? row.oldest->count() : -1); });
}

ColumnOf shareColumn()
{
    return ColumnOf(TenantsModel::tr("Share / fair, 1 min"), shareText)
        .tip(TenantsModel::tr("Worker time of the last minute against what the weight is worth. The mark is the fair "
                              "share; the bar is logarithmic, from a hundredth to a hundred times of it"))
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

ColumnOf failuresColumn()
{
    return ColumnOf(TenantsModel::tr("Failed"),
        [](const TenantRow &row) {
            const std::optional<double> share = failureShare(row.view.lastMinute);
            return share ? shownPercent(*share) : dash();
        })
        .tip(TenantsModel::tr("Runs of the last minute that failed, of all that ended"))
        .number()
        .role(SortRole, [](const TenantRow &row) { return failureShare(row.view.lastMinute).value_or(-1); });
}

ColumnOf heldColumn()
{
    return ColumnOf(TenantsModel::tr("Held by"), [](const TenantRow &row) { return holdWords(row.view); })
        .tip(TenantsModel::tr("What keeps its ready jobs from starting, whatever their turn"))
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
        .tip(TenantsModel::tr("How much worker time the tenant is due against the others; double-click to change it"))
        .number()
        .role(Qt::EditRole, [](const TenantRow &row) { return row.view.limits.weight; })
        .role(SortRole, [](const TenantRow &row) { return row.view.limits.weight; });
}

ColumnOf trendColumn()
{
    return ColumnOf(TenantsModel::tr("10 minutes"), [](const TenantRow &) { return QString(); })
        .tip(TenantsModel::tr("Runs per second in the last ten minutes"))
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
             }).tip(tr("Who hands in the jobs")),
            oldestColumn(), countColumn<TenantRow>(JobState::Ready, tr("Ready")).tip(tr("Jobs that wait for a worker")),
            countColumn<TenantRow>(JobState::Running, tr("Running")).tip(tr("Jobs that have a worker")), shareColumn(),
            timeColumn<TenantRow>(&TenantView::queueTime, tr("Wait p95"),
                tr("95 % of the first attempts waited no longer than this, in the last 15 minutes")),
            failuresColumn(), heldColumn(), weightColumn(),
            ColumnOf(tr("State"), [](const TenantRow &row) { return stateText(row.state()); })
                .tip(tr("Paused, running, ready or idle"))
                .state([](const TenantRow &row) { return row.state(); }),
            countColumn<TenantRow>(JobState::Dead, tr("Dead")).tip(tr("Dead letters")), trendColumn(),
            timeColumn<TenantRow>(&TenantView::runTime, tr("Run p95"),
                tr("95 % of the runs took no longer than this, in the last 15 minutes")),
            ColumnOf(tr("Done"), [](const TenantRow &row) { return shownRate(row.donePerSecond); })
                .tip(tr("Runs ended per second"))
                .number()
                .role(SortRole, [](const TenantRow &row) { return row.donePerSecond; }),
            ColumnOf(tr("Retried"),
                [](const TenantRow &row) { return row.view.attempts > 0 ? shownPercent(retryShare(row)) : dash(); })
                .tip(tr("Runs that failed and were put back, of all runs since the engine started"))
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
