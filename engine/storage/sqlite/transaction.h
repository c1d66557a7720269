// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/counters.h"
#include "engine/storage/sqlite/event_rows.h"
#include "engine/storage/sqlite/reserved_space.h"
#include "engine/storage/sqlite/waiting_index.h"
#include "engine/storage/undo_log.h"

#include <functional>

namespace fairlead {

/// The commit, and what every commit keeps besides rows: rising numbers, counters, events, the index of the waiting.
/// Their deferred changes are kept with each commit in one short row of `late`, and written in a batch when there are
/// many. Threads: that of its connection.
class Transaction
{
public:
    /// At most `unindexedMax` jobs that became ready are deferred, and many times as many tombstones.
    Transaction(SqliteConnection &database, const ReservedSpace &reserve, int unindexedMax);

    /// Reads the state that the last life left. Throws SqliteFailure.
    void load();
    /// Begins a life with its first write. REQUIRES: all was loaded and found sound, because a damaged file must stay
    /// as it is.
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

    /// The commit under way ends runs, or begins the life that will: on a full disk the reserved space is released for
    /// it, and for no other commit.
    void needsRoom() { m_needsRoom = true; }
    /// The commit under way takes new jobs, which must not come before the reserved space is whole: it is not released
    /// for this commit, whatever else the commit does.
    void sparesReserve() { m_sparesReserve = true; }
    /// An id of the commit under way is known already: the commit is to be tried again with `checksIds`.
    void foundKnownId() { m_foundKnownId = true; }
    /// Whether an enqueue must look for each id before it accepts a job.
    bool checksIds() const { return m_checksIds; }

    /// Runs `work` and commits, or puts memory and file back as they were. Tries again when there was no room and the
    /// reserved space made some, and when an id was known. Fails with the error of `work` or of a verb in it.
    Result<> commit(const std::function<Result<>()> &work) { return commit(work, Deferred::Keep); }
    /// One commit around `verb`, or a part of the commit under way. Catches what `verb` throws.
    template <typename Verb>
    auto committed(const Verb &verb) -> decltype(resultOf(verb))
    {
        if (m_isInCommit) {
            auto answer = resultOf(verb);
            if (!answer)
                m_trouble = answer.error(); // also when the caller overlooks it: half a verb must not be kept
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
    /// Writes a part of them; true while there is more.
    Result<bool> writeSomeDeferred();

private:
    /// The deferred changes that a commit writes, beyond those that are due.
    enum class Deferred { Keep, WriteSome, WriteAll };
    Result<> commit(const std::function<Result<>()> &work, Deferred deferred);
    Result<> tryCommit(const std::function<Result<>()> &work, Deferred deferred);
    /// Whether the commit that failed so may succeed when it is tried again.
    bool isWorthAnotherTry(const Error &error);
    void finish(Deferred deferred);
    bool areUnindexedMany() const;
    bool areTombstonesMany() const;
    void reserveTokens();
    /// Sees to it that no power cut lets the reserved tokens be given out again, with relaxed durability too.
    void syncReserved();
    void writeUnindexed();
    void removeTombstones(Deferred deferred);
    void keepDeferred();
    void insertDeferred(const DeferredChanges &changes);
    /// Writes the counters, and replaces all rows of `late` by the tombstones that are left.
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
    bool m_hasReserved = false; ///< tokens, in the commit under way
    std::int64_t m_incarnation = 0;
    std::int64_t m_lateRows = 0; ///< the commit under way included
    bool m_isInCommit = false;
    bool m_needsRoom = false;
    bool m_sparesReserve = false;
    bool m_foundKnownId = false;
    bool m_checksIds = false;
    std::optional<Error> m_trouble;
};

} // namespace fairlead
