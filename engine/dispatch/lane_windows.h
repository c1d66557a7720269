// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_gate.h"
#include "engine/scheduling/fair_scheduler.h"

#include <map>

namespace fairlead {

/// Keeps a bounded number of each lane's waiting jobs in the scheduler; the rest stays in the store and is fetched
/// when a window is half empty. So memory follows the windows, not the backlog.
/// Threads: the dispatcher's.
class LaneWindows
{
public:
    /// `onChanged` is called when jobs have come into the scheduler later on.
    LaneWindows(FairScheduler &scheduler, StoreGate store, int windowMax, std::function<void()> onChanged);

    /// At start: these lanes have a backlog of unknown length.
    void open(const std::vector<Lane> &lanes);
    /// Until it has looked into each of those once, or was told not to wait any longer: whose jobs come into the
    /// scheduler first would else run ahead of the others.
    bool isOpening() const { return m_unopened > 0; }
    void stopOpening();
    /// A job became ready. Calls come in the order of the commits.
    void arrived(const Lane &lane, const ReadyJob &job);
    /// Some of the lane's jobs left the scheduler.
    void consumed(const Lane &lane);
    /// Whether anything may still wait in the store.
    bool isBacklogOnDisk() const { return m_onDisk > 0; }
    /// Looks again where a fetch has failed.
    void retryFailed();

private:
    struct Window
    {
        std::optional<QueuePosition> last; ///< of the newest job that was put into the scheduler
        bool hasMore = false; ///< the store holds jobs behind `last`
        bool isFetching = false;
        bool isUnopened = false;
        bool arrivedMeanwhile = false; ///< while fetching
    };
    void fetch(const Lane &lane, Window &window);
    void fetched(const Lane &lane, Result<LaneWindow> answer);
    void setHasMore(Window &window, bool hasMore);
    void forgetIfIdle(const Lane &lane);

    FairScheduler &m_scheduler;
    StoreGate m_store;
    const int m_windowMax;
    const std::function<void()> m_onChanged;
    std::map<Lane, Window> m_windows;
    std::size_t m_onDisk = 0; ///< windows with hasMore
    std::size_t m_unopened = 0; ///< windows that are
};

} // namespace fairlead
