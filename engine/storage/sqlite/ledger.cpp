// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/ledger.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
/// Tokens are reserved in blocks, so that a claim need not write the counter: a start skips the rest of the block.
constexpr std::int64_t tokenBlock = 65'536;
constexpr std::int64_t fullSync = 2; ///< what the pragma calls FULL
/// So many times the young may be consumed before they go out of the index: to take some of a lane out dirties four
/// pages or so, however many go.
constexpr std::int64_t consumedFactor = 32;
/// Then they go, so large a part of the young with each commit, so that none takes long.
constexpr std::int64_t removalPart = 2;
constexpr std::size_t keysPerLateRow = 20'000;
/// A start reads the jobs accepted since the last write of the index; so many times the young they may be.
constexpr std::int64_t tailFactor = 4;
} // namespace

Ledger::Ledger(SqliteConnection &database, const Ballast &ballast, int youngMax)
    : m_database(database)
    , m_ballast(ballast)
    , m_youngMax(youngMax)
    , m_counters(database)
    , m_waiting(database, m_undo)
    , m_events(database)
{
}

Result<> Ledger::load()
{
    {
        SqliteRows meta = m_database.statement("read_meta").rows();
        const Result<bool> row = meta.next();
        if (!row)
            return failure(row.error());
        if (!*row)
            return failure(ErrorCode::Corrupt,
                "the database file " + m_database.file() + " is damaged: its table 'meta' is empty; restore a backup");
        m_nextNumber = meta.integer(0);
        m_nextToken = m_tokensReservedTo = meta.integer(1);
        m_indexedTo = meta.integer(2);
        m_incarnation = meta.integer(3) + 1;
    }
    std::vector<LateChanges> late;
    {
        SqliteRows rows = m_database.statement("all_late").rows();
        Result<bool> row = rows.next();
        for (; row && *row; row = rows.next()) {
            Result<LateChanges> changes = LateChanges::unpack(rows.blob(0));
            if (!changes)
                return failure(changes.error());
            late.push_back(std::move(*changes));
        }
        if (!row)
            return failure(row.error());
        m_lateRows = static_cast<std::int64_t>(late.size());
    }
    {
        SqliteRows last = m_database.statement("last_seq").rows();
        const Result<bool> row = last.next();
        if (!row)
            return failure(row.error());
        m_nextNumber = std::max(m_nextNumber, last.integer(0) + 1);
    }
    if (auto done = m_events.load(); !done)
        return done;
    if (auto done = m_counters.load(late); !done)
        return done;
    return m_waiting.load(m_indexedTo, late);
}

Result<> Ledger::beginLife()
{
    return commit([this]() -> Result<> {
        needsRoom();
        if (auto written = m_database.statement("write_incarnation").run(m_incarnation); !written)
            return written;
        return reserveTokens();
    });
}

Result<> Ledger::reserveTokens()
{
    const std::int64_t before = m_tokensReservedTo;
    if (auto reserved = m_database.statement("write_token").run(m_nextToken + tokenBlock); !reserved)
        return reserved;
    m_undo.add([this, before] {
        m_tokensReservedTo = before;
        m_hasReserved = false;
    });
    m_tokensReservedTo = m_nextToken + tokenBlock;
    m_hasReserved = true;
    return {};
}

Result<Token> Ledger::nextToken()
{
    if (m_nextToken == m_tokensReservedTo) {
        if (auto reserved = reserveTokens(); !reserved)
            return failure(reserved.error());
    }
    return Token {m_nextToken++};
}

Result<> Ledger::commit(const std::function<Result<>()> &work)
{
    return commit(work, Late::Keep);
}

Result<> Ledger::commit(const std::function<Result<>()> &work, Late late)
{
    Result<> done = tryCommit(work, late);
    const bool isWorthBallast = m_needsRoom && !m_sparesBallast;
    if (!done && done.error().code == ErrorCode::DiskFull && isWorthBallast && m_ballast.giveUp())
        done = tryCommit(work, late);
    return done;
}

Result<> Ledger::tryCommit(const std::function<Result<>()> &work, Late late)
{
    m_needsRoom = m_sparesBallast = false;
    if (auto begun = m_database.statement("begin_writing").run(); !begun)
        return begun;
    m_trouble.reset();
    m_isInCommit = true;
    Result<> done = work();
    m_isInCommit = false;
    if (done && m_trouble)
        done = failure(*m_trouble);
    if (done)
        done = finish(late);
    if (!done)
        rollBack();
    return done;
}

