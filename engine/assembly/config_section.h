// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

#include <cstdint>
#include <optional>
#include <string>
#include <toml++/toml.h>
#include <vector>

namespace fairlead {

/// The faults found in one configuration file, each as `file:line: key: what was expected`.
class ConfigProblems
{
public:
    explicit ConfigProblems(std::string file)
        : m_file(std::move(file))
    {
    }
    void add(const toml::source_region &where, const std::string &key, const std::string &what);
    bool isEmpty() const { return m_lines.empty(); }
    /// One line each, at most 20.
    std::string text() const;

private:
    const std::string m_file;
    std::vector<std::string> m_lines;
};

/// One table of the file. Each getter notes its key as known and answers empty when the key is absent or wrong, after
/// noting the fault; `finish` then finds the keys nobody asked for. Threads: one.
class ConfigSection
{
public:
    ConfigSection(const toml::table &table, std::string path, ConfigProblems &problems);

    std::optional<std::string> text(const std::string &key);
    /// One of `choices`; its index.
    std::optional<std::size_t> choice(const std::string &key, const std::vector<std::string> &choices);
    std::optional<std::int64_t> integer(const std::string &key, std::int64_t least, std::int64_t most);
    std::optional<double> number(const std::string &key, double least, double most);
    std::optional<bool> boolean(const std::string &key);
    std::optional<Microseconds> duration(const std::string &key);
    std::optional<std::int64_t> size(const std::string &key);
    std::optional<std::vector<std::string>> texts(const std::string &key);
    std::optional<std::vector<Microseconds>> durations(const std::string &key);
    std::optional<ConfigSection> section(const std::string &key);
    /// A list of tables, at most 16.
    std::optional<std::vector<ConfigSection>> sections(const std::string &key);
    /// The names of this table's sub-tables, all of which become known keys.
    std::vector<std::string> sectionNames();
    /// Whether the key is there at all; makes it known.
    bool has(const std::string &key);
    bool isText(const std::string &key) const;
    /// Notes a fault of `key`.
    void fault(const std::string &key, const std::string &what);
    /// Notes every key that no getter has asked for, with the nearest known one.
    void finish();

private:
    const toml::node *find(const std::string &key);
    std::string pathOf(const std::string &key) const;

    const toml::table &m_table;
    const std::string m_path;
    ConfigProblems &m_problems;
    std::vector<std::string> m_known;
};

/// What a section says of a tenant or a plan.
TenantRules readRules(ConfigSection &section);
/// Fails with Configuration when the file cannot be read or is larger than `bytesMax`.
Result<std::string> readConfigText(const std::string &path, std::size_t bytesMax);

/// Puts a value that was given in the place of the default.
template <typename T, typename U>
void take(T &to, const std::optional<U> &from)
{
    if (from)
        to = static_cast<T>(*from);
}

} // namespace fairlead
