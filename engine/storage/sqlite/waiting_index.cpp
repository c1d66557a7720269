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

Result<> WaitingIndex::load(std::int64_t indexedTo, const std::vector<LateChanges> &late)
{
    ConsumedEntries named;
    for (const LateChanges &changes : late) {
        for (const ReadyKey &key : changes.consumed)
            named.add(key);
    }
    for (const LaneKey &lane : named.lanes()) {
        if (auto done = loadConsumed(lane, named.of(lane)); !done)
            return done;
    }
    SqliteRows rows = m_database.statement("young_tail").rows(indexedTo);
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next()) {
        const std::int64_t seq = rows.integer(0);
        const ReadyKey key {{rows.integer(1), rows.integer(2), rows.integer(3)}, seq};
        addYoung(key, {{Seq {seq}, Position {seq}, rows.integer(4), rows.maybeTime(5)}, false});
    }
    if (!row)
        return failure(row.error());
    return {};
}

Result<> WaitingIndex::loadConsumed(const LaneKey &lane, const ConsumedEntries::Positions &named)
{
    constexpr int passedBeforeSeek = 16; // entries that wait: a search costs about as much
    auto next = named.begin();
    while (next != named.end()) {
        SqliteRows rows = m_database.statement("lane_window").rows(lane.queue, lane.priority, lane.tenant, *next - 1);
        Result<bool> row = rows.next();
        for (int passed = 0; row && *row && passed < passedBeforeSeek; row = rows.next()) {
            const std::int64_t position = rows.integer(0);
            next = std::lower_bound(next, named.end(), position); // those before it are gone
            if (next == named.end())
                return {};
            if (*next == position) {
                m_consumed.add({lane, position});
                ++next;
                passed = 0;
            } else {
                ++passed;
            }
        }
        if (!row)
            return failure(row.error());
        if (!*row)
            return {};
    }
    return {};
}

void WaitingIndex::add(const LaneKey &lane, const ReadyJob &job, bool hasDelayedRow)
{
    const ReadyKey key {lane, static_cast<std::int64_t>(job.position)};
    addYoung(key, {job, hasDelayedRow});
    m_undo.add([this, key] { removeYoung(key); });
}

void WaitingIndex::addYoung(const ReadyKey &key, const Young &young)
{
    m_young[key] = young;
    m_bySeq[static_cast<std::int64_t>(young.job.seq)] = key;
    if (young.job.deadline)
        m_deadlines.emplace(*young.job.deadline, key);
}

void WaitingIndex::removeYoung(const ReadyKey &key)
{
    const auto found = m_young.find(key);
    const ReadyJob &job = found->second.job;
    m_bySeq.erase(static_cast<std::int64_t>(job.seq));
    if (job.deadline)
        m_deadlines.erase({*job.deadline, key});
    m_young.erase(found);
}

Result<std::optional<WaitingIndex::Taken>> WaitingIndex::take(const ReadyKey &key, Seq seq)
{
    const auto found = m_young.find(key);
    if (found == m_young.end())
        return takeIndexed(key, seq);
    if (found->second.job.seq != seq)
        return std::optional<Taken> {};
    const Young young = found->second;
    removeYoung(key);
    m_undo.add([this, key, young] { addYoung(key, young); });
    return std::optional(Taken {young.hasDelayedRow});
}

Result<std::optional<WaitingIndex::Taken>> WaitingIndex::takeIndexed(const ReadyKey &key, Seq seq)
{
    if (m_consumed.contains(key))
        return std::optional<Taken> {};
    if (!m_seen.take(key, static_cast<std::int64_t>(seq))) {
        const Result<bool> isThere = isIndexed(key, seq);
        if (!isThere)
            return failure(isThere.error());
        if (!*isThere)
            return std::optional<Taken> {};
    }
    if (key.position != static_cast<std::int64_t>(seq)) {
        if (const auto done = m_database.statement("delete_moved").run(seq); !done)
            return failure(done.error());
    }
    m_consumed.add(key);
    m_consumedNow.push_back(key);
    m_undo.add([this, key] { m_consumed.remove(key); });
    return std::optional(Taken {});
}

