// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/job_table.h"

#include "gui/charts/cell_painters.h"
#include "gui/pages/table_dress.h"

namespace fairlead {

JobTable::JobTable(JobsModel *model, const QString &accessibleName, QWidget *parent)
    : QTableView(parent)
    , m_model(model)
{
    setModel(model);
    dressTable(*this, accessibleName);
    setItemDelegateForColumn(JobsModel::State, new StateDelegate(this));
    setItemDelegateForColumn(JobsModel::Problem, new StateDelegate(this));
    setColumnWidths(*this, {10, 11, 9, 11, 10, 5, 8, 8, 11, 10}, JobsModel::Problem);
    hideColumns(*this, {JobsModel::Tags});
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_awaitsRow = selectionModel()->hasSelection() && selectedJobs().empty();
        Q_EMIT selectionMoved();
    });
    connect(model, &QAbstractItemModel::dataChanged, this, [this] {
        if (!m_awaitsRow || selectedJobs().empty())
            return;
        m_awaitsRow = false;
        Q_EMIT selectionMoved();
    });
    connect(model, &QAbstractItemModel::modelReset, this, &JobTable::selectionMoved);
}

std::vector<JobRecord> JobTable::selectedJobs() const
{
    std::vector<JobRecord> jobs;
    const int current = selectionModel()->isRowSelected(currentIndex().row()) ? currentIndex().row() : -1;
    if (const JobRecord *record = current >= 0 ? m_model->record(current) : nullptr)
        jobs.push_back(*record);
    // Works on ranges, so that it never makes a list of a million selected rows.
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        m_model->forEachHeld(range.top(), range.bottom(), [&](int row, const JobRecord &record) {
            if (row != current && jobs.size() < selectedMax)
                jobs.push_back(record);
        });
    }
    return jobs;
}

} // namespace fairlead
