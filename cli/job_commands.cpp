// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/bulk.h"
#include "cli/command.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/job_calls.h"

#include <cstdio>

namespace fairlead {

namespace {
Result<> count(Session &session, const JobFilter &filter)
{
    constexpr std::int64_t most = 100'000;
    const auto counted = session.ask(CountJobs {filter, most});
    if (!counted)
        return failure(counted.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%lld%s\n", static_cast<long long>(counted->count), counted->isExact ? "" : "+");
    return {};
}

Result<> listJobs(Session &session, const Arguments &arguments)
{
    const Result<JobQuery> query = queryOf(arguments);
    if (!query)
        return failure(query.error());
    if (arguments.has("count"))
        return count(session, *query);
    const auto page = session.ask(ListJobs {*query});
    if (!page)
        return failure(page.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    Table table({"ID", "QUEUE", "TENANT", "PRIORITY", "STATE", "ATTEMPT", "CREATED"});
    for (const JobRecord &record : page->jobs) {
        const JobSpec &spec = record.job.spec;
        table.add({record.job.id.text(), spec.queue.text(), spec.tenant.text(),
            std::string(priorityName(spec.priority)), std::string(jobStateName(record.state)),
            std::to_string(record.attempt) + "/" + std::to_string(spec.maxAttempts), timeCell(record.job.created)});
    }
    table.print();
    if (!page->cursor.empty())
        std::fprintf(stderr, "more: --cursor %s\n", page->cursor.c_str());
    return {};
}

Result<> show(Session &session, const Arguments &arguments)
{
    return actOnJob<FindJob>(session, arguments);
}

Result<> why(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto view = session.ask(WhyWaiting {*id});
    if (!view)
        return failure(view.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    std::printf("%s\n", std::string(jobStateName(view->state)).c_str());
    for (const WaitReason &reason : view->reasons)
        std::printf("  - %s\n", reason.text.c_str());
    return {};
}

/// One ID and nothing else: the job itself is answered.
bool isOneJob(const Arguments &arguments)
{
    return arguments.words.size() == 1 && arguments.options.empty();
}

Result<> many(Session &session, const Arguments &arguments, BulkAction action, const BulkWords &words)
{
    const Result<JobFilter> filter = bulkFilterOf(arguments);
    if (!filter)
        return failure(filter.error());
    return actOnMany(session, arguments, {.action = action, .filter = *filter}, words);
}

Result<> retry(Session &session, const Arguments &arguments)
{
    if (isOneJob(arguments))
        return actOnJob<RetryJob>(session, arguments);
    return many(session, arguments, BulkAction::Retry, {"retry", "retried"});
}

Result<> cancel(Session &session, const Arguments &arguments)
{
    if (isOneJob(arguments)) {
        const Result<JobId> id = idOf(arguments);
        return id ? shownJob(session, session.ask(CancelJob {*id, operatorName()})) : failure(id.error());
    }
    return many(session, arguments, BulkAction::Cancel, {"cancel", "cancelled"});
}

Result<> erase(Session &session, const Arguments &arguments)
{
    if (!isOneJob(arguments))
        return many(session, arguments, BulkAction::Delete, {"delete", "deleted"});
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto deleted = session.ask(DeleteJob {*id});
    if (!deleted)
        return failure(deleted.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("deleted; until %s this brings it back: fairleadctl job restore %s\n",
            timeCell(deleted->restorableUntil).c_str(), id->text().c_str());
    return {};
}

Result<> restore(Session &session, const Arguments &arguments)
{
    return actOnJob<RestoreJob>(session, arguments);
}

Result<> move(Session &session, const Arguments &arguments)
{
    const Result<QueueName> to = QueueName::parse(arguments.value("to"));
    const Result<JobFilter> filter = bulkFilterOf(arguments);
    if (!to)
        return failure(to.error().code, "--to: " + to.error().text);
    if (!filter)
        return failure(filter.error());
    return actOnMany(
        session, arguments, {.action = BulkAction::Move, .filter = *filter, .change = {*to, {}}}, {"move", "moved"});
}

Result<> setPriority(Session &session, const Arguments &arguments)
{
    const Result<Priority> to = parsePriority(arguments.value("to"));
    const Result<JobFilter> filter = bulkFilterOf(arguments);
    if (!to)
        return failure(to.error().code, "--to: " + to.error().text);
    if (!filter)
        return failure(filter.error());
    return actOnMany(session, arguments, {.action = BulkAction::SetPriority, .filter = *filter, .change = {{}, *to}},
        {"change", "changed"});
}

Result<> result(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto found = session.ask(FindResult {*id});
    if (!found)
        return failure(found.error());
    std::fwrite(found->bytes.data(), 1, found->bytes.size(), stdout);
    return {};
}

} // namespace

const std::vector<Command> &jobCommands()
{
    static const auto listOptions = [] {
        std::vector<OptionSpec> options = filterOptions();
        options.push_back({"limit", "N", "at most N rows, 1000 at most (50)"});
        options.push_back({"cursor", "C", "go on where the page before ended"});
        options.push_back({"skip", "N", "pass over N jobs first"});
        options.push_back({"count", "", "only say how many, up to 100000"});
        return options;
    }();
    static const std::vector<Command> commands {
        {{"job", "list"}, {}, listOptions, "list jobs, newest first", listJobs},
        {{"job", "show"}, {"ID"}, {}, "show a job, its history and its payload", show},
        {{"job", "why"}, {"ID"}, {}, "say why a job is waiting", why},
        {{"job", "result"}, {"ID"}, {}, "print a job's result, byte for byte", result},
        {{"job", "retry"}, {"?ID..."}, bulkOptions(), "put ended jobs back to the waiting", retry},
        {{"job", "cancel"}, {"?ID..."}, bulkOptions(), "cancel jobs; running ones are told to stop", cancel},
        {{"job", "delete"}, {"?ID..."}, bulkOptions(), "delete jobs; they can be restored for ten minutes", erase},
        {{"job", "restore"}, {"ID"}, {}, "bring a deleted job back", restore},
        {{"job", "move"}, {"?ID..."}, bulkOptions({{"to", "Q", "the queue to move to"}}),
            "move waiting jobs to another queue", move},
        {{"job", "set-priority"}, {"?ID..."}, bulkOptions({{"to", "P", "critical, high, normal, low or background"}}),
            "change the priority of waiting jobs", setPriority},
    };
    return commands;
}

} // namespace fairlead
