// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"

#include <set>

namespace fairlead {

/// Follows the engine's operations. It asks while one runs, and while the list of operations is visible. Threads: GUI.
class OperationsFeed final : public QObject
{
    Q_OBJECT
public:
    static constexpr Milliseconds interval {500};

    OperationsFeed(MonitorFeed &feed, QObject *parent);

    /// Follows an operation that this monitor started, and reports its end.
    void watch(const Operation &operation);
    /// While the list is visible, it asks with every snapshot.
    void setLookedAt(bool isLookedAt);
    void ask();
    /// Running operations first, then the newest.
    const std::vector<Operation> &operations() const { return m_operations; }

Q_SIGNALS:
    void changed();
    /// An operation that this monitor started has ended.
    void ended(const fairlead::Operation &operation);

private:
    void take(std::vector<Operation> operations);

    MonitorFeed &m_feed;
    std::vector<Operation> m_operations;
    std::set<std::string> m_watched; ///< ids
    QTimer m_timer;
    bool m_isAsking = false;
    bool m_isLookedAt = true; ///< true at first, to find operations that are running
};

} // namespace fairlead
