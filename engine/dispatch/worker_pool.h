// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/worker.h"

#include <map>
#include <memory>
#include <vector>

namespace fairlead {

/// The worker threads and the workers on them. Makes each queue's service once for each thread. Threads: the one that
/// made it starts and stops it; the dispatcher's makes the calls of RunSink.
class WorkerPool final : public RunSink
{
public:
    /// Makes the service of one queue for the thread it is called on; `executor` is that thread.
    using ServiceFactory = std::function<std::unique_ptr<Service>(
        const QueueSettings &queue, const std::shared_ptr<Executor> &executor, Timers &timers)>;

    WorkerPool(const EngineSettings &settings, const Clock &clock);
    ~WorkerPool() override; ///< stops

    /// Makes the services of the queues. `report` is called on the worker threads; `home` is the dispatcher's.
    void start(const std::vector<QueueSettings> &queues, const ServiceFactory &factory,
        std::function<void(RunEnded)> report, std::shared_ptr<Executor> home);
    /// Makes the services of these queues anew on each thread, then calls `done`, on any thread; also when the pool
    /// stops before. Runs under way end with the former services. Threads: any.
    void configure(const std::vector<QueueSettings> &queues, std::function<void()> done);
    /// Ends the services of these queues. Runs that have not begun go back. Threads: any.
    void remove(const std::vector<QueueName> &queues);
    /// Ends the threads. Envelopes given from now on stay with their worker, because the store's thread may still hold
    /// a DeliverFn. REQUIRES: no run is under way, or their ends do not matter.
    void stop();

    int workerCount() const override { return m_workerCount; }
    int threadCount() const { return m_threadCount; }
    void startWorker(WorkerIndex worker, std::function<void()> started) override;
    void endWorker(WorkerIndex worker) override;
    void deliver(WorkerIndex worker, Envelope envelope) override;
    DeliverFn deliverFnOf(WorkerIndex worker) override;
    std::optional<Envelope> takeBack(WorkerIndex worker) override;

private:
    /// One thread and everything that lives on it. The members are destroyed from the last to the first.
    struct WorkerThread
    {
        std::shared_ptr<LoopThread> loop;
        std::unique_ptr<LoopTimers> timers;
        ThreadServices services;
        std::map<WorkerIndex, std::unique_ptr<Worker>> workers; ///< its own thread only
    };
    WorkerThread &threadOf(WorkerIndex worker)
    {
        return m_threads[static_cast<std::size_t>(worker) % m_threads.size()];
    }
    Worker *makeWorker(WorkerThread &thread, WorkerIndex index) const;
    void makeServices(WorkerThread &thread, const std::vector<QueueSettings> &queues) const;

    const Clock &m_clock;
    const int m_workerCount;
    const int m_threadCount;
    std::vector<WorkerThread> m_threads; ///< as many since the start
    ServiceFactory m_factory;
    std::function<void(RunEnded)> m_report;
    std::shared_ptr<Executor> m_home;
    std::map<WorkerIndex, Worker *> m_byIndex; ///< used by the dispatcher's thread after the start
    bool m_isStopped = false;
};

} // namespace fairlead
