// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/operations_feed.h"

#include "engine/calls/operation_calls.h"

#include <algorithm>

namespace fairlead {

OperationsFeed::OperationsFeed(MonitorFeed &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &OperationsFeed::ask);
    connect(&feed, &MonitorFeed::updated, this, [this] {
        if (m_isLookedAt || (!m_watched.empty() && !m_timer.isActive()))
            ask();
    });
}

void OperationsFeed::watch(const Operation &operation)
{
    m_watched.insert(operation.id.text());
    ask();
}

void OperationsFeed::setLookedAt(bool isLookedAt)
{
    m_isLookedAt = isLookedAt;
}

void OperationsFeed::ask()
{
    if (m_isAsking || !m_feed.whyNot<ListOperations>().isEmpty())
        return;
    m_isAsking = true;
    using Operations = std::vector<Operation>;
    m_feed.client().ask(ListOperations {}, this, [this](Result<Operations> operations) {
        m_isAsking = false;
        if (operations)
            take(std::move(*operations));
    });
}

void OperationsFeed::take(std::vector<Operation> operations)
{
    m_operations = std::move(operations);
    std::vector<Operation> over;
    bool goesOn = false;
    for (const Operation &operation : m_operations) {
        if (operation.state == OperationState::Running)
            goesOn = true;
        else if (m_watched.erase(operation.id.text()) > 0)
            over.push_back(operation);
    }
    if (goesOn || !m_watched.empty())
        m_timer.start();
    Q_EMIT changed();
    for (const Operation &operation : over)
        Q_EMIT ended(operation);
}

} // namespace fairlead
