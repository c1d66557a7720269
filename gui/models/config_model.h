// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"
#include "gui/models/keyed_table_model.h"

#include <QString>

namespace fairlead {

struct ConfigRow
{
    ConfigEntry entry;
    const std::string &key() const { return entry.key; }
};

/// The configuration in force, and the outcome of the last reload for each key. Threads: GUI.
class ConfigModel final : public KeyedTableModel<ConfigRow>
{
    Q_OBJECT
public:
    enum Column { Key, Value, Source, State, ColumnCount };
    explicit ConfigModel(QObject *parent);

    void show(std::vector<ConfigEntry> entries);
    void showReport(ReloadReport report);
    /// Shows the keys and values that contain the text; empty: all.
    void setFilter(const QString &text);

private:
    void showFiltered();
    QString stateOf(const std::string &key) const;

    std::vector<ConfigEntry> m_entries;
    ReloadReport m_report;
    QString m_filter;
};

} // namespace fairlead
