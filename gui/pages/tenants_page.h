// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/tenants_model.h"
#include "gui/pages/page.h"

class QCheckBox;
class QLabel;
class QTableView;

namespace fairlead {

class ChartPanel;
class FilterBar;
class RowFilter;
class SteadyOrder;
class TableHint;

/// Tenants, the one whose oldest job waits longest first: waits, shares, what holds them, and their weights, which are
/// edited here. Below the table stands the share of the selected one over time. Threads: GUI.
class TenantsPage final : public Page
{
    Q_OBJECT
public:
    explicit TenantsPage(const PageContext &context);
    void showData() override;
    QWidget *filterField() override;
    std::optional<TenantName> selectedTenant() const override;
    QTableView *table() const { return m_table; }
    /// Sorts all tenants by a column of TenantsModel, the largest first, and chooses the first.
    void chooseFirstBy(int column);

private:
    void makeTable();
    std::map<TenantName, QVector<double>> trendsInSight();
    void showShare();
    /// Leaves the rows that the filter bar, the box and the scope ask for.
    void filter();
    TenantsModel *m_model = nullptr;
    RowFilter *m_filter = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    SteadyOrder *m_order = nullptr;
    FilterBar *m_filterBar = nullptr;
    QCheckBox *m_waitingOnly = nullptr;
    QLabel *m_summary = nullptr;
    ChartPanel *m_share = nullptr;
};

} // namespace fairlead
