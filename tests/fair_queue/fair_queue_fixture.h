// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/fair_queue.h"

#include <map>
#include <string>
#include <thread>

namespace fairlead {

using TestQueue = FairQueue<int>;

/// A queue of numbers with a clock that the test turns, and short words for tests.
struct FairQueueFixture
{
    explicit FairQueueFixture(const FairQueueOptions &options = {})
        : queue(clock, options)
    {
    }
    /// The code of what became of it; Internal stands for "accepted".
    static constexpr ErrorCode accepted = ErrorCode::Internal;

    ErrorCode add(const std::string &tenant, int value = 0, const ItemOptions &options = {})
    {
        const auto handle = queue.enqueue(tenant, value, options);
        return handle ? accepted : handle.error().code;
    }
    void add(int count, const std::string &tenant, const ItemOptions &options = {})
    {
        for (int i = 0; i < count; ++i)
            static_cast<void>(add(tenant, i, options));
    }
    /// The tenants of the next `count` items, one after the other; shorter when nothing is left.
    std::string order(int count)
    {
        std::string names;
        for (int i = 0; i < count; ++i) {
            const auto item = queue.tryDequeue();
            if (!item)
                break;
            names += item->tenant;
        }
        return names;
    }
    std::string values()
    {
        std::string text;
        while (const auto item = queue.tryDequeue())
            text += std::to_string(item->value) + " ";
        return text;
    }
    std::map<std::string, std::int64_t> costs(int count)
    {
        std::map<std::string, std::int64_t> served;
        for (int i = 0; i < count; ++i) {
            const auto item = queue.tryDequeue();
            if (!item)
                break;
            served[item->tenant] += item->cost;
        }
        return served;
    }
    /// At which item (from 1) `tenant` first comes; 0 when not within `limit`.
    int firstOf(const std::string &tenant, int limit)
    {
        for (int i = 1; i <= limit; ++i) {
            const auto item = queue.tryDequeue();
            if (item && item->tenant == tenant)
                return i;
        }
        return 0;
    }
    MonotonicTime in(Microseconds time) const { return clock.monotonicNow() + time; }
    bool isConserved()
    {
        const FairQueueCounts counts = queue.counts();
        return counts.length + counts.delivered + counts.expired + counts.dropped + counts.cancelled == counts.accepted;
    }

    ManualClock clock;
    TestQueue queue;
};

/// Gives other threads the processor until the condition holds; false when it does not within many turns.
template <typename Condition>
bool eventually(Condition condition)
{
    for (int i = 0; i < 50'000'000; ++i) {
        if (condition())
            return true;
        std::this_thread::yield();
    }
    return false;
}

} // namespace fairlead
