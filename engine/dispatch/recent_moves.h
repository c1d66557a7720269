// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/health_settings.h"
#include "engine/domain/ids.h"

#include <deque>
#include <map>

namespace fairlead {

/// The jobs that moves brought into a queue and took out of it, in the healthWindow. They are no arrivals of new jobs,
/// and no work that was done. Kept by the minute. Threads: one.
class RecentMoves
{
public:
    struct Counts
    {
        std::int64_t in = 0;
        std::int64_t out = 0;
    };
    void add(const QueueName &from, const QueueName &to, MonotonicTime now)
    {
        ++minuteOf(from, now).out;
        ++minuteOf(to, now).in;
    }
    Counts of(const QueueName &queue, MonotonicTime now)
    {
        Counts sum;
        const auto found = m_minutes.find(queue);
        if (found == m_minutes.end())
            return sum;
        forgetOld(found->second, now);
        for (const auto &[begun, counts] : found->second) {
            sum.in += counts.in;
            sum.out += counts.out;
        }
        if (found->second.empty())
            m_minutes.erase(found);
        return sum;
    }

private:
    using Minutes = std::deque<std::pair<MonotonicTime, Counts>>; ///< oldest first
    static void forgetOld(Minutes &minutes, MonotonicTime now)
    {
        while (!minutes.empty() && minutes.front().first <= now - healthWindow)
            minutes.pop_front();
    }
    Counts &minuteOf(const QueueName &queue, MonotonicTime now)
    {
        Minutes &minutes = m_minutes[queue];
        forgetOld(minutes, now);
        if (minutes.empty() || now - minutes.back().first >= std::chrono::minutes {1})
            minutes.emplace_back(now, Counts {});
        return minutes.back().second;
    }

    std::map<QueueName, Minutes> m_minutes;
};

} // namespace fairlead
