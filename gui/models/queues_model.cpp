// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/queues_model.h"

#include "gui/look/shown.h"
#include "gui/models/time_column.h"

#include <QLocale>

#include <algorithm>

namespace fairlead {

namespace {
bool isPulled(const QueueView &view)
{
    return view.handler == "pull";
}

QString workersText(const QueueRow &row)
{
    if (!row.view.isConfigured)
        return dash();
    if (isPulled(row.view))
        return QueuesModel::tr("%1 elsewhere").arg(shown(std::int64_t {row.view.running}));
    const QString busy =
        QueuesModel::tr("%1 of %2").arg(shown(std::int64_t {row.view.running}), shown(std::int64_t {row.workers}));
    return row.view.scaling == ScaledBy::Hand ? QueuesModel::tr("%1, by hand").arg(busy)
        : row.view.scaling == ScaledBy::Auto  ? QueuesModel::tr("%1, automatic").arg(busy)
                                              : busy;
}

QString workersTip(const QueueRow &row)
{
    if (!row.view.isConfigured)
        return QueuesModel::tr("Its jobs wait until the configuration has this queue");
    if (isPulled(row.view))
        return QueuesModel::tr("Jobs leased now; the workers of this queue are other programs");
    return row.view.scaling == ScaledBy::Hand ? QueuesModel::tr("Chosen by an operator; double-click to change it")
        : row.view.scaling == ScaledBy::Auto  ? QueuesModel::tr("Chosen by the autoscaler; double-click to choose it")
                                              : QueuesModel::tr("As configured; double-click to choose it");
}

double perSecond(std::int64_t inAMinute)
{
    return static_cast<double>(inAMinute) / 60;
}

/// The layer whose gate is shut, with the settings of the outermost of its kind.
QString layerText(const QueueView &view)
{
    for (const LayerView &layer : view.layers) {
        if (layer.kind == view.held->kind && !layer.settings.empty())
            return QueuesModel::tr("%1 (%2)").arg(shown(layer.kind), shown(layer.settings));
    }
    return shown(view.held->kind);
}

QString heldText(const QueueView &view)
{
    return view.held
        ? QueuesModel::tr("%n job(s) by %1", nullptr, static_cast<int>(view.held->jobs)).arg(layerText(view))
        : QString();
}

QString heldTip(const QueueView &view)
{
    if (!view.held)
        return {};
    const QString who =
        QueuesModel::tr("%1 of %n tenant(s)", nullptr, static_cast<int>(view.held->tenants)).arg(heldText(view));
    return view.held->until
        ? QueuesModel::tr("%1; the next may start at %2").arg(who, shownTimeInFull(*view.held->until))
        : QueuesModel::tr("%1; the next may start when a run ends").arg(who);
}

/// The columns of how much a queue has to do.
std::vector<TableColumn<QueueRow>> flowColumns()
{
    using ColumnOf = TableColumn<QueueRow>;
    return {oldestColumn<QueueRow>(QueuesModel::tr("Oldest"), Figure::QueueOldest),
        ColumnOf(QueuesModel::tr("In"),
            [](const QueueRow &row) { return shownRate(perSecond(row.view.lastMinute.accepted)); })
            .figure(Figure::QueueIn)
            .number()
            .role(SortRole, [](const QueueRow &row) { return static_cast<qlonglong>(row.view.lastMinute.accepted); }),
        ColumnOf(QueuesModel::tr("Out"),
            [](const QueueRow &row) { return shownRate(perSecond(runsEnded(row.view.lastMinute))); })
            .figure(Figure::QueueOut)
            .number()
            .role(SortRole, [](const QueueRow &row) { return static_cast<qlonglong>(runsEnded(row.view.lastMinute)); }),
        failuresColumn<QueueRow>(QueuesModel::tr("Failed"), Figure::QueueFailed)};
}

std::vector<TableColumn<QueueRow>> columnsOfQueues()
{
    using ColumnOf = TableColumn<QueueRow>;
    std::vector<ColumnOf> columns {
        ColumnOf(QueuesModel::tr("Queue"), [](const QueueRow &row) { return shown(row.view.queue.text()); })
            .figure(Figure::QueueTitle),
        ColumnOf(QueuesModel::tr("State"), [](const QueueRow &row) { return stateText(row.state()); })
            .figure(Figure::QueueState)
            .state([](const QueueRow &row) { return row.state(); }),
        countColumn<QueueRow>(JobState::Ready, QueuesModel::tr("Ready")).figure(Figure::QueueReady)};
    for (ColumnOf &column : flowColumns())
        columns.push_back(std::move(column));
    columns.push_back(timeColumn<QueueRow>(&QueueView::queueTime, QueuesModel::tr("Wait p95"), Figure::QueueWait));
    columns.push_back(timeColumn<QueueRow>(&QueueView::runTime, QueuesModel::tr("Run p95"), Figure::QueueRun));
    columns.push_back(ColumnOf(QueuesModel::tr("Workers"), workersText)
                          .figure(Figure::QueueWorkers)
                          .number()
                          .cellTip(workersTip)
                          .role(Qt::EditRole, [](const QueueRow &row) { return row.view.workersMax; })
                          .role(SortRole, [](const QueueRow &row) { return row.view.running; }));
    columns.push_back(ColumnOf(QueuesModel::tr("Held by"), [](const QueueRow &row) { return heldText(row.view); })
                          .figure(Figure::QueueHeld)
                          .cellTip([](const QueueRow &row) { return heldTip(row.view); })
                          .role(SortRole, [](const QueueRow &row) {
                              return static_cast<qlonglong>(row.view.held ? row.view.held->jobs : 0);
                          }));
    columns.push_back(countColumn<QueueRow>(JobState::Dead, QueuesModel::tr("Dead")).figure(Figure::QueueDead));
    columns.push_back(
        countColumn<QueueRow>(JobState::Scheduled, QueuesModel::tr("Scheduled")).figure(Figure::QueueScheduled));
    columns.push_back(
        ColumnOf(QueuesModel::tr("Weight"), [](const QueueRow &row) { return QLocale().toString(row.view.weight); })
            .figure(Figure::QueueWeight)
            .number()
            .role(Qt::EditRole, [](const QueueRow &row) { return row.view.weight; })
            .role(SortRole, [](const QueueRow &row) { return row.view.weight; }));
    columns.push_back(ColumnOf(QueuesModel::tr("Handler"), [](const QueueRow &row) {
        return row.view.isConfigured ? shown(row.view.handler) : QueuesModel::tr("not configured");
    }).figure(Figure::QueueHandler));
    return columns;
}
} // namespace

ShownState QueueRow::state() const
{
    return shownStateOf(view.pause.has_value(), view.running, countOf(view.counts, JobState::Ready));
}

QueuesModel::QueuesModel(QObject *parent)
    : KeyedTableModel(columnsOfQueues(), parent)
{
}

void QueuesModel::show(const Snapshot &snapshot)
{
    setAsOf(snapshot.takenAt);
    std::vector<QueueRow> rows;
    rows.reserve(snapshot.queues.size());
    for (const QueueView &queue : snapshot.queues) {
        QueueRow row {queue};
        if (queue.oldestReady)
            row.oldest = std::max(snapshot.takenAt - *queue.oldestReady, Microseconds {0});
        if (!isPulled(queue))
            row.workers = queue.workersMax > 0 ? queue.workersMax : snapshot.status.workers;
        rows.push_back(std::move(row));
    }
    replaceRows(std::move(rows));
}

Qt::ItemFlags QueuesModel::flags(const QModelIndex &index) const
{
    Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    if (!index.isValid() || (index.column() != Workers && index.column() != Weight) || !m_isEditable)
        return flags;
    const QueueView &view = row(index.row()).view;
    const bool isOurs = index.column() == Weight || !isPulled(view);
    return view.isConfigured && isOurs ? flags | Qt::ItemIsEditable : flags;
}

bool QueuesModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !flags(index).testFlag(Qt::ItemIsEditable))
        return false;
    const QueueView &view = row(index.row()).view;
    // The engine decides; the next snapshot brings the new value.
    if (index.column() == Weight) {
        if (value.toDouble() == view.weight)
            return false;
        Q_EMIT weightEdited(view.queue, value.toDouble());
        return true;
    }
    const int before = view.scaling == ScaledBy::Hand ? view.workersMax : 0;
    if (value.toInt() == before || (before == 0 && value.toInt() == view.workersMax))
        return false;
    Q_EMIT workersEdited(view.queue, value.toInt());
    return true;
}

} // namespace fairlead
