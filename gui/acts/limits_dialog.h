// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <QDialog>

class QComboBox;
class QDoubleSpinBox;
class QSpinBox;

namespace fairlead {

/// Plan and limits of one tenant; each may be none. Threads: GUI.
class LimitsDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `plans` are those to choose from; others may be typed.
    LimitsDialog(const TenantView &tenant, const QStringList &plans, QWidget *parent);
    /// Only what was changed.
    TenantPatch patch() const;

private:
    void showRate(const Rate &rate);
    std::optional<Rate> rate() const;

    const TenantLimits m_before;
    QComboBox *m_plan = nullptr;
    QDoubleSpinBox *m_rate = nullptr;
    QComboBox *m_unit = nullptr;
    QSpinBox *m_concurrency = nullptr;
    QSpinBox *m_depth = nullptr;
    int m_unitShown = 0; ///< at first, as the rate below
    double m_rateShown = 0;
};

} // namespace fairlead
