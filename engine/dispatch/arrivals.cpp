// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/arrivals.h"

namespace fairlead {

namespace {
constexpr int duePerCommit = 1'000;

struct Promoted
{
    std::vector<LaneJob> jobs;
    std::optional<TimePoint> nextDue;
};

Result<Promoted> promote(StoreSession &store, TimePoint now)
{
    Promoted promoted;
    FAIRLEAD_TRY(promoted.jobs, store.waiting().promoteDue(now, duePerCommit));
    FAIRLEAD_TRY(promoted.nextDue, store.waiting().nextDue());
    return promoted;
}
} // namespace

Arrivals::Arrivals(const DispatchPorts &ports, const DispatchNotices &notices, Parts parts)
    : m_ports(ports)
    , m_notices(notices)
    , m_parts(parts)
    , m_store(ports.store, ports.home)
    , m_dueTimer({ports.timers, ports.clock}, Microseconds {0}, [this] { promoteDue(); })
{
}

void Arrivals::enqueued(const std::vector<Enqueued> &jobs)
{
    const TimePoint now = m_ports.clock.now();
    for (const Enqueued &job : jobs) {
        m_parts.flow.accepted(job.lane, now);
        if (job.ready)
            arrived(job.lane, *job.ready);
        else if (job.due)
            scheduled(*job.due);
    }
}

void Arrivals::arrived(const Lane &lane, const ReadyJob &job)
{
    m_parts.scaling.arrived(job.position);
    m_parts.windows.arrived(lane, job);
    if (job.deadline)
        m_parts.expiry.waitsUntil(*job.deadline);
    m_parts.turn.ask();
}

void Arrivals::promoteDue()
{
    m_dueTimer.hold();
    if (const Microseconds by = m_dueTimer.setBack(); by > Microseconds {0})
        shiftWaits({.by = by, .now = m_ports.clock.now(), .limit = duePerCommit});
    else
        askForDue();
}

void Arrivals::shiftWaits(ClockStep step)
{
    m_store.ask<std::optional<JobNumber>>(
        duePerCommit, [step](StoreSession &store) { return store.waiting().shiftWaits(step); },
        [this, step](const Result<std::optional<JobNumber>> &last) {
            ClockStep next = step;
            if (!last) {
                m_notices.trouble(last.error());
                m_ports.timers.start(afterTrouble, [this, next] { shiftWaits(next); });
            } else if (*last) {
                next.after = **last;
                shiftWaits(next);
            } else {
                askForDue();
            }
        });
}

void Arrivals::askForDue()
{
    m_store.ask<Promoted>(
        duePerCommit, [now = m_ports.clock.now()](StoreSession &store) { return promote(store, now); },
        [this](const Result<Promoted> &promoted) {
            if (promoted) {
                for (const LaneJob &job : promoted->jobs)
                    arrived(job.lane, job.job);
                if (promoted->nextDue)
                    scheduled(*promoted->nextDue);
                m_parts.turn.ask();
            } else {
                m_notices.trouble(promoted.error());
                scheduled(m_ports.clock.now() + afterTrouble);
            }
            m_dueTimer.letGo();
        });
}

} // namespace fairlead
