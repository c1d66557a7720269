// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/calls/call.h"
#include "gui/feed/gui_client.h"
#include "gui/feed/history_feed.h"
#include "gui/feed/snapshot.h"

#include <QTimer>

namespace fairlead {

/// The state of the link between the monitor and its engine.
enum class LinkState {
    Connecting, ///< no answer yet
    Live,
    Stale, ///< no answer for more than two seconds
    Lost, ///< the last try failed; the next one follows after a back-off
    Refused, ///< the engine does not know the token; nothing is asked until there is another one, or by hand
};

/// Polls the engine, at most twice a second and never while the window is hidden, and tells the pages. Threads: GUI.
class MonitorFeed final : public QObject
{
    Q_OBJECT
public:
    static constexpr Milliseconds intervalMin {500};
    static constexpr Milliseconds silenceMax {2000};

    MonitorFeed(GuiClient &client, const Clock &clock);

    /// Starts or resumes polling; asks at once.
    void start();
    /// Stops polling until the next start.
    void stop();
    /// Asks now, also during a back-off and after a refusal.
    void refresh();
    /// The client has another token: forgets what the one before was shown, and asks.
    void changeBearer();
    void setInterval(Milliseconds interval);
    /// Frozen pages keep what they show. Polling goes on.
    void setFrozen(bool isFrozen);
    bool isFrozen() const { return m_isFrozen; }

    bool hasData() const { return m_hasData; }
    /// The data for the pages; older than the newest answer while frozen.
    const Snapshot &snapshot() const { return m_shown; }
    /// The engine's past. It is fetched as it is asked for.
    HistoryFeed &histories() { return m_histories; }

    LinkState link() const { return m_link; }
    /// The reason why the last try failed.
    const QString &trouble() const { return m_trouble; }
    Microseconds age() const;
    /// The time until the next try, while the link is lost.
    Microseconds untilNextTry() const;
    /// Empty while acts may be sent, else the reason why not.
    QString whyReadOnly() const;
    /// The same for one call: the reason may be the role of the token, or its tenant.
    QString whyNot(const CallInfo &call) const;
    template <typename C>
    QString whyNot() const
    {
        return whyNot(C::info);
    }
    /// The bearer of the token, as the engine tells it; empty before it has.
    const std::optional<BearerView> &bearer() const { return m_bearer; }
    /// The only tenant that the token shows; empty: all.
    std::optional<TenantName> ownTenant() const { return m_bearer ? m_bearer->tenant : std::nullopt; }
    const Clock &clock() const { return m_clock; }
    GuiClient &client() { return m_client; }

Q_SIGNALS:
    /// The pages have new data.
    void updated();
    void linkChanged();
    /// The engine has told the role and the tenant of the token, for the first time or otherwise than before.
    void bearerChanged();
    /// Time has passed: pages should refresh their ages.
    void ticked();
    void frozenChanged(bool isFrozen);

private:
    struct Round
    {
        Snapshot snapshot;
        int missing = 1;
        std::optional<Error> trouble;
    };
    void poll();
    /// Asks who the token stands for, then the rest.
    void askBearer(const std::shared_ptr<Round> &round);
    void takeBearer(const BearerView &bearer);
    /// Asks for everything that the bearer may see.
    void askParts(const std::shared_ptr<Round> &round);
    /// Asks for the tenants behind `cursor`, page after page.
    void askTenants(const std::shared_ptr<Round> &round, const std::optional<TenantName> &cursor);
    /// Asks for a part that an engine of an earlier version does not know.
    template <typename C>
    void askNewer(const std::shared_ptr<Round> &round, typename C::Reply Snapshot::*part);
    /// Notes that a part of the round has come, or why it has not.
    template <typename T>
    void arrived(Round &round, const Result<T> &part);
    template <typename T>
    Answer<T> into(const std::shared_ptr<Round> &round, T Snapshot::*part);
    void finish(Round &round);
    void take(const Snapshot &snapshot);
    void fail(const Error &trouble);
    void tick();
    void setLink(LinkState link);

    GuiClient &m_client;
    const Clock &m_clock;
    QTimer m_next; ///< the next poll
    QTimer m_tick;
    Milliseconds m_interval {1000};
    std::shared_ptr<Round> m_round; ///< the poll under way
    Snapshot m_latest;
    Snapshot m_shown;
    HistoryFeed m_histories;
    std::optional<BearerView> m_bearer;
    bool m_isBearerKnown = false; ///< and asked again after each failure
    bool m_hasData = false;
    bool m_isFrozen = false;
    LinkState m_link = LinkState::Connecting;
    MonotonicTime m_startedOn; ///< start of the present silence, before the first answer
    MonotonicTime m_nextTryOn;
    QString m_trouble;
};

} // namespace fairlead
