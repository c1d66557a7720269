// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/config_panel.h"

#include "engine/calls/engine_calls.h"
#include "gui/look/shown.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace fairlead {

ConfigPanel::ConfigPanel(MonitorFeed &feed, EngineActs &acts)
    : m_feed(feed)
    , m_model(new ConfigModel(this))
    , m_table(new QTableView)
    , m_hint(new TableHint(m_table))
    , m_filter(new QLineEdit)
    , m_reread(new QPushButton(tr("Read the file a&gain")))
{
    m_table->setModel(m_model);
    m_table->setObjectName(QStringLiteral("configTable"));
    dressTable(*m_table, tr("Configuration in force"));
    setColumnWidths(*m_table, {34, 26, 30, 24}, ConfigModel::Value);
    m_filter->setPlaceholderText(tr("Filter keys and values"));
    m_filter->setAccessibleName(tr("Filter keys and values"));
    m_filter->setClearButtonEnabled(true);
    m_reread->setObjectName(QStringLiteral("rereadConfig"));
    auto *top = new QHBoxLayout;
    top->addWidget(m_filter, 1);
    top->addWidget(m_reread);
    auto *layout = new QVBoxLayout(this);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_model->setFilter(text);
        m_hint->setHint(tr("No key matches"));
    });
    connect(m_reread, &QPushButton::clicked, &acts, &EngineActs::reloadConfiguration);
    connect(&feed, &MonitorFeed::bearerChanged, this, [this] { m_isAsked = false; });
    connect(&acts, &EngineActs::configurationReloaded, this, [this](const ReloadReport &report) {
        m_model->showReport(report);
        reload();
    });
}

void ConfigPanel::showData()
{
    const QString why = m_feed.whyNot<ReloadConfiguration>();
    m_reread->setEnabled(why.isEmpty());
    m_reread->setToolTip(why.isEmpty()
            ? tr("The engine reads its configuration file: what can change at once does, the rest waits for a restart")
            : why);
    if (!m_isAsked && m_feed.whyReadOnly().isEmpty())
        reload();
}

void ConfigPanel::reload()
{
    m_isAsked = true;
    using Entries = std::vector<ConfigEntry>;
    m_feed.client().ask(ListConfiguration {}, this, [this](Result<Entries> entries) {
        const QString trouble = entries ? QString() : shown(entries.error().text);
        m_isAsked = entries.has_value() || entries.error().code == ErrorCode::Denied;
        m_model->show(entries ? std::move(*entries) : Entries {});
        m_hint->setHint(trouble.isEmpty() ? tr("No key matches") : trouble);
    });
}

} // namespace fairlead
