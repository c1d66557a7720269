// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/tenants_model.h"

#include "gui/charts/cell_painters.h"
#include "gui/charts/feed_series.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"

#include <QLocale>

namespace fairlead {

namespace {
std::int64_t count(const TenantRow &row, JobState state)
{
    return countOf(row.view.counts, state);
}

double retryShare(const TenantRow &row)
{
    return row.view.attempts > 0 ? static_cast<double>(row.view.retries) / static_cast<double>(row.view.attempts) : 0;
}

QString percentileTip(const Quantiles &times)
{
    return TenantsModel::tr("p50 %1, p95 %2, p99 %3, longest %4\nof %5 runs of the last 15 minutes")
        .arg(shownDuration(Microseconds {times.p50}), shownDuration(Microseconds {times.p95}),
            shownDuration(Microseconds {times.p99}), shownDuration(Microseconds {times.max}), shown(times.count));
}
} // namespace

ShownState TenantRow::state() const
{
    if (view.pause)
        return ShownState::Paused;
    if (countOf(view.counts, JobState::Running) > 0)
        return ShownState::Running;
    return countOf(view.counts, JobState::Ready) > 0 ? ShownState::Ready : ShownState::Idle;
}

bool TenantRow::isShort() const
{
    return !view.pause && countOf(view.counts, JobState::Ready) > 0 && share < fair * 0.8;
}

void TenantsModel::show(const Snapshot &snapshot, const Samples &samples)
{
    std::vector<TenantRow> rows;
    rows.reserve(snapshot.tenants.size());
    for (const TenantView &tenant : snapshot.tenants) {
        TenantRow row;
        row.view = tenant;
        row.share = samples.recentShare(tenant.tenant);
        row.fair = fairShare(tenant, snapshot.tenants);
        row.sparkline = doneSparkline(samples, tenant.tenant);
        row.donePerSecond = row.sparkline.isEmpty() ? 0 : row.sparkline.last();
        rows.push_back(std::move(row));
    }
    replaceRows(std::move(rows));
}

QVariant TenantsModel::display(const TenantRow &row, int column) const
{
    const TenantView &view = row.view;
    const auto time = [](const Quantiles &times) {
        return times.count > 0 ? shownDuration(Microseconds {times.p95}) : QStringLiteral("–");
    };
    switch (column) {
    case Tenant:
        return shown(view.tenant.text());
    case State:
        return stateText(row.state());
    case Ready:
        return shown(count(row, JobState::Ready));
    case Running:
        return shown(count(row, JobState::Running));
    case Dead:
        return shown(count(row, JobState::Dead));
    case QueueP95:
        return time(view.queueTime);
    case RunP95:
        return time(view.runTime);
    case Done:
        return shownRate(row.donePerSecond);
    case Retries:
        return view.attempts > 0 ? shownPercent(retryShare(row)) : QStringLiteral("–");
    case Weight:
        return QLocale().toString(view.limits.weight);
    case Share:
        return tr("%1 / %2").arg(shownPercent(row.share), shownPercent(row.fair));
    default:
        return {};
    }
}

QVariant TenantsModel::sortKey(const TenantRow &row, int column) const
{
    switch (column) {
    case Ready:
        return static_cast<qlonglong>(count(row, JobState::Ready));
    case Running:
        return static_cast<qlonglong>(count(row, JobState::Running));
    case Dead:
        return static_cast<qlonglong>(count(row, JobState::Dead));
    case QueueP95:
        return static_cast<qlonglong>(row.view.queueTime.p95);
    case RunP95:
        return static_cast<qlonglong>(row.view.runTime.p95);
    case Done:
    case Trend:
        return row.donePerSecond;
    case Retries:
        return retryShare(row);
    case Weight:
        return row.view.limits.weight;
    case Share:
        return row.share;
    default:
        return display(row, column);
    }
}

bool TenantsModel::isNumber(int column)
{
    return column >= Ready && column != Share && column != Trend;
}

QVariant TenantsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const TenantRow &one = row(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return display(one, column);
    case Qt::EditRole:
        return column == Weight ? QVariant(one.view.limits.weight) : display(one, column);
    case SortRole:
        return sortKey(one, column);
    case Qt::TextAlignmentRole:
        return QVariant(isNumber(column) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    case SparklineRole:
        return column == Trend ? QVariant::fromValue(one.sparkline) : QVariant();
    case ShareRole:
        return column == Share ? QVariant(one.share) : QVariant();
    case FairShareRole:
        return column == Share ? QVariant(one.fair) : QVariant();
    case StateRole:
        if (column == Dead && count(one, JobState::Dead) > 0)
            return static_cast<int>(ShownState::Dead);
        return column == State ? QVariant(static_cast<int>(one.state())) : QVariant();
    case Qt::AccessibleTextRole:
        return column == Trend ? tr("runs per second, now %1").arg(shownRate(one.donePerSecond))
            : column == Share  ? tr("%1, fair %2").arg(shownPercent(one.share), shownPercent(one.fair))
                               : withoutGlyph(display(one, column).toString());
    case Qt::ToolTipRole:
        if (column == QueueP95)
            return percentileTip(one.view.queueTime);
        if (column == RunP95)
            return percentileTip(one.view.runTime);
        if (column == Share)
            return tr("Got %1 of the worker time of the last minute; its weight among the tenants with work gives %2. "
                      "What a tenant does not use goes to the others.")
                .arg(shownPercent(one.share), shownPercent(one.fair));
        return {};
    default:
        return {};
    }
}

QVariant TenantsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(isNumber(section) ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
    const QStringList names {tr("Tenant"), tr("State"), tr("Ready"), tr("Running"), tr("Dead"), tr("Queue p95"),
        tr("Weight"), tr("Share / fair"), tr("Last minute"), tr("Run p95"), tr("Done"), tr("Retried")};
    const QStringList tips {tr("Who hands in the jobs"), tr("Paused, running, ready or idle"),
        tr("Jobs that wait for a worker"), tr("Jobs that have a worker"), tr("Dead letters"),
        tr("95 % of the first attempts waited no longer than this, in the last 15 minutes"),
        tr("How much worker time the tenant is due against the others; double-click to change it"),
        tr("Worker time of the last minute against what the weight is worth"), tr("Runs per second"),
        tr("95 % of the runs took no longer than this, in the last 15 minutes"), tr("Runs ended per second"),
        tr("Runs that failed and were put back, of all runs since the engine started")};
    if (role == Qt::DisplayRole)
        return names.at(section);
    return role == Qt::ToolTipRole ? QVariant(tips.at(section)) : QVariant();
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
