// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_listing.h"

#include "engine/assembly/config_keys.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The name of the source of a value that is listed as `text`.
std::string sourceOf(const ConfigOrigin &origin, const std::string &key, const std::string &common, bool isBuiltIn)
{
    std::string source = isBuiltIn ? "default" : "program";
    for (const std::string &place : {common, key}) {
        if (const auto line = origin.lines.find(place); line != origin.lines.end())
            source = origin.file + ":" + std::to_string(line->second);
    }
    return origin.overridden.contains(key) ? "command line" : source;
}

template <typename V>
bool isLeftOut(const V &value, const FieldSpec &spec)
{
    if constexpr (std::is_same_v<V, std::string>)
        return value.empty() && spec.rules.whenEmpty == WhenEmpty::LeftOut;
    else if constexpr (!std::is_same_v<typename WithoutOptional<V>::Type, V>)
        return !value && spec.rules.whenEmpty != WhenEmpty::Null;
    else
        return false;
}

template <typename V>
std::string kindOf(const V &value, const FieldSpec &spec)
{
    if constexpr (requires { value.whenFalse; })
        return "one of " + inQuotes(value.whenFalse) + ", " + inQuotes(value.whenTrue);
    else if constexpr (HasKeys<typename WithoutOptional<V>::Type>)
        return "a table";
    else
        return ConfigForm<V>::kind(spec);
}

/// Describes the keys of tables.
class KeyList
{
public:
    template <typename Table, typename T>
    void add(const std::string &table, const Table &keys, const T &builtIn)
    {
        eachKeyOf(keys, {}, builtIn, builtIn,
            [&](const KeyPlace &place, const FieldSpec &spec, const auto &value, const auto &) {
                const std::string in = place.at.substr(0, place.at.size() - (place.at.empty() ? 0 : 1));
                const std::string at = table + (table.empty() || in.empty() ? "" : ".") + in;
                list.push_back({at, std::string(spec.name), kindOf(value, spec), configText(value, spec), spec});
                using Inner = typename WithoutOptional<std::remove_cvref_t<decltype(value)>>::Type;
                const std::string inner = at + "." + std::string(spec.name);
                if constexpr (std::is_same_v<Inner, RetryPolicy>)
                    addOnce<BackoffParts>(inner);
                else if constexpr (HasKeys<Inner>)
                    addOnce<Inner>(inner);
            });
    }
    std::vector<ConfigKey> list;

private:
    template <typename T>
    void addOnce(const std::string &table)
    {
        const std::string key = "." + std::string(std::string_view(table).substr(table.rfind('.') + 1));
        if (std::none_of(list.begin(), list.end(), [&](const ConfigKey &one) { return one.table.ends_with(key); }))
            add(table, configKeys<T>, T {});
    }
};

template <std::size_t... kind>
void addLayers(KeyList &keys, std::index_sequence<kind...>)
{
    (keys.add("queue.NAME.layers, kind " + layerKinds.at(kind),
         configKeys<std::variant_alternative_t<kind, LayerSettings>>,
         std::variant_alternative_t<kind, LayerSettings> {}),
        ...);
}
} // namespace

std::vector<ConfigEntry> listConfig(const EngineConfig &config)
{
    std::vector<ConfigEntry> entries;
    eachKeyOf(configKeys<EngineConfig>, {}, config, EngineConfig {},
        [&](const KeyPlace &place, const FieldSpec &spec, const auto &value, const auto &builtIn) {
            if (isLeftOut(value, spec))
                return;
            const std::string name(spec.name);
            const std::string text = configText(value, spec);
            const std::string common = place.common.empty() ? std::string {} : place.common + name;
            const bool isBuiltIn = text == configText(builtIn, spec);
            std::string source = sourceOf(config.origin, place.at + name, common, isBuiltIn);
            entries.push_back(
                {place.at + name, spec.rules.secrecy == Secrecy::Secret ? "***" : text, std::move(source)});
        });
    return entries;
}

std::vector<ConfigKey> allConfigKeys()
{
    KeyList keys;
    EngineConfig config;
    config.engine.queues.push_back({.name = QueueName::trusted("NAME")});
    config.engine.plans.push_back({"NAME", {}});
    config.engine.tenants.push_back({TenantName::trusted("NAME"), {}, {}});
    keys.add("", configKeys<EngineConfig>, config);
    std::erase_if(keys.list, [](const ConfigKey &key) { return key.table.empty(); }); // listed, but no key
    ProcessHandlerSettings process;
    process.environment["NAME"] = "";
    keys.add("queue.NAME.handler, kind process", processKeys, process);
    keys.add("queue.NAME.handler, kind plugin", pluginKeys, process);
    HttpHandlerSettings http;
    http.headers["NAME"] = "";
    keys.add("queue.NAME.handler, kind http", configKeys<HttpHandlerSettings>, http);
    addLayers(keys, std::make_index_sequence<std::variant_size_v<LayerSettings>> {});
    return std::move(keys.list);
}

} // namespace fairlead
