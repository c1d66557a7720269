// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/confirm_dialog.h"

#include "gui/look/plain_texts.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace fairlead {

ConfirmDialog::ConfirmDialog(const ConfirmText &text, Confirmation how, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("confirmDialog"));
    setWindowTitle(text.title);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(12);
    auto *label = new PlainLabel(text.text);
    label->setWordWrap(true);
    label->setMinimumWidth(420);
    layout->addWidget(label);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    m_go = buttons->addButton(text.verb, QDialogButtonBox::AcceptRole);
    m_go->setObjectName(QStringLiteral("confirmGo"));
    m_go->setAutoDefault(false);
    if (how == Confirmation::Typed) {
        auto *ask = new PlainLabel(tr("Type \"%1\" to go on:").arg(text.typed));
        m_typed = new QLineEdit;
        m_typed->setObjectName(QStringLiteral("confirmTyped"));
        m_typed->setAccessibleName(tr("Confirmation"));
        ask->setBuddy(m_typed);
        layout->addWidget(ask);
        layout->addWidget(m_typed);
        m_go->setEnabled(false);
        connect(m_typed, &QLineEdit::textChanged, this,
            [this, typed = text.typed](const QString &now) { m_go->setEnabled(now.trimmed() == typed); });
    }
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    QPushButton *cancel = buttons->button(QDialogButtonBox::Cancel);
    cancel->setDefault(true);
    if (m_typed)
        m_typed->setFocus();
    else
        cancel->setFocus();
}

void ConfirmDialog::ask(Confirmation how, const ConfirmText &text, QWidget *parent, const std::function<void()> &go)
{
    if (how == Confirmation::None) {
        go();
        return;
    }
    auto *dialog = new ConfirmDialog(text, how, parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, parent, go);
    dialog->open();
}

} // namespace fairlead
