// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/flow_series.h"
#include "engine/domain/tenant_range.h"
#include "engine/domain/views.h"

namespace fairlead {

/// Counts of all that passed through the engine, its queues, their tenants and its workers: series of the last 24
/// hours, and totals since the start. The memory is bounded: beyond tenantSeriesMax or tenantBytesMax the least busy
/// tenants are merged into one series of their queue. Threads: the dispatcher's.
class FlowBook
{
public:
    static constexpr std::size_t tenantSeriesMax = 1'000;
    static constexpr std::size_t tenantBytesMax = 128 * 1024 * 1024;
    static constexpr std::size_t workerSeriesMax = 256;

    // --- as it happens
    void accepted(const QueueName &queue, const TenantName &tenant, TimePoint now);
    /// `waited` is the time from ready to start; empty for later attempts.
    void started(const QueueName &queue, const TenantName &tenant, const std::string &worker,
        std::optional<Microseconds> waited, TimePoint now);
    void ran(
        const QueueName &queue, const TenantName &tenant, const std::string &worker, Microseconds took, TimePoint now);
    /// Counts the state after a run, or after an act or a deadline that ended a waiting job.
    void became(const QueueName &queue, const TenantName &tenant, JobState state, TimePoint now);
    /// The jobs and the pauses that there are now. A stock is kept where it has changed.
    void counted(const std::vector<QueueTenantCounts> &counts, const std::vector<Pause> &pauses, TimePoint now);
    /// Rises with everything that happens.
    std::uint64_t changes() const { return m_changes; }

    /// Totals since the start.
    struct Totals
    {
        FlowCounts counts;
        DurationBuckets queueTimes;
        DurationBuckets runTimes;
    };
    /// The totals of one queue; empty when nothing passed through it.
    Totals totalsOf(const QueueName &queue) const;
    /// The counts of the last 15 minutes.
    FlowCell recentOf(const QueueName &queue, TimePoint now) const;
    FlowCounts recentCountsOf(const QueueName &queue, TimePoint now) const;
    /// The jobs of the queue that are ready, as last counted.
    std::int64_t readyIn(const QueueName &queue) const;
    /// Empty for a tenant without a series of its own.
    std::optional<std::int64_t> readyIn(const QueueName &queue, const TenantName &tenant) const;
    FlowCell recentOfWorker(const std::string &worker, TimePoint now) const;
    /// Of one tenant in all queues.
    struct Recent
    {
        FlowCell quarterHour;
        FlowCounts lastMinute; ///< to the second
    };
    /// Without those through whom nothing passed.
    std::map<TenantName, Recent> recentOf(const FirstTenants &tenants, TimePoint now) const;
    /// Of the last minute, to the second. 0 also for a tenant without a series of its own.
    FlowCounts lastMinute(TimePoint now) const;
    FlowCounts lastMinuteOf(const QueueName &queue, TimePoint now) const;
    FlowCounts lastMinuteOf(const QueueName &queue, const TenantName &tenant, TimePoint now) const;
    History history(const HistoryQuery &query, TimePoint now) const;

    /// Removes old steps and keeps the bounds. To be called once a minute.
    void tidy(TimePoint now);
    /// The counts of the minute that begins at `minute`, packed so that they can be kept over a restart. Empty when
    /// there are none.
    std::string packMinute(TimePoint minute) const;
    /// Restores an answer of packMinute from an earlier life. Calls go from the oldest to the newest. Damaged bytes are
    /// skipped.
    void restoreMinute(TimePoint minute, std::string_view bytes);

private:
    struct Queue
    {
        FlowSeries series;
        Totals totals;
        std::map<TenantName, FlowSeries> tenants;
        FlowSeries others; ///< of tenants without a series of their own
    };
    template <typename Change>
    void change(const QueueName &queue, const TenantName &tenant, TimePoint now, const Change &change);
    FlowSeries &seriesOf(Queue &queue, const TenantName &tenant);
    FlowSeries *seriesOfWorker(const std::string &worker);
    std::vector<const FlowSeries *> matching(const HistoryQuery &query) const;
    static void addStocks(History &history, const std::vector<std::map<TimePoint, FlowCell>> &cells,
        std::vector<std::optional<Stock>> stocks);

    FlowSeries m_all;
    std::map<QueueName, Queue> m_queues;
    std::map<std::string, FlowSeries> m_workers;
    std::size_t m_tenantSeries = 0;
    std::uint64_t m_changes = 0;
};

} // namespace fairlead
