// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/intake.h"
#include "engine/control/reader_thread.h"
#include "engine/control/ready_times.h"
#include "engine/control/service_stacks.h"

#include <memory>

namespace fairlead {

/// The engine's figures, from the dispatcher's memory and the store's counters. Threads: any.
class StatsService
{
public:
    /// All arguments must outlive it.
    StatsService(const SettingsInForce &settings, std::string dataDir, const Clock &clock, StoreWriter &store,
        ReaderThread &reader, DispatcherThread &dispatcher, const Intake &intake, const ServiceStacks &stacks)
        : m_settings(settings)
        , m_dataDir(std::move(dataDir))
        , m_clock(clock)
        , m_store(store)
        , m_reader(reader)
        , m_dispatcher(dispatcher)
        , m_intake(intake)
        , m_stacks(stacks)
    {
    }

    /// Notes the start of the engine.
    void open() { m_startedAt = m_clock.now(); }
    void status(Answer<StatusView> answer);
    void queues(Answer<std::vector<QueueView>> answer);
    /// REQUIRES: query.limit is above 0.
    void tenants(const TenantQuery &query, Answer<TenantPage> answer);
    void workers(Answer<std::vector<WorkerView>> answer);
    /// REQUIRES: the query is in range.
    void history(const HistoryQuery &query, Answer<History> answer);
    /// Keeps the numbers of jobs in the history: counts them once a second while something happens. Called once, on the
    /// dispatcher's thread, after its start.
    void keepStock() { keepStock(0, secondsIdleMax); }

private:
    using Counts = std::vector<QueueTenantCounts>;
    /// Gets the dispatcher's snapshot, then the counters.
    void look(DispatchSnapshot::With with, std::function<void(Result<std::pair<DispatchSnapshot, Counts>>)> answer);
    /// Pauses and due jobs change the numbers without an entry in the history: it counts after a minute at the latest.
    static constexpr int secondsIdleMax = 60;
    void keepStock(std::uint64_t changesSeen, int secondsIdle);
    TenantPage tenantPage(int limit, const FirstTenants &tenants, const std::map<TenantName, TenantFigures> &figures,
        const std::vector<Pause> &pauses, const Counts &counts) const;
    /// Reads the times of the oldest jobs, then answers.
    void addReadyTimes(TenantPage page, std::map<TenantName, TenantFigures> figures, const Answer<TenantPage> &answer);
    std::vector<QueueView> queueViews(const DispatchSnapshot &picture, const Counts &counts) const;

    const SettingsInForce &m_settings;
    const std::string m_dataDir;
    const Clock &m_clock;
    StoreWriter &m_store;
    ReaderThread &m_reader;
    DispatcherThread &m_dispatcher;
    const Intake &m_intake;
    const ServiceStacks &m_stacks;
    const std::shared_ptr<ReadyTimes> m_readyTimes = std::make_shared<ReadyTimes>();
    TimePoint m_startedAt {};
};

} // namespace fairlead
