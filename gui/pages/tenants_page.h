// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/tenants_model.h"
#include "gui/pages/page.h"

#include <QSortFilterProxyModel>

class QCheckBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace fairlead {

class ChartPanel;
class SteadyOrder;
class TableHint;

/// Filters tenants by name, and hides those without work. Threads: GUI.
class TenantsFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setNamePart(const QString &part);
    void setWaitingOnly(bool isWaitingOnly);
    void setTenant(const std::optional<TenantName> &tenant);

protected:
    bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_part;
    bool m_isWaitingOnly = false;
    std::optional<TenantName> m_tenant;
};

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
    TenantsModel *m_model = nullptr;
    TenantsFilter *m_filter = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    SteadyOrder *m_order = nullptr;
    QLineEdit *m_name = nullptr;
    QCheckBox *m_waitingOnly = nullptr;
    QLabel *m_summary = nullptr;
    ChartPanel *m_share = nullptr;
};

} // namespace fairlead
