// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/fair_queue/steady_vector.h"

#include <cstdint>
#include <deque>
#include <limits>
#include <optional>

namespace fairlead {

/// The lane of a waiting job, in the scheduler's small numbers.
struct LaneIndex
{
    std::uint32_t queue = 0;
    std::uint32_t tenant = 0;
    Priority priority = Priority::Normal;
};

/// The waiting jobs of all lanes, in one block of memory: each lane is a list in order of position. A heap has the jobs
/// with a deadline, earliest first. Memory grows to the largest number of jobs that waited at once. Threads: one.
class WaitingJobs
{
public:
    using Node = std::uint32_t;
    static constexpr Node none = std::numeric_limits<Node>::max();
    struct List
    {
        Node first = none;
        Node last = none;
        std::uint32_t size = 0;
    };

    /// Inserts a job by its position; fast at the end of the lane. False when it is there already.
    bool add(List &list, const LaneIndex &lane, const ReadyJob &job);
    void remove(List &list, Node node);
    /// `none` when the job is not there. Walks the lane.
    Node find(const List &list, JobNumber seq) const;

    /// The number of jobs before this one. Empty when it is not there. Walks the lane.
    std::optional<std::size_t> aheadOf(const List &list, JobNumber seq) const;

    const ReadyJob &job(Node node) const { return m_entries[node].job; }
    const LaneIndex &lane(Node node) const { return m_entries[node].lane; }
    std::size_t size() const { return m_size; }
    /// The job with the earliest deadline.
    std::optional<Node> earliestDeadline() const;

private:
    struct Entry
    {
        ReadyJob job;
        LaneIndex lane;
        Node previous = none;
        Node next = none; ///< for a free entry, the next free one
        std::uint32_t heapIndex = none;
    };
    Node allocate();
    void link(List &list, Node node, Node before);
    TimePoint deadlineAt(std::size_t heapIndex) const { return *m_entries[m_heap[heapIndex]].job.deadline; }
    void placeInHeap(std::size_t heapIndex, Node node);
    void moveUp(std::size_t heapIndex);
    void moveDown(std::size_t heapIndex);
    void removeFromHeap(std::size_t heapIndex);

    SteadyVector<Entry> m_entries;
    Node m_firstFree = none;
    std::size_t m_size = 0;
    std::deque<Node> m_heap; ///< binary, earliest deadline at 0
};

} // namespace fairlead
