// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"

#include <set>

namespace fairlead {

/// Acts on many jobs that the engine does in the background: asks for them while one goes on, or while somebody looks.
/// Threads: GUI.
class OperationsFeed final : public QObject
{
    Q_OBJECT
public:
    static constexpr Milliseconds interval {500};

    OperationsFeed(MonitorFeed &feed, QObject *parent);

    /// Begun from here: its end is told.
    void watch(const Operation &operation);
    /// Somebody looks: asks with every snapshot.
    void setLookedAt(bool isLookedAt);
    void ask();
    /// Those running first, then the newest.
    const std::vector<Operation> &operations() const { return m_operations; }

Q_SIGNALS:
    void changed();
    /// One that was begun from here is over.
    void ended(const fairlead::Operation &operation);

private:
    void take(std::vector<Operation> operations);

    MonitorFeed &m_feed;
    std::vector<Operation> m_operations;
    std::set<std::string> m_watched; ///< ids
    QTimer m_timer;
    bool m_isAsking = false;
    bool m_isLookedAt = true; ///< at first, to find those that go on
};

} // namespace fairlead
