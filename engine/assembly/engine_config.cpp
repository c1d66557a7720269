// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/engine_config.h"

#include "engine/assembly/config_keys.h"
#include "engine/assembly/data_folder.h"

#include <filesystem>

namespace fairlead {

namespace {
constexpr std::size_t fileBytesMax = 4 * 1024 * 1024;

/// The line of each key, of tables as well.
void noteLines(const toml::table &table, const std::string &at, std::map<std::string, int> &lines)
{
    for (const auto &[key, node] : table) {
        const std::string path = at + std::string(key.str());
        lines.emplace(path, static_cast<int>(node.source().begin.line));
        if (const toml::table *inner = node.as_table())
            noteLines(*inner, path + ".", lines);
    }
}

/// A file's relative paths start at the file's own folder.
void placeFiles(EngineConfig &config, const std::filesystem::path &folder)
{
    eachKeyOf(configKeys<EngineConfig>, {}, config, {},
        [&folder](const KeyPlace &, const FieldSpec &spec, auto &&value, const auto &) {
            if constexpr (std::is_same_v<decltype(value), std::string &>) {
                if (spec.rules.isFile && !value.empty())
                    value = (folder / value).string();
            }
        });
}
} // namespace

Result<EngineConfig> parseConfig(const std::string &text, const std::string &name)
{
    const auto document = parseToml(text, name);
    if (!document)
        return failure(document.error());
    EngineConfig config;
    config.origin.file = name;
    noteLines((*document)->table, {}, config.origin.lines);
    readKeys(*(*document)->root, config);
    FAIRLEAD_CHECK((*document)->finish());
    return config;
}

Result<EngineConfig> loadConfig(const std::string &path)
{
    const Result<std::string> text = readConfigText(path, fileBytesMax);
    if (!text)
        return failure(text.error());
    FAIRLEAD_CHECK(checkConfigMode(path));
    Result<EngineConfig> config = parseConfig(*text, path);
    if (config)
        placeFiles(*config, std::filesystem::path(path).parent_path());
    return config;
}

} // namespace fairlead
