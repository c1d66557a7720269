// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/table.h"
#include "engine/assembly/engine_config.h"
#include "engine/assembly/load_file.h"
#include "engine/domain/units.h"

#include <charconv>
#include <cstdio>

namespace fairlead {

namespace {
std::string percent(double share)
{
    char text[32];
    std::snprintf(text, sizeof text, "%.1f %%", share * 100);
    return text;
}

std::string weight(double value)
{
    char text[32];
    std::snprintf(text, sizeof text, "%g", value);
    return text;
}

void print(const SimulationReport &report)
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
    Table table({"TENANT", "WEIGHT", "ACCEPTED", "REFUSED", "SUCCEEDED", "DEAD", "EXPIRED", "DROPPED", "UNFINISHED",
        "WORKER TIME", "SHARE", "FAIR SHARE", "WAIT P50", "WAIT P99", "WORST WAIT"});
    for (const TenantOutcome &one : report.tenants) {
        table.add({one.tenant.text(), weight(one.weight), std::to_string(one.accepted), std::to_string(one.refused),
            std::to_string(one.succeeded), std::to_string(one.dead), std::to_string(one.expired),
            std::to_string(one.cancelled), std::to_string(one.unfinished), durationForPeople(one.workerTime),
            share(one.workerTime, worked), share(one.fairTime, fair), wait(one.waits.quantile(0.5)),
            wait(one.waits.quantile(0.99)), wait(one.waits.max())});
    }
    table.print();
    std::printf("\n%s with %d workers, %s busy; seed %llu%s\nJain's index %.4f, largest share error %s\n",
        durationForPeople(report.length).c_str(), report.workers, percent(report.utilisation()).c_str(),
        static_cast<unsigned long long>(report.seed),
        report.crashes > 0 ? (", " + std::to_string(report.crashes) + " crashes").c_str() : "", report.jainIndex(),
        percent(report.shareError()).c_str());
}

Result<> simulateLoad(Session &session, const Arguments &arguments)
{
    for (const char *needed : {"config", "load"}) {
        if (!arguments.has(needed))
            return failure(ErrorCode::Invalid, std::string("--") + needed + " FILE is missing");
    }
    std::uint64_t seed = 1;
    const std::string text = arguments.value("seed", "1");
    if (std::from_chars(text.data(), text.data() + text.size(), seed).ptr != text.data() + text.size() || text.empty())
        return failure(ErrorCode::Invalid, "--seed: expected a whole number, not '" + shownSafely(text) + "'");
    const Result<EngineConfig> config = loadConfig(arguments.value("config"));
    if (!config)
        return failure(config.error());
    const Result<SimulatedLoad> load = loadLoad(arguments.value("load"));
    if (!load)
        return failure(load.error());
    const Result<SimulationReport> report = simulate(config->engine, *load, seed);
    if (!report)
        return failure(report.error());
    if (session.isJson)
        std::printf("%s\n", writeSimulationReport(*report).c_str());
    else
        print(*report);
    return {};
}
} // namespace

const std::vector<Command> &simulateCommands()
{
    static const std::vector<Command> commands {
        {{"simulate"}, {},
            {{"config", "FILE", "the engine's configuration"},
                {"load", "FILE", "a load in TOML, or recorded jobs in JSON: docs/SIMULATE.md"},
                {"seed", "N", "of all chance; 1 if not given"}},
            "try a configuration on a load, without an engine", simulateLoad},
    };
    return commands;
}

} // namespace fairlead
