// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/models/keyed_table_model.h"
#include "gui/what_if/comparison.h"

namespace fairlead {

struct TriedRow
{
    TenantTried tried;
    const TenantName &key() const { return tried.tenant; }
};

/// Tenants with their waits and shares now and with the draft. Threads: GUI.
class TriedModel final : public KeyedTableModel<TriedRow>
{
    Q_OBJECT
public:
    enum Column { Tenant, Change, WaitP95, Share, WaitWorst, WaitP50, Succeeded, Refused, ColumnCount };
    explicit TriedModel(QObject *parent);
    void show(const Comparison *comparison);
};

} // namespace fairlead
