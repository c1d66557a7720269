// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/mark.h"
#include "gui/feed/monitor_feed.h"

namespace fairlead {

/// The marks that the engine keeps for the time axis: pauses, starts, reloads and notes such as deployments. They are
/// asked for while somebody shows them. Threads: GUI.
class MarkFeed final : public QObject
{
    Q_OBJECT
public:
    static constexpr std::chrono::seconds askEvery {5};

    MarkFeed(MonitorFeed &feed, QObject *parent);

    /// The marks as far as they are known, oldest first. Asks for them when the last question is `askEvery` old; not
    /// while the view is frozen, or where the token may not read them.
    const std::vector<Mark> &get();

Q_SIGNALS:
    /// Other marks are there.
    void arrived();

private:
    MonitorFeed &m_feed;
    std::vector<Mark> m_marks;
    std::optional<MonotonicTime> m_askedOn;
};

} // namespace fairlead
