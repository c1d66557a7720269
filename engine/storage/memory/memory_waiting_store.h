// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/memory/memory_commit.h"
#include "engine/storage/waiting_store.h"

namespace fairlead {

/// The WaitingStore of a MemoryStore. Threads: one.
class MemoryWaitingStore final : public WaitingStore
{
public:
    explicit MemoryWaitingStore(MemoryLife &life)
        : m_life(life)
    {
    }
    Result<std::vector<Lane>> lanes() override;
    Result<LaneWindow> window(const Lane &lane, std::optional<QueuePosition> after, int limit) override;
    Result<std::vector<LaneJob>> promoteDue(TimePoint now, int limit) override;
    Result<std::optional<JobNumber>> shiftWaits(const ClockStep &step) override;
    Result<std::optional<TimePoint>> nextDue() override;
    Result<std::vector<LaneJob>> overdue(TimePoint now, int limit) override;
    Result<std::optional<TimePoint>> nextDeadline() override;
    Result<std::vector<QueueTenantCounts>> counts(const TenantRange &range) override;
    Result<Backlog> backlog(const QueueName &queue, const TenantName &tenant) override;
    Result<std::optional<std::int64_t>> diskRoom() override;

private:
    MemoryLife &m_life;
};

} // namespace fairlead
