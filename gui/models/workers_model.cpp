// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/workers_model.h"

#include "gui/look/shown.h"

#include <QLocale>

namespace fairlead {

namespace {
template <typename Name>
QString nameOrDash(const std::optional<Name> &name)
{
    return name ? shown(name->text()) : dash();
}

/// The targets whose circuit is open.
QStringList openTargets(const LayerView &view)
{
    QStringList open;
    for (const std::string &target : view.open)
        open.push_back(target.empty() ? LayersModel::tr("the queue") : shown(target));
    return open;
}

QString layerState(const LayerView &view)
{
    if (!view.open.empty())
        return LayersModel::tr("✕ open: %1").arg(openTargets(view).join(QStringLiteral(", ")));
    if (view.kind == "circuit_breaker")
        return LayersModel::tr("closed");
    if (view.asked)
        return LayersModel::tr("%1 hits, %2 misses").arg(view.asked->hits).arg(view.asked->misses);
    return view.underWay ? LayersModel::tr("%n under way", nullptr, *view.underWay) : QString();
}

QString workersText(const QueueView &view)
{
    return view.workersMax == 0          ? QueuesModel::tr("all")
        : view.scaling == ScaledBy::Hand ? QueuesModel::tr("at most %1, by hand").arg(view.workersMax)
        : view.scaling == ScaledBy::Auto ? QueuesModel::tr("at most %1, automatic").arg(view.workersMax)
                                         : QueuesModel::tr("at most %1").arg(view.workersMax);
}

QString workersTip(const QueueView &view)
{
    return view.scaling == ScaledBy::Hand ? QueuesModel::tr("Chosen by an operator; double-click to change it")
        : view.scaling == ScaledBy::Auto  ? QueuesModel::tr("Chosen by the autoscaler; double-click to choose it")
                                          : QueuesModel::tr("As configured; double-click to choose it");
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

WorkersModel::WorkersModel(QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Worker"), [](const WorkerRow &row) { return shown(row.view.worker); }),
            ColumnOf(tr("State"), [](const WorkerRow &row) { return stateText(shownStateOf(row.view.state)); })
                .state([](const WorkerRow &row) { return shownStateOf(row.view.state); }),
            ColumnOf(tr("Queue"), [](const WorkerRow &row) { return nameOrDash(row.view.queue); }),
            ColumnOf(tr("Tenant"), [](const WorkerRow &row) { return nameOrDash(row.view.tenant); }),
            ColumnOf(tr("Job"), [](const WorkerRow &row) { return row.view.job ? shownShort(*row.view.job) : dash(); })
                .cellTip([](const WorkerRow &row) { return row.view.job ? shown(row.view.job->text()) : QString(); }),
            ColumnOf(tr("For"),
                [this](const WorkerRow &row) {
                    const bool isBusy = row.view.job && row.view.since;
                    return isBusy ? shownDuration(std::max(m_now - *row.view.since, Microseconds {0})) : dash();
                })
                .number(),
            ColumnOf(tr("Done"), [](const WorkerRow &row) { return shown(row.view.processed); }).number(),
            ColumnOf(tr("Failed"), [](const WorkerRow &row) { return shown(row.view.failed); }).number()},
        parent)
{
}

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

LayersModel::LayersModel(QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Queue"), [](const LayerRow &row) { return shown(row.queue.text()); }),
            ColumnOf(tr("Layer"), [](const LayerRow &row) { return shown(row.view.kind); }),
            ColumnOf(tr("Settings"), [](const LayerRow &row) { return shown(row.view.settings); }),
            ColumnOf(tr("State"), [](const LayerRow &row) { return layerState(row.view); })
                .cellTip([](const LayerRow &row) { return openTargets(row.view).join(QLatin1Char('\n')); })
                .state([](const LayerRow &row) -> std::optional<ShownState> {
                    return row.view.open.empty() ? std::nullopt : std::optional(ShownState::Dead);
                })},
        parent)
{
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

QueuesModel::QueuesModel(QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Queue"), [](const QueueRow &row) { return shown(row.view.queue.text()); }),
            ColumnOf(tr("State"), [](const QueueRow &row) { return stateText(stateOf(row.view)); })
                .state([](const QueueRow &row) { return stateOf(row.view); }),
            ColumnOf(tr("Handler"),
                [](const QueueRow &row) {
                    return row.view.isConfigured ? shown(row.view.handler) : tr("not configured");
                }),
            ColumnOf(tr("Workers"), [](const QueueRow &row) { return workersText(row.view); })
                .number()
                .cellTip([](const QueueRow &row) { return workersTip(row.view); })
                .role(Qt::EditRole, [](const QueueRow &row) { return row.view.workersMax; }),
            ColumnOf(tr("Weight"), [](const QueueRow &row) { return QLocale().toString(row.view.weight); }).number(),
            countColumn<QueueRow>(JobState::Ready, tr("Ready")),
            ColumnOf(tr("Running"), [](const QueueRow &row) { return shown(row.view.running); }).number(),
            countColumn<QueueRow>(JobState::Scheduled, tr("Scheduled")),
            countColumn<QueueRow>(JobState::Dead, tr("Dead"))},
        parent)
{
}

void QueuesModel::show(const Snapshot &snapshot)
{
    std::vector<QueueRow> rows;
    for (const QueueView &queue : snapshot.queues)
        rows.push_back({queue});
    replaceRows(std::move(rows));
}

Qt::ItemFlags QueuesModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (index.column() == Workers && m_isEditable)
        flags |= Qt::ItemIsEditable;
    return flags;
}

bool QueuesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const QueueView &view = row(index.row()).view;
    const int before = view.scaling == ScaledBy::Hand ? view.workersMax : 0;
    if (value.toInt() == before || (before == 0 && value.toInt() == view.workersMax))
        return false;
    // The engine decides; the next snapshot brings the new value.
    Q_EMIT workersEdited(view.queue, value.toInt());
    return true;
}

} // namespace fairlead
