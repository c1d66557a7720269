// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_writer.h"
#include "engine/domain/log_sink.h"
#include "engine/domain/views.h"
#include "engine/handlers/handler.h"
#include "engine/service/cache.h"
#include "engine/service/circuit_breaker.h"
#include "engine/service/concurrency_limit.h"
#include "engine/service/gate.h"
#include "engine/service/rate_limit.h"
#include "engine/service/stack.h"

namespace fairlead {

/// Builds the service stack of each queue. From the outside in: tracing, the timeout of the job, the queue's own layers
/// in the order of the configuration, the handler. Parts that layers share over threads and queues are made once. The
/// leading gates of a queue are not in its stack, because the scheduler asks them before it claims a job. These are the
/// gates outside of all layers that only a run can ask: a cache, a retry, a circuit breaker for each host. Threads:
/// any.
class ServiceStacks
{
public:
    using Handlers = std::map<QueueName, std::shared_ptr<Handler>>;
    /// The clock and the store's queue must outlive it. REQUIRES: gates of one name have equal settings, and so do
    /// caches.
    ServiceStacks(const std::vector<QueueSettings> &queues, Handlers handlers, const Clock &clock, StoreQueue &store,
        LogSink log);

    /// The services of one thread, which owns `executor` and `timers`. Null when the queue has no handler.
    std::unique_ptr<Service> make(
        const QueueSettings &queue, const std::shared_ptr<Executor> &executor, Timers &timers) const;
    /// The gates of all queues.
    std::map<QueueName, QueueGates> gates() const;
    /// Sets new rates and limits. REQUIRES: the queues and their layers are otherwise the same.
    void configure(const std::vector<QueueSettings> &queues);
    /// The state of the layers that the queue itself has.
    std::vector<LayerView> views(const QueueSettings &queue) const;

    /// The part that the services of one layer share; nothing for most kinds.
    using Shared = std::variant<std::monostate, std::shared_ptr<RateLimit>, std::shared_ptr<ConcurrencyLimit>,
        std::shared_ptr<CircuitBreaker>, std::shared_ptr<CacheCounts>>;

private:
    Shared share(const QueueSettings &queue, const LayerSettings &layer);
    bool isLeading(const QueueName &queue, std::size_t layer) const;
    CircuitBreaker::TargetOf targetOf(const QueueSettings &queue, CircuitBreakerSettings::Per per) const;

    const Handlers m_handlers;
    const Clock &m_clock;
    StoreQueue &m_store;
    const LogSink m_log;
    std::map<std::string, Shared> m_named; ///< by kind and name
    std::map<QueueName, std::vector<Shared>> m_shared; ///< each list is as long as the queue's list of layers
    std::map<QueueName, std::size_t> m_leading; ///< the number of layers before the first that only a run can ask
};

} // namespace fairlead
