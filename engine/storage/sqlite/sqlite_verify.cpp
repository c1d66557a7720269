// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/read_transaction.h"
#include "engine/storage/sqlite/sqlite_reader.h"

#include <map>
#include <set>

namespace fairlead {

namespace {
constexpr std::size_t problemsMax = 100;

/// Checks one file against itself, and gathers what is wrong.
class Verification
{
public:
    Verification(SqliteConnection &database, JobRows &jobs, NameTables &names)
        : m_database(database)
        , m_jobs(jobs)
        , m_names(names)
    {
    }

    Result<VerifyReport> run()
    {
        for (const auto check : {&Verification::readLate, &Verification::checkStructure, &Verification::checkPlaces,
                 &Verification::checkStrays, &Verification::checkCounters, &Verification::checkLists,
                 &Verification::checkEvents, &Verification::checkCaches}) {
            if (auto done = (this->*check)(); !done)
                return failure(done.error());
        }
        return std::move(m_report);
    }

private:
    /// Calls `use` for each row of a statement.
    template <typename Use, typename... Arguments>
    Result<> forEachRow(const char *statement, const Use &use, const Arguments &...arguments)
    {
        SqliteRows rows = m_database.statement(statement).rows(arguments...);
        Result<bool> row = rows.next();
        for (; row && *row; row = rows.next()) {
            if (auto done = use(rows); !done)
                return done;
        }
        if (!row)
            return failure(row.error());
        return {};
    }

    void problem(std::string text)
    {
        if (m_report.problems.size() < problemsMax)
            m_report.problems.push_back(std::move(text));
    }

    Result<> readLate()
    {
        auto done = forEachRow("list_marks", [this](const SqliteRows &rows) -> Result<> {
            m_indexedTo = rows.integer(0);
            m_tagsFrom = rows.integer(1);
            return {};
        });
        if (!done)
            return done;
        return forEachRow("all_late", [this](const SqliteRows &rows) -> Result<> {
            const auto changes = LateChanges::unpack(rows.blob(0));
            if (!changes)
                return failure(changes.error());
            m_consumed.insert(changes->consumed.begin(), changes->consumed.end());
            for (const auto &[key, counts] : changes->counted)
                add(m_kept[key], counts);
            return {};
        });
    }

    Result<> checkStructure()
    {
        return forEachRow("integrity", [this](const SqliteRows &rows) -> Result<> {
            if (rows.text(0) != "ok")
                problem("structure: " + rows.string(0));
            return {};
        });
    }

    Result<> checkPlaces()
    {
        return forEachRow("places", [this](const SqliteRows &rows) -> Result<> {
            ++m_report.jobsChecked;
            checkPlace(rows);
            const Seq seq {rows.integer(0)};
            const auto stored = m_jobs.find(seq, JobRows::Payload::With);
            if (!stored)
                return failure(stored.error());
            if (*stored && !(*stored)->isSound)
                problem("job " + (*stored)->job.id.text() + ": its checksum does not match, it was damaged on disk");
            if (rows.integer(0) <= m_indexedTo)
                ++m_blocks[rows.integer(0) >> blockBits];
            if (*stored && rows.integer(0) >= m_tagsFrom) {
                for (const std::string &tag : (*stored)->job.spec.tags)
                    m_tags.insert({rows.integer(0), tag});
            }
            return {};
        });
    }

    void checkPlace(const SqliteRows &rows)
    {
        const std::int64_t seq = rows.integer(0);
        const std::string name = "job number " + std::to_string(seq);
        JobPlaces places;
        places.isRunning = rows.integer(3) != 0;
        places.isDelayed = rows.integer(4) != 0;
        if (!rows.isNull(5))
            places.outcome = static_cast<JobState>(rows.integer(5));
        const auto state = deriveState(places);
        if (!state) {
            problem(name + ": " + state.error().text);
            return;
        }
        const std::int64_t position = rows.integer(6);
        const bool isIndexed = !rows.isNull(8) && rows.integer(8) == seq
            && !m_consumed.contains({{rows.integer(1), rows.integer(7), rows.integer(2)}, position});
        const bool isWaiting = *state == JobState::Ready;
        if (isIndexed && !isWaiting)
            problem(name + " is " + std::string(jobStateName(*state)) + " and waits as well");
        if (isWaiting && !isIndexed && seq <= m_indexedTo)
            problem(name + " is in no place: it waits, but the index of the waiting lacks it");
        const bool isDeleted = rows.integer(10) != 0;
        if (isDeleted && !isEnded(*state))
            problem(name + " was deleted, but is " + std::string(jobStateName(*state)));
        const bool isDeadLetter = !isDeleted && (*state == JobState::Dead || *state == JobState::Expired);
        if (isDeadLetter != (rows.integer(9) != 0))
            problem(name + " is " + std::string(jobStateName(*state)) + ", and the dead letters say otherwise");
        if (!isDeleted) {
            PlaceCounts &counted = m_counted[{rows.integer(1), rows.integer(2)}];
            ++counted.at(static_cast<std::size_t>(placeOf(*state)));
            if (isBacklog(placeOf(*state)))
                counted[bytesIndex] += rows.integer(11);
        }
        m_indexed += isIndexed ? 1 : 0;
    }

