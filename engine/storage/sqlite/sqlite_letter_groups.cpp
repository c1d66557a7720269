// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/list_cursor.h"
#include "engine/storage/sqlite/read_transaction.h"
#include "engine/storage/sqlite/sqlite_reader.h"

namespace fairlead {

/// One group while its letters come by, the oldest death first.
struct SqliteReader::GatheredLetters
{
    std::string key; ///< as the statement gives it: a fingerprint, or the number of a name
    std::int64_t count = 0;
    TimePoint first;
    TimePoint last;
    Seq latest {};
    std::map<std::int64_t, std::int64_t> queues;
    std::map<std::int64_t, std::int64_t> tenants;
};

namespace {
const char *groupStatement(GroupBy by)
{
    switch (by) {
    case GroupBy::Queue:
        return "letters_by_queue";
    case GroupBy::Tenant:
        return "letters_by_tenant";
    case GroupBy::Error:
        break;
    }
    return "letters_by_error";
}

Result<std::vector<NameCount>> named(NameTable &names, const std::map<std::int64_t, std::int64_t> &counts)
{
    std::map<std::string, std::int64_t> byName;
    for (const auto &[number, count] : counts) {
        const auto name = names.nameOf(number);
        if (!name)
            return failure(name.error());
        byName.emplace(*name, count);
    }
    return largestOf(byName);
}
} // namespace

Result<LetterGroups> SqliteReader::groupDeadLetters(const LetterGroupQuery &query)
{
    const ReadTransaction transaction(*m_database, ReadTransaction::Limit::TwoSeconds);
    const auto filter = filterOf(query.queue, query.tenant);
    if (!filter)
        return failure(filter.error());
    const int limit = pageLimit(query.limit);
    LetterGroups found;
    std::optional<GatheredLetters> gathered;
    const auto close = [&]() -> Result<> {
        if (!gathered)
            return {};
        auto group = groupOf(query, *gathered);
        if (!group)
            return failure(group.error());
        ++found.total;
        found.groups.push_back(std::move(*group));
        // However many groups there are, only the largest are kept while going through.
        if (found.groups.size() >= 4 * static_cast<std::size_t>(limit))
            keepLargest(found.groups, limit);
        return {};
    };
    SqliteRows rows = m_database->statement(groupStatement(query.by)).rows();
    Result<bool> row = filter->matchesNone ? Result<bool>(false) : rows.next();
    for (; row && *row; row = rows.next()) {
        if (!filter->matches(rows.integer(3), rows.integer(4)))
            continue;
        if (!gathered || gathered->key != rows.text(0)) {
            if (auto closed = close(); !closed)
                return failure(closed.error());
            gathered = GatheredLetters {.key = rows.string(0), .first = rows.time(1)};
        }
        ++gathered->count;
        gathered->last = rows.time(1);
        gathered->latest = Seq {rows.integer(2)};
        ++gathered->queues[rows.integer(3)];
        ++gathered->tenants[rows.integer(4)];
    }
    if (!row)
        return failure(row.error());
    if (auto closed = close(); !closed)
        return failure(closed.error());
    keepLargest(found.groups, limit);
    return found;
}

Result<LetterGroup> SqliteReader::groupOf(const LetterGroupQuery &query, const GatheredLetters &letters)
{
    LetterGroup group {.key = letters.key, .count = letters.count, .first = letters.first, .last = letters.last};
    auto queues = named(m_names.queues, letters.queues);
    if (!queues)
        return failure(queues.error());
    auto tenants = named(m_names.tenants, letters.tenants);
    if (!tenants)
        return failure(tenants.error());
    group.queues = std::move(*queues);
    group.tenants = std::move(*tenants);
    if (query.by != GroupBy::Error)
        group.key = (query.by == GroupBy::Queue ? group.queues : group.tenants).front().name;
    const auto sample = m_jobs.find(letters.latest, JobRows::Payload::Without);
    if (!sample)
        return failure(sample.error());
    if (*sample)
        group.sample = (*sample)->job.id;
    const auto errors = m_ends.errors(letters.latest, 1);
    if (!errors)
        return failure(errors.error());
    if (!errors->empty()) {
        group.errorClass = errors->back().errorClass;
        group.text = errors->back().text;
    }
    return group;
}

} // namespace fairlead
