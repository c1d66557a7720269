// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/lease_book.h"

namespace fairlead {

void LeaseBook::add(Token token, Lease lease)
{
    m_ends.emplace(lease.end, token);
    m_leases.emplace(token, std::move(lease));
}

const LeaseBook::Lease *LeaseBook::find(const LeaseToken &token) const
{
    const Lease *lease = find(token.token);
    return lease && lease->job == token.job ? lease : nullptr;
}

const LeaseBook::Lease *LeaseBook::find(Token token) const
{
    const auto found = m_leases.find(token);
    return found == m_leases.end() ? nullptr : &found->second;
}

void LeaseBook::moveEnd(Token token, MonotonicTime end)
{
    Lease &lease = m_leases.at(token);
    m_ends.erase({lease.end, token});
    lease.end = end;
    m_ends.emplace(end, token);
}

void LeaseBook::remove(Token token)
{
    const auto found = m_leases.find(token);
    if (found == m_leases.end())
        return;
    m_ends.erase({found->second.end, token});
    m_leases.erase(found);
}

std::vector<std::pair<Token, LeaseBook::Lease>> LeaseBook::takeEnded(MonotonicTime now)
{
    std::vector<std::pair<Token, Lease>> ended;
    while (!m_ends.empty() && m_ends.begin()->first <= now) {
        const Token token = m_ends.begin()->second;
        ended.emplace_back(token, m_leases.at(token));
        remove(token);
    }
    return ended;
}

std::optional<MonotonicTime> LeaseBook::nextEnd() const
{
    return m_ends.empty() ? std::nullopt : std::optional(m_ends.begin()->first);
}

} // namespace fairlead
