// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"
#include "gui/feed/snapshot.h"
#include "gui/models/keyed_table_model.h"

namespace fairlead {

struct WorkerRow
{
    WorkerView view;
    /// Orders "w-2" before "w-10".
    std::pair<std::size_t, std::string> key() const { return {view.worker.size(), view.worker}; }
};

/// Workers and the job that each one runs. Threads: GUI.
class WorkersModel final : public KeyedTableModel<WorkerRow>
{
    Q_OBJECT
public:
    enum Column { Worker, State, Queue, Tenant, Job, Since, Processed, Failed, ColumnCount };
    explicit WorkersModel(QObject *parent);

    void show(const Snapshot &snapshot, const Scope &scope);

private:
    TimePoint m_now;
};

struct LayerRow
{
    QueueName queue;
    std::size_t place = 0; ///< index in the list of the queue, the outermost layer first
    LayerView view;
    std::pair<QueueName, std::size_t> key() const { return {queue, place}; }
};

/// The layers around the handlers of the queues, and their state. Threads: GUI.
class LayersModel final : public KeyedTableModel<LayerRow>
{
    Q_OBJECT
public:
    enum Column { Queue, Layer, Settings, State, ColumnCount };
    explicit LayersModel(QObject *parent);

    void show(const Snapshot &snapshot, const Scope &scope);
};

} // namespace fairlead
