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
    setColumnWidths(*this, {10, 11, 9, 11, 10, 5, 10, 10, 8, 7}, JobsModel::Problem);
    hideColumns(*this, {JobsModel::Tags});
    connect(selectionModel(), &QItemSelectionModel::selectionChanged, this, &JobTable::noteSelection);
    connect(model, &JobsModel::progressed, this, &JobTable::noteLoaded);
    connect(model, &QAbstractItemModel::layoutChanged, this, &JobTable::choiceChanged);
    connect(model, &QAbstractItemModel::rowsInserted, this, [this] {
        if (m_isAll)
            QTableView::selectAll();
    });
    connect(model, &QAbstractItemModel::modelAboutToBeReset, this, &JobTable::keepSelection);
    connect(model, &QAbstractItemModel::modelReset, this, &JobTable::selectionMoved);
}

void JobTable::noteSelection()
{
    if (selectedRows() < m_model->rowCount())
        m_isAll = false;
    if (m_model->isMerging()) {
        Q_EMIT choiceChanged();
        return;
    }
    fetchSelected();
    Q_EMIT selectionMoved();
}

void JobTable::selectAll()
{
    m_isAll = true;
    QTableView::selectAll();
}

void JobTable::keepSelection()
{
    m_isAll = false;
    m_wantsFirst = false;
    const std::vector<JobRecord> jobs = selectedJobs();
    if (selectedRows() > 0)
        m_kept = jobs.size() == 1 ? std::optional(jobs.front().job.id) : std::nullopt;
}

void JobTable::noteLoaded()
{
    const int kept = m_kept ? m_model->rowOf(*m_kept) : -1;
    const bool hasRows = m_model->reachedRows() > 0;
    // A key that is held down, such as that of Ctrl+4, must not make this a toggle.
    if (hasRows && !selectionModel()->hasSelection() && (m_kept ? kept >= 0 : m_wantsFirst))
        selectionModel()->setCurrentIndex(
            m_model->index(std::max(kept, 0), 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    if (hasRows) {
        m_kept.reset();
        m_wantsFirst = false;
    }
    if (!m_awaitsRows)
        return;
    fetchSelected();
    Q_EMIT selectionMoved();
}

std::int64_t JobTable::selectedRows() const
{
    std::int64_t rows = 0;
    for (const QItemSelectionRange &range : selectionModel()->selection())
        rows += range.height();
    return rows;
}

void JobTable::fetchSelected()
{
    m_awaitsRows = false;
    if (selectedRows() > JobChoice::namedMax)
        return;
    for (const QItemSelectionRange &range : selectionModel()->selection()) {
        const int missing = m_model->firstMissing(range.top(), range.bottom());
        if (missing < 0)
            continue;
        m_awaitsRows = true;
        m_model->record(missing); // fetches it
        return;
    }
}

JobChoice JobTable::choice(const JobFilter &filter) const
{
    JobChoice choice;
    choice.count = selectedRows();
    choice.isCounted = m_model->isCounted();
    if (choice.count <= JobChoice::namedMax)
        choice.jobs = selectedJobs();
    else if (m_isAll)
        choice.all = filter;
    return choice;
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
            if (row != current && static_cast<std::int64_t>(jobs.size()) < JobChoice::namedMax)
                jobs.push_back(record);
        });
    }
    return jobs;
}

} // namespace fairlead
