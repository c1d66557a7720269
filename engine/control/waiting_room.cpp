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

Error gone()
{
    return {ErrorCode::Unavailable, "the sender does not wait any more"};
}
} // namespace

void WaitingRoom::enter(
    JobSpec spec, const Admission::Wait &wait, const Error &refusal, Told told, std::function<bool()> isAsking)
{
    if (m_isClosed || isFullFor(spec.tenant)) {
        told(failure(m_isClosed ? closed() : refusal));
        return;
    }
    auto sender = std::make_shared<BlockedSender>(
        BlockedSender {std::move(spec), ++m_lastTicket, wait.at, refusal, std::move(told), std::move(isAsking)});
    ++m_senderCount;
    ++m_sendersOf[sender->spec.tenant];
    join(sender);
    sender->timer = m_ports.timers.start(wait.most, [this, sender] {
        sender->timer.reset();
        if (sender->isOffered)
            return; // it may be accepted just now
        leave(sender, failure(tooLong(sender->refusal)));
        addPlaces(sender->at, 1); // a smaller job after it may find room
        offer();
    });
    // There may be room since it was refused, and no other sender to make the waiting room look.
    if (m_lines.at(sender->at).size() == 1) {
        addPlaces(sender->at, 1);
        offer();
    }
}

void WaitingRoom::roomFreed(const Lane &lane)
{
    if (m_lines.empty())
        return;
    if (const Bottleneck own = Bottleneck::ofTenant(lane.tenant); m_lines.contains(own))
        m_freed.insert(own);
    m_freed.insert(Bottleneck::ofQueue(lane.queue));
    m_freed.insert(Bottleneck::ofEngine());
    offer();
}

void WaitingRoom::limitsChanged(const TenantName &tenant)
{
    if (m_lines.empty())
        return;
    addPlaces(Bottleneck::ofTenant(tenant), 1);
    m_changedTenants.insert(tenant.text());
    offer();
}

void WaitingRoom::limitsChanged()
{
    for (const auto &[at, line] : m_lines)
        addPlaces(at, 1);
    offer();
}

bool WaitingRoom::isFullFor(const TenantName &tenant) const
{
    const auto own = m_sendersOf.find(tenant);
    return m_senderCount + (own == m_sendersOf.end() ? 0 : own->second) >= sendersMax;
}

std::vector<WaitingRoom::SenderPtr> WaitingRoom::firstOf(const Bottleneck &at, std::size_t count)
{
    std::vector<SenderPtr> first;
    std::vector<SenderPtr> left;
    if (const auto line = m_lines.find(at); line != m_lines.end()) {
        for (const auto &[ticket, sender] : line->second) {
            if (first.size() == count)
                break;
            (sender->isAsking && !sender->isAsking() ? left : first).push_back(sender);
        }
    }
    for (const SenderPtr &sender : left)
        leave(sender, failure(gone()));
    return first;
}

void WaitingRoom::addPlaces(const Bottleneck &at, std::size_t count)
{
    if (m_lines.contains(at))
        m_places[at] += count;
}

/// Gives a place to each line where there may be room now. Not done at once for each job that leaves, because there may
/// be many lines at one limit.
void WaitingRoom::addPlacesOfFreed()
{
    if (const std::set<std::string> changed = std::exchange(m_changedTenants, {}); !changed.empty()) {
        for (const auto &[at, line] : m_lines) {
            if (changed.contains(at.sender))
                addPlaces(at, 1);
        }
    }
    for (const Bottleneck &limit : std::exchange(m_freed, {})) {
        for (auto line = m_lines.lower_bound(limit); line != m_lines.end() && line->first.isSameLimit(limit); ++line)
            addPlaces(line->first, 1);
    }
}

