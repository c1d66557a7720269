// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_reload.h"

#include "engine/assembly/config_keys.h"
#include "engine/assembly/config_listing.h"

#include <algorithm>

namespace fairlead {

namespace {
using Values = std::map<std::string, std::string>;

Values valuesOf(const EngineConfig &config)
{
    Values values;
    for (ConfigEntry &entry : listConfig(config))
        values.emplace(std::move(entry.key), std::move(entry.value));
    return values;
}

/// Empty for a key that is not there.
std::optional<std::string> valueOf(const Values &values, const std::string &key)
{
    const auto found = values.find(key);
    return found == values.end() ? std::nullopt : std::optional(found->second);
}

/// The same but for what counts at once.
bool isAlike(const LayerSettings &one, const LayerSettings &other)
{
    LayerSettings same = one;
    std::visit(
        [&other]<typename Layer>(Layer &layer) {
            if (const auto *now = std::get_if<Layer>(&other))
                takeLive(configKeys<Layer>, layer, *now);
        },
        same);
    return same == other;
}

/// Rates and limits of layers, of queues whose layers are else the same.
void takeGates(std::vector<QueueSettings> &queues, const EngineConfig &read)
{
    std::vector<QueueSettings> changed = queues;
    for (QueueSettings &queue : changed) {
        const QueueSettings *now = read.engine.findQueue(queue.name);
        if (now
            && std::equal(queue.layers.begin(), queue.layers.end(), now->layers.begin(), now->layers.end(), isAlike))
            queue.layers = now->layers;
    }
    // A gate that queues share is one: it cannot change for some of them alone.
    if (!unlikeGate(changed))
        queues = std::move(changed);
}

/// A key counts as in force when its value is, so that what is said of it cannot differ from what was done.
ReloadReport reportOf(const EngineConfig &before, const EngineConfig &read, const EngineConfig &after)
{
    const Values was = valuesOf(before);
    const Values wanted = valuesOf(read);
    const Values is = valuesOf(after);
    Values all = was;
    all.insert(wanted.begin(), wanted.end());
    ReloadReport report;
    for (const auto &[key, value] : all) {
        if (valueOf(was, key) == valueOf(wanted, key))
            continue;
        const bool isInForce = valueOf(is, key) == valueOf(wanted, key);
        (isInForce ? report.applied : report.afterRestart).push_back(key);
    }
    return report;
}
} // namespace

ConfigReload reloadConfig(const EngineConfig &running, EngineConfig read)
{
    read.dataDir = running.dataDir;
    if (running.origin.overridden.contains("http.listen"))
        read.http.listen = running.http.listen;
    ConfigReload reload {running, {}};
    takeLive(configKeys<EngineConfig>, reload.config, read);
    takeGates(reload.config.engine.queues, read);
    reload.report = reportOf(running, read, reload.config);
    std::map<std::string, int> &lines = reload.config.origin.lines;
    lines = read.origin.lines;
    // Where a value came from that stays until the restart.
    for (const std::string &key : reload.report.afterRestart) {
        lines.erase(key);
        if (const auto line = running.origin.lines.find(key); line != running.origin.lines.end())
            lines.insert(*line);
    }
    return reload;
}

ReloadReport overruled(const ReloadReport &report, const std::set<TenantName> &saidByOperators)
{
    constexpr std::string_view prefix = "tenant.";
    ReloadReport told {.applied = {}, .overruled = {}, .afterRestart = report.afterRestart};
    for (const std::string &key : report.applied) {
        // The name may have dots, the last part has none.
        const bool isTenants = key.starts_with(prefix);
        const std::string name = isTenants ? key.substr(prefix.size(), key.rfind('.') - prefix.size()) : std::string {};
        const bool isOverruled = isTenants && saidByOperators.contains(TenantName::trusted(name));
        (isOverruled ? told.overruled : told.applied).push_back(key);
    }
    return told;
}

} // namespace fairlead
