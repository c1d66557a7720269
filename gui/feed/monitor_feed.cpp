// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/monitor_feed.h"

#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"

#include <algorithm>
#include <iterator>

namespace fairlead {

namespace {
constexpr Milliseconds tickEvery {250};
constexpr int tenantsOnPage = 1000;
constexpr Milliseconds backOffMin {500};
constexpr Milliseconds backOffMax {30'000};

/// A tenth of the silence so far: short after a restart, long for an engine that stays away.
Milliseconds backOffAfter(Microseconds silence)
{
    return std::clamp(std::chrono::duration_cast<Milliseconds>(silence / 10), backOffMin, backOffMax);
}

/// False for another engine, and for one whose jobs went when it ended. A restarted engine has kept its minutes; the
/// finer steps that were read before stay true.
bool isSameStore(const StatusView &before, const StatusView &after)
{
    return before.startedAt == after.startedAt || (before.dataDir == after.dataDir && !after.dataDir.empty());
}
} // namespace

MonitorFeed::MonitorFeed(GuiClient &client, const Clock &clock)
    : m_client(client)
    , m_clock(clock)
    , m_histories(client, clock)
    , m_startedOn(clock.monotonicNow())
{
    connect(&m_histories, &HistoryFeed::arrived, this, [this] {
        if (m_hasData && m_tick.isActive())
            Q_EMIT updated();
    });
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &MonitorFeed::poll);
    m_tick.setInterval(tickEvery);
    connect(&m_tick, &QTimer::timeout, this, &MonitorFeed::tick);
}

void MonitorFeed::start()
{
    m_tick.start();
    refresh();
}

void MonitorFeed::stop()
{
    m_tick.stop();
    m_next.stop();
    m_round.reset();
}

void MonitorFeed::refresh()
{
    m_next.stop();
    if (!m_round)
        poll();
}

void MonitorFeed::setInterval(Milliseconds interval)
{
    m_interval = std::max(interval, intervalMin);
}

void MonitorFeed::setFrozen(bool isFrozen)
{
    if (m_isFrozen == isFrozen)
        return;
    m_isFrozen = isFrozen;
    m_histories.setFrozen(isFrozen);
    Q_EMIT frozenChanged(isFrozen);
    if (!isFrozen && m_hasData) {
        m_shown = m_latest;
        Q_EMIT updated();
    }
}

Microseconds MonitorFeed::age() const
{
    return m_clock.monotonicNow() - (m_hasData ? m_latest.takenOn : m_startedOn);
}

Microseconds MonitorFeed::untilNextTry() const
{
    return std::max(m_nextTryOn - m_clock.monotonicNow(), Microseconds {0});
}

QString MonitorFeed::whyReadOnly() const
{
    switch (m_link) {
    case LinkState::Connecting:
        return tr("Not connected yet");
    case LinkState::Stale:
        return tr("The engine has been silent for more than two seconds; what it would do is unknown");
    case LinkState::Lost:
        return tr("The engine cannot be reached: %1").arg(m_trouble);
    case LinkState::Live:
        break;
    }
    return {};
}

template <typename T>
Answer<T> MonitorFeed::into(const std::shared_ptr<Round> &round, T Snapshot::*part)
{
    return m_client.here<T>(this, [this, round, part](Result<T> result) {
        if (result)
            round->snapshot.*part = std::move(*result);
        arrived(*round, result);
    });
}

template <typename T>
void MonitorFeed::arrived(Round &round, const Result<T> &part)
{
    if (!part && round.trouble.isEmpty())
        round.trouble = QString::fromStdString(part.error().text);
    if (--round.missing == 0 && &round == m_round.get())
        finish(round);
}

void MonitorFeed::askTenants(const std::shared_ptr<Round> &round, const std::optional<TenantName> &cursor)
{
    const ListTenants call {{.cursor = cursor, .limit = tenantsOnPage}};
    m_client.engine().ask(call, m_client.here<TenantPage>(this, [this, round](Result<TenantPage> page) {
        if (round != m_round)
            return;
        if (page) {
            std::vector<TenantView> &all = round->snapshot.tenants;
            std::move(page->tenants.begin(), page->tenants.end(), std::back_inserter(all));
            if (page->cursor) {
                askTenants(round, page->cursor);
                return;
            }
        }
        arrived(*round, page);
    }));
}

void MonitorFeed::poll()
{
    const auto round = std::make_shared<Round>();
    m_round = round;
    Client &client = m_client.engine();
    client.ask(GetStatus {}, into(round, &Snapshot::status));
    askTenants(round, {});
    client.ask(ListQueues {}, into(round, &Snapshot::queues));
    client.ask(ListWorkers {}, into(round, &Snapshot::workers));
}

void MonitorFeed::finish(const Round &round)
{
    const std::shared_ptr<Round> kept = std::move(m_round);
    if (round.trouble.isEmpty())
        take(round.snapshot);
    else
        fail(round.trouble);
}

void MonitorFeed::take(const Snapshot &snapshot)
{
    if (m_hasData && !isSameStore(m_latest.status, snapshot.status))
        m_histories.clear();
    m_latest = snapshot;
    m_latest.takenAt = m_clock.now();
    m_latest.takenOn = m_clock.monotonicNow();
    m_hasData = true;
    m_trouble.clear();
    m_next.start(m_interval);
    setLink(LinkState::Live);
    if (!m_isFrozen) {
        m_shown = m_latest;
        Q_EMIT updated();
    }
}

void MonitorFeed::fail(const QString &trouble)
{
    m_trouble = trouble;
    const Milliseconds wait = backOffAfter(age());
    m_nextTryOn = m_clock.monotonicNow() + wait;
    m_next.start(wait);
    setLink(LinkState::Lost);
}

void MonitorFeed::tick()
{
    if (m_link == LinkState::Live && age() > silenceMax)
        setLink(LinkState::Stale);
    Q_EMIT ticked();
}

void MonitorFeed::setLink(LinkState link)
{
    if (m_link == link)
        return;
    m_link = link;
    Q_EMIT linkChanged();
}

} // namespace fairlead
