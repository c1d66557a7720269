// SPDX-License-Identifier: Apache-2.0
#include "cli/bulk.h"

#include "cli/arguments.h"
#include "cli/table.h"
#include "engine/calls/operation_calls.h"
#include "engine/domain/units.h"

#include <QEventLoop>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::chrono::milliseconds betweenLooks {200};

/// Says how many, and waits for a yes.
Result<> confirm(Session &session, const Arguments &arguments, const OperationRequest &request, const BulkWords &words)
{
    if (arguments.has("yes"))
        return {};
    if (isatty(STDIN_FILENO) == 0)
        return failure(ErrorCode::Invalid, "not done: confirm with --yes, or count first with --dry-run");
    const auto count = session.askFor<JobCount>(BeginOperation {request, true});
    if (!count)
        return failure(count.error());
    std::fprintf(stderr, "%s %lld jobs? [y/N] ", words.act.c_str(), static_cast<long long>(count->count));
    const int c = std::getchar();
    if (c == 'y' || c == 'Y')
        return {};
    return failure(ErrorCode::Cancelled, "nothing was done");
}

Result<> printDryRun(Session &session, const OperationRequest &request, const BulkWords &words)
{
    const auto count = session.askFor<JobCount>(BeginOperation {request, true});
    if (!count)
        return failure(count.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%lld jobs would be %s\n", static_cast<long long>(count->count), words.done.c_str());
    return {};
}

void showProgress(const Operation &operation)
{
    if (!isProgressShown() || !operation.total)
        return;
    const std::int64_t seen = operation.done + operation.skipped + operation.failed;
    const bool isEnd = operation.state != OperationState::Running;
    std::fprintf(stderr, "\r%lld of %lld (%lld %%)%s", static_cast<long long>(seen),
        static_cast<long long>(*operation.total),
        static_cast<long long>(*operation.total > 0 ? 100 * seen / *operation.total : 100), isEnd ? "\n" : "");
}

Result<Operation> awaitEnd(Session &session, Operation operation)
{
    while (operation.state == OperationState::Running) {
        QEventLoop pause;
        QTimer::singleShot(betweenLooks, &pause, &QEventLoop::quit);
        pause.exec();
        auto now = session.ask(FindOperation {operation.id});
        if (!now)
            return failure(now.error().code,
                now.error().text + "\nthe operation goes on in the engine: fairleadctl operation show "
                    + operation.id.text());
        operation = std::move(*now);
        showProgress(operation);
    }
    return operation;
}
} // namespace

const std::vector<OptionSpec> &filterOptions()
{
    static const std::vector<OptionSpec> options {{"state", "S", "only in this state"},
        {"queue", "Q", "only of this queue"}, {"tenant", "T", "only of this tenant"},
        {"handler", "K", "only of queues with a handler of this kind: process, plugin, http, function or pull"},
        {"tag", "T", "only with this tag"}, {"since", "D", "only created within D"},
        {"until", "D", "only created before D ago"}, {"group", "FP", "only dead letters with this error fingerprint"},
        {"attempts-min", "N", "only after N runs"}, {"id-prefix", "HEX", "only with an id that begins so"}};
    return options;
}

std::vector<OptionSpec> bulkOptions(const std::vector<OptionSpec> &more)
{
    std::vector<OptionSpec> options = more;
    options.insert(options.end(), filterOptions().begin(), filterOptions().end());
    options.push_back({"all", "", "all jobs of which that can be said"});
    options.push_back({"over", "D", "spread it over D, in the background"});
    options.push_back({"dry-run", "", "only count what it would be done to"});
    options.push_back({"yes", "", "do not ask"});
    return options;
}

Result<JobFilter> bulkFilterOf(const Arguments &arguments)
{
    const Result<JobQuery> query = queryOf(arguments);
    if (!query)
        return failure(query.error());
    JobFilter filter = *query;
    for (const std::string &word : arguments.words) {
        const Result<JobId> id = parseId(word);
        if (!id)
            return failure(id.error());
        filter.ids.push_back(*id);
    }
    const bool isNarrow = !(filter == JobFilter {});
    if (isNarrow == arguments.has("all"))
        return failure(ErrorCode::Invalid, "expected IDs, options that say which jobs, or --all");
    return filter;
}

Result<std::optional<Operation>> runBulk(
    Session &session, const Arguments &arguments, OperationRequest request, const BulkWords &words)
{
    if (arguments.has("over")) {
        const Result<Microseconds> over = parseDuration(arguments.value("over"));
        if (!over)
            return failure(over.error().code, "--over: " + over.error().text);
        request.over = *over;
    }
    request.who = operatorName();
    if (arguments.has("dry-run")) {
        if (Result<> printed = printDryRun(session, request, words); !printed)
            return failure(printed.error());
        return std::nullopt;
    }
    if (Result<> sure = confirm(session, arguments, request, words); !sure)
        return failure(sure.error());
    const auto begun = session.askFor<Operation>(BeginOperation {request});
    if (!begun)
        return failure(begun.error());
    if (request.over > Microseconds {0}) {
        if (session.isJson)
            session.printLastAnswer();
        else
            std::printf("operation %s is under way; fairleadctl operation show %s says how far it is\n",
                begun->id.text().c_str(), begun->id.text().c_str());
        return std::nullopt;
    }
    auto ended = awaitEnd(session, *begun);
    if (!ended)
        return failure(ended.error());
    return std::optional(std::move(*ended));
}

Result<> actOnMany(Session &session, const Arguments &arguments, OperationRequest request, const BulkWords &words)
{
    const auto ended = runBulk(session, arguments, std::move(request), words);
    if (!ended)
        return failure(ended.error());
    if (!*ended)
        return {};
    const Operation &operation = **ended;
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%lld %s, %lld skipped\n", static_cast<long long>(operation.done), words.done.c_str(),
            static_cast<long long>(operation.skipped));
    if (operation.state != OperationState::Done)
        return failure(ErrorCode::Cancelled,
            "the operation is " + std::string(operationStateName(operation.state)) + ": " + operation.error);
    if (operation.failed > 0)
        return failure(ErrorCode::Internal, std::to_string(operation.failed) + " failed; the engine's log says why");
    return {};
}

} // namespace fairlead
