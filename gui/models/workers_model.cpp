// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/workers_model.h"

#include "gui/look/shown.h"

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
} // namespace

WorkersModel::WorkersModel(QObject *parent)
    : KeyedTableModel(
        {ColumnOf(tr("Worker"),
             [](const WorkerRow &row) {
                 return shown(row.view.worker);
             }).figure(Figure::WorkerTitle),
            ColumnOf(tr("State"), [](const WorkerRow &row) { return stateText(shownStateOf(row.view.state)); })
                .figure(Figure::WorkerState)
                .state([](const WorkerRow &row) { return shownStateOf(row.view.state); }),
            ColumnOf(tr("Queue"), [](const WorkerRow &row) { return nameOrDash(row.view.queue); })
                .figure(Figure::WorkerQueue),
            ColumnOf(tr("Tenant"), [](const WorkerRow &row) { return nameOrDash(row.view.tenant); })
                .figure(Figure::WorkerTenant),
            ColumnOf(tr("Job"), [](const WorkerRow &row) { return row.view.job ? shownShort(*row.view.job) : dash(); })
                .figure(Figure::WorkerJob)
                .cellTip([](const WorkerRow &row) { return row.view.job ? shown(row.view.job->text()) : QString(); }),
            ColumnOf(tr("For"),
                [this](const WorkerRow &row) {
                    const bool isBusy = row.view.job && row.view.since;
                    return isBusy ? shownDuration(std::max(m_now - *row.view.since, Microseconds {0})) : dash();
                })
                .figure(Figure::WorkerSince)
                .number(),
            ColumnOf(tr("Done"), [](const WorkerRow &row) { return shown(row.view.processed); })
                .figure(Figure::WorkerDone)
                .number(),
            ColumnOf(tr("Failed"), [](const WorkerRow &row) { return shown(row.view.failed); })
                .figure(Figure::WorkerFailed)
                .number()},
        parent)
{
}

void WorkersModel::show(const Snapshot &snapshot, const Scope &scope)
{
    m_now = snapshot.takenAt;
    setAsOf(snapshot.takenAt);
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
        {ColumnOf(tr("Queue"), [](const LayerRow &row) { return shown(row.queue.text()); }).figure(Figure::LayerQueue),
            ColumnOf(tr("Layer"), [](const LayerRow &row) { return shown(row.view.kind); }).figure(Figure::LayerKind),
            ColumnOf(tr("Settings"), [](const LayerRow &row) { return shown(row.view.settings); })
                .figure(Figure::LayerValues),
            ColumnOf(tr("State"), [](const LayerRow &row) { return layerState(row.view); })
                .figure(Figure::LayerState)
                .cellTip([](const LayerRow &row) { return openTargets(row.view).join(QLatin1Char('\n')); })
                .state([](const LayerRow &row) -> std::optional<ShownState> {
                    return row.view.open.empty() ? std::nullopt : std::optional(ShownState::Dead);
                })},
        parent)
{
}

void LayersModel::show(const Snapshot &snapshot, const Scope &scope)
{
    setAsOf(snapshot.takenAt);
    std::vector<LayerRow> rows;
    for (const QueueView &queue : snapshot.queues) {
        for (std::size_t i = 0; (!scope.queue || queue.queue == *scope.queue) && i < queue.layers.size(); ++i)
            rows.push_back({queue.queue, i, queue.layers[i]});
    }
    replaceRows(std::move(rows));
}

} // namespace fairlead
