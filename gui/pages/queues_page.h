// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/history_series.h"
#include "gui/models/queues_model.h"
#include "gui/models/workers_model.h"
#include "gui/pages/page.h"

class QLabel;
class QPushButton;
class QTableView;

namespace fairlead {

class ChartPanel;
class FilterBar;
class RowFilter;
class SteadyOrder;
class TableHint;

/// Queues: their depth, flow, waits, workers and what holds them. Below the table stand the depth, the throughput and
/// the layers of the selected one. Threads: GUI.
class QueuesPage final : public Page
{
    Q_OBJECT
public:
    explicit QueuesPage(const PageContext &context);
    void showData() override;
    QWidget *filterField() override;

private:
    void makeTable();
    QWidget *makeTop();
    QWidget *makeDetails();
    void showDetails();
    /// Leaves the rows that the filter bar asks for.
    void filter();
    std::optional<QueueName> selectedQueue() const;

    QueuesModel *m_model = nullptr;
    RowFilter *m_filter = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    SteadyOrder *m_order = nullptr;
    FilterBar *m_filterBar = nullptr;
    QLabel *m_summary = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_jobs = nullptr;
    ChartPanel *m_depth = nullptr;
    ChartPanel *m_flow = nullptr;
    LineSeats m_seats; ///< of m_depth
    LayersModel *m_layers = nullptr;
    QTableView *m_layersTable = nullptr; ///< hidden when the queues shown have no layers
};

} // namespace fairlead
