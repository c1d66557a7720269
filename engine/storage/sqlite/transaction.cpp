// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/transaction.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
/// Tokens are reserved in blocks, so that a claim need not write the counter. A start skips the rest of the last block.
constexpr std::int64_t tokenBlock = 65'536;
constexpr std::int64_t fullSync = 2; ///< the value of FULL in the pragma `synchronous`
/// Tombstones are removed when there are this many times as many as the largest number of unindexed jobs. A removal
/// from a lane dirties about four pages, however many entries it removes.
constexpr std::int64_t tombstonesFactor = 32;
/// Each commit then removes this fraction of the unindexed limit, so that no commit takes long.
constexpr std::int64_t removalPart = 2;
constexpr std::size_t keysPerLateRow = 20'000;
/// A start reads the jobs accepted since the last write of the index. They number at most this many times the unindexed
/// limit.
constexpr std::int64_t tailFactor = 4;
} // namespace

Transaction::Transaction(SqliteConnection &database, const ReservedSpace &reserve, int unindexedMax)
    : m_database(database)
    , m_reserve(reserve)
    , m_unindexedMax(unindexedMax)
    , m_counters(database)
    , m_waiting(database, m_undo)
    , m_events(database)
{
}

void Transaction::load()
{
    {
        SqliteRows meta = m_database.statement("read_meta").rows();
        if (!meta.next())
            throwDamaged(m_database.file(), "its table 'meta' is empty");
        m_nextNumber = meta.integer(0);
        m_nextToken = m_tokensReservedTo = meta.integer(1);
        m_indexedTo = meta.integer(2);
        m_incarnation = meta.integer(3) + 1;
    }
    std::vector<DeferredChanges> deferred;
    {
        SqliteRows rows = m_database.statement("all_late").rows();
        while (rows.next())
            deferred.push_back(DeferredChanges::unpack(rows.blob(0)));
        m_lateRows = static_cast<std::int64_t>(deferred.size());
    }
    m_nextNumber = std::max(m_nextNumber, m_database.number("last_seq") + 1);
    m_events.load();
    m_counters.load(deferred);
    m_waiting.load(m_indexedTo, deferred);
}

Result<> Transaction::beginLife()
{
    return committed([this] {
        needsRoom();
        m_database.statement("write_incarnation").run(m_incarnation);
        reserveTokens();
    });
}

void Transaction::reserveTokens()
{
    m_database.statement("write_token").run(m_nextToken + tokenBlock);
    m_undo.add([this, before = m_tokensReservedTo] {
        m_tokensReservedTo = before;
        m_hasReserved = false;
    });
    m_tokensReservedTo = m_nextToken + tokenBlock;
    m_hasReserved = true;
}

Token Transaction::nextToken()
{
    if (m_nextToken == m_tokensReservedTo)
        reserveTokens();
    return Token {m_nextToken++};
}

Result<> Transaction::commit(const std::function<Result<>()> &work, Deferred deferred)
{
    Result<> done = tryCommit(work, deferred);
    while (!done && isWorthAnotherTry(done.error()))
        done = tryCommit(work, deferred);
    m_checksIds = false;
    return done;
}

bool Transaction::isWorthAnotherTry(const Error &error)
{
    if (m_foundKnownId)
        return !std::exchange(m_checksIds, true);
    return error.code == ErrorCode::DiskFull && m_needsRoom && !m_sparesReserve && m_reserve.release();
}

Result<> Transaction::tryCommit(const std::function<Result<>()> &work, Deferred deferred)
{
    m_needsRoom = m_sparesReserve = m_foundKnownId = false;
    FAIRLEAD_CHECK(resultOf([this] {
        m_database.checkFiles();
        m_database.statement("begin_writing").run();
    }));
    m_trouble.reset();
    m_isInCommit = true;
    Result<> done = work();
    m_isInCommit = false;
    if (done && m_trouble)
        done = failure(*m_trouble);
    if (done)
        done = resultOf([&] { finish(deferred); });
    if (!done)
        rollBack();
    return done;
}

void Transaction::finish(Deferred deferred)
{
    m_events.write();
    const bool isIndexWritten = deferred != Deferred::Keep || areUnindexedMany();
    if (isIndexWritten)
        writeUnindexed();
    const bool isTime = deferred != Deferred::Keep || areTombstonesMany();
    if (deferred == Deferred::WriteAll || (isTime && !m_waiting.isRemoving()))
        m_waiting.beginRemoval();
    const bool wasRemoving = m_waiting.isRemoving();
    removeTombstones(deferred);
    const bool isReplaced = m_lateRows >= std::max<std::int64_t>(1, m_unindexedMax / 4)
        || (!m_waiting.isRemoving() && (wasRemoving || deferred != Deferred::Keep));
    if (isReplaced)
        replaceDeferred();
    else
        keepDeferred();
    const std::int64_t lastNumber = m_nextNumber - 1;
    m_database.checkFiles();
    m_database.statement("commit").run();
    m_database.noteFiles();
    m_undo.clear();
    m_events.keepPending();
    m_counters.keepPending(isReplaced);
    m_waiting.keep(isIndexWritten);
    if (isIndexWritten)
        m_indexedTo = lastNumber;
    if (std::exchange(m_hasReserved, false))
        syncReserved();
}

