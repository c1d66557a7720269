// SPDX-License-Identifier: Apache-2.0
// Completion: the words that can come next, from the table of commands and from a running engine.
#include "cli/command_line.h"
#include "engine/calls/queue_calls.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The engine gets so long to name its queues or tenants.
constexpr Milliseconds patience {1000};

/// A word that can come next, and its meaning.
struct Candidate
{
    std::string word;
    std::string help {};
    auto operator<=>(const Candidate &) const = default;
};
using Candidates = std::vector<Candidate>;

template <typename View, typename Name>
std::vector<std::string> texts(const std::vector<View> &views, Name View::*member)
{
    std::vector<std::string> names;
    names.reserve(views.size());
    for (const View &view : views)
        names.push_back((view.*member).text());
    return names;
}

/// Adds the names that are in the answer to a call.
template <typename C, typename NamesOf>
void addNames(Candidates &to, const Globals &globals, C call, const NamesOf &namesOf)
{
    const Result<std::unique_ptr<Session>> session = Session::open(globals);
    if (!session)
        return;
    (*session)->patience = patience;
    const auto reply = (*session)->ask(std::move(call));
    if (!reply)
        return;
    for (std::string &name : namesOf(*reply))
        to.push_back({std::move(name)});
}

Candidates valuesOf(const Option &option, const Globals &globals)
{
    Candidates values;
    for (const std::string &choice : option.choices)
        values.push_back({choice});
    if (option.value == "QUEUE")
        addNames(values, globals, ListQueues {},
            [](const std::vector<QueueView> &views) { return texts(views, &QueueView::queue); });
    if (option.value == "TENANT")
        addNames(values, globals, ListTenants {{.limit = 1000}},
            [](const TenantPage &page) { return texts(page.tenants, &TenantView::tenant); });
    return values;
}

/// The commands' words behind those that were said.
Candidates nextWords(const std::vector<std::string> &said)
{
    Candidates next;
    for (const Command &command : allCommands()) {
        const std::vector<std::string> words = wordsOf(command.name);
        if (words.size() > said.size() && std::equal(said.begin(), said.end(), words.begin()))
            next.push_back({words[said.size()], words.size() == said.size() + 1 ? command.help : std::string {}});
    }
    return next;
}

/// The words before the one that is completed, sorted out.
struct Before
{
    Globals globals;
    std::vector<Option> options; ///< those that can stand here
    const Option *open = nullptr; ///< it waits for its value
    const Command *command = nullptr;
    std::vector<std::string> said; ///< words of the command, and words behind it

    const Option *find(const std::string &name) const
    {
        const auto found = std::find_if(options.begin(), options.end(),
            [&](const Option &one) { return one.longName() == name || one.names.starts_with(name + ","); });
        return found == options.end() ? nullptr : &*found;
    }
    void take(const std::string &word)
    {
        const std::string name = word.substr(0, word.find('='));
        if (open) {
            // The engine and the token are needed; values of other options are of no use here.
            if (open->value == "URL" || open->value == "FILE")
                static_cast<void>(open->take(word));
            open = nullptr;
        } else if (!word.starts_with('-')) {
            if (said.empty() && word == "help")
                return;
            said.push_back(word);
            if (const Command *found = findCommand(said); found && !command) {
                command = found;
                options.insert(options.end(), found->options.begin(), found->options.end());
            }
        } else if (const Option *option = find(name); option && !option->isSwitch()) {
            open = option;
            if (name.size() < word.size())
                take(word.substr(name.size() + 1));
        }
    }
};

Candidates candidatesAfter(Before &before, const std::string &last)
{
    if (before.open)
        return valuesOf(*before.open, before.globals);
    if (const auto equals = last.find('='); last.starts_with('-') && equals != std::string::npos) {
        const Option *option = before.find(last.substr(0, equals));
        Candidates values = option ? valuesOf(*option, before.globals) : Candidates {};
        for (Candidate &value : values)
            value.word.insert(0, last.substr(0, equals + 1));
        return values;
    }
    Candidates next;
    if (last.starts_with('-')) {
        for (const Option &option : before.options)
            next.push_back({option.longName(), option.help});
        return next;
    }
    if (!before.command) {
        next = nextWords(before.said);
        if (before.said.empty())
            next.push_back({"help"});
        return next;
    }
    const std::vector<Option> &words = before.command->words;
    const std::size_t place = before.said.size() - wordsOf(before.command->name).size();
    if (words.empty() || (place >= words.size() && !words.back().isList))
        return {};
    return valuesOf(words[std::min(place, words.size() - 1)], before.globals);
}

/// Bash takes '=' and ':' for words of their own; joins them with their neighbours again.
void joinWords(std::vector<std::string> &words)
{
    for (std::size_t i = 1; i < words.size(); ++i) {
        const bool isBreak = words[i].find_first_not_of("=:") == std::string::npos && !words[i].empty();
        const bool isAfterBreak = words[i - 1].ends_with('=') || words[i - 1].ends_with(':');
        if (!isBreak && !isAfterBreak)
            continue;
        words[i - 1] += words[i];
        words.erase(words.begin() + static_cast<std::ptrdiff_t>(i--));
    }
}
} // namespace

void printCompletions(std::vector<std::string> words)
{
    if (words.size() < 2)
        return;
    const std::string shell = words.front();
    words.erase(words.begin());
    if (shell == "bash")
        joinWords(words);
    const std::string last = words.back();
    Before before {globalsFromEnvironment(), {}};
    before.options = globalOptions(before.globals);
    for (std::size_t i = 0; i + 1 < words.size(); ++i)
        before.take(words[i]);
    Candidates candidates = candidatesAfter(before, last);
    std::sort(candidates.begin(), candidates.end());
    const auto isAlike = [](const Candidate &a, const Candidate &b) { return a.word == b.word; };
    candidates.erase(std::unique(candidates.begin(), candidates.end(), isAlike), candidates.end());
    // Bash replaces no more than is behind the last break.
    const std::size_t kept = shell == "bash" ? last.find_last_of("=:") + 1 : 0;
    for (const Candidate &one : candidates) {
        if (one.word.starts_with(last))
            say("%s%s\n", one.word.substr(kept).c_str(),
                shell == "fish" && !one.help.empty() ? ("\t" + one.help).c_str() : "");
    }
}

} // namespace fairlead
