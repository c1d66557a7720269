// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/mark_feed.h"

#include "engine/calls/log_calls.h"

#include <algorithm>

namespace fairlead {

MarkFeed::MarkFeed(MonitorFeed &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    connect(&feed, &MonitorFeed::bearerChanged, this, [this] {
        m_marks.clear();
        m_askedOn.reset();
    });
}

const std::vector<Mark> &MarkFeed::get()
{
    const MonotonicTime now = m_feed.clock().monotonicNow();
    const bool isDue = !m_askedOn || now - *m_askedOn >= askEvery;
    if (!isDue || m_feed.isFrozen() || !m_feed.whyNot<ListMarks>().isEmpty())
        return m_marks;
    m_askedOn = now;
    m_feed.client().ask(ListMarks {.limit = marksKept}, this, [this](Result<std::vector<Mark>> marks) {
        if (!marks)
            return;
        std::reverse(marks->begin(), marks->end());
        const auto newest = [](const std::vector<Mark> &list) { return list.empty() ? 0 : list.back().number; };
        const bool areOthers = newest(*marks) != newest(m_marks) || marks->size() != m_marks.size();
        m_marks = std::move(*marks);
        if (areOthers)
            Q_EMIT arrived();
    });
    return m_marks;
}

} // namespace fairlead
