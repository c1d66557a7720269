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

/// Takes out the queues that the other configuration does not have. Returns their keys.
std::vector<std::string> takeQueuesBeside(EngineConfig &config, const EngineConfig &other)
{
    std::vector<std::string> keys;
    std::erase_if(config.engine.queues, [&](const QueueSettings &queue) {
        const bool isBeside = !other.engine.findQueue(queue.name);
        if (isBeside)
            keys.push_back("queue." + queue.name.text());
        return isBeside;
    });
    return keys;
}

/// A key counts as in force when its value is, so that what is said of it cannot differ from what was done. A queue
/// that comes or goes is one key.
ReloadReport reportOf(EngineConfig before, EngineConfig read, const EngineConfig &after)
{
    ReloadReport report;
    report.removed = takeQueuesBeside(before, read);
    report.applied = takeQueuesBeside(read, before);
    const Values was = valuesOf(before);
    const Values wanted = valuesOf(read);
    const Values is = valuesOf(after);
    Values all = was;
    all.insert(wanted.begin(), wanted.end());
    for (const auto &[key, value] : all) {
        if (valueOf(was, key) == valueOf(wanted, key))
            continue;
        if (valueOf(is, key) != valueOf(wanted, key))
            report.afterRestart.push_back(key);
        else
            (wanted.contains(key) ? report.applied : report.removed).push_back(key);
    }
    std::sort(report.removed.begin(), report.removed.end());
    report.applied.insert(report.applied.end(), report.removed.begin(), report.removed.end());
    std::sort(report.applied.begin(), report.applied.end());
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
    ReloadReport told {
        .applied = {}, .overruled = report.overruled, .afterRestart = report.afterRestart, .removed = report.removed};
    for (const std::string &key : report.applied) {
        // The name may have dots, the last part has none.
        const bool isTenants = key.starts_with(prefix);
        const std::string name = isTenants ? key.substr(prefix.size(), key.rfind('.') - prefix.size()) : std::string {};
        const bool isOverruled = isTenants && saidByOperators.contains(TenantName::trusted(name));
        (isOverruled ? told.overruled : told.applied).push_back(key);
    }
    std::erase_if(told.removed,
        [&](const std::string &key) { return !std::binary_search(told.applied.begin(), told.applied.end(), key); });
    return told;
}

} // namespace fairlead
