// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/arrivals.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Ends runs: decides what becomes of the job, charges the tenant, and writes the ends of a turn, with the jobs that
/// the runs leave behind, in one commit. Ends that cannot be written are tried again, until the disk has failed.
/// Threads: the dispatcher's.
class Finishes
{
public:
    struct Parts
    {
        FairScheduler &scheduler;
        RunBook &runs;
        FlowRecorder &flow;
        RetryBudgets &retryBudgets;
        Arrivals &arrivals;
        Turn &turn;
    };
    Finishes(const SettingsReader &settings, const DispatchPorts &ports, const DispatchNotices &notices, Parts parts);

    /// A run has ended. `told`, if there, is told the job's new state after the commit. Nothing happens when another
    /// run of the job is under way, or none: the store would refuse the token.
    void end(RunEnded ended, Answer<JobState> told = {});
    /// A claimed job that nobody will run waits again; the attempt is not counted.
    void giveBack(const ClaimedJob &job);
    /// Gives up all runs under way: their jobs wait again, and late answers are refused.
    void releaseAll();

    /// In a turn: hands the ends so far to the store.
    void pump();
    /// Ends that are not on disk.
    std::size_t underWay() const { return m_underWay; }

private:
    /// The end of a run on its way to the store, and who wants to know.
    struct Pending
    {
        FinishRequest request;
        RunStats stats;
        std::vector<JobSpec> children; ///< accepted in the same commit
        std::vector<JobId> childIds;
        Answer<JobState> told; ///< may be empty
    };
    /// The answer of one commit.
    struct FinishBatch
    {
        std::vector<Result<Finished>> runs;
        std::vector<Enqueued> children;
    };
    RunDecision decide(const LiveRun &active, const RunEnded &ended) const;
    /// Fails, naming the first that the engine would not accept.
    Result<std::vector<JobSpec>> childrenOf(const JobId &parent, std::vector<NewJob> spawned) const;
    void add(FinishRequest request, RunStats stats, std::vector<JobSpec> children = {}, Answer<JobState> told = {});
    static Result<FinishBatch> write(StoreSession &store, const std::vector<Pending> &pending, TimePoint now);
    void written(const std::vector<Pending> &pending, Result<FinishBatch> batch);
    void notWritten(const std::vector<Pending> &pending, const Error &error);

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    StoreGate m_store;
    JobIdMaker m_ids; ///< of jobs that runs leave behind
    std::vector<Pending> m_pending; ///< since the last turn
    std::size_t m_underWay = 0; ///< these, and those handed to the store
};

} // namespace fairlead
