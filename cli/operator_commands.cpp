// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "cli/tenant_text.h"
#include "engine/assembly/engine_config.h"
#include "engine/calls/engine_calls.h"
#include "engine/wire/json_writer.h"

#include <sstream>

namespace fairlead {

namespace {
/// Prints a line for people, whatever the engine answers.
auto says(const char *line)
{
    return [line](const StatusView &) { say("%s\n", line); };
}

/// A rule may come before the first job, so a name that nobody has used is taken. It may also be mistyped.
Result<> tellIfNew(Session &session, const std::optional<TenantName> &tenant)
{
    if (!tenant)
        return {};
    const auto known = session.ask(FindTenant {*tenant});
    if (!known && known.error().code == ErrorCode::Unavailable)
        return failure(known.error());
    if (!known && known.error().code == ErrorCode::NotFound)
        warn("fairleadctl: tenant '%s' is new: no job and no setting has named it before\n", tenant->text().c_str());
    return {};
}

/// A pause or its end, where the call names a tenant or may do so.
template <typename C>
Command tenantPauseCommand(const std::string &name, const std::string &example, const char *line)
{
    const auto call = std::make_shared<C>();
    Command command {name, std::string(C::info.text), example, [call, line](Session &session) -> Result<> {
                         FAIRLEAD_CHECK(tellIfNew(session, call->tenant));
                         return session.show(session.ask(*call), says(line));
                     }};
    addFields(command, Fields<C>::all, *call, {}, C::info.path);
    return command;
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
    const auto call = std::make_shared<SetTenant>();
    Command command {"tenant set", std::string(SetTenant::info.text),
        "tenant set acme --weight 2 --rate 10/s --plan gold", [call, prepare](Session &session) -> Result<> {
            FAIRLEAD_CHECK(prepare(*call));
            FAIRLEAD_CHECK(tellIfNew(session, call->tenant));
            return session.show(session.ask(*call), [](const TenantView &view) {
                say("%s: %s\n", view.tenant.text().c_str(), limitsText(view.limits).c_str());
            });
        }};
    addFields(command, Fields<SetTenant>::all, *call, {}, SetTenant::info.path);
    command.help += "; the word default gives a part back to its plan, --plan none takes the plan away";
    return command;
}

void printConfig(const std::vector<ConfigEntry> &entries, Width width)
{
    // Some values are as long as a page, so they come last, where nothing stands behind them.
    Table table({{"KEY", Fit::Name}, {"FROM", Fit::Cut}, {"VALUE", Fit::Cut}});
    for (const ConfigEntry &entry : entries)
        table.add({entry.key, entry.source.substr(entry.source.rfind('/') + 1), entry.value});
    table.print(width);
}

void printReload(const ReloadReport &report)
{
    const std::set<std::string> removed(report.removed.begin(), report.removed.end());
    for (const std::string &key : report.applied)
        say("%s: %s\n", shownSafely(key).c_str(), removed.contains(key) ? "removed" : "in force");
    for (const std::string &key : report.overruled)
        say("%s: %s\n", shownSafely(key).c_str(),
            key.starts_with("queue.")
                ? "a queue that a call made counts (queue remove gives it back)"
                : "an operator said otherwise, which counts (tenant set ... default gives it back)");
    for (const std::string &key : report.afterRestart)
        say("%s: after a restart\n", shownSafely(key).c_str());
    if (report.applied.empty() && report.overruled.empty() && report.afterRestart.empty())
        say("nothing has changed\n");
}

/// One line a fault, or one JSON object. Fails with Configuration.
Result<> checkConfig(const Session &session, const std::string &file)
{
    const Result<EngineConfig> config = loadConfig(file);
    if (session.isJson) {
        JsonWriter writer;
        writer.beginObject().key("ok").boolean(config.has_value()).key("problems").beginArray();
        std::istringstream problems(config ? std::string() : config.error().text);
        for (std::string problem; std::getline(problems, problem);)
            writer.text(problem);
        sayJson(writer.endArray().endObject().take());
    }
    if (!config)
        return failure(ErrorCode::Configuration, session.isJson ? file + " is faulty" : config.error().text);
    if (!session.isJson)
        say("configuration is good\n");
    return {};
}

Command checkCommand()
{
    const auto file = std::make_shared<std::string>();
    Command command {"config check", "Check a configuration file, without an engine",
        "config check /etc/fairlead/fairlead.toml", [file](Session &session) { return checkConfig(session, *file); }};
    return command.withText("FILE", "FILE", "the configuration", *file);
}
} // namespace

Commands operatorCommands()
{
    const char *paused = "paused; running jobs go on";
    const char *resumed = "resumed";
    return {tenantPauseCommand<PauseQueue>("queue pause", "queue pause mail -r \"the vendor is down\"", paused),
        tenantPauseCommand<ResumeQueue>("queue resume", "queue resume mail", resumed),
        tenantPauseCommand<PauseTenant>("tenant pause", "tenant pause acme -r \"floods the mail queue\"", paused),
        tenantPauseCommand<ResumeTenant>("tenant resume", "tenant resume acme", resumed), setTenantCommand(),
        callCommand<PauseEngine>("engine pause", "engine pause -r repair", says(paused)),
        callCommand<ResumeEngine>("engine resume", "engine resume", says(resumed)), stopCommand(), checkCommand(),
        callCommand<ListConfiguration>("config show", "config show", printConfig),
        callCommand<ReloadConfiguration>("config reload", "config reload", printReload)};
}

} // namespace fairlead
