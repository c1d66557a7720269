// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/process_handler.h"

#include "engine/domain/errno_text.h"
#include "engine/domain/job_specs.h"
#include "engine/domain/units.h"
#include "engine/handlers/shown_text.h"
#include "engine/wire/json.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <map>
#include <sys/wait.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr int exitTemporary = 75; // EX_TEMPFAIL of sysexits.h
constexpr int exitBadData = 65; // EX_DATAERR
constexpr int exitConfiguration = 78; // EX_CONFIG
constexpr Microseconds shortagePause = std::chrono::seconds {1};

std::string withReason(std::string what, const ChildEnd &end)
{
    const std::string said = shownOutput(end.errorText);
    return said.empty() ? what : what + ": " + said;
}

Outcome outcomeOfStart(const ChildEnd &end, const ProcessHandlerSettings &settings)
{
    const std::string text =
        "cannot run '" + settings.command.front() + "' (" + end.step + "): " + errnoText(end.error);
    switch (end.error) {
    case ENOENT:
    case EACCES:
    case ENOEXEC:
    case ENOTDIR:
    case ELOOP:
        return Rejected {
            "configuration", text + "; check the handler's command in the configuration, then retry the job"};
    case ECANCELED:
        return Released {};
    case EAGAIN:
    case EMFILE:
    case ENFILE:
    case ENOMEM:
        // The engine itself has no descriptor, process or memory left; the job is not the cause.
        return Snoozed {shortagePause};
    default:
        return Failed {"spawn", text, {}};
    }
}

Outcome outcomeOf(ChildEnd end, Cancellation::Reason reason, const ProcessHandlerSettings &settings)
{
    if (end.error != 0)
        return outcomeOfStart(end, settings);
    if (WIFEXITED(end.status) && WEXITSTATUS(end.status) == 0) {
        const bool isText = isUtf8(end.output);
        return Succeeded {{std::move(end.output), isText ? "text/plain; charset=utf-8" : "application/octet-stream"}};
    }
    if (const std::optional<Outcome> requested = outcomeOfRequest(reason))
        return *requested;
    if (reason == Cancellation::Reason::TimedOut)
        return Failed {"timeout", "stopped because it ran too long", {}};
    if (WIFSIGNALED(end.status)) {
        const std::string number = std::to_string(WTERMSIG(end.status));
        return Failed {"signal_" + number, withReason("ended by signal " + number, end), {}};
    }
    const int code = WEXITSTATUS(end.status);
    const std::string text = withReason("exit code " + std::to_string(code), end);
    if (code == exitTemporary)
        return Failed {"tempfail", text, {}};
    if (code == exitBadData)
        return Rejected {"dataerr", text};
    if (code == exitConfiguration)
        return Rejected {"configuration", text};
    return Failed {"exit_" + std::to_string(code), text, {}};
}

/// Reads the jobs that a program wrote on descriptor 4, one JSON object on each line.
Result<std::vector<NewJob>> readSpawned(const ChildEnd &end, const Job &parent)
{
    if (end.hasSpawnedTooMuch)
        return failure(ErrorCode::TooLarge, "more than 32 MiB on descriptor 4");
    const NewJob like = childOf(parent);
    std::vector<NewJob> jobs;
    std::string_view rest = end.spawned;
    for (int number = 1; !rest.empty(); ++number) {
        const std::string_view line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(line.size() + 1, rest.size()));
        if (line.find_first_not_of(" \t\r") == std::string_view::npos)
            continue;
        Result<NewJob> job = readNewJob(line, &like);
        if (!job)
            return failure(
                job.error().code, "line " + std::to_string(number) + " on descriptor 4: " + job.error().text);
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

/// The variables of a program, each name once. The configuration's value takes the place of a default or an inherited
/// one. Variables of the run stand for themselves, because escaped processes are found by them.
std::vector<std::string> environmentOf(
    const Run &run, const ProcessHandlerSettings &settings, const std::vector<std::string> &marks)
{
    const JobSpec &spec = run.job.spec;
    std::map<std::string, std::string> values {{"PATH", programPath}, {"LANG", "C.UTF-8"}};
    for (const std::string &name : settings.inheritEnvironment) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the engine's own environment
        if (const char *value = std::getenv(name.c_str()))
            values.insert_or_assign(name, value);
    }
    for (const auto &[name, value] : settings.environment)
        values.insert_or_assign(name, value);
    values.insert_or_assign("FAIRLEAD_JOB_ID", run.job.id.text());
    values.insert_or_assign("FAIRLEAD_QUEUE", spec.queue.text());
    values.insert_or_assign("FAIRLEAD_TENANT", spec.tenant.text());
    values.insert_or_assign("FAIRLEAD_ATTEMPT", std::to_string(run.attempt));
    values.insert_or_assign("FAIRLEAD_MAX_ATTEMPTS", std::to_string(spec.maxAttempts));
    values.insert_or_assign("FAIRLEAD_TRACE_ID", spec.traceId);
    values.erase("FAIRLEAD_DEADLINE");
    if (spec.deadline)
        values.insert_or_assign("FAIRLEAD_DEADLINE", timeText(*spec.deadline));
    std::vector<std::string> list = marks;
    list.reserve(marks.size() + values.size());
    for (const std::string &mark : marks)
        values.erase(mark.substr(0, mark.find('=')));
    for (const auto &[name, value] : values)
        list.push_back(std::string(name).append("=").append(value));
    return list;
}

void reportLine(const Run &run, const std::string &line)
{
    int percent = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), percent);
    if (error != std::errc {})
        return;
    std::string text(end, line.data() + line.size());
    text.erase(0, text.find_first_not_of(' '));
    run.reportProgress({std::clamp(percent, 0, 100), shownOutput(text)});
}

