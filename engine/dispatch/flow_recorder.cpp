// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/flow_recorder.h"

#include "engine/storage/job_events.h"

#include <algorithm>

namespace fairlead {

namespace {
TimePoint minuteOf(TimePoint time)
{
    return std::chrono::floor<std::chrono::minutes>(time);
}
} // namespace

FlowRecorder::FlowRecorder(const DispatchPorts &ports, const DispatchNotices &notices)
    : m_ports(ports)
    , m_notices(notices)
    , m_store(ports.store, ports.home)
    , m_deaths(ports, notices)
{
}

// --- what happens ----------------------------------------------------------------------------------------------------

void FlowRecorder::accepted(const Lane &lane, TimePoint now)
{
    m_book.accepted(lane.queue, lane.tenant, now);
}

void FlowRecorder::started(const Run &run, const std::string &worker)
{
    const JobSpec &spec = run.job.spec;
    std::optional<Microseconds> waited;
    if (run.attempt == 1)
        waited = run.started - std::max(run.job.created, spec.runAt.value_or(run.job.created));
    m_book.started(spec.queue, spec.tenant, worker, waited, run.started);
    if (m_notices.reported)
        m_notices.reported({.event = {.at = run.started,
                                .kind = EventKind::JobStarted,
                                .job = run.job.id,
                                .queue = spec.queue,
                                .tenant = spec.tenant,
                                .attempt = run.attempt,
                                .who = worker},
            .worker = worker,
            .waited = waited});
}

void FlowRecorder::notClaimed(const Lane &lane, const Error &error)
{
    if (error.code == ErrorCode::Corrupt)
        m_notices.trouble(error);
    if (error.code == ErrorCode::Expired || error.code == ErrorCode::Corrupt)
        endedWaiting(lane, error.code == ErrorCode::Expired ? JobState::Expired : JobState::Dead);
}

void FlowRecorder::endedWaiting(const Lane &lane, JobState state)
{
    m_book.became(lane.queue, lane.tenant, state, m_ports.clock.now());
}

void FlowRecorder::ran(const LiveRun &active, const RunEnded &ended, const RunDecision &decision)
{
    ++m_finishedCount;
    if (!ended.wasCalled)
        return;
    const JobSpec &spec = active.run->job.spec;
    m_book.ran(spec.queue, spec.tenant, active.workerName, ended.runTime, m_ports.clock.now());
    TenantStats &tenant = m_tenants[active.selection.lane.tenant];
    ++tenant.attempts;
    tenant.workerTime += ended.runTime.count();
    if (decision.event == JobEvent::FailedForNow)
        ++tenant.retries;
}

void FlowRecorder::ended(const Finished &end, const RunDecision &decision, const RunStats &stats)
{
    const bool isDead = end.state == JobState::Dead;
    if (m_notices.reported || isDead) {
        const Event event = finishedEvent(end, decision, stats.attempt, {}, m_ports.clock.now());
        if (m_notices.reported)
            m_notices.reported({.event = event, .worker = stats.worker, .took = stats.took});
        if (isDead)
            m_deaths.died(event);
    }
    // A snoozed or released run did not fail.
    if (isEnded(end.state) || decision.event == JobEvent::FailedForNow)
        m_book.became(end.lane.queue, end.lane.tenant, end.state, m_ports.clock.now());
}

void FlowRecorder::noteCounts(const std::vector<QueueTenantCounts> &counts, const std::vector<Pause> &pauses)
{
    m_book.counted(counts, pauses, m_ports.clock.now());
}

// --- over restarts ---------------------------------------------------------------------------------------------------

void FlowRecorder::start(const Minutes &kept)
{
    for (const auto &[minute, bytes] : kept)
        m_book.restoreMinute(minute, bytes);
    m_savedTo = minuteOf(m_ports.clock.now());
    keepMinute();
}

void FlowRecorder::keepMinute()
{
    const TimePoint now = m_ports.clock.now();
    m_book.tidy(now);
    save(minuteOf(now), [] {});
    markWorkerTimes();
    m_ports.timers.start(std::chrono::minutes {1}, [this] { keepMinute(); });
}

void FlowRecorder::markWorkerTimes()
{
    for (auto &[name, tenant] : m_tenants) {
        tenant.workerTimeBefore = tenant.workerTimeAtMinute;
        tenant.workerTimeAtMinute = tenant.workerTime;
    }
    m_sharesFrom = std::exchange(m_minuteAt, m_ports.clock.monotonicNow());
}

void FlowRecorder::save(TimePoint until, std::function<void()> saved)
{
    auto minutes = std::make_shared<Minutes>();
    // When the clock jumped forward, the minutes in between are empty and skipped.
    for (TimePoint minute = std::max(m_savedTo, minuteOf(until - flowKept)); minute < until;
         minute += std::chrono::minutes {1}) {
        if (std::string bytes = m_book.packMinute(minute); !bytes.empty())
            minutes->emplace_back(minute, std::move(bytes));
    }
    m_savedTo = std::max(m_savedTo, minuteOf(until));
    if (minutes->empty()) {
        saved();
        return;
    }
    m_store.ask<std::size_t>(
        static_cast<int>(minutes->size()),
        [minutes](StoreSession &store) -> Result<std::size_t> {
            for (const auto &[minute, bytes] : *minutes)
                FAIRLEAD_CHECK(store.journal().saveFlow(minute, bytes));
            return minutes->size();
        },
        [this, saved = std::move(saved)](const Result<std::size_t> &count) {
            if (!count)
                m_notices.trouble(count.error());
            saved();
        });
}

} // namespace fairlead
