// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/counters.h"
#include "engine/storage/sqlite/event_rows.h"
#include "engine/storage/sqlite/reserved_space.h"
#include "engine/storage/sqlite/waiting_index.h"
#include "engine/storage/undo_log.h"

#include <functional>

namespace fairlead {

/// The commit, and what every commit keeps besides rows: ascending numbers, counters, events, the waiting index. Their
/// deferred changes are kept with each commit in one short row of `late`. They are written in a batch when there are
/// many. Threads: that of its connection.
class Transaction
{
public:
    /// Defers at most `unindexedMax` jobs that became ready, and many times as many tombstones.
    Transaction(SqliteConnection &database, const ReservedSpace &reserve, int unindexedMax);

    /// Reads the state that the last life left. Throws SqliteFailure.
    void load();
    /// Begins a life with its first write. REQUIRES: everything was loaded and found sound, because a damaged file must
    /// stay as it is.
    Result<> beginLife();

    UndoLog &undo() { return m_undo; }
    Counters &counters() { return m_counters; }
    WaitingIndex &waiting() { return m_waiting; }
    EventRows &events() { return m_events; }
    Incarnation incarnation() const { return Incarnation {m_incarnation}; }
    /// The next seq or position.
    std::int64_t nextNumber() { return m_nextNumber++; }
    /// Throws SqliteFailure.
    Token nextToken();

    /// To be called in a commit that ends runs, or that begins the life of the engine. On a full disk the reserved
    /// space is released for such a commit, and for no other.
    void needsRoom() { m_needsRoom = true; }
    /// To be called in a commit that accepts new jobs. The reserved space is not released for it, even when the commit
    /// also ends runs: new jobs must wait until the space is whole.
    void sparesReserve() { m_sparesReserve = true; }
    /// To be called when an id in the commit under way is known already. The commit is tried again with `checksIds`.
    void foundKnownId() { m_foundKnownId = true; }
    /// Whether an enqueue must look for each id before it accepts a job.
    bool checksIds() const { return m_checksIds; }

    /// Runs `work` and commits, or restores memory and file. Tries again when there was no room and the reserved space
    /// made some, and when an id was known. Fails with the error of `work` or of a verb in it.
    Result<> commit(const std::function<Result<>()> &work) { return commit(work, Deferred::Keep); }
    /// Runs `verb` in a commit of its own, or as a part of the commit under way. Catches what `verb` throws.
    template <typename Verb>
    auto committed(const Verb &verb) -> decltype(resultOf(verb))
    {
        if (m_isInCommit) {
            auto answer = resultOf(verb);
            if (!answer)
                // Kept even if the caller overlooks the failure: half a verb must not be committed.
                m_trouble = answer.error();
            return answer;
        }
        decltype(resultOf(verb)) answer = failure(ErrorCode::Internal, "the store did not answer");
        FAIRLEAD_CHECK(commit([&]() -> Result<> {
            answer = resultOf(verb);
            return answer ? Result<>() : failure(answer.error());
        }));
        return answer;
    }

    bool hasDeferred() const;
    /// Writes all deferred changes.
    Result<> writeDeferred();
    /// Writes a part of the deferred changes. True while there are more.
    Result<bool> writeSomeDeferred();

private:
    /// The deferred changes that a commit writes, beyond those that are due.
    enum class Deferred { Keep, WriteSome, WriteAll };
    Result<> commit(const std::function<Result<>()> &work, Deferred deferred);
    Result<> tryCommit(const std::function<Result<>()> &work, Deferred deferred);
    /// Whether the commit that failed with `error` may succeed when it is tried again.
    bool isWorthAnotherTry(const Error &error);
    void finish(Deferred deferred);
    bool areUnindexedMany() const;
    bool areTombstonesMany() const;
    void reserveTokens();
    /// Brings the reserved tokens to the disk, also with relaxed durability: after a power cut no token may be given
    /// out again.
    void syncReserved();
    void writeUnindexed();
    void removeTombstones(Deferred deferred);
    void keepDeferred();
    void insertDeferred(const DeferredChanges &changes);
    /// Writes the counters, and replaces all rows of `late` by the remaining tombstones.
    void replaceDeferred();
    void rollBack();

    SqliteConnection &m_database;
    const ReservedSpace &m_reserve;
    std::int64_t m_unindexedMax;
    UndoLog m_undo;
    Counters m_counters;
    WaitingIndex m_waiting;
    EventRows m_events;

    std::int64_t m_nextNumber = 1;
    std::int64_t m_indexedTo = 0;
    std::int64_t m_nextToken = 1;
    std::int64_t m_tokensReservedTo = 1; ///< lower tokens may be given out without a write
    bool m_hasReserved = false; ///< tokens were reserved in the commit under way
    std::int64_t m_incarnation = 0;
    std::int64_t m_lateRows = 0; ///< including the commit under way
    bool m_isInCommit = false;
    bool m_needsRoom = false;
    bool m_sparesReserve = false;
    bool m_foundKnownId = false;
    bool m_checksIds = false;
    std::optional<Error> m_trouble;
};

} // namespace fairlead
