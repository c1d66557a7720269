// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"

#include "cli/command_line.h"
#include "cli/table.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/operation_calls.h"
#include "engine/domain/letter_case.h"
#include "engine/domain/nearest_name.h"
#include "engine/wire/json_reader.h"

#include <algorithm>
#include <iterator>
#include <sstream>

namespace fairlead {

namespace {
constexpr std::size_t idDigits = 36;
constexpr std::size_t prefixDigitsMin = 4;

/// The one of the candidates; `more`: there are others.
template <typename T, typename IdOf, typename TextOf>
Result<JobId> onlyOne(const std::string &what, const std::string &prefix, const std::vector<T> &found, bool more,
    const IdOf &idOf, const TextOf &textOf)
{
    if (found.empty())
        return failure(ErrorCode::NotFound, "no " + what + "'s id begins with '" + prefix + "'");
    if (found.size() == 1 && !more)
        return idOf(found.front());
    std::string text = "'" + prefix + "' is the beginning of several " + what + "s' ids; type more of one:";
    for (const T &one : found)
        text += "\n  " + idOf(one).text() + "  " + textOf(one);
    return failure(ErrorCode::Conflict, text + (more ? "\n  ..." : ""));
}

std::string padded(const std::string &text, std::size_t columns)
{
    return text + std::string(text.size() < columns ? columns - text.size() : 1, ' ');
}

/// Such as "-q, --queue QUEUE"; options without a short name stand below the long ones of the others.
std::string optionHead(const Option &option)
{
    std::string names = option.names;
    if (const auto comma = names.find(','); comma != std::string::npos)
        names.insert(comma + 1, " ");
    return (names.starts_with("--") ? "    " : "") + names + (option.isSwitch() ? "" : " " + option.value);
}

void addOptions(std::string &text, const std::vector<Option> &options)
{
    constexpr std::size_t column = 28;
    for (const Option &option : options)
        text += "  " + padded(optionHead(option), column) + option.help + choicesText(": ", option.choices)
            + (option.isList ? "; may be given several times" : "") + "\n";
}
} // namespace

Result<JobId> resolveJob(Session &session, const std::string &prefix)
{
    constexpr int shown = 5;
    ListJobs call;
    call.idPrefix = prefix;
    call.limit = shown;
    FAIRLEAD_TRY(const JobPage page, session.ask(call));
    return onlyOne(
        "job", prefix, page.jobs, !page.cursor.empty(), [](const JobRecord &one) { return one.job.id; },
        [](const JobRecord &one) { return one.job.spec.queue.text() + ", " + std::string(jobStateName(one.state)); });
}

Result<JobId> resolveOperation(Session &session, const std::string &prefix)
{
    FAIRLEAD_TRY(std::vector<Operation> all, session.ask(ListOperations {}));
    std::erase_if(all, [&](const Operation &one) { return !one.id.text().starts_with(prefix); });
    return onlyOne(
        "operation", prefix, all, false, [](const Operation &one) { return one.id; },
        [](const Operation &one) { return std::string(bulkActionName(one.request.action)); });
}

Option Option::on(const std::string &names, const std::string &help, bool &to)
{
    return {names, "", help, [&to](const std::string &) -> Result<> {
                to = true;
                return {};
            }};
}

Option Option::text(const std::string &names, const std::string &value, const std::string &help, std::string &to)
{
    Option option {names, value, help, {}};
    option.take = [&to, name = option.longName()](const std::string &typed) -> Result<> {
        if (typed.empty())
            return failure(emptyGiven(name));
        to = typed;
        return {};
    };
    option.isOptional = names.starts_with('-');
    return option;
}

Command &Command::withSwitch(const std::string &names, const std::string &text, bool &to)
{
    options.push_back(Option::on(names, text, to));
    return *this;
}

Command &Command::withText(const std::string &names, const std::string &value, const std::string &text, std::string &to)
{
    Option option = Option::text(names, value, text, to);
    (option.isOptional ? options : words).push_back(std::move(option));
    return *this;
}

Command &Command::withId(const std::function<void(const JobId &)> &put, const std::string &word, bool isList)
{
    const auto take = [put, ids = ids](const std::string &text) -> Result<> {
        if (text.size() >= idDigits) {
            const Result<JobId> id = JobId::parse(text);
            if (!id)
                return failure(ErrorCode::Invalid, "'" + text + "': " + id.error().text);
            put(*id);
            return {};
        }
        const std::string prefix = lower(text);
        if (prefix.size() < prefixDigitsMin || prefix.find_first_not_of("0123456789abcdef-") != std::string::npos)
            return failure(ErrorCode::Invalid,
                "'" + text + "': expected an id, or its first " + std::to_string(prefixDigitsMin) + " or more digits");
        ids->push_back({prefix, put});
        return {};
    };
    words.push_back({word, "ID", "the id, or as much of its beginning as no other has", take, {}, isList, isList});
    return *this;
}

const Commands &allCommands()
{
    static const Commands all = [] {
        Commands commands = listCommands();
        commands.push_back(addCommand());
        for (const auto &group : {jobCommands(), deadLetterCommands(), operationCommands(), operatorCommands(),
                 queueCommands(), tokenCommands(), alertCommands(), logCommands(), topCommands(), simulateCommands(),
                 recoverCommands(), shellCommands()})
            commands.insert(commands.end(), group.begin(), group.end());
        return commands;
    }();
    return all;
}

std::string choicesText(const std::string &before, const std::vector<std::string> &choices)
{
    std::string text;
    for (const std::string &choice : choices)
        text += (text.empty() ? before : &choice == &choices.back() ? " or " : ", ") + choice;
    return text;
}

const std::map<std::string, std::string> &valueKinds()
{
    static const std::map<std::string, std::string> texts {
        {"DURATION", "such as 500ms, 30s, 5m, 2h or 1d; a plain number is of seconds"},
        {"AGO", "a duration before now, such as 1h, or a time such as 2026-01-31T12:00:00Z"},
        {"TIME", "such as 2026-01-31T12:00:00Z (RFC 3339)"},
        {"WHEN", "a duration from now, such as 1h, or a time such as 2026-01-31T12:00:00Z"},
        {"SIZE", "such as 64KiB, 10MiB or 1GiB; a plain number is of bytes"}, {"RATE", "such as 10/s, 5/min or 100/h"},
        {"ID", "36 digits, or as much of the beginning as no other id has"}};
    return texts;
}

std::vector<std::string> wordsOf(const std::string &name)
{
    std::istringstream in(name);
    return {std::istream_iterator<std::string>(in), {}};
}

std::string usageOf(const Command &command)
{
    std::string usage = "fairleadctl " + command.name;
    for (const Option &word : command.words) {
        const std::string text = word.names + (word.isList ? "..." : "");
        usage += word.isOptional ? " [" + text + "]" : " " + text;
    }
    return usage + (command.options.empty() ? "" : " [OPTIONS]");
}

std::string helpOf(const Command &command)
{
    std::string text = "Usage: " + usageOf(command) + "\n\n" + command.help + "\n";
    if (!command.options.empty())
        text += "\nOptions:\n";
    addOptions(text, command.options);
    std::set<std::string> kinds;
    for (const auto *list : {&command.words, &command.options}) {
        for (const Option &option : *list)
            kinds.insert(option.value);
    }
    std::string notes;
    for (const auto &[kind, meaning] : valueKinds()) {
        if (kinds.contains(kind))
            notes.append(kind).append(": ").append(meaning).append("\n");
    }
    return text + (notes.empty() ? "" : "\n" + notes) + "\nExample: fairleadctl " + command.example + "\n";
}

std::string helpOf(const std::string &group)
{
    constexpr std::size_t column = 18;
    std::string rows;
    for (const Command &command : allCommands()) {
        if (group.empty() || wordsOf(command.name).front() == group)
            rows += "  " + padded(command.name, column) + " " + command.help + "\n";
    }
    Globals globals;
    std::string text = "Usage: fairleadctl COMMAND [OPTIONS]\n       fairleadctl help COMMAND\n\nTalks to a running "
                       "engine.\n\nCommands:\n"
        + rows + "\nOptions of every command:\n";
    addOptions(text, globalOptions(globals));
    text += "\nExit status:\n";
    for (const auto &[code, meaning] : exitMeanings)
        text += "  " + padded(std::to_string(static_cast<int>(code)), 3) + meaning + "\n";
    return text;
}

const Command *findCommand(const std::vector<std::string> &said)
{
    const auto isSaid = [&](const Command &command) {
        const std::vector<std::string> words = wordsOf(command.name);
        return said.size() >= words.size() && std::equal(words.begin(), words.end(), said.begin());
    };
    const auto found = std::find_if(allCommands().begin(), allCommands().end(), isSaid);
    return found == allCommands().end() ? nullptr : &*found;
}

Result<> unknownCommand(const std::string &group, const std::vector<std::string> &words)
{
    std::vector<std::string> typed;
    if (!group.empty())
        typed.push_back(group);
    for (const std::string &word : words) {
        if (typed.size() < 2 && !word.starts_with('-'))
            typed.push_back(word);
    }
    if (typed.empty())
        return failure(ErrorCode::Invalid, "a command is missing");
    std::vector<std::string> known;
    std::vector<std::string> members;
    for (const Command &command : allCommands()) {
        known.push_back(command.name);
        if (command.name.starts_with(typed.front() + " "))
            members.push_back(wordsOf(command.name)[1]);
    }
    if (typed.size() == 1 && !members.empty())
        return failure(ErrorCode::Invalid, "'" + typed.front() + "' needs " + choicesText("one of ", members));
    const std::string nearest = nearestName(joined(typed), known);
    return failure(ErrorCode::Invalid,
        "unknown command '" + shownSafely(joined(typed)) + "'"
            + (nearest.empty() ? "" : ", did you mean '" + nearest + "'?"));
}

} // namespace fairlead
