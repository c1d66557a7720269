// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/deadline_dialog.h"

#include "gui/look/plain_texts.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRadioButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace fairlead {

DeadlineDialog::DeadlineDialog(std::int64_t expired, QWidget *parent)
    : QDialog(parent)
    , m_none(new QRadioButton(tr("Without a &deadline")))
    , m_new(new QRadioButton(tr("With a &new deadline, after")))
    , m_count(new QSpinBox)
    , m_unit(new QComboBox)
{
    setObjectName(QStringLiteral("deadlineDialog"));
    setWindowTitle(tr("Retry what has expired?"));
    auto *text = new PlainLabel(
        tr("%n job(s) expired: the deadline has passed. With it they would expire again at once. Retry all that were "
           "chosen:",
            nullptr, static_cast<int>(expired)));
    text->setWordWrap(true);
    m_none->setObjectName(QStringLiteral("noDeadline"));
    m_new->setObjectName(QStringLiteral("newDeadline"));
    m_none->setChecked(true);
    m_count->setRange(1, 10'000);
    m_count->setAccessibleName(tr("Time until the deadline"));
    m_unit->addItem(tr("minutes"), 60);
    m_unit->addItem(tr("hours"), 3'600);
    m_unit->addItem(tr("days"), 86'400);
    m_unit->setCurrentIndex(1);
    m_unit->setAccessibleName(tr("Unit of time"));
    auto *span = new QHBoxLayout;
    span->addWidget(m_new);
    span->addWidget(m_count);
    span->addWidget(m_unit);
    span->addStretch();
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *go = buttons->addButton(tr("Retry"), QDialogButtonBox::AcceptRole);
    go->setObjectName(QStringLiteral("retryWithDeadline"));
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(text);
    layout->addWidget(m_none);
    layout->addLayout(span);
    layout->addWidget(buttons);
    go->setDefault(true); // of this dialog: not before it is in it
    // Whoever sets the time means it.
    connect(m_count, &QSpinBox::valueChanged, m_new, [this] { m_new->setChecked(true); });
    connect(m_unit, &QComboBox::activated, m_new, [this] { m_new->setChecked(true); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_none->setFocus();
}

RetryDeadline DeadlineDialog::deadline() const
{
    if (m_none->isChecked())
        return {};
    return {std::chrono::duration_cast<Microseconds>(
        std::chrono::seconds {std::int64_t {m_count->value()} * m_unit->currentData().toInt()})};
}

} // namespace fairlead
