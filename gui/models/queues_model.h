// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/snapshot.h"
#include "gui/look/state_colors.h"
#include "gui/models/keyed_table_model.h"

namespace fairlead {

struct QueueRow
{
    QueueView view;
    std::optional<Microseconds> oldest {}; ///< the time that its oldest ready job has waited
    int workers = 0; ///< runs at once at most; 0: its workers are elsewhere

    const QueueName &key() const { return view.queue; }
    ShownState state() const;
};

/// Queues: their depth, flow, waits and workers. The number of workers and the weight are edited in place. Threads:
/// GUI.
class QueuesModel final : public KeyedTableModel<QueueRow>
{
    Q_OBJECT
public:
    enum Column {
        Queue,
        State,
        Ready,
        Oldest,
        In,
        Out,
        Failures,
        QueueP95,
        RunP95,
        Workers,
        HeldBy,
        Dead,
        Scheduled,
        Weight,
        Handler,
        ColumnCount
    };
    explicit QueuesModel(QObject *parent);

    void show(const Snapshot &snapshot);
    /// Whether workers and weights may be edited; not while the link is lost.
    void setEditable(bool isEditable) { m_isEditable = isEditable; }

    Qt::ItemFlags flags(const QModelIndex &index) const override;
    /// The number of workers (0: as configured) or the weight was edited.
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void workersEdited(const fairlead::QueueName &queue, int workers);
    void weightEdited(const fairlead::QueueName &queue, double weight);

private:
    bool m_isEditable = false;
};

} // namespace fairlead
