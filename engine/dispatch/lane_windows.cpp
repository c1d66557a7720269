// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/lane_windows.h"

namespace fairlead {

namespace {
/// The first fetch of a lane is small, so that the first dispatch after a start does not wait for large ones.
constexpr int firstFetchMax = 16;
} // namespace

LaneWindows::LaneWindows(FairScheduler &scheduler, StoreGate store, int windowMax, std::function<void()> onChanged)
    : m_scheduler(scheduler)
    , m_store(std::move(store))
    , m_windowMax(windowMax)
    , m_onChanged(std::move(onChanged))
{
}

void LaneWindows::open(const std::vector<Lane> &lanes)
{
    for (const Lane &lane : lanes) {
        Window &window = m_windows[lane];
        window.last.reset(); // jobs that arrived before are part of the backlog
        setHasMore(window, true);
        window.isUnopened = true;
        ++m_unopened;
        fetch(lane, window);
    }
}

void LaneWindows::stopOpening()
{
    for (auto &[lane, window] : m_windows)
        window.isUnopened = false;
    m_unopened = 0;
}

void LaneWindows::arrived(const Lane &lane, const ReadyJob &job)
{
    Window &window = m_windows[lane];
    if (window.isFetching) {
        window.arrivedMeanwhile = true;
        return;
    }
    if (window.hasMore)
        return;
    if (m_scheduler.waitingIn(lane) >= static_cast<std::size_t>(m_windowMax)) {
        setHasMore(window, true);
        return;
    }
    window.last = job.position;
    m_scheduler.add(lane, job);
}

void LaneWindows::consumed(const Lane &lane)
{
    const auto found = m_windows.find(lane);
    if (found == m_windows.end())
        return;
    Window &window = found->second;
    if (window.hasMore && !window.isFetching
        && m_scheduler.waitingIn(lane) * 2 <= static_cast<std::size_t>(m_windowMax))
        fetch(lane, window);
    else
        forgetIfIdle(lane);
}

void LaneWindows::fetch(const Lane &lane, Window &window)
{
    window.isFetching = true;
    window.arrivedMeanwhile = false;
    const int room = m_windowMax - static_cast<int>(m_scheduler.waitingIn(lane));
    const int limit = window.last ? room : std::min(room, firstFetchMax);
    m_store.ask<LaneWindow>(
        0,
        [lane, after = window.last, limit](StoreSession &store) { return store.waiting().window(lane, after, limit); },
        [this, lane](Result<LaneWindow> answer) { fetched(lane, std::move(answer)); });
}

void LaneWindows::fetched(const Lane &lane, Result<LaneWindow> answer)
{
    Window &window = m_windows[lane];
    window.isFetching = false;
    const bool wasLastUnopened = std::exchange(window.isUnopened, false) && --m_unopened == 0;
    if (!answer) {
        if (wasLastUnopened)
            // Only once: an immediate new attempt would fail again at once.
            m_onChanged();
        return; // the jobs are safe in the store; retryFailed() fetches again
    }
    for (const ReadyJob &job : answer->jobs) {
        window.last = job.position;
        m_scheduler.add(lane, job);
    }
    setHasMore(window, answer->hasMore || window.arrivedMeanwhile);
    if (window.hasMore && m_scheduler.waitingIn(lane) * 2 <= static_cast<std::size_t>(m_windowMax))
        fetch(lane, window);
    forgetIfIdle(lane);
    m_onChanged();
}

void LaneWindows::retryFailed()
{
    for (auto &[lane, window] : m_windows) {
        if (window.hasMore && !window.isFetching && m_scheduler.waitingIn(lane) == 0)
            fetch(lane, window);
    }
}

void LaneWindows::setHasMore(Window &window, bool hasMore)
{
    if (window.hasMore == hasMore)
        return;
    window.hasMore = hasMore;
    if (hasMore)
        ++m_onDisk;
    else
        --m_onDisk;
}

void LaneWindows::forgetIfIdle(const Lane &lane)
{
    const auto found = m_windows.find(lane);
    if (found == m_windows.end())
        return;
    const Window &window = found->second;
    if (!window.hasMore && !window.isFetching && m_scheduler.waitingIn(lane) == 0)
        m_windows.erase(found);
}

} // namespace fairlead
