// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_reader.h"

namespace fairlead {

/// A group while it is gathered, from the oldest death on.
struct SqliteJobReader::GatheredLetters
{
    std::string key; ///< a fingerprint, or the number of a name
    std::int64_t queue = 0; ///< of the first letter
    std::int64_t count = 0;
    TimePoint first;
    TimePoint last;
    JobNumber latest {};
    std::map<std::int64_t, std::int64_t> queues;
    std::map<std::int64_t, std::int64_t> tenants;
};

namespace {
const char *groupStatement(const LetterGroupQuery &query)
{
    switch (query.by) {
    case GroupBy::Queue:
        return query.fingerprint ? "letters_of_error_by_queue" : "letters_by_queue";
    case GroupBy::Tenant:
        return query.fingerprint ? "letters_of_error_by_tenant" : "letters_by_tenant";
    case GroupBy::Error:
        break;
    }
    if (query.isByQueueToo)
        return query.fingerprint ? "letters_of_error_by_error_and_queue" : "letters_by_error_and_queue";
    return query.fingerprint ? "letters_of_error_by_error" : "letters_by_error";
}

std::vector<NameCount> named(NameTable &names, const std::map<std::int64_t, std::int64_t> &counts)
{
    std::map<std::string, std::int64_t> byName;
    for (const auto &[number, count] : counts)
        byName.emplace(names.nameOf(number), count);
    return largestOf(byName);
}
} // namespace

Result<LetterGroups> SqliteJobReader::groupDeadLetters(const LetterGroupQuery &query)
{
    return m_parts.read([&] { return collectGroups(query); });
}

LetterGroups SqliteJobReader::collectGroups(const LetterGroupQuery &query)
{
    const Filter filter = filterOf(query.queue, query.tenant);
    const int limit = pageLimit(query.limit);
    LetterGroups found;
    if (filter.matchesNone)
        return found;
    const bool isByQueueToo = query.by == GroupBy::Error && query.isByQueueToo;
    std::optional<GatheredLetters> gathered;
    const auto close = [&] {
        if (!gathered)
            return;
        ++found.total;
        found.groups.push_back(groupOf(query, *gathered));
        // Only the largest groups are kept, so that memory is bounded.
        if (found.groups.size() >= 4 * static_cast<std::size_t>(limit))
            keepLargest(found.groups, limit);
    };
    SqliteStatement &letters = m_parts.database->statement(groupStatement(query));
    SqliteRows rows = query.fingerprint ? letters.rows(*query.fingerprint) : letters.rows();
    while (rows.next()) {
        if (!filter.matches(rows.integer(3), rows.integer(4)))
            continue;
        if (!gathered || gathered->key != rows.text(0) || (isByQueueToo && gathered->queue != rows.integer(3))) {
            close();
            gathered = GatheredLetters {.key = rows.string(0), .queue = rows.integer(3), .first = rows.time(1)};
        }
        ++gathered->count;
        gathered->last = rows.time(1);
        gathered->latest = JobNumber {rows.integer(2)};
        ++gathered->queues[rows.integer(3)];
        ++gathered->tenants[rows.integer(4)];
    }
    close();
    keepLargest(found.groups, limit);
    return found;
}

LetterGroup SqliteJobReader::groupOf(const LetterGroupQuery &query, const GatheredLetters &letters)
{
    LetterGroup group {.key = letters.key, .count = letters.count, .first = letters.first, .last = letters.last};
    group.by = query.by;
    group.queues = named(m_parts.names.queues, letters.queues);
    group.tenants = named(m_parts.names.tenants, letters.tenants);
    if (query.by != GroupBy::Error)
        group.key = (query.by == GroupBy::Queue ? group.queues : group.tenants).front().name;
    if (const auto sample = m_parts.jobs.find(letters.latest, JobRows::Payload::Without))
        group.sample = sample->job.id;
    const std::vector<AttemptError> errors = m_parts.ends.errors(letters.latest, 1);
    if (!errors.empty()) {
        group.errorClass = errors.back().errorClass;
        group.text = errors.back().text;
    }
    return group;
}

} // namespace fairlead
