// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/read_transaction.h"
#include "engine/storage/sqlite/sqlite_reader.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The statement that gives candidates, newest first. Waiting jobs are found by being nowhere else.
std::string_view listStatement(const JobQuery &query, bool hasTagIndex)
{
    if (!query.fingerprint.empty())
        return "list_dead";
    if (!query.state && !query.idPrefix.empty())
        return "list_by_id";
    switch (query.state.value_or(JobState::Ready)) {
    case JobState::Scheduled:
        return "list_delayed";
    case JobState::Running:
        return "list_running";
    case JobState::Dead:
    case JobState::Expired:
        return "list_dead";
    case JobState::Succeeded:
        return hasTagIndex ? "list_by_tag" : "list_succeeded";
    case JobState::Cancelled:
        return hasTagIndex ? "list_by_tag" : "list_cancelled";
    case JobState::Blocked:
    case JobState::Ready:
        break;
    }
    return hasTagIndex ? "list_by_tag" : "list_all";
}

struct IdRange
{
    JobId first;
    JobId last;
};
/// The ids that begin so. A prefix that is none gives an empty range.
IdRange idRangeOf(const std::string &prefix)
{
    const std::string shape = "00000000-0000-0000-0000-000000000000";
    const std::string highest = "ffffffff-ffff-ffff-ffff-ffffffffffff";
    const auto completed = [&prefix](const std::string &rest) {
        return prefix.size() < rest.size() ? prefix + rest.substr(prefix.size()) : prefix;
    };
    const auto first = JobId::parse(completed(shape));
    const auto last = JobId::parse(completed(highest));
    return first && last ? IdRange {*first, *last} : IdRange {JobId::parse(highest).value_or(JobId {}), JobId {}};
}

/// Whether each job that is kept passes but for its queue and tenant.
bool asksForLanesAlone(JobFilter filter)
{
    filter.queue.reset();
    filter.tenant.reset();
    return filter == JobFilter {};
}

SqliteRows candidates(SqliteStatement &list, std::string_view name, const JobQuery &query, std::int64_t below)
{
    if (name == "list_dead")
        return list.rows(below, query.fingerprint);
    if (name == "list_by_tag")
        return list.rows(below, query.tag);
    if (name != "list_by_id")
        return list.rows(below);
    const IdRange range = idRangeOf(query.idPrefix);
    return list.rows(below, SqliteBlob {bytesOf(range.first)}, SqliteBlob {bytesOf(range.last)});
}
} // namespace

struct SqliteReader::ListMarks
{
    std::int64_t indexedTo = 0; ///< blocks count jobs up to this seq
    std::int64_t tagsFrom = 0; ///< tags of jobs from this seq on are indexed
};

Result<SqliteReader::ListMarks> SqliteReader::listMarks()
{
    SqliteRows rows = m_database->statement("list_marks").rows();
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return ListMarks {rows.integer(0), rows.integer(1)};
}

struct SqliteReader::Passed
{
    std::int64_t below = 0; ///< all above it were passed over
    std::int64_t jobs = 0;
};

/// Passes over jobs one by one, down to seq `floor`, until there are `count` of them.
Result<> SqliteReader::passKept(Passed &passed, std::int64_t floor, std::int64_t count)
{
    if (passed.jobs == count)
        return {};
    SqliteRows rows = m_database->statement("kept_between").rows(passed.below, floor);
    Result<bool> row = rows.next();
    for (; row && *row; row = rows.next()) {
        passed.below = rows.integer(0);
        if (++passed.jobs == count)
            return {};
    }
    if (!row)
        return failure(row.error());
    passed.below = std::min(passed.below, floor);
    return {};
}

/// Passes over `count` jobs, whatever they are, mostly by whole blocks. Fewer when the list ends.
Result<SqliteReader::Passed> SqliteReader::passOver(std::int64_t below, std::int64_t count)
{
    const auto marks = listMarks();
    if (!marks)
        return failure(marks.error());
    Passed passed {below, 0};
    const std::int64_t wholeBlocks = std::min(below, marks->indexedTo + 1) >> blockBits;
    if (auto done = passKept(passed, wholeBlocks << blockBits, count); !done)
        return failure(done.error());
    if (passed.jobs == count)
        return passed;
    SqliteRows blocks = m_database->statement("blocks_below").rows(wholeBlocks);
    Result<bool> block = blocks.next();
    for (; block && *block && passed.jobs + blocks.integer(1) <= count; block = blocks.next()) {
        passed.jobs += blocks.integer(1);
        passed.below = blocks.integer(0) << blockBits;
    }
    if (!block)
        return failure(block.error());
    if (auto done = passKept(passed, 0, count); !done)
        return failure(done.error());
    return passed;
}

Result<JobPage> SqliteReader::listJobs(const JobQuery &query)
{
    const auto below = parseJobCursor(query.cursor);
    if (!below)
        return failure(below.error());
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    if (query.skip == 0 || static_cast<const JobFilter &>(query) != JobFilter {})
        return collectJobs(query, *below, {});
    const auto passed = passOver(*below, query.skip);
    if (!passed)
        return failure(passed.error());
    return collectJobs(query, passed->below, {{}, {}, passed->jobs});
}

Result<JobPage> SqliteReader::collectJobs(const JobQuery &query, std::int64_t below, JobPage page)
{
    const auto filter = filterOf(query.queue, query.tenant);
    const auto marks = listMarks();
    if (!filter)
        return failure(filter.error());
    if (!marks)
        return failure(marks.error());
    const auto limit = static_cast<std::size_t>(pageLimit(query.limit));
    const bool isByRow = asksForLanesAlone(query);
    const ListBudget budget;
    Seq examined {below};
    const std::string_view name = listStatement(query, !query.tag.empty() && below > marks->tagsFrom);
    SqliteRows rows = candidates(m_database->statement(name), name, query, below);
    Result<bool> row = rows.next();
    for (; row && *row && !filter->matchesNone; row = rows.next()) {
        if (budget.isSpent() && examined != Seq {below}) {
            page.cursor = jobCursorText(examined);
            return page;
        }
        const Seq seq {rows.integer(0)};
        const Seq before = std::exchange(examined, seq);
        if (!filter->matches(rows.integer(1), rows.integer(2)) || (query.since && rows.time(3) < *query.since))
            continue;
        if (isByRow && page.skipped < query.skip) {
            const auto isDeleted = m_ends.isDeleted(seq);
            if (!isDeleted)
                return failure(isDeleted.error());
            page.skipped += *isDeleted ? 0 : 1;
            continue;
        }
        auto found = record(seq, JobRows::Payload::Without);
        if (!found)
            return failure(found.error());
        if (!*found || !passesState(query, (*found)->state) || !passesFacts(query, (*found)->job)
            || (query.attemptsMin && (*found)->attempt < *query.attemptsMin))
            continue;
        if (page.skipped < query.skip) {
            ++page.skipped;
            continue;
        }
        if (page.jobs.size() == limit) {
            page.cursor = jobCursorText(before);
            return page;
        }
        page.jobs.push_back(std::move(**found));
    }
    if (!row)
        return failure(row.error());
    if (name == "list_by_tag" && marks->tagsFrom > 1)
        page.cursor = jobCursorText(Seq {marks->tagsFrom}); // older jobs are not in the index
    return page;
}

} // namespace fairlead
