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

/// Plan and limits of one tenant, and what happens when they are reached; each may be none. Threads: GUI.
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
    double m_megabytesShown = 0; ///< at first; what a box rounds is not a change
    double m_retryShown = 0;
    std::optional<Backpressure> m_backpressureShown;
    int m_unitShown = 0; ///< at first, as the rate below
    double m_rateShown = 0;
};

} // namespace fairlead
