// SPDX-License-Identifier: Apache-2.0
// Part of fair_queue.h: items go out, to those who ask and to those who wait.
#pragma once

namespace fairlead {

template <typename T, typename Tenant>
std::optional<typename FairQueue<T, Tenant>::Delivery> FairQueue<T, Tenant>::tryDequeue()
{
    Lock lock(m_mutex);
    return isCalm() ? take() : takeAndSettle(lock);
}

template <typename T, typename Tenant>
std::optional<typename FairQueue<T, Tenant>::Delivery> FairQueue<T, Tenant>::takeAndSettle(Lock &lock)
{
    Aftermath aftermath;
    CallTime now(m_clock);
    expire(now, aftermath);
    std::optional<Delivery> delivery = take();
    settle(now, aftermath);
    lock.unlock(); // before the aftermath
    return delivery;
}

/// REQUIRES: no item is late.
template <typename T, typename Tenant>
std::optional<typename FairQueue<T, Tenant>::Delivery> FairQueue<T, Tenant>::take()
{
    std::optional<Delivery> delivery;
    auto *item = m_isPaused ? nullptr : static_cast<Item *>(m_lanes.takeNext());
    if (!item)
        return delivery;
    delivery.emplace(std::move(item->value), m_tenants.nameOf(item->tenant), item->priority, item->cost);
    if (m_isWaitMeasured) {
        delivery->waited = m_waitClock.since(item->enqueued);
        m_waited[static_cast<std::size_t>(item->priority)].add(delivery->waited.count());
    }
    ++m_counts.delivered;
    release(*item);
    return delivery;
}

/// The answer to a dequeue that need not wait.
template <typename T, typename Tenant>
std::optional<Result<typename FairQueue<T, Tenant>::Delivery>> FairQueue<T, Tenant>::answerNow(
    CallTime &now, Aftermath &aftermath)
{
    expire(now, aftermath);
    if (std::optional<Delivery> delivery = take())
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
    CallTime now(m_clock);
    std::condition_variable wake;
    std::optional<Result<Delivery>> answer = answerNow(now, aftermath);
    if (answer) {
        settle(now, aftermath);
        return std::move(*answer);
    }
    const MonotonicTime limit = timeout ? now() + std::min(*timeout, fairQueueSleepMax * 24 * 366) : MonotonicTime();
    const auto place = m_takers.insert(m_takers.end(), Taker {&wake, &answer, {}, {}, {}});
    settle(now, aftermath);
    while (!answer) {
        if (!aftermath.isEmpty()) {
            runUnlocked(lock, aftermath);
        } else if (!timeout) {
            wake.wait(lock);
        } else if (CallTime time(m_clock); time() < limit) {
            wake.wait_for(lock, std::min(limit - time(), fairQueueSleepMax));
        } else {
            m_takers.erase(place);
            return failure(fairQueueRefusal(ErrorCode::TimedOut));
        }
    }
    return std::move(*answer);
}

template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Request FairQueue<T, Tenant>::dequeueAsync(Executor executor, Callback callback)
{
    Lock lock(m_mutex);
    const Request request {++m_lastRequest};
    m_takers.push_back(Taker {nullptr, nullptr, std::move(executor), std::move(callback), request});
    settleAndUnlock(lock);
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
            return true;
        }
    }
    return false;
}

/// Answers those who wait, in their order. True when an item went out.
template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::serveTakers(CallTime &now, Aftermath &aftermath)
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
    return isAnyServed;
}

/// Gives waiting consumers and producers what can be given. To be called after every change under the lock.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::settle(CallTime &now, Aftermath &aftermath)
{
    for (bool isAnyServed = true; isAnyServed;) {
        isAnyServed = !m_blocked.empty() && serveBlocked();
        isAnyServed = (!m_takers.empty() && serveTakers(now, aftermath)) || isAnyServed;
    }
}

/// The end of a call that changed something.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::settleAndUnlock(Lock &lock)
{
    Aftermath aftermath;
    CallTime now(m_clock);
    settle(now, aftermath);
    lock.unlock(); // before the aftermath
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::runUnlocked(Lock &lock, Aftermath &aftermath)
{
    lock.unlock();
    aftermath.run();
    lock.lock();
}

} // namespace fairlead
