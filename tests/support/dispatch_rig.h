// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatcher.h"
#include "engine/simulation/manual_timers.h"
#include "engine/simulation/posted_tasks.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/support/failing_store_queue.h"
#include "tests/support/one_queue.h"
#include "tests/support/store_steps.h"

#include <deque>

namespace fairlead {

/// The dispatcher and its surroundings, in one thread and under a manual clock. The test takes the part of the workers.
class DispatchRig final : public RunSink
{
public:
    struct Delivered
    {
        WorkerIndex worker = 0;
        RunPtr run;
    };

    /// The gates of the queues, with this clock.
    using MakeGates = std::function<std::map<QueueName, QueueGates>(const Clock &)>;
    explicit DispatchRig(
        EngineSettings engineSettings, int workers = 1,
        std::shared_ptr<MemoryState> disk = std::make_shared<MemoryState>(),
        TimePoint start = TimePoint {std::chrono::seconds {1'700'000'000}},
        const MakeGates &gates = [](const Clock &) { return std::map<QueueName, QueueGates> {}; })
        : settings(std::move(engineSettings))
        , clock(start)
        , store(std::move(disk))
        , m_workers(workers)
        , m_settings(settings)
        , m_dispatcher(m_settings, {queue, *this, home, timers, clock, m_random, gates(clock)},
              {.becameIdle = [this] { ++idleNotices; },
                  .trouble = [this](const Error &error) { troubles.push_back(error); },
                  .reported = [this](const RunReport &report) { reports.push_back(report); }})
    {
    }
    void start()
    {
        setTenants(must(store.settings().savedTenants()));
        m_dispatcher.start([](const Result<> &started) { must(started); });
        home->runAll();
    }
    /// Sets the tenants' settings as an operator would, but not in the store.
    void setTenants(const std::vector<TenantSettings> &tenants)
    {
        m_settings.setTenants(tenants);
        for (const TenantSettings &tenant : tenants)
            m_dispatcher.tenantChanged(tenant.name);
        home->runAll();
    }
    /// Accepts a job as the engine does: first in the store.
    JobId enqueue(const JobSpec &spec)
    {
        const JobId id = m_ids.make();
        const Enqueued accepted = must(must(store.jobs().enqueue({&spec, 1}, {&id, 1}, clock.now())).front());
        m_dispatcher.enqueued({accepted});
        home->runAll();
        return id;
    }
    JobId enqueue() { return enqueue(aJob("q")); }
    /// Offers a job to the store, with its reservation if it has one.
    void offer(const JobSpec &spec, const std::optional<Reservation> &reservation)
    {
        struct Offered
        {
            Enqueued job;
            std::optional<ClaimedJob> started;
        };
        askStore<Offered>(
            queue, StoreTask::From::Callers, 1,
            [this, spec, reservation](StoreSession &to) -> Result<Offered> {
                const JobId id = m_ids.make();
                auto jobs = must(to.jobs().enqueue({&spec, 1}, {&id, 1}, clock.now()));
                auto started = must(Claims::claimReserved(to, reservation, jobs.front(), clock.now()));
                return Offered {must(jobs.front()), std::move(started)};
            },
            [this, reservation](Result<Offered> offered) {
                if (offered)
                    m_dispatcher.enqueued({offered->job});
                if (reservation)
                    m_dispatcher.claims().start(*reservation, offered ? std::move(offered->started) : std::nullopt);
            },
            [this](std::function<void()> task) { home->post(std::move(task)); });
        home->runAll();
    }
    std::optional<Reservation> reserve(const JobSpec &spec) { return m_dispatcher.claims().reserve(spec); }
    /// Takes the run that was delivered first from its worker.
    Delivered take()
    {
        if (delivered.empty())
            qFatal("no run was delivered");
        Delivered first = std::move(delivered.front());
        delivered.pop_front();
        return first;
    }
    void end(const Delivered &given, Outcome outcome = Succeeded {}, Microseconds ran = Microseconds {1'000})
    {
        m_dispatcher.runEnded({given.worker, given.run->job.seq, given.run->token, std::move(outcome), true, ran});
        home->runAll();
    }
    /// Moves the clock from timer to timer.
    void advance(Microseconds by)
    {
        const MonotonicTime end = clock.monotonicNow() + by;
        for (auto wait = timers.untilNext(); wait && clock.monotonicNow() + *wait <= end; wait = timers.untilNext()) {
            timers.advance(*wait);
            home->runAll();
        }
        timers.advance(end - clock.monotonicNow());
        home->runAll();
    }
    template <typename Call>
    void call(Call act)
    {
        act(m_dispatcher);
        home->runAll();
    }
    const Dispatcher &dispatcher() const { return m_dispatcher; }
    const SettingsInForce &inForce() const { return m_settings; }
    JobRecord record(const JobId &id) { return must(must(store.readerFactory()())->jobs().findJob(id)); }
    JobState state(const JobId &id) { return record(id).state; }

    int workerCount() const override { return m_workers; }
    void startWorker(WorkerIndex, std::function<void()> started) override
    {
        ++workersStarted;
        home->post(std::move(started));
    }
    void endWorker(WorkerIndex) override { ++workersEnded; }
    std::optional<Envelope> takeBack(WorkerIndex worker) override
    {
        const auto newest = std::find_if(
            delivered.rbegin(), delivered.rend(), [&](const Delivered &given) { return given.worker == worker; });
        if (newest == delivered.rend())
            return std::nullopt;
        Envelope envelope {newest->run};
        delivered.erase(std::next(newest).base());
        return envelope;
    }
    void deliver(WorkerIndex worker, Envelope envelope) override { delivered.push_back({worker, envelope.run}); }

    const EngineSettings settings;
    ManualClock clock;
    ManualTimers timers {clock};
    std::shared_ptr<PostedTasks> home = std::make_shared<PostedTasks>();
    MemoryStore store;
    FailingStoreQueue queue {store};
    std::deque<Delivered> delivered;
    std::vector<Error> troubles;
    std::vector<RunReport> reports;
    int idleNotices = 0;
    int workersStarted = 0;
    int workersEnded = 0;

private:
    const int m_workers;
    /// each life makes other ids
    SeededRandom m_random {static_cast<std::uint64_t>(store.recovery().incarnation())};
    JobIdMaker m_ids {clock, m_random};
    SettingsInForce m_settings;
    Dispatcher m_dispatcher;
};

} // namespace fairlead
