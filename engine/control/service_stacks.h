// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_writer.h"
#include "engine/domain/log_sink.h"
#include "engine/domain/thread_annotations.h"
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
    /// The clock and the store's queue must outlive it. REQUIRES, here and later: gates of one name have equal
    /// settings, and so do caches.
    ServiceStacks(const std::vector<QueueSettings> &queues, const Handlers &handlers, const Clock &clock,
        StoreQueue &store, LogSink log);

    /// The queues that `configure` changed.
    struct Changes
    {
        std::vector<QueueSettings> made; ///< their services are to be made anew
        std::vector<QueueName> removed; ///< they do not run here any more
    };
    /// Takes over other queues and handlers. The parts of layers stay where the layers are the same but for rates and
    /// limits, which change at once, and where the handler is the same.
    Changes configure(const std::vector<QueueSettings> &queues, const Handlers &handlers);

    /// The services of one thread, which owns `executor` and `timers`. Null when the queue has no handler.
    std::unique_ptr<Service> make(
        const QueueSettings &queue, const std::shared_ptr<Executor> &executor, Timers &timers) const;
    Handlers handlers() const;
    /// The gates of all queues.
    std::map<QueueName, QueueGates> gates() const;
    /// The state of the layers that the queue itself has.
    std::vector<LayerView> views(const QueueSettings &queue) const;

    /// The targets of all circuit breakers that are open or half open, by queue.
    std::vector<HealthFacts::Breaker> openBreakers() const;

    /// The part that the services of one layer share; nothing for most kinds.
    using Shared = std::variant<std::monostate, std::shared_ptr<RateLimit>, std::shared_ptr<ConcurrencyLimit>,
        std::shared_ptr<CircuitBreaker>, std::shared_ptr<CacheCounts>>;

private:
    /// A queue's handler, and the parts of its layers.
    struct Parts
    {
        std::shared_ptr<Handler> handler; ///< null: none
        std::vector<LayerSettings> layers;
        std::vector<Shared> shared; ///< one for each layer
        std::size_t leading = 0; ///< the number of layers before the first that only a run can ask
        /// Whether the layer is a gate that the scheduler asks.
        bool isLeading(std::size_t layer) const;
    };
    Parts partsOf(const QueueSettings &queue, const std::shared_ptr<Handler> &handler) REQUIRES(m_mutex);
    Shared share(const LayerSettings &layer, const std::shared_ptr<Handler> &handler) REQUIRES(m_mutex);
    /// The part that all layers of this kind, scope and name share; one of its own for a layer without a name.
    template <typename Make>
    Shared named(const std::string &kind, const GateScope &scope, const Make &make) REQUIRES(m_mutex);

    const Clock &m_clock;
    StoreQueue &m_store;
    const LogSink m_log;
    mutable Mutex m_mutex;
    std::map<std::string, Shared> m_named GUARDED_BY(m_mutex); ///< by kind, scope and name
    std::map<QueueName, Parts> m_queues GUARDED_BY(m_mutex);
};

} // namespace fairlead
