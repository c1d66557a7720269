// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"
#include "cli/job_text.h"
#include "cli/table.h"
#include "engine/assembly/engine_config.h"
#include "engine/assembly/load_file.h"
#include "engine/domain/units.h"

#include <cstdio>

namespace fairlead {

namespace {
std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", share * 100);
    return text;
}

void printOutcome(const SimulationReport &report, Width width)
{
    Microseconds worked {0};
    Microseconds fair {0};
    for (const TenantOutcome &tenant : report.tenants) {
        worked += tenant.workerTime;
        fair += tenant.fairTime;
    }
    const auto share = [](Microseconds part, Microseconds all) {
        return percent(
            all > Microseconds {0} ? static_cast<double>(part.count()) / static_cast<double>(all.count()) : 0);
    };
    const auto wait = [](std::int64_t microseconds) { return durationForPeople(Microseconds {microseconds}); };
    Table table({{"TENANT", Fit::Name}, "WEIGHT", "SUCCEEDED", "SHARE", "FAIR SHARE", "WAIT P99", "WORST WAIT",
        "WAIT P50", "WORKER TIME", "ACCEPTED", "REFUSED", "DEAD", "EXPIRED", "DROPPED", "UNFINISHED"});
    for (const TenantOutcome &one : report.tenants) {
        table.add({one.tenant.text(), numberCell(one.weight), std::to_string(one.succeeded),
            share(one.workerTime, worked), share(one.fairTime, fair), wait(one.waits.quantile(0.99)),
            wait(one.waits.max()), wait(one.waits.quantile(0.5)), durationForPeople(one.workerTime),
            std::to_string(one.accepted), std::to_string(one.refused), std::to_string(one.dead),
            std::to_string(one.expired), std::to_string(one.cancelled), std::to_string(one.unfinished)});
    }
    table.print(width);
    say("\n%s with %d workers, %s busy; seed %llu%s\nJain's index %.4f, largest share error %s\n",
        durationForPeople(report.length).c_str(), report.workers, percent(report.utilisation()).c_str(),
        static_cast<unsigned long long>(report.seed),
        report.crashes > 0 ? (", " + std::to_string(report.crashes) + " crashes").c_str() : "", report.jainIndex(),
        percent(report.shareError()).c_str());
}

struct SimulationLine
{
    std::string config;
    std::string load;
    std::int64_t seed = 1;
};

Result<> simulateLoad(const Session &session, const SimulationLine &line)
{
    FAIRLEAD_TRY(const EngineConfig config, loadConfig(line.config));
    FAIRLEAD_TRY(const SimulatedLoad load, loadLoad(line.load, &config.engine));
    FAIRLEAD_TRY(const SimulationReport report, simulate(config.engine, load, static_cast<std::uint64_t>(line.seed)));
    if (session.isJson)
        sayJson(writeSimulationReport(report));
    else
        printOutcome(report, session.width);
    return {};
}
} // namespace

Commands simulateCommands()
{
    const auto line = std::make_shared<SimulationLine>();
    Command command {"simulate", "Try a configuration on a load, without an engine",
        "simulate --config engine.toml --load load.toml",
        [line](Session &session) { return simulateLoad(session, *line); }};
    command.withText("--config", "FILE", "the engine's configuration", line->config)
        .withText("--load", "FILE", "a load in TOML, or recorded jobs in JSON: docs/SIMULATE.md", line->load);
    for (Option &option : command.options)
        option.isOptional = false;
    addField(command, {"seed", "of the random generator", {.least = 0}}, line->seed, "--seed");
    return {command};
}

} // namespace fairlead
