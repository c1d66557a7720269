// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"
#include "gui/payload/payload_text.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace fairlead {

/// Edits the payload of a failed or a waiting job, and shows the difference and the first fault of the JSON. A new job
/// gets the payload. A failed job stays as it is; that of a waiting one is taken by the new one. Threads: GUI.
class EditRetryDialog final : public QDialog
{
    Q_OBJECT
public:
    /// The reason why a payload cannot be edited as text; empty when it can.
    static QString whyNotEditable(const JobRecord &job);

    /// REQUIRES: whyNotEditable(job) is empty.
    EditRetryDialog(const JobRecord &job, QWidget *parent);
    /// The payload of the new job.
    std::string payload() const;

private:
    void compare();

    const PayloadText m_original;
    const bool m_isJson;
    QPlainTextEdit *m_editor = nullptr;
    QPlainTextEdit *m_diff = nullptr;
    QLabel *m_verdict = nullptr;
    QPushButton *m_send = nullptr;
};

} // namespace fairlead
