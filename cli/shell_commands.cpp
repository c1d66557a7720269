// SPDX-License-Identifier: Apache-2.0
// The scripts of completion, and the documents made from the table of commands.
#include "cli/command_line.h"
#include "cli/table.h"

namespace fairlead {

namespace {
// Each script asks the program, which knows its commands and asks the engine for names.
constexpr const char *bashScript = R"(# Completion of fairleadctl for bash.
_fairleadctl() {
    local IFS=$'\n'
    COMPREPLY=($("${COMP_WORDS[0]}" complete bash "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _fairleadctl fairleadctl
)";
constexpr const char *zshScript = R"(#compdef fairleadctl
# Completion of fairleadctl for zsh.
_fairleadctl() {
    local -a found=("${(@f)$("${words[1]}" complete zsh "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n ${found[1]} ]]; then
        compadd -- "${found[@]}"
    else
        _files
    fi
}
compdef _fairleadctl fairleadctl
)";
constexpr const char *fishScript = R"(# Completion of fairleadctl for fish.
function __fairleadctl
    set -l found (fairleadctl complete fish (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path (commandline -ct)
    end
end
complete -c fairleadctl -f -a '(__fairleadctl)'
)";

/// Text that roff does not take for requests, escapes or hyphens.
std::string roff(const std::string &text)
{
    std::string safe;
    for (const char c : text) {
        if (c == '\\')
            safe += "\\e";
        else if (c == '-')
            safe += "\\-";
        else if ((c == '.' || c == '\'') && (safe.empty() || safe.back() == '\n'))
            safe += std::string("\\&") + c;
        else
            safe += c;
    }
    return safe;
}

std::string manualPage()
{
    std::string page = ".\\\" Made from the table of commands by `fairleadctl manual`.\n"
                       ".TH FAIRLEADCTL 1 \"\" \"fairleadctl " FAIRLEAD_VERSION "\" \"User Commands\"\n"
                       ".SH NAME\nfairleadctl \\- talk to a running fairlead engine\n"
                       ".SH SYNOPSIS\n.B fairleadctl\n[\\fIOPTIONS\\fR] \\fICOMMAND\\fR ...\n"
                       ".SH DESCRIPTION\n.nf\n"
        + roff(helpOf("")) + ".fi\n.SH COMMANDS\n";
    for (const Command &command : allCommands())
        page += ".SS " + roff(command.name) + "\n.nf\n" + roff(helpOf(command)) + ".fi\n";
    page += ".SH EXIT STATUS\n";
    for (const auto &[code, meaning] : exitMeanings)
        page += ".TP\n" + std::to_string(static_cast<int>(code)) + "\n" + meaning + "\n";
    return page + ".SH SEE ALSO\n.BR fairlead (1)\n";
}

std::string markdownPage()
{
    std::string page = "# Fairlead: commands\n\nThis page is made from the table of commands in `cli/`, by `./dev "
                       "reference`. It has the help of\nthe program, then the help of each command.\n\n```\n"
        + helpOf("") + "```\n";
    for (const Command &command : allCommands())
        page += "\n## " + command.name + "\n\n```\n" + helpOf(command) + "```\n";
    return page;
}

Result<> printText(const std::string &text)
{
    say("%s", text.c_str());
    return {};
}

Command completionCommand()
{
    const auto shell = std::make_shared<std::string>();
    Command command {
        "completion", "Print the completion for bash, zsh or fish", "completion bash", [shell](Session &) -> Result<> {
            if (*shell == "bash")
                return printText(bashScript);
            if (*shell == "zsh")
                return printText(zshScript);
            if (*shell == "fish")
                return printText(fishScript);
            return failure(ErrorCode::Invalid, "expected bash, zsh or fish");
        }};
    command.withText("SHELL", "SHELL", "the shell", *shell).words.front().choices = {"bash", "zsh", "fish"};
    return command;
}

Command manualCommand()
{
    const auto isMarkdown = std::make_shared<bool>(false);
    Command command {"manual", "Print the manual page, for man", "manual",
        [isMarkdown](Session &) { return printText(*isMarkdown ? markdownPage() : manualPage()); }};
    return command.withSwitch("--markdown", "docs/COMMANDS.md in its place", *isMarkdown);
}
} // namespace

Commands shellCommands()
{
    return {completionCommand(), manualCommand()};
}

} // namespace fairlead
