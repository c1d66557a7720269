// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_parts.h"
#include "engine/storage/waiting_store.h"

namespace fairlead {

/// The WaitingStore of a SqliteStore. Threads: that of its connection.
class SqliteWaitingStore final : public WaitingStore
{
public:
    explicit SqliteWaitingStore(SqliteParts &parts)
        : m_parts(parts)
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
    SqliteParts &m_parts;
};

} // namespace fairlead
