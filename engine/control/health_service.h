// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/dispatcher_thread.h"
#include "engine/control/reader_thread.h"
#include "engine/control/service_stacks.h"

namespace fairlead {

/// The verdict about the engine. Gathers the facts, at most once a second, from the memory of the dispatcher and the
/// counters of the store; no job is read. Threads: any, but for `open`.
class HealthService
{
public:
    /// All arguments must outlive it.
    HealthService(const SettingsInForce &settings, const Clock &clock, StoreWriter &store, ReaderThread &reader,
        DispatcherThread &dispatcher, const ServiceStacks &stacks)
        : m_settings(settings)
        , m_clock(clock)
        , m_store(store)
        , m_reader(reader)
        , m_dispatcher(dispatcher)
        , m_stacks(stacks)
    {
    }

    /// Looks in the log for the starts of earlier lives, and for losses that they found. On the reader's thread.
    void open();
    /// Whether the store takes the ends of runs. Any thread; the answer comes on the dispatcher's.
    void askEndsTaken(Answer<bool> answer);
    /// With `only`: the causes that concern this tenant.
    void report(const std::optional<TenantName> &only, Answer<HealthReport> answer);
    using Facts = std::shared_ptr<const HealthFacts>;
    using Then = std::function<void(const Result<Facts> &)>;
    /// The facts, a second old at most. `then` may be called before this returns.
    void facts(const Then &then);

private:
    /// Facts are used again for so long.
    static constexpr Microseconds factsKept = std::chrono::seconds {1};
    struct LimitedTenant
    {
        TenantName name;
        std::int64_t depthMax = 0;
        std::int64_t bytesMax = 0;
    };
    void gather();
    void gathered(const Result<Facts> &facts);
    /// On the store's thread.
    Result<> addStore(HealthFacts &facts, StoreSession &store);
    const std::vector<LimitedTenant> &limitedTenants();

    const SettingsInForce &m_settings;
    const Clock &m_clock;
    StoreWriter &m_store;
    ReaderThread &m_reader;
    DispatcherThread &m_dispatcher;
    const ServiceStacks &m_stacks;

    Mutex m_mutex;
    Facts m_facts GUARDED_BY(m_mutex);
    MonotonicTime m_takenOn GUARDED_BY(m_mutex) {};
    std::vector<Then> m_waiting GUARDED_BY(m_mutex); ///< for the facts that are gathered now
    std::vector<TimePoint> m_starts GUARDED_BY(m_mutex);
    std::optional<HealthFacts::Loss> m_loss GUARDED_BY(m_mutex);

    // Store thread only.
    std::vector<LimitedTenant> m_limited;
    std::optional<std::uint64_t> m_limitedOf; ///< version of the settings
};

} // namespace fairlead
