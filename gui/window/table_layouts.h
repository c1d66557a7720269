// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>

#include <vector>

class QHeaderView;
class QSettings;
class QString;
class QWidget;

namespace fairlead {

/// Columns of the tables in a window as the person has arranged them: which, how wide, in which order. Threads: GUI.
/// Borrows the tables.
class TableLayouts
{
public:
    /// Takes in every table under `root` that has a name; as they are now is what `reset` goes back to.
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
