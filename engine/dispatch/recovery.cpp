// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/recovery.h"

#include "engine/storage/job_events.h"

namespace fairlead {

namespace {
constexpr int cutRunsPerCommit = 1'000;

FinishRequest endOf(const EarlierRun &run, const EngineSettings &settings, TimePoint now)
{
    const AttemptLimits limits = settings.attemptLimitsOf(run.lane.queue, run.maxAttempts);
    const QueueSettings *queue = settings.findQueue(run.lane.queue);
    return {run.seq, run.token,
        queue && queue->isPulled() ? decideAfterLostLease(run.attempt, limits, now)
                                   : decideAfterCrash(run.attempt, run.crashes, limits, now)};
}

/// Runs of earlier lives that were ended.
struct CutRuns
{
    std::size_t count = 0;
    std::vector<Event> deaths; ///< of the jobs that had no attempt left
};

/// Ends some of the runs of earlier lives.
Result<CutRuns> endSome(StoreSession &store, const EngineSettings &settings, TimePoint now)
{
    FAIRLEAD_TRY(const std::vector<EarlierRun> runs, store.recovery().runs({}, cutRunsPerCommit));
    std::vector<FinishRequest> requests;
    requests.reserve(runs.size());
    for (const EarlierRun &run : runs)
        requests.push_back(endOf(run, settings, now));
    FAIRLEAD_TRY(const std::vector<Result<Finished>> ends, store.jobs().finish(requests, now));
    CutRuns cut {.count = runs.size(), .deaths = {}};
    for (std::size_t i = 0; i < ends.size(); ++i) {
        if (ends[i] && ends[i]->state == JobState::Dead)
            cut.deaths.push_back(finishedEvent(*ends[i], requests[i].decision, runs[i].attempt, {}, now));
    }
    return cut;
}

Result<KeptByStore> read(StoreSession &store, TimePoint now)
{
    KeptByStore found;
    FAIRLEAD_TRY(found.lanes, store.waiting().lanes());
    FAIRLEAD_TRY(found.counts, store.waiting().counts({}));
    FAIRLEAD_TRY(found.pauses, store.settings().pauses());
    FAIRLEAD_TRY(found.scales, store.settings().savedScales());
    FAIRLEAD_TRY(found.nextDue, store.waiting().nextDue());
    FAIRLEAD_TRY(found.nextDeadline, store.waiting().nextDeadline());
    FAIRLEAD_TRY(found.deficits, store.settings().takeDeficits());
    FAIRLEAD_TRY(found.spentRates, store.settings().spentRates(now));
    FAIRLEAD_TRY(found.flow, store.journal().savedFlow());
    return found;
}
} // namespace

Recovery::Recovery(const DispatchPorts &ports, FlowRecorder &flow)
    : m_ports(ports)
    , m_flow(flow)
    , m_store(ports.store, ports.home)
{
}

void Recovery::start(std::shared_ptr<const Settings> settings, std::function<void(Result<KeptByStore>)> done)
{
    m_settings = std::move(settings);
    m_done = std::move(done);
    endCutRuns();
}

void Recovery::endCutRuns()
{
    m_store.ask<CutRuns>(
        cutRunsPerCommit,
        [this](StoreSession &store) { return endSome(store, m_settings->engine(), m_ports.clock.now()); },
        [this](const Result<CutRuns> &cut) {
            if (!cut) {
                m_done(failure(cut.error()));
                return;
            }
            for (const Event &death : cut->deaths)
                m_flow.diedAtStart(death);
            if (cut->count > 0)
                endCutRuns();
            else
                m_store.ask<KeptByStore>(
                    0, [this](StoreSession &store) { return read(store, m_ports.clock.now()); },
                    [this](Result<KeptByStore> found) { m_done(std::move(found)); });
        });
}

} // namespace fairlead
