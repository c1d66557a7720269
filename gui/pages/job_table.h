// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/jobs_model.h"

#include <QTableView>

namespace fairlead {

/// A table over a JobsModel. Threads: GUI.
class JobTable final : public QTableView
{
    Q_OBJECT
public:
    /// No more than this many selected jobs are acted on at once from a table.
    static constexpr std::size_t selectedMax = 10'000;

    JobTable(JobsModel *model, const QString &accessibleName, QWidget *parent = nullptr);
    /// The selected jobs whose rows are there, the current one first.
    std::vector<JobRecord> selectedJobs() const;

Q_SIGNALS:
    void selectionMoved();

private:
    JobsModel *const m_model;
    bool m_awaitsRow = false; ///< a row was selected before it was there
};

} // namespace fairlead
