// SPDX-License-Identifier: Apache-2.0
// The sixth part of the Dispatcher: jobs whose deadline passes while they wait.
#include "engine/dispatch/dispatcher.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr int expiredPerCommit = 1'000;
/// Jobs beyond the windows are looked for no more often.
constexpr Microseconds expiryPeriod = std::chrono::milliseconds {100};
/// The wall clock may be stepped while a long timer runs, so none runs longer.
constexpr Microseconds expiryTimerMax = std::chrono::minutes {1};
} // namespace

// --- in the windows --------------------------------------------------------------------------------------------------

void Dispatcher::pumpExpired()
{
    m_scheduler.expire(m_ports.clock.now());
    const std::vector<LaneJob> expired = m_scheduler.takeExpired();
    armChangeTimer();
    if (expired.empty())
        return;
    // The store decides by its own look at the job: a claim of an expired job makes it `expired`.
    std::vector<ClaimRequest> requests;
    for (const LaneJob &job : expired) {
        requests.push_back({job.lane, job.job, "none"});
        m_windows.consumed(job.lane);
    }
    claimInStore(std::move(requests), [this, expired](Claims answer) {
        if (!answer) { // still waiting in the store: look at them again
            m_ports.timers.start(afterTrouble, [this, expired] {
                for (const LaneJob &job : expired)
                    m_scheduler.add(job.lane, job.job);
                schedulePump();
            });
            return;
        }
        for (const Result<ClaimedJob> &job : *answer) {
            if (job) // the wall clock was set back: it may run after all
                giveBack(*job);
        }
        schedulePump();
    });
}

void Dispatcher::armChangeTimer()
{
    const std::optional<TimePoint> next = m_scheduler.nextChange();
    if (next == m_nextChange && m_changeTimer)
        return;
    if (m_changeTimer)
        m_ports.timers.cancel(*m_changeTimer);
    m_changeTimer.reset();
    m_nextChange = next;
    if (!next)
        return;
    const Microseconds wait = *next - m_ports.clock.now();
    m_changeTimer = m_ports.timers.start(std::clamp<Microseconds>(wait, Microseconds {1}, expiryTimerMax), [this] {
        m_changeTimer.reset();
        schedulePump();
    });
}

// --- beyond the windows ----------------------------------------------------------------------------------------------

/// A job that waits has this deadline; those in the windows expire without this.
void Dispatcher::waitsUntil(TimePoint deadline)
{
    if (!m_windows.isBacklogOnDisk() || (m_nextDeadline && *m_nextDeadline <= deadline))
        return;
    m_nextDeadline = deadline;
    armDeadlineTimer();
}

void Dispatcher::armDeadlineTimer()
{
    if (m_deadlineTimer)
        m_ports.timers.cancel(*m_deadlineTimer);
    m_deadlineTimer.reset();
    if (!m_nextDeadline || m_isExpiring)
        return;
    const Microseconds wait = *m_nextDeadline - m_ports.clock.now() + Microseconds {1};
    m_deadlineTimer = m_ports.timers.start(std::clamp(wait, expiryPeriod, expiryTimerMax), [this] {
        m_deadlineTimer.reset();
        if (*m_nextDeadline < m_ports.clock.now())
            expireBacklog();
        else
            armDeadlineTimer();
    });
}

void Dispatcher::expireBacklog()
{
    struct Expired
    {
        std::vector<LaneJob> jobs;
        std::vector<Result<ClaimedJob>> claims;
        std::optional<TimePoint> nextDeadline;
    };
    m_isExpiring = true;
    m_nextDeadline.reset();
    m_store.ask<Expired>(
        expiredPerCommit,
        [now = m_ports.clock.now()](Store &store) -> Result<Expired> {
            auto jobs = store.overdue(now, expiredPerCommit);
            if (!jobs)
                return failure(jobs.error());
            std::vector<ClaimRequest> requests;
            for (const LaneJob &job : *jobs)
                requests.push_back({job.lane, job.job, "none"});
            auto claims = store.claim(requests, now);
            if (!claims)
                return failure(claims.error());
            auto nextDeadline = store.nextDeadline();
            if (!nextDeadline)
                return failure(nextDeadline.error());
            return Expired {std::move(*jobs), std::move(*claims), *nextDeadline};
        },
        [this](const Result<Expired> &expired) {
            m_isExpiring = false;
            if (!expired) {
                m_notices.trouble(expired.error());
                waitsUntil(m_ports.clock.now() + afterTrouble);
                return;
            }
            for (std::size_t i = 0; i < expired->jobs.size(); ++i) {
                const LaneJob &job = expired->jobs[i];
                unclaimed(job.lane, expired->claims[i].error());
                if (m_scheduler.remove(job.lane, job.job.seq))
                    m_windows.consumed(job.lane);
                m_notices.roomFreed(job.lane);
            }
            schedulePump();
            if (expired->jobs.size() == static_cast<std::size_t>(expiredPerCommit)) {
                expireBacklog();
                return;
            }
            if (expired->nextDeadline)
                waitsUntil(*expired->nextDeadline);
            armDeadlineTimer(); // also for what came meanwhile
        });
}

} // namespace fairlead
