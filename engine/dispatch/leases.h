// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/ended_leases.h"
#include "engine/dispatch/finishes.h"
#include "engine/dispatch/lease_book.h"
#include "engine/domain/health_settings.h"

#include <deque>

namespace fairlead {

/// Leases the jobs of pulled queues to workers elsewhere. A worker asks, holds a job for the length of a lease, renews
/// it, and reports the end. A lease that is not renewed in time is a failed attempt. Also renews all runs under way in
/// the store, so that they count as alive. Threads: the dispatcher's.
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
    /// Answers when a job is there, or with no job when the wait is over. Fails with NotFound or Invalid when there is
    /// no such pulled queue, with Unavailable when the engine stops.
    void ask(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answer);
    /// Ends a leased run. Answers after the commit with the job's new state, and a repeated report of the same kind of
    /// outcome with the answer to the first. Fails with LeaseLost, and with TooLarge for a result that is too large:
    /// then the lease goes on.
    void finish(const LeaseToken &token, Outcome outcome, Answer<JobState> answer);
    /// Fails with LeaseLost.
    void renew(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answer);
    /// Reports progress without renewing the lease. Fails with LeaseLost.
    void reportProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answer);
    /// Adds lines to the log of the run. Fails with LeaseLost.
    void writeLog(const LeaseToken &token, std::string_view text, Answer<LeaseView> answer);

    // --- figures
    /// The time since a worker asked for jobs of the queue, at most that since the start; 0 while one waits for them.
    Microseconds silenceOf(const QueueName &queue) const;
    /// The leases of the queue that ended without an answer, in the healthWindow.
    std::int64_t lostOf(const QueueName &queue) const;

    /// To be called when the settings have changed. Refuses requests for queues that are not pulled any more.
    void configure();
    /// In a turn: claims jobs for the workers that ask.
    void pump();
    /// Renews the runs under way in the store, for `length` from now.
    void renewRuns(Microseconds length);
    /// Refuses all requests, those that wait and those to come.
    void stop();
    /// Releases all leases. The workers cannot be told to stop: their jobs are ready again at once, and their late
    /// answers are refused.
    void releaseAll();

private:
    static constexpr std::size_t abandonedLook = 64;
    static constexpr std::size_t lostKept = 10'000;
    /// A worker elsewhere that waits for jobs.
    struct Asker
    {
        LeaseRequest request;
        Answer<std::vector<LeasedJob>> answer;
        std::optional<Timers::Id> timer;
    };
    using AskerPtr = std::shared_ptr<Asker>;

    /// Ends the requests of workers that have gone.
    void dropAbandoned();
    void claimFor(const AskerPtr &asker, std::vector<Selection> selections);
    std::vector<LeasedJob> take(
        const LeaseRequest &request, const std::vector<Selection> &selections, Claims::Claimed claimed);
    LeasedJob begin(const LeaseRequest &request, const Selection &selection, ClaimedJob job);
    void answer(const AskerPtr &asker, Result<std::vector<LeasedJob>> jobs);
    void armTimer();
    void endOverdue();
    void noteLost(const QueueName &queue);
    Result<> checkResult(const Outcome &outcome) const;
    LeaseView viewOf(const LeaseBook::Lease &lease) const;

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    StoreGate m_store;
    LeaseBook m_book;
    EndedLeases m_ended;
    std::vector<AskerPtr> m_askers; ///< in the order of arrival
    std::size_t m_askersMax = abandonedLook; ///< when there are more, the abandoned ones are dropped
    std::optional<Timers::Id> m_timer; ///< for the lease that ends next
    const MonotonicTime m_since;
    std::map<QueueName, MonotonicTime> m_asked; ///< the last time, of queues that are pulled
    std::deque<std::pair<MonotonicTime, QueueName>> m_lost; ///< of the healthWindow, oldest first
    bool m_isStopping = false;
};

} // namespace fairlead
