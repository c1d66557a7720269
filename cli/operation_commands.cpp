// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/operation_calls.h"

namespace fairlead {

namespace {
void print(const std::vector<Operation> &operations)
{
    Table table({"ID", "ACTION", "STATE", "TOTAL", "DONE", "SKIPPED", "FAILED", "BEGUN", "BY"});
    for (const Operation &one : operations) {
        table.add(
            {one.id.text(), std::string(bulkActionName(one.request.action)), std::string(operationStateName(one.state)),
                one.total ? std::to_string(*one.total) : "-", std::to_string(one.done), std::to_string(one.skipped),
                std::to_string(one.failed), timeCell(one.created), one.request.who});
    }
    table.print();
}

Result<> listOperations(Session &session, const Arguments &)
{
    const auto operations = session.ask(ListOperations {});
    if (!operations)
        return failure(operations.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        print(*operations);
    return {};
}

template <typename C>
Result<> one(Session &session, const Arguments &arguments)
{
    const Result<JobId> id = idOf(arguments);
    if (!id)
        return failure(id.error());
    const auto operation = session.ask(C {*id});
    if (!operation)
        return failure(operation.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        print({*operation});
    return {};
}
} // namespace

const std::vector<Command> &operationCommands()
{
    static const std::vector<Command> commands {
        {{"operation", "list"}, {}, {}, "list acts on many jobs, those under way first", listOperations},
        {{"operation", "show"}, {"ID"}, {}, "show how far an act on many jobs is", one<FindOperation>},
        {{"operation", "cancel"}, {"ID"}, {}, "end an act on many jobs; what was done stays done",
            one<CancelOperation>},
    };
    return commands;
}

} // namespace fairlead
