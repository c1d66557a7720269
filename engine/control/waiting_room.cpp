// SPDX-License-Identifier: Apache-2.0
#include "engine/control/waiting_room.h"

#include <algorithm>

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

void WaitingRoom::enter(JobSpec spec, const Admission::Wait &wait, const Error &refusal, Told told)
{
    if (m_isClosed || m_guestCount >= guestsMax) {
        told(failure(m_isClosed ? closed() : refusal));
        return;
    }
    auto guest = std::make_shared<Guest>(Guest {std::move(spec), ++m_lastTicket, wait.at, refusal, std::move(told)});
    ++m_guestCount;
    join(guest);
    guest->timer = m_ports.timers.start(wait.most, [this, guest] {
        guest->timer.reset();
        if (guest->isOffered)
            return; // it may just be accepted
        leave(guest, failure(tooLong(guest->refusal)));
        addPlaces(guest->at, 1); // there may be room for a smaller one behind it
        offer();
    });
    if (m_lines.at(guest->at).size() == 1) { // there may be room since it was refused, and nobody else to tell of it
        addPlaces(guest->at, 1);
        offer();
    }
}

void WaitingRoom::roomFreed(const Lane &lane)
{
    if (m_lines.empty())
        return;
    addPlaces(Bottleneck::ofTenant(lane.tenant), 1);
    addPlaces(Bottleneck::ofQueue(lane.queue), 1);
    addPlaces(Bottleneck::ofEngine(), 1);
    offer();
}

void WaitingRoom::limitsChanged(const TenantName &tenant)
{
    addPlaces(Bottleneck::ofTenant(tenant), 1);
    offer();
}

void WaitingRoom::limitsChanged()
{
    for (const auto &[at, line] : m_lines)
        addPlaces(at, 1);
    offer();
}

void WaitingRoom::addPlaces(const Bottleneck &at, std::size_t count)
{
    if (m_lines.contains(at))
        m_places[at] += count;
}

void WaitingRoom::offer()
{
    if (m_isOffering || m_places.empty())
        return;
    std::vector<GuestPtr> guests;
    Counts counts;
    for (const auto &[at, places] : std::exchange(m_places, {})) {
        const auto line = m_lines.find(at);
        if (line == m_lines.end())
            continue;
        for (const auto &[ticket, guest] : line->second) {
            if (counts[at] == places)
                break;
            ++counts[at];
            guests.push_back(guest);
        }
    }
    if (guests.empty())
        return;
    std::sort(guests.begin(), guests.end(), [](const auto &a, const auto &b) { return a->ticket < b->ticket; });
    auto specs = std::make_shared<std::vector<JobSpec>>();
    for (const GuestPtr &guest : guests) {
        guest->isOffered = true;
        specs->push_back(guest->spec);
    }
    m_isOffering = true;
    m_ports.store.ask<Admission::Accepted>(
        static_cast<int>(specs->size()), [admit = m_ports.admit, specs](Store &store) { return admit(store, *specs); },
        [this, guests, counts](Result<Admission::Accepted> accepted) { offered(guests, counts, std::move(accepted)); });
}

void WaitingRoom::offered(
    const std::vector<GuestPtr> &guests, const Counts &counts, Result<Admission::Accepted> accepted)
{
    m_isOffering = false;
    if (accepted)
        m_ports.accepted(*accepted);
    std::set<Bottleneck> full;
    for (std::size_t i = 0; i < guests.size(); ++i) {
        const GuestPtr &guest = guests[i];
        guest->isOffered = false;
        if (!accepted) {
            leave(guest, failure(accepted.error()));
            continue;
        }
        const Result<Enqueued> &job = accepted->jobs[i];
        if (job) {
            leave(guest, job->receipt);
        } else if (const auto wait = accepted->mayWait.find(i); wait == accepted->mayWait.end()) {
            leave(guest, failure(job.error()));
        } else {
            full.insert(wait->second.at);
            refusedAgain(guest, job.error(), wait->second.at);
        }
    }
    // Freed bytes may be enough for more than one job each.
    for (const auto &[at, count] : counts) {
        if (accepted && !full.contains(at))
            addPlaces(at, 2 * count);
    }
    offer();
}

void WaitingRoom::refusedAgain(const GuestPtr &guest, const Error &refusal, const Bottleneck &at)
{
    guest->refusal = refusal;
    if (m_isClosed || !guest->timer) {
        leave(guest, failure(m_isClosed ? closed() : tooLong(refusal)));
        return;
    }
    if (at == guest->at)
        return;
    quit(*guest);
    guest->at = at;
    join(guest);
}

void WaitingRoom::join(const GuestPtr &guest)
{
    Line &line = m_lines[guest->at];
    line.emplace(guest->ticket, guest);
    if (line.size() == 1)
        tellCrowded(guest->at, true);
}

void WaitingRoom::quit(const Guest &guest)
{
    const auto line = m_lines.find(guest.at);
    line->second.erase(guest.ticket);
    if (!line->second.empty())
        return;
    m_lines.erase(line);
    tellCrowded(guest.at, false);
}

void WaitingRoom::tellCrowded(const Bottleneck &at, bool isCrowded)
{
    m_ports.store.ask<void>(
        0,
        [setCrowded = m_ports.setCrowded, at, isCrowded](Store &) -> Result<> {
            setCrowded(at, isCrowded);
            return {};
        },
        [](const Result<> &) {});
}

void WaitingRoom::leave(const GuestPtr &guest, Result<EnqueueReceipt> answer)
{
    if (std::exchange(guest->hasLeft, true))
        return;
    --m_guestCount;
    quit(*guest);
    if (guest->timer)
        m_ports.timers.cancel(*guest->timer);
    guest->timer.reset();
    guest->told(std::move(answer));
}

void WaitingRoom::close()
{
    m_isClosed = true;
    std::vector<GuestPtr> guests;
    for (const auto &[at, line] : m_lines) {
        for (const auto &[ticket, guest] : line) {
            if (!guest->isOffered) // the answer under way tells it
                guests.push_back(guest);
        }
    }
    for (const GuestPtr &guest : guests)
        leave(guest, failure(closed()));
}

} // namespace fairlead
