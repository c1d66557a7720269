// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/tags_dialog.h"

#include "gui/look/plain_texts.h"

#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>

namespace fairlead {

namespace {
std::vector<std::string> tagsIn(const QString &text)
{
    std::vector<std::string> tags;
    const QStringList parts = text.split(QLatin1Char(','), Qt::SkipEmptyParts);
    tags.reserve(static_cast<std::size_t>(parts.size()));
    for (const QString &part : parts) {
        if (const QString tag = part.trimmed(); !tag.isEmpty())
            tags.push_back(tag.toStdString());
    }
    return tags;
}
} // namespace

TagsDialog::TagsDialog(int count, const QStringList &present, QWidget *parent)
    : QDialog(parent)
    , m_add(new QLineEdit)
    , m_remove(new QLineEdit)
{
    setObjectName(QStringLiteral("tagsDialog"));
    setWindowTitle(tr("Tags of %n job(s)", nullptr, count));
    auto *text = new PlainLabel(
        present.isEmpty() ? tr("Without tags now.") : tr("Tags now: %1").arg(present.join(QStringLiteral(", "))));
    text->setWordWrap(true);
    m_add->setObjectName(QStringLiteral("tagsToAdd"));
    m_add->setPlaceholderText(tr("urgent, night"));
    m_remove->setObjectName(QStringLiteral("tagsToRemove"));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    QPushButton *go = buttons->addButton(tr("Change tags"), QDialogButtonBox::AcceptRole);
    go->setObjectName(QStringLiteral("changeTags"));
    go->setEnabled(false);
    auto *layout = new QFormLayout(this);
    layout->addRow(text);
    layout->addRow(tr("&Add"), m_add);
    layout->addRow(tr("&Remove"), m_remove);
    layout->addRow(buttons);
    go->setDefault(true); // of this dialog: not before it is in it
    for (QLineEdit *line : {m_add, m_remove})
        connect(line, &QLineEdit::textChanged, go, [this, go] { go->setEnabled(change().check().has_value()); });
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    m_add->setFocus();
}

TagChange TagsDialog::change() const
{
    return {.add = tagsIn(m_add->text()), .remove = tagsIn(m_remove->text())};
}

} // namespace fairlead
