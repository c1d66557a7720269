// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/selection_bar.h"

#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/pages/job_table.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace fairlead {

SelectionBar::SelectionBar(JobTable *table)
    : m_table(table)
    , m_words(new PlainLabel)
    , m_all(new QPushButton(tr("Select all")))
    , m_buttons(new QHBoxLayout)
{
    m_all->setObjectName(QStringLiteral("selectAll"));
    auto *top = new QHBoxLayout;
    top->addWidget(m_words);
    top->addWidget(m_all);
    top->addStretch();
    m_buttons->addStretch();
    // Two rows: with large numbers, one is wider than a narrow page.
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(top);
    layout->addLayout(m_buttons);
    connect(m_all, &QPushButton::clicked, table, &JobTable::selectAll);
    hide();
}

void SelectionBar::offer(QAction *action)
{
    auto *button = new QPushButton(action->icon(), action->text());
    button->setObjectName(action->objectName() + QStringLiteral("Chosen"));
    const auto follow = [button, action] {
        button->setText(action->text());
        button->setEnabled(action->isEnabled());
        button->setToolTip(action->toolTip());
    };
    follow();
    connect(action, &QAction::changed, button, follow);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    m_buttons->insertWidget(m_buttons->count() - 1, button); // before the stretch
}

void SelectionBar::show(const JobChoice &choice)
{
    const std::int64_t rows = m_table->model()->rowCount();
    m_words->setText(tr("%1 of %2 chosen").arg(shown(choice.count), shown(rows)));
    m_all->setText(choice.isCounted ? tr("Select all %1").arg(shown(rows)) : tr("Select all"));
    m_all->setVisible(choice.count < rows);
    setVisible(choice.count > 1);
}

} // namespace fairlead
