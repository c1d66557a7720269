// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatcher.h"
#include "engine/service/concurrency_limit.h"
#include "engine/service/rate_limit.h"
#include "engine/simulation/manual_timers.h"
#include "engine/simulation/mortal_timers.h"
#include "engine/simulation/posted_tasks.h"
#include "engine/storage/memory/memory_store.h"
#include "tests/simulation/faulty_store_queue.h"
#include "tests/simulation/reference_model.h"
#include "tests/support/store_steps.h"

namespace fairlead {

/// The whole engine from one seed: clients that lose answers and ask again, workers near and far that end runs in any
/// order, late and twice, operators, a store that fails, and ends of the engine at any moment; each step is held
/// against the ReferenceModel. Throws std::runtime_error when the engine broke a reservation. Threads: one.
class EngineWorld final : public RunSink
{
public:
    /// One fault, at the commit with this number (from 1), in the place of random ones.
    struct FaultAt
    {
        int commit = 0;
        FaultyStoreQueue::Fault fault = FaultyStoreQueue::Fault::None;
    };
    explicit EngineWorld(std::uint64_t seed, std::optional<FaultAt> fault = {})
        : m_random(seed)
        , m_faultAt(fault)
        , m_faultPermille(static_cast<int>(m_random.nextBelow(3)) * 15)
    {
        begin();
    }

    void run(int steps)
    {
        for (int i = 0; i < steps; ++i) {
            act();
            settle();
        }
        heal();
    }
    int starts() const { return m_starts; }
    int lives() const { return m_lives; }
    int commits() const { return m_commits; }

private:
    using Kind = ReferenceModel::End::Kind;
    static constexpr int workers = 3;
    static constexpr int mailbox = 2;
    static constexpr int capOfFirst = 2; ///< runs at once of tenant t0
    static constexpr int capOfQueue = 3; ///< of queue "near"
    static constexpr int capOfMeasured = 2; ///< by a gate
    static constexpr int capOfFar = 3; ///< by a gate, of each tenant
    struct Life
    {
        Life(EngineWorld &world, const std::shared_ptr<MemoryState> &disk)
            : store(disk)
            , timers(world.m_timers)
            , random(world.m_random.next())
            , queue({store, timers, random, [&world] { return world.nextFault(); },
                  [&world] { world.m_isBroken = true; }})
            , inForce(settings())
            , dispatcher(inForce, {queue, world, home, timers, world.m_clock, random, gates(world.m_clock)},
                  {[] {}, [](const Error &) {}})
        {
        }
        MemoryStore store;
        const std::shared_ptr<PostedTasks> home = std::make_shared<PostedTasks>();
        MortalTimers timers;
        SeededRandom random;
        FaultyStoreQueue queue;
        SettingsInForce inForce;
        Dispatcher dispatcher;
        bool isStarted = false;
        bool isStopped = false;
        std::optional<MonotonicTime> interruptAt; ///< once it stops
    };
    struct HeldRun
    {
        JobId id;
        JobNumber seq {};
        Token token {};
        WorkerIndex worker = noWorker;
        RunPtr run; ///< of near ones
        std::optional<TimePoint> deadline;
        MonotonicTime leaseEnd; ///< of far ones
        Microseconds lease {0};
    };

    static EngineSettings settings()
    {
        EngineSettings settings;
        settings.windowPerLane = 4;
        const auto add = [&](const char *name) -> QueueSettings & {
            settings.queues.push_back({.name = QueueName::trusted(name)});
            settings.queues.back().crashLimit = ReferenceModel::crashLimit;
            settings.queues.back().lease = std::chrono::seconds {20};
            return settings.queues.back();
        };
        QueueSettings &near = add("near");
        near.workersMax = capOfQueue;
        near.mailbox = mailbox;
        add("measured").priorityOrder = PriorityOrder::Weighted;
        add("far").handler = PullHandlerSettings {};
        settings.tenants.push_back({TenantName::trusted("t0"), {}, {}});
        settings.tenants.back().rules.concurrency = capOfFirst;
        return settings;
    }
    /// Those in front of a life's queues; they begin anew with it.
    static std::map<QueueName, QueueGates> gates(const Clock &clock)
    {
        const auto limit = [](int most, bool isPerTenant) {
            return std::make_shared<ConcurrencyLimit>(ConcurrencyLimitSettings {most, {isPerTenant, {}}});
        };
        const auto rate = std::make_shared<RateLimit>(clock, RateLimitSettings {{20, 5}, {}});
        return {{QueueName::trusted("measured"), {{limit(capOfMeasured, false), rate}, {}}},
            {QueueName::trusted("far"), {{limit(capOfFar, true)}, {}}}};
    }
    static bool isFar(const ReferenceModel::Job &job) { return job.spec.queue.text() == "far"; }

