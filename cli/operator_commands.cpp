// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/calls/engine_calls.h"
#include "engine/domain/units.h"

#include <QCoreApplication>
#include <QProcess>

#include <cstdio>
#include <cstdlib>

namespace fairlead {

namespace {
/// Prints a line for people, whatever the engine answers.
auto says(const char *line)
{
    return [line](const StatusView &) { std::printf("%s\n", line); };
}

Command stopCommand()
{
    const auto isNow = std::make_shared<bool>(false);
    Command command {"engine stop", std::string(StopEngine::info.text), "engine stop", [isNow](Session &session) {
                         return session.show(session.ask(StopEngine {*isNow ? StopMode::Now : StopMode::Drain}),
                             says(*isNow ? "stopping; running jobs become ready again"
                                         : "draining; stops when the running jobs have ended"));
                     }};
    return command.withSwitch("--now", "interrupt the running jobs; they become ready again", *isNow);
}

void printScale(const QueueView &view)
{
    if (view.workersMax == 0)
        std::printf("%s: all workers\n", view.queue.text().c_str());
    else
        std::printf("%s: %d workers, %s\n", view.queue.text().c_str(), view.workersMax,
            !view.scaling                         ? "as configured"
                : *view.scaling == ScaledBy::Hand ? "by hand"
                                                  : "by what waits");
}

std::string limitsText(const TenantLimits &limits)
{
    std::string text = "weight " + numberCell(limits.weight);
    if (!limits.plan.empty())
        text += ", plan " + limits.plan;
    if (limits.rate)
        text += ", rate " + rateText(*limits.rate);
    if (limits.concurrency > 0)
        text += ", at most " + std::to_string(limits.concurrency) + " at once";
    if (limits.depthMax > 0)
        text += ", at most " + std::to_string(limits.depthMax) + " waiting";
    if (limits.bytesMax > 0)
        text += ", at most " + sizeForPeople(limits.bytesMax) + " of payloads waiting";
    if (limits.retryShare < 1)
        text += ", retries " + numberCell(limits.retryShare) + " of runs";
    if (limits.backpressure)
        text += ", when full " + backpressureText(*limits.backpressure);
    return text;
}

Command setTenantCommand()
{
    const auto prepare = [](SetTenant &call) -> Result<> {
        TenantPatch &patch = call.patch;
        if (patch.rules == TenantRules {} && patch.cleared == TenantPatch::Cleared {} && !patch.plan)
            return failure(ErrorCode::Invalid, "nothing to set; see fairleadctl tenant set --help");
        if (patch.plan == "none")
            patch.plan = "";
        return {};
    };
    Command command = callCommand<SetTenant>(
        "tenant set", "tenant set acme --weight 2 --rate 10/s --plan gold",
        [](const TenantView &view) {
            std::printf("%s: %s\n", view.tenant.text().c_str(), limitsText(view.limits).c_str());
        },
        {}, prepare);
    command.help += "; the word default gives a part back to its plan, --plan none takes the plan away";
    return command;
}

void printConfig(const std::vector<ConfigEntry> &entries)
{
    Table table({"KEY", "VALUE", "FROM"});
    for (const ConfigEntry &entry : entries)
        table.add({entry.key, entry.value, entry.source});
    table.print();
}

void printReload(const ReloadReport &report)
{
    for (const std::string &key : report.applied)
        std::printf("%s: in force\n", shownSafely(key).c_str());
    for (const std::string &key : report.overruled)
        std::printf("%s: an operator said otherwise, which counts (tenant set ... default gives it back)\n",
            shownSafely(key).c_str());
    for (const std::string &key : report.afterRestart)
        std::printf("%s: after a restart\n", shownSafely(key).c_str());
    if (report.applied.empty() && report.overruled.empty() && report.afterRestart.empty())
        std::printf("nothing has changed\n");
}

/// The engine's own program reads configurations; it lies beside this one.
Result<> checkConfig(const std::string &file)
{
    QProcess engine;
    engine.setProcessChannelMode(QProcess::ForwardedChannels);
    engine.start(QCoreApplication::applicationDirPath() + QStringLiteral("/fairlead"),
        {QStringLiteral("--check-config"), QStringLiteral("--config"), QString::fromStdString(file)});
    if (!engine.waitForFinished(-1) || engine.exitStatus() != QProcess::NormalExit)
        return failure(ErrorCode::NotFound, "cannot run the program 'fairlead' beside this one");
    if (engine.exitCode() != 0)
        std::exit(engine.exitCode());
    return {};
}

Command checkCommand()
{
    const auto file = std::make_shared<std::string>();
    Command command {"config check", "Check a configuration file, without an engine",
        "config check /etc/fairlead/fairlead.toml", [file](Session &) { return checkConfig(*file); }};
    return command.withText("FILE", "FILE", "the configuration", *file);
}
} // namespace

Commands operatorCommands()
{
    const auto paused = says("paused; running jobs go on");
    const auto resumed = says("resumed");
    Command scale =
        callCommand<ScaleQueue>("queue scale", "queue scale mail 4", printScale, {.names = {{"workers", "N"}}});
    scale.help = "Let so many jobs of a queue run at once; auto: as the configuration says";
    return {callCommand<PauseQueue>("queue pause", "queue pause mail -r \"the vendor is down\"", paused),
        callCommand<ResumeQueue>("queue resume", "queue resume mail", resumed), scale,
        callCommand<PauseTenant>("tenant pause", "tenant pause acme -r \"floods the mail queue\"", paused),
        callCommand<ResumeTenant>("tenant resume", "tenant resume acme", resumed), setTenantCommand(),
        callCommand<PauseEngine>("engine pause", "engine pause -r repair", paused),
        callCommand<ResumeEngine>("engine resume", "engine resume", resumed), stopCommand(), checkCommand(),
        callCommand<ListConfiguration>("config show", "config show", printConfig),
        callCommand<ReloadConfiguration>("config reload", "config reload", printReload)};
}

} // namespace fairlead
