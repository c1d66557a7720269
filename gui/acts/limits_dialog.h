// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <QDialog>

class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QSpinBox;

namespace fairlead {

/// Edits the plan, the limits and the backpressure of one tenant. Each may be none. Threads: GUI.
class LimitsDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `plans` are offered; other names may be typed.
    LimitsDialog(const TenantView &tenant, const QStringList &plans, QWidget *parent);
    /// The changed parts only.
    TenantPatch patch() const;

private:
    void showRate(const Rate &rate);
    void showBackpressure(const std::optional<Backpressure> &backpressure);
    void followBackpressure();
    QFormLayout *makeForm();
    std::optional<Rate> rate() const;
    std::optional<Backpressure> backpressure() const;

    const TenantLimits m_before;
    QComboBox *m_plan = nullptr;
    QDoubleSpinBox *m_rate = nullptr;
    QComboBox *m_unit = nullptr;
    QSpinBox *m_concurrency = nullptr;
    QSpinBox *m_depth = nullptr;
    QDoubleSpinBox *m_megabytes = nullptr;
    QDoubleSpinBox *m_retryPercent = nullptr;
    QComboBox *m_whenFull = nullptr;
    QDoubleSpinBox *m_waitSeconds = nullptr;
    QDoubleSpinBox *m_shedPercent = nullptr;
    double m_megabytesShown = 0; ///< the first value shown; a rounded value is not a change
    double m_retryShown = 0;
    std::optional<Backpressure> m_backpressureShown;
    int m_unitShown = 0; ///< the first value shown, as is the rate below
    double m_rateShown = 0;
};

} // namespace fairlead
