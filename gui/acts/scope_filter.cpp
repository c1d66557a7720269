// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/scope_filter.h"

namespace fairlead {

namespace {
constexpr std::size_t historyMax = 100;
}

void ScopeFilter::set(const Scope &scope)
{
    if (scope == m_history[m_at])
        return;
    m_history.resize(m_at + 1);
    m_history.push_back(scope);
    if (m_history.size() > historyMax)
        m_history.erase(m_history.begin());
    m_at = m_history.size() - 1;
    Q_EMIT changed();
}

void ScopeFilter::goBack()
{
    if (!mayGoBack())
        return;
    --m_at;
    Q_EMIT changed();
}

void ScopeFilter::goForward()
{
    if (!mayGoForward())
        return;
    ++m_at;
    Q_EMIT changed();
}

} // namespace fairlead
