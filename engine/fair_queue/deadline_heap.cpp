// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/deadline_heap.h"

namespace fairlead {

void DeadlineHeap::add(Entry &entry)
{
    if (entry.deadline == MonotonicTime::max())
        return;
    m_entries.push_back(&entry);
    entry.place = static_cast<std::uint32_t>(m_entries.size() - 1);
    moveUp(entry.place);
}

void DeadlineHeap::remove(Entry &entry)
{
    if (entry.place == Entry::none)
        return;
    const std::size_t place = entry.place;
    entry.place = Entry::none;
    Entry *last = m_entries.back();
    m_entries.pop_back();
    if (last == &entry)
        return;
    put(place, last);
    moveUp(place);
    moveDown(last->place);
}

void DeadlineHeap::put(std::size_t place, Entry *entry)
{
    m_entries[place] = entry;
    entry->place = static_cast<std::uint32_t>(place);
}

void DeadlineHeap::moveUp(std::size_t place)
{
    Entry *entry = m_entries[place];
    while (place > 0) {
        const std::size_t parent = (place - 1) / 2;
        if (m_entries[parent]->deadline <= entry->deadline)
            break;
        put(place, m_entries[parent]);
        place = parent;
    }
    put(place, entry);
}

void DeadlineHeap::moveDown(std::size_t place)
{
    Entry *entry = m_entries[place];
    for (std::size_t child = 2 * place + 1; child < m_entries.size(); child = 2 * place + 1) {
        if (child + 1 < m_entries.size() && m_entries[child + 1]->deadline < m_entries[child]->deadline)
            ++child;
        if (entry->deadline <= m_entries[child]->deadline)
            break;
        put(place, m_entries[child]);
        place = child;
    }
    put(place, entry);
}

} // namespace fairlead
