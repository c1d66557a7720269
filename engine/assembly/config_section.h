// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <map>
#include <memory>
#include <string>
#include <toml++/toml.h>
#include <vector>

namespace fairlead {

/// The faults found in one configuration file, each as `file:line: key: expected ...`.
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

/// One table of the file, with the tables inside. It notes each key that is asked for; `finish` then finds the keys
/// that nobody asked for. config_form.h reads the values. Threads: one.
class ConfigSection
{
public:
    ConfigSection(const toml::table &table, std::string path, ConfigProblems &problems);

    /// Null when the key is absent. The key is known from now on.
    const toml::node *find(const std::string &key);
    bool has(const std::string &key) { return find(key) != nullptr; }
    /// Null when the table is absent, or is none, which is a fault. Lives as long as this section.
    ConfigSection *section(const std::string &name);
    /// A list of tables, at most 16; empty as well when it is a fault.
    std::vector<ConfigSection *> sections(const std::string &name);
    /// All keys that are there; they are known from now on.
    std::vector<std::string> names();
    /// Notes a fault of `key`.
    void fault(const std::string &key, const std::string &what);
    /// Unknown keys in here are not looked for.
    void leave() { m_isLeft = true; }
    /// Notes every key that nobody has asked for, here and inside, with the nearest known one.
    void finish();

private:
    std::string pathOf(const std::string &key) const { return m_path.empty() ? key : m_path + "." + key; }
    ConfigSection *inner(const std::string &name, const toml::table &table);

    const toml::table &m_table;
    const std::string m_path;
    ConfigProblems &m_problems;
    std::vector<std::string> m_known;
    std::map<std::string, std::unique_ptr<ConfigSection>> m_inner;
    bool m_isLeft = false;
};

/// The whole of a TOML file.
struct ConfigDocument
{
    ConfigProblems problems;
    toml::table table {};
    std::unique_ptr<ConfigSection> root {};
    /// Fails with Configuration when a fault was noted, also that of a key that nobody has asked for.
    Result<> finish();
};
/// Fails with Configuration when the text is not TOML.
Result<std::unique_ptr<ConfigDocument>> parseToml(const std::string &text, const std::string &name);
/// Fails with Configuration when the file cannot be read or is larger than `bytesMax`.
Result<std::string> readConfigText(const std::string &path, std::size_t bytesMax);

} // namespace fairlead
