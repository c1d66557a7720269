// SPDX-License-Identifier: Apache-2.0
#include "cli/bulk.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/job_calls.h"

#include <cstdio>

namespace fairlead {

namespace {
struct JobListLine
{
    ListJobs call;
    bool isCount = false;
};

void printJobs(const JobPage &page)
{
    Table table({"ID", "QUEUE", "TENANT", "PRIORITY", "STATE", "ATTEMPT", "CREATED"});
    for (const JobRecord &record : page.jobs) {
        const JobSpec &spec = record.job.spec;
        table.add({record.job.id.text(), spec.queue.text(), spec.tenant.text(),
            std::string(priorityName(spec.priority)), std::string(jobStateName(record.state)),
            std::to_string(record.attempt) + "/" + std::to_string(spec.maxAttempts), timeCell(record.job.created)});
    }
    table.print();
    if (!page.cursor.empty())
        std::fprintf(stderr, "more: --cursor %s\n", page.cursor.c_str());
}

Result<> listJobs(Session &session, const JobListLine &line)
{
    constexpr std::int64_t countedMax = 100'000;
    FAIRLEAD_CHECK(checkFilter(line.call));
    if (!line.isCount)
        return session.show(session.ask(line.call), printJobs);
    return session.show(session.ask(CountJobs {line.call, countedMax}), [](const JobCount &counted) {
        std::printf("%lld%s\n", static_cast<long long>(counted.count), counted.isExact ? "" : "+");
    });
}

Command jobListCommand()
{
    const auto line = std::make_shared<JobListLine>();
    Command command {"job list", std::string(ListJobs::info.text), "job list -q mail -s dead -n 20",
        [line](Session &session) { return listJobs(session, *line); }};
    addFields(command, Fields<ListJobs>::all, line->call);
    return command.withSwitch("--count", "only say how many, up to 100000", line->isCount);
}

void printReasons(const WhyView &view)
{
    std::printf("%s\n", std::string(jobStateName(view.state)).c_str());
    for (const WaitReason &reason : view.reasons)
        std::printf("  - %s\n", reason.text.c_str());
}

Result<> retryOne(Session &session, const JobId &id)
{
    return session.show(session.ask(RetryJob {id}), printRecord);
}

Result<> cancelOne(Session &session, const JobId &id)
{
    return session.show(session.ask(CancelJob {id, operatorName()}), printRecord);
}

Result<> deleteOne(Session &session, const JobId &id)
{
    return session.show(session.ask(DeleteJob {id}), [](const DeletedJob &deleted) {
        std::printf("deleted; until %s this brings it back: fairleadctl job restore %s\n",
            timeCell(deleted.restorableUntil).c_str(), deleted.id.text().c_str());
    });
}

Command resultCommand()
{
    const auto call = std::make_shared<FindResult>();
    Command command {"job result", std::string(FindResult::info.text), "job result 01a22aad-7ca3",
        [call](Session &session) -> Result<> {
            FAIRLEAD_TRY(const Raw found, session.ask(*call));
            std::fwrite(found.bytes.data(), 1, found.bytes.size(), stdout);
            return {};
        }};
    return command.withId([call](const JobId &id) { call->id = id; });
}

Command restoreCommand()
{
    Command command =
        callCommand<RestoreJob>("job restore", "job restore 01a22aad-7ca3-75c0-9736-8b8d2604ac3a", printRecord);
    command.resolve = [](Session &, const std::string &prefix) -> Result<JobId> {
        return failure(ErrorCode::Invalid, "'" + prefix + "': a deleted job is not listed; give its whole id");
    };
    return command;
}
} // namespace

Commands jobCommands()
{
    return {jobListCommand(), callCommand<FindJob>("job show", "job show 01a22aad-7ca3", printRecord),
        callCommand<WhyWaiting>("job why", "job why 01a22aad-7ca3", printReasons), resultCommand(),
        bulkCommand("job retry", "Make ended jobs ready again", "job retry -s dead -q mail --over 10m --yes",
            BulkAction::Retry, {"retry", "retried"}, retryOne),
        bulkCommand("job cancel", "Cancel jobs; running ones are told to stop", "job cancel -t acme --dry-run",
            BulkAction::Cancel, {"cancel", "cancelled"}, cancelOne),
        bulkCommand("job delete", "Delete jobs; they can be restored for ten minutes",
            "job delete -s succeeded --until 1d --yes", BulkAction::Delete, {"delete", "deleted"}, deleteOne),
        restoreCommand(),
        bulkCommand("job move", "Move waiting jobs to another queue",
            "job move -q mail --tag slow --to slow-mail --yes", BulkAction::Move, {"move", "moved"}, nullptr, "queue"),
        bulkCommand("job set-priority", "Change the priority of waiting jobs",
            "job set-priority -t acme --to high --yes", BulkAction::SetPriority, {"change", "changed"}, nullptr,
            "priority")};
}

} // namespace fairlead
