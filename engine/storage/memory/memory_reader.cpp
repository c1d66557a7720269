// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_reader.h"

#include "engine/storage/idempotent_body.h"
#include "engine/storage/job_errors.h"
#include "engine/storage/job_events.h"
#include "engine/storage/list_cursor.h"
#include "engine/storage/search_room.h"

#include <algorithm>

namespace fairlead {

namespace {
enum class Payload { With, Without };

JobRecord recordOf(const MemoryState &state, const MemoryRecord &record, Payload payload)
{
    JobRecord view {.job = *record.job};
    if (payload == Payload::Without)
        view.job.spec.payload.clear();
    view.state = record.state();
    // A job that is due counts as ready, even before the dispatcher promotes it.
    if (record.due && *record.due <= state.latestNow)
        view.state = JobState::Ready;
    view.attempt = record.run ? record.run->attempt : record.attempts;
    view.crashes = record.crashes;
    if (view.state == JobState::Scheduled)
        view.due = record.due;
    view.startedAt = record.startedAt;
    if (record.run)
        view.worker = record.run->worker;
    if (record.end) {
        view.finishedAt = record.end->finished;
        view.hasResult = !record.end->result.bytes.empty();
    }
    view.errors = record.errors;
    return view;
}

JobState shownState(const MemoryState &state, const MemoryRecord &record)
{
    return record.due && *record.due <= state.latestNow ? JobState::Ready : record.state();
}

bool passes(const JobFilter &filter, const MemoryState &state, const MemoryRecord &record)
{
    return !record.deleted && passesFacts(filter, *record.job) && passesState(filter, shownState(state, record))
        && (!filter.operation || record.retriedBy == filter.operation)
        && (!filter.attemptsMin || (record.run ? record.run->attempt : record.attempts) >= *filter.attemptsMin)
        && (!filter.fingerprint
            || (record.end && !filter.fingerprint->empty() && record.end->fingerprint == *filter.fingerprint))
        && passesPayload(filter, record.job->spec.payload);
}

const std::string &groupKey(GroupBy by, const MemoryRecord &record)
{
    switch (by) {
    case GroupBy::Queue:
        return record.job->spec.queue.text();
    case GroupBy::Tenant:
        return record.job->spec.tenant.text();
    case GroupBy::Error:
        break;
    }
    return record.end->fingerprint;
}

std::string placesProblem(const MemoryRecord &record)
{
    const int places = (record.position ? 1 : 0) + (record.due ? 1 : 0) + (record.run ? 1 : 0) + (record.end ? 1 : 0);
    return places == 1 ? "" : "job " + record.job->id.text() + " is in " + std::to_string(places) + " places";
}
} // namespace

Result<JobRecord> MemoryJobReader::findJob(const JobId &id)
{
    const std::scoped_lock lock(m_state->mutex);
    const MemoryRecord *record = m_state->jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    return recordOf(*m_state, *record, Payload::With);
}

Result<JobRecord> MemoryJobReader::findJob(JobNumber seq)
{
    const std::scoped_lock lock(m_state->mutex);
    const auto found = m_state->jobs.records().find(seq);
    if (found == m_state->jobs.records().end())
        return failure(ErrorCode::NotFound, "there is no such job");
    return recordOf(*m_state, found->second, Payload::Without);
}

Result<JobResult> MemoryJobReader::findResult(const JobId &id)
{
    const std::scoped_lock lock(m_state->mutex);
    const MemoryRecord *record = m_state->jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    if (!record->end || record->end->result.bytes.empty())
        return failure(ErrorCode::NotFound, "job " + id.text() + " has no result");
    return record->end->result;
}

Result<KeptLogs> MemoryJobReader::findLogs(const JobId &id, std::optional<int> attempt)
{
    const std::scoped_lock lock(m_state->mutex);
    const MemoryRecord *record = m_state->jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    KeptLogs found;
    found.attempts.reserve(record->logs.size());
    for (const KeptLog &log : record->logs) {
        found.attempts.push_back(log.attempt);
        if (!attempt || log.attempt == *attempt)
            found.log = log;
    }
    return found;
}

Result<JobPage> MemoryJobReader::listJobs(const JobQuery &query)
{
    FAIRLEAD_TRY(const JobCursor from, parseJobCursor(query.order, query.cursor));
    const std::scoped_lock lock(m_state->mutex);
    const auto limit = static_cast<std::size_t>(pageLimit(query.limit));
    JobPage page;
    JobCursor last = from;
    JobCursor examined = from;
    SearchRoom room;
    // False ends the page.
    const auto take = [&](const JobCursor &here, const MemoryRecord &record) {
        if (query.payload && room.isSpent()) {
            page.cursor = jobCursorText(query.order, examined);
            return false;
        }
        if (query.payload) {
            examined = here;
            if (!passesFacts(query, *record.job))
                return true; // others' jobs are not counted
            room.take(record.job->spec.payload.size());
            ++page.examined;
        }
        if (!passes(query, *m_state, record))
            return true;
        if (page.skipped < query.skip) {
            ++page.skipped;
            return true;
        }
        if (page.jobs.size() == limit) {
            page.cursor = jobCursorText(query.order, last);
            return false;
        }
        last = here;
        page.jobs.push_back(recordOf(*m_state, record, Payload::Without));
        return true;
    };
    const std::map<JobNumber, MemoryRecord> &records = m_state->jobs.records();
    const auto takeRecord = [&](const auto &one) {
        return take({0, static_cast<std::int64_t>(one.first)}, one.second);
    };
    switch (query.order) {
    case ListOrder::Newest:
        static_cast<void>(std::all_of(
            std::make_reverse_iterator(records.lower_bound(JobNumber {from.seq})), records.rend(), takeRecord));
        break;
    case ListOrder::Oldest:
        static_cast<void>(std::all_of(records.upper_bound(JobNumber {from.seq}), records.end(), takeRecord));
        break;
    case ListOrder::Next:
        listNext(from, [&](const JobCursor &here) { return take(here, records.at(JobNumber {here.seq})); });
        break;
    }
    return page;
}

void MemoryJobReader::listNext(const JobCursor &from, const std::function<bool(const JobCursor &)> &take) const
{
    const MemoryJobs::ByTime &due = m_state->jobs.due();
    for (auto next = due.upper_bound({TimePoint {Microseconds {from.due}}, JobNumber {from.seq}}); next != due.end();
         ++next) {
        const bool isScheduled = next->first > m_state->latestNow;
        if (isScheduled && !take({next->first.time_since_epoch().count(), static_cast<std::int64_t>(next->second)}))
            return;
    }
}

Result<DeadLetterPage> MemoryJobReader::listDeadLetters(const DeadLetterQuery &query)
{
    FAIRLEAD_TRY(const DeadLetterCursor below, parseDeadLetterCursor(query.cursor));
    const std::scoped_lock lock(m_state->mutex);
    const auto limit = static_cast<std::size_t>(pageLimit(query.limit));
    DeadLetterPage page;
    DeadLetterCursor last;
    for (auto next = m_state->jobs.deadLetters().rbegin(); next != m_state->jobs.deadLetters().rend(); ++next) {
        const DeadLetterCursor here {next->first.time_since_epoch().count(), static_cast<std::int64_t>(next->second)};
        const MemoryRecord &record = m_state->jobs.records().at(next->second);
        const JobSpec &spec = record.job->spec;
        if (here >= below || (query.queue && *query.queue != spec.queue)
            || (query.tenant && *query.tenant != spec.tenant)
            || (query.fingerprint && *query.fingerprint != record.end->fingerprint))
            continue;
        if (page.skipped < query.skip) {
            ++page.skipped;
            last = here;
            continue;
        }
        if (page.deadLetters.size() == limit) {
            page.cursor = deadLetterCursorText(last);
            break;
        }
        last = here;
        DeadLetter letter {recordOf(*m_state, record, Payload::Without), {}, {}};
        if (record.firstError) {
            letter.firstError = *record.firstError;
            letter.lastError = record.errors.back();
        }
        page.deadLetters.push_back(std::move(letter));
    }
    return page;
}

Result<EventPage> MemoryJournalReader::events(const EventQuery &query)
{
    const std::scoped_lock lock(m_state->mutex);
    const std::deque<Event> &events = m_state->journal.events();
    const std::int64_t oldest = events.empty() ? 1 : events.front().number;
    Result<EventPage> page = firstPage(query, oldest, m_state->journal.lastEvent());
    if (!page)
        return page;
    const std::int64_t end = std::min(m_state->journal.lastEvent(), page->next + eventsScannedMax);
    while (page->next < end && page->events.size() < static_cast<std::size_t>(query.limit)) {
        ++page->next;
        const Event &event = events.at(static_cast<std::size_t>(page->next - oldest));
        if (matches(query, event))
            page->events.push_back(event);
    }
    return page;
}

Result<AuditPage> MemoryJournalReader::auditLog(const AuditQuery &query)
{
    const std::scoped_lock lock(m_state->mutex);
    AuditPage page;
    for (auto entry = m_state->journal.audit().rbegin(); entry != m_state->journal.audit().rend(); ++entry) {
        if (query.below > 0 && entry->number >= query.below)
            continue;
        if (page.entries.size() == static_cast<std::size_t>(query.limit)) {
            page.next = page.entries.back().number;
            break;
        }
        page.entries.push_back(*entry);
    }
    return page;
}

Result<std::vector<Mark>> MemoryJournalReader::marks(int limit)
{
    const std::scoped_lock lock(m_state->mutex);
    const std::map<std::int64_t, Mark> &kept = m_state->journal.marks.all();
    std::vector<Mark> marks;
    marks.reserve(kept.size());
    for (auto one = kept.rbegin(); one != kept.rend() && marks.size() < static_cast<std::size_t>(limit); ++one)
        marks.push_back(one->second);
    return marks;
}

Result<LetterGroups> MemoryJobReader::groupDeadLetters(const LetterGroupQuery &query)
{
    const std::scoped_lock lock(m_state->mutex);
    struct Gathered
    {
        LetterGroup group;
        std::map<std::string, std::int64_t> queues;
        std::map<std::string, std::int64_t> tenants;
    };
    std::map<std::pair<std::string, std::string>, Gathered> byKey; // the second part: of groups by queue too
    const bool isByQueueToo = query.by == GroupBy::Error && query.isByQueueToo;
    for (const auto &[died, seq] : m_state->jobs.deadLetters()) { // oldest first
        const MemoryRecord &record = m_state->jobs.records().at(seq);
        const JobSpec &spec = record.job->spec;
        if ((query.queue && *query.queue != spec.queue) || (query.tenant && *query.tenant != spec.tenant)
            || (query.fingerprint && *query.fingerprint != record.end->fingerprint))
            continue;
        Gathered &gathered = byKey[{groupKey(query.by, record), isByQueueToo ? spec.queue.text() : std::string {}}];
        ++gathered.queues[spec.queue.text()];
        ++gathered.tenants[spec.tenant.text()];
        LetterGroup &group = gathered.group;
        group.first = group.count++ == 0 ? died : group.first;
        group.last = died;
        group.sample = record.job->id;
        group.errorClass = record.errors.empty() ? std::string {} : record.errors.back().errorClass;
        group.text = record.errors.empty() ? std::string {} : record.errors.back().text;
    }
    LetterGroups found {{}, static_cast<std::int64_t>(byKey.size())};
    for (auto &[key, gathered] : byKey) {
        gathered.group.key = key.first;
        gathered.group.by = query.by;
        gathered.group.queues = largestOf(gathered.queues);
        gathered.group.tenants = largestOf(gathered.tenants);
        found.groups.push_back(std::move(gathered.group));
    }
    keepLargest(found.groups, pageLimit(query.limit));
    return found;
}

Result<JobNumber> MemoryJobReader::newestNumber()
{
    const std::scoped_lock lock(m_state->mutex);
    return m_state->jobs.records().empty() ? JobNumber {} : m_state->jobs.records().rbegin()->first;
}

Result<Matches> MemoryJobReader::findMatching(const MatchRequest &request)
{
    const std::scoped_lock lock(m_state->mutex);
    Matches matches {{}, request.upTo, false};
    SearchRoom room;
    for (auto next = m_state->jobs.records().upper_bound(request.after);
         next != m_state->jobs.records().end() && next->first <= request.upTo; ++next) {
        if (request.filter.payload)
            room.take(next->second.job->spec.payload.size());
        const bool isSpent = room.isSpent();
        if (!isSpent && !passes(request.filter, *m_state, next->second))
            continue;
        if (isSpent || matches.ids.size() == static_cast<std::size_t>(request.limit)) {
            matches.examined = JobNumber {static_cast<std::int64_t>(next->first) - 1};
            matches.hasMore = true;
            return matches;
        }
        matches.ids.push_back(next->second.job->id);
    }
    return matches;
}

Result<RetriedCount> MemoryJobReader::countRetried(const RetriedRequest &request)
{
    const std::scoped_lock lock(m_state->mutex);
    RetriedCount found {{}, request.after, false};
    int counted = 0;
    for (auto next = m_state->jobs.records().upper_bound(request.after); next != m_state->jobs.records().end();
         ++next) {
        const MemoryRecord &record = next->second;
        if (record.retriedBy != request.operation)
            continue;
        if (counted == request.limit) {
            found.hasMore = true;
            return found;
        }
        ++counted;
        found.examined = next->first;
        if (!record.deleted)
            ++found.states.at(static_cast<std::size_t>(shownState(*m_state, record)));
    }
    return found;
}

Result<std::vector<Operation>> MemoryJournalReader::operations()
{
    const std::scoped_lock lock(m_state->mutex);
    std::vector<Operation> all;
    for (auto next = m_state->settings.operations.all().rbegin(); next != m_state->settings.operations.all().rend();
         ++next)
        all.push_back(next->second);
    std::stable_partition(
        all.begin(), all.end(), [](const Operation &one) { return one.state == OperationState::Running; });
    all.resize(std::min(all.size(), operationsListedMax));
    return all;
}

Result<Operation> MemoryJournalReader::findOperation(const JobId &id)
{
    const std::scoped_lock lock(m_state->mutex);
    const auto found = m_state->settings.operations.all().find(id);
    if (found == m_state->settings.operations.all().end())
        return failure(ErrorCode::NotFound, "there is no operation " + id.text());
    return found->second;
}

Result<BackupReport> MemoryReader::backup(const std::string &)
{
    return failure(ErrorCode::Invalid, "this store is in memory; there is no file to back up");
}

Result<VerifyReport> MemoryReader::verify()
{
    const std::scoped_lock lock(m_state->mutex);
    VerifyReport report;
    std::map<MemoryJobs::CountKey, StateCounts> counted;
    for (const auto &[seq, record] : m_state->jobs.records()) {
        ++report.jobsChecked;
        if (std::string problem = placesProblem(record); !problem.empty())
            report.problems.push_back(std::move(problem));
        if (!record.deleted)
            ++counted[{record.job->spec.queue, record.job->spec.tenant}].at(static_cast<std::size_t>(record.state()));
    }
    for (const auto &[key, counts] : m_state->jobs.counts()) {
        if (counts != counted[key])
            report.problems.push_back(
                "the counts of queue " + key.first.text() + ", tenant " + key.second.text() + " are wrong");
    }
    if (report.problems.size() > 100)
        report.problems.resize(100);
    return report;
}

} // namespace fairlead
