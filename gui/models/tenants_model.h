// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/snapshot.h"
#include "gui/look/state_colors.h"
#include "gui/models/keyed_table_model.h"

#include <QVector>

namespace fairlead {

struct TenantRow
{
    TenantView view;
    double share = 0; ///< of the worker time of the last minute
    double fair = 0;
    double donePerSecond = 0; ///< over the last minute
    std::optional<Microseconds> oldest {}; ///< the time that its oldest ready job has waited
    QVector<double> sparkline {};

    const TenantName &key() const { return view.tenant; }
    ShownState state() const;
    bool isShort() const; ///< has waiting work and gets much less than its fair share
};

/// Tenants with their waits, the share they got and their fair share, and what holds them. Weights are edited in place.
/// Threads: GUI.
class TenantsModel final : public KeyedTableModel<TenantRow>
{
    Q_OBJECT
public:
    enum Column {
        Tenant,
        Oldest,
        Ready,
        Running,
        Share,
        QueueP95,
        Failures,
        HeldBy,
        Weight,
        State,
        Dead,
        Trend,
        RunP95,
        Done,
        Retries,
        ColumnCount
    };
    explicit TenantsModel(QObject *parent);

    /// `trends`: runs a second of the tenants in sight, oldest first.
    void show(const Snapshot &snapshot, const std::map<TenantName, QVector<double>> &trends);
    /// Whether weights may be edited; not while the link is lost.
    void setEditable(bool isEditable) { m_isEditable = isEditable; }

    Qt::ItemFlags flags(const QModelIndex &index) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;

Q_SIGNALS:
    void weightEdited(const fairlead::TenantName &tenant, double weight);

private:
    bool m_isEditable = false;
};

} // namespace fairlead
