// SPDX-License-Identifier: Apache-2.0
#include "engine/api/holder_room.h"

namespace fairlead {

HolderRoom::Full HolderRoom::Part::grow(std::size_t amount)
{
    if (m_room.m_inAll + amount > m_room.m_limits.inAllMax)
        return Full::All;
    for (const std::string &holder : m_holders) {
        const auto found = m_room.m_ofOne.find(holder);
        const std::size_t held = found == m_room.m_ofOne.end() ? 0 : found->second;
        if (held + amount > m_room.m_limits.ofOneMax) {
            m_fullHolder = holder;
            return Full::One;
        }
    }
    m_room.m_inAll += amount;
    m_amount += amount;
    for (const std::string &holder : m_holders)
        m_room.m_ofOne[holder] += amount;
    return Full::No;
}

HolderRoom::Part::~Part()
{
    if (m_amount == 0)
        return;
    m_room.m_inAll -= m_amount;
    for (const std::string &holder : m_holders) {
        const auto found = m_room.m_ofOne.find(holder);
        found->second -= m_amount;
        if (found->second == 0)
            m_room.m_ofOne.erase(found);
    }
}

} // namespace fairlead
