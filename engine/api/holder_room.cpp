// SPDX-License-Identifier: Apache-2.0
#include "engine/api/body_room.h"

namespace fairlead {

BodyRoom::Full BodyRoom::Part::grow(std::size_t bytes)
{
    if (m_room.m_inAll + bytes > m_room.m_limits.inAllMax)
        return Full::All;
    for (const std::string &holder : m_holders) {
        const auto found = m_room.m_ofOne.find(holder);
        const std::size_t held = found == m_room.m_ofOne.end() ? 0 : found->second;
        if (held + bytes > m_room.m_limits.ofOneMax) {
            m_fullHolder = holder;
            return Full::One;
        }
    }
    m_room.m_inAll += bytes;
    m_bytes += bytes;
    for (const std::string &holder : m_holders)
        m_room.m_ofOne[holder] += bytes;
    return Full::No;
}

void BodyRoom::Part::giveBack()
{
    if (m_bytes == 0)
        return;
    m_room.m_inAll -= m_bytes;
    for (const std::string &holder : m_holders) {
        const auto found = m_room.m_ofOne.find(holder);
        found->second -= m_bytes;
        if (found->second == 0)
            m_room.m_ofOne.erase(found);
    }
    m_bytes = 0;
}

} // namespace fairlead
