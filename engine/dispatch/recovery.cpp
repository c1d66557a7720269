// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/recovery.h"

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

/// Ends some of the runs of earlier lives. Returns their number.
Result<std::size_t> endSome(StoreSession &store, const EngineSettings &settings, TimePoint now)
{
    FAIRLEAD_TRY(const std::vector<EarlierRun> runs, store.recovery().runs({}, cutRunsPerCommit));
    std::vector<FinishRequest> requests;
    requests.reserve(runs.size());
    for (const EarlierRun &run : runs)
        requests.push_back(endOf(run, settings, now));
    FAIRLEAD_CHECK(store.jobs().finish(requests, now));
    return runs.size();
}

Result<KeptByStore> read(StoreSession &store, TimePoint now)
{
    KeptByStore found;
    FAIRLEAD_TRY(found.lanes, store.waiting().lanes());
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

Recovery::Recovery(const DispatchPorts &ports)
    : m_ports(ports)
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
    m_store.ask<std::size_t>(
        cutRunsPerCommit,
        [this](StoreSession &store) { return endSome(store, m_settings->engine(), m_ports.clock.now()); },
        [this](const Result<std::size_t> &count) {
            if (!count)
                m_done(failure(count.error()));
            else if (*count > 0)
                endCutRuns();
            else
                m_store.ask<KeptByStore>(
                    0, [this](StoreSession &store) { return read(store, m_ports.clock.now()); },
                    [this](Result<KeptByStore> found) { m_done(std::move(found)); });
        });
}

} // namespace fairlead
