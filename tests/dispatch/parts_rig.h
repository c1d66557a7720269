// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/finishes.h"
#include "engine/simulation/manual_timers.h"
#include "engine/simulation/posted_tasks.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/failing_store_queue.h"
#include "tests/support/one_queue.h"
#include "tests/support/store_steps.h"

namespace fairlead {

/// All that stands around one part of a dispatcher, in one thread and under a turned clock. The test is the workers,
/// and takes the turns: they are only counted.
class PartsRig final : public RunSink
{
public:
    struct Delivered
    {
        WorkerIndex worker = 0;
        RunPtr run;
    };

    explicit PartsRig(EngineSettings engineSettings = oneQueue(), std::size_t workers = 1,
        std::shared_ptr<MemoryState> disk = std::make_shared<MemoryState>())
        : inForce(std::move(engineSettings))
        , store(std::move(disk))
        , windows(scheduler, StoreGate(queue, home), inForce.now()->engine().windowPerLane, [] {})
        , runs(workers)
        , m_workers(static_cast<int>(workers))
    {
        for (const QueueSettings &one : settings.engine().queues)
            scheduler.setQueue(one.name, queueShareOf(one));
    }
    /// Accepts a job in the store alone.
    Enqueued accept(const JobSpec &spec)
    {
        const JobId id = m_ids.make();
        return must(must(store.jobs().enqueue({&spec, 1}, {&id, 1}, clock.now())).front());
    }
    /// Accepts a job that then waits in the scheduler.
    JobId wait(const JobSpec &spec = aJob("q"))
    {
        const Enqueued accepted = accept(spec);
        windows.arrived(accepted.lane, *accepted.ready);
        return accepted.receipt.id;
    }
    /// Accepts a job and begins its run on the first worker, past Claims.
    RunPtr begin(const JobSpec &spec = aJob("q"))
    {
        wait(spec);
        const Selection selection = *scheduler.takeNext(clock.now());
        return begin(selection);
    }
    RunPtr begin(const Selection &selection)
    {
        const ClaimRequest request {selection.lane, selection.job, "worker-0"};
        ClaimedJob claimed = must(must(store.jobs().claim({&request, 1}, clock.now())).front());
        auto run = std::make_shared<Run>();
        run->job = std::move(claimed.job);
        run->attempt = claimed.attempt;
        run->token = claimed.token;
        run->started = claimed.started;
        runs.reserve(0);
        runs.add({.run = run, .selection = selection, .worker = 0, .workerName = "worker-0"});
        return run;
    }
    /// Turns the clock; what is posted runs.
    void advance(Microseconds by)
    {
        timers.advance(by);
        home->runAll();
    }
    JobRecord record(const JobId &id) { return must(must(store.readerFactory()())->jobs().findJob(id)); }
    JobState state(const JobId &id) { return record(id).state; }
    FlowCounts counts() const { return flow.book().totalsOf(QueueName::trusted("q")).counts; }

    int workerCount() const override { return m_workers; }
    void startWorker(WorkerIndex worker, std::function<void()> started) override
    {
        begun.push_back(worker);
        home->post(std::move(started));
    }
    void endWorker(WorkerIndex worker) override { ended.push_back(worker); }
    void deliver(WorkerIndex worker, Envelope envelope) override { delivered.push_back({worker, envelope.run}); }
    std::optional<Envelope> takeBack(WorkerIndex worker) override
    {
        if (delivered.empty() || delivered.back().worker != worker)
            return std::nullopt;
        Envelope envelope {delivered.back().run};
        delivered.pop_back();
        return envelope;
    }

    SettingsInForce inForce;
    SettingsReader settings {inForce};
    ManualClock clock;
    ManualTimers timers {clock};
    std::shared_ptr<PostedTasks> home = std::make_shared<PostedTasks>();
    MemoryStore store;
    FailingStoreQueue queue {store};
    SeededRandom random {1};
    std::vector<Error> troubles;
    std::vector<std::string> lines; ///< for the log, of level info
    std::vector<RunReport> reports;
    std::vector<Lane> freed;
    std::size_t spawned = 0;
    const DispatchPorts ports {queue, *this, home, timers, clock, random};
    const DispatchNotices notices {.becameIdle = [] {},
        .trouble = [this](const Error &error) { troubles.push_back(error); },
        .told = [this](const std::string &line) { lines.push_back(line); },
        .roomFreed = [this](const Lane &lane) { freed.push_back(lane); },
        .spawned = [this](std::size_t jobs) { spawned += jobs; },
        .reported = [this](const RunReport &report) { reports.push_back(report); }};
    int turns = 0;
    Turn turn {ports, [this] { ++turns; }};
    FairScheduler scheduler {FairScheduler::Options {}};
    LaneWindows windows;
    RetryBudgets retryBudgets;
    RunBook runs;
    FlowRecorder flow {ports, notices};
    std::vector<Delivered> delivered;
    std::vector<WorkerIndex> begun;
    std::vector<WorkerIndex> ended;

private:
    const int m_workers;
    JobIdMaker m_ids {clock, random};
};

/// The parts that need each other, on one rig.
struct LinkedParts
{
    explicit LinkedParts(const EngineSettings &settings = oneQueue())
        : rig(settings)
    {
    }

    PartsRig rig;
    std::vector<JobId> givenBack; ///< by Expiry
    Scaling scaling {rig.settings, rig.ports, {rig.scheduler, rig.runs, rig.turn}};
    Claims claims {rig.settings, rig.ports, rig.notices,
        {rig.scheduler, rig.windows, rig.runs, rig.flow, rig.retryBudgets, rig.turn}};
    Expiry expiry {rig.ports, rig.notices, {rig.scheduler, rig.windows, claims, rig.turn},
        [this](const ClaimedJob &job) { givenBack.push_back(job.job.id); }};
    Arrivals arrivals {rig.ports, rig.notices, {rig.windows, rig.flow, scaling, expiry, rig.turn}};
    Finishes finishes {rig.settings, rig.ports, rig.notices,
        {rig.scheduler, rig.runs, rig.flow, rig.retryBudgets, arrivals, rig.turn}};
};

} // namespace fairlead
