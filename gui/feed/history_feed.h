// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/gui_client.h"

#include <functional>
#include <map>

namespace fairlead {

/// Names one history of the engine: of a queue, a tenant, both, or with an empty scope of the engine itself.
struct HistoryKey
{
    Scope scope {};
    Microseconds span = std::chrono::minutes {15};
    Microseconds step = std::chrono::seconds {1}; ///< at least
};
bool operator<(const HistoryKey &a, const HistoryKey &b);

/// Where charts find histories: null for one that is not there yet.
using HistorySource = std::function<const History *(const HistoryKey &)>;

/// Adds newer points to a history: those of the same step are replaced, and those older than `span` are dropped.
/// REQUIRES: both have the same step, and `news` begins before `kept` ends.
void extend(History &kept, const History &news, Microseconds span);

/// The engine's histories that are shown. Each is fetched once, then kept up to date while somebody asks for it. The
/// 128 used last are kept. Threads: GUI.
class HistoryFeed final : public QObject
{
    Q_OBJECT
public:
    HistoryFeed(GuiClient &client, const Clock &clock);

    /// The history as far as it is known; null before its first answer. Asks the engine for what is new, at most once a
    /// step of the history. The pointer is valid until the event loop runs again.
    const History *get(const HistoryKey &key);
    /// Forgets everything: another engine answers.
    void clear();
    /// While frozen, it asks only for histories that are missing.
    void setFrozen(bool isFrozen) { m_isFrozen = isFrozen; }
    HistorySource source()
    {
        return [this](const HistoryKey &key) { return get(key); };
    }

Q_SIGNALS:
    /// Histories that were missing are there.
    void arrived();

private:
    struct Kept
    {
        History history;
        bool isThere = false;
        bool isUnderWay = false;
        std::optional<MonotonicTime> askedOn {}; ///< when the last answer was asked for
        MonotonicTime usedOn {};
    };
    void ask(const HistoryKey &key, Kept &kept);
    void take(const HistoryKey &key, MonotonicTime askedOn, Result<History> answer);
    void dropUnused();

    GuiClient &m_client;
    const Clock &m_clock;
    std::map<HistoryKey, Kept> m_kept;
    int m_missing = 0; ///< first answers under way
    int m_life = 0; ///< answers to questions from before clear() are dropped
    bool m_isFrozen = false;
};

} // namespace fairlead
