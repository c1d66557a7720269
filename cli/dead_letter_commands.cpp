// SPDX-License-Identifier: Apache-2.0
#include "cli/bulk.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/dead_letter_calls.h"
#include "engine/domain/error_title.h"

#include <fstream>

namespace fairlead {

namespace {
void printGroups(const LetterGroups &found, Width width)
{
    Table table({"GROUP", "LETTERS", {"LAST ERROR", Fit::Cut}, "LAST SEEN", "FIRST SEEN", "SAMPLE"});
    for (const LetterGroup &group : found.groups) {
        table.add({group.key, std::to_string(group.count), group.errorClass + ": " + errorTitle(group.text),
            timeCell(group.last), timeCell(group.first), group.sample.text()});
    }
    table.print(width);
    if (found.total > static_cast<std::int64_t>(found.groups.size()))
        warn("the largest of %lld groups; more with --limit\n", static_cast<long long>(found.total));
}

void printLetters(const DeadLetterPage &page, Width width)
{
    Table table({"ID", "STATE", {"QUEUE", Fit::Cut}, {"LAST ERROR", Fit::Cut}, {"TENANT", Fit::Cut}, "ATTEMPTS", "DIED",
        "FIRST ERROR", "GROUP"});
    for (const DeadLetter &letter : page.deadLetters) {
        const JobSpec &spec = letter.record.job.spec;
        table.add({letter.record.job.id.text(), std::string(jobStateName(letter.record.state)), spec.queue.text(),
            letter.lastError.errorClass + ": " + errorTitle(letter.lastError.text), spec.tenant.text(),
            std::to_string(letter.record.attempt), timeCell(letter.record.finishedAt), letter.firstError.errorClass,
            letter.lastError.fingerprint});
    }
    table.print(width);
    if (!page.cursor.empty())
        warn("more: --cursor %s\n", page.cursor.c_str());
}

Command letterListCommand()
{
    const auto call = std::make_shared<ListDeadLetters>();
    Command command {"dlq list", std::string(ListDeadLetters::info.text), "dlq list -q mail --group-by error",
        [call](Session &session) -> Result<> {
            FAIRLEAD_CHECK(call->check());
            const auto reply = session.ask(*call);
            return session.show(reply, [](const ListDeadLetters::Reply &found, Width width) {
                if (const auto *groups = std::get_if<LetterGroups>(&found))
                    printGroups(*groups, width);
                else
                    printLetters(std::get<DeadLetterPage>(found), width);
            });
        }};
    addFields(command, Fields<ListDeadLetters>::all, *call);
    return command;
}

/// The dead letters that --group or --all, --queue and --tenant name, or the ids.
Result<> checkLetters(BulkLine &line, bool mayNarrowIds)
{
    JobFilter &filter = line.request.filter;
    const bool isFiltered = line.isAll || filter.fingerprint;
    const bool isNarrowed = filter.queue || filter.tenant;
    if (filter.ids.has_value() == isFiltered || (isNarrowed && !isFiltered && !mayNarrowIds))
        return failure(
            ErrorCode::Invalid, "expected IDs, or --group FP, or --all; --queue and --tenant narrow the last two");
    filter.anyOf = {JobState::Dead, JobState::Expired};
    return {};
}

/// Retries, waits until the jobs have ended, and tells what became of them.
Result<> retryAndWait(Session &session, BulkLine line)
{
    line.isConfirmed = line.isConfirmed || line.request.filter.ids;
    FAIRLEAD_TRY(const std::optional<Operation> ended, runBulk(session, line, {"retry", "retried"}));
    if (!ended)
        return {};
    FAIRLEAD_TRY(const OperationOutcome outcome, awaitOutcome(session, ended->id));
    FAIRLEAD_CHECK(session.show(Result<OperationOutcome> {outcome},
        [](const OperationOutcome &one) { say("%s\n", outcomeText(one).c_str()); }));
    if (ended->failed > 0)
        return failure(ErrorCode::Conflict, std::to_string(ended->failed) + " failed; the first: " + ended->error);
    if (outcome.dead + outcome.expired == 0)
        return {};
    return failure(ErrorCode::Conflict,
        "some are dead again: fairleadctl job list --operation " + ended->id.text() + " --state dead");
}

Result<> retryLetters(Session &session, BulkLine line)
{
    FAIRLEAD_CHECK(checkLetters(line, false));
    if (line.isAwaited)
        return retryAndWait(session, line);
    const std::vector<JobId> ids = line.request.filter.ids.value_or(std::vector<JobId> {});
    if (ids.size() == 1)
        return session.show(session.ask(RetryJob {ids.front(), line.request.deadline}), printRecord);
    if (!ids.empty())
        return actOnEach<RetryJob>(session, ids, "retried", {{}, line.request.deadline});
    if (!session.isJson)
        return actOnMany(session, line, {"retry", "retried"});
    FAIRLEAD_TRY(const std::optional<Operation> ended, runBulk(session, line, {"retry", "retried"}));
    if (ended) {
        const std::int64_t skipped = ended->skipped + ended->failed;
        sayJson("{\"retried\":" + std::to_string(ended->done) + ",\"skipped\":" + std::to_string(skipped) + "}");
    }
    return {};
}

Result<> deleteLetters(Session &session, BulkLine line)
{
    FAIRLEAD_CHECK(checkLetters(line, true));
    return actOnMany(session, line, {"delete", "deleted"});
}

Command lettersCommand(const std::string &name, const std::string &help, const std::string &example, BulkAction action,
    Result<> (*run)(Session &, BulkLine))
{
    Command command {name, help, example};
    const auto line = addBulkLine(command, action, {.only = {"queue", "tenant", "fingerprint"}});
    command.run = [line, run](Session &session) { return run(session, *line); };
    if (action == BulkAction::Retry)
        command.withSwitch("--wait", "until they have ended; fails when some are dead again", line->isAwaited);
    return command;
}

/// Writes each letter as its own route answers it, one a line.
Result<> exportLetters(Session &session, ListDeadLetters call, const std::string &name)
{
    call.limit = 1000;
    std::ofstream file;
    if (name != "-") {
        file.open(name, std::ios::binary | std::ios::trunc);
        if (!file)
            return failure(ErrorCode::Io, "cannot write " + name);
    }
    std::int64_t count = 0;
    std::int64_t withheld = 0;
    do {
        FAIRLEAD_TRY(const DeadLetterPage page, session.askFor<DeadLetterPage>(call));
        for (const DeadLetter &letter : page.deadLetters) {
            const auto whole = session.ask(FindDeadLetter {letter.record.job.id});
            if (!whole && whole.error().code == ErrorCode::NotFound)
                continue; // retried or deleted meanwhile
            if (!whole)
                return failure(whole.error());
            if (name == "-")
                session.printLastAnswer();
            else
                file << session.client.lastAnswer() << '\n';
            ++count;
            withheld += whole->record.withheld ? 1 : 0;
        }
        call.cursor = page.cursor;
    } while (!call.cursor.empty());
    if (withheld > 0)
        warn("%lld of them without what the token may not read (withheld)\n", static_cast<long long>(withheld));
    if (name == "-")
        return {};
    file.flush();
    if (!file)
        return failure(ErrorCode::Io, "cannot write " + name + " to its end");
    if (session.isJson)
        sayJson("{\"count\":" + std::to_string(count) + "}");
    else
        say("%lld dead letters written to %s\n", static_cast<long long>(count), shownSafely(name).c_str());
    return {};
}

Command exportCommand()
{
    struct State
    {
        ListDeadLetters call;
        std::string file;
    };
    const auto line = std::make_shared<State>();
    Command command {"dlq export", "Write dead letters with their payloads to a file, one JSON object a line",
        "dlq export letters.jsonl -q mail",
        [line](Session &session) { return exportLetters(session, line->call, line->file); }};
    addFields(command, Fields<ListDeadLetters>::all, line->call, {.only = {"queue", "tenant", "fingerprint"}});
    return command.withText("FILE", "FILE", "the file; - for standard output", line->file);
}

Command editCommand()
{
    const auto prepare = [](EditAndRetry &call) -> Result<> {
        if (call.payload.bytes.empty() && call.payload.contentType == NewPayload {}.contentType)
            return failure(ErrorCode::Invalid, "the new payload is missing: --payload-file F");
        return {};
    };
    return callCommand<EditAndRetry>(
        "dlq edit-retry", "dlq edit-retry 01a22aad-7ca3 --payload-file corrected.json",
        [](const EnqueueReceipt &receipt) { say("%s\n", receipt.id.text().c_str()); }, {}, prepare);
}
} // namespace

Commands deadLetterCommands()
{
    return {letterListCommand(),
        callCommand<FindDeadLetter>(
            "dlq show", "dlq show 01a22aad-7ca3", [](const DeadLetter &letter) { printRecord(letter.record); }),
        lettersCommand("dlq retry", "Make dead letters ready again", "dlq retry --all -q mail --over 10m --yes",
            BulkAction::Retry, retryLetters),
        editCommand(),
        lettersCommand("dlq delete", "Delete dead letters; they can be restored for ten minutes",
            "dlq delete --all -t acme --dry-run", BulkAction::Delete, deleteLetters),
        exportCommand()};
}

} // namespace fairlead