    Result<> checkStrays()
    {
        auto done = forEachRow("strays", [this](const SqliteRows &rows) -> Result<> {
            problem("table '" + rows.string(0) + "' has job number " + std::to_string(rows.integer(1))
                + ", which is not there");
            return {};
        });
        if (!done)
            return done;
        std::int64_t waiting = 0; // what was consumed may be gone from the index already
        done = forEachRow("all_ready", [&](const SqliteRows &rows) -> Result<> {
            const bool isConsumed =
                m_consumed.contains({{rows.integer(0), rows.integer(1), rows.integer(2)}, rows.integer(3)});
            waiting += isConsumed ? 0 : 1;
            return {};
        });
        if (done && waiting != m_indexed)
            problem("the index of the waiting has " + std::to_string(waiting) + " entries instead of "
                + std::to_string(m_indexed));
        return done;
    }

    Result<> checkCounters()
    {
        auto done = forEachRow("all_counters", [this](const SqliteRows &rows) -> Result<> {
            PlaceCounts counts {};
            for (std::size_t i = 0; i < counts.size(); ++i)
                counts[i] = rows.integer(static_cast<int>(i) + 2);
            add(m_kept[{rows.integer(0), rows.integer(1)}], counts);
            return {};
        });
        if (!done)
            return done;
        std::set<CounterKey> keys;
        for (const auto *counts : {&m_kept, &m_counted}) {
            for (const auto &[key, count] : *counts)
                keys.insert(key);
        }
        for (const CounterKey &key : keys) {
            if (m_kept[key] != m_counted[key])
                problem("the counters of queue number " + std::to_string(key.first) + ", tenant number "
                    + std::to_string(key.second) + " do not agree with the jobs");
        }
        return {};
    }

    Result<> checkCaches()
    {
        return forEachRow("wrong_cache_sizes", [this](const SqliteRows &rows) -> Result<> {
            problem("the size of the cache '" + rows.string(0) + "' does not agree with its results");
            return {};
        });
    }

    Result<> checkLists()
    {
        auto done = forEachRow("all_tags", [this](const SqliteRows &rows) -> Result<> {
            if (m_tags.erase({rows.integer(1), rows.string(0)}) == 0)
                problem("the index of tags has job number " + std::to_string(rows.integer(1))
                    + " under a tag that it has not");
            return {};
        });
        for (const auto &[seq, tag] : m_tags)
            problem("the index of tags lacks job number " + std::to_string(seq));
        if (!done)
            return done;
        std::map<std::int64_t, std::int64_t> kept;
        done = forEachRow("all_blocks", [&kept](const SqliteRows &rows) -> Result<> {
            if (rows.integer(1) != 0)
                kept[rows.integer(0)] = rows.integer(1);
            return {};
        });
        if (done && kept != m_blocks)
            problem("the counts by order of arrival do not agree with the jobs");
        return done;
    }

    Result<> checkEvents()
    {
        constexpr std::int64_t beforeTheFirst = 0;
        return forEachRow(
            "events_after",
            [this](const SqliteRows &rows) -> Result<> {
                if (!readEventRow(rows.integer(0), rows.integer(1), rows.blob(2), m_names))
                    problem("the events up to number " + std::to_string(rows.integer(0)) + " cannot be read");
                return {};
            },
            beforeTheFirst);
    }

    static void add(PlaceCounts &counts, const PlaceCounts &more)
    {
        for (std::size_t i = 0; i < counts.size(); ++i)
            counts[i] += more[i];
    }

    SqliteConnection &m_database;
    JobRows &m_jobs;
    NameTables &m_names;
    VerifyReport m_report;
    std::int64_t m_indexedTo = 0;
    std::int64_t m_tagsFrom = 0;
    std::int64_t m_indexed = 0;
    std::set<std::pair<std::int64_t, std::string>> m_tags;
    std::map<std::int64_t, std::int64_t> m_blocks;
    std::set<ReadyKey> m_consumed;
    CountMap m_kept;
    CountMap m_counted;
};
} // namespace

Result<VerifyReport> SqliteReader::verify()
{
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::None);
    return Verification(*m_database, m_jobs, m_names).run();
}

} // namespace fairlead
