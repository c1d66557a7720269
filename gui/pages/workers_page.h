// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/workers_model.h"
#include "gui/pages/page.h"

class QLabel;
class QTableView;

namespace fairlead {

class TableHint;

/// Workers, their present jobs and the layers of the queues. Threads: GUI.
class WorkersPage final : public Page
{
    Q_OBJECT
public:
    explicit WorkersPage(const PageContext &context);
    void showData() override;
    std::vector<JobRecord> selectedJobs() const override { return jobLookedAt(); }

private:
    WorkersModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    QLabel *m_facts = nullptr;
    LayersModel *m_layers = nullptr;
    QTableView *m_layersTable = nullptr; ///< hidden when no queue in scope has layers
};

} // namespace fairlead
