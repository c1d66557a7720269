// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/event_rows.h"
#include "engine/storage/sqlite/sqlite_reader.h"

#include <map>
#include <set>

namespace fairlead {

namespace {
constexpr std::size_t problemsMax = 100;

/// Checks a file and gathers the contradictions it finds. Throws SqliteFailure. Threads: one.
class Verification
{
public:
    Verification(SqliteConnection &database, JobRows &jobs, NameTables &names)
        : m_database(database)
        , m_jobs(jobs)
        , m_names(names)
    {
    }

    VerifyReport run()
    {
        readMarks();
        readDeferred();
        checkStructure();
        checkPlaces();
        checkStrays();
        checkCounters();
        checkLists();
        checkEvents();
        checkCaches();
        return std::move(m_report);
    }

private:
    void problem(std::string text)
    {
        if (m_report.problems.size() < problemsMax)
            m_report.problems.push_back(std::move(text));
    }

    template <typename... Arguments>
    SqliteRows rowsOf(std::string_view statement, const Arguments &...arguments)
    {
        return m_database.statement(statement).rows(arguments...);
    }

    void readMarks()
    {
        SqliteRows rows = rowsOf("list_marks");
        rows.next();
        m_indexedTo = rows.integer(0);
        m_tagsFrom = rows.integer(1);
    }

    void readDeferred()
    {
        SqliteRows rows = rowsOf("all_late");
        while (rows.next()) {
            const DeferredChanges changes = DeferredChanges::unpack(rows.blob(0));
            m_consumed.insert(changes.consumed.begin(), changes.consumed.end());
            for (const auto &[key, counts] : changes.counted)
                add(m_kept[key], counts);
        }
    }

    void checkStructure()
    {
        SqliteRows rows = rowsOf("integrity");
        while (rows.next()) {
            if (rows.text(0) != "ok")
                problem("structure: " + rows.string(0));
        }
    }

    void checkPlaces()
    {
        SqliteRows rows = rowsOf("places");
        while (rows.next()) {
            ++m_report.jobsChecked;
            checkPlace(rows);
            const std::int64_t seq = rows.integer(0);
            if (seq <= m_indexedTo)
                ++m_blocks[seq >> blockBits];
            const auto stored = m_jobs.find(JobNumber {seq}, JobRows::Payload::With);
            if (!stored)
                continue;
            if (!stored->isSound)
                problem("job " + stored->job.id.text() + ": its checksum does not match, it was damaged on disk");
            if (seq >= m_tagsFrom) {
                for (const std::string &tag : stored->job.spec.tags)
                    m_tags.insert({seq, tag});
            }
        }
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

    void checkStrays()
    {
        SqliteRows strays = rowsOf("strays");
        while (strays.next())
            problem("table '" + strays.string(0) + "' has job number " + std::to_string(strays.integer(1))
                + ", which is not there");
        // Consumed entries may be gone from the index already.
        std::int64_t waiting = 0;
        SqliteRows rows = rowsOf("all_ready");
        while (rows.next()) {
            const bool isConsumed =
                m_consumed.contains({{rows.integer(0), rows.integer(1), rows.integer(2)}, rows.integer(3)});
            waiting += isConsumed ? 0 : 1;
        }
        if (waiting != m_indexed)
            problem("the index of the waiting has " + std::to_string(waiting) + " entries instead of "
                + std::to_string(m_indexed));
    }

    void checkCounters()
    {
        SqliteRows rows = rowsOf("all_counters");
        while (rows.next()) {
            PlaceCounts counts {};
            for (std::size_t i = 0; i < counts.size(); ++i)
                counts[i] = rows.integer(static_cast<int>(i) + 2);
            add(m_kept[{rows.integer(0), rows.integer(1)}], counts);
        }
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
    }

    void checkCaches()
    {
        SqliteRows rows = rowsOf("wrong_cache_sizes");
        while (rows.next())
            problem("the size of the cache '" + rows.string(0) + "' does not agree with its results");
    }

    void checkLists()
    {
        SqliteRows tags = rowsOf("all_tags");
        while (tags.next()) {
            if (m_tags.erase({tags.integer(1), tags.string(0)}) == 0)
                problem("the index of tags has job number " + std::to_string(tags.integer(1))
                    + " under a tag that it has not");
        }
        for (const auto &[seq, tag] : m_tags)
            problem("the index of tags lacks job number " + std::to_string(seq));
        std::map<std::int64_t, std::int64_t> kept;
        SqliteRows blocks = rowsOf("all_blocks");
        while (blocks.next()) {
            if (blocks.integer(1) != 0)
                kept[blocks.integer(0)] = blocks.integer(1);
        }
        if (kept != m_blocks)
            problem("the counts by order of arrival do not agree with the jobs");
    }

    void checkEvents()
    {
        constexpr std::int64_t beforeTheFirst = 0;
        SqliteRows rows = rowsOf("events_after", beforeTheFirst);
        while (rows.next()) {
            if (!resultOf([&] { return readEventRow(rows, m_names); }))
                problem("the events up to number " + std::to_string(rows.integer(0)) + " cannot be read");
        }
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
    return m_parts.read(ReadTransaction::Limit::None,
        [&] { return Verification(*m_parts.database, m_parts.jobs, m_parts.names).run(); });
}

} // namespace fairlead