/// The lines of a program's stdout and stderr, on their way into the log of its run. Threads: the spawner's.
struct OutputLines
{
    explicit OutputLines(RunPtr of)
        : run(std::move(of))
    {
    }
    void end()
    {
        output.end();
        errors.end();
    }

    const RunPtr run; ///< owns the log
    LogLines output {*run->log};
    LogLines errors {*run->log};
};

class ProcessService final : public Service
{
public:
    ProcessService(ProcessHandlerSettings settings, std::optional<UserIdentity> user, std::shared_ptr<Spawner> spawner,
        std::shared_ptr<WorkFolders> folders, std::shared_ptr<Executor> executor)
        : m_settings(std::move(settings))
        , m_user(user)
        , m_spawner(std::move(spawner))
        , m_folders(std::move(folders))
        , m_executor(std::move(executor))
    {
    }

    void call(RunPtr run, Reply reply) override
    {
        Result<WorkFolders::Folder> folder = m_settings.workingDirectory.empty()
            ? m_folders->make(m_user)
            : std::make_shared<const std::string>(m_settings.workingDirectory);
        if (!folder) {
            reply(Failed {"spawn", folder.error().text, {}});
            return;
        }
        ChildOrder order;
        order.mark = "FAIRLEAD_TOKEN=" + std::to_string(static_cast<std::int64_t>(run->token));
        order.plan = {m_settings.command, environmentOf(*run, m_settings, {order.mark, m_folders->mark()}), **folder,
            m_user, m_settings.limits};
        order.input = run->job.spec.payload;
        order.streamBytesKept = static_cast<std::size_t>(m_settings.streamBytesKept);
        order.killAfter = m_settings.killAfter;
        order.onProgress = [run](const std::string &line) { reportLine(*run, line); };
        const auto lines = std::make_shared<OutputLines>(run);
        order.onOutput = [lines](std::string_view bytes) { lines->output.append(bytes); };
        order.onErrors = [lines](std::string_view bytes) { lines->errors.append(bytes); };
        const Spawner::ChildId child = m_spawner->start(std::move(order),
            [run, lines, folder = *folder, settings = m_settings, executor = m_executor, reply = std::move(reply)](
                ChildEnd end) {
                lines->end();
                executor->post([run, settings, reply, end = std::move(end)]() mutable {
                    Result<std::vector<NewJob>> spawned = readSpawned(end, run->job);
                    Outcome outcome = outcomeOf(std::move(end), run->cancellation->reason(), settings);
                    if (auto *succeeded = std::get_if<Succeeded>(&outcome)) {
                        if (spawned)
                            succeeded->spawned = std::move(*spawned);
                        else if (isRetryable(spawned.error().code)) // there was no memory to read it
                            outcome = Released {};
                        else
                            outcome = Rejected {"bad_spawn", spawned.error().text};
                    }
                    reply(std::move(outcome));
                });
            });
        // A weak pointer: the run may be destroyed on the spawner's own thread, which must not end the spawner.
        run->cancellation->onRequest([spawner = std::weak_ptr(m_spawner), child](Cancellation::Reason) {
            if (const std::shared_ptr<Spawner> alive = spawner.lock())
                alive->terminate(child);
        });
    }

private:
    const ProcessHandlerSettings m_settings;
    const std::optional<UserIdentity> m_user;
    const std::shared_ptr<Spawner> m_spawner;
    const std::shared_ptr<WorkFolders> m_folders;
    const std::shared_ptr<Executor> m_executor;
};
} // namespace

std::optional<std::pair<std::string, std::string>> processFault(const ProcessHandlerSettings &settings)
{
    const auto hasNul = [](const std::string &text) { return text.find('\0') != std::string::npos; };
    const auto isName = [&](const std::string &name) {
        return !name.empty() && !hasNul(name) && name.find('=') == std::string::npos;
    };
    constexpr const char *variable = "expected a variable whose name is not empty and has no '=', without NUL";
    if (!std::all_of(settings.inheritEnvironment.begin(), settings.inheritEnvironment.end(), isName))
        return std::pair("inherit_env", variable);
    for (const auto &[name, value] : settings.environment) {
        if (!isName(name) || hasNul(value))
            return std::pair("env." + name, variable);
    }
    const std::vector<std::string> &command = settings.command;
    if (command.empty() || command.front().empty() || std::any_of(command.begin(), command.end(), hasNul))
        return std::pair("command", "expected a program and its arguments, without the character NUL");
    return std::nullopt;
}

Result<std::shared_ptr<Handler>> ProcessHandler::make(
    ProcessHandlerSettings settings, std::shared_ptr<Spawner> spawner, std::shared_ptr<WorkFolders> folders)
{
    if (const auto fault = processFault(settings))
        return failure(ErrorCode::Configuration, fault->first + ": " + fault->second);
    std::optional<UserIdentity> user;
    if (!settings.user.empty()) {
        const Result<UserIdentity> found = findUser(settings.user);
        if (!found)
            return failure(found.error().code, "user: " + found.error().text);
        user = *found;
    }
    return std::shared_ptr<Handler>(
        new ProcessHandler(std::move(settings), user, std::move(spawner), std::move(folders)));
}

ProcessHandler::ProcessHandler(ProcessHandlerSettings settings, std::optional<UserIdentity> user,
    std::shared_ptr<Spawner> spawner, std::shared_ptr<WorkFolders> folders)
    : m_settings(std::move(settings))
    , m_user(user)
    , m_spawner(std::move(spawner))
    , m_folders(std::move(folders))
{
}

std::unique_ptr<Service> ProcessHandler::create(std::shared_ptr<Executor> executor)
{
    return std::make_unique<ProcessService>(m_settings, m_user, m_spawner, m_folders, std::move(executor));
}

} // namespace fairlead
