// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/arrivals.h"
#include "engine/domain/health_facts.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Ends runs: decides the next state of the job, charges the tenant, and writes the ends of a turn, with the spawned
/// jobs, in one commit. Repeats writes that fail, unless the disk has failed. Threads: the dispatcher's.
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

    /// Ends a run. `told`, if set, gets the job's new state after the commit. Does nothing when this run is not under
    /// way: the store would refuse its token.
    void end(RunEnded ended, Answer<JobState> told = {});
    /// Makes a claimed job ready again that will not run. The attempt is not counted.
    void giveBack(const ClaimedJob &job);
    /// Releases all runs under way: their jobs become ready again, and late answers are refused.
    void releaseAll();

    /// In a turn: submits the ends so far to the store.
    void pump();
    /// Ends that are not on disk.
    std::size_t underWay() const { return m_underWay; }
    /// Those that the store has refused so far; empty while it takes them.
    std::optional<HealthFacts::RefusedEnds> refused() const;

private:
    /// The end of a run on its way to the store, and the caller to be told.
    struct Pending
    {
        FinishRequest request;
        RunStats stats;
        std::vector<JobSpec> children; ///< accepted in the same commit
        std::vector<JobId> childIds;
        Answer<JobState> told; ///< may be empty
        bool wasRefused = false; ///< the store could not write it, and it is tried again
    };
    /// Ends that the store has refused, and that are tried again.
    struct Refused
    {
        std::size_t count = 0;
        MonotonicTime since {};
        std::string why;
    };
    /// The answer of one commit.
    struct FinishBatch
    {
        std::vector<Result<Finished>> runs;
        std::vector<Enqueued> children;
    };
    RunDecision decide(const LiveRun &active, const RunEnded &ended) const;
    /// The log of a run that is to be kept; null: none.
    std::shared_ptr<const LogText> logToKeep(const Run &run, const RunDecision &decision) const;
    /// Fails on the first spawned job that the engine would not accept, and names it.
    Result<std::vector<JobSpec>> childrenOf(const JobId &parent, std::vector<NewJob> spawned) const;
    void add(FinishRequest request, RunStats stats, std::vector<JobSpec> children = {}, Answer<JobState> told = {});
    static Result<FinishBatch> write(StoreSession &store, const std::vector<Pending> &pending, TimePoint now);
    void written(const std::vector<Pending> &pending, Result<FinishBatch> batch);
    void notWritten(const std::vector<Pending> &pending, const Error &error);
    void noteRefused(const std::vector<Pending> &pending, const Error &error);

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    StoreGate m_store;
    JobIdMaker m_ids; ///< for spawned jobs
    std::vector<Pending> m_pending; ///< since the last turn
    std::size_t m_underWay = 0; ///< ends in m_pending and those submitted to the store
    Refused m_refused;
};

} // namespace fairlead