Result<bool> WaitingIndex::isIndexed(const ReadyKey &key, Seq seq)
{
    SqliteRows rows =
        m_database.statement("ready_seq").rows(key.lane.queue, key.lane.priority, key.lane.tenant, key.position);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return *row && rows.integer(0) == static_cast<std::int64_t>(seq);
}

Result<std::optional<std::int64_t>> WaitingIndex::positionOf(const LaneKey &lane, Seq seq)
{
    if (const auto young = m_bySeq.find(static_cast<std::int64_t>(seq)); young != m_bySeq.end())
        return std::optional(young->second.position);
    ReadyKey key {lane, static_cast<std::int64_t>(seq)};
    {
        SqliteRows moved = m_database.statement("moved_position").rows(seq);
        const Result<bool> row = moved.next();
        if (!row)
            return failure(row.error());
        if (*row)
            key.position = moved.integer(0);
    }
    const Result<bool> isThere = isIndexed(key, seq);
    if (!isThere)
        return failure(isThere.error());
    return *isThere && !m_consumed.contains(key) ? std::optional(key.position) : std::nullopt;
}

Result<std::vector<LaneKey>> WaitingIndex::lanes()
{
    constexpr std::int64_t lastPosition = std::numeric_limits<std::int64_t>::max();
    std::map<LaneKey, std::int64_t> firsts;
    for (auto next = m_young.begin(); next != m_young.end();
         next = m_young.upper_bound({next->first.lane, lastPosition}))
        firsts.insert_or_assign(next->first.lane, next->first.position);
    SqliteStatement &nextReady = m_database.statement("next_ready");
    ReadyKey after {{-1, -1, -1}, -1};
    while (true) {
        SqliteRows rows = nextReady.rows(after.lane.queue, after.lane.priority, after.lane.tenant, after.position);
        const Result<bool> row = rows.next();
        if (!row)
            return failure(row.error());
        if (!*row)
            break;
        after = {{rows.integer(0), rows.integer(1), rows.integer(2)}, lastPosition};
        const auto first = firstIndexed(after.lane);
        if (!first)
            return failure(first.error());
        if (*first)
            firsts.insert_or_assign(after.lane, **first); // young ones stand behind it
    }
    std::vector<LaneKey> lanes;
    lanes.reserve(firsts.size());
    for (const auto &[lane, first] : firsts)
        lanes.push_back(lane);
    std::sort(
        lanes.begin(), lanes.end(), [&](const LaneKey &a, const LaneKey &b) { return firsts.at(a) < firsts.at(b); });
    return lanes;
}

Result<std::optional<std::int64_t>> WaitingIndex::firstIndexed(const LaneKey &lane)
{
    const ConsumedEntries::Positions &consumed = m_consumed.of(lane);
    SqliteRows rows = m_database.statement("lane_window").rows(lane.queue, lane.priority, lane.tenant, -1);
    Result<bool> row = rows.next();
    while (row && *row && ConsumedEntries::contains(consumed, rows.integer(0)))
        row = rows.next();
    if (!row)
        return failure(row.error());
    return *row ? std::optional(rows.integer(0)) : std::nullopt;
}

