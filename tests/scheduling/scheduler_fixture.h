// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/scheduling/fair_scheduler.h"

#include <map>
#include <string>

namespace fairlead {

inline TimePoint testStart()
{
    return TimePoint {std::chrono::seconds {1'700'000'000}};
}

inline QueueShare shareOf(CostMode mode, std::int64_t quantum = 0)
{
    QueueShare share;
    share.costMode = mode;
    share.quantum = quantum;
    return share;
}

/// What a test adds; everything but the tenant may be left out.
struct TestJob
{
    std::string tenant;
    std::int64_t cost = 1;
    Priority priority = Priority::Normal;
    std::optional<TimePoint> deadline = std::nullopt;
    std::string queue = "q";
};

/// A scheduler with short words for tests: tenants and queues by plain names, positions given out in order of adding.
struct SchedulerFixture
{
    explicit SchedulerFixture(const QueueShare &share, const FairScheduler::Options &options = {})
        : scheduler(options)
    {
        setQueue("q", share);
    }

    static Lane laneOf(const TestJob &job)
    {
        return {QueueName::trusted(job.queue), job.priority, TenantName::trusted(job.tenant)};
    }

    void setQueue(const std::string &name, const QueueShare &share)
    {
        scheduler.setQueue(QueueName::trusted(name), share);
    }
    void setTenant(const std::string &tenant, const TenantShare &share)
    {
        scheduler.setTenant(TenantName::trusted(tenant), share, now);
    }
    void setWeight(const std::string &tenant, double weight)
    {
        setTenant(tenant, {.weight = weight, .runningMax = 0, .rate = {}});
    }
    JobNumber add(const TestJob &job)
    {
        ++added;
        scheduler.add(laneOf(job), {JobNumber {added}, QueuePosition {added}, job.cost, job.deadline});
        return JobNumber {added};
    }
    void add(int count, const TestJob &job)
    {
        for (int i = 0; i < count; ++i)
            add(job);
    }
    std::optional<Selection> take() { return scheduler.takeNext(now); }
    /// Takes a job and ends its run after `ran`.
    std::optional<Selection> takeAndRun(Microseconds ran)
    {
        auto pick = take();
        if (pick)
            scheduler.charge(*pick, ran);
        return pick;
    }
    /// The tenants of the next `count` picks, one after the other; shorter when nothing is left.
    std::string order(int count)
    {
        std::string names;
        for (int i = 0; i < count; ++i) {
            const auto pick = take();
            if (!pick)
                break;
            names += pick->lane.tenant.text();
        }
        return names;
    }
    /// How many of the next `count` picks each tenant gets.
    std::map<std::string, int> shares(int count)
    {
        std::map<std::string, int> picks;
        for (int i = 0; i < count; ++i) {
            const auto pick = take();
            if (!pick)
                break;
            ++picks[pick->lane.tenant.text()];
        }
        return picks;
    }
    /// At which pick (from 1) `tenant` first comes; 0 when not within `limit`.
    int firstPickOf(const std::string &tenant, int limit)
    {
        for (int i = 1; i <= limit; ++i) {
            const auto pick = take();
            if (pick && pick->lane.tenant.text() == tenant)
                return i;
        }
        return 0;
    }

    FairScheduler scheduler;
    TimePoint now = testStart();
    std::int64_t added = 0;
};

} // namespace fairlead
