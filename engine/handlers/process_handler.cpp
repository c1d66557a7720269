// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/process_handler.h"

#include "engine/domain/errno_text.h"
#include "engine/domain/units.h"
#include "engine/handlers/shown_text.h"
#include "engine/wire/json_writer.h"

#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <sys/wait.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr int exitTemporary = 75; // EX_TEMPFAIL of sysexits.h
constexpr int exitBadData = 65; // EX_DATAERR
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
        // It is the engine that has no descriptor, process or memory left, which is not the job's fault.
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
    switch (reason) {
    case Cancellation::Reason::Cancelled:
        return RunCancelled {};
    case Cancellation::Reason::Shutdown:
        return Released {};
    case Cancellation::Reason::TimedOut:
        return Failed {"timeout", "stopped because it ran too long", {}};
    case Cancellation::Reason::None:
        break;
    }
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
    return Failed {"exit_" + std::to_string(code), text, {}};
}

std::vector<std::string> environmentOf(const Run &run, const ProcessHandlerSettings &settings, const std::string &mark)
{
    const JobSpec &spec = run.job.spec;
    std::vector<std::string> list {std::string("PATH=") + programPath, "LANG=C.UTF-8", mark,
        "FAIRLEAD_JOB_ID=" + run.job.id.text(), "FAIRLEAD_QUEUE=" + spec.queue.text(),
        "FAIRLEAD_TENANT=" + spec.tenant.text(), "FAIRLEAD_ATTEMPT=" + std::to_string(run.attempt),
        "FAIRLEAD_MAX_ATTEMPTS=" + std::to_string(spec.maxAttempts), "FAIRLEAD_TRACE_ID=" + spec.traceId};
    if (spec.deadline)
        list.push_back("FAIRLEAD_DEADLINE=" + timeText(*spec.deadline));
    for (const std::string &name : settings.inheritEnvironment) {
        // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing here changes the engine's own environment
        if (const char *value = std::getenv(name.c_str()))
            list.push_back(std::string(name).append("=").append(value));
    }
    for (const auto &[name, value] : settings.environment)
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

/// A private folder of one run, gone with all that is in it at the end.
class WorkFolder
{
public:
    explicit WorkFolder(const std::string &fixed)
        : m_path(fixed)
        , m_isOwn(fixed.empty())
    {
        if (!m_isOwn)
            return;
        std::error_code error;
        std::string path = (std::filesystem::temp_directory_path(error) / "fairlead-run-XXXXXX").string();
        m_path = mkdtemp(path.data()) ? path : std::string {};
    }
    WorkFolder(const WorkFolder &) = delete;
    WorkFolder &operator=(const WorkFolder &) = delete;
    ~WorkFolder()
    {
        std::error_code error; // what cannot be removed stays for the system's cleaning of its temporary folder
        if (m_isOwn && !m_path.empty())
            std::filesystem::remove_all(m_path, error);
    }
    const std::string &path() const { return m_path; }

private:
    std::string m_path;
    const bool m_isOwn;
};

class ProcessService final : public Service
{
public:
    ProcessService(
        ProcessHandlerSettings settings, std::shared_ptr<Spawner> spawner, std::shared_ptr<Executor> executor)
        : m_settings(std::move(settings))
        , m_spawner(std::move(spawner))
        , m_executor(std::move(executor))
    {
    }

    void call(RunPtr run, Reply reply) override
    {
        auto folder = std::make_shared<WorkFolder>(m_settings.workingDirectory);
        if (folder->path().empty()) {
            reply(Failed {"spawn", "cannot make a working folder: " + errnoText(), {}});
            return;
        }
        ChildOrder order;
        order.mark = "FAIRLEAD_TOKEN=" + std::to_string(static_cast<std::int64_t>(run->token));
        order.plan = {m_settings.command, environmentOf(*run, m_settings, order.mark), folder->path()};
        order.input = run->job.spec.payload;
        order.streamBytesKept = static_cast<std::size_t>(m_settings.streamBytesKept);
        order.killAfter = m_settings.killAfter;
        order.onProgress = [run](const std::string &line) { reportLine(*run, line); };
        const Spawner::ChildId child = m_spawner->start(std::move(order),
            [run, folder, settings = m_settings, executor = m_executor, reply = std::move(reply)](ChildEnd end) {
                Outcome outcome = outcomeOf(std::move(end), run->cancellation->reason(), settings);
                executor->post([reply, outcome = std::move(outcome)]() mutable { reply(std::move(outcome)); });
            });
        // Weak: the run is let go on the spawner's own thread, which must not be the one to end the spawner.
        run->cancellation->onRequest([spawner = std::weak_ptr(m_spawner), child](Cancellation::Reason) {
            if (const std::shared_ptr<Spawner> alive = spawner.lock())
                alive->terminate(child);
        });
    }

private:
    const ProcessHandlerSettings m_settings;
    const std::shared_ptr<Spawner> m_spawner;
    const std::shared_ptr<Executor> m_executor;
};
} // namespace

ProcessHandler::ProcessHandler(ProcessHandlerSettings settings, std::shared_ptr<Spawner> spawner)
    : m_settings(std::move(settings))
    , m_spawner(std::move(spawner))
{
}

std::unique_ptr<Service> ProcessHandler::create(std::shared_ptr<Executor> executor)
{
    return std::make_unique<ProcessService>(m_settings, m_spawner, std::move(executor));
}

} // namespace fairlead
