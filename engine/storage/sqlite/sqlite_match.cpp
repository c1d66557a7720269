// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_reader.h"

#include <algorithm>

namespace fairlead {

namespace {
bool areAll(const JobFilter &filter, std::initializer_list<JobState> wanted)
{
    for (const JobState state : allJobStates) {
        if (passesState(filter, state) && std::find(wanted.begin(), wanted.end(), state) == wanted.end())
            return false;
    }
    return true;
}

/// Whether a job is a dead letter with this error. The errors of a job that is tried again do not count.
bool isLetterWith(const std::string &fingerprint, const JobRecord &record)
{
    return (record.state == JobState::Dead || record.state == JobState::Expired) && !record.errors.empty()
        && record.errors.back().fingerprint == fingerprint;
}

/// The narrowest statement that returns every job that can match.
std::string_view matchStatement(const JobFilter &filter)
{
    if (filter.fingerprint || areAll(filter, {JobState::Dead, JobState::Expired}))
        return "match_dead";
    if (filter.operation)
        return "match_retried";
    if (areAll(filter, {JobState::Succeeded, JobState::Dead, JobState::Expired, JobState::Cancelled}))
        return "match_ended";
    if (areAll(filter, {JobState::Running}))
        return "match_running";
    if (areAll(filter, {JobState::Scheduled}))
        return "match_delayed";
    return "match_all";
}
} // namespace

Result<JobNumber> SqliteJobReader::newestNumber()
{
    return resultOf([&] { return JobNumber {m_parts.database->number("newest_seq")}; });
}

Result<Matches> SqliteJobReader::findMatching(const MatchRequest &request)
{
    return m_parts.read([&] {
        const Filter filter = filterOf(request.filter.queue, request.filter.tenant);
        if (filter.matchesNone)
            return Matches {{}, request.upTo, false};
        return request.filter.ids ? findById(request) : collectMatches(request, filter);
    });
}

SqliteRows SqliteJobReader::matchRows(const JobFilter &filter, JobNumber after, JobNumber upTo)
{
    const std::int64_t now = m_parts.latestTime->load();
    const std::string_view name = matchStatement(filter);
    SqliteStatement &match = m_parts.database->statement(name);
    if (name == "match_dead")
        return match.rows(after, upTo, now, filter.fingerprint);
    if (name == "match_retried")
        return match.rows(after, upTo, now, SqliteBlob {bytesOf(*filter.operation)});
    if (name == "match_running")
        return match.rows(after, upTo);
    if (name == "match_delayed")
        return match.rows(after, upTo, now);
    // The older jobs are not in the index of tags.
    const bool areIndexed = static_cast<std::int64_t>(after) + 1 >= listMarks().tagsFrom;
    if (const auto tags = areIndexed ? narrowestTags(*m_parts.database, filter) : std::nullopt) {
        return tags->isOneTag()
            ? m_parts.database->statement("match_by_tag").rows(after, upTo, now, tags->first)
            : m_parts.database->statement("match_by_tags").rows(after, upTo, now, tags->first, tags->last);
    }
    return name == "match_all" ? match.rows(after, upTo, now) : match.rows(after, upTo);
}

Matches SqliteJobReader::collectMatches(const MatchRequest &request, const Filter &filter)
{
    const JobFilter &wanted = request.filter;
    const bool needsRecord = wanted.tags || wanted.tagPrefix || wanted.attemptsMin || wanted.handlerQueues
        || wanted.operation || wanted.payload;
    const ListBudget budget;
    SearchRoom room;
    Matches matches {{}, request.after, true};
    SqliteRows rows = matchRows(wanted, request.after, request.upTo);
    while (rows.next()) {
        const bool isFull = matches.ids.size() == static_cast<std::size_t>(request.limit);
        if (isFull || ((budget.isSpent() || room.isSpent()) && matches.examined != request.after))
            return matches;
        const JobNumber seq {rows.integer(0)};
        matches.examined = seq;
        const TimePoint created = rows.time(3);
        if (!filter.matches(rows.integer(1), rows.integer(2))
            || !passesState(wanted, static_cast<JobState>(rows.integer(5))) || (wanted.since && created < *wanted.since)
            || (wanted.until && created >= *wanted.until))
            continue;
        const JobId id = idOf(rows.blob(4));
        if (passesIdParts(wanted, id) && (!needsRecord || passesWhole(wanted, seq, room)))
            matches.ids.push_back(id);
    }
    matches.examined = request.upTo;
    matches.hasMore = false;
    return matches;
}

bool SqliteJobReader::passesRecord(const JobFilter &filter, JobNumber seq, const JobRecord &record)
{
    return passesState(filter, record.state) && passesFacts(filter, record.job)
        && (!filter.attemptsMin || record.attempt >= *filter.attemptsMin)
        && (!filter.operation || m_parts.database->has("is_retried_by", seq, SqliteBlob {bytesOf(*filter.operation)}));
}

Result<RetriedCount> SqliteJobReader::countRetried(const RetriedRequest &request)
{
    return m_parts.read([&] {
        RetriedCount found {{}, request.after, false};
        int counted = 0;
        SqliteRows rows = m_parts.database->statement("retried_states")
                              .rows(SqliteBlob {bytesOf(request.operation)}, request.after, m_parts.latestTime->load(),
                                  request.limit + 1);
        while (rows.next()) {
            if (counted == request.limit) {
                found.hasMore = true;
                return found;
            }
            ++counted;
            found.examined = JobNumber {rows.integer(0)};
            if (!rows.isNull(1))
                ++found.states.at(static_cast<std::size_t>(rows.integer(1)));
        }
        return found;
    });
}

/// A payload is read before the rest of its job, because most of them do not pass.
bool SqliteJobReader::passesPayloadOf(const JobFilter &filter, JobNumber seq, SearchRoom &room)
{
    if (!filter.payload)
        return true;
    const auto stored = m_parts.jobs.find(seq, JobRows::Payload::With);
    room.take(stored ? stored->job.spec.payload.size() : 0);
    return stored && passesPayload(filter, stored->job.spec.payload);
}

bool SqliteJobReader::passesWhole(const JobFilter &filter, JobNumber seq, SearchRoom &room)
{
    if (!passesPayloadOf(filter, seq, room))
        return false;
    const auto found = record(seq, JobRows::Payload::Without);
    return found && passesRecord(filter, seq, *found)
        && (!filter.fingerprint || isLetterWith(*filter.fingerprint, *found));
}

Matches SqliteJobReader::findById(const MatchRequest &request)
{
    std::vector<std::pair<JobNumber, JobId>> asked;
    for (const JobId &id : *request.filter.ids) {
        const auto seq = m_parts.jobs.numberOf(id);
        if (seq && *seq > request.after && *seq <= request.upTo)
            asked.emplace_back(*seq, id);
    }
    std::sort(asked.begin(), asked.end());
    asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
    JobFilter others = request.filter;
    others.ids.reset(); // the statement has applied this criterion
    SearchRoom room;
    Matches matches {{}, request.after, true};
    for (const auto &[seq, id] : asked) {
        if (room.isSpent() || matches.ids.size() == static_cast<std::size_t>(request.limit))
            return matches;
        matches.examined = seq;
        if (passesWhole(others, seq, room))
            matches.ids.push_back(id);
    }
    return {std::move(matches.ids), request.upTo, false};
}

} // namespace fairlead
