// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/worker.h"

#include <memory>
#include <vector>

namespace fairlead {

/// The worker threads and the workers on them. Makes each queue's service once per thread.
/// Threads: started and stopped by the one that made it; `deliver` by the dispatcher.
class WorkerPool final : public RunSink
{
public:
    /// Makes the service of one queue for the thread it is called on; `executor` is that thread.
    using ServiceFactory = std::function<std::unique_ptr<Service>(
        const QueueSettings &queue, const std::shared_ptr<Executor> &executor, Timers &timers)>;

    WorkerPool(const EngineSettings &settings, const Clock &clock, ServiceFactory factory);
    ~WorkerPool() override; ///< stops

    /// `report` is called on the worker threads.
    void start(const std::function<void(RunEnded)> &report);
    /// REQUIRES: no run is under way any more, or its end is of no interest.
    void stop();

    int workerCount() const override { return m_workerCount; }
    int threadCount() const { return m_threadCount; }
    void deliver(WorkerIndex worker, Envelope envelope) override;
    std::optional<Envelope> takeBack(WorkerIndex worker) override;

private:
    /// What lives on one worker thread, in order of need: the last goes first.
    struct Floor
    {
        std::shared_ptr<LoopThread> thread;
        std::unique_ptr<LoopTimers> timers;
        ThreadServices services;
        std::vector<std::unique_ptr<Worker>> workers;
    };

    const EngineSettings m_settings;
    const Clock &m_clock;
    const ServiceFactory m_factory;
    int m_workerCount;
    int m_threadCount;
    std::size_t m_mailboxBound = 1;
    std::vector<Floor> m_floors;
    std::vector<Worker *> m_byIndex;
};

} // namespace fairlead
