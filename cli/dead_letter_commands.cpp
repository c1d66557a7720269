// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/bulk.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/dead_letter_calls.h"
#include "engine/calls/job_calls.h"

#include <cstdio>
#include <fstream>
#include <iostream>

namespace fairlead {

namespace {
Result<DeadLetterQuery> letterQueryOf(const Arguments &arguments)
{
    const Result<JobQuery> filter = queryOf(arguments);
    if (!filter)
        return failure(filter.error());
    DeadLetterQuery query;
    query.queue = filter->queue;
    query.tenant = filter->tenant;
    query.fingerprint = arguments.value("group");
    query.limit = filter->limit;
    query.cursor = filter->cursor;
    query.skip = filter->skip;
    return query;
}

Result<> letterGroups(Session &session, const Arguments &arguments)
{
    const Result<GroupBy> by = parseGroupBy(arguments.value("group-by"));
    const Result<JobQuery> filter = queryOf(arguments);
    if (!by)
        return failure(by.error().code, "--group-by: " + by.error().text);
    if (!filter)
        return failure(filter.error());
    if (arguments.has("group") || arguments.has("cursor"))
        return failure(ErrorCode::Invalid, "--group-by goes with --queue, --tenant and --limit only");
    const LetterGroupQuery query {*by, filter->queue, filter->tenant, filter->limit};
    const auto found = session.askFor<LetterGroups>(ListDeadLetters::grouped(query));
    if (!found)
        return failure(found.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    Table table({"GROUP", "LETTERS", "FIRST SEEN", "LAST SEEN", "SAMPLE", "LAST ERROR"});
    for (const LetterGroup &group : found->groups) {
        table.add({group.key, std::to_string(group.count), timeCell(group.first), timeCell(group.last),
            group.sample.text(), group.errorClass + ": " + group.text});
    }
    table.print();
    if (found->total > static_cast<std::int64_t>(found->groups.size()))
        std::fprintf(stderr, "the largest of %lld groups; more with --limit\n", static_cast<long long>(found->total));
    return {};
}

Result<> deadLetters(Session &session, const Arguments &arguments)
{
    if (arguments.has("group-by"))
        return letterGroups(session, arguments);
    const Result<DeadLetterQuery> query = letterQueryOf(arguments);
    if (!query)
        return failure(query.error());
    const auto page = session.askFor<DeadLetterPage>(ListDeadLetters {*query});
    if (!page)
        return failure(page.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    Table table({"ID", "QUEUE", "TENANT", "STATE", "ATTEMPTS", "DIED", "FIRST ERROR", "LAST ERROR", "GROUP"});
    for (const DeadLetter &letter : page->deadLetters) {
        const JobSpec &spec = letter.record.job.spec;
        table.add({letter.record.job.id.text(), spec.queue.text(), spec.tenant.text(),
            std::string(jobStateName(letter.record.state)), std::to_string(letter.record.attempt),
            timeCell(letter.record.finishedAt), letter.firstError.errorClass,
            letter.lastError.errorClass + ": " + letter.lastError.text, letter.lastError.fingerprint});
    }
    table.print();
    if (!page->cursor.empty())
        std::fprintf(stderr, "more: --cursor %s\n", page->cursor.c_str());
    return {};
}

Result<> showDeadLetter(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto letter = session.ask(FindDeadLetter {*id});
    if (!letter)
        return failure(letter.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        printRecord(letter->record);
    return {};
}

/// Puts dead letters back one by one, and counts.
class Retrier
{
public:
    explicit Retrier(Session &session)
        : m_session(session)
    {
    }
    /// Fails only when going on makes no sense.
    Result<> retry(const JobId &id)
    {
        const auto record = m_session.ask(RetryJob {id});
        if (record) {
            ++m_retried;
            return {};
        }
        if (record.error().code != ErrorCode::NotFound && record.error().code != ErrorCode::Conflict)
            return failure(record.error());
        std::fprintf(stderr, "fairleadctl: %s\n", record.error().text.c_str());
        ++m_skipped;
        return {};
    }
    /// Fails when some were skipped.
    Result<> tell() const
    {
        if (m_session.isJson)
            std::printf("{\"retried\":%lld,\"skipped\":%lld}\n", m_retried, m_skipped);
        else
            std::printf("%lld retried, %lld skipped\n", m_retried, m_skipped);
        if (m_skipped > 0)
            return failure(ErrorCode::Conflict, "some could not be put back; the lines above say which");
        return {};
    }

private:
    Session &m_session;
    long long m_retried = 0;
    long long m_skipped = 0;
};

Result<> retryIds(Session &session, const Arguments &arguments)
{
    std::vector<JobId> ids;
    for (const std::string &word : arguments.words) {
        const Result<JobId> id = parseId(word);
        if (!id)
            return failure(id.error());
        ids.push_back(*id);
    }
    Retrier retrier(session);
    for (const JobId &id : ids) {
        if (Result<> done = retrier.retry(id); !done)
            return done;
    }
    return retrier.tell();
}

/// The dead letters that --group or --all, --queue and --tenant say.
Result<JobFilter> deadFilterOf(const Arguments &arguments)
{
    const Result<JobQuery> query = queryOf(arguments);
    if (!query)
        return failure(query.error());
    JobFilter filter = *query;
    filter.anyOf = {JobState::Dead, JobState::Expired};
    return filter;
}

Result<> retryMatching(Session &session, const Arguments &arguments)
{
    const Result<JobFilter> filter = deadFilterOf(arguments);
    if (!filter)
        return failure(filter.error());
    const OperationRequest request {.action = BulkAction::Retry, .filter = *filter};
    if (!session.isJson)
        return actOnMany(session, arguments, request, {"retry", "retried"});
    const auto ended = runBulk(session, arguments, request, {"retry", "retried"});
    if (!ended)
        return failure(ended.error());
    if (*ended)
        std::printf("{\"retried\":%lld,\"skipped\":%lld}\n", static_cast<long long>((*ended)->done),
            static_cast<long long>((*ended)->skipped) + static_cast<long long>((*ended)->failed));
    return {};
}

Result<> deleteDeadLetters(Session &session, const Arguments &arguments)
{
    const bool isFiltered = arguments.has("all") || arguments.has("group");
    if (arguments.words.empty() == !isFiltered)
        return failure(ErrorCode::Invalid, "expected IDs, or --group FP, or --all");
    Result<JobFilter> filter = deadFilterOf(arguments);
    if (!filter)
        return failure(filter.error());
    for (const std::string &word : arguments.words) {
        const Result<JobId> id = parseId(word);
        if (!id)
            return failure(id.error());
        filter->ids.push_back(*id);
    }
    return actOnMany(session, arguments, {.action = BulkAction::Delete, .filter = *filter}, {"delete", "deleted"});
}

/// Writes each letter as its own route answers it, one a line.
Result<> exportLetters(Session &session, const Arguments &arguments)
{
    Result<DeadLetterQuery> query = letterQueryOf(arguments);
    if (!query)
        return failure(query.error());
    query->limit = 1000;
    const std::string &name = arguments.words.front();
    std::ofstream file;
    if (name != "-") {
        file.open(name, std::ios::binary | std::ios::trunc);
        if (!file)
            return failure(ErrorCode::Io, "cannot write " + name);
    }
    std::ostream &out = name == "-" ? std::cout : file;
    std::int64_t count = 0;
    do {
        const auto page = session.askFor<DeadLetterPage>(ListDeadLetters {*query});
        if (!page)
            return failure(page.error());
        for (const DeadLetter &letter : page->deadLetters) {
            const auto whole = session.ask(FindDeadLetter {letter.record.job.id});
            if (!whole && whole.error().code == ErrorCode::NotFound)
                continue; // retried or deleted meanwhile
            if (!whole)
                return failure(whole.error());
            out << session.client.lastAnswer() << '\n';
            ++count;
        }
        query->cursor = page->cursor;
    } while (!query->cursor.empty());
    out.flush();
    if (!out)
        return failure(ErrorCode::Io, "cannot write " + name + " to its end");
    if (name != "-" && session.isJson)
        std::printf("{\"count\":%lld}\n", static_cast<long long>(count));
    else if (name != "-")
        std::printf("%lld dead letters written to %s\n", static_cast<long long>(count), shownSafely(name).c_str());
    return {};
}

Result<> retryDeadLetters(Session &session, const Arguments &arguments)
{
    const bool isFiltered = arguments.has("all") || arguments.has("group");
    const bool isNarrowed = arguments.has("queue") || arguments.has("tenant");
    if (arguments.words.empty() == !isFiltered || (isNarrowed && !isFiltered))
        return failure(
            ErrorCode::Invalid, "expected IDs, or --group FP, or --all; --queue and --tenant narrow the last two");
    if (isFiltered)
        return retryMatching(session, arguments);
    if (arguments.words.size() > 1)
        return retryIds(session, arguments);
    return actOnJob<RetryJob>(session, arguments);
}

Result<> editAndRetry(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    NewJob job;
    if (Result<> read = readPayload(arguments, job); !read)
        return read;
    if (!arguments.has("payload") && !arguments.has("payload-file"))
        return failure(ErrorCode::Invalid, "the new payload is missing: --payload-file F");
    const auto receipt = session.ask(EditAndRetry {*id, {job.payload, job.contentType}});
    if (!receipt)
        return failure(receipt.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%s\n", receipt->id.text().c_str());
    return {};
}
} // namespace

const std::vector<Command> &deadLetterCommands()
{
    static const OptionSpec queue {"queue", "Q", "only of this queue"};
    static const OptionSpec tenant {"tenant", "T", "only of this tenant"};
    static const OptionSpec group {"group", "FP", "only with this error fingerprint, as the list shows it"};
    static const OptionSpec all {"all", "", "all of them"};
    static const OptionSpec dryRun {"dry-run", "", "only count them"};
    static const OptionSpec yes {"yes", "", "do not ask"};
    static const std::vector<Command> commands {
        {{"dlq", "list"}, {},
            {queue, tenant, group, {"group-by", "W", "count them together by error, queue or tenant"},
                {"limit", "N", "at most N rows, 1000 at most (50)"},
                {"cursor", "C", "go on where the page before ended"}, {"skip", "N", "pass over N dead letters first"}},
            "list dead letters, latest first", deadLetters},
        {{"dlq", "show"}, {"ID"}, {}, "show a dead letter with its errors", showDeadLetter},
        {{"dlq", "retry"}, {"?ID..."},
            {all, group, queue, tenant, {"over", "D", "spread it over D, in the background"}, dryRun, yes},
            "put dead letters back to the waiting", retryDeadLetters},
        {{"dlq", "edit-retry"}, {"ID"},
            {{"payload-file", "F", "the new payload; .json is JSON, all else bytes"},
                {"payload", "JSON", "the new payload itself"}},
            "enqueue a job like a dead letter with another payload; the letter stays", editAndRetry},
        {{"dlq", "delete"}, {"?ID..."}, {all, group, queue, tenant, dryRun, yes},
            "delete dead letters; they can be restored for ten minutes", deleteDeadLetters},
        {{"dlq", "export"}, {"FILE"}, {group, queue, tenant},
            "write dead letters with their payloads to FILE (- for stdout), one JSON object a line", exportLetters},
    };
    return commands;
}

} // namespace fairlead
