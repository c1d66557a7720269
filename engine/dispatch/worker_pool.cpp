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

WorkerPool::WorkerPool(const EngineSettings &settings, const Clock &clock, ServiceFactory factory)
    : m_settings(settings)
    , m_clock(clock)
    , m_factory(std::move(factory))
    , m_workerCount(settings.workers > 0 ? settings.workers : coreCount())
    , m_threadCount(std::min(settings.threads > 0 ? settings.threads : coreCount(), m_workerCount))
    , m_mailboxBound(static_cast<std::size_t>(settings.mailboxMax()))
{
}

WorkerPool::~WorkerPool()
{
    stop();
}

void WorkerPool::start(std::function<void(RunEnded)> report, std::shared_ptr<Executor> home)
{
    m_report = std::move(report);
    m_home = std::move(home);
    m_floors.resize(static_cast<std::size_t>(m_threadCount));
    for (std::size_t i = 0; i < m_floors.size(); ++i) {
        Floor &floor = m_floors[i];
        floor.thread = std::make_shared<LoopThread>("worker-" + std::to_string(i));
        floor.thread->start();
        floor.thread->runAndWait([&] {
            floor.timers = std::make_unique<LoopTimers>();
            for (const QueueSettings &queue : m_settings.queues) {
                if (std::unique_ptr<Service> service = m_factory(queue, floor.thread, *floor.timers))
                    floor.services.emplace(queue.name, std::move(service));
            }
            for (auto index = static_cast<WorkerIndex>(i); index < m_workerCount; index += m_threadCount)
                m_byIndex[index] = makeWorker(floor, index);
        });
    }
}

Worker *WorkerPool::makeWorker(Floor &floor, WorkerIndex index) const
{
    auto worker = std::make_unique<Worker>(
        index, m_mailboxBound, Worker::Ports {floor.services, *floor.timers, m_clock, m_report});
    return (floor.workers[index] = std::move(worker)).get();
}

void WorkerPool::startWorker(WorkerIndex index, std::function<void()> started)
{
    Floor &floor = floorOf(index);
    floor.thread->post([this, &floor, index, started = std::move(started)] {
        Worker *worker = makeWorker(floor, index);
        m_home->post([this, index, worker, started] {
            m_byIndex[index] = worker;
            started();
        });
    });
}

void WorkerPool::endWorker(WorkerIndex index)
{
    m_byIndex.erase(index);
    Floor &floor = floorOf(index);
    floor.thread->post([&floor, index] { floor.workers.erase(index); });
}

void WorkerPool::stop()
{
    if (std::exchange(m_isStopped, true))
        return;
    for (Floor &floor : m_floors) {
        floor.thread->runAndWait([&floor] {
            for (const auto &[index, worker] : floor.workers)
                worker->retire();
            floor.services.clear();
            floor.timers.reset();
        });
        floor.thread->stop();
    }
}

void WorkerPool::deliver(WorkerIndex worker, Envelope envelope)
{
    m_byIndex.at(worker)->deliver(std::move(envelope));
}

RunSink::Door WorkerPool::doorOf(WorkerIndex worker)
{
    return [to = m_byIndex.at(worker)](Envelope envelope) { to->deliver(std::move(envelope)); };
}

std::optional<Envelope> WorkerPool::takeBack(WorkerIndex worker)
{
    return m_byIndex.at(worker)->takeBack();
}

} // namespace fairlead
