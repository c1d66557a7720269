// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/shortcuts_dialog.h"

#include <QAction>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fairlead {

ShortcutsDialog::ShortcutsDialog(const std::vector<QAction *> &actions, QWidget *parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("shortcutsDialog"));
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(480, 560);
    auto *list = new QTreeWidget;
    list->setHeaderLabels({tr("Action"), tr("Keys")});
    list->setRootIsDecorated(false);
    list->setAlternatingRowColors(true);
    list->setUniformRowHeights(true);
    list->setAccessibleName(tr("Keyboard shortcuts"));
    for (const QAction *action : actions) {
        if (!action->shortcut().isEmpty()) {
            new QTreeWidgetItem(
                list, {action->text().remove(QLatin1Char('&')), action->shortcut().toString(QKeySequence::NativeText)});
        }
    }
    new QTreeWidgetItem(list, {tr("The menu of what is selected"), QStringLiteral("Shift+F10")});
    new QTreeWidgetItem(list, {tr("Edit the weight of a tenant"), QStringLiteral("F2")});
    list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    list->header()->setStretchLastSection(false);
    list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(list);
    layout->addWidget(buttons);
}

} // namespace fairlead
