// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/waiting_index.h"

#include <algorithm>
#include <iterator>
#include <limits>

namespace fairlead {

WaitingIndex::WaitingIndex(SqliteConnection &database, UndoLog &undo)
    : m_database(database)
    , m_undo(undo)
{
}

void WaitingIndex::load(std::int64_t indexedTo, const std::vector<DeferredChanges> &deferred)
{
    Tombstones named;
    for (const DeferredChanges &changes : deferred) {
        for (const ReadyKey &key : changes.consumed)
            named.add(key);
    }
    for (const LaneKey &lane : named.lanes())
        loadTombstones(lane, named.of(lane));
    SqliteRows rows = m_database.statement("unindexed_tail").rows(indexedTo);
    while (rows.next()) {
        const std::int64_t seq = rows.integer(0);
        const ReadyKey key {{rows.integer(1), rows.integer(2), rows.integer(3)}, seq};
        addUnindexed(key, {{JobNumber {seq}, QueuePosition {seq}, rows.integer(4), rows.maybeTime(5)}, false});
    }
}

void WaitingIndex::loadTombstones(const LaneKey &lane, const Tombstones::Positions &named)
{
    // Waiting entries that are passed before the next seek; a seek costs about as much.
    constexpr int passedBeforeSeek = 16;
    auto next = named.begin();
    while (next != named.end()) {
        SqliteRows rows = m_database.statement("lane_window").rows(lane.queue, lane.priority, lane.tenant, *next - 1);
        bool isRow = rows.next();
        for (int passed = 0; isRow && passed < passedBeforeSeek; isRow = rows.next()) {
            const std::int64_t position = rows.integer(0);
            next = std::lower_bound(next, named.end(), position); // named entries below `position` are gone
            if (next == named.end())
                return;
            if (*next == position) {
                m_tombstones.add({lane, position});
                ++next;
                passed = 0;
            } else {
                ++passed;
            }
        }
        if (!isRow)
            return;
    }
}

void WaitingIndex::add(const LaneKey &lane, const ReadyJob &job, bool hasDelayedRow)
{
    const ReadyKey key {lane, static_cast<std::int64_t>(job.position)};
    addUnindexed(key, {job, hasDelayedRow});
    m_undo.add([this, key] { removeUnindexed(key); });
}

void WaitingIndex::addUnindexed(const ReadyKey &key, const Unindexed &entry)
{
    m_unindexed[key] = entry;
    m_bySeq[static_cast<std::int64_t>(entry.job.seq)] = key;
    if (entry.job.deadline)
        m_deadlines.emplace(*entry.job.deadline, key);
}

void WaitingIndex::removeUnindexed(const ReadyKey &key)
{
    const auto found = m_unindexed.find(key);
    const ReadyJob &job = found->second.job;
    m_bySeq.erase(static_cast<std::int64_t>(job.seq));
    if (job.deadline)
        m_deadlines.erase({*job.deadline, key});
    m_unindexed.erase(found);
}

std::optional<WaitingIndex::Taken> WaitingIndex::take(const ReadyKey &key, JobNumber seq)
{
    const auto found = m_unindexed.find(key);
    if (found == m_unindexed.end())
        return takeIndexed(key, seq);
    if (found->second.job.seq != seq)
        return std::nullopt;
    const Unindexed entry = found->second;
    removeUnindexed(key);
    m_undo.add([this, key, entry] { addUnindexed(key, entry); });
    return Taken {entry.hasDelayedRow};
}

std::optional<WaitingIndex::Taken> WaitingIndex::takeIndexed(const ReadyKey &key, JobNumber seq)
{
    if (m_tombstones.contains(key))
        return std::nullopt;
    if (!m_cache.take(key, static_cast<std::int64_t>(seq)) && !isIndexed(key, seq))
        return std::nullopt;
    if (key.position != static_cast<std::int64_t>(seq))
        m_database.statement("delete_moved").run(seq);
    m_tombstones.add(key);
    m_consumedNow.push_back(key);
    m_undo.add([this, key] { m_tombstones.remove(key); });
    return Taken {};
}

bool WaitingIndex::isIndexed(const ReadyKey &key, JobNumber seq)
{
    SqliteRows rows =
        m_database.statement("ready_seq").rows(key.lane.queue, key.lane.priority, key.lane.tenant, key.position);
    return rows.next() && rows.integer(0) == static_cast<std::int64_t>(seq);
}

std::optional<std::int64_t> WaitingIndex::positionOf(const LaneKey &lane, JobNumber seq)
{
    if (const auto unindexed = m_bySeq.find(static_cast<std::int64_t>(seq)); unindexed != m_bySeq.end())
        return unindexed->second.position;
    ReadyKey key {lane, static_cast<std::int64_t>(seq)};
    {
        SqliteRows moved = m_database.statement("moved_position").rows(seq);
        if (moved.next())
            key.position = moved.integer(0);
    }
    return isIndexed(key, seq) && !m_tombstones.contains(key) ? std::optional(key.position) : std::nullopt;
}

std::vector<LaneKey> WaitingIndex::lanes()
{
    constexpr std::int64_t lastPosition = std::numeric_limits<std::int64_t>::max();
    std::map<LaneKey, std::int64_t> firsts;
    for (auto next = m_unindexed.begin(); next != m_unindexed.end();
         next = m_unindexed.upper_bound({next->first.lane, lastPosition}))
        firsts.insert_or_assign(next->first.lane, next->first.position);
    SqliteStatement &nextReady = m_database.statement("next_ready");
    ReadyKey after {{-1, -1, -1}, -1};
    while (true) {
        SqliteRows rows = nextReady.rows(after.lane.queue, after.lane.priority, after.lane.tenant, after.position);
        if (!rows.next())
            break;
        after = {{rows.integer(0), rows.integer(1), rows.integer(2)}, lastPosition};
        if (const auto first = firstIndexed(after.lane))
            firsts.insert_or_assign(after.lane, *first); // unindexed jobs come after it
    }
    std::vector<LaneKey> lanes;
    lanes.reserve(firsts.size());
    for (const auto &[lane, first] : firsts)
        lanes.push_back(lane);
    std::sort(
        lanes.begin(), lanes.end(), [&](const LaneKey &a, const LaneKey &b) { return firsts.at(a) < firsts.at(b); });
    return lanes;
}

std::optional<std::int64_t> WaitingIndex::firstIndexed(const LaneKey &lane)
{
    const Tombstones::Positions &tombstones = m_tombstones.of(lane);
    SqliteRows rows = m_database.statement("lane_window").rows(lane.queue, lane.priority, lane.tenant, -1);
    while (rows.next()) {
        if (!Tombstones::contains(tombstones, rows.integer(0)))
            return rows.integer(0);
    }
    return std::nullopt;
}

LaneWindow WaitingIndex::window(const LaneKey &lane, std::int64_t after, int limit)
{
    std::vector<ReadyJob> jobs;
    const auto isFull = [&] { return jobs.size() == static_cast<std::size_t>(limit); };
    const Tombstones::Positions &tombstones = m_tombstones.of(lane);
    SqliteRows rows = m_database.statement("lane_window").rows(lane.queue, lane.priority, lane.tenant, after);
    while (rows.next()) {
        const std::int64_t position = rows.integer(0);
        if (Tombstones::contains(tombstones, position))
            continue;
        if (isFull())
            return {std::move(jobs), true};
        jobs.push_back({JobNumber {rows.integer(1)}, QueuePosition {position}, rows.integer(2), rows.maybeTime(3)});
        m_cache.add({lane, position}, rows.integer(1));
    }
    // Unindexed positions are above all positions in the table: both come from one counter, and a write takes all
    // unindexed entries.
    auto next = m_unindexed.upper_bound({lane, after});
    for (; next != m_unindexed.end() && next->first.lane == lane; ++next) {
        if (isFull())
            return {std::move(jobs), true};
        jobs.push_back(next->second.job);
    }
    return {std::move(jobs), false};
}

LaneWindow WaitingIndex::newest(const LaneKey &lane, int limit)
{
    std::vector<ReadyJob> jobs;
    const auto isFull = [&] { return jobs.size() == static_cast<std::size_t>(limit); };
    auto next = m_unindexed.upper_bound({lane, std::numeric_limits<std::int64_t>::max()});
    while (next != m_unindexed.begin() && std::prev(next)->first.lane == lane) {
        --next;
        if (isFull())
            return {std::move(jobs), true};
        jobs.push_back(next->second.job);
    }
    SqliteRows rows = m_database.statement("lane_window_newest").rows(lane.queue, lane.priority, lane.tenant);
    while (rows.next()) {
        if (m_tombstones.contains({lane, rows.integer(0)}))
            continue;
        if (isFull())
            return {std::move(jobs), true};
        jobs.push_back(
            {JobNumber {rows.integer(1)}, QueuePosition {rows.integer(0)}, rows.integer(2), rows.maybeTime(3)});
    }
    return {std::move(jobs), false};
}

std::vector<KeyedJob> WaitingIndex::unindexedByDeadline(std::optional<TimePoint> before, int limit) const
{
    std::vector<KeyedJob> jobs;
    for (const auto &[deadline, key] : m_deadlines) {
        if ((before && deadline >= *before) || jobs.size() == static_cast<std::size_t>(limit))
            break;
        jobs.push_back({key.lane, m_unindexed.at(key).job});
    }
    return jobs;
}

std::vector<KeyedJob> WaitingIndex::byDeadline(std::optional<TimePoint> before, int limit)
{
    const std::vector<KeyedJob> unindexed = unindexedByDeadline(before, limit);
    std::vector<KeyedJob> indexed;
    SqliteRows rows = m_database.statement("ready_by_deadline").rows();
    m_passed = 0;
    while (indexed.size() < static_cast<std::size_t>(limit) && rows.next() && !(before && rows.time(6) >= *before)) {
        const ReadyKey key {{rows.integer(0), rows.integer(1), rows.integer(2)}, rows.integer(3)};
        if (m_tombstones.contains(key))
            ++m_passed;
        else
            indexed.push_back({key.lane,
                {JobNumber {rows.integer(4)}, QueuePosition {key.position}, rows.integer(5), rows.maybeTime(6)}});
    }
    std::vector<KeyedJob> jobs;
    std::merge(unindexed.begin(), unindexed.end(), indexed.begin(), indexed.end(), std::back_inserter(jobs),
        [](const KeyedJob &a, const KeyedJob &b) { return *a.job.deadline < *b.job.deadline; });
    jobs.resize(std::min(jobs.size(), static_cast<std::size_t>(limit)));
    return jobs;
}

std::optional<TimePoint> WaitingIndex::nextDeadline()
{
    const std::vector<KeyedJob> next = byDeadline({}, 1);
    return next.empty() ? std::nullopt : next.front().job.deadline;
}

std::map<CounterKey, std::int64_t> WaitingIndex::countedAsDelayed() const
{
    std::map<CounterKey, std::int64_t> counts;
    for (const auto &[key, entry] : m_unindexed) {
        if (entry.hasDelayedRow)
            ++counts[{key.lane.queue, key.lane.tenant}];
    }
    return counts;
}

void WaitingIndex::beginRemoval()
{
    m_toRemove = m_tombstones.lanes();
    std::reverse(m_toRemove.begin(), m_toRemove.end());
    m_passed = 0;
}

void WaitingIndex::removeSome(std::size_t most)
{
    while (most > 0 && !m_toRemove.empty()) {
        const LaneKey lane = m_toRemove.back();
        const std::size_t here = m_tombstones.of(lane).size();
        const std::size_t count = std::min(here, most);
        if (count > 0)
            removeFirst(lane, count);
        if (count == here) {
            m_toRemove.pop_back();
            m_undo.add([this, lane] { m_toRemove.push_back(lane); });
        }
        most -= count;
    }
}

void WaitingIndex::removeFirst(const LaneKey &lane, std::size_t count)
{
    const Tombstones::Positions &all = m_tombstones.of(lane);
    const Tombstones::Positions positions(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
    // In fair order no job waits between these positions; then one statement removes them all, in half the time.
    const auto wanted = static_cast<std::int64_t>(count);
    const std::int64_t between = m_database.number("ready_between", lane.queue, lane.priority, lane.tenant,
        positions.front(), positions.back(), wanted + 1); // the count stops at this limit
    if (between == wanted) {
        m_database.statement("delete_ready_between")
            .run(lane.queue, lane.priority, lane.tenant, positions.front(), positions.back());
    } else {
        SqliteStatement &remove = m_database.statement("delete_ready");
        for (const std::int64_t position : positions)
            remove.run(lane.queue, lane.priority, lane.tenant, position);
    }
    m_tombstones.removeFirst(lane, count);
    m_undo.add([this, lane, positions] {
        for (const std::int64_t position : positions)
            m_tombstones.add({lane, position});
    });
}

std::vector<ReadyKey> WaitingIndex::tombstones() const
{
    std::vector<ReadyKey> keys;
    keys.reserve(m_tombstones.count());
    for (const LaneKey &lane : m_tombstones.lanes()) {
        for (const std::int64_t position : m_tombstones.of(lane))
            keys.push_back({lane, position});
    }
    return keys;
}

void WaitingIndex::writeUnindexed()
{
    SqliteStatement &insert = m_database.statement("insert_ready");
    std::vector<const Unindexed *> wereDelayed;
    for (const auto &[key, entry] : m_unindexed) {
        insert.run(key.lane.queue, key.lane.priority, key.lane.tenant, key.position, entry.job.seq, entry.job.cost,
            entry.job.deadline);
        if (entry.hasDelayedRow)
            wereDelayed.push_back(&entry);
    }
    for (const Unindexed *entry : wereDelayed) {
        m_database.statement("delete_delayed").run(entry->job.seq);
        m_database.statement("insert_moved").run(entry->job.seq, entry->job.position);
    }
}

void WaitingIndex::keep(bool wasWritten)
{
    m_consumedNow.clear();
    if (wasWritten) {
        m_unindexed.clear();
        m_bySeq.clear();
        m_deadlines.clear();
    }
}

} // namespace fairlead
