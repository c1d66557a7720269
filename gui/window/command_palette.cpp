// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/command_palette.h"

#include "gui/look/shown.h"

#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace fairlead {

namespace {
bool matches(const QString &text, const QStringList &words)
{
    return std::all_of(
        words.begin(), words.end(), [&](const QString &word) { return text.contains(word, Qt::CaseInsensitive); });
}
} // namespace

CommandPalette::CommandPalette(std::vector<PaletteEntry> entries, QWidget *parent)
    : QDialog(parent)
    , m_entries(std::move(entries))
    , m_field(new QLineEdit)
    , m_list(new QTreeWidget)
{
    setObjectName(QStringLiteral("commandPalette"));
    setWindowTitle(tr("Find or run"));
    resize(560, 420);
    m_field->setPlaceholderText(tr("An action, a queue or a tenant"));
    m_field->setAccessibleName(tr("Find or run"));
    m_list->setAccessibleName(tr("What was found"));
    m_list->setColumnCount(2);
    m_list->setHeaderHidden(true);
    m_list->setRootIsDecorated(false);
    m_list->setUniformRowHeights(true);
    m_list->header()->setStretchLastSection(false);
    m_list->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_list->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    auto *layout = new QVBoxLayout(this);
    layout->addWidget(m_field);
    layout->addWidget(m_list);
    m_field->installEventFilter(this);
    connect(m_field, &QLineEdit::textChanged, this, &CommandPalette::narrow);
    connect(m_field, &QLineEdit::returnPressed, this, &CommandPalette::run);
    connect(m_list, &QTreeWidget::itemActivated, this, &CommandPalette::run);
    narrow({});
}

std::vector<PaletteEntry> CommandPalette::entriesFor(
    const std::vector<QAction *> &actions, const Snapshot &snapshot, ScopeFilter &scope)
{
    std::vector<PaletteEntry> entries;
    for (QAction *action : actions) {
        const QString keys = action->shortcut().toString(QKeySequence::NativeText);
        entries.push_back({action->text().remove(QLatin1Char('&')), action->isEnabled() ? keys : action->statusTip(),
            action->isEnabled(), [action] { action->trigger(); }});
    }
    for (const QueueView &queue : snapshot.queues) {
        entries.push_back({tr("Show only queue %1").arg(shown(queue.queue.text())), {}, true,
            [&scope, name = queue.queue] { scope.set({.queue = name, .tenant = {}}); }});
    }
    const std::optional<QueueName> queue = scope.scope().queue;
    for (const TenantView &tenant : snapshot.tenants) {
        const QString name = shown(tenant.tenant.text());
        entries.push_back({tr("Show only tenant %1").arg(name), {}, true,
            [&scope, name = tenant.tenant] { scope.set({.queue = {}, .tenant = name}); }});
        if (queue)
            entries.push_back({tr("Show only tenant %1 in queue %2").arg(name, shown(queue->text())), {}, true,
                [&scope, in = *queue, name = tenant.tenant] { scope.set({.queue = in, .tenant = name}); }});
    }
    return entries;
}

void CommandPalette::narrow(const QString &text)
{
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    m_list->clear();
    for (std::size_t i = 0; i < m_entries.size(); ++i) {
        const PaletteEntry &entry = m_entries[i];
        if (!matches(entry.text, words))
            continue;
        auto *item = new QTreeWidgetItem(m_list, {entry.text, entry.detail});
        item->setData(0, Qt::UserRole, static_cast<qulonglong>(i));
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setDisabled(!entry.isEnabled);
    }
    for (int row = 0; row < m_list->topLevelItemCount(); ++row) {
        if (!m_list->topLevelItem(row)->isDisabled()) {
            m_list->setCurrentItem(m_list->topLevelItem(row));
            break;
        }
    }
}

void CommandPalette::run()
{
    const QTreeWidgetItem *item = m_list->currentItem();
    if (!item || item->isDisabled())
        return;
    const std::function<void()> go = m_entries[item->data(0, Qt::UserRole).toULongLong()].run;
    accept();
    go();
}

bool CommandPalette::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Down || key == Qt::Key_Up || key == Qt::Key_PageDown || key == Qt::Key_PageUp) {
            QApplication::sendEvent(m_list, event);
            return true;
        }
    }
    return QDialog::eventFilter(watched, event);
}

} // namespace fairlead
