// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include <vector>

class QAction;

namespace fairlead {

/// Lists the actions with their shortcuts, and the keys inside the pages. Threads: GUI.
class ShortcutsDialog final : public QDialog
{
    Q_OBJECT
public:
    ShortcutsDialog(const std::vector<QAction *> &actions, QWidget *parent);
};

} // namespace fairlead
