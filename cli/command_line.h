// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/command.h"

namespace fairlead {

/// The engine and the token that the environment names.
Globals globalsFromEnvironment();
/// The options that every command takes.
std::vector<Option> globalOptions(Globals &globals);

/// The line as it was read: a command, or a question for help or for the version.
struct Line
{
    Globals globals;
    const Command *command = nullptr;
    std::string group; ///< of commands, when there is no command
};
/// Reads the line and fills the state of its command. Fails with Invalid, and says what was probably meant.
Result<> readLine(std::vector<std::string> words, Line &line);

/// Prints, one a line, the words that can stand in the place of the last one. The first word is the shell's name. Asks
/// the engine for the names of queues and tenants, for a moment; prints nothing when there is none.
void printCompletions(std::vector<std::string> words);

} // namespace fairlead
