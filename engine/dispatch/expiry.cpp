// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/expiry.h"

namespace fairlead {

namespace {
constexpr int expiredPerCommit = 1'000;
/// The shortest time between two searches for expired jobs outside the windows.
constexpr Microseconds expiryPeriod = std::chrono::milliseconds {100};

struct Overdue
{
    std::vector<LaneJob> jobs;
    std::optional<TimePoint> nextDeadline;
};

Result<Overdue> findOverdue(StoreSession &store, TimePoint now)
{
    Overdue overdue;
    FAIRLEAD_TRY(overdue.jobs, store.waiting().overdue(now, expiredPerCommit));
    FAIRLEAD_TRY(overdue.nextDeadline, store.waiting().nextDeadline());
    return overdue;
}
} // namespace

Expiry::Expiry(const DispatchPorts &ports, const DispatchNotices &notices, Parts parts,
    std::function<void(const ClaimedJob &)> giveBack)
    : m_ports(ports)
    , m_notices(notices)
    , m_parts(parts)
    , m_giveBack(std::move(giveBack))
    , m_store(ports.store, ports.home)
    , m_deadlineTimer({ports.timers, ports.clock}, expiryPeriod, [this] { expireInStore(); })
    , m_changeTimer({ports.timers, ports.clock}, Microseconds {1}, [this] { m_parts.turn.ask(); })
{
}

/// Claims expired jobs, which ends them. `answer` gets whether the store could do so.
void Expiry::claim(const std::vector<LaneJob> &jobs, std::function<void(bool)> answer)
{
    std::vector<ClaimRequest> requests;
    requests.reserve(jobs.size());
    for (const LaneJob &job : jobs)
        requests.push_back({job.lane, job.job, "none"});
    m_parts.claims.claim(std::move(requests), [this, answer = std::move(answer)](const Claims::Claimed &claimed) {
        for (std::size_t i = 0; claimed && i < claimed->size(); ++i) {
            if ((*claimed)[i])
                m_giveBack(*(*claimed)[i]);
        }
        answer(claimed.has_value());
    });
}

// --- in the windows --------------------------------------------------------------------------------------------------

void Expiry::pump()
{
    m_parts.scheduler.expire(m_ports.clock.now());
    const std::vector<LaneJob> expired = m_parts.scheduler.takeExpired();
    m_changeTimer.setTime(m_parts.scheduler.nextChange());
    if (expired.empty())
        return;
    for (const LaneJob &job : expired)
        m_parts.windows.consumed(job.lane);
    claim(expired, [this, expired](bool isDone) {
        if (isDone) {
            m_parts.turn.ask();
            return;
        }
        // They still wait in the store; check them again.
        m_ports.timers.start(afterTrouble, [this, expired] {
            for (const LaneJob &job : expired)
                m_parts.scheduler.add(job.lane, job.job);
            m_parts.turn.ask();
        });
    });
}

// --- outside the windows ---------------------------------------------------------------------------------------------

void Expiry::waitsUntil(TimePoint deadline)
{
    if (m_parts.windows.isBacklogOnDisk())
        m_deadlineTimer.wakeAt(deadline + Microseconds {1});
}

void Expiry::expireInStore()
{
    m_deadlineTimer.hold();
    m_store.ask<Overdue>(
        0, [now = m_ports.clock.now()](StoreSession &store) { return findOverdue(store, now); },
        [this](const Result<Overdue> &overdue) {
            if (overdue && !overdue->jobs.empty()) {
                expireFound(overdue->jobs);
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

void Expiry::expireFound(const std::vector<LaneJob> &jobs)
{
    claim(jobs, [this, jobs](bool isDone) {
        if (!isDone) {
            waitsUntil(m_ports.clock.now() + afterTrouble);
            m_deadlineTimer.letGo();
            return;
        }
        for (const LaneJob &job : jobs) {
            if (m_parts.scheduler.remove(job.lane, job.job.seq))
                m_parts.windows.consumed(job.lane);
        }
        m_parts.turn.ask();
        expireInStore();
    });
}

} // namespace fairlead
