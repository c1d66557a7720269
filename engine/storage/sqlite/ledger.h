// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/ballast.h"
#include "engine/storage/sqlite/counters.h"
#include "engine/storage/sqlite/event_rows.h"
#include "engine/storage/sqlite/undo_log.h"
#include "engine/storage/sqlite/waiting_index.h"

#include <functional>

namespace fairlead {

/// The commit, and what every commit keeps besides rows: rising numbers, counters, the index of the waiting. What these
/// put off is kept with each commit in one short row of `late`, and written in a batch when it has become much.
/// Threads: that of its connection.
class Ledger
{
public:
    /// `youngMax`: so many jobs that became ready are put off at most; consumed entries many times as many.
    Ledger(SqliteConnection &database, const Ballast &ballast, int youngMax);

    /// Reads where the last life stopped.
    Result<> load();
    /// The first write of a life. REQUIRES: loaded, and all else was found sound, so that a damaged file stays as it
    /// is.
    Result<> beginLife();

    UndoLog &undo() { return m_undo; }
    Counters &counters() { return m_counters; }
    WaitingIndex &waiting() { return m_waiting; }
    EventRows &events() { return m_events; }
    Incarnation incarnation() const { return Incarnation {m_incarnation}; }
    /// The next seq or position.
    std::int64_t nextNumber() { return m_nextNumber++; }
    Result<Token> nextToken();

    /// The commit under way ends runs, or begins the life that will: on a full disk the ballast is given up for it, and
    /// for no other.
    void needsRoom() { m_needsRoom = true; }
    /// It takes what may not come before the ballast is whole: the ballast is not given up for it, whatever else it
    /// does.
    void sparesBallast() { m_sparesBallast = true; }
    /// Runs `work`, again when there was no room and the ballast made some, and commits, or puts memory and file back
    /// as they were. Fails with what `work` or a verb in it said.
    Result<> commit(const std::function<Result<>()> &work);
    /// One commit around `verb`, or a part of the commit under way.
    template <typename Verb>
    auto committed(const Verb &verb) -> decltype(verb())
    {
        decltype(verb()) answer = failure(ErrorCode::Internal, "the store did not answer");
        if (m_isInCommit) {
            answer = verb();
            if (!answer)
                m_trouble = answer.error(); // also when the caller overlooks it: half a verb must not be kept
            return answer;
        }
        const Result<> done = commit([&]() -> Result<> {
            answer = verb();
            return answer ? Result<>() : Result<>(failure(answer.error()));
        });
        if (!done)
            return failure(done.error());
        return answer;
    }

    bool hasLate() const;
    /// Writes everything that was put off.
    Result<> writeLate();
    /// The same a piece at a time. True while there is more.
    Result<bool> writeSomeLate();

private:
    enum class Late { Keep, WriteSome, WriteAll };
    Result<> commit(const std::function<Result<>()> &work, Late late);
    bool isYoungMuch() const;
    bool isConsumedMuch() const;
    Result<> tryCommit(const std::function<Result<>()> &work, Late late);
    Result<> finish(Late late);
    Result<> reserveTokens();
    /// Sees to it that a power cut never makes the reserved tokens be given out again, also with relaxed durability.
    Result<> syncReserved();
    Result<> writeYoung();
    Result<> removeConsumed(Late late);
    Result<> keepLate();
    Result<> insertLate(const LateChanges &changes);
    /// Writes the counters, and what was consumed and is still in the index, in place of all rows of `late`.
    Result<> replaceLate();
    void rollBack();

    SqliteConnection &m_database;
    const Ballast &m_ballast;
    std::int64_t m_youngMax;
    UndoLog m_undo;
    Counters m_counters;
    WaitingIndex m_waiting;
    EventRows m_events;

    std::int64_t m_nextNumber = 1;
    std::int64_t m_indexedTo = 0;
    std::int64_t m_nextToken = 1;
    std::int64_t m_tokensReservedTo = 1; ///< those below may be given out without a write
    bool m_hasReserved = false; ///< tokens, in the commit under way
    std::int64_t m_incarnation = 0;
    std::int64_t m_lateRows = 0; ///< the commit under way included
    bool m_isInCommit = false;
    bool m_needsRoom = false;
    bool m_sparesBallast = false;
    std::optional<Error> m_trouble;
};

} // namespace fairlead
