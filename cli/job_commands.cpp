// SPDX-License-Identifier: Apache-2.0
#include "cli/bulk.h"
#include "cli/editor.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/job_calls.h"
#include "engine/domain/job_specs.h"
#include "engine/wire/json.h"

#include <iterator>

namespace fairlead {

namespace {
struct JobListLine
{
    ListJobs call;
    bool isCount = false;
};

void printJobs(const JobPage &page, Width width)
{
    Table table({"ID", "STATE", {"QUEUE", Fit::Cut}, {"TENANT", Fit::Cut}, "ATTEMPT", "PRIORITY", "CREATED"});
    for (const JobRecord &record : page.jobs) {
        const JobSpec &spec = record.job.spec;
        table.add({record.job.id.text(), std::string(jobStateName(record.state)), spec.queue.text(), spec.tenant.text(),
            std::to_string(record.attempt) + "/" + std::to_string(spec.maxAttempts),
            std::string(priorityName(spec.priority)), timeCell(record.job.created)});
    }
    table.print(width);
    if (!page.cursor.empty())
        warn("more: --cursor %s\n", page.cursor.c_str());
}

/// Searches in payloads, a part of the jobs with each call, until the page is full or the list ends.
Result<JobPage> searchJobs(Session &session, ListJobs call)
{
    const auto wanted = static_cast<std::size_t>(call.limit);
    JobPage found;
    for (;;) {
        FAIRLEAD_TRY(JobPage page, session.ask(call));
        found.examined += page.examined;
        found.skipped += page.skipped;
        found.cursor = std::move(page.cursor);
        std::move(page.jobs.begin(), page.jobs.end(), std::back_inserter(found.jobs));
        const bool isDone = found.cursor.empty() || found.jobs.size() >= wanted;
        showProgress(std::to_string(found.examined) + " looked at, " + std::to_string(found.jobs.size()) + " found",
            isDone ? ProgressLine::End : ProgressLine::UnderWay);
        if (isDone)
            return found;
        call.cursor = found.cursor;
        call.limit = static_cast<int>(wanted - found.jobs.size());
        call.skip -= page.skipped;
    }
}

Result<> listJobs(Session &session, const JobListLine &line)
{
    constexpr std::int64_t countedMax = 100'000;
    FAIRLEAD_CHECK(checkFilter(line.call));
    if (!line.isCount && line.call.payload) {
        FAIRLEAD_TRY(const JobPage found, searchJobs(session, line.call));
        if (session.isJson)
            sayJson(writeJson(found));
        else
            printJobs(found, session.width);
        return {};
    }
    if (!line.isCount)
        return session.show(session.ask(line.call), printJobs);
    return session.show(session.ask(CountJobs {line.call, countedMax}), [](const JobCount &counted) {
        say("%lld%s\n", static_cast<long long>(counted.count), counted.isExact ? "" : "+");
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
    say("%s\n", std::string(jobStateName(view.state)).c_str());
    for (const WaitReason &reason : view.reasons)
        say("  - %s\n", shownSafely(reason.text).c_str());
}

Result<> retryOne(Session &session, const JobId &id, const OperationRequest &request)
{
    return session.show(session.ask(RetryJob {id, request.deadline}), printRecord);
}

Result<> cancelOne(Session &session, const JobId &id, const OperationRequest &)
{
    return session.show(session.ask(CancelJob {id, operatorName()}), printRecord);
}

Result<> deleteOne(Session &session, const JobId &id, const OperationRequest &)
{
    return session.show(session.ask(DeleteJob {id}), [](const DeletedJob &deleted) {
        say("deleted; until %s this brings it back: fairleadctl job restore %s\n",
            timeCell(deleted.restorableUntil).c_str(), deleted.id.text().c_str());
    });
}

Command resultCommand()
{
    const auto call = std::make_shared<FindResult>();
    Command command {"job result", std::string(FindResult::info.text), "job result 01a22aad-7ca3",
        [call](Session &session) -> Result<> {
            FAIRLEAD_TRY(const Raw found, session.ask(*call));
            writeBytes(found.bytes);
            return {};
        }};
    return command.withId([call](const JobId &id) { call->id = id; });
}

/// A line of our own stands for those that are not kept.
void printLines(const RunLogView &log)
{
    if (log.withheld) {
        warn("fairleadctl: this token may not read the lines of queue %s\n", log.queue.text().c_str());
        return;
    }
    say("%s", log.head.c_str());
    if (log.leftOut > 0)
        say("[... %lld bytes left out ...]\n", static_cast<long long>(log.leftOut));
    say("%s", log.tail.c_str());
}

struct LogLine
{
    ReadLog call;
    bool isFollowed = false;
};

/// A run that is followed may end between two looks, without a log that is kept.
bool isGone(const Result<RunLogView> &log, bool isFirst)
{
    return !isFirst && !log && log.error().code == ErrorCode::NotFound;
}

Result<> showLog(Session &session, const LogLine &line)
{
    constexpr Milliseconds betweenReads {500};
    ReadLog call = line.call;
    for (bool isFirst = true;; isFirst = false) {
        const Result<RunLogView> log = session.ask(call);
        if (isGone(log, isFirst))
            return {};
        const bool isNews = isFirst || !log || !log->isRunning || log->next != call.after;
        if (isNews)
            FAIRLEAD_CHECK(session.show(log, printLines));
        if (!finishOutput() || isUnread() || !line.isFollowed || !log->isRunning)
            return {}; // nobody listens any more, or the end
        call.attempt = log->attempt;
        call.after = log->next;
        Session::rest(betweenReads);
    }
}

Command jobLogCommand()
{
    const auto line = std::make_shared<LogLine>();
    Command command {"job log", "The lines that a run of a job wrote", "job log 01a22aad-7ca3 --follow",
        [line](Session &session) { return showLog(session, *line); }};
    addFields(command, Fields<ReadLog>::all, line->call, {}, ReadLog::info.path);
    return command.withSwitch("-f,--follow", "go on while the run is under way", line->isFollowed);
}

void printReceipt(const EnqueueReceipt &receipt)
{
    say("%s\n", receipt.id.text().c_str());
}

/// A job like another one, from a payload that this token reads in full.
Result<> duplicate(Session &session, const JobId &id, const JobEdit &edit)
{
    FAIRLEAD_TRY(const JobRecord record, session.ask(FindJob {id}));
    if (record.withheld && !edit.hasPayload())
        return failure(ErrorCode::Denied, "this token may not read the payload of job " + id.text() + " in full");
    NewJob job = edited(record.job, {}, edit);
    job.uniqueKey.clear(); // its holder would be the answer
    FAIRLEAD_TRY(const auto receipts, session.ask(EnqueueJobs::of({std::move(job)})));
    return session.show(receipts.front(), printReceipt);
}

Command duplicateCommand()
{
    struct Line
    {
        JobId id;
        JobEdit edit;
    };
    const auto line = std::make_shared<Line>();
    Command command {"job duplicate", "Accept a job like another one, without its keys; options change parts of it",
        "job duplicate 01a22aad-7ca3 --priority high",
        [line](Session &session) { return duplicate(session, line->id, line->edit); }};
    command.withId([line](const JobId &id) { line->id = id; });
    addFields(command, Fields<JobEdit>::all, line->edit);
    return command;
}

struct JobEditLine
{
    EditJob call;
    bool hasEditor = false;
};

/// Opens the payload of the job in an editor. Without a change of the text the edit keeps the old one.
Result<> takeEditedPayload(Session &session, EditJob &call)
{
    if (call.edit.hasPayload())
        return failure(ErrorCode::Invalid, "either --editor or another payload");
    FAIRLEAD_TRY(const JobRecord record, session.ask(FindJob {call.id}));
    if (record.withheld)
        return failure(ErrorCode::Denied, "this token may not read the payload of job " + call.id.text() + " in full");
    NewPayload payload {record.job.spec.payload, record.job.spec.contentType};
    FAIRLEAD_TRY(std::optional<std::string> text, editedText(payload));
    if (!text)
        return {};
    payload.bytes = std::move(*text);
    call.edit.payload = std::move(payload);
    return {};
}

Result<> editJob(Session &session, EditJob call, bool hasEditor)
{
    if (hasEditor)
        FAIRLEAD_CHECK(takeEditedPayload(session, call));
    const Result<> hasChange = call.check();
    if (hasEditor && !hasChange) {
        warn("the text is as before; nothing was changed\n");
        return {};
    }
    FAIRLEAD_CHECK(hasChange);
    return session.show(session.ask(call), printReceipt);
}

Command jobEditCommand()
{
    const auto line = std::make_shared<JobEditLine>();
    Command command {"job edit", std::string(EditJob::info.text),
        "job edit 01a22aad-7ca3 --priority high --deadline +2h",
        [line](Session &session) { return editJob(session, line->call, line->hasEditor); }};
    addFields(command, Fields<EditJob>::all, line->call, {}, EditJob::info.path);
    return command.withSwitch(
        "--editor", "opens the payload in $VISUAL, $EDITOR or vi, and sends the text that is saved", line->hasEditor);
}

Command tagCommand()
{
    return callCommand<TagJob>("job tag", "job tag 01a22aad-7ca3 --add urgent --remove night", printRecord, {},
        [](const TagJob &call) { return call.check(); });
}

Command restoreCommand()
{
    const auto ids = std::make_shared<std::vector<JobId>>();
    Command command {"job restore", std::string(RestoreJob::info.text),
        "job restore 01a22aad-7ca3-75c0-9736-8b8d2604ac3a", [ids](Session &session) -> Result<> {
            if (ids->size() == 1)
                return session.show(session.ask(RestoreJob {ids->front()}), printRecord);
            return actOnEach<RestoreJob>(session, *ids, "restored");
        }};
    command.withId([ids](const JobId &id) { ids->push_back(id); }, "ID", true);
    command.words.front().isOptional = false;
    command.resolve = [](Session &, const std::string &prefix) -> Result<JobId> {
        return failure(ErrorCode::Invalid, "'" + prefix + "': a deleted job is not listed; give its whole id");
    };
    return command;
}
} // namespace

Commands jobCommands()
{
    return {jobListCommand(), callCommand<FindJob>("job show", "job show 01a22aad-7ca3", printRecord),
        callCommand<WhyWaiting>("job why", "job why 01a22aad-7ca3", printReasons), resultCommand(), jobLogCommand(),
        bulkCommand("job retry", "Make ended jobs ready again", "job retry -s dead -q mail --over 10m --yes",
            BulkAction::Retry, {"retry", "retried"}, retryOne),
        bulkCommand("job cancel", "Cancel jobs; running ones are told to stop", "job cancel -t acme --dry-run",
            BulkAction::Cancel, {"cancel", "cancelled"}, cancelOne),
        bulkCommand("job delete", "Delete jobs; they can be restored for ten minutes",
            "job delete -s succeeded --until 1d --yes", BulkAction::Delete, {"delete", "deleted"}, deleteOne),
        restoreCommand(), jobEditCommand(), duplicateCommand(), tagCommand(),
        bulkCommand("job move", "Move waiting jobs to another queue",
            "job move -q mail --tag slow --to slow-mail --yes", BulkAction::Move, {"move", "moved"}, nullptr, "queue"),
        bulkCommand("job set-priority", "Change the priority of waiting jobs",
            "job set-priority -t acme --to high --yes", BulkAction::SetPriority, {"change", "changed"}, nullptr,
            "priority")};
}

} // namespace fairlead
