// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/random.h"
#include "engine/fair_queue/fair_queue_shard.h"

#include <condition_variable>
#include <functional>
#include <list>
#include <optional>
#include <string>

namespace fairlead {

/// The longest single sleep, so that sums of time points cannot overflow.
inline constexpr Microseconds fairQueueSleepMax = std::chrono::hours {1};

/// A fair queue in memory, for use on its own: tenants share what is taken out by weight and cost, with deficit round
/// robin inside five priority classes (FairLanes). Producers enter by shards; one scheduler behind them all decides, so
/// that the number of shards changes neither fairness nor the order of classes. Who waits for an item or for room is
/// served in order of waiting, by whoever brings it: nobody polls, and no wake-up is for nothing.
///
/// Times are the clock's monotonic ones. `Tenant` is an integer, an enumeration or text.
/// Threads: any. Owns its items; borrows the clock. REQUIRES: T moves without throwing; nobody is inside when it ends.
template <typename T, typename Tenant = std::string>
class FairQueue
{
    static_assert(std::is_nothrow_move_constructible_v<T>);
    using Shard = FairQueueShard<T, Tenant>;
    using Item = typename Shard::Item;
    using Known = typename Shard::Known;

public:
    struct Delivery
    {
        T value;
        Tenant tenant;
        Priority priority = Priority::Normal;
        std::int64_t cost = 1;
        Microseconds waited {0};
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

    explicit FairQueue(const Clock &clock, const FairQueueOptions &options = {});
    FairQueue(const FairQueue &) = delete;
    FairQueue &operator=(const FairQueue &) = delete;
    /// Closes at once.
    ~FairQueue() { close(CloseMode::Immediate); }

    /// Fails with TenantFull or QueueFull, after what the limits say of it; with TimedOut when it waited in vain;
    /// with Invalid for a cost outside 1 to costMax; with Unavailable when closed.
    Result<Handle> enqueue(const Tenant &tenant, T value, const ItemOptions &options = {});
    /// True when the item was waiting and will not be delivered. REQUIRES: the handle is this queue's.
    bool cancel(const Handle &handle);

    /// The item whose turn it is; empty only when nothing waits that may be served.
    std::optional<Delivery> tryDequeue();
    /// Waits for an item. Fails with Unavailable when closed and nothing is left.
    Result<Delivery> dequeue() { return waitForItem(std::nullopt); }
    /// The same; fails with TimedOut when none came in time.
    Result<Delivery> dequeueFor(Microseconds timeout) { return waitForItem(timeout); }
    /// Posts `callback` to the executor once, with what `dequeue` would answer. No item is taken out before it is sure
    /// to reach the callback.
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
    /// Nothing is dropped when they become lower: nothing comes in until there is room.
    void setLimits(const FairQueueLimits &limits);
    void setQuantum(std::int64_t quantum);

    /// What has expired by now is counted as such.
    FairQueueCounts counts();
    std::size_t size() { return counts().length; }
    /// Looks at every tenant known, one shard at a time.
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
        Known *known = nullptr;
        T *value = nullptr;
        const ItemOptions *options = nullptr;
        std::condition_variable wake;
        std::optional<Result<Handle>> answer;
    };
    /// What must not happen under the lock: users' destructors and executors.
    struct Aftermath
    {
        std::vector<T> values;
        std::vector<std::function<void()>> tasks;
        ~Aftermath() { run(); }
        bool isEmpty() const { return values.empty() && tasks.empty(); }
        void run();
    };
    /// A place in the queue, or why there is none.
    struct Place
    {
        std::uint64_t ticket = 0;
        ErrorCode refusal = ErrorCode::QueueFull;
    };
    using Lock = std::unique_lock<std::mutex>;
    static constexpr MonotonicTime::rep never = MonotonicTime::max().time_since_epoch().count();

    using Top = typename FairQueueStats<Tenant>::Top;

    static Handle handleOf(Item &item);
    static bool isServedMore(const Top &left, const Top &right) { return left.cost > right.cost; }
    std::uint32_t shardIndex(std::uint64_t hash) const;

    Place reserve(const Shard &shard, const Known &known, Priority priority, WhenFull whenFull);
    void noteDeadline(MonotonicTime deadline);
    bool mayMakeRoom(const Shard &shard, const Known &known, MonotonicTime now) const;
    Result<Handle> enqueueWhenFull(std::uint64_t hash, const Tenant &tenant, T &value, const ItemOptions &options);
    Item *victimOf(const Known &known, Priority priority, WhenFull whenFull) const;
    Handle admit(
        Shard &shard, Known &known, T &value, const ItemOptions &options, std::uint64_t ticket, MonotonicTime now);
    Result<Handle> waitForRoom(Lock &lock, Blocked &self, Microseconds waitMax, Aftermath &aftermath);
    void refuse(Blocked &blocked, ErrorCode code);
    bool serveBlocked(MonotonicTime now);

    std::optional<Delivery> take(MonotonicTime now, Aftermath &aftermath);
    std::optional<Result<Delivery>> answerNow(MonotonicTime now, Aftermath &aftermath);
    Result<Delivery> waitForItem(std::optional<Microseconds> timeout);
    void announceTakers();
    bool serveTakers(MonotonicTime now, Aftermath &aftermath);
    /// Gives what can be given to those who wait. To be called after every change under the lock.
    void settle(MonotonicTime now, Aftermath &aftermath);
    void lookAgain();
    static void runUnlocked(Lock &lock, Aftermath &aftermath);

    void admitArrivals();
    void expire(MonotonicTime now, Aftermath &aftermath);
    void discard(Item &item, std::uint64_t &counter, Aftermath &aftermath);
    void release(Item &item);
    template <typename Change>
    void changeTenant(const Tenant &tenant, Change change);
    FairQueueCounts countsUnderLock() const;
    void addTop(const Known &known, std::vector<Top> &top) const;

    // Constant after construction.
    const Clock &m_clock;
    const HashKey m_hashKey;
    const std::size_t m_topTenantsMax;
    std::vector<std::unique_ptr<Shard>> m_shards;

    /// Tickets given out: the order of arrival, and with `m_left` what waits.
    alignas(64) std::atomic<std::uint64_t> m_accepted {0};
    alignas(64) std::atomic<std::uint64_t> m_left {0}; ///< written under m_mutex
    std::atomic<std::uint64_t> m_admitted {0}; ///< written under m_mutex: those that reached m_lanes
    /// Deadlines, as counts: the earliest in m_lanes (written under m_mutex), and of what has arrived since.
    std::atomic<MonotonicTime::rep> m_earliestDeadline {never};
    std::atomic<MonotonicTime::rep> m_earliestArrival {never};
    std::atomic<int> m_takerCount {0}; ///< written under m_mutex

    alignas(64) mutable std::mutex m_mutex; ///< the queue's lock, taken before a shard's; guards what follows
    FairLanes m_lanes;
    std::vector<Item *> m_arrivals; ///< only within admitArrivals
    std::list<Taker> m_takers;
    std::list<Blocked *> m_blocked;
    std::uint64_t m_lastRequest = 0;
    FairQueueCounts m_counts; ///< of those that have left
    std::array<Histogram, allPriorities.size()> m_waited;
    bool m_isPaused = false;
    bool m_isClosed = false;
};

} // namespace fairlead

#include "engine/fair_queue/fair_queue_body.h"
#include "engine/fair_queue/fair_queue_dequeue.h"
#include "engine/fair_queue/fair_queue_enqueue.h"
