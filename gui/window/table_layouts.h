// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

class QHeaderView;
class QSettings;
class QString;
class QWidget;

namespace fairlead {

/// Remembers the columns of the tables of a window: which are shown, their widths and their order. Threads: GUI.
/// Borrows the tables.
class TableLayouts
{
public:
    /// Takes every named table under `root`. `reset` restores the present layout.
    explicit TableLayouts(const QWidget &root);
    void keep(QSettings &settings) const;
    void restore(const QSettings &settings);
    void reset();

private:
    struct Table
    {
        QHeaderView *header = nullptr;
        QByteArray first;
    };
    static QString keyOf(const Table &table);
    std::vector<Table> m_tables;
};

} // namespace fairlead
