// SPDX-License-Identifier: Apache-2.0
// The sixth part of the Dispatcher: jobs whose deadline passes while they wait.
#include "engine/dispatch/dispatcher.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr int expiredPerCommit = 1'000;
} // namespace

/// The store decides by its own look at the job: a claim of an expired job makes it `expired`. `answer` is told whether
/// the store could do so.
void Dispatcher::claimExpired(const std::vector<LaneJob> &jobs, std::function<void(bool)> answer)
{
    std::vector<ClaimRequest> requests;
    requests.reserve(jobs.size());
    for (const LaneJob &job : jobs)
        requests.push_back({job.lane, job.job, "none"});
    claimInStore(std::move(requests), [this, answer = std::move(answer)](Claims claims) {
        for (std::size_t i = 0; claims && i < claims->size(); ++i) {
            if ((*claims)[i]) // the wall clock was set back: it may run after all
                giveBack(*(*claims)[i]);
        }
        answer(claims.has_value());
    });
}

// --- in the windows --------------------------------------------------------------------------------------------------

void Dispatcher::pumpExpired()
{
    m_scheduler.expire(m_ports.clock.now());
    const std::vector<LaneJob> expired = m_scheduler.takeExpired();
    m_changeTimer.setTime(m_scheduler.nextChange());
    if (expired.empty())
        return;
    for (const LaneJob &job : expired)
        m_windows.consumed(job.lane);
    claimExpired(expired, [this, expired](bool isDone) {
        if (isDone) {
            schedulePump();
            return;
        }
        m_ports.timers.start(afterTrouble, [this, expired] { // still waiting in the store: look at them again
            for (const LaneJob &job : expired)
                m_scheduler.add(job.lane, job.job);
            schedulePump();
        });
    });
}

// --- beyond the windows ----------------------------------------------------------------------------------------------

/// A job that waits has this deadline; those in the windows expire without this.
void Dispatcher::waitsUntil(TimePoint deadline)
{
    if (m_windows.isBacklogOnDisk())
        m_deadlineTimer.wakeAt(deadline + Microseconds {1});
}

void Dispatcher::expireBacklog()
{
    struct Overdue
    {
        std::vector<LaneJob> jobs;
        std::optional<TimePoint> nextDeadline;
    };
    m_deadlineTimer.hold();
    m_store.ask<Overdue>(
        0,
        [now = m_ports.clock.now()](Store &store) -> Result<Overdue> {
            auto jobs = store.overdue(now, expiredPerCommit);
            if (!jobs)
                return failure(jobs.error());
            auto nextDeadline = store.nextDeadline();
            if (!nextDeadline)
                return failure(nextDeadline.error());
            return Overdue {std::move(*jobs), *nextDeadline};
        },
        [this](const Result<Overdue> &overdue) {
            if (overdue && !overdue->jobs.empty()) {
                expireInStore(overdue->jobs);
                return;
            }
            if (!overdue) {
                m_notices.trouble(overdue.error());
                waitsUntil(m_ports.clock.now() + afterTrouble);
            } else if (overdue->nextDeadline) {
                waitsUntil(*overdue->nextDeadline);
            }
            m_deadlineTimer.letGo();
        });
}

void Dispatcher::expireInStore(const std::vector<LaneJob> &jobs)
{
    claimExpired(jobs, [this, jobs](bool isDone) {
        if (!isDone) {
            waitsUntil(m_ports.clock.now() + afterTrouble);
            m_deadlineTimer.letGo();
            return;
        }
        for (const LaneJob &job : jobs) {
            if (m_scheduler.remove(job.lane, job.job.seq))
                m_windows.consumed(job.lane);
        }
        schedulePump();
        expireBacklog();
    });
}

} // namespace fairlead