void WaitingRoom::offer()
{
    if (m_isOffering)
        return;
    addPlacesOfFreed();
    if (m_places.empty())
        return;
    std::vector<SenderPtr> senders;
    Counts counts;
    for (const auto &[at, places] : std::exchange(m_places, {})) {
        const std::vector<SenderPtr> first = firstOf(at, places);
        if (first.empty())
            continue;
        counts[at] = first.size();
        senders.insert(senders.end(), first.begin(), first.end());
    }
    if (senders.empty())
        return;
    std::sort(senders.begin(), senders.end(), [](const auto &a, const auto &b) { return a->ticket < b->ticket; });
    auto specs = std::make_shared<std::vector<JobSpec>>();
    for (const SenderPtr &sender : senders) {
        sender->isOffered = true;
        specs->push_back(sender->spec);
    }
    m_isOffering = true;
    m_ports.store.ask<Admission::Accepted>(
        static_cast<int>(specs->size()),
        [admit = m_ports.admit, specs](StoreSession &store) { return admit(store, *specs); },
        [this, senders, counts](
            Result<Admission::Accepted> accepted) { offered(senders, counts, std::move(accepted)); });
}

void WaitingRoom::offered(
    const std::vector<SenderPtr> &senders, const Counts &counts, Result<Admission::Accepted> accepted)
{
    m_isOffering = false;
    if (accepted)
        m_ports.accepted(*accepted);
    std::set<Bottleneck> full;
    for (std::size_t i = 0; i < senders.size(); ++i) {
        const SenderPtr &sender = senders[i];
        sender->isOffered = false;
        if (!accepted) {
            leave(sender, failure(accepted.error()));
            continue;
        }
        const Result<Enqueued> &job = accepted->jobs[i];
        if (job) {
            leave(sender, job->receipt);
        } else if (const auto wait = accepted->mayWait.find(i); wait == accepted->mayWait.end()) {
            leave(sender, failure(job.error()));
        } else {
            full.insert(wait->second.at);
            refusedAgain(sender, job.error(), wait->second.at);
        }
    }
    // The freed bytes may be enough for more than one job each.
    for (const auto &[at, count] : counts) {
        if (accepted && !full.contains(at))
            addPlaces(at, 2 * count);
    }
    offer();
}

void WaitingRoom::refusedAgain(const SenderPtr &sender, const Error &refusal, const Bottleneck &at)
{
    sender->refusal = refusal;
    if (m_isClosed || !sender->timer) {
        leave(sender, failure(m_isClosed ? closed() : tooLong(refusal)));
        return;
    }
    if (at == sender->at)
        return;
    quit(*sender);
    sender->at = at;
    join(sender);
}

void WaitingRoom::join(const SenderPtr &sender)
{
    Line &line = m_lines[sender->at];
    line.emplace(sender->ticket, sender);
    if (line.size() == 1)
        tellCrowded(sender->at, true);
}

void WaitingRoom::quit(const BlockedSender &sender)
{
    const auto line = m_lines.find(sender.at);
    line->second.erase(sender.ticket);
    if (!line->second.empty())
        return;
    m_lines.erase(line);
    tellCrowded(sender.at, false);
}

void WaitingRoom::tellCrowded(const Bottleneck &at, bool isCrowded)
{
    m_ports.store.ask<void>(
        0,
        [setCrowded = m_ports.setCrowded, at, isCrowded](StoreSession &) -> Result<> {
            setCrowded(at, isCrowded);
            return {};
        },
        [](const Result<> &) {});
}

void WaitingRoom::leave(const SenderPtr &sender, Result<EnqueueReceipt> answer)
{
    if (std::exchange(sender->hasLeft, true))
        return;
    --m_senderCount;
    if (const auto own = m_sendersOf.find(sender->spec.tenant); --own->second == 0)
        m_sendersOf.erase(own);
    quit(*sender);
    if (sender->timer)
        m_ports.timers.cancel(*sender->timer);
    sender->timer.reset();
    sender->told(std::move(answer));
}

void WaitingRoom::close()
{
    m_isClosed = true;
    std::vector<SenderPtr> senders;
    for (const auto &[at, line] : m_lines) {
        for (const auto &[ticket, sender] : line) {
            if (!sender->isOffered) // otherwise the answer under way tells the sender
                senders.push_back(sender);
        }
    }
    for (const SenderPtr &sender : senders)
        leave(sender, failure(closed()));
}

} // namespace fairlead
