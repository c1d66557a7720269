// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"

#include <QObject>

#include <vector>

namespace fairlead {

/// The queue, the tenant, or both, that every page shows; empty parts mean all. Remembers earlier scopes. Threads: GUI.
class ScopeFilter final : public QObject
{
    Q_OBJECT
public:
    const Scope &scope() const { return m_history[m_at]; }
    void set(const Scope &scope);
    bool mayGoBack() const { return m_at > 0; }
    bool mayGoForward() const { return m_at + 1 < m_history.size(); }
    void goBack();
    void goForward();

Q_SIGNALS:
    void changed();

private:
    std::vector<Scope> m_history {Scope {}};
    std::size_t m_at = 0;
};

} // namespace fairlead
