// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/monitor_feed.h"

#include "engine/calls/alert_calls.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/calls/token_calls.h"
#include "gui/look/shown.h"

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

bool isSameReader(const std::optional<BearerView> &before, const BearerView &after)
{
    return before && before->id == after.id && before->role == after.role && before->tenant == after.tenant;
}

/// The status of the part of the engine that a token of one tenant shows. Its workers and its start are not told.
StatusView statusOf(const std::vector<TenantView> &tenants, const TenantName &own)
{
    StatusView status;
    status.state = EngineState::Running;
    for (const TenantView &tenant : tenants) {
        if (tenant.tenant != own)
            continue;
        status.counts = tenant.counts;
        if (tenant.pause)
            status.pauses.push_back(*tenant.pause);
        status.lastMinute = tenant.lastMinute;
        status.busy = static_cast<int>(countOf(tenant.counts, JobState::Running));
    }
    return status;
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

void MonitorFeed::changeBearer()
{
    m_round.reset();
    m_bearer.reset();
    m_isBearerKnown = false;
    m_histories.clear();
    m_latest = {};
    m_shown = {};
    m_hasData = false;
    m_startedOn = m_clock.monotonicNow();
    m_trouble.clear();
    setLink(LinkState::Connecting);
    refresh();
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
    case LinkState::Refused:
        return tr("The engine does not know the token of this window");
    case LinkState::Live:
        break;
    }
    return {};
}

QString MonitorFeed::whyNot(const CallInfo &call) const
{
    if (QString why = whyReadOnly(); !why.isEmpty() || !m_bearer)
        return why;
    if (call.role && m_bearer->role < *call.role)
        return tr("The token of this window has the role %1; this needs the role %2")
            .arg(shownRole(m_bearer->role), shownRole(*call.role));
    if (m_bearer->tenant && call.whose == Whose::Engine)
        return tr("The token of this window is for tenant %1 alone").arg(shown(m_bearer->tenant->text()));
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
    if (!part && !round.trouble)
        round.trouble = part.error();
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

template <typename C>
void MonitorFeed::askNewer(const std::shared_ptr<Round> &round, typename C::Reply Snapshot::*part)
{
    m_client.ask(C {}, this, [this, round, part](Result<typename C::Reply> reply) {
        if (!reply && reply.error().code == ErrorCode::NotFound)
            reply = typename C::Reply {};
        if (reply)
            round->snapshot.*part = std::move(*reply);
        arrived(*round, reply);
    });
}

void MonitorFeed::poll()
{
    m_round = std::make_shared<Round>();
    if (m_isBearerKnown)
        askParts(m_round);
    else
        askBearer(m_round);
}

void MonitorFeed::askBearer(const std::shared_ptr<Round> &round)
{
    m_client.ask(GetMe {}, this, [this, round](const Result<BearerView> &bearer) {
        if (round != m_round)
            return;
        if (!bearer) {
            arrived(*round, bearer);
            return;
        }
        takeBearer(*bearer);
        askParts(round);
    });
}

void MonitorFeed::takeBearer(const BearerView &bearer)
{
    const bool isSame = isSameReader(m_bearer, bearer);
    m_bearer = bearer;
    m_isBearerKnown = true;
    if (!isSame)
        Q_EMIT bearerChanged();
}

void MonitorFeed::askParts(const std::shared_ptr<Round> &round)
{
    round->missing = ownTenant() ? 3 : 6;
    askTenants(round, {});
    askNewer<GetHealth>(round, &Snapshot::health);
    askNewer<ListAlerts>(round, &Snapshot::alerts);
    if (ownTenant())
        return;
    Client &client = m_client.engine();
    client.ask(GetStatus {}, into(round, &Snapshot::status));
    client.ask(ListQueues {}, into(round, &Snapshot::queues));
    client.ask(ListWorkers {}, into(round, &Snapshot::workers));
}

void MonitorFeed::finish(Round &round)
{
    const std::shared_ptr<Round> kept = std::move(m_round);
    if (round.trouble) {
        fail(*round.trouble);
        return;
    }
    if (const std::optional<TenantName> own = ownTenant())
        round.snapshot.status = statusOf(round.snapshot.tenants, *own);
    take(round.snapshot);
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

void MonitorFeed::fail(const Error &trouble)
{
    m_trouble = shown(trouble.text);
    // A refusal to say who the token stands for. A further try with the same token would only count as another guess.
    const bool isRefused =
        !m_isBearerKnown && (trouble.code == ErrorCode::Denied || trouble.code == ErrorCode::RateLimited);
    m_isBearerKnown = false;
    if (isRefused) {
        setLink(LinkState::Refused);
        return;
    }
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
