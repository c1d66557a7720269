// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/lane_pool.h"

#include <new>

namespace fairlead {

std::uint32_t LanePool::add()
{
    if (!m_free.empty()) {
        const std::uint32_t number = m_free.back();
        m_free.pop_back();
        return number;
    }
    const std::size_t bytes = m_memory.get_deleter().bytes;
    if ((m_end + 1) * sizeof(LaneTenant) > bytes) {
        growPageMemory(m_memory, 2 * bytes);
        m_records = reinterpret_cast<LaneTenant *>(m_memory.get());
    }
    new (&m_records[m_end]) LaneTenant;
    return m_end++;
}

void LanePool::remove(std::uint32_t number)
{
    m_records[number] = {};
    m_free.push_back(number);
}

} // namespace fairlead