Result<> Ledger::finish(Late late)
{
    if (auto written = m_events.write(); !written)
        return written;
    const bool isYoungWritten = late != Late::Keep || isYoungMuch();
    if (isYoungWritten) {
        if (auto written = writeYoung(); !written)
            return written;
    }
    const bool isTime = late != Late::Keep || isConsumedMuch();
    if (late == Late::WriteAll || (isTime && !m_waiting.isRemoving()))
        m_waiting.beginRemoval();
    const bool wasRemoving = m_waiting.isRemoving();
    if (auto removed = removeConsumed(late); !removed)
        return removed;
    const bool isLateReplaced = m_lateRows >= std::max<std::int64_t>(1, m_youngMax / 4)
        || (!m_waiting.isRemoving() && (wasRemoving || late != Late::Keep));
    if (auto kept = isLateReplaced ? replaceLate() : keepLate(); !kept)
        return kept;
    const std::int64_t lastNumber = m_nextNumber - 1;
    if (auto same = m_database.checkFiles(); !same)
        return same;
    if (auto committed = m_database.statement("commit").run(); !committed)
        return committed;
    m_undo.clear();
    m_events.keepPending();
    m_counters.keepPending(isLateReplaced);
    m_waiting.keep(isYoungWritten);
    if (isYoungWritten)
        m_indexedTo = lastNumber;
    return std::exchange(m_hasReserved, false) ? syncReserved() : Result<>();
}

Result<> Ledger::syncReserved()
{
    const auto level = m_database.pragma("synchronous");
    if (!level)
        return failure(level.error());
    if (*level == fullSync)
        return {};
    // The sync of a further commit brings the one before to the disk; one that changes nothing would not be synced.
    Result<> done = m_database.execute("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
    if (done)
        done = m_database.statement("write_token").run(m_tokensReservedTo + 1);
    if (done)
        done = m_database.statement("commit").run();
    if (done)
        ++m_tokensReservedTo;
    if (!done && m_database.isInTransaction())
        static_cast<void>(m_database.execute("ROLLBACK")); // what failed first is told
    if (Result<> restored = m_database.execute("PRAGMA synchronous = NORMAL"); done && !restored)
        return restored;
    return done;
}

bool Ledger::isYoungMuch() const
{
    return static_cast<std::int64_t>(m_waiting.youngCount()) >= m_youngMax
        || m_nextNumber - m_indexedTo > tailFactor * m_youngMax;
}

bool Ledger::isConsumedMuch() const
{
    return static_cast<std::int64_t>(m_waiting.consumedCount()) >= consumedFactor * m_youngMax || m_waiting.isSlow();
}

bool Ledger::hasLate() const
{
    return m_waiting.youngCount() > 0 || m_waiting.consumedCount() > 0 || m_lateRows > 0;
}

Result<> Ledger::keepLate()
{
    const LateChanges changes {m_waiting.consumedNow(), m_counters.pending()};
    return changes.isEmpty() ? Result<>() : insertLate(changes);
}

Result<> Ledger::insertLate(const LateChanges &changes)
{
    ++m_lateRows;
    m_undo.add([this] { --m_lateRows; });
    const std::string packed = changes.pack();
    return m_database.statement("insert_late").run(SqliteBlob {packed});
}

Result<> Ledger::replaceLate()
{
    if (auto done = m_counters.write(); !done)
        return done;
    if (auto done = m_database.statement("delete_late").run(); !done)
        return done;
    m_undo.add([this, before = m_lateRows] { m_lateRows = before; });
    m_lateRows = 0;
    const std::vector<ReadyKey> left = m_waiting.consumed();
    for (std::size_t i = 0; i < left.size(); i += keysPerLateRow) {
        const auto from = left.begin() + static_cast<std::ptrdiff_t>(i);
        const auto count = static_cast<std::ptrdiff_t>(std::min(keysPerLateRow, left.size() - i));
        if (auto done = insertLate({{from, from + count}, {}}); !done)
            return done;
    }
    return {};
}

Result<> Ledger::removeConsumed(Late late)
{
    const auto part = static_cast<std::size_t>(std::max<std::int64_t>(1, m_youngMax / removalPart));
    return m_waiting.removeSome(late == Late::WriteAll ? m_waiting.consumedCount() : part);
}

Result<> Ledger::writeYoung()
{
    // Entries that the disk counts as delayed are written as waiting ones.
    for (const auto &[key, count] : m_waiting.countedAsDelayed())
        m_counters.setWaiting(key, count);
    if (auto done = m_waiting.writeYoung(); !done)
        return done;
    if (auto done = m_database.statement("count_blocks").run(m_indexedTo, m_nextNumber - 1); !done)
        return done;
    return m_database.statement("write_numbers").run(m_nextNumber, m_nextNumber - 1);
}

Result<> Ledger::writeLate()
{
    return commit([] { return Result<>(); }, Late::WriteAll);
}

Result<bool> Ledger::writeSomeLate()
{
    if (auto done = commit([] { return Result<>(); }, Late::WriteSome); !done)
        return failure(done.error());
    return hasLate();
}

void Ledger::rollBack()
{
    if (m_database.isInTransaction()) {
        // A failed rollback leaves the transaction open; the next commit then fails at its begin and says so.
        const Result<> undone = m_database.execute("ROLLBACK");
        static_cast<void>(undone);
    }
    m_undo.rollBack();
    m_events.dropPending();
    m_counters.dropPending();
    m_waiting.dropConsumedNow();
}

} // namespace fairlead
