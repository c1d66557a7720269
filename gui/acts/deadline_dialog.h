// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/operation.h"

#include <QDialog>

class QComboBox;
class QRadioButton;
class QSpinBox;

namespace fairlead {

/// Asks for the deadline of jobs that have expired and are retried: with their own they would expire again at once.
/// Threads: GUI.
class DeadlineDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `expired` is their number.
    DeadlineDialog(std::int64_t expired, QWidget *parent);
    RetryDeadline deadline() const;

private:
    QRadioButton *m_none = nullptr;
    QRadioButton *m_new = nullptr;
    QSpinBox *m_count = nullptr;
    QComboBox *m_unit = nullptr;
};

} // namespace fairlead
