// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/config_model.h"

#include "gui/look/shown.h"

namespace fairlead {

namespace {
bool holds(const std::vector<std::string> &keys, const std::string &key)
{
    return std::find(keys.begin(), keys.end(), key) != keys.end();
}
} // namespace

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

QVariant ConfigModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
        return {};
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    const ConfigEntry &entry = row(index.row()).entry;
    switch (index.column()) {
    case Key:
        return shown(entry.key);
    case Value:
        return shown(entry.value);
    case Source:
        return shown(entry.source);
    case State:
        return stateOf(entry.key);
    default:
        return {};
    }
}

QVariant ConfigModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    const QStringList names {tr("Key"), tr("Value"), tr("Source"), tr("State")};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    return role == Qt::DisplayRole ? QVariant(names.at(section)) : QVariant();
}

} // namespace fairlead
