// SPDX-License-Identifier: Apache-2.0
#include "cli/bulk.h"
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/operation_calls.h"

namespace fairlead {

namespace {
void printOperations(const std::vector<Operation> &operations, Width width)
{
    Table table({"ID", "STATE", "ACTION", "DONE", "TOTAL", "SKIPPED", "FAILED", "BEGUN", {"BY", Fit::Cut}});
    for (const Operation &one : operations) {
        table.add(
            {one.id.text(), std::string(operationStateName(one.state)), std::string(bulkActionName(one.request.action)),
                std::to_string(one.done), one.total ? std::to_string(*one.total) : "-", std::to_string(one.skipped),
                std::to_string(one.failed), timeCell(one.created), one.request.who});
    }
    table.print(width);
}
void printOperation(const Operation &one, Width width)
{
    printOperations({one}, width);
}

void printOutcome(const OperationOutcome &outcome)
{
    say("%s\n", outcomeText(outcome).c_str());
}

/// Shows an operation; of one that retries, also what became of its jobs.
Command showCommand()
{
    const auto call = std::make_shared<FindOperation>();
    Command command {"operation show", std::string(FindOperation::info.text), "operation show 01a22aad",
        [call](Session &session) -> Result<> {
            const Result<Operation> found = session.ask(*call);
            FAIRLEAD_CHECK(session.show(found, printOperation));
            if (session.isJson || found->request.action != BulkAction::Retry)
                return {};
            return session.show(session.ask(FindOutcome {found->id}), printOutcome);
        }};
    addFields(command, Fields<FindOperation>::all, *call, {}, FindOperation::info.path);
    return command;
}
} // namespace

Commands operationCommands()
{
    Commands commands {callCommand<ListOperations>("operation list", "operation list", printOperations), showCommand(),
        callCommand<FindOutcome>("operation outcome", "operation outcome 01a22aad", printOutcome),
        callCommand<CancelOperation>("operation cancel", "operation cancel 01a22aad", printOperation)};
    for (Command &command : commands)
        command.resolve = resolveOperation;
    return commands;
}

} // namespace fairlead
