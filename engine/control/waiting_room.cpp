// SPDX-License-Identifier: Apache-2.0
#include "engine/control/waiting_room.h"

namespace fairlead {

namespace {
Error tooLong(const Error &refusal)
{
    return {ErrorCode::TimedOut, "no room in the time given: " + refusal.text};
}

Error closed()
{
    return {ErrorCode::Unavailable, "the engine is stopping"};
}
} // namespace

void WaitingRoom::enter(JobSpec spec, Microseconds waitMax, const Error &refusal, Told told)
{
    if (m_isClosed || m_guests.size() >= guestsMax) {
        told(failure(m_isClosed ? closed() : refusal));
        return;
    }
    auto guest = std::make_shared<Guest>(Guest {std::move(spec), refusal, std::move(told), {}});
    m_guests.push_back(guest);
    guest->timer = m_ports.timers.start(waitMax, [this, guest] {
        guest->timer.reset();
        if (!m_isOffering) // else it may just be accepted
            leave(guest, failure(tooLong(guest->refusal)));
    });
}

void WaitingRoom::roomFreed()
{
    if (m_guests.empty())
        return;
    if (m_isOffering)
        m_offerAgain = true;
    else
        offer();
}

void WaitingRoom::offer()
{
    m_isOffering = true;
    auto specs = std::make_shared<std::vector<JobSpec>>();
    for (const GuestPtr &guest : m_guests)
        specs->push_back(guest->spec);
    m_ports.store.ask<Admission::Accepted>(
        static_cast<int>(specs->size()), [admit = m_ports.admit, specs](Store &store) { return admit(store, *specs); },
        [this, guests = m_guests](Result<Admission::Accepted> accepted) { offered(guests, std::move(accepted)); });
}

void WaitingRoom::offered(const std::vector<GuestPtr> &guests, Result<Admission::Accepted> accepted)
{
    m_isOffering = false;
    if (accepted)
        m_ports.accepted(*accepted);
    for (std::size_t i = 0; i < guests.size(); ++i) {
        const GuestPtr &guest = guests[i];
        if (!accepted) {
            leave(guest, failure(accepted.error()));
            continue;
        }
        const Result<Enqueued> &job = accepted->jobs[i];
        if (job) {
            leave(guest, job->receipt);
        } else if (!accepted->mayWait.contains(i)) {
            leave(guest, failure(job.error()));
        } else {
            guest->refusal = job.error();
            if (m_isClosed || !guest->timer)
                leave(guest, failure(m_isClosed ? closed() : tooLong(guest->refusal)));
        }
    }
    if (std::exchange(m_offerAgain, false))
        roomFreed();
}

void WaitingRoom::leave(const GuestPtr &guest, Result<EnqueueReceipt> answer)
{
    if (std::erase(m_guests, guest) == 0)
        return; // told before
    if (guest->timer)
        m_ports.timers.cancel(*guest->timer);
    guest->timer.reset();
    guest->told(std::move(answer));
}

void WaitingRoom::close()
{
    m_isClosed = true;
    if (m_isOffering)
        return; // the answer under way tells them
    for (const GuestPtr &guest : std::vector<GuestPtr>(m_guests))
        leave(guest, failure(closed()));
}

} // namespace fairlead
