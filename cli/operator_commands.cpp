// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include <QCoreApplication>
#include <QProcess>

#include <charconv>
#include <cstdio>
#include <cstdlib>

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

std::string user()
{
    const char *name = std::getenv("USER");
    return name ? name : "fairleadctl";
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
        session.client.pause(*scope, user(), arguments.value("reason"), std::move(answer));
    });
    return told(session, view, "paused; running jobs go on");
}

Result<> resume(Session &session, const Arguments &arguments, const std::string &group)
{
    const Result<Scope> scope = scopeOf(group, arguments);
    if (!scope)
        return failure(scope.error());
    const auto view =
        session.wait<StatusView>([&](Answer<StatusView> answer) { session.client.resume(*scope, std::move(answer)); });
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
    const auto view =
        session.wait<StatusView>([&](Answer<StatusView> answer) { session.client.stop(mode, std::move(answer)); });
    return told(session, view,
        mode == StopMode::Now ? "stopping; running jobs return to the waiting"
                              : "draining; stops when the running jobs have ended");
}

Result<> setTenant(Session &session, const Arguments &arguments)
{
    const Result<TenantName> name = TenantName::parse(arguments.words.front());
    if (!name)
        return failure(name.error());
    TenantPatch patch;
    if (arguments.has("weight")) {
        const std::string text = arguments.value("weight");
        double weight = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), weight);
        if (error != std::errc {} || end != text.data() + text.size())
            return failure(ErrorCode::Invalid, "--weight: expected a number, not '" + text + "'");
        patch.weight = weight;
    }
    if (!patch.weight)
        return failure(ErrorCode::Invalid, "nothing to set: give --weight W");
    const auto view = session.wait<TenantView>(
        [&](Answer<TenantView> answer) { session.client.setTenant(*name, patch, std::move(answer)); });
    if (!view)
        return failure(view.error());
    if (session.isJson)
        session.printLastAnswer();
    else
        std::printf("%s: weight %g\n", name->text().c_str(), view->weight);
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
        {{"tenant", "pause"}, {"TENANT"}, {reason}, "start no more jobs of a tenant", pauseGroup<tenantGroup>},
        {{"tenant", "resume"}, {"TENANT"}, {}, "start jobs of a tenant again", resumeGroup<tenantGroup>},
        {{"tenant", "set"}, {"TENANT"}, {{"weight", "W", "its share, 1 is ordinary"}}, "change a tenant, at once",
            setTenant},
        {{"engine", "pause"}, {}, {reason}, "start no more jobs at all", pauseGroup<engineGroup>},
        {{"engine", "resume"}, {}, {}, "start jobs again", resumeGroup<engineGroup>},
        {{"engine", "stop"}, {}, {{"now", "", "interrupt the running jobs; they return to the waiting"}},
            "drain and end the engine", stop},
        {{"config", "check"}, {"FILE"}, {}, "check a configuration file", checkConfig},
    };
    return commands;
}

} // namespace fairlead
