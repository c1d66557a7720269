// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/config_model.h"

#include "gui/look/shown.h"

namespace fairlead {

namespace {
bool holds(const std::vector<std::string> &keys, const std::string &key)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}

TableColumn<ConfigRow> textColumn(const QString &title, TableColumn<ConfigRow>::Of<QString> text)
{
    return TableColumn<ConfigRow>(title, text).cellTip(text);
}
} // namespace

ConfigModel::ConfigModel(QObject *parent)
    : KeyedTableModel({textColumn(tr("Key"), [](const ConfigRow &row) { return shown(row.entry.key); }),
                          textColumn(tr("Value"), [](const ConfigRow &row) { return shown(row.entry.value); }),
                          textColumn(tr("Source"), [](const ConfigRow &row) { return shown(row.entry.source); }),
                          textColumn(tr("State"), [this](const ConfigRow &row) { return stateOf(row.entry.key); })},
        parent)
{
}

void ConfigModel::show(std::vector<ConfigEntry> entries)
{
    m_entries = std::move(entries);
    showFiltered();
}

void ConfigModel::showReport(ReloadReport report)
{
    m_report = std::move(report);
    showFiltered();
}

void ConfigModel::setFilter(const QString &text)
{
    m_filter = text.trimmed();
    showFiltered();
}

void ConfigModel::showFiltered()
{
    std::vector<ConfigRow> rows;
    for (const ConfigEntry &entry : m_entries) {
        if (shown(entry.key).contains(m_filter, Qt::CaseInsensitive)
            || shown(entry.value).contains(m_filter, Qt::CaseInsensitive))
            rows.push_back({entry});
    }
    replaceRows(std::move(rows));
}

QString ConfigModel::stateOf(const std::string &key) const
{
    if (holds(m_report.afterRestart, key))
        return tr("⟳ waits for a restart");
    if (holds(m_report.overruled, key))
        return tr("✋ an operator said otherwise");
    return holds(m_report.applied, key) ? tr("✓ just taken over") : QString();
}

} // namespace fairlead
