// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_section.h"

#include "engine/domain/nearest_name.h"
#include "engine/domain/units.h"

#include <algorithm>
#include <array>
#include <fstream>

namespace fairlead {

namespace {
constexpr std::size_t problemsMax = 20;
} // namespace

void ConfigProblems::add(const toml::source_region &where, const std::string &key, const std::string &what)
{
    if (m_lines.size() >= problemsMax)
        return;
    m_lines.push_back(m_file + ":" + std::to_string(where.begin.line) + ": " + key + (key.empty() ? "" : ": ") + what);
}

std::string ConfigProblems::text() const
{
    std::string all;
    for (const std::string &line : m_lines)
        all += (all.empty() ? "" : "\n") + line;
    return all;
}

ConfigSection::ConfigSection(const toml::table &table, std::string path, ConfigProblems &problems)
    : m_table(table)
    , m_path(std::move(path))
    , m_problems(problems)
{
}

std::string ConfigSection::pathOf(const std::string &key) const
{
    return m_path.empty() ? key : m_path + "." + key;
}

const toml::node *ConfigSection::find(const std::string &key)
{
    if (std::find(m_known.begin(), m_known.end(), key) == m_known.end())
        m_known.push_back(key);
    return m_table.get(key);
}

bool ConfigSection::has(const std::string &key)
{
    return find(key) != nullptr;
}

bool ConfigSection::isText(const std::string &key) const
{
    const toml::node *node = m_table.get(key);
    return node && node->is_string();
}

void ConfigSection::fault(const std::string &key, const std::string &what)
{
    const toml::node *node = m_table.get(key);
    m_problems.add(node ? node->source() : m_table.source(), pathOf(key), what);
}

std::optional<std::string> ConfigSection::text(const std::string &key)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    if (!node->is_string()) {
        fault(key, "expected a text in quotes");
        return std::nullopt;
    }
    return **node->as_string();
}

std::optional<std::size_t> ConfigSection::choice(const std::string &key, const std::vector<std::string> &choices)
{
    const std::optional<std::string> word = text(key);
    if (!word)
        return std::nullopt;
    const auto found = std::find(choices.begin(), choices.end(), *word);
    if (found != choices.end())
        return static_cast<std::size_t>(found - choices.begin());
    std::string list;
    for (const std::string &one : choices)
        list += (list.empty() ? "\"" : ", \"") + one + "\"";
    fault(key, "expected one of " + list);
    return std::nullopt;
}

std::optional<std::int64_t> ConfigSection::integer(const std::string &key, std::int64_t least, std::int64_t most)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    if (node->is_integer() && **node->as_integer() >= least && **node->as_integer() <= most)
        return **node->as_integer();
    fault(key, "expected a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
}

std::optional<double> ConfigSection::number(const std::string &key, double least, double most)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    const std::optional<double> value = node->is_number() ? node->value<double>() : std::nullopt;
    if (value && *value >= least && *value <= most) // also false for NaN
        return value;
    fault(key, "expected a number from " + numberText(least) + " to " + numberText(most));
    return std::nullopt;
}

std::optional<bool> ConfigSection::boolean(const std::string &key)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    if (node->is_boolean())
        return **node->as_boolean();
    fault(key, "expected true or false");
    return std::nullopt;
}

std::optional<Microseconds> ConfigSection::duration(const std::string &key)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    if (node->is_string()) {
        if (const Result<Microseconds> read = parseDuration(**node->as_string()))
            return *read;
    }
    fault(key, R"(expected a duration such as "250ms", "30s", "5m", "2h" or "1d")");
    return std::nullopt;
}

std::optional<std::int64_t> ConfigSection::size(const std::string &key)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    if (node->is_string()) {
        if (const Result<std::int64_t> read = parseSize(**node->as_string()))
            return *read;
    }
    fault(key, R"(expected a size such as "64KiB" or "10MiB")");
    return std::nullopt;
}

std::optional<std::vector<std::string>> ConfigSection::texts(const std::string &key)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    std::vector<std::string> list;
    const toml::array *array = node->as_array();
    const bool isGood = array && std::all_of(array->begin(), array->end(), [&](const toml::node &one) {
        if (one.is_string())
            list.push_back(**one.as_string());
        return one.is_string();
    });
    if (isGood)
        return list;
    fault(key, R"(expected a list of texts such as ["gzip", "-9"])");
    return std::nullopt;
}

std::optional<std::vector<Microseconds>> ConfigSection::durations(const std::string &key)
{
    const std::optional<std::vector<std::string>> list = texts(key);
    if (!list)
        return std::nullopt;
    std::vector<Microseconds> durations;
    for (const std::string &one : *list) {
        const Result<Microseconds> read = parseDuration(one);
        if (!read) {
            fault(key, R"(expected a list of durations such as ["1s", "5s", "1m"])");
            return std::nullopt;
        }
        durations.push_back(*read);
    }
    return durations;
}

std::optional<ConfigSection> ConfigSection::section(const std::string &key)
{
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    if (const toml::table *table = node->as_table())
        return ConfigSection(*table, pathOf(key), m_problems);
    fault(key, "expected a table");
    return std::nullopt;
}

std::optional<std::vector<ConfigSection>> ConfigSection::sections(const std::string &key)
{
    constexpr std::size_t sectionsMax = 16;
    const toml::node *node = find(key);
    if (!node)
        return std::nullopt;
    const toml::array *list = node->as_array();
    bool isGood = list && list->size() <= sectionsMax;
    std::vector<ConfigSection> sections;
    for (std::size_t i = 0; isGood && i < list->size(); ++i) {
        const toml::table *table = list->get(i)->as_table();
        isGood = table != nullptr;
        if (isGood)
            sections.emplace_back(*table, pathOf(key) + "[" + std::to_string(i) + "]", m_problems);
    }
    if (isGood)
        return sections;
    fault(key, "expected a list of at most " + std::to_string(sectionsMax) + " tables");
    return std::nullopt;
}

std::vector<std::string> ConfigSection::sectionNames()
{
    std::vector<std::string> names;
    for (const auto &[key, node] : m_table) {
        names.emplace_back(key.str());
        find(names.back());
    }
    return names;
}

void ConfigSection::finish()
{
    for (const auto &[key, node] : m_table) {
        const std::string name(key.str());
        if (std::find(m_known.begin(), m_known.end(), name) != m_known.end())
            continue;
        std::string what = "unknown key";
        if (const std::string nearest = nearestName(name, m_known); !nearest.empty()) {
            what += ", nearest known key '" + pathOf(nearest) + "'";
        } else {
            std::string list;
            for (const std::string &one : m_known)
                list += (list.empty() ? "" : ", ") + one;
            what += ", expected one of: " + list;
        }
        m_problems.add(key.source(), pathOf(name), what);
    }
}

Result<std::string> readConfigText(const std::string &path, std::size_t bytesMax)
{
    std::ifstream file(path, std::ios::binary);
    std::string text;
    std::array<char, 64 * 1024> block {};
    do {
        file.read(block.data(), block.size());
        text.append(block.data(), static_cast<std::size_t>(file.gcount()));
    } while (file && text.size() <= bytesMax);
    if (!file.is_open() || file.bad())
        return failure(ErrorCode::Configuration, path + ": cannot be read; check the path and its permissions");
    if (text.size() > bytesMax)
        return failure(ErrorCode::Configuration,
            path + ": larger than " + std::to_string(bytesMax / 1024 / 1024) + " MiB; is it the right file?");
    return text;
}

} // namespace fairlead
