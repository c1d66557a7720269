// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"
#include "gui/feed/samples.h"

#include <QTimer>

namespace fairlead {

/// How the monitor stands with its engine.
enum class LinkState {
    Connecting, ///< no answer yet
    Live,
    Stale, ///< asked, but silent for more than two seconds
    Lost, ///< the last try failed; another follows after its back-off
};

/// Asks the engine how it is, at most twice a second and never while nobody looks, and tells the pages. Threads: GUI.
class MonitorFeed final : public QObject
{
    Q_OBJECT
public:
    static constexpr Milliseconds intervalMin {500};
    static constexpr Milliseconds silenceMax {2000};

    MonitorFeed(GuiClient &client, const Clock &clock);

    /// Begins or goes on; asks at once.
    void start();
    /// Nobody looks: asks nothing until the next start.
    void stop();
    /// Asks now, also when a back-off would wait.
    void refresh();
    void setInterval(Milliseconds interval);
    /// The pages keep what they show; samples and link go on.
    void setFrozen(bool isFrozen);
    bool isFrozen() const { return m_isFrozen; }

    bool hasData() const { return m_hasData; }
    /// What the pages show; older than the newest answer while frozen.
    const Snapshot &snapshot() const { return m_shown; }
    const Samples &samples() const { return m_samples; }

    LinkState link() const { return m_link; }
    /// Why the last try failed.
    const QString &trouble() const { return m_trouble; }
    Microseconds age() const;
    /// Until the next try, while the link is lost.
    Microseconds untilNextTry() const;
    /// Empty when acts may be sent, else the reason why not.
    QString whyReadOnly() const;
    const Clock &clock() const { return m_clock; }
    GuiClient &client() { return m_client; }

Q_SIGNALS:
    /// The pages have something new to show.
    void updated();
    void linkChanged();
    /// Time has passed: ages are to be shown anew.
    void ticked();
    void frozenChanged(bool isFrozen);

private:
    struct Round
    {
        Snapshot snapshot;
        int missing = 4;
        QString trouble;
    };
    void poll();
    template <typename T>
    Answer<T> into(const std::shared_ptr<Round> &round, T Snapshot::*part);
    void finish(const Round &round);
    void take(const Snapshot &snapshot);
    void fail(const QString &trouble);
    void tick();
    void setLink(LinkState link);

    GuiClient &m_client;
    const Clock &m_clock;
    QTimer m_next; ///< to the next poll
    QTimer m_tick;
    Milliseconds m_interval {1000};
    std::shared_ptr<Round> m_round; ///< under way
    Snapshot m_latest;
    Snapshot m_shown;
    Samples m_samples;
    bool m_hasData = false;
    bool m_isFrozen = false;
    LinkState m_link = LinkState::Connecting;
    MonotonicTime m_startedOn; ///< of the present silence, when there was no answer yet
    MonotonicTime m_nextTryOn;
    QString m_trouble;
};

} // namespace fairlead
