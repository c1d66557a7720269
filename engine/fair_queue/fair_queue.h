// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/fair_queue_items.h"
#include "engine/fair_queue/fair_queue_tenants.h"

#include <condition_variable>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

namespace fairlead {

/// The longest single sleep, so that sums of time points cannot overflow.
inline constexpr Microseconds fairQueueSleepMax = std::chrono::hours {1};

/// A fair queue in memory: tenants share the cost that is taken out by weight, with deficit round robin inside five
/// priority classes (FairLanes). Consumers that wait for an item and producers that wait for room are served in order
/// of waiting, by the thread that brings it: nobody polls, and each wake-up is for one that is served.
///
/// Times are the clock's monotonic ones. `Tenant` is an integer, an enumeration or text.
/// Threads: any; one lock, held for a moment. Owns its items; borrows the clock. REQUIRES: T moves without throwing; no
/// thread is inside when it ends.
template <typename T, typename Tenant = std::string>
class FairQueue
{
    static_assert(std::is_nothrow_move_constructible_v<T>);
    using Tenants = FairQueueTenants<Tenant>;
    using Item = FairQueueItem<T>;

public:
    struct Delivery
    {
        Delivery(T &&itsValue, Tenant itsTenant, Priority itsPriority, std::int64_t itsCost)
            : value(std::move(itsValue))
            , tenant(std::move(itsTenant))
            , priority(itsPriority)
            , cost(itsCost)
        {
        }
        T value;
        Tenant tenant;
        Priority priority;
        std::int64_t cost;
        Microseconds waited {0}; ///< 0 unless the options ask for it
    };
    /// An accepted item, for `cancel`. Stays harmless when the item has gone.
    class Handle
    {
        friend FairQueue;
        Item *item = nullptr;
        std::uint64_t ticket = 0;
    };
    /// Runs a task soon, on a thread of its choice; never drops one.
    using Executor = std::function<void(std::function<void()>)>;
    using Callback = std::function<void(Result<Delivery>)>;
    enum class Request : std::uint64_t {}; ///< a dequeueAsync that waits
    /// The weight of a tenant that has none of its own; a result out of range counts as the nearest, NaN as the least.
    using WeightFunction = std::function<double(const Tenant &)>;

    explicit FairQueue(const Clock &clock, const FairQueueOptions &options = {});
    FairQueue(const FairQueue &) = delete;
    FairQueue &operator=(const FairQueue &) = delete;
    /// Closes at once.
    ~FairQueue() { close(CloseMode::Immediate); }

    /// Fails with TenantFull or QueueFull, as the limits say; with TimedOut when it waited in vain; with Invalid for a
    /// cost outside 1 to costMax; with Unavailable when closed.
    Result<Handle> enqueue(const Tenant &tenant, T value, const ItemOptions &options = {});
    /// True when the item was waiting and will not be delivered. REQUIRES: the handle is this queue's.
    bool cancel(const Handle &handle);

    /// The item whose turn it is; empty only when nothing waits that may be served.
    std::optional<Delivery> tryDequeue();
    /// Waits for an item. Fails with Unavailable when closed and nothing is left.
    Result<Delivery> dequeue() { return waitForItem(std::nullopt); }
    /// The same; fails with TimedOut when none came in time.
    Result<Delivery> dequeueFor(Microseconds timeout) { return waitForItem(timeout); }
    /// Posts `callback` to the executor once, with the answer of `dequeue`. No item is taken out before it is sure to
    /// reach the callback.
    Request dequeueAsync(Executor executor, Callback callback);
    /// True when the request was waiting: its callback will not be called and no item is lost.
    bool cancelAsync(Request request);

    /// Refuses enqueues from now on, also those that wait for room. Never opens again.
    void close(CloseMode mode);
    /// While paused, nothing is delivered.
    void setPaused(bool isPaused);
    /// Fails with Invalid when the weight does.
    Result<> setTenant(const Tenant &tenant, const TenantRule &rule);
    Result<> setWeight(const Tenant &tenant, double weight);
    TenantRule ruleOf(const Tenant &tenant) const;
    /// Weighs all tenants whose rule has no weight, those that come later too. The function is called with no lock
    /// held, on any thread that uses the queue, when a tenant becomes known and here for those that are; setting it
    /// again weighs them anew. Empty: they weigh 1.
    void setWeightFunction(WeightFunction function);
    /// Lower limits drop nothing: nothing comes in until there is room.
    void setLimits(const FairQueueLimits &limits);
    void setQuantum(std::int64_t quantum);

