// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/waiting_jobs.h"

#include <tuple>

namespace fairlead {

namespace {
auto placeOf(const ReadyJob &job)
{
    return std::tuple(job.position, job.seq);
}
} // namespace

bool WaitingJobs::add(List &list, const LaneIndex &lane, const ReadyJob &job)
{
    // The place is nearly always the last. A job whose claim failed returns among the first.
    Node before = list.last;
    while (before != none && placeOf(job) < placeOf(m_entries[before].job))
        before = m_entries[before].previous;
    if (before != none && placeOf(job) == placeOf(m_entries[before].job))
        return false;
    const Node node = allocate();
    Entry &entry = m_entries[node];
    entry.job = job;
    entry.lane = lane;
    entry.heapIndex = none;
    link(list, node, before);
    if (job.deadline) {
        m_heap.push_back(node);
        entry.heapIndex = static_cast<std::uint32_t>(m_heap.size() - 1);
        moveUp(entry.heapIndex);
    }
    ++m_size;
    return true;
}

void WaitingJobs::link(List &list, Node node, Node before)
{
    Entry &entry = m_entries[node];
    entry.previous = before;
    entry.next = before == none ? list.first : m_entries[before].next;
    (entry.previous == none ? list.first : m_entries[entry.previous].next) = node;
    (entry.next == none ? list.last : m_entries[entry.next].previous) = node;
    ++list.size;
}

void WaitingJobs::remove(List &list, Node node)
{
    Entry &entry = m_entries[node];
    (entry.previous == none ? list.first : m_entries[entry.previous].next) = entry.next;
    (entry.next == none ? list.last : m_entries[entry.next].previous) = entry.previous;
    --list.size;
    if (entry.heapIndex != none)
        removeFromHeap(entry.heapIndex);
    entry.next = m_firstFree;
    m_firstFree = node;
    --m_size;
}

std::optional<std::size_t> WaitingJobs::aheadOf(const List &list, JobNumber seq) const
{
    std::size_t ahead = 0;
    for (Node node = list.first; node != none; node = m_entries[node].next) {
        if (m_entries[node].job.seq == seq)
            return ahead;
        ++ahead;
    }
    return std::nullopt;
}

WaitingJobs::Node WaitingJobs::find(const List &list, JobNumber seq) const
{
    Node node = list.first;
    while (node != none && m_entries[node].job.seq != seq)
        node = m_entries[node].next;
    return node;
}

WaitingJobs::Node WaitingJobs::allocate()
{
    if (m_firstFree == none) {
        m_entries.reach(m_entries.size());
        return static_cast<Node>(m_entries.size() - 1);
    }
    const Node node = m_firstFree;
    m_firstFree = m_entries[node].next;
    return node;
}

std::optional<WaitingJobs::Node> WaitingJobs::earliestDeadline() const
{
    if (m_heap.empty())
        return std::nullopt;
    return m_heap.front();
}

void WaitingJobs::placeInHeap(std::size_t heapIndex, Node node)
{
    m_heap[heapIndex] = node;
    m_entries[node].heapIndex = static_cast<std::uint32_t>(heapIndex);
}

void WaitingJobs::moveUp(std::size_t heapIndex)
{
    while (heapIndex > 0) {
        const std::size_t parent = (heapIndex - 1) / 2;
        if (deadlineAt(parent) <= deadlineAt(heapIndex))
            return;
        const Node node = m_heap[heapIndex];
        placeInHeap(heapIndex, m_heap[parent]);
        placeInHeap(parent, node);
        heapIndex = parent;
    }
}

void WaitingJobs::moveDown(std::size_t heapIndex)
{
    for (;;) {
        std::size_t child = 2 * heapIndex + 1;
        if (child >= m_heap.size())
            return;
        if (child + 1 < m_heap.size() && deadlineAt(child + 1) < deadlineAt(child))
            ++child;
        if (deadlineAt(heapIndex) <= deadlineAt(child))
            return;
        const Node node = m_heap[heapIndex];
        placeInHeap(heapIndex, m_heap[child]);
        placeInHeap(child, node);
        heapIndex = child;
    }
}

void WaitingJobs::removeFromHeap(std::size_t heapIndex)
{
    const Node last = m_heap.back();
    m_heap.pop_back();
    if (heapIndex == m_heap.size())
        return;
    placeInHeap(heapIndex, last);
    moveUp(heapIndex);
    moveDown(m_entries[last].heapIndex);
}

} // namespace fairlead
