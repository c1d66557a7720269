// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_gate.h"
#include "engine/scheduling/fair_scheduler.h"

#include <map>

namespace fairlead {

/// Keeps a bounded number of each lane's waiting jobs in the scheduler. The rest stays in the store, and is fetched
/// when a window is half empty. So the memory depends on the windows, not on the backlog.
/// Threads: the dispatcher's.
class LaneWindows
{
public:
    /// `onChanged` is called after fetched jobs were added to the scheduler.
    LaneWindows(FairScheduler &scheduler, StoreGate store, int windowMax, std::function<void()> onChanged);

    /// At the start: opens lanes that have a backlog of unknown length.
    void open(const std::vector<Lane> &lanes);
    /// True until each of these lanes was read once, or `stopOpening` was called. Dispatch waits for that: otherwise
    /// the tenants whose jobs arrive first would run ahead of the others.
    bool isOpening() const { return m_unopened > 0; }
    void stopOpening();
    /// Takes in a job that became ready. Calls must come in the order of the commits.
    void arrived(const Lane &lane, const ReadyJob &job);
    /// Notes that jobs of the lane have left the scheduler.
    void consumed(const Lane &lane);
    /// Whether there may be waiting jobs that only the store has.
    bool isBacklogOnDisk() const { return m_onDisk > 0; }
    /// Repeats the fetches that failed.
    void retryFailed();

private:
    struct Window
    {
        std::optional<QueuePosition> last; ///< position of the newest job that was added to the scheduler
        bool hasMore = false; ///< the store has jobs after `last`
        bool isFetching = false;
        bool isUnopened = false;
        bool arrivedMeanwhile = false; ///< a job arrived during a fetch
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
    std::size_t m_unopened = 0; ///< windows with isUnopened
};

} // namespace fairlead
