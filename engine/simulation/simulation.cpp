// SPDX-License-Identifier: Apache-2.0
#include "engine/simulation/simulation.h"

#include "engine/control/admission.h"
#include "engine/control/service_stacks.h"
#include "engine/dispatch/dispatcher.h"
#include "engine/simulation/direct_store_queue.h"
#include "engine/simulation/fluid_share.h"
#include "engine/simulation/manual_timers.h"
#include "engine/simulation/mortal_timers.h"
#include "engine/simulation/posted_tasks.h"
#include "engine/storage/memory/memory_store.h"

#include <algorithm>
#include <cmath>
#include <thread>

namespace fairlead {

namespace {
int workersOf(const EngineSettings &settings)
{
    return settings.workers > 0 ? settings.workers : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

/// A random number for each job and attempt, so that the numbers do not depend on the order of service.
std::uint64_t mixed(std::uint64_t seed, std::uint64_t a, std::uint64_t b)
{
    return SeededRandom(seed ^ SeededRandom(a * 0x9E3779B97F4A7C15U + b).next()).next();
}

Microseconds drawn(const RunTimes &times, Random &random)
{
    if (const auto *fixed = std::get_if<FixedTime>(&times))
        return fixed->time;
    if (const auto *uniform = std::get_if<UniformTime>(&times)) {
        const auto span = static_cast<double>((uniform->most - uniform->least).count());
        return uniform->least + Microseconds {std::llround(random.nextUnit() * span)};
    }
    const auto mean = static_cast<double>(std::get<RandomTime>(times).mean.count());
    return Microseconds {std::llround(-std::log1p(-random.nextUnit()) * mean)};
}

/// One life of an engine on a store that outlives it.
struct EngineLife
{
    EngineLife(const EngineSettings &settings, std::shared_ptr<MemoryState> disk, RunSink &workers, Timers &world,
        const Clock &clock, std::uint64_t seed)
        : store(std::move(disk))
        , timers(world)
        , random(seed)
        , inForce(settings)
        , admission(inForce)
        , stacks(settings.queues, {}, clock, queue, [](std::string_view, std::string_view) {})
        , dispatcher(
              inForce, {queue, workers, home, timers, clock, random, stacks.gates()}, {[] {}, [](const Error &) {}})
    {
    }
    MemoryStore store;
    DirectStoreQueue queue {store};
    const std::shared_ptr<PostedTasks> home = std::make_shared<PostedTasks>();
    MortalTimers timers;
    SeededRandom random;
    SettingsInForce inForce;
    Admission admission;
    ServiceStacks stacks; ///< for the gates in front of the queues; nothing is called
    Dispatcher dispatcher;
};

/// The load, the workers and the records of a simulation, around the lives of an engine.
class World final : public RunSink
{
public:
    World(EngineSettings settings, const SimulatedLoad &load, std::uint64_t seed)
        : m_settings(std::move(settings))
        , m_load(load)
        , m_seed(seed)
        , m_random(seed)
        , m_workers(static_cast<std::size_t>(workersOf(m_settings)))
        , m_fluid(workersOf(m_settings))
    {
        for (QueueSettings &queue : m_settings.queues) {
            if (queue.isPulled())
                queue.handler = FunctionHandlerSettings {};
        }
        m_report.seed = seed;
        m_report.workers = workersOf(m_settings);
        m_report.length = load.length;
    }

    Result<SimulationReport> run(const std::stop_token &stop)
    {
        const MonotonicTime end = m_clock.monotonicNow() + m_load.length;
        m_fluid.advanceTo(m_clock.monotonicNow());
        begin();
        schedule();
        while (!m_fault) {
            if (stop.stop_requested())
                return failure(ErrorCode::Cancelled, "the simulation was stopped");
            m_life->home->runAll();
            const std::optional<Microseconds> wait = m_timers.untilNext();
            if (!wait || m_clock.monotonicNow() + *wait > end)
                break;
            m_timers.advance(*wait);
        }
        if (m_fault)
            return failure(*m_fault);
        m_timers.advance(end - m_clock.monotonicNow());
        m_fluid.advanceTo(end);
        return sumUp();
    }

private:
    struct Origin
    {
        std::size_t source = 0; ///< recorded jobs are numbered after the sources
        std::uint64_t number = 0;
        bool isStarted = false;
    };
    struct SimulatedWorker
    {
        std::deque<RunPtr> mail;
        RunPtr run; ///< the present one
        MonotonicTime since;
    };

    // --- lives of the engine
    void begin()
    {
        m_life = std::make_unique<EngineLife>(m_settings, m_disk, *this, m_timers, m_clock, m_random.next());
        if (const auto saved = m_life->store.settings().savedTenants())
            setTenants(*saved);
        else
            check(failure(saved.error()));
        m_life->dispatcher.start([this](const Result<> &started) { check(started); });
    }
    void crash()
    {
        ++m_report.crashes;
        for (SimulatedWorker &worker : m_workers) {
            if (worker.run)
                outcomeOf(worker.run->job.spec.tenant).workerTime += m_clock.monotonicNow() - worker.since;
            worker = {};
        }
        m_life.reset();
        begin();
    }

    // --- the load
    void schedule()
    {
        for (std::size_t i = 0; i < m_load.sources.size(); ++i) {
            m_chances.emplace_back(mixed(m_seed, i, 1));
            const JobSource &source = m_load.sources[i];
            if (source.burst > 0)
                m_timers.start(source.from, [this, i] { burst(i); });
            if (source.perSecond > 0)
                m_timers.start(source.from, [this, i] { armNext(i); });
        }
        for (const TenantChange &change : m_load.changes)
            m_timers.start(change.at, [this, &change] { apply(change); });
        for (const Microseconds at : m_load.crashes)
            m_timers.start(at, [this] { crash(); });
        armRecorded(0);
    }
    bool isOver(const JobSource &source) const { return sinceStart() >= source.until.value_or(m_load.length); }
    void burst(std::size_t index)
    {
        const JobSource &source = m_load.sources[index];
        if (isOver(source))
            return;
        for (int i = 0; i < source.burst && !m_fault; ++i)
            arrive(index);
        if (source.every > Microseconds {0})
            m_timers.start(source.every, [this, index] { burst(index); });
    }
    void armNext(std::size_t index)
    {
        const double gap = -std::log1p(-m_chances[index].nextUnit()) / m_load.sources[index].perSecond;
        m_timers.start(Microseconds {std::llround(std::min(gap * 1e6, 1e15))}, [this, index] {
            if (isOver(m_load.sources[index]))
                return;
            arrive(index);
            armNext(index);
        });
    }
    void arrive(std::size_t index)
    {
        const JobSource &source = m_load.sources[index];
        const std::uint64_t number = m_numbers[index]++;
        JobSpec spec = specFor(source.queues[number % source.queues.size()], source.tenant);
        spec.priority = source.priority;
        spec.cost = source.cost;
        if (source.deadline)
            spec.deadline = m_clock.now() + *source.deadline;
        enqueue(spec, {index, number});
    }
    void armRecorded(std::size_t index)
    {
        if (index >= m_load.recorded.size())
            return;
        const RecordedJob &job = m_load.recorded[index];
        m_timers.start(std::max(job.at - sinceStart(), Microseconds {0}), [this, index, &job] {
            JobSpec spec = specFor(job.queue, job.tenant);
            spec.priority = job.priority;
            spec.cost = job.cost;
            if (job.deadline)
                spec.deadline = m_clock.now() + *job.deadline;
            enqueue(spec, {m_load.sources.size() + index, 0});
            armRecorded(index + 1);
        });
    }
    JobSpec specFor(const QueueName &queue, const TenantName &tenant) const
    {
        const JobDefaults &defaults = m_settings.findQueue(queue)->defaults;
        JobSpec spec;
        spec.queue = queue;
        spec.tenant = tenant;
        spec.timeout = defaults.timeout;
        spec.maxAttempts = defaults.maxAttempts;
        spec.retry = defaults.retry;
        return spec;
    }
    void enqueue(const JobSpec &spec, const Origin &origin)
    {
        TenantOutcome &outcome = outcomeOf(spec.tenant);
        const JobId id = m_ids.make();
        Result<Admission::Accepted> accepted;
        const std::optional<Reservation> reservation = m_life->dispatcher.claims().reserve(spec);
        Result<std::optional<ClaimedJob>> started;
        check(m_life->store.inOneCommit([&]() -> Result<> {
            accepted = m_life->admission.enqueue(m_life->store, {&spec, 1}, {&id, 1}, m_clock.now());
            if (!accepted)
                return failure(accepted.error());
            started = Claims::claimReserved(m_life->store, reservation, accepted->jobs.front(), m_clock.now());
            return started ? Result<>() : Result<>(failure(started.error()));
        }));
        if (m_fault)
            return;
        for (const StateChange &dropped : accepted->dropped)
            m_life->dispatcher.stateChanged(dropped);
        if (accepted->jobs.front()) {
            ++outcome.accepted;
            m_origins.emplace(id, origin);
            addToFluid(spec.tenant, std::min(runOf(origin, 1).time, spec.timeout));
            m_life->dispatcher.enqueued({*accepted->jobs.front()});
        } else {
            ++outcome.refused;
        }
        if (reservation)
            m_life->dispatcher.claims().start(*reservation, std::move(*started));
    }
    void setTenants(const std::vector<TenantSettings> &tenants)
    {
        m_life->inForce.setTenants(tenants);
        for (const TenantSettings &tenant : tenants)
            m_life->dispatcher.tenantChanged(tenant.name);
    }
    void apply(const TenantChange &change)
    {
        TenantSettings settings = m_life->inForce.now()->tenant(change.tenant);
        settings.rules = merged(change.rules, settings.rules);
        check(m_life->store.inOneCommit([&] { return m_life->store.settings().saveTenant(settings); }));
        setTenants({settings});
        outcomeOf(change.tenant);
        shareAnew(change.tenant);
    }

    // --- the workers
    int workerCount() const override { return static_cast<int>(m_workers.size()); }
    void deliver(WorkerIndex index, Envelope envelope) override
    {
        m_workers[static_cast<std::size_t>(index)].mail.push_back(std::move(envelope.run));
        m_life->home->post([this, index] { startNext(index); });
    }
    void startWorker(WorkerIndex index, std::function<void()> started) override
    {
        m_workers.resize(std::max(m_workers.size(), static_cast<std::size_t>(index) + 1));
        m_life->home->post(std::move(started));
    }
    std::optional<Envelope> takeBack(WorkerIndex index) override
    {
        std::deque<RunPtr> &mail = m_workers[static_cast<std::size_t>(index)].mail;
        if (mail.empty())
            return std::nullopt;
        Envelope newest {std::move(mail.back())};
        mail.pop_back();
        return newest;
    }
    void startNext(WorkerIndex index)
    {
        SimulatedWorker &worker = m_workers[static_cast<std::size_t>(index)];
        if (worker.run || worker.mail.empty())
            return;
        worker.run = std::move(worker.mail.front());
        worker.mail.pop_front();
        worker.since = m_clock.monotonicNow();
        const JobSpec &spec = worker.run->job.spec;
        if (spec.deadline && m_clock.now() > *spec.deadline) {
            ended(index, DeadlineMissed {}, false);
            return;
        }
        Origin &origin = m_origins.at(worker.run->job.id);
        const SimulatedRun run = runOf(origin, worker.run->attempt);
        const Microseconds time = std::min(run.time, spec.timeout);
        TenantOutcome &outcome = outcomeOf(spec.tenant);
        ++outcome.attempts;
        if (origin.isStarted)
            addToFluid(spec.tenant, time); // it needs more work than was known when it arrived
        else
            outcome.waits.add((m_clock.now() - worker.run->job.created).count());
        origin.isStarted = true;
        Outcome end = Succeeded {};
        if (run.time > spec.timeout)
            end = Failed {"timeout", "the run took longer than its timeout", {}};
        else if (run.isFailing)
            end = Failed {"simulated", "the load says that this run fails", {}};
        m_life->timers.start(time, [this, index, end] { ended(index, end, true); });
    }
    void ended(WorkerIndex index, Outcome outcome, bool wasCalled)
    {
        SimulatedWorker &worker = m_workers[static_cast<std::size_t>(index)];
        const RunPtr run = std::exchange(worker.run, nullptr);
        const Microseconds ran = m_clock.monotonicNow() - worker.since;
        outcomeOf(run->job.spec.tenant).workerTime += ran;
        m_life->dispatcher.runEnded({index, run->job.seq, run->token, std::move(outcome), wasCalled, ran});
        startNext(index);
    }

    // --- bookkeeping
    struct SimulatedRun
    {
        Microseconds time {0};
        bool isFailing = false;
    };
    SimulatedRun runOf(const Origin &origin, int attempt) const
    {
        if (origin.source >= m_load.sources.size())
            return {m_load.recorded[origin.source - m_load.sources.size()].runTime, false};
        const JobSource &source = m_load.sources[origin.source];
        SeededRandom random(mixed(m_seed, origin.source, origin.number * 1'000 + static_cast<std::uint64_t>(attempt)));
        return {drawn(source.runTimes, random), random.nextUnit() < source.failing};
    }
    Microseconds sinceStart() const { return std::chrono::duration_cast<Microseconds>(m_clock.now() - m_start); }
    TenantOutcome &outcomeOf(const TenantName &tenant)
    {
        const auto [found, isNew] = m_tenants.try_emplace(tenant, m_tenants.size());
        if (isNew) {
            m_report.tenants.push_back({.tenant = tenant, .waits = {}});
            shareAnew(tenant);
        }
        return m_report.tenants[found->second];
    }
    void shareAnew(const TenantName &tenant)
    {
        const TenantLimits limits = m_life->inForce.now()->limitsOf(tenant);
        m_fluid.advanceTo(m_clock.monotonicNow());
        m_fluid.setTenant(m_tenants.at(tenant), limits.weight, limits.concurrency);
        m_report.tenants[m_tenants.at(tenant)].weight = limits.weight;
    }
    void addToFluid(const TenantName &tenant, Microseconds work)
    {
        m_fluid.advanceTo(m_clock.monotonicNow());
        m_fluid.add(m_tenants.at(tenant), work);
    }
    void check(const Result<> &result)
    {
        if (!result && !m_fault)
            m_fault = result.error();
    }
    SimulationReport sumUp()
    {
        for (const SimulatedWorker &worker : m_workers) {
            if (worker.run)
                outcomeOf(worker.run->job.spec.tenant).workerTime += m_clock.monotonicNow() - worker.since;
        }
        for (const auto &[seq, record] : m_disk->jobs.records())
            count(record);
        for (TenantOutcome &outcome : m_report.tenants)
            outcome.fairTime = m_fluid.served(m_tenants.at(outcome.tenant));
        std::sort(m_report.tenants.begin(), m_report.tenants.end(),
            [](const TenantOutcome &a, const TenantOutcome &b) { return a.tenant < b.tenant; });
        return m_report;
    }
    void count(const MemoryRecord &record)
    {
        const Job &job = *record.job;
        TenantOutcome &outcome = outcomeOf(job.spec.tenant);
        const JobState state = record.state();
        switch (state) {
        case JobState::Succeeded:
            ++outcome.succeeded;
            break;
        case JobState::Dead:
            ++outcome.dead;
            break;
        case JobState::Expired:
            ++outcome.expired;
            break;
        case JobState::Cancelled:
            ++outcome.cancelled;
            break;
        case JobState::Scheduled:
        case JobState::Blocked:
        case JobState::Ready:
        case JobState::Running:
            ++outcome.unfinished;
            break;
        }
        if (!m_origins.at(job.id).isStarted && state != JobState::Cancelled)
            outcome.waits.add(
                (std::min(job.spec.deadline.value_or(m_clock.now()), m_clock.now()) - job.created).count());
    }

    // Constant after construction.
    EngineSettings m_settings;
    const SimulatedLoad &m_load;
    const std::uint64_t m_seed;

    SeededRandom m_random;
    ManualClock m_clock;
    const TimePoint m_start = m_clock.now();
    ManualTimers m_timers {m_clock};
    JobIdMaker m_ids {m_clock, m_random};
    const std::shared_ptr<MemoryState> m_disk = std::make_shared<MemoryState>();
    std::unique_ptr<EngineLife> m_life;
    std::vector<SimulatedWorker> m_workers;
    std::vector<SeededRandom> m_chances; ///< random generators, by source
    std::map<std::size_t, std::uint64_t> m_numbers; ///< jobs so far, by source
    std::unordered_map<JobId, Origin> m_origins;
    std::map<TenantName, std::size_t> m_tenants; ///< index in the report, until it is sorted
    FluidShare m_fluid;
    SimulationReport m_report;
    std::optional<Error> m_fault;
};

Result<> checkQueues(const EngineSettings &settings, const SimulatedLoad &load)
{
    const auto known = [&](const QueueName &queue) -> Result<> {
        if (settings.findQueue(queue))
            return {};
        return failure(
            ErrorCode::Invalid, "the load names queue '" + queue.text() + "', which the configuration does not have");
    };
    for (const JobSource &source : load.sources) {
        for (const QueueName &queue : source.queues) {
            if (Result<> checked = known(queue); !checked)
                return checked;
        }
    }
    for (const RecordedJob &job : load.recorded) {
        if (Result<> checked = known(job.queue); !checked)
            return checked;
    }
    return {};
}
/// The number of jobs of a source; for streams the mean number.
double jobsOf(const JobSource &source, Microseconds length)
{
    const auto span = static_cast<double>((std::min(source.until.value_or(length), length) - source.from).count());
    if (span < 0)
        return 0;
    const double bursts = source.every > Microseconds {0} ? 1 + span / static_cast<double>(source.every.count()) : 1;
    return source.burst * bursts + source.perSecond * span / 1e6;
}

Result<> checkSize(const SimulatedLoad &load)
{
    auto jobs = static_cast<double>(load.recorded.size());
    for (const JobSource &source : load.sources)
        jobs += jobsOf(source, load.length);
    if (jobs <= static_cast<double>(simulatedJobsMax))
        return {};
    return failure(ErrorCode::TooLarge,
        "the load brings more than " + std::to_string(simulatedJobsMax) + " jobs; make it shorter");
}
} // namespace

Result<SimulationReport> simulate(
    EngineSettings settings, const SimulatedLoad &load, std::uint64_t seed, const std::stop_token &stop)
{
    FAIRLEAD_CHECK(checkQueues(settings, load));
    FAIRLEAD_CHECK(checkSize(load));
    return World(std::move(settings), load, seed).run(stop);
}

} // namespace fairlead