    std::uint64_t below(std::uint64_t bound) { return m_random.nextBelow(bound); }
    FaultyStoreQueue::Fault nextFault()
    {
        ++m_commits;
        if (m_faultAt)
            return m_commits == m_faultAt->commit ? m_faultAt->fault : FaultyStoreQueue::Fault::None;
        if (m_isHealing || static_cast<int>(below(1'000)) >= m_faultPermille)
            return FaultyStoreQueue::Fault::None;
        const std::uint64_t kind = below(10);
        return kind < 6 ? FaultyStoreQueue::Fault::Refused
            : kind < 8  ? FaultyStoreQueue::Fault::BrokenBefore
                        : FaultyStoreQueue::Fault::BrokenAfter;
    }

    // --- lives
    void begin()
    {
        ++m_lives;
        m_isBroken = false;
        m_life = std::make_unique<Life>(*this, m_disk);
        m_life->dispatcher.start([this](const Result<> &started) {
            if (!started) {
                m_isBroken = true; // the program ends, and is started again
                return;
            }
            m_life->isStarted = true;
            lookAtAll();
        });
    }
    void die()
    {
        m_model.engineEnded({Kind::Crash, m_clock.now()}, m_isBroken || m_life->interruptAt, isFar);
        endLife();
    }
    void endLife()
    {
        for (const HeldRun &run : m_held)
            m_stale.push_back(run);
        m_held.clear();
        m_life.reset();
        begin();
    }
    /// Whatever has been posted is done; an engine that said it is broken is started again, a stopped one too.
    void settle()
    {
        m_model.noteTime(m_clock.now());
        m_life->home->runAll();
        checkCaps();
        while (m_isBroken || m_life->isStopped) {
            if (m_isBroken) {
                die();
            } else {
                m_model.engineStopped(m_clock.now());
                endLife();
            }
            m_life->home->runAll();
        }
    }
    void advance(Microseconds by)
    {
        const MonotonicTime end = m_clock.monotonicNow() + by;
        for (auto wait = m_timers.untilNext(); wait && m_clock.monotonicNow() + *wait <= end;
             wait = m_timers.untilNext()) {
            m_timers.advance(*wait);
            loseRuns();
            settle();
        }
        m_timers.advance(end - m_clock.monotonicNow());
        settle();
    }

    // --- what happens
    void act()
    {
        switch (below(20)) {
        case 0:
        case 1:
        case 2:
        case 3:
            return enqueue();
        case 4:
        case 5:
        case 6:
        case 7:
            return advance(Microseconds {below(4) == 0 ? below(8'000'000) : below(20'000)});
        case 8:
        case 9:
        case 10:
        case 11:
            return endOne();
        case 12:
            return endStale();
        case 13:
        case 14:
            return pull();
        case 15:
            return renewOne();
        case 16:
            return cancelOne();
        case 17:
            return retryOne();
        case 18:
            return pauseOrResume();
        default:
            return endTheEngine();
        }
    }
    void enqueue()
    {
        static constexpr std::array queues {"near", "measured", "far"};
        JobSpec spec;
        spec.queue = QueueName::trusted(queues.at(below(3)));
        spec.tenant = TenantName::trusted("t" + std::to_string(below(3)));
        spec.priority = allPriorities.at(below(5));
        spec.retry = RetryPolicy(RetryPolicy::Fixed {ReferenceModel::backOff}, std::chrono::hours {1});
        spec.maxAttempts = static_cast<int>(1 + below(4));
        if (below(4) == 0)
            spec.runAt = m_clock.now() + Microseconds {below(3'000'000)};
        if (below(5) == 0)
            spec.deadline = m_clock.now() + Microseconds {below(5'000'000)};
        spec.idempotencyKey = "key-" + std::to_string(++m_keys);
        offer(spec);
    }
    /// As a client that asks until it is answered, always with the same key.
    void offer(const JobSpec &spec)
    {
        const JobId id = m_ids.make();
        m_model.offered(id, spec, m_clock.now());
        m_unanswered[spec.idempotencyKey] = spec;
        struct Offered
        {
            Enqueued job;
            std::optional<ClaimedJob> started;
        };
        const auto reservation = below(2) == 0 ? m_life->dispatcher.claims().reserve(spec) : std::nullopt;
        ask<Offered>(
            [this, spec, id, reservation](StoreSession &store) -> Result<Offered> {
                auto jobs = store.jobs().enqueue({&spec, 1}, {&id, 1}, m_clock.now());
                if (!jobs)
                    return failure(jobs.error());
                auto started = must(Claims::claimReserved(store, reservation, jobs->front(), m_clock.now()));
                return Offered {*jobs->front(), std::move(started)};
            },
            [this, key = spec.idempotencyKey, reservation](Result<Offered> answer) {
                if (answer && answer->job.receipt.isNew)
                    m_life->dispatcher.enqueued({answer->job});
                if (reservation)
                    m_life->dispatcher.claims().start(*reservation, answer ? std::move(answer->started) : std::nullopt);
                if (!answer)
                    return;
                const Enqueued &job = answer->job;
                m_model.accepted(key, job.receipt.id);
                if (below(20) > 0) // else the client lost it on the way
                    m_unanswered.erase(key);
            });
    }
    void askAgain()
    {
        for (const auto &[key, spec] : std::map<std::string, JobSpec>(m_unanswered))
            offer(spec);
    }
    void endOne()
    {
        if (m_held.empty()) {
            askAgain();
            return;
        }
        const auto chosen = m_held.begin() + static_cast<std::ptrdiff_t>(below(m_held.size()));
        const HeldRun run = *chosen;
        m_held.erase(chosen);
        if (below(4) == 0)
            m_stale.push_back(run); // and says so again later
        endRun(run, static_cast<int>(below(10)));
    }
    void endRun(const HeldRun &run, int dice)
    {
        if (run.worker != noWorker && run.deadline && m_clock.now() > *run.deadline)
            return tell(run, DeadlineMissed {}, {Kind::DeadlineMissed, m_clock.now()}, false); // E6
        if (run.run && run.run->cancellation->isRequested() && dice < 7) {
            const bool isShutdown = run.run->cancellation->reason() == Cancellation::Reason::Shutdown;
            return isShutdown ? tell(run, Released {}, {Kind::Release, m_clock.now()}, true)
                              : tell(run, RunCancelled {}, {Kind::Cancel, m_clock.now()}, true);
        }
        if (dice < 5)
            return tell(run, Succeeded {}, {Kind::Success, m_clock.now()}, true);
        if (dice < 8)
            return tell(run, Failed {"boom", "boom", {}}, {Kind::Failure, m_clock.now()}, true);
        if (dice < 9)
            return tell(run, Rejected {"bad", "bad"}, {Kind::Reject, m_clock.now()}, true);
        return tell(
            run, Snoozed {std::chrono::seconds {2}}, {Kind::Snooze, m_clock.now(), std::chrono::seconds {2}}, true);
    }
    void tell(const HeldRun &run, const Outcome &outcome, const ReferenceModel::End &end, bool wasCalled)
    {
        if (run.worker != noWorker) {
            if (m_model.isCurrent(run.id, run.token))
                m_model.reported(run.id, end);
            m_life->dispatcher.runEnded({run.worker, run.seq, run.token, outcome, wasCalled, Microseconds {1'000}});
            return;
        }
        const bool holds = m_model.isCurrent(run.id, run.token) && m_clock.monotonicNow() < run.leaseEnd;
        if (holds)
            m_model.reported(run.id, end);
        m_life->dispatcher.leases().finish(
            {run.id, run.token}, outcome, [this, run, holds, kind = outcome.index()](const Result<JobState> &state) {
                if (state && holds) {
                    m_settled.insert_or_assign(run.token, std::pair(kind, *state));
                    m_model.finished(run.id, *state);
                } else if (state) { // a repeated report gets the answer to the first
                    const auto first = m_settled.find(run.token);
                    ReferenceModel::claim(first != m_settled.end() && first->second == std::pair(kind, *state),
                        "a lease that was over was settled");
                } else if (state.error().code == ErrorCode::LeaseLost) {
                    ReferenceModel::claim(!holds, "a lease that was held was refused");
                }
            });
    }
    /// Something from an earlier run, perhaps of an earlier life: nothing may come of it (I2, F22, F23).
    void endStale()
    {
        if (m_stale.empty())
            return;
        HeldRun run = m_stale[below(m_stale.size())];
        if (m_model.isCurrent(run.id, run.token))
            return;
        if (below(2) == 0)
            run.worker = noWorker; // it goes astray
        tell(run, Succeeded {}, {Kind::Success, m_clock.now()}, true);
    }
    void pull()
    {
        LeaseRequest request {QueueName::trusted("far"), "far-1", static_cast<int>(1 + below(3)), {}, {}};
        request.wait = Microseconds {below(3) == 0 ? 0 : below(5'000'000)};
        request.lease = std::chrono::seconds {1 + below(10)};
        m_life->dispatcher.leases().ask(
            request, [this, length = *request.lease](const Result<std::vector<LeasedJob>> &jobs) {
                for (const LeasedJob &job : jobs ? *jobs : std::vector<LeasedJob> {}) {
                    const JobRecord &record = job.record;
                    note(record.job, record.attempt, job.token.token, *record.startedAt);
                    // Counted from when the claim was answered, not from when the far worker hears of it.
                    m_held.push_back({record.job.id, record.job.seq, job.token.token, noWorker, {}, {},
                        m_clock.monotonicNow() + length, length});
                }
            });
    }
    void renewOne()
    {
        for (HeldRun &run : m_held) {
            if (run.worker != noWorker || below(2) == 0)
                continue;
            const bool holds = m_model.isCurrent(run.id, run.token);
            m_life->dispatcher.leases().renew({run.id, run.token}, {}, [&](const Result<LeaseView> &view) {
                ReferenceModel::claim(view.has_value() == holds, "a lease was renewed or refused wrongly");
                if (view)
                    run.leaseEnd = m_clock.monotonicNow() + run.lease;
            });
        }
    }
    /// Whoever did not answer in time has failed (L10); an engine that stops takes back what it cannot reach.
    void loseRuns()
    {
        const MonotonicTime now = m_clock.monotonicNow();
        const bool isInterrupted = m_life->interruptAt && now >= *m_life->interruptAt;
        const bool isGivenUp = isInterrupted && now >= *m_life->interruptAt + std::chrono::seconds {15};
        std::erase_if(m_held, [&](const HeldRun &run) {
            const bool isReleased = run.worker == noWorker ? isInterrupted : isGivenUp;
            if (!isReleased && (run.worker != noWorker || now < run.leaseEnd))
                return false;
            if (m_model.isCurrent(run.id, run.token))
                m_model.reported(run.id, {isReleased ? Kind::Release : Kind::Failure, m_clock.now()});
            m_stale.push_back(run);
            return true;
        });
    }
    std::optional<JobId> someJob()
    {
        std::vector<JobId> ids;
        for (const auto &[id, job] : m_model.jobs()) {
            if (job.isCertain)
                ids.push_back(id);
        }
        return ids.empty() ? std::nullopt : std::optional(ids[below(ids.size())]);
    }
    void cancelOne()
    {
        const std::optional<JobId> id = someJob();
        if (!id || !m_life->isStarted)
            return;
        ask<std::vector<Result<StateChange>>>(
            [this, id = *id](StoreSession &store) {
                return store.jobs().cancel({&id, 1}, {}, m_clock.now());
            },
            [this, id = *id](const Result<std::vector<Result<StateChange>>> &answer) {
                if (!answer) {
                    if (answer.error().code == ErrorCode::Io)
                        m_model.mayBeCancelled(id);
                    return;
                }
                const Result<StateChange> &changed = answer->front();
                if (changed && changed->runningToken && !m_model.isKnownRun(id, *changed->runningToken)) {
                    ReferenceModel::claim(m_life->interruptAt.has_value(), "a run began that nobody was told of");
                    m_model.cancelledUnheard(id);
                } else {
                    m_model.cancelled(id, changed ? std::optional(changed->state) : std::nullopt);
                }
                if (changed)
                    m_life->dispatcher.stateChanged(*changed);
            });
    }
    void retryOne()
    {
        const std::optional<JobId> id = someJob();
        if (!id || !m_life->isStarted)
            return;
        ask<std::vector<Result<StateChange>>>(
            [this, id = *id](StoreSession &store) {
                return store.jobs().retry({&id, 1}, {}, m_clock.now());
            },
            [this, id = *id](const Result<std::vector<Result<StateChange>>> &answer) {
                if (!answer) {
                    if (answer.error().code == ErrorCode::Io)
                        m_model.mayBeRetried(id, m_clock.now());
                    return;
                }
                if (!answer->front())
                    return;
                m_model.retried(id, m_clock.now());
                m_life->dispatcher.stateChanged(*answer->front());
            });
    }
    void pauseOrResume()
    {
        const QueueName queue = QueueName::trusted(below(2) == 0 ? "near" : "measured");
        if (below(2) == 0)
            m_life->dispatcher.pause({queue, {}, "who", "why", m_clock.now()});
        else
            m_life->dispatcher.resume(queue, {});
    }
    void endTheEngine()
    {
        if (below(2) == 0)
            return;
        if (below(2) == 0 || !m_life->isStarted) {
            die();
        } else if (!m_life->interruptAt) {
            const bool isNow = below(2) == 0;
            m_life->interruptAt = m_clock.monotonicNow() + (isNow ? Microseconds {0} : settings().drainLimit);
            m_life->dispatcher.stop(isNow ? StopMode::Now : StopMode::Drain, [this] { m_life->isStopped = true; });
            loseRuns();
        }
    }

    // --- what is seen
    int workerCount() const override { return workers; }
    void deliver(WorkerIndex worker, Envelope envelope) override
    {
        const Run &run = *envelope.run;
        if (m_passedOn != run.token) // else it was taken back from another worker
            note(run.job, run.attempt, run.token, run.started);
        m_passedOn.reset();
        m_held.push_back({run.job.id, run.job.seq, run.token, worker, envelope.run, run.job.spec.deadline, {}, {}});
        const auto load = std::count_if(
            m_held.begin(), m_held.end(), [worker](const HeldRun &held) { return held.worker == worker; });
        ReferenceModel::claim(load <= mailbox, "a worker got more than its mailbox holds");
    }
    std::optional<Envelope> takeBack(WorkerIndex worker) override
    {
        // It works on the first and has not looked at the others.
        const auto isThere = [worker](const HeldRun &held) { return held.worker == worker; };
        if (std::count_if(m_held.begin(), m_held.end(), isThere) < 2)
            return std::nullopt;
        const auto last = std::find_if(m_held.rbegin(), m_held.rend(), isThere);
        Envelope envelope {last->run};
        m_held.erase(std::next(last).base());
        m_passedOn = envelope.run->token;
        return envelope;
    }
    void note(const Job &job, int attempt, Token token, TimePoint started)
    {
        ++m_starts;
        m_model.started(job.id, attempt, token, started);
    }
    void checkCaps() const
    {
        const auto count = [this](auto has) {
            return std::count_if(m_held.begin(), m_held.end(), [&](const HeldRun &run) {
                return m_model.isCurrent(run.id, run.token) && has(m_model.jobs().at(run.id).spec);
            });
        };
        ReferenceModel::claim(count([](const JobSpec &spec) { return spec.tenant.text() == "t0"; }) <= capOfFirst,
            "a tenant runs more at once than it may");
        ReferenceModel::claim(count([](const JobSpec &spec) { return spec.queue.text() == "near"; }) <= capOfQueue,
            "a queue runs more at once than it may");
        ReferenceModel::claim(
            count([](const JobSpec &spec) { return spec.queue.text() == "measured"; }) <= capOfMeasured,
            "more runs have passed a gate than it lets pass");
        for (const char *tenant : {"t0", "t1", "t2"}) {
            const auto isOfTenant = [tenant](const JobSpec &spec) {
                return spec.queue.text() == "far" && spec.tenant.text() == tenant;
            };
            ReferenceModel::claim(count(isOfTenant) <= capOfFar, "more runs of a tenant have passed a gate than may");
        }
    }
    void lookAtAll()
    {
        const auto reader = must(m_life->store.readerFactory()());
        std::set<JobId> stored;
        for (const auto &[seq, record] : m_disk->jobs.records()) {
            stored.insert(record.job->id);
            m_model.seen(must(reader->jobs().findJob(record.job->id)), m_clock.now());
        }
        m_model.countedAll(stored);
        ReferenceModel::claim(must(reader->verify()).problems.empty(), "the store is not whole");
    }
    /// No more faults: all that was accepted comes to its end.
    void heal()
    {
        m_isHealing = true;
        if (m_life->interruptAt)
            advance(std::chrono::minutes {2}); // a drain, and its limit
        for (int round = 0; round < 400 && (round < 4 || hasOpenJobs()); ++round) {
            m_life->dispatcher.resume(QueueName::trusted("near"), {});
            m_life->dispatcher.resume(QueueName::trusted("measured"), {});
            askAgain();
            pull();
            advance(std::chrono::milliseconds {100 + 40 * round});
            for (const HeldRun &run : std::exchange(m_held, {}))
                endRun(run, 0);
            advance(std::chrono::milliseconds {20});
        }
        lookAtAll();
        for (const auto &[seq, record] : m_disk->jobs.records())
            ReferenceModel::claim(isEnded(record.state()),
                "a job never ends: " + record.job->spec.idempotencyKey + " of queue " + record.job->spec.queue.text()
                    + " is still " + std::string(jobStateName(record.state())));
    }
    bool hasOpenJobs() const
    {
        return std::any_of(m_disk->jobs.records().begin(), m_disk->jobs.records().end(),
            [](const auto &one) { return !isEnded(one.second.state()); });
    }
    template <typename T>
    void ask(std::function<Result<T>(StoreSession &)> question, std::function<void(Result<T>)> answer)
    {
        askStore<T>(m_life->queue, StoreTask::From::Callers, 1, std::move(question), std::move(answer),
            [home = m_life->home](std::function<void()> task) { home->post(std::move(task)); });
    }

    SeededRandom m_random;
    const std::optional<FaultAt> m_faultAt;
    const int m_faultPermille; ///< of commits
    int m_commits = 0;
    ManualClock m_clock;
    ManualTimers m_timers {m_clock};
    JobIdMaker m_ids {m_clock, m_random};
    const std::shared_ptr<MemoryState> m_disk = std::make_shared<MemoryState>();
    ReferenceModel m_model;
    std::vector<HeldRun> m_held;
    std::vector<HeldRun> m_stale; ///< that have ended, or were lost
    std::map<Token, std::pair<std::size_t, JobState>> m_settled; ///< leases, by the kind of their end
    std::map<std::string, JobSpec> m_unanswered; ///< by key
    std::unique_ptr<Life> m_life;
    std::optional<Token> m_passedOn;
    int m_keys = 0;
    int m_starts = 0;
    int m_lives = 0;
    bool m_isBroken = false;
    bool m_isHealing = false;
};

} // namespace fairlead
