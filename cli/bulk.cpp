// SPDX-License-Identifier: Apache-2.0
#include "cli/bulk.h"

#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/operation_calls.h"
#include "engine/domain/units.h"

#include <algorithm>
#include <initializer_list>
#include <unistd.h>
#include <utility>

namespace fairlead {

namespace {
constexpr std::chrono::milliseconds betweenLooks {200};

/// Says how many jobs there are, and waits for a yes.
Result<> confirm(Session &session, const OperationRequest &request, const BulkWords &words)
{
    if (isatty(STDIN_FILENO) == 0)
        return failure(ErrorCode::Invalid, "not done: confirm with --yes, or count first with --dry-run");
    FAIRLEAD_TRY(const JobCount count, session.askFor<JobCount>(BeginOperation {request, true}));
    return askYes(words.act + " " + std::to_string(count.count) + " jobs?");
}

void showStepsOf(const Operation &operation)
{
    if (!operation.total)
        return;
    const std::int64_t seen = operation.done + operation.skipped + operation.failed;
    const std::int64_t percent = *operation.total > 0 ? 100 * seen / *operation.total : 100;
    showProgress(
        std::to_string(seen) + " of " + std::to_string(*operation.total) + " (" + std::to_string(percent) + " %)",
        operation.state == OperationState::Running ? ProgressLine::UnderWay : ProgressLine::End);
}

Result<Operation> awaitEnd(Session &session, Operation operation)
{
    while (operation.state == OperationState::Running) {
        Session::rest(betweenLooks);
        auto now = session.ask(FindOperation {operation.id});
        if (!now)
            return failure(now.error().code,
                now.error().text + "\nthe operation goes on in the engine: fairleadctl operation show "
                    + operation.id.text());
        operation = std::move(*now);
        showStepsOf(operation);
    }
    return operation;
}

/// Names the ids of the line on which the act is not possible, and counts them.
Result<std::size_t> nameImpossible(Session &session, const OperationRequest &request)
{
    const std::vector<JobState> possible = statesFor(request.action);
    std::size_t count = 0;
    for (const JobId &id : request.filter.ids.value_or(std::vector<JobId> {})) {
        const auto found = session.ask(FindJob {id});
        if (!found && found.error().code != ErrorCode::NotFound)
            return failure(found.error());
        const bool isPossible = found && passesState(request.filter, found->state)
            && std::find(possible.begin(), possible.end(), found->state) != possible.end();
        if (isPossible)
            continue;
        ++count;
        const std::string why =
            found ? "job " + id.text() + " is " + std::string(jobStateName(found->state)) : found.error().text;
        warn("fairleadctl: %s\n", shownSafely(why).c_str());
    }
    return count;
}
} // namespace

std::shared_ptr<BulkLine> addBulkLine(Command &command, BulkAction action, const FieldChoice &criteria)
{
    auto line = std::make_shared<BulkLine>();
    line->request.action = action;
    line->request.who = operatorName();
    command.withId([line](const JobId &id) { addTo(line->request.filter.ids, id); }, "ID", true);
    addFields(command, Fields<JobFilter>::listed, line->request.filter, criteria);
    addFields(command, Fields<OperationRequest>::all, line->request, {.only = {"over"}});
    if (action == BulkAction::Retry)
        addFields(command, Fields<OperationRequest>::all, line->request, {.only = {"deadline"}});
    command
        .withSwitch(
            "-a,--all", "all that the other options match; without one, all to which this can be done", line->isAll)
        .withSwitch("--dry-run", "only count the jobs", line->isDryRun)
        .withSwitch("-y,--yes", "do not ask", line->isConfirmed);
    return line;
}

Result<std::optional<Operation>> runBulk(Session &session, const BulkLine &line, const BulkWords &words)
{
    const OperationRequest &request = line.request;
    if (line.isDryRun) {
        FAIRLEAD_CHECK(
            session.show(session.askFor<JobCount>(BeginOperation {request, true}), [&](const JobCount &count) {
                say("%lld jobs would be %s\n", static_cast<long long>(count.count), words.done.c_str());
            }));
        return std::nullopt;
    }
    if (!line.isConfirmed)
        FAIRLEAD_CHECK(confirm(session, request, words));
    const auto begun = session.askFor<Operation>(BeginOperation {request});
    if (request.over > Microseconds {0} && !line.isAwaited) {
        FAIRLEAD_CHECK(session.show(begun, [](const Operation &operation) {
            say("operation %s is under way; fairleadctl operation show %s says how far it is\n",
                operation.id.text().c_str(), operation.id.text().c_str());
        }));
        return std::nullopt;
    }
    if (!begun)
        return failure(begun.error());
    FAIRLEAD_TRY(Operation ended, awaitEnd(session, *begun));
    return std::optional(std::move(ended));
}

std::string outcomeText(const OperationOutcome &outcome)
{
    std::string text = std::to_string(outcome.retried) + " retried";
    const char *before = ": ";
    for (const auto &[count, words] :
        std::initializer_list<std::pair<std::int64_t, const char *>> {{outcome.succeeded, "succeeded"},
            {outcome.ready, "ready"}, {outcome.scheduled, "scheduled"}, {outcome.blocked, "blocked"},
            {outcome.running, "running"}, {outcome.dead, "dead again"}, {outcome.expired, "expired again"},
            {outcome.cancelled, "cancelled"}, {outcome.gone, "retried again or deleted"}}) {
        if (count == 0)
            continue;
        text.append(before).append(std::to_string(count)).append(" ").append(words);
        before = ", ";
    }
    return text;
}

Result<OperationOutcome> awaitOutcome(Session &session, const JobId &operation)
{
    for (;;) {
        FAIRLEAD_TRY(OperationOutcome outcome, session.ask(FindOutcome {operation}));
        showProgress(outcomeText(outcome), outcome.isSettled() ? ProgressLine::End : ProgressLine::UnderWay);
        if (outcome.isSettled())
            return outcome;
        Session::rest(betweenLooks);
    }
}

Result<> actOnMany(Session &session, const BulkLine &line, const BulkWords &words)
{
    FAIRLEAD_TRY(const std::size_t impossible, nameImpossible(session, line.request));
    const Error some {ErrorCode::Conflict, "some cannot be " + words.done + "; the lines above say which"};
    const std::optional<std::vector<JobId>> &ids = line.request.filter.ids;
    if (impossible > 0 && ids && impossible == ids->size())
        return failure(some);
    session.hasAsked = false; // a line that is not confirmed is still a wrong line
    FAIRLEAD_TRY(const std::optional<Operation> ended, runBulk(session, line, words));
    if (!ended)
        return impossible == 0 ? Result<> {} : failure(some);
    if (session.isJson)
        session.printLastAnswer();
    else
        say("%lld %s, %lld skipped\n", static_cast<long long>(ended->done), words.done.c_str(),
            static_cast<long long>(ended->skipped));
    if (ended->state != OperationState::Done)
        return failure(ErrorCode::Cancelled,
            "the operation is " + std::string(operationStateName(ended->state)) + ": " + ended->error);
    if (ended->failed > 0)
        return failure(ErrorCode::Conflict, std::to_string(ended->failed) + " failed; the first: " + ended->error);
    return impossible == 0 ? Result<> {} : failure(some);
}

Command bulkCommand(const std::string &name, const std::string &help, const std::string &example, BulkAction action,
    const BulkWords &words, ActOnOne one, std::string_view to)
{
    Command command {name, help, example};
    const auto line = addBulkLine(command, action);
    if (!to.empty()) {
        addFields(command, Fields<OperationRequest>::all, line->request, {.only = {to}, .names = {{to, "--to"}}});
        command.options.back().isOptional = false;
    }
    command.run = [line, words, one, given = command.given](Session &session) -> Result<> {
        const JobFilter &filter = line->request.filter;
        // One id and no option that matters: the job itself is answered.
        const std::size_t plain = 1U + (line->isConfirmed ? 1U : 0U) + (line->request.deadline ? 1U : 0U);
        if (one && filter.ids && filter.ids->size() == 1 && given->size() == plain)
            return one(session, filter.ids->front(), line->request);
        FAIRLEAD_CHECK(checkFilter(filter));
        if (line->isAll ? filter.ids.has_value() : filter == JobFilter {})
            return failure(ErrorCode::Invalid, "expected IDs, or options that say which jobs, or --all");
        return actOnMany(session, *line, words);
    };
    return command;
}

} // namespace fairlead
