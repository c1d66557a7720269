// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/job_text.h"
#include "cli/table.h"

#include <cstdio>

namespace fairlead {

namespace {
Result<> list(Session &session, const Arguments &arguments)
{
    const Result<JobQuery> query = queryOf(arguments);
    if (!query)
        return failure(query.error());
    const auto page =
        session.wait<JobPage>([&](Answer<JobPage> answer) { session.client.listJobs(*query, std::move(answer)); });
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
    return actOnJob(session, arguments, &RemoteClient::findJob);
}

Result<> why(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto view =
        session.wait<WhyView>([&](Answer<WhyView> answer) { session.client.whyWaiting(*id, std::move(answer)); });
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

Result<> retry(Session &session, const Arguments &arguments)
{
    return actOnJob(session, arguments, &RemoteClient::retryJob);
}

Result<> cancel(Session &session, const Arguments &arguments)
{
    return actOnJob(session, arguments, &RemoteClient::cancelJob);
}

Result<> result(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto found =
        session.wait<JobResult>([&](Answer<JobResult> answer) { session.client.findResult(*id, std::move(answer)); });
    if (!found)
        return failure(found.error());
    std::fwrite(found->bytes.data(), 1, found->bytes.size(), stdout);
    return {};
}

} // namespace

const std::vector<Command> &jobCommands()
{
    static const OptionSpec queue {"queue", "Q", "only of this queue"};
    static const OptionSpec tenant {"tenant", "T", "only of this tenant"};
    static const OptionSpec limit {"limit", "N", "at most N rows, 1000 at most (50)"};
    static const OptionSpec cursor {"cursor", "C", "go on where the page before ended"};
    static const std::vector<Command> commands {
        {{"job", "list"}, {},
            {{"state", "S", "only in this state"}, queue, tenant, {"tag", "T", "only with this tag"},
                {"since", "D", "only created within D"}, limit, cursor},
            "list jobs, newest first", list},
        {{"job", "show"}, {"ID"}, {}, "show a job, its history and its payload", show},
        {{"job", "why"}, {"ID"}, {}, "say why a job is waiting", why},
        {{"job", "result"}, {"ID"}, {}, "print a job's result, byte for byte", result},
        {{"job", "retry"}, {"ID"}, {}, "put an ended job back to the waiting", retry},
        {{"job", "cancel"}, {"ID"}, {}, "cancel a job; a running one is told to stop", cancel},
    };
    return commands;
}

} // namespace fairlead
