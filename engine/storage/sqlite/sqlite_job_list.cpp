// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/sqlite/sqlite_job_reader.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The name of the statement that returns candidates, newest first. Waiting jobs are those that are in no other table.
std::string_view listStatement(const JobQuery &query, const std::optional<TagRange> &tags)
{
    if (query.fingerprint)
        return "list_dead";
    if (query.operation)
        return "list_retried";
    if (!query.state && query.idPrefix)
        return "list_by_id";
    if (!query.state && query.idSuffix && !tags)
        return "list_with_ids";
    const std::string_view byTags = !tags ? "" : tags->isOneTag() ? "list_by_tag" : "list_by_tags";
    switch (query.state.value_or(JobState::Ready)) {
    case JobState::Scheduled:
        return "list_delayed";
    case JobState::Running:
        return "list_running";
    case JobState::Dead:
    case JobState::Expired:
        return "list_dead";
    case JobState::Succeeded:
        return tags ? byTags : "list_succeeded";
    case JobState::Cancelled:
        return tags ? byTags : "list_cancelled";
    case JobState::Blocked:
    case JobState::Ready:
        break;
    }
    return tags ? byTags : "list_all";
}

struct IdRange
{
    JobId first;
    JobId last;
};
/// The ids that begin with a prefix. The range is empty when no id can begin so.
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

/// Whether the filter has no other criteria than queue and tenant.
bool asksForLanesAlone(JobFilter filter)
{
    filter.queue.reset();
    filter.tenant.reset();
    return filter == JobFilter {};
}

SqliteRows newestRows(
    SqliteConnection &database, const JobQuery &query, const std::optional<TagRange> &tags, std::int64_t below)
{
    const std::string_view name = listStatement(query, tags);
    SqliteStatement &list = database.statement(name);
    if (name == "list_dead")
        return list.rows(below, query.fingerprint);
    if (name == "list_by_tag")
        return list.rows(below, tags->first);
    if (name == "list_by_tags")
        return list.rows(below, tags->first, tags->last);
    if (name == "list_retried")
        return list.rows(below, SqliteBlob {bytesOf(*query.operation)});
    if (name != "list_by_id")
        return list.rows(below);
    const IdRange range = idRangeOf(*query.idPrefix);
    return list.rows(below, SqliteBlob {bytesOf(range.first)}, SqliteBlob {bytesOf(range.last)});
}
} // namespace

SqliteJobReader::ListMarks SqliteJobReader::listMarks()
{
    SqliteRows rows = m_parts.database->statement("list_marks").rows();
    rows.next();
    return {rows.integer(0), rows.integer(1)};
}

struct SqliteJobReader::Passed
{
    std::int64_t below = 0; ///< all jobs from this seq on were passed over
    std::int64_t jobs = 0;
};

/// Passes over jobs one by one down to seq `floor`, until `count` jobs are passed.
void SqliteJobReader::passKept(Passed &passed, std::int64_t floor, std::int64_t count)
{
    if (passed.jobs == count)
        return;
    SqliteRows rows = m_parts.database->statement("kept_between").rows(passed.below, floor);
    while (rows.next()) {
        passed.below = rows.integer(0);
        if (++passed.jobs == count)
            return;
    }
    passed.below = std::min(passed.below, floor);
}

/// Passes over `count` jobs of any kind, by whole blocks where possible. Passes fewer when the list ends.
SqliteJobReader::Passed SqliteJobReader::passOver(std::int64_t below, std::int64_t count)
{
    Passed passed {below, 0};
    const std::int64_t wholeBlocks = std::min(below, listMarks().indexedTo + 1) >> blockBits;
    passKept(passed, wholeBlocks << blockBits, count);
    if (passed.jobs == count)
        return passed;
    SqliteRows blocks = m_parts.database->statement("blocks_below").rows(wholeBlocks);
    while (blocks.next() && passed.jobs + blocks.integer(1) <= count) {
        passed.jobs += blocks.integer(1);
        passed.below = blocks.integer(0) << blockBits;
    }
    passKept(passed, 0, count);
    return passed;
}

