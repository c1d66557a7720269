// SPDX-License-Identifier: Apache-2.0
// One worker holds a slow job with three behind it, the other is soon idle: how long the seven quick ones take, with
// and without work stealing, in one run.
// Usage: fairlead_bench_stealing [--json] [--short]     (--short: one round instead of three)
#include "bench/measures.h"
#include "engine/dispatch/dispatcher.h"
#include "engine/dispatch/worker_pool.h"
#include "engine/storage/memory/memory_store.h"

#include <QCoreApplication>

#include <algorithm>
#include <cstdio>
#include <future>

using namespace fairlead;
using bench::must;
using std::chrono::milliseconds;

namespace {
constexpr milliseconds slow {1'000};
constexpr milliseconds quick {20};
constexpr int jobCount = 8; ///< the first is slow

/// Sleeps as long as the job's cost says, in milliseconds.
class SleepingService final : public Service
{
public:
    explicit SleepingService(Timers &timers)
        : m_timers(timers)
    {
    }
    void call(RunPtr run, Reply reply) override
    {
        m_timers.start(milliseconds {run->job.spec.cost}, [reply = std::move(reply)] { reply(Succeeded {}); });
    }

private:
    Timers &m_timers;
};

/// Workers whose mailboxes keep what they have been given.
class WithoutStealing final : public RunSink
{
public:
    explicit WithoutStealing(RunSink &workers)
        : m_workers(workers)
    {
    }
    int workerCount() const override { return m_workers.workerCount(); }
    void deliver(WorkerIndex worker, Envelope envelope) override { m_workers.deliver(worker, std::move(envelope)); }

private:
    RunSink &m_workers;
};

EngineSettings twoWorkersWithMailboxes()
{
    EngineSettings settings;
    settings.workers = settings.threads = 2;
    QueueSettings queue {.name = QueueName::trusted("q")};
    queue.costMode = CostMode::Fixed;
    queue.mailbox = 4;
    settings.queues.push_back(queue);
    return settings;
}

/// An engine's dispatcher, its workers and a store in memory.
class Round
{
public:
    explicit Round(bool isStealing)
        : m_isStealing(isStealing)
    {
        must(m_writer.start([] { return Result<std::unique_ptr<StoreSession>>(std::make_unique<MemoryStore>()); }));
        m_home->start();
        m_pool.start(
            m_settings.now()->engine().queues,
            [](const QueueSettings &, const std::shared_ptr<Executor> &, Timers &timers) -> std::unique_ptr<Service> {
                return std::make_unique<SleepingService>(timers);
            },
            [this](RunEnded ended) { m_home->post([this, ended]() mutable { noteEnd(std::move(ended)); }); }, m_home);
        m_home->runAndWait([this] {
            m_timers = std::make_unique<LoopTimers>();
            RunSink &workers = m_isStealing ? static_cast<RunSink &>(m_pool) : m_stiff;
            m_dispatcher = std::make_unique<Dispatcher>(m_settings,
                DispatchPorts {m_writer, workers, m_home, *m_timers, m_clock, m_random},
                DispatchNotices {.becameIdle = [] {}, .trouble = [](const Error &) {}});
        });
        std::promise<void> started;
        m_home->post([&] { m_dispatcher->start([&](const Result<> &) { started.set_value(); }); });
        started.get_future().wait();
    }
    ~Round()
    {
        m_pool.stop();
        m_writer.stop();
        m_home->runAndWait([this] { m_timers->close(); });
        m_home->stop();
    }
    /// Milliseconds until the last of the quick jobs has ended.
    double run()
    {
        std::vector<JobSpec> specs;
        std::vector<JobId> ids;
        JobIdMaker maker(m_clock, m_random);
        for (int i = 0; i < jobCount; ++i) {
            JobSpec spec {{.queue = QueueName::trusted("q")}};
            spec.cost = (i == 0 ? slow : quick).count();
            specs.push_back(spec);
            ids.push_back(maker.make());
        }
        const MonotonicTime begun = m_clock.monotonicNow();
        askStore<std::vector<Result<Enqueued>>>(
            m_writer, StoreTask::From::Callers, jobCount,
            [&](StoreSession &store) { return store.jobs().enqueue(specs, ids, m_clock.now()); },
            [this](Result<std::vector<Result<Enqueued>>> jobs) {
                std::vector<Enqueued> accepted;
                for (const Result<Enqueued> &job : must(std::move(jobs)))
                    accepted.push_back(must(job));
                m_home->post([this, accepted] { m_dispatcher->enqueued(accepted); });
            },
            [](const std::function<void()> &task) { task(); });
        m_allEnded.get_future().wait();
        return std::chrono::duration<double, std::milli>(m_lastQuick - begun).count();
    }

private:
    void noteEnd(RunEnded ended)
    {
        if (ended.runTime < slow / 2)
            m_lastQuick = m_clock.monotonicNow();
        m_dispatcher->runEnded(std::move(ended));
        if (++m_ended == jobCount)
            m_allEnded.set_value();
    }

    const bool m_isStealing;
    SettingsInForce m_settings {twoWorkersWithMailboxes()};
    SystemClock m_clock;
    SystemRandom m_random;
    StoreWriter m_writer {{}, m_clock, {[](const Error &) {}, [](std::int64_t) {}}};
    std::shared_ptr<LoopThread> m_home = std::make_shared<LoopThread>("dispatcher");
    WorkerPool m_pool {m_settings.now()->engine(), m_clock};
    WithoutStealing m_stiff {m_pool};
    std::unique_ptr<LoopTimers> m_timers;
    std::unique_ptr<Dispatcher> m_dispatcher;
    MonotonicTime m_lastQuick;
    int m_ended = 0;
    std::promise<void> m_allEnded;
};

std::vector<double> times(bool isStealing, int rounds)
{
    std::vector<double> all;
    for (int i = 0; i < rounds; ++i)
        all.push_back(Round(isStealing).run());
    std::sort(all.begin(), all.end());
    return all;
}
} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    const int rounds = arguments.contains(QStringLiteral("--short")) ? 1 : 3;
    const std::vector<double> with = times(true, rounds);
    const std::vector<double> without = times(false, rounds);
    const double value = with[with.size() / 2];
    const double baseline = without[without.size() / 2];
    const char *format = arguments.contains(QStringLiteral("--json"))
        ? "{\"suite\":\"stealing\",\"name\":\"seven quick jobs beside a slow one\",\"value\":%.6g,\"unit\":\"ms\","
          "\"baseline\":%.6g,\"ratio\":%.4g,\"runs\":%zu,\"min\":%.6g,\"max\":%.6g}\n"
        : "seven quick jobs beside a slow one %8.0f ms   without stealing %8.0f   ratio %.2f   %zu runs (%.0f to "
          "%.0f)\n";
    std::printf(format, value, baseline, value / baseline, with.size(), with.front(), with.back());
    return 0;
}
