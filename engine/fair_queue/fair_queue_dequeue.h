// SPDX-License-Identifier: Apache-2.0
// Part of fair_queue.h: items go out, to those who ask and to those who wait.
#pragma once

namespace fairlead {

template <typename T, typename Tenant>
std::optional<typename FairQueue<T, Tenant>::Delivery> FairQueue<T, Tenant>::tryDequeue()
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    const MonotonicTime now = m_clock.monotonicNow();
    std::optional<Delivery> delivery = take(now, aftermath);
    settle(now, aftermath);
    return delivery;
}

template <typename T, typename Tenant>
std::optional<typename FairQueue<T, Tenant>::Delivery> FairQueue<T, Tenant>::take(
    MonotonicTime now, Aftermath &aftermath)
{
    expire(now, aftermath);
    if (m_isPaused)
        return std::nullopt;
    auto *item = static_cast<Item *>(m_lanes.takeNext());
    if (!item)
        return std::nullopt;
    Known &known = static_cast<Known &>(*item->tenant);
    Delivery delivery {std::move(item->value), known.name, item->priority, item->cost,
        std::max(now - item->enqueued, Microseconds {0})};
    ++m_counts.delivered;
    m_waited[static_cast<std::size_t>(item->priority)].add(delivery.waited.count());
    known.servedCost.store(known.servedCost.load(std::memory_order_relaxed) + item->cost, std::memory_order_relaxed);
    release(*item);
    return delivery;
}

/// What a dequeue can be told without waiting.
template <typename T, typename Tenant>
std::optional<Result<typename FairQueue<T, Tenant>::Delivery>> FairQueue<T, Tenant>::answerNow(
    MonotonicTime now, Aftermath &aftermath)
{
    if (std::optional<Delivery> delivery = take(now, aftermath))
        return Result<Delivery>(std::move(*delivery));
    if (m_isClosed && m_lanes.size() == 0)
        return Result<Delivery>(failure(fairQueueRefusal(ErrorCode::Unavailable)));
    return std::nullopt;
}

template <typename T, typename Tenant>
Result<typename FairQueue<T, Tenant>::Delivery> FairQueue<T, Tenant>::waitForItem(std::optional<Microseconds> timeout)
{
    Aftermath aftermath;
    Lock lock(m_mutex);
    MonotonicTime now = m_clock.monotonicNow();
    const MonotonicTime limit = now + std::min(timeout.value_or(Microseconds {0}), fairQueueSleepMax * 24 * 366);
    std::condition_variable wake;
    std::optional<Result<Delivery>> answer = answerNow(now, aftermath);
    if (answer) {
        settle(now, aftermath);
        return std::move(*answer);
    }
    const auto place = m_takers.insert(m_takers.end(), Taker {&wake, &answer, {}, {}, {}});
    announceTakers();
    settle(now, aftermath);
    while (!answer) {
        if (!aftermath.isEmpty()) {
            runUnlocked(lock, aftermath);
        } else if (!timeout) {
            wake.wait(lock);
        } else if (now = m_clock.monotonicNow(); now < limit) {
            wake.wait_for(lock, std::min(limit - now, fairQueueSleepMax));
        } else {
            m_takers.erase(place);
            announceTakers();
            return failure(fairQueueRefusal(ErrorCode::TimedOut));
        }
    }
    return std::move(*answer);
}

template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Request FairQueue<T, Tenant>::dequeueAsync(Executor executor, Callback callback)
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    const Request request {++m_lastRequest};
    m_takers.push_back(Taker {nullptr, nullptr, std::move(executor), std::move(callback), request});
    announceTakers();
    settle(m_clock.monotonicNow(), aftermath);
    return request;
}

template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::cancelAsync(Request request)
{
    std::list<Taker> ended; // the callback goes when the lock is given back
    const Lock lock(m_mutex);
    for (auto taker = m_takers.begin(); taker != m_takers.end(); ++taker) {
        if (taker->request == request && !taker->wake) {
            ended.splice(ended.end(), m_takers, taker);
            announceTakers();
            return true;
        }
    }
    return false;
}

/// Lets producers know whether anyone waits for items.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::announceTakers()
{
    m_takerCount.store(static_cast<int>(m_takers.size()));
}

/// Answers those who wait, in their order. True when an item went out.
template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::serveTakers(MonotonicTime now, Aftermath &aftermath)
{
    bool isAnyServed = false;
    while (!m_takers.empty()) {
        std::optional<Result<Delivery>> answer = answerNow(now, aftermath);
        if (!answer)
            break;
        isAnyServed = isAnyServed || answer->has_value();
        Taker taker = std::move(m_takers.front());
        m_takers.pop_front();
        if (taker.wake) {
            taker.answer->emplace(std::move(*answer));
            taker.wake->notify_one();
            continue;
        }
        auto shared = std::make_shared<Result<Delivery>>(std::move(*answer));
        aftermath.tasks.push_back([executor = std::move(taker.executor), callback = std::move(taker.callback), shared] {
            executor([callback, shared] { callback(std::move(*shared)); });
        });
    }
    announceTakers();
    return isAnyServed;
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::settle(MonotonicTime now, Aftermath &aftermath)
{
    for (bool isAnyServed = true; isAnyServed;) {
        isAnyServed = !m_blocked.empty() && serveBlocked(now);
        isAnyServed = (!m_takers.empty() && serveTakers(now, aftermath)) || isAnyServed;
    }
    const DeadlineHeap::Entry *next = m_lanes.deadlines().earliest();
    m_earliestDeadline.store(
        (next ? next->deadline : MonotonicTime::max()).time_since_epoch().count(), std::memory_order_relaxed);
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::lookAgain()
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    settle(m_clock.monotonicNow(), aftermath);
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::runUnlocked(Lock &lock, Aftermath &aftermath)
{
    lock.unlock();
    aftermath.run();
    lock.lock();
}

} // namespace fairlead
