// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/worker_pool.h"

#include <algorithm>
#include <thread>
#include <utility>

namespace fairlead {

namespace {
int coreCount()
{
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}
} // namespace

WorkerPool::WorkerPool(const EngineSettings &settings, const Clock &clock)
    : m_clock(clock)
    , m_workerCount(settings.workers > 0 ? settings.workers : coreCount())
    , m_threadCount(std::min(settings.threads > 0 ? settings.threads : coreCount(), m_workerCount))
{
}

WorkerPool::~WorkerPool()
{
    stop();
}

void WorkerPool::start(const std::vector<QueueSettings> &queues, const ServiceFactory &factory,
    std::function<void(RunEnded)> report, std::shared_ptr<Executor> home)
{
    m_report = std::move(report);
    m_home = std::move(home);
    m_factory = factory;
    m_threads.resize(static_cast<std::size_t>(m_threadCount));
    for (std::size_t i = 0; i < m_threads.size(); ++i) {
        WorkerThread &thread = m_threads[i];
        thread.loop = std::make_shared<LoopThread>("worker-" + std::to_string(i));
        thread.loop->start();
        thread.loop->runAndWait([&] {
            thread.timers = std::make_unique<LoopTimers>();
            makeServices(thread, queues);
            for (auto index = static_cast<WorkerIndex>(i); index < m_workerCount; index += m_threadCount)
                m_byIndex[index] = makeWorker(thread, index);
        });
    }
}

void WorkerPool::makeServices(WorkerThread &thread, const std::vector<QueueSettings> &queues) const
{
    for (const QueueSettings &queue : queues) {
        if (!queue.isPulled())
            thread.services.insert_or_assign(queue.name, m_factory(queue, thread.loop, *thread.timers));
    }
}

void WorkerPool::configure(const std::vector<QueueSettings> &queues, std::function<void()> done)
{
    const auto made = std::make_shared<const std::vector<QueueSettings>>(queues);
    // Ends with the last task, whether it ran or not.
    const std::shared_ptr<void> all(nullptr, [done = std::move(done)](void *) { done(); });
    for (WorkerThread &thread : m_threads) {
        thread.loop->post([this, &thread, made, all] {
            if (thread.timers)
                makeServices(thread, *made);
        });
    }
}

void WorkerPool::remove(const std::vector<QueueName> &queues)
{
    for (WorkerThread &thread : m_threads) {
        thread.loop->post([&thread, queues] {
            for (const QueueName &queue : queues)
                thread.services.erase(queue);
        });
    }
}

Worker *WorkerPool::makeWorker(WorkerThread &thread, WorkerIndex index) const
{
    auto worker = std::make_unique<Worker>(index, static_cast<std::size_t>(mailboxMost),
        Worker::Ports {thread.services, *thread.timers, m_clock, m_report});
    return (thread.workers[index] = std::move(worker)).get();
}

void WorkerPool::startWorker(WorkerIndex index, std::function<void()> started)
{
    WorkerThread &thread = threadOf(index);
    thread.loop->post([this, &thread, index, started = std::move(started)] {
        Worker *worker = makeWorker(thread, index);
        m_home->post([this, index, worker, started] {
            m_byIndex[index] = worker;
            started();
        });
    });
}

void WorkerPool::endWorker(WorkerIndex index)
{
    m_byIndex.erase(index);
    WorkerThread &thread = threadOf(index);
    thread.loop->post([&thread, index] { thread.workers.erase(index); });
}

void WorkerPool::stop()
{
    if (std::exchange(m_isStopped, true))
        return;
    for (WorkerThread &thread : m_threads) {
        thread.loop->runAndWait([&thread] {
            for (const auto &[index, worker] : thread.workers)
                worker->retire();
            thread.services.clear();
            thread.timers.reset();
        });
        thread.loop->stop();
    }
}

void WorkerPool::deliver(WorkerIndex worker, Envelope envelope)
{
    m_byIndex.at(worker)->deliver(std::move(envelope));
}

DeliverFn WorkerPool::deliverFnOf(WorkerIndex worker)
{
    return [to = m_byIndex.at(worker)](Envelope envelope) { to->deliver(std::move(envelope)); };
}

std::optional<Envelope> WorkerPool::takeBack(WorkerIndex worker)
{
    return m_byIndex.at(worker)->takeBack();
}

} // namespace fairlead
