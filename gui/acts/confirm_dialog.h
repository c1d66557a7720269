// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/act_policy.h"

#include <QDialog>

#include <functional>

class QLineEdit;
class QPushButton;

namespace fairlead {

/// The texts of a confirmation.
struct ConfirmText
{
    QString title;
    QString text; ///< exact count, scope and loss
    QString verb; ///< label of the confirming button: "Stop now"
    QString typed; ///< the text to type, for Confirmation::Typed
};

/// Asks before an act. Cancel has the focus; the other button is named after the act. Threads: GUI.
class ConfirmDialog final : public QDialog
{
    Q_OBJECT
public:
    ConfirmDialog(const ConfirmText &text, Confirmation how, QWidget *parent);
    /// Calls `go` when the act may go on: at once, or after the person has agreed, as the policy says.
    static void ask(Confirmation how, const ConfirmText &text, QWidget *parent, const std::function<void()> &go);

private:
    QPushButton *m_go = nullptr;
    QLineEdit *m_typed = nullptr;
};

} // namespace fairlead
