// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/workers_model.h"

#include "gui/charts/cell_painters.h"
#include "gui/look/shown.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"

#include <QLocale>

namespace fairlead {

namespace {
QVariant aligned(bool isNumber)
{
    return QVariant(isNumber ? Qt::AlignRight | Qt::AlignVCenter : Qt::AlignLeft | Qt::AlignVCenter);
}

QString worded(const QString &state, int role)
{
    return role == Qt::AccessibleTextRole ? withoutGlyph(state) : state;
}

ShownState stateOf(const WorkerView &view)
{
    return view.job ? ShownState::Running : ShownState::Idle;
}

ShownState stateOf(const QueueView &view)
{
    if (view.pause)
        return ShownState::Paused;
    if (view.running > 0)
        return ShownState::Running;
    return countOf(view.counts, JobState::Ready) > 0 ? ShownState::Ready : ShownState::Idle;
}
} // namespace

void WorkersModel::show(const Snapshot &snapshot, const Scope &scope)
{
    m_now = snapshot.takenAt;
    std::vector<WorkerRow> rows;
    for (const WorkerView &worker : snapshot.workers) {
        const bool isElsewhere =
            (scope.queue && worker.queue != scope.queue) || (scope.tenant && worker.tenant != scope.tenant);
        if (!isElsewhere)
            rows.push_back({worker});
    }
    replaceRows(std::move(rows));
}

QVariant WorkersModel::display(const WorkerView &view, int column) const
{
    const QString none = QStringLiteral("–");
    switch (column) {
    case Worker:
        return shown(view.worker);
    case State:
        return view.job ? QString::fromUtf8("▶ ") + tr("busy") : stateText(ShownState::Idle);
    case Queue:
        return view.queue ? shown(view.queue->text()) : none;
    case Tenant:
        return view.tenant ? shown(view.tenant->text()) : none;
    case Job:
        return view.job ? shownShort(*view.job) : none;
    case Since:
        return view.job && view.since ? shownDuration(std::max(m_now - *view.since, Microseconds {0})) : none;
    case Processed:
        return shown(view.processed);
    case Failed:
        return shown(view.failed);
    default:
        return {};
    }
}

QVariant WorkersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const WorkerView &view = row(index.row()).view;
    switch (role) {
    case Qt::DisplayRole:
        return display(view, index.column());
    case Qt::AccessibleTextRole:
        return withoutGlyph(display(view, index.column()).toString());
    case StateRole:
        return index.column() == State ? QVariant(static_cast<int>(stateOf(view))) : QVariant();
    case Qt::TextAlignmentRole:
        return aligned(index.column() >= Since);
    case Qt::ToolTipRole:
        return index.column() == Job && view.job ? QVariant(shown(view.job->text())) : QVariant();
    default:
        return {};
    }
}

QVariant WorkersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return aligned(section >= Since);
    const QStringList names {
        tr("Worker"), tr("State"), tr("Queue"), tr("Tenant"), tr("Job"), tr("For"), tr("Done"), tr("Failed")};
    return role == Qt::DisplayRole ? QVariant(names.at(section)) : QVariant();
}

void LayersModel::show(const Snapshot &snapshot, const Scope &scope)
{
    std::vector<LayerRow> rows;
    for (const QueueView &queue : snapshot.queues) {
        for (std::size_t i = 0; (!scope.queue || queue.queue == *scope.queue) && i < queue.layers.size(); ++i)
            rows.push_back({queue.queue, i, queue.layers[i]});
    }
    replaceRows(std::move(rows));
}

QVariant LayersModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const LayerView &view = row(index.row()).view;
    const int column = index.column();
    QStringList open;
    for (const std::string &target : view.open)
        open.push_back(target.empty() ? tr("the queue") : shown(target));
    if (role == StateRole)
        return column == State && !open.isEmpty() ? QVariant(static_cast<int>(ShownState::Dead)) : QVariant();
    if (role == Qt::ToolTipRole)
        return column == State && !open.isEmpty() ? QVariant(open.join(QLatin1Char('\n'))) : QVariant();
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (column) {
    case Queue:
        return shown(row(index.row()).queue.text());
    case Layer:
        return shown(view.kind);
    case Settings:
        return shown(view.settings);
    case State:
        if (!open.isEmpty())
            return worded(tr("✕ open: %1").arg(open.join(QStringLiteral(", "))), role);
        if (view.kind == "circuit_breaker")
            return tr("closed");
        if (view.asked)
            return tr("%1 hits, %2 misses").arg(view.asked->hits).arg(view.asked->misses);
        return view.underWay ? tr("%n under way", nullptr, *view.underWay) : QString();
    default:
        return {};
    }
}

QVariant LayersModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return aligned(false);
    const QStringList names {tr("Queue"), tr("Layer"), tr("Settings"), tr("State")};
    return role == Qt::DisplayRole ? QVariant(names.at(section)) : QVariant();
}

void QueuesModel::show(const Snapshot &snapshot)
{
    std::vector<QueueRow> rows;
    for (const QueueView &queue : snapshot.queues)
        rows.push_back({queue});
    replaceRows(std::move(rows));
}

QVariant QueuesModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    const QueueView &view = row(index.row()).view;
    const int column = index.column();
    if (role == Qt::TextAlignmentRole)
        return aligned(column >= Workers);
    if (role == StateRole) {
        if (column == Dead && countOf(view.counts, JobState::Dead) > 0)
            return static_cast<int>(ShownState::Dead);
        return column == State ? QVariant(static_cast<int>(stateOf(view))) : QVariant();
    }
    if (column == Workers && role == Qt::EditRole)
        return view.workersMax;
    if (column == Workers && role == Qt::ToolTipRole)
        return view.scaling == "hand" ? tr("Chosen by an operator; double-click to change it")
            : view.scaling == "auto"  ? tr("Chosen by the autoscaler; double-click to choose it")
                                      : tr("As configured; double-click to choose it");
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    switch (column) {
    case Queue:
        return shown(view.queue.text());
    case State:
        return worded(stateText(stateOf(view)), role);
    case Handler:
        return shown(view.handler);
    case Workers:
        return view.workersMax == 0  ? tr("all")
            : view.scaling == "hand" ? tr("at most %1, by hand").arg(view.workersMax)
            : view.scaling == "auto" ? tr("at most %1, automatic").arg(view.workersMax)
                                     : tr("at most %1").arg(view.workersMax);
    case Weight:
        return QLocale().toString(view.weight);
    case Ready:
        return shown(countOf(view.counts, JobState::Ready));
    case Running:
        return shown(view.running);
    case Scheduled:
        return shown(countOf(view.counts, JobState::Scheduled));
    case Dead:
        return shown(countOf(view.counts, JobState::Dead));
    default:
        return {};
    }
}

QVariant QueuesModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return aligned(section >= Workers);
    const QStringList names {tr("Queue"), tr("State"), tr("Handler"), tr("Workers"), tr("Weight"), tr("Ready"),
        tr("Running"), tr("Scheduled"), tr("Dead")};
    return role == Qt::DisplayRole ? QVariant(names.at(section)) : QVariant();
}

Qt::ItemFlags QueuesModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Workers)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool QueuesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const QueueView &view = row(index.row()).view;
    const int before = view.scaling == "hand" ? view.workersMax : 0;
    if (value.toInt() == before || (before == 0 && value.toInt() == view.workersMax))
        return false;
    // The engine decides; the next snapshot brings the new value.
    Q_EMIT workersEdited(view.queue, value.toInt());
    return true;
}

} // namespace fairlead
