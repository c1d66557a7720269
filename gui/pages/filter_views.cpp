// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/filter_views.h"

#include <QSettings>

namespace fairlead {

FilterViews::FilterViews(QSettings &settings, const QString &list)
    : m_settings(settings)
    , m_key(QStringLiteral("views/") + list)
{
}

QStringList FilterViews::kept() const
{
    QStringList all = m_settings.value(m_key).toStringList();
    if (all.size() % 2 != 0)
        all.removeLast(); // the file was edited
    return all;
}

QStringList FilterViews::names() const
{
    const QStringList all = kept();
    QStringList names;
    for (qsizetype i = 0; i < all.size(); i += 2)
        names.append(all.at(i));
    return names;
}

QString FilterViews::filterOf(const QString &name) const
{
    const qsizetype at = names().indexOf(name);
    return at < 0 ? QString() : kept().at(2 * at + 1);
}

bool FilterViews::keep(const QString &name, const QString &filter)
{
    const QString shortened = name.trimmed().left(nameMax);
    if (shortened.isEmpty())
        return false;
    QStringList all = kept();
    const qsizetype at = names().indexOf(shortened);
    if (at < 0 && all.size() / 2 >= viewsMax)
        return false;
    if (at < 0)
        all << shortened << filter;
    else
        all[2 * at + 1] = filter;
    m_settings.setValue(m_key, all);
    return true;
}

void FilterViews::remove(const QString &name)
{
    QStringList all = kept();
    const qsizetype at = names().indexOf(name);
    if (at < 0)
        return;
    all.remove(2 * at, 2);
    m_settings.setValue(m_key, all);
}

} // namespace fairlead
