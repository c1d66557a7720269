// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatcher.h"
#include "engine/simulation/direct_store_queue.h"
#include "engine/simulation/manual_timers.h"
#include "engine/simulation/posted_tasks.h"
#include "engine/storage/memory_store.h"
#include "tests/support/store_steps.h"

#include <deque>

namespace fairlead {

/// Answers at once, like DirectStoreQueue; `failNext` makes the next tasks fail; while `isHeld` it answers nothing.
/// Threads: one.
class FailingStoreQueue final : public DirectStoreQueue
{
public:
    using DirectStoreQueue::DirectStoreQueue;
    void submit(StoreTask task) override
    {
        if (isHeld) {
            m_held.push_back(std::move(task));
            return;
        }
        if (failNext.empty()) {
            DirectStoreQueue::submit(std::move(task));
            return;
        }
        const Error error = failNext.front();
        failNext.pop_front();
        task.done(failure(error));
    }
    /// Answers the task that was held longest; the others stay.
    void letGoOne()
    {
        if (m_held.empty())
            qFatal("nothing is held");
        StoreTask first = std::move(m_held.front());
        m_held.erase(m_held.begin());
        isHeld = false;
        submit(std::move(first));
        isHeld = true;
    }
    void letGo()
    {
        isHeld = false;
        for (StoreTask &task : std::exchange(m_held, {}))
            submit(std::move(task));
    }
    /// Of the tasks that were held, in their order.
    std::vector<int> heldWeights() const
    {
        std::vector<int> weights;
        for (const StoreTask &task : m_held)
            weights.push_back(task.weight);
        return weights;
    }
    std::deque<Error> failNext;
    bool isHeld = false;

private:
    std::vector<StoreTask> m_held;
};

/// The dispatcher with all that stands around it, in one thread and under a turned clock: the test is the workers.
class DispatchRig final : public RunSink
{
public:
    struct Delivered
    {
        WorkerIndex worker = 0;
        RunPtr run;
    };

    explicit DispatchRig(EngineSettings engineSettings, int workers = 1,
        std::shared_ptr<MemoryState> disk = std::make_shared<MemoryState>(),
        TimePoint start = TimePoint {std::chrono::seconds {1'700'000'000}})
        : settings(std::move(engineSettings))
        , clock(start)
        , store(std::move(disk))
        , m_workers(workers)
        , m_dispatcher(settings, {queue, *this, home, timers, clock, m_random},
              {.becameIdle = [this] { ++idleNotices; },
                  .trouble = [this](const Error &error) { troubles.push_back(error); },
                  .reported = [this](const RunReport &report) { reports.push_back(report); }})
    {
    }
    /// One queue "q" with what stands in `queueSettings`.
    static EngineSettings oneQueue(const std::function<void(QueueSettings &)> &change = {})
    {
        EngineSettings settings;
        QueueSettings queue {.name = QueueName::trusted("q")};
        queue.costMode = CostMode::Fixed;
        if (change)
            change(queue);
        settings.queues.push_back(std::move(queue));
        return settings;
    }

    void start()
    {
        m_dispatcher.start([](const Result<> &started) { must(started); });
        home->runAll();
    }
    /// Accepts a job as the engine does: in the store first.
    JobId enqueue(const JobSpec &spec)
    {
        const JobId id = m_ids.make();
        const Enqueued accepted = must(must(store.enqueue({&spec, 1}, {&id, 1}, clock.now())).front());
        m_dispatcher.enqueued({accepted});
        home->runAll();
        return id;
    }
    JobId enqueue() { return enqueue(aJob("q")); }
    /// Hands a job to the store with what the dispatcher promised it.
    void offer(const JobSpec &spec, const std::optional<Dispatcher::Promise> &promise)
    {
        struct Offered
        {
            Enqueued job;
            std::optional<ClaimedJob> started;
        };
        askStore<Offered>(
            queue, StoreTask::From::Callers, 1,
            [this, spec, promise](Store &to) -> Result<Offered> {
                const JobId id = m_ids.make();
                auto jobs = must(to.enqueue({&spec, 1}, {&id, 1}, clock.now()));
                auto started = must(Dispatcher::claimPromised(to, promise, jobs.front(), clock.now()));
                return Offered {must(jobs.front()), std::move(started)};
            },
            [this, promise](Result<Offered> offered) {
                if (offered)
                    m_dispatcher.enqueued({offered->job});
                if (promise)
                    m_dispatcher.settlePromise(*promise, offered ? std::move(offered->started) : std::nullopt);
            },
            [this](std::function<void()> task) { home->post(std::move(task)); });
        home->runAll();
    }
    std::optional<Dispatcher::Promise> promise(const JobSpec &spec) { return m_dispatcher.promise(spec); }
    /// The run delivered longest ago, out of the worker's hands.
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
    /// Turns the clock from timer to timer.
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
    JobRecord record(const JobId &id) { return must(must(store.readerFactory()())->findJob(id)); }
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
    SeededRandom m_random {1};
    JobIdMaker m_ids {clock, m_random};
    Dispatcher m_dispatcher;
};

} // namespace fairlead