    /// Items that have expired by now count as such.
    FairQueueCounts counts();
    std::size_t size() { return counts().length; }
    /// Looks at every tenant, a thousand at a time: others get in between.
    FairQueueStats<Tenant> stats();

private:
    /// A consumer that waits for an item: a thread (wake) or a callback.
    struct Taker
    {
        std::condition_variable *wake = nullptr;
        std::optional<Result<Delivery>> *answer = nullptr;
        Executor executor;
        Callback callback;
        Request request {};
    };
    /// A producer that waits for room.
    struct Blocked
    {
        std::uint32_t tenant = 0; ///< number
        T *value = nullptr;
        const ItemOptions *options = nullptr;
        std::condition_variable wake;
        std::optional<Result<Handle>> answer;
    };
    /// Users' destructors and executors, which must not run under the lock.
    struct Aftermath
    {
        std::vector<T> values;
        std::vector<std::function<void()>> tasks;
        ~Aftermath() { run(); }
        bool isEmpty() const { return values.empty() && tasks.empty(); }
        void run();
    };
    /// The time of one call: the clock is looked at when it is first needed, and once.
    class CallTime
    {
    public:
        explicit CallTime(const Clock &clock)
            : m_clock(clock)
        {
        }
        MonotonicTime operator()()
        {
            if (!m_time)
                m_time = m_clock.monotonicNow();
            return *m_time;
        }

    private:
        const Clock &m_clock;
        std::optional<MonotonicTime> m_time;
    };
    using Lock = std::unique_lock<std::mutex>;
    using Top = typename FairQueueStats<Tenant>::Top;
    using SharedWeights = std::shared_ptr<const WeightFunction>;
    /// Tenants looked at under one lock when all are.
    static constexpr std::uint32_t tenantsAtOnce = 1'024;

    static Handle handleOf(Item &item);
    static bool isServedMore(const Top &left, const Top &right) { return left.cost > right.cost; }

    [[gnu::noinline]] std::uint32_t introduce(Lock &lock, std::uint64_t hash, const Tenant &tenant);
    static double weightBy(const SharedWeights &function, const Tenant &tenant);
    void weighAnew(Lock &lock, const SharedWeights &function, std::uint32_t first);
    bool hasPlainRoom(std::uint32_t tenant) const;
    std::optional<ErrorCode> refusalOf(std::uint32_t tenant, Priority priority) const;
    [[gnu::noinline]] Result<Handle> enqueueWhenFull(
        Lock &lock, std::uint32_t tenant, T &value, const ItemOptions &options);
    Item *victimOf(std::uint32_t tenant, Priority priority, WhenFull whenFull) const;
    void takeLimits(const FairQueueLimits &limits);
    Item &admit(std::uint32_t tenant, T &value, const ItemOptions &options);
    Result<Handle> waitForRoom(Lock &lock, Blocked &self, Microseconds waitMax, Aftermath &aftermath);
    void refuse(Blocked &blocked, ErrorCode code);
    bool serveBlocked();

    /// Nobody waits, and no item can expire.
    bool isCalm() const { return m_takers.empty() && m_blocked.empty() && m_lanes.deadlines().isEmpty(); }
    std::optional<Delivery> take();
    [[gnu::noinline]] std::optional<Delivery> takeAndSettle(Lock &lock);
    std::optional<Result<Delivery>> answerNow(CallTime &now, Aftermath &aftermath);
    Result<Delivery> waitForItem(std::optional<Microseconds> timeout);
    bool serveTakers(CallTime &now, Aftermath &aftermath);
    void settle(CallTime &now, Aftermath &aftermath);
    void settleAndUnlock(Lock &lock);
    static void runUnlocked(Lock &lock, Aftermath &aftermath);

    void expire(CallTime &now, Aftermath &aftermath);
    void discard(Item &item, std::uint64_t &counter, Aftermath &aftermath);
    void release(Item &item);
    template <typename Change>
    void changeTenant(const Tenant &tenant, Change change);
    FairQueueCounts countsUnderLock() const;
    void addTop(std::uint32_t tenant, std::vector<Top> &top) const;

    const Clock &m_clock;
    const std::size_t m_topTenantsMax;
    const bool m_isWaitMeasured;

    mutable std::mutex m_mutex; ///< guards all that follows
    WaitClock m_waitClock;
    FairLanes m_lanes;
    Tenants m_tenants;
    FairQueueItems<T> m_items;
    FairQueueLimits m_limits;
    std::size_t m_plainLength = 0; ///< up to this length there is room for all without rules of their own
    std::size_t m_plainTenantLength = 0; ///< the same, of a tenant
    SharedWeights m_weights; ///< null: all weigh 1
    std::list<Taker> m_takers;
    std::list<Blocked *> m_blocked;
    std::uint64_t m_lastRequest = 0;
    FairQueueCounts m_counts; ///< but for the lengths
    std::array<Histogram, allPriorities.size()> m_waited;
    bool m_isPaused = false;
    bool m_isClosed = false;
};

} // namespace fairlead

#include "engine/fair_queue/fair_queue_body.h"
#include "engine/fair_queue/fair_queue_dequeue.h"
#include "engine/fair_queue/fair_queue_enqueue.h"