void Transaction::syncReserved()
{
    if (m_database.pragma("synchronous") == fullSync)
        return;
    const Result<> synced = resultOf([this] {
        // The sync of this further commit also brings the one before to the disk. A commit that changes nothing is not
        // synced.
        m_database.execute("PRAGMA synchronous = FULL; BEGIN IMMEDIATE");
        m_database.statement("write_token").run(m_tokensReservedTo + 1);
        m_database.statement("commit").run();
        m_database.noteFiles();
        ++m_tokensReservedTo;
    });
    if (!synced && m_database.isInTransaction())
        static_cast<void>(resultOf([this] { m_database.execute("ROLLBACK"); })); // the first failure is reported
    const Result<> restored = resultOf([this] { m_database.execute("PRAGMA synchronous = NORMAL"); });
    orThrow(synced ? restored : synced);
}

bool Transaction::areUnindexedMany() const
{
    return static_cast<std::int64_t>(m_waiting.unindexedCount()) >= m_unindexedMax
        || m_nextNumber - m_indexedTo > tailFactor * m_unindexedMax;
}

bool Transaction::areTombstonesMany() const
{
    return static_cast<std::int64_t>(m_waiting.tombstoneCount()) >= tombstonesFactor * m_unindexedMax
        || m_waiting.isSlow();
}

bool Transaction::hasDeferred() const
{
    return m_waiting.unindexedCount() > 0 || m_waiting.tombstoneCount() > 0 || m_lateRows > 0;
}

void Transaction::keepDeferred()
{
    const DeferredChanges changes {m_waiting.consumedNow(), m_counters.pending()};
    if (!changes.isEmpty())
        insertDeferred(changes);
}

void Transaction::insertDeferred(const DeferredChanges &changes)
{
    ++m_lateRows;
    m_undo.add([this] { --m_lateRows; });
    const std::string packed = changes.pack();
    m_database.statement("insert_late").run(SqliteBlob {packed});
}

void Transaction::replaceDeferred()
{
    m_counters.write();
    m_database.statement("delete_late").run();
    m_undo.add([this, before = m_lateRows] { m_lateRows = before; });
    m_lateRows = 0;
    const std::vector<ReadyKey> left = m_waiting.tombstones();
    for (std::size_t i = 0; i < left.size(); i += keysPerLateRow) {
        const auto from = left.begin() + static_cast<std::ptrdiff_t>(i);
        const auto count = static_cast<std::ptrdiff_t>(std::min(keysPerLateRow, left.size() - i));
        insertDeferred({{from, from + count}, {}});
    }
}

void Transaction::removeTombstones(Deferred deferred)
{
    const auto part = static_cast<std::size_t>(std::max<std::int64_t>(1, m_unindexedMax / removalPart));
    m_waiting.removeSome(deferred == Deferred::WriteAll ? m_waiting.tombstoneCount() : part);
}

void Transaction::writeUnindexed()
{
    // Jobs that the disk counts as delayed but are waiting are now counted as waiting.
    for (const auto &[key, count] : m_waiting.countedAsDelayed())
        m_counters.setWaiting(key, count);
    m_waiting.writeUnindexed();
    m_database.statement("count_blocks").run(m_indexedTo, m_nextNumber - 1);
    m_database.statement("write_numbers").run(m_nextNumber, m_nextNumber - 1);
}

Result<> Transaction::writeDeferred()
{
    return commit([] { return Result<>(); }, Deferred::WriteAll);
}

Result<bool> Transaction::writeSomeDeferred()
{
    FAIRLEAD_CHECK(commit([] { return Result<>(); }, Deferred::WriteSome));
    return hasDeferred();
}

void Transaction::rollBack()
{
    // A failed rollback leaves the transaction open. The next commit then fails at its begin and reports it.
    if (m_database.isInTransaction())
        static_cast<void>(resultOf([this] { m_database.execute("ROLLBACK"); }));
    m_database.noteFiles();
    m_undo.rollBack();
    m_events.dropPending();
    m_counters.dropPending();
    m_waiting.dropConsumedNow();
}

} // namespace fairlead
