// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/history_feed.h"

#include "engine/calls/log_calls.h"

#include <algorithm>
#include <tuple>

namespace fairlead {

namespace {
constexpr std::size_t keptMax = 128;
} // namespace

bool operator<(const HistoryKey &a, const HistoryKey &b)
{
    return std::tie(a.scope.queue, a.scope.tenant, a.span, a.step)
        < std::tie(b.scope.queue, b.scope.tenant, b.span, b.step);
}

void extend(History &kept, const History &news, Microseconds span)
{
    const auto isBefore = [](const HistoryPoint &point, TimePoint time) { return point.at < time; };
    if (!news.points.empty()) {
        const TimePoint first = news.points.front().at;
        kept.points.erase(std::lower_bound(kept.points.begin(), kept.points.end(), first, isBefore), kept.points.end());
        kept.points.insert(kept.points.end(), news.points.begin(), news.points.end());
    }
    kept.until = news.until;
    kept.from = news.until - span;
    // The step in which the history begins stays whole.
    const auto end = std::lower_bound(kept.points.begin(), kept.points.end(), kept.from - kept.step, isBefore);
    for (auto point = kept.points.begin(); point != end; ++point) {
        if (point->stock)
            kept.before = point->stock;
    }
    kept.points.erase(kept.points.begin(), end);
}

HistoryFeed::HistoryFeed(GuiClient &client, const Clock &clock)
    : m_client(client)
    , m_clock(clock)
{
}

const History *HistoryFeed::get(const HistoryKey &key)
{
    const MonotonicTime now = m_clock.monotonicNow();
    Kept &kept = m_kept[key];
    kept.usedOn = now;
    const bool isDue = !kept.isThere || (!m_isFrozen && now - *kept.askedOn >= kept.history.step);
    if (isDue && !kept.isUnderWay) {
        ask(key, kept);
        dropUnused();
    }
    return kept.isThere ? &kept.history : nullptr;
}

void HistoryFeed::clear()
{
    m_kept.clear();
    m_missing = 0;
    ++m_life;
}

void HistoryFeed::ask(const HistoryKey &key, Kept &kept)
{
    const MonotonicTime now = m_clock.monotonicNow();
    FindHistory call;
    call.queue = key.scope.queue;
    call.tenant = key.scope.tenant;
    call.range = key.span;
    call.step = key.step;
    if (kept.isThere) { // the steps since the last answer, and the one that was open then
        call.step = kept.history.step;
        call.range = std::min(key.span, now - *kept.askedOn + 2 * kept.history.step + std::chrono::seconds {1});
    } else {
        ++m_missing;
    }
    kept.isUnderWay = true;
    m_client.ask(std::move(call), this, [this, key, now, life = m_life](Result<History> answer) {
        if (life == m_life)
            take(key, now, std::move(answer));
    });
}

void HistoryFeed::take(const HistoryKey &key, MonotonicTime askedOn, Result<History> answer)
{
    Kept &kept = m_kept[key];
    kept.isUnderWay = false;
    if (answer)
        kept.askedOn = askedOn;
    const bool isFirst = !kept.isThere;
    if (answer && (isFirst || answer->until < kept.history.until || answer->step != kept.history.step)) {
        // The first one; or the engine's clock was set back, and the next answer has the rest.
        kept.isThere = isFirst;
        kept.history = std::move(*answer);
    } else if (answer) {
        extend(kept.history, *answer, key.span);
    }
    if (isFirst && --m_missing == 0 && answer)
        Q_EMIT arrived();
}

void HistoryFeed::dropUnused()
{
    while (m_kept.size() > keptMax) {
        const auto oldest = std::min_element(m_kept.begin(), m_kept.end(),
            [](const auto &a, const auto &b) { return a.second.usedOn < b.second.usedOn; });
        if (oldest->second.isUnderWay)
            return;
        m_kept.erase(oldest);
    }
}

} // namespace fairlead
