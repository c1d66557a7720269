// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"

#include "cli/table.h"
#include "engine/domain/nearest_name.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

namespace fairlead {

namespace {
/// An option of the table, and what the parser found for it.
struct Bound
{
    const Option *option;
    const CLI::Option *found;
};

void addTo(CLI::App &app, const std::vector<Option> &options, std::vector<Bound> &bound)
{
    for (const Option &option : options) {
        CLI::Option *found = nullptr;
        if (option.isSwitch())
            found = app.add_flag(option.names)->disable_flag_override();
        else
            found = app.add_option(option.names, [](const CLI::results_t &) { return true; });
        found->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
        if (option.isList && !option.names.starts_with('-'))
            found->expected(1, -1)->allow_extra_args();
        bound.push_back({&option, found});
    }
}

enum class Repeats { Refused, LastCounts };
/// Hands the values over. `repeats` is about options that take one value; a switch may be given again.
Result<> take(const std::vector<Bound> &bound, Repeats repeats)
{
    for (const auto &[option, found] : bound) {
        const CLI::results_t &values = found->results();
        if (values.size() > 1 && repeats == Repeats::Refused && !option->isList && !option->isSwitch())
            return failure(ErrorCode::Invalid, option->longName() + ": given more than once; it takes one value");
        for (std::size_t i = option->isList || values.empty() ? 0 : values.size() - 1; i < values.size(); ++i)
            FAIRLEAD_CHECK(option->take(option->isSwitch() ? std::string {} : values[i]));
    }
    return {};
}

Result<> unknownOption(const std::string &word, const std::vector<Bound> &bound)
{
    std::vector<std::string> known;
    for (const Bound &one : bound) {
        if (one.option->names.starts_with('-'))
            known.push_back(one.option->longName().substr(2));
    }
    const std::string name = word.substr(0, word.find('='));
    const std::string nearest = nearestName(name.substr(std::min(name.find_first_not_of('-'), name.size())), known);
    return failure(ErrorCode::Invalid,
        "unknown option '" + shownSafely(name) + "'" + (nearest.empty() ? "" : ", did you mean '--" + nearest + "'?"));
}

/// The parser takes the next word for the value of `--name=`; it is the empty text.
void spellOutEmptyValues(std::vector<std::string> &words)
{
    for (std::size_t i = 0; i < words.size() && words[i] != "--"; ++i) {
        if (words[i].starts_with("--") && words[i].find('=') == words[i].size() - 1) {
            words[i].pop_back();
            words.insert(words.begin() + static_cast<std::ptrdiff_t>(++i), std::string {});
        }
    }
}

/// The parser's commands and the table's.
struct Parser
{
    CLI::App app;
    std::vector<Option> globals;
    std::vector<Bound> boundGlobals {};
    std::map<std::string, CLI::App *> apps {};
    std::map<const CLI::App *, const Command *> commands {};
    std::map<const CLI::App *, std::vector<Bound>> bound {};

    explicit Parser(Globals &to)
        : globals(globalOptions(to))
    {
        app.set_help_flag();
        app.allow_extras()->fallthrough()->require_subcommand(0, 1);
        addTo(app, globals, boundGlobals);
        for (const Command &command : allCommands()) {
            CLI::App *at = &app;
            std::string path;
            for (const std::string &word : wordsOf(command.name)) {
                CLI::App *&known = apps[path += word + " "];
                at = known = known ? known : at->add_subcommand(word);
            }
            commands[at] = &command;
            addTo(*at, command.options, bound[at]);
            addTo(*at, command.words, bound[at]);
        }
    }
};
} // namespace

Globals globalsFromEnvironment()
{
    const auto value = [](const char *name, const char *otherwise) {
        const char *text = std::getenv(name);
        return std::string(text ? text : otherwise);
    };
    return {value("FAIRLEAD_URL", "http://127.0.0.1:8420"), value("FAIRLEAD_TOKEN_FILE", ""),
        value("FAIRLEAD_CA_FILE", "")};
}

std::vector<Option> globalOptions(Globals &globals)
{
    const auto output = [&globals](const std::string &value) -> Result<> {
        globals.isJson = value == "json";
        globals.width = value == "wide" ? Width::Any : Width::Terminal;
        if (value != "json" && value != "wide" && value != "table")
            return failure(
                ErrorCode::Invalid, "--output: expected table, wide or json, not '" + shownSafely(value) + "'");
        return {};
    };
    return {Option::text(
                "--url", "URL", "the engine to talk to; also from $FAIRLEAD_URL [http://127.0.0.1:8420]", globals.url),
        Option::text("--token-file", "FILE",
            "a file with the token, for its owner alone; also from $FAIRLEAD_TOKEN_FILE", globals.tokenFile),
        Option::text("--ca-file", "FILE", "the authorities to trust for https, in PEM; also from $FAIRLEAD_CA_FILE",
            globals.caFile),
        {"-o,--output", "FORMAT", "wide has all columns; json is the answer of the HTTP route, unchanged", output,
            {"table", "wide", "json"}},
        Option::on("--json", "the same as -o json", globals.isJson),
        Option::on("-h,--help", "this, or with a command its own help", globals.isHelp),
        Option::on("--version", "the version", globals.isVersion)};
}

Result<> readLine(std::vector<std::string> words, Line &line)
{
    line.globals = globalsFromEnvironment();
    Parser parser(line.globals);
    spellOutEmptyValues(words);
    std::reverse(words.begin(), words.end());
    try {
        parser.app.parse(words);
    } catch (const CLI::ArgumentMismatch &fault) {
        const std::string text = fault.what();
        const std::size_t colon = text.find(": ");
        return failure(ErrorCode::Invalid,
            colon < text.size() ? text.substr(0, colon) + " needs a value"
                                : "--" + text.substr(0, text.find(' ')) + " takes no value");
    } catch (const CLI::ParseError &fault) {
        return failure(ErrorCode::Invalid, shownSafely(fault.what()));
    }
    FAIRLEAD_CHECK(take(parser.boundGlobals, Repeats::LastCounts));
    const CLI::App *at = &parser.app;
    while (!at->get_subcommands().empty())
        at = at->get_subcommands().front();
    std::vector<std::string> extras = parser.app.remaining(true);
    if (!extras.empty() && extras.front() == "help") {
        extras.erase(extras.begin());
        line.globals.isHelp = true;
    }
    line.group = at->get_name();
    if (const auto found = parser.commands.find(at); found != parser.commands.end())
        line.command = found->second;
    if (!line.command)
        return (line.globals.isHelp || line.globals.isVersion) && extras.empty() ? Result<> {}
                                                                                 : unknownCommand(line.group, extras);
    if (line.globals.isHelp || line.globals.isVersion)
        return {};
    std::vector<Bound> &bound = parser.bound[at];
    for (const std::string &word : extras) {
        if (word.size() > 1 && word.starts_with('-')) {
            bound.insert(bound.end(), parser.boundGlobals.begin(), parser.boundGlobals.end());
            return unknownOption(word, bound);
        }
    }
    for (const auto &[option, found] : bound) {
        if (!option->isOptional && found->count() == 0 && option->names.starts_with('-'))
            return failure(ErrorCode::Invalid,
                option->longName() + " " + option->value + " is missing" + choicesText(": ", option->choices));
        if ((!option->isOptional && found->count() == 0) || !extras.empty())
            return failure(ErrorCode::Invalid, "usage: " + usageOf(*line.command));
    }
    for (const auto &[option, found] : bound) {
        if (found->count() > 0)
            line.command->given->insert(option->longName());
    }
    return take(bound, Repeats::Refused);
}

} // namespace fairlead
