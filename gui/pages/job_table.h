// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/jobs_model.h"

#include <QTableView>

namespace fairlead {

/// A table of jobs. Threads: GUI.
class JobTable final : public QTableView
{
    Q_OBJECT
public:
    /// The most selected jobs that one act of a table can take.
    static constexpr std::size_t selectedMax = 10'000;

    JobTable(JobsModel *model, const QString &accessibleName, QWidget *parent = nullptr);
    /// The selected jobs that are loaded, the current one first.
    std::vector<JobRecord> selectedJobs() const;

Q_SIGNALS:
    void selectionMoved();

private:
    JobsModel *const m_model;
    bool m_awaitsRow = false; ///< the selected row is not loaded yet
};

} // namespace fairlead
