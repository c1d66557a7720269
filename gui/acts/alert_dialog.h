// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/snapshot.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QDoubleSpinBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace fairlead {

/// Sets up an alert, or changes the threshold, the time and the force of one. Threads: GUI.
class AlertDialog final : public QDialog
{
    Q_OBJECT
public:
    /// The queues and the tenants of the snapshot are offered; `own`: only this tenant is.
    AlertDialog(const Snapshot &snapshot, const std::optional<TenantName> &own, QWidget *parent);
    /// Changes an alert.
    AlertDialog(const AlertRule &before, QWidget *parent);
    /// REQUIRES: it was accepted.
    AlertRule rule() const;

private:
    /// Two constructors, one dialog.
    explicit AlertDialog(QWidget *parent);
    QFormLayout *makeForm();
    AlertKind kind() const;
    double above() const;
    /// Shows a threshold of the chosen kind in the largest unit in which it is a whole number.
    void showAbove(double above);
    void followKind();
    void followName();

    QLineEdit *m_name = nullptr;
    QComboBox *m_kind = nullptr;
    QComboBox *m_scope = nullptr; ///< the places in m_scopes
    QDoubleSpinBox *m_above = nullptr;
    QComboBox *m_unit = nullptr; ///< of seconds
    QSpinBox *m_hold = nullptr;
    QCheckBox *m_enabled = nullptr;
    QPushButton *m_set = nullptr;
    std::vector<Scope> m_scopes;
    std::vector<std::string> m_taken; ///< names
    std::optional<AlertRule> m_before;
    double m_aboveShown = 0; ///< the first value shown; a rounded value is not a change
    int m_holdShown = 0; ///< likewise
};

} // namespace fairlead
