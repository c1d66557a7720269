// SPDX-License-Identifier: Apache-2.0
#include "cli/arguments.h"
#include "cli/command.h"
#include "cli/table.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/pause_calls.h"
#include "engine/domain/units.h"

#include <QCoreApplication>
#include <QProcess>

#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace fairlead {

namespace {
Result<> told(Session &session, const Result<StatusView> &view, const std::string &what)
{
    if (!view)
        return failure(view.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%s\n", what.c_str());
    return {};
}

/// "engine", "queue" or "tenant" and the name behind it.
Result<Scope> scopeOf(const std::string &group, const Arguments &arguments)
{
    Scope scope;
    if (group == "queue") {
        const Result<QueueName> queue = QueueName::parse(arguments.words.front());
        if (!queue)
            return failure(queue.error());
        scope.queue = *queue;
        if (arguments.has("tenant")) {
            const Result<TenantName> tenant = TenantName::parse(arguments.value("tenant"));
            if (!tenant)
                return failure(tenant.error());
            scope.tenant = *tenant;
        }
    }
    if (group == "tenant") {
        const Result<TenantName> tenant = TenantName::parse(arguments.words.front());
        if (!tenant)
            return failure(tenant.error());
        scope.tenant = *tenant;
    }
    return scope;
}

Result<> pause(Session &session, const Arguments &arguments, const std::string &group)
{
    const Result<Scope> scope = scopeOf(group, arguments);
    if (!scope)
        return failure(scope.error());
    const auto view = session.wait<StatusView>([&](Answer<StatusView> answer) {
        askPause(session.client, *scope, {operatorName(), arguments.value("reason")}, std::move(answer));
    });
    return told(session, view, "paused; running jobs go on");
}

Result<> resume(Session &session, const Arguments &arguments, const std::string &group)
{
    const Result<Scope> scope = scopeOf(group, arguments);
    if (!scope)
        return failure(scope.error());
    const auto view = session.wait<StatusView>(
        [&](Answer<StatusView> answer) { askResume(session.client, *scope, std::move(answer)); });
    return told(session, view, "resumed");
}

template <const char *const &group>
Result<> pauseGroup(Session &session, const Arguments &arguments)
{
    return pause(session, arguments, group);
}

template <const char *const &group>
Result<> resumeGroup(Session &session, const Arguments &arguments)
{
    return resume(session, arguments, group);
}

constexpr const char *engineGroup = "engine";
constexpr const char *queueGroup = "queue";
constexpr const char *tenantGroup = "tenant";

Result<> stop(Session &session, const Arguments &arguments)
{
    const StopMode mode = arguments.has("now") ? StopMode::Now : StopMode::Drain;
    const auto view = session.ask(StopEngine {mode});
    return told(session, view,
        mode == StopMode::Now ? "stopping; running jobs return to the waiting"
                              : "draining; stops when the running jobs have ended");
}

Result<> scaleQueue(Session &session, const Arguments &arguments)
{
    const Result<QueueName> queue = QueueName::parse(arguments.words[0]);
    if (!queue)
        return failure(queue.error());
    const std::string &text = arguments.words[1];
    std::optional<int> workers;
    if (text != "auto") {
        int number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error != std::errc {} || end != text.data() + text.size())
            return failure(ErrorCode::Invalid, "expected a number of workers or auto, not '" + text + "'");
        workers = number;
    }
    const auto view = session.ask(ScaleQueue {*queue, workers});
    if (!view)
        return failure(view.error());
    if (session.isJson)
        session.printLastAnswer();
    else if (view->workersMax == 0)
        std::printf("%s: all workers\n", queue->text().c_str());
    else
        std::printf("%s: %d workers, %s\n", queue->text().c_str(), view->workersMax,
            view->scaling.empty()         ? "as configured"
                : view->scaling == "hand" ? "by hand"
                                          : "by what waits");
    return {};
}

/// Reads options of `tenant set`; the word "default" gives a part back to the plan. The first fault is kept.
class LimitOptions
{
public:
    explicit LimitOptions(const Arguments &arguments)
        : m_arguments(arguments)
    {
    }
    template <typename Value, typename Read>
    void take(const std::string &option, std::optional<Value> &to, bool &isCleared, const Read &read)
    {
        if (!m_arguments.has(option))
            return;
        const std::string text = m_arguments.value(option);
        isCleared = text == "default";
        if (isCleared)
            return;
        const Result<Value> value = read(text);
        if (value)
            to = *value;
        else if (!m_fault)
            m_fault = {ErrorCode::Invalid, "--" + option + ": " + value.error().text + ", or default"};
    }
    template <typename Number>
    void takeNumber(const std::string &option, std::optional<Number> &to, bool &isCleared)
    {
        take(option, to, isCleared, [](const std::string &text) -> Result<Number> {
            Number number {};
            const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (error != std::errc {} || end != text.data() + text.size())
                return failure(ErrorCode::Invalid, "expected a number, not '" + text + "'");
            return number;
        });
    }
    const std::optional<Error> &fault() const { return m_fault; }

private:
    const Arguments &m_arguments;
    std::optional<Error> m_fault;
};

Result<Rate> rateOrNone(const std::string &text)
{
    return text == "none" ? Rate {0, 1} : parseRate(text);
}

Result<TenantPatch> tenantPatch(const Arguments &arguments)
{
    TenantPatch patch;
    TenantRules &rules = patch.rules;
    TenantPatch::Cleared &cleared = patch.cleared;
    LimitOptions options(arguments);
    options.takeNumber("weight", rules.weight, cleared.weight);
    options.take("rate", rules.rate, cleared.rate, rateOrNone);
    options.takeNumber("concurrency", rules.concurrency, cleared.concurrency);
    options.takeNumber("max-depth", rules.depthMax, cleared.depthMax);
    options.take("max-bytes", rules.bytesMax, cleared.bytesMax, parseSize);
    options.takeNumber("retry-budget", rules.retryShare, cleared.retryShare);
    options.take("backpressure", rules.backpressure, cleared.backpressure, parseBackpressure);
    if (options.fault())
        return failure(*options.fault());
    if (arguments.has("plan"))
        patch.plan = arguments.value("plan") == "none" ? "" : arguments.value("plan");
    if (rules == TenantRules {} && cleared == TenantPatch::Cleared {} && !patch.plan)
        return failure(ErrorCode::Invalid, "nothing to set; see fairleadctl tenant set --help");
    return patch;
}

std::string limitsText(const TenantLimits &limits)
{
    std::ostringstream weight;
    weight << limits.weight;
    std::string text = "weight " + weight.str();
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
    if (limits.retryShare < 1) {
        std::ostringstream share;
        share << limits.retryShare;
        text += ", retries " + share.str() + " of runs";
    }
    if (limits.backpressure)
        text += ", when full " + backpressureText(*limits.backpressure);
    return text;
}

Result<> setTenant(Session &session, const Arguments &arguments)
{
    const Result<TenantName> name = TenantName::parse(arguments.words.front());
    if (!name)
        return failure(name.error());
    const Result<TenantPatch> read = tenantPatch(arguments);
    if (!read)
        return failure(read.error());
    const TenantPatch &patch = *read;
    const auto view = session.ask(SetTenant {*name, patch});
    if (!view)
        return failure(view.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%s: %s\n", name->text().c_str(), limitsText(view->limits).c_str());
    return {};
}

Result<> showConfig(Session &session, const Arguments &)
{
    const auto entries = session.ask(ListConfiguration {});
    if (!entries)
        return failure(entries.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    Table table({"KEY", "VALUE", "FROM"});
    for (const ConfigEntry &entry : *entries)
        table.add({entry.key, entry.value, entry.source});
    table.print();
    return {};
}

Result<> reloadConfig(Session &session, const Arguments &)
{
    const auto report = session.ask(ReloadConfiguration {});
    if (!report)
        return failure(report.error());
    if (session.isJson) {
        session.printLastAnswer();
        return {};
    }
    for (const std::string &key : report->applied)
        std::printf("%s: in force\n", shownSafely(key).c_str());
    for (const std::string &key : report->overruled)
        std::printf("%s: an operator said otherwise, which counts (tenant set ... default gives it back)\n",
            shownSafely(key).c_str());
    for (const std::string &key : report->afterRestart)
        std::printf("%s: after a restart\n", shownSafely(key).c_str());
    if (report->applied.empty() && report->overruled.empty() && report->afterRestart.empty())
        std::printf("nothing has changed\n");
    return {};
}

/// The engine's own program reads configurations; it lies beside this one.
Result<> checkConfig(Session &, const Arguments &arguments)
{
    QProcess engine;
    engine.setProcessChannelMode(QProcess::ForwardedChannels);
    engine.start(QCoreApplication::applicationDirPath() + QStringLiteral("/fairlead"),
        {QStringLiteral("--check-config"), QStringLiteral("--config"),
            QString::fromStdString(arguments.words.front())});
    if (!engine.waitForFinished(-1) || engine.exitStatus() != QProcess::NormalExit)
        return failure(ErrorCode::NotFound, "cannot run the program 'fairlead' beside this one");
    if (engine.exitCode() != 0)
        std::exit(engine.exitCode());
    return {};
}
} // namespace

const std::vector<Command> &operatorCommands()
{
    static const OptionSpec reason {"reason", "TEXT", "why; shown to everyone who asks"};
    static const OptionSpec inQueue {"tenant", "T", "only of this tenant, in this queue"};
    static const std::vector<Command> commands {
        {{"queue", "pause"}, {"QUEUE"}, {reason, inQueue}, "start no more jobs of a queue", pauseGroup<queueGroup>},
        {{"queue", "resume"}, {"QUEUE"}, {inQueue}, "start jobs of a queue again", resumeGroup<queueGroup>},
        {{"queue", "scale"}, {"QUEUE", "N"}, {},
            "give a queue so many workers until it is said otherwise; auto: as the configuration says", scaleQueue},
        {{"tenant", "pause"}, {"TENANT"}, {reason}, "start no more jobs of a tenant", pauseGroup<tenantGroup>},
        {{"tenant", "resume"}, {"TENANT"}, {}, "start jobs of a tenant again", resumeGroup<tenantGroup>},
        {{"tenant", "set"}, {"TENANT"},
            {{"weight", "W", "its share, 1 is ordinary"}, {"rate", "R", "starts, such as 10/s; none: no limit"},
                {"concurrency", "N", "runs at once; 0: no limit"}, {"max-depth", "N", "jobs waiting; 0: no limit"},
                {"max-bytes", "SIZE", "payloads waiting, such as 64MiB; 0: no limit"},
                {"retry-budget", "SHARE", "of runs that may be retries, 0 to 1; 1: no limit"},
                {"backpressure", "POLICY",
                    "at a limit: reject, drop_oldest, drop_newest, wait:DURATION or shed_low:SHARE"},
                {"plan", "P", "one of the configuration; none: no plan"}},
            "change a tenant, at once; the word default gives a part back to its plan", setTenant},
        {{"engine", "pause"}, {}, {reason}, "start no more jobs at all", pauseGroup<engineGroup>},
        {{"engine", "resume"}, {}, {}, "start jobs again", resumeGroup<engineGroup>},
        {{"engine", "stop"}, {}, {{"now", "", "interrupt the running jobs; they return to the waiting"}},
            "drain and end the engine", stop},
        {{"config", "check"}, {"FILE"}, {}, "check a configuration file", checkConfig},
        {{"config", "show"}, {}, {}, "show the configuration in force and where each value came from", showConfig},
        {{"config", "reload"}, {}, {}, "read the configuration file again; names what needs a restart", reloadConfig},
    };
    return commands;
}

} // namespace fairlead