Result<std::pair<std::vector<ReadyJob>, bool>> WaitingIndex::window(const LaneKey &lane, std::int64_t after, int limit)
{
    std::vector<ReadyJob> jobs;
    const auto isFull = [&] { return jobs.size() == static_cast<std::size_t>(limit); };
    const ConsumedEntries::Positions &consumed = m_consumed.of(lane);
    SqliteRows rows = m_database.statement("lane_window").rows(lane.queue, lane.priority, lane.tenant, after);
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next()) {
        const std::int64_t position = rows.integer(0);
        if (ConsumedEntries::contains(consumed, position))
            continue;
        if (isFull())
            return std::pair(std::move(jobs), true);
        jobs.push_back({Seq {rows.integer(1)}, Position {position}, rows.integer(2), rows.maybeTime(3)});
        m_seen.add({lane, position}, rows.integer(1));
    }
    if (!row)
        return failure(row.error());
    // Young positions are behind all written ones: both come from one counter, and a write takes all the young.
    auto young = m_young.upper_bound({lane, after});
    for (; young != m_young.end() && young->first.lane == lane; ++young) {
        if (isFull())
            return std::pair(std::move(jobs), true);
        jobs.push_back(young->second.job);
    }
    return std::pair(std::move(jobs), false);
}

Result<std::pair<std::vector<ReadyJob>, bool>> WaitingIndex::newest(const LaneKey &lane, int limit)
{
    std::vector<ReadyJob> jobs;
    const auto isFull = [&] { return jobs.size() == static_cast<std::size_t>(limit); };
    auto young = m_young.upper_bound({lane, std::numeric_limits<std::int64_t>::max()});
    while (young != m_young.begin() && std::prev(young)->first.lane == lane) {
        --young;
        if (isFull())
            return std::pair(std::move(jobs), true);
        jobs.push_back(young->second.job);
    }
    SqliteRows rows = m_database.statement("lane_window_newest").rows(lane.queue, lane.priority, lane.tenant);
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next()) {
        if (m_consumed.contains({lane, rows.integer(0)}))
            continue;
        if (isFull())
            return std::pair(std::move(jobs), true);
        jobs.push_back({Seq {rows.integer(1)}, Position {rows.integer(0)}, rows.integer(2), rows.maybeTime(3)});
    }
    if (!row)
        return failure(row.error());
    return std::pair(std::move(jobs), false);
}

Result<std::vector<KeyedJob>> WaitingIndex::byDeadline(std::optional<TimePoint> before, int limit)
{
    const auto isLater = [&](TimePoint deadline) { return before && deadline >= *before; };
    const auto isFull = [&](const auto &jobs) { return jobs.size() == static_cast<std::size_t>(limit); };
    std::vector<KeyedJob> young;
    for (const auto &[deadline, key] : m_deadlines) {
        if (isLater(deadline) || isFull(young))
            break;
        young.push_back({key.lane, m_young.at(key).job});
    }
    std::vector<KeyedJob> written;
    SqliteRows rows = m_database.statement("ready_by_deadline").rows();
    Result<bool> row = rows.next();
    m_passed = 0;
    for (; row && *row && !isLater(rows.time(6)) && !isFull(written); row = rows.next()) {
        const ReadyKey key {{rows.integer(0), rows.integer(1), rows.integer(2)}, rows.integer(3)};
        if (m_consumed.contains(key))
            ++m_passed;
        else
            written.push_back(
                {key.lane, {Seq {rows.integer(4)}, Position {key.position}, rows.integer(5), rows.maybeTime(6)}});
    }
    if (!row)
        return failure(row.error());
    std::vector<KeyedJob> jobs;
    std::merge(young.begin(), young.end(), written.begin(), written.end(), std::back_inserter(jobs),
        [](const KeyedJob &a, const KeyedJob &b) { return *a.job.deadline < *b.job.deadline; });
    jobs.resize(std::min(jobs.size(), static_cast<std::size_t>(limit)));
    return jobs;
}

Result<std::vector<KeyedJob>> WaitingIndex::overdue(TimePoint now, int limit)
{
    return byDeadline(now, limit);
}

Result<std::optional<TimePoint>> WaitingIndex::nextDeadline()
{
    const auto next = byDeadline({}, 1);
    if (!next)
        return failure(next.error());
    return next->empty() ? std::nullopt : next->front().job.deadline;
}

