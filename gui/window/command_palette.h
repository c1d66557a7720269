// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/scope_filter.h"
#include "gui/feed/snapshot.h"

#include <QDialog>

#include <functional>
#include <vector>

class QAction;
class QLineEdit;
class QTreeWidget;

namespace fairlead {

/// An action, a queue or a tenant in the palette.
struct PaletteEntry
{
    QString text;
    QString detail; ///< shortcut, or the reason why it cannot run now
    bool isEnabled = true;
    std::function<void()> run;
};

/// Finds actions, queues and tenants by parts of their names; Enter runs the chosen one. Threads: GUI.
class CommandPalette final : public QDialog
{
    Q_OBJECT
public:
    CommandPalette(std::vector<PaletteEntry> entries, QWidget *parent);

    static std::vector<PaletteEntry> entriesFor(
        const std::vector<QAction *> &actions, const Snapshot &snapshot, ScopeFilter &scope);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void narrow(const QString &text);
    void run();
    const std::vector<PaletteEntry> m_entries;
    QLineEdit *m_field = nullptr;
    QTreeWidget *m_list = nullptr;
};

} // namespace fairlead
