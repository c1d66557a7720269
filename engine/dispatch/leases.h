// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/finishes.h"
#include "engine/dispatch/lease_book.h"

namespace fairlead {

/// Leads the jobs of pulled queues, which are leased to workers elsewhere: these ask, hold a job for the length of a
/// lease, renew it, and report the end. A lease that is not renewed in time is a failed attempt. Keeps in the store
/// that all runs under way are alive, whoever runs them. Threads: the dispatcher's.
class Leases
{
public:
    struct Parts
    {
        FairScheduler &scheduler;
        LaneWindows &windows;
        RunBook &runs;
        Claims &claims;
        Finishes &finishes;
        Turn &turn;
    };
    Leases(const SettingsReader &settings, const DispatchPorts &ports, const DispatchNotices &notices, Parts parts);

    // --- calls of workers elsewhere
    /// Answers when a job is there, or with none when the wait is over. Fails with NotFound or Invalid when there is no
    /// such pulled queue, with Unavailable when the engine stops.
    void ask(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answer);
    /// Ends a leased run; answers after the commit with the job's new state. Fails with LeaseLost.
    void finish(const LeaseToken &token, Outcome outcome, Answer<JobState> answer);
    /// Fails with LeaseLost.
    void renew(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answer);
    /// Does not renew. Fails with LeaseLost.
    void reportProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answer);

    /// In a turn: claims jobs for those that ask.
    void pump();
    /// Renews in the store the runs under way, for `length` from now.
    void renewRuns(Microseconds length);
    /// Refuses all that ask, now and later.
    void stop();
    /// Takes all leases back. Nobody can tell those workers to stop: their jobs wait again at once, and late answers
    /// are refused.
    void releaseAll();

private:
    /// A worker elsewhere that waits for jobs.
    struct Asker
    {
        LeaseRequest request;
        Answer<std::vector<LeasedJob>> answer;
        std::optional<Timers::Id> timer;
    };
    using AskerPtr = std::shared_ptr<Asker>;

    void claimFor(const AskerPtr &asker, std::vector<Selection> selections);
    std::vector<LeasedJob> take(
        const LeaseRequest &request, const std::vector<Selection> &selections, Claims::Claimed claimed);
    LeasedJob begin(const LeaseRequest &request, const Selection &selection, ClaimedJob job);
    void answer(const AskerPtr &asker, Result<std::vector<LeasedJob>> jobs);
    void armTimer();
    void endOverdue();
    LeaseView viewOf(const LeaseBook::Lease &lease) const;

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    StoreGate m_store;
    LeaseBook m_book;
    std::vector<AskerPtr> m_askers; ///< in the order of coming
    std::optional<Timers::Id> m_timer; ///< of the lease that ends next
    bool m_isStopping = false;
};

} // namespace fairlead