std::map<CounterKey, std::int64_t> WaitingIndex::countedAsDelayed() const
{
    std::map<CounterKey, std::int64_t> counts;
    for (const auto &[key, young] : m_young) {
        if (young.hasDelayedRow)
            ++counts[{key.lane.queue, key.lane.tenant}];
    }
    return counts;
}

void WaitingIndex::beginRemoval()
{
    m_toRemove = m_consumed.lanes();
    std::reverse(m_toRemove.begin(), m_toRemove.end());
    m_passed = 0;
}

Result<> WaitingIndex::removeSome(std::size_t most)
{
    while (most > 0 && !m_toRemove.empty()) {
        const LaneKey lane = m_toRemove.back();
        const std::size_t here = m_consumed.of(lane).size();
        const std::size_t count = std::min(here, most);
        if (count > 0) {
            if (auto done = removeFirst(lane, count); !done)
                return done;
        }
        if (count == here) {
            m_toRemove.pop_back();
            m_undo.add([this, lane] { m_toRemove.push_back(lane); });
        }
        most -= count;
    }
    return {};
}

Result<> WaitingIndex::removeFirst(const LaneKey &lane, std::size_t count)
{
    const ConsumedEntries::Positions &consumed = m_consumed.of(lane);
    const ConsumedEntries::Positions positions(consumed.begin(), consumed.begin() + static_cast<std::ptrdiff_t>(count));
    // In fair order nothing waits between them: they go at once, in half the time.
    const auto wanted = static_cast<std::int64_t>(count);
    const Result<std::int64_t> between = countBetween(lane, positions.front(), positions.back(), wanted + 1);
    if (!between)
        return failure(between.error());
    Result<> done;
    if (*between == wanted) {
        done = m_database.statement("delete_ready_between")
                   .run(lane.queue, lane.priority, lane.tenant, positions.front(), positions.back());
    } else {
        SqliteStatement &remove = m_database.statement("delete_ready");
        for (std::size_t i = 0; done && i < count; ++i)
            done = remove.run(lane.queue, lane.priority, lane.tenant, positions[i]);
    }
    if (!done)
        return done;
    m_consumed.removeFirst(lane, count);
    m_undo.add([this, lane, positions] {
        for (const std::int64_t position : positions)
            m_consumed.add({lane, position});
    });
    return {};
}

Result<std::int64_t> WaitingIndex::countBetween(
    const LaneKey &lane, std::int64_t first, std::int64_t last, std::int64_t most)
{
    SqliteRows rows =
        m_database.statement("ready_between").rows(lane.queue, lane.priority, lane.tenant, first, last, most);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return rows.integer(0);
}

std::vector<ReadyKey> WaitingIndex::consumed() const
{
    std::vector<ReadyKey> keys;
    keys.reserve(m_consumed.count());
    for (const LaneKey &lane : m_consumed.lanes()) {
        for (const std::int64_t position : m_consumed.of(lane))
            keys.push_back({lane, position});
    }
    return keys;
}

Result<> WaitingIndex::writeYoung()
{
    SqliteStatement &insert = m_database.statement("insert_ready");
    std::vector<const Young *> wereDelayed;
    for (const auto &[key, young] : m_young) {
        auto done = insert.run(key.lane.queue, key.lane.priority, key.lane.tenant, key.position, young.job.seq,
            young.job.cost, young.job.deadline);
        if (!done)
            return done;
        if (young.hasDelayedRow)
            wereDelayed.push_back(&young);
    }
    for (const Young *young : wereDelayed) {
        if (auto done = m_database.statement("delete_delayed").run(young->job.seq); !done)
            return done;
        if (auto done = m_database.statement("insert_moved").run(young->job.seq, young->job.position); !done)
            return done;
    }
    return {};
}

void WaitingIndex::keep(bool wasWritten)
{
    m_consumedNow.clear();
    if (wasWritten) {
        m_young.clear();
        m_bySeq.clear();
        m_deadlines.clear();
    }
}

} // namespace fairlead
