// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/input.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/queue_calls.h"
#include "engine/domain/units.h"

#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::chrono::milliseconds betweenAsks {200};

void printScale(const QueueView &view)
{
    if (view.workersMax == 0)
        say("%s: all workers\n", view.queue.text().c_str());
    else
        say("%s: %d workers, %s\n", view.queue.text().c_str(), view.workersMax,
            !view.scaling                         ? "as configured"
                : *view.scaling == ScaledBy::Hand ? "by hand"
                                                  : "by what waits");
}

std::string limitsText(const TenantRules &limits)
{
    std::string text;
    eachMemberOf(Fields<TenantRules>::all, limits, [&](const FieldSpec &spec, const auto &value) {
        using Inner = typename Bare<std::remove_cvref_t<decltype(value)>>::Type;
        if (value)
            text += (text.empty() ? "" : ", ") + std::string(spec.name) + " " + Codec<Inner>::textOf(*value, spec);
    });
    return text;
}

void printLimits(const QueueView &view)
{
    const std::string name = view.queue.text();
    if (!view.limits) {
        say("%s: as its settings say\n", name.c_str());
        return;
    }
    const std::string before = view.configured ? limitsText(*view.configured) : std::string {};
    say("%s: %s%s\n", name.c_str(), limitsText(*view.limits).c_str(),
        before.empty() ? "" : ("; in its settings " + before).c_str());
    warn("undo: fairleadctl queue set %s --release\n", name.c_str());
}

Command setCommand()
{
    const auto call = std::make_shared<SetQueue>();
    const auto isRelease = std::make_shared<bool>(false);
    Command command {"queue set", std::string(SetQueue::info.text), "queue set mail --rate 20/s --concurrency 4",
        [call, isRelease](Session &session) -> Result<> {
            QueuePatch &patch = call->patch;
            const bool isSaid = patch.rules != TenantRules {} || patch.cleared != TenantPatch::Cleared {};
            if (isSaid == *isRelease)
                return failure(ErrorCode::Invalid, "expected limits, or --release; see fairleadctl queue set --help");
            if (*isRelease)
                eachOf(limitFields, [&](const auto &field) { field.access(patch.cleared) = true; });
            return session.show(session.ask(*call), printLimits);
        }};
    addFields(command, Fields<SetQueue>::all, *call, {}, SetQueue::info.path);
    command.help = "Set limits of a queue, until they are released; the word default releases one";
    return command.withSwitch("--release", "release all limits: as the settings of the queue say", *isRelease);
}

Command addQueueCommand()
{
    struct Line
    {
        AddQueue call;
        std::string file;
        bool isPulled = false;
    };
    const auto line = std::make_shared<Line>();
    Command command {"queue add", std::string(AddQueue::info.text), "queue add mail --file mail.toml",
        [line](Session &session) -> Result<> {
            std::string &settings = line->call.settings;
            if (!line->file.empty()) {
                FAIRLEAD_TRY(const std::string read, readInput(line->file));
                settings += read + "\n";
            }
            if (line->isPulled)
                settings = "handler = { kind = \"pull\" }\n" + settings;
            if (settings.empty())
                return failure(ErrorCode::Invalid, "expected --pull, SETTINGs or --file");
            return session.show(session.ask(line->call), [](const QueueView &view) {
                say("%s: %s\n", view.queue.text().c_str(), view.handler.c_str());
                warn("undo: fairleadctl queue remove %s --jobs keep\n", view.queue.text().c_str());
            });
        }};
    addFields(command, Fields<AddQueue>::all, line->call, {.names = {{"settings", ""}}}, AddQueue::info.path);
    command.words.push_back(
        {"SETTING", "TEXT", "a line of a [queue.NAME] table of the configuration file, such as \"workers = 4\"",
            [line](const std::string &text) {
                line->call.settings += text + "\n";
                return Result<> {};
            },
            {}, true});
    command.withText("-f,--file", "FILE", "a file of such lines; - for stdin", line->file);
    return command.withSwitch("--pull", "its workers are elsewhere", line->isPulled);
}

/// Waits for a yes at a terminal.
Result<> confirm(const RemoveQueue &call)
{
    if (isatty(STDIN_FILENO) == 0)
        return failure(ErrorCode::Invalid, "not done: confirm with --yes");
    return askYes("remove queue " + call.queue.text() + ", and " + std::string(nameOf(call.jobs)) + " its jobs?");
}

void printRemoved(const RemovedQueue &removed)
{
    say("%s: removed\n", removed.queue.text().c_str());
    if (removed.operation)
        say("its jobs: fairleadctl operation show %s\n", removed.operation->text().c_str());
    else
        warn("its jobs are kept; undo: fairleadctl queue add %s ...\n", removed.queue.text().c_str());
}

Command removeCommand()
{
    const auto call = std::make_shared<RemoveQueue>();
    const auto isConfirmed = std::make_shared<bool>(false);
    Command command {"queue remove", std::string(RemoveQueue::info.text),
        "queue remove mail --jobs move --to post --yes", [call, isConfirmed](Session &session) -> Result<> {
            FAIRLEAD_CHECK(call->check());
            if (!*isConfirmed)
                FAIRLEAD_CHECK(confirm(*call));
            return session.show(session.ask(*call), printRemoved);
        }};
    addFields(command, Fields<RemoveQueue>::all, *call, {.names = {{"jobs", "--jobs"}}}, RemoveQueue::info.path);
    return command.withSwitch("-y,--yes", "do not ask", *isConfirmed);
}

/// Waits until nothing of the queue runs, or until it is not paused any more.
Result<QueueView> awaitDrained(Session &session, const QueueName &queue)
{
    while (true) {
        FAIRLEAD_TRY(QueueView view, session.ask(FindQueue {queue}));
        if (view.running == 0)
            return view;
        if (!view.pause)
            return failure(ErrorCode::Conflict, "queue '" + queue.text() + "' was resumed meanwhile");
        Session::rest(betweenAsks);
    }
}

void printDrained(const QueueView &view)
{
    const std::string name = view.queue.text();
    if (view.running == 0)
        say("%s: drained; nothing of it runs, and new jobs wait\n", name.c_str());
    else
        say("%s: starts no more jobs; %d still run\n", name.c_str(), view.running);
    warn("undo: fairleadctl queue resume %s\n", name.c_str());
}

Command drainCommand()
{
    const auto call = std::make_shared<PauseQueue>();
    const auto isWaiting = std::make_shared<bool>(false);
    Command command {"queue drain", "Start no more jobs of a queue; new ones are accepted, and wait",
        "queue drain mail --wait", [call, isWaiting](Session &session) -> Result<> {
            if (call->note.why.empty())
                call->note.why = "drain";
            FAIRLEAD_TRY(const StatusView paused, session.ask(*call));
            return session.show(
                *isWaiting ? awaitDrained(session, call->queue) : session.ask(FindQueue {call->queue}), printDrained);
        }};
    addFields(command, Fields<PauseQueue>::all, *call, {.names = {{"tenant", ""}}}, PauseQueue::info.path);
    return command.withSwitch("--wait", "wait until all that runs has ended", *isWaiting);
}
} // namespace

Commands queueCommands()
{
    Command scale =
        callCommand<ScaleQueue>("queue scale", "queue scale mail 4", printScale, {.names = {{"workers", "N"}}});
    scale.help = "Let so many jobs of a queue run at once; auto: as the configuration says";
    return {addQueueCommand(), setCommand(), removeCommand(), drainCommand(), scale};
}

} // namespace fairlead
