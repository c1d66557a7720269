// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/job_choice.h"
#include "gui/models/jobs_model.h"

#include <QTableView>

#include <algorithm>

namespace fairlead {

/// A table of jobs. Threads: GUI.
class JobTable final : public QTableView
{
    Q_OBJECT
public:
    JobTable(JobsModel *model, const QString &accessibleName, QWidget *parent = nullptr);
    /// The selected jobs that are loaded, the current one first.
    std::vector<JobRecord> selectedJobs() const;
    /// The selected jobs, for an act. `filter` is that of the list: an act on all rows takes all that match.
    JobChoice choice(const JobFilter &filter) const;
    /// Makes the first row current once it is loaded.
    void chooseFirst()
    {
        m_kept.reset();
        m_wantsFirst = true;
    }
    /// While rows of several chunks are chosen, the list is to stand still: indexes stay with loaded jobs alone.
    bool isChoiceLong() const { return selectedRows() > JobsModel::chunkLength; }
    /// The row at the top of the view.
    int topRow() const { return std::max(rowAt(0), 0); }
    void selectAll() override;

Q_SIGNALS:
    /// The person has selected, or the selected job is loaded.
    void selectionMoved();
    /// Other jobs are selected because some have left the list.
    void choiceChanged();

private:
    std::int64_t selectedRows() const;
    void noteSelection();
    /// Fetches selected rows that are not loaded, as long as an act can name them.
    void fetchSelected();
    void noteLoaded();
    void keepSelection();

    JobsModel *const m_model;
    bool m_awaitsRows = false; ///< some selected rows are not loaded yet
    bool m_isAll = false; ///< the person has selected all rows
    bool m_wantsFirst = false;
    std::optional<JobId> m_kept; ///< the selected job of the list before
};

} // namespace fairlead