Result<JobPage> SqliteJobReader::listJobs(const JobQuery &query)
{
    FAIRLEAD_TRY(const JobCursor from, parseJobCursor(query.order, query.cursor));
    return m_parts.read([&] {
        const bool isByBlock =
            query.order == ListOrder::Newest && static_cast<const JobFilter &>(query) == JobFilter {};
        if (query.skip == 0 || !isByBlock)
            return collectJobs(query, from, {});
        const Passed passed = passOver(from.seq, query.skip);
        return collectJobs(query, {0, passed.below}, {{}, {}, passed.jobs});
    });
}

std::optional<JobRecord> SqliteJobReader::passing(const JobQuery &query, JobNumber seq, SearchRoom &room)
{
    if (!passesPayloadOf(query, seq, room))
        return std::nullopt;
    auto found = record(seq, JobRows::Payload::Without);
    return found && passesRecord(query, seq, *found) ? std::move(found) : std::nullopt;
}

SqliteRows SqliteJobReader::candidates(
    const JobQuery &query, const JobCursor &from, const std::optional<TagRange> &tags)
{
    switch (query.order) {
    case ListOrder::Newest:
        return newestRows(*m_parts.database, query, tags, from.seq);
    case ListOrder::Oldest:
        return matchRows(query, JobNumber {from.seq}, JobNumber {std::numeric_limits<std::int64_t>::max()});
    case ListOrder::Next:
        break;
    }
    return m_parts.database->statement("list_next").rows(from.due, from.seq, m_parts.latestTime->load());
}

JobPage SqliteJobReader::collectJobs(const JobQuery &query, const JobCursor &from, JobPage page)
{
    const Filter filter = filterOf(query.queue, query.tenant);
    if (filter.matchesNone)
        return page;
    const auto limit = static_cast<std::size_t>(pageLimit(query.limit));
    const bool isByRow = asksForLanesAlone(query);
    const ListBudget budget;
    SearchRoom room;
    JobCursor examined = from;
    // The older jobs are not in the index of tags.
    const std::int64_t tagsFrom = listMarks().tagsFrom;
    const bool mayUseTags = query.order == ListOrder::Newest && from.seq > tagsFrom;
    const auto tags = mayUseTags ? narrowestTags(*m_parts.database, query) : std::nullopt;
    const bool hasIds = query.order == ListOrder::Newest && listStatement(query, tags) == "list_with_ids";
    SqliteRows rows = candidates(query, from, tags);
    while (rows.next()) {
        if ((budget.isSpent() || room.isSpent()) && examined != from) {
            page.cursor = jobCursorText(query.order, examined);
            return page;
        }
        const JobNumber seq {rows.integer(0)};
        const JobCursor before =
            std::exchange(examined, JobCursor {query.order == ListOrder::Next ? rows.integer(4) : 0, rows.integer(0)});
        const bool isOfState =
            query.order != ListOrder::Oldest || passesState(query, static_cast<JobState>(rows.integer(5)));
        if (!isOfState || !filter.matches(rows.integer(1), rows.integer(2))
            || (query.since && rows.time(3) < *query.since))
            continue;
        page.examined += query.payload ? 1 : 0; // others' jobs are not counted
        // Before the whole row is read: few ids end alike.
        if (hasIds && !passesIdParts(query, idOf(rows.blob(4))))
            continue;
        if (isByRow && page.skipped < query.skip) {
            page.skipped += m_parts.ends.isDeleted(seq) ? 0 : 1;
            continue;
        }
        auto job = passing(query, seq, room);
        if (!job)
            continue;
        if (page.skipped < query.skip) {
            ++page.skipped;
            continue;
        }
        if (page.jobs.size() == limit) {
            page.cursor = jobCursorText(query.order, before);
            return page;
        }
        page.jobs.push_back(std::move(*job));
    }
    if (tags && tagsFrom > 1 && listStatement(query, tags).starts_with("list_by_tag"))
        page.cursor = jobCursorText(query.order, {0, tagsFrom});
    return page;
}

} // namespace fairlead
