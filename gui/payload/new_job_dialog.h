// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/new_job.h"
#include "engine/domain/result.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace fairlead {

/// Asks for the parts of a new job, and says the first fault of them. Threads: GUI.
class NewJobDialog final : public QDialog
{
    Q_OBJECT
public:
    /// `like` has the values at first; its payload is plain text. `queues` are offered; other names may be typed.
    NewJobDialog(const NewJob &like, const QStringList &queues, QWidget *parent);
    /// Fails with Invalid, in words for the person.
    Result<NewJob> job() const;

private:
    void check();

    const NewJob m_like;
    QComboBox *m_queue = nullptr;
    QLineEdit *m_tenant = nullptr;
    QComboBox *m_priority = nullptr;
    QLineEdit *m_tags = nullptr;
    QLineEdit *m_delay = nullptr;
    QLineEdit *m_deadline = nullptr;
    QPlainTextEdit *m_payload = nullptr;
    QLabel *m_verdict = nullptr;
    QPushButton *m_send = nullptr;
};

} // namespace fairlead
