// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/deadline_heap.h"

namespace fairlead {

void DeadlineHeap::add(Entry &entry, MonotonicTime deadline)
{
    m_entries.push_back({deadline, &entry});
    moveUp(m_entries.size() - 1);
}

void DeadlineHeap::remove(Entry &entry)
{
    const std::size_t place = entry.place;
    entry.place = Entry::none;
    const Timed last = m_entries.back();
    m_entries.pop_back();
    if (last.entry == &entry)
        return;
    put(place, last);
    moveUp(place);
    moveDown(last.entry->place);
}

void DeadlineHeap::put(std::size_t place, const Timed &timed)
{
    m_entries[place] = timed;
    timed.entry->place = static_cast<std::uint32_t>(place);
}

void DeadlineHeap::moveUp(std::size_t place)
{
    const Timed timed = m_entries[place];
    while (place > 0) {
        const std::size_t parent = (place - 1) / 2;
        if (m_entries[parent].deadline <= timed.deadline)
            break;
        put(place, m_entries[parent]);
        place = parent;
    }
    put(place, timed);
}

void DeadlineHeap::moveDown(std::size_t place)
{
    const Timed timed = m_entries[place];
    for (std::size_t child = 2 * place + 1; child < m_entries.size(); child = 2 * place + 1) {
        if (child + 1 < m_entries.size() && m_entries[child + 1].deadline < m_entries[child].deadline)
            ++child;
        if (timed.deadline <= m_entries[child].deadline)
            break;
        put(place, m_entries[child]);
        place = child;
    }
    put(place, timed);
}

} // namespace fairlead
