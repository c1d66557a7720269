// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_section.h"

#include "engine/domain/nearest_name.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>

namespace fairlead {

namespace {
constexpr std::size_t problemsMax = 20;
constexpr std::size_t sectionsMax = 16;
} // namespace

void ConfigProblems::add(const toml::source_region &where, const std::string &key, const std::string &what)
{
    std::string line = m_file + ":" + std::to_string(where.begin.line) + ": " + key + (key.empty() ? "" : ": ") + what;
    if (m_lines.size() < problemsMax && std::find(m_lines.begin(), m_lines.end(), line) == m_lines.end())
        m_lines.push_back(std::move(line));
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

const toml::node *ConfigSection::find(const std::string &key)
{
    if (std::find(m_known.begin(), m_known.end(), key) == m_known.end())
        m_known.push_back(key);
    return m_table.get(key);
}

ConfigSection *ConfigSection::inner(const std::string &name, const toml::table &table)
{
    std::unique_ptr<ConfigSection> &section = m_inner[name];
    if (!section)
        section = std::make_unique<ConfigSection>(table, pathOf(name), m_problems);
    return section.get();
}

ConfigSection *ConfigSection::section(const std::string &name)
{
    const toml::node *node = find(name);
    if (!node)
        return nullptr;
    if (const toml::table *table = node->as_table())
        return inner(name, *table);
    fault(name, "expected a table");
    return nullptr;
}

std::vector<ConfigSection *> ConfigSection::sections(const std::string &name)
{
    const toml::node *node = find(name);
    const toml::array *list = node ? node->as_array() : nullptr;
    bool isGood = list && list->size() <= sectionsMax;
    std::vector<ConfigSection *> sections;
    for (std::size_t i = 0; isGood && i < list->size(); ++i) {
        const toml::table *table = list->get(i)->as_table();
        isGood = table != nullptr;
        if (isGood)
            sections.push_back(inner(name + "[" + std::to_string(i) + "]", *table));
    }
    if (node && !isGood)
        fault(name, "expected a list of at most " + std::to_string(sectionsMax) + " tables");
    return isGood ? sections : std::vector<ConfigSection *> {};
}

std::vector<std::string> ConfigSection::names()
{
    std::vector<std::string> names;
    for (const auto &[key, node] : m_table)
        names.emplace_back(key.str());
    m_known.insert(m_known.end(), names.begin(), names.end());
    return names;
}

void ConfigSection::fault(const std::string &key, const std::string &what)
{
    const toml::node *node = m_table.get(key);
    m_problems.add(node ? node->source() : m_table.source(), pathOf(key), what);
}

void ConfigSection::finish()
{
    if (m_isLeft)
        return;
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
    for (const auto &[name, section] : m_inner)
        section->finish();
}

Result<> ConfigDocument::finish()
{
    root->finish();
    if (problems.isEmpty())
        return {};
    return failure(ErrorCode::Configuration, problems.text());
}

Result<std::unique_ptr<ConfigDocument>> parseToml(const std::string &text, const std::string &name)
{
    auto document = std::make_unique<ConfigDocument>(ConfigDocument {ConfigProblems(name)});
    try {
        document->table = toml::parse(text, name);
    } catch (const toml::parse_error &error) {
        document->problems.add(error.source(), "", "not valid TOML: " + std::string(error.description()));
        return failure(ErrorCode::Configuration, document->problems.text());
    }
    document->root = std::make_unique<ConfigSection>(document->table, "", document->problems);
    return document;
}

Result<std::string> readConfigText(const std::string &path, std::size_t bytesMax)
{
    std::error_code unknown;
    if (std::filesystem::is_fifo(path, unknown)) // its reader could wait for ever
        return failure(ErrorCode::Configuration, path + ": is a pipe; expected a file");
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
