// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/session.h"

#include <map>
#include <memory>
#include <set>

namespace fairlead {

/// An option of a command, or a word that stands without a name. The help, the manual, the document of the commands and
/// the completion are made from it.
struct Option
{
    std::string names; ///< such as "-q,--queue"; of a word its name in the usage, such as "QUEUE"
    std::string value; ///< kind of its value, such as QUEUE or DURATION (valueKinds); empty: a switch
    std::string help;
    /// Takes the value; the text of a switch is empty. Fails with Invalid, naming the option.
    std::function<Result<>(const std::string &)> take;
    std::vector<std::string> choices {}; ///< the only values; empty: any
    bool isList = false; ///< may be given several times
    bool isOptional = true;

    /// A switch, and an option or a word whose text must not be empty. `to` must live as long as the option.
    static Option on(const std::string &names, const std::string &help, bool &to);
    static Option text(const std::string &names, const std::string &value, const std::string &help, std::string &to);

    bool isSwitch() const { return value.empty(); }
    /// The last of its names, such as "--queue".
    std::string longName() const { return names.substr(names.rfind(',') + 1); }
};

/// An id as it was typed, perhaps only its beginning, and the place for the whole one.
struct TypedId
{
    std::string text;
    std::function<void(const JobId &)> put;
};
/// Finds the one id that begins so. Fails with NotFound, with Conflict when there are several, or with Invalid.
using ResolveId = Result<JobId> (*)(Session &, const std::string &prefix);
Result<JobId> resolveJob(Session &session, const std::string &prefix);
Result<JobId> resolveOperation(Session &session, const std::string &prefix);

/// One command. Its options write into a state that `run` owns. Threads: main.
struct Command
{
    std::string name; ///< such as "job add"
    std::string help; ///< one line
    std::string example; ///< a whole line without the program
    /// Fails with the text for stderr. Invalid, before the engine was asked, is a wrong line.
    std::function<Result<>(Session &)> run {};
    std::vector<Option> words {};
    std::vector<Option> options {};
    ResolveId resolve = resolveJob;
    std::shared_ptr<std::vector<TypedId>> ids = std::make_shared<std::vector<TypedId>>();
    /// Long names of the options, and names of the words, that the line has. Filled before `run`.
    std::shared_ptr<std::set<std::string>> given = std::make_shared<std::set<std::string>>();

    Command &withSwitch(const std::string &names, const std::string &text, bool &to);
    Command &withText(const std::string &names, const std::string &value, const std::string &text, std::string &to);
    /// A word that names one job or operation, or several.
    Command &withId(const std::function<void(const JobId &)> &put, const std::string &word = "ID", bool isList = false);
};
using Commands = std::vector<Command>;

Commands jobCommands();
Commands deadLetterCommands();
Commands listCommands();
Commands operationCommands();
Commands operatorCommands();
Commands queueCommands();
Commands tokenCommands();
Commands alertCommands();
Commands logCommands();
Commands topCommands();
Commands simulateCommands();
Commands recoverCommands();
Commands shellCommands();
Command addCommand();
/// Every command, in the order of the help. The one truth for parsing, help, completion and documents.
const Commands &allCommands();

/// `before` and the names with "or" before the last one; empty without names.
std::string choicesText(const std::string &before, const std::vector<std::string> &choices);
/// Kinds of values that need a word to the reader: name and text.
const std::map<std::string, std::string> &valueKinds();
std::vector<std::string> wordsOf(const std::string &name);
/// Such as "fairleadctl job show ID [OPTIONS]".
std::string usageOf(const Command &command);
/// The help of one command.
std::string helpOf(const Command &command);
/// The help of a group of commands; of the program when the name is empty.
std::string helpOf(const std::string &group);
/// The command with whose words `said` begins; nullptr for none.
const Command *findCommand(const std::vector<std::string> &said);
/// Invalid, with the command that was probably meant. `group` is what the line has of a command.
Result<> unknownCommand(const std::string &group, const std::vector<std::string> &words);

} // namespace fairlead
