// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/dead_letter_calls.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/client.h"

#include <utility>

namespace fairlead {

/// A clock that is some minutes ahead of the engine's: everything seems to have waited so long. Threads: any.
class ClockAhead final : public Clock
{
public:
    explicit ClockAhead(Microseconds lead)
        : m_lead(lead)
    {
    }
    TimePoint now() const override { return m_clock.now() + m_lead; }
    MonotonicTime monotonicNow() const override { return m_clock.monotonicNow(); }

private:
    const Microseconds m_lead;
    SystemClock m_clock;
};

/// A Client of an engine that has little to do. Its answers say that there are millions of jobs, that a run takes long,
/// and that all workers are busy. Threads: as the client inside.
class LargeFigures final : public Client
{
public:
    static constexpr std::int64_t jobs = 8'412'000;
    static constexpr std::int64_t micros = 750'000'000; ///< 12 min 30 s
    explicit LargeFigures(Client &inner)
        : m_inner(inner)
    {
    }
    void setLarge(bool isLarge) { m_isLarge = isLarge; }
    void submit(AnyCall call) override
    {
        if (!m_isLarge)
            m_inner.submit(std::move(call));
        else if (&call.info() == &GetStatus::info)
            enlarge<GetStatus>(call, [](StatusView &status) {
                status.counts.fill(jobs);
                status.workers = 10'000;
                status.busy = 9'999;
                status.lastMinute = flow();
            });
        else if (&call.info() == &ListQueues::info)
            enlarge<ListQueues>(call, [](std::vector<QueueView> &queues) {
                for (QueueView &queue : queues)
                    enlargeQueue(queue);
            });
        else if (&call.info() == &ListTenants::info)
            enlarge<ListTenants>(call, [](TenantPage &page) {
                for (TenantView &tenant : page.tenants)
                    enlargeTenant(tenant);
            });
        else if (&call.info() == &ListWorkers::info)
            enlarge<ListWorkers>(call, [](std::vector<WorkerView> &workers) {
                for (WorkerView &worker : workers)
                    worker.processed = worker.failed = jobs;
            });
        else if (&call.info() == &ListDeadLetters::info)
            enlarge<ListDeadLetters>(call, [](ListDeadLetters::Reply &reply) {
                if (auto *groups = std::get_if<LetterGroups>(&reply)) {
                    for (LetterGroup &group : groups->groups)
                        group.count = jobs;
                }
            });
        else
            m_inner.submit(std::move(call));
    }

private:
    template <typename C, typename Change>
    void enlarge(AnyCall &call, Change change)
    {
        AnyCall::Typed<C> &typed = call.as<C>();
        const auto enlarged = [answer = std::move(typed.answer), change](Result<typename C::Reply> reply) {
            if (reply)
                change(*reply);
            answer(std::move(reply));
        };
        m_inner.ask(std::move(typed.call), enlarged, std::move(typed.context));
    }
    static FlowCounts flow() { return {.accepted = jobs, .started = jobs, .failed = jobs, .dead = jobs}; }
    static Quantiles times() { return {jobs, micros, micros, micros, micros}; }
    static void enlargeQueue(QueueView &queue)
    {
        queue.counts.fill(jobs);
        queue.lastMinute = flow();
        queue.queueTime = queue.runTime = times();
        queue.workersMax = 10'000;
        queue.running = 9'999;
        queue.scaling = ScaledBy::Auto;
        queue.weight = 1'000'000;
    }
    static void enlargeTenant(TenantView &tenant)
    {
        tenant.counts.fill(jobs);
        tenant.lastMinute = flow();
        tenant.queueTime = tenant.runTime = times();
        tenant.attempts = tenant.retries = jobs;
        tenant.limits.weight = 1'000;
    }
    Client &m_inner;
    bool m_isLarge = true;
};

} // namespace fairlead
