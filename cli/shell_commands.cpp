// SPDX-License-Identifier: Apache-2.0
// Completion of shells and the manual page, both from the one table of commands.
#include "cli/command.h"
#include "cli/table.h"

#include <algorithm>
#include <cstdio>

namespace fairlead {

namespace {
/// Groups and single commands, in the order of the table: the words that can come first.
std::vector<std::string> firstWords()
{
    std::vector<std::string> words;
    for (const Command *command : allCommands()) {
        if (std::find(words.begin(), words.end(), command->name.front()) == words.end())
            words.push_back(command->name.front());
    }
    return words;
}

std::string secondWords(const std::string &first)
{
    std::string words;
    for (const Command *command : allCommands()) {
        if (command->name.size() > 1 && command->name.front() == first)
            words += (words.empty() ? "" : " ") + command->name[1];
    }
    return words;
}

std::string optionWords(const Command &command)
{
    std::string words;
    for (const OptionSpec &option : command.options)
        words += (words.empty() ? "--" : " --") + option.name;
    return words;
}

/// In single quotes of a shell.
std::string quoted(const std::string &text)
{
    std::string safe = "'";
    for (const char c : text)
        safe += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return safe + "'";
}

constexpr const char *globalOptions = "--url --token-file --ca-file --json --help --version";

/// The case of bash and zsh that says, by the words so far, what can come next.
std::string casesOfWords()
{
    std::string cases = "    '') words=" + quoted(joined(firstWords()) + " " + globalOptions) + " ;;\n";
    for (const std::string &first : firstWords()) {
        if (const std::string second = secondWords(first); !second.empty())
            cases += "    " + quoted(first) + ") words=" + quoted(second) + " ;;\n";
    }
    for (const Command *command : allCommands())
        cases += "    " + quoted(joined(command->name)) + "*) words=" + quoted(optionWords(*command) + " --json --help")
            + " ;;\n";
    return cases;
}

std::string bashCompletion()
{
    return "# Completion of fairleadctl for bash.\n"
           "_fairleadctl() {\n"
           "    local i said='' words=''\n"
           "    for ((i = 1; i < COMP_CWORD; i++)); do\n"
           "        case ${COMP_WORDS[i]} in\n"
           "        --url | --token-file | --ca-file) ((i++)) ;;\n"
           "        -*) ;;\n"
           "        *) said+=\"${said:+ }${COMP_WORDS[i]}\" ;;\n"
           "        esac\n"
           "    done\n"
           "    case $said in\n"
        + casesOfWords()
        + "    esac\n"
          "    COMPREPLY=($(compgen -W \"$words\" -- \"${COMP_WORDS[COMP_CWORD]}\"))\n"
          "}\n"
          "complete -o default -F _fairleadctl fairleadctl\n";
}

std::string zshCompletion()
{
    return "#compdef fairleadctl\n"
           "# Completion of fairleadctl for zsh.\n"
           "_fairleadctl() {\n"
           "    local -a typed=(\"${(@)words}\")\n"
           "    local i said='' words=''\n"
           "    for ((i = 2; i < CURRENT; i++)); do\n"
           "        case ${typed[i]} in\n"
           "        --url | --token-file | --ca-file) ((i++)) ;;\n"
           "        -*) ;;\n"
           "        *) said+=\"${said:+ }${typed[i]}\" ;;\n"
           "        esac\n"
           "    done\n"
           "    case $said in\n"
        + casesOfWords()
        + "    esac\n"
          "    compadd -- ${=words}\n"
          "    _files\n"
          "}\n"
          "compdef _fairleadctl fairleadctl\n";
}

std::string fishCompletion()
{
    std::string lines = "# Completion of fairleadctl for fish.\n";
    const auto add = [&lines](const std::string &condition, const std::string &what, const std::string &help) {
        lines += "complete -c fairleadctl -n " + quoted(condition) + " " + what + " -d " + quoted(help) + "\n";
    };
    for (const std::string &first : firstWords()) {
        const std::string second = secondWords(first);
        add("__fish_use_subcommand", "-f -a " + quoted(first), second.empty() ? "" : second);
    }
    for (const Command *command : allCommands()) {
        std::string condition = "__fish_seen_subcommand_from " + command->name.front();
        if (command->name.size() > 1) {
            add(condition + "; and not __fish_seen_subcommand_from " + secondWords(command->name.front()),
                "-f -a " + quoted(command->name[1]), command->help);
            condition += "; and __fish_seen_subcommand_from " + command->name[1];
        }
        for (const OptionSpec &option : command->options)
            add(condition, "-l " + option.name + (option.value.empty() ? "" : " -r"), option.help);
    }
    return lines;
}

/// Text that roff does not take for a request or a hyphen.
std::string roff(const std::string &text)
{
    std::string safe;
    for (const char c : text) {
        if (c == '\\')
            safe += "\\e";
        else if (c == '-')
            safe += "\\-";
        else
            safe += c;
    }
    return safe.starts_with('.') || safe.starts_with('\'') ? "\\&" + safe : safe;
}

std::string manualPage()
{
    std::string page = ".\\\" Made from the table of commands by `fairleadctl manual`.\n"
                       ".TH FAIRLEADCTL 1 \"\" \"fairleadctl " FAIRLEAD_VERSION "\" \"User Commands\"\n"
                       ".SH NAME\nfairleadctl \\- talk to a running fairlead engine\n"
                       ".SH SYNOPSIS\n.B fairleadctl\n[\\fB\\-\\-url\\fR \\fIURL\\fR] [\\fB\\-\\-token\\-file\\fR "
                       "\\fIF\\fR] [\\fB\\-\\-json\\fR] \\fICOMMAND\\fR ...\n"
                       ".SH DESCRIPTION\nLooks at and acts on the engine at $FAIRLEAD_URL, http://127.0.0.1:8420 when "
                       "it is not set.\n.SH OPTIONS\n"
                       ".TP\n\\fB\\-\\-url\\fR \\fIURL\\fR\nthe engine to talk to\n"
                       ".TP\n\\fB\\-\\-token\\-file\\fR \\fIF\\fR\na file with the token, which only its owner may "
                       "read; also from $FAIRLEAD_TOKEN_FILE\n"
                       ".TP\n\\fB\\-\\-ca\\-file\\fR \\fIF\\fR\nthe authorities to trust for https, in PEM; also from "
                       "$FAIRLEAD_CA_FILE\n"
                       ".TP\n\\fB\\-\\-json\\fR\nprint the answer of the HTTP route unchanged\n.SH COMMANDS\n";
    for (const Command *command : allCommands()) {
        page += ".SS " + roff(joined(command->name));
        for (const std::string &word : command->words)
            page += " " + roff(word.front() == '?' ? "[" + word.substr(1) + "]" : word);
        page += "\n" + roff(command->help) + ".\n";
        for (const OptionSpec &option : command->options)
            page += ".TP\n\\fB\\-\\-" + roff(option.name) + "\\fR"
                + (option.value.empty() ? "" : " \\fI" + roff(option.value) + "\\fR") + "\n" + roff(option.help) + "\n";
    }
    return page
        + ".SH EXIT STATUS\n0 done; 1 the engine refused or failed; 64 the words of the line are wrong; 69 no engine "
          "answers.\n.SH SEE ALSO\n.BR fairlead (1)\n";
}

Result<> completion(Session &, const Arguments &arguments)
{
    const std::string &shell = arguments.words.front();
    if (shell == "bash")
        std::fputs(bashCompletion().c_str(), stdout);
    else if (shell == "zsh")
        std::fputs(zshCompletion().c_str(), stdout);
    else if (shell == "fish")
        std::fputs(fishCompletion().c_str(), stdout);
    else
        return failure(ErrorCode::Invalid, "expected bash, zsh or fish");
    return {};
}

Result<> manual(Session &, const Arguments &)
{
    std::fputs(manualPage().c_str(), stdout);
    return {};
}
} // namespace

const std::vector<Command> &shellCommands()
{
    static const std::vector<Command> commands {
        {{"completion"}, {"SHELL"}, {}, "print the completion for bash, zsh or fish", completion},
        {{"manual"}, {}, {}, "print the manual page, for man", manual},
    };
    return commands;
}

} // namespace fairlead
