// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

class QSettings;

namespace fairlead {

/// The named filters of one list, kept in the settings of the window. Threads: GUI. Borrows the settings.
class FilterViews
{
public:
    static constexpr qsizetype viewsMax = 50;
    static constexpr qsizetype nameMax = 60; ///< characters

    FilterViews(QSettings &settings, const QString &list);
    QStringList names() const;
    /// The filter of a name as text; empty when there is none.
    QString filterOf(const QString &name) const;
    /// Keeps a filter in place of an earlier one of that name. False: the name is empty, or there are viewsMax.
    bool keep(const QString &name, const QString &filter);
    void remove(const QString &name);

private:
    /// Names and filters by turns.
    QStringList kept() const;
    QSettings &m_settings;
    const QString m_key;
};

} // namespace fairlead
