// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/stats_log.h"

#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/domain/units.h"

#include <QPointer>

namespace fairlead {

namespace {
std::string number(std::int64_t value)
{
    return std::to_string(value);
}

std::string queueLine(const QueueView &queue)
{
    const FlowCounts &totals = queue.totals;
    return "queue statistics queue=" + queue.queue.text() + " accepted=" + number(totals.accepted)
        + " succeeded=" + number(totals.succeeded) + " retried=" + number(totals.failed)
        + " dead=" + number(totals.dead) + " ready=" + number(countOf(queue.counts, JobState::Ready))
        + " running=" + number(queue.running) + " queued_p95=" + durationText(Microseconds {queue.queueTime.p95})
        + " run_p95=" + durationText(Microseconds {queue.runTime.p95});
}

std::string workerLine(const WorkerView &worker)
{
    return "worker statistics worker=" + worker.worker + " processed=" + number(worker.processed)
        + " failed=" + number(worker.failed) + " retried=" + number(worker.retried)
        + " in_flight=" + number(worker.job ? 1 : 0) + " mailbox=" + number(worker.mailbox);
}
} // namespace

StatsLog::StatsLog(Client &client, LogSink log, Milliseconds every)
    : m_client(client)
    , m_log(std::move(log))
{
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
        writeQueues();
        writeWorkers();
    });
    m_timer.start(every);
}

void StatsLog::writeQueues()
{
    m_client.ask(ListQueues {}, [self = QPointer(&m_timer), this](const Result<std::vector<QueueView>> &queues) {
        for (std::size_t i = 0; self && queues && i < queues->size(); ++i)
            m_log("info", queueLine((*queues)[i]));
    });
}

void StatsLog::writeWorkers()
{
    m_client.ask(ListWorkers {}, [self = QPointer(&m_timer), this](const Result<std::vector<WorkerView>> &workers) {
        if (!self || !workers)
            return;
        const auto before = std::exchange(m_processed, {}); // those who are gone go
        for (const WorkerView &worker : *workers) {
            m_processed.emplace(worker.worker, worker.processed);
            const auto known = before.find(worker.worker);
            if (worker.processed != (known == before.end() ? 0 : known->second))
                m_log("info", workerLine(worker));
        }
    });
}

} // namespace fairlead
