// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/remote_client.h"

#include <map>
#include <set>

namespace fairlead {

/// Exit codes of fairleadctl: 0, 1, or after sysexits.h.
enum class Exit { Ok = 0, Failed = 1, Usage = 64, Unavailable = 69 };

/// An option of a command: `--name VALUE`, or a switch when `value` is empty.
struct OptionSpec
{
    std::string name;
    std::string value;
    std::string help;
};

/// What the user typed, sorted out by the command's own description.
struct Arguments
{
    std::vector<std::string> words; ///< positional
    std::map<std::string, std::vector<std::string>> options;

    bool has(const std::string &name) const { return options.count(name) > 0; }
    std::string value(const std::string &name, const std::string &otherwise = {}) const
    {
        const auto found = options.find(name);
        return found == options.end() ? otherwise : found->second.back();
    }
    std::vector<std::string> values(const std::string &name) const
    {
        const auto found = options.find(name);
        return found == options.end() ? std::vector<std::string> {} : found->second;
    }
};

/// What a command works with. Threads: main.
struct Session
{
    RemoteClient client;
    bool isJson = false;
    bool hasToken = false;
    bool hasAsked = false; ///< the engine, so that what is wrong now is not the command line

    explicit Session(const QUrl &url)
        : client(url)
    {
    }
    /// Asks the engine, and waits for the answer.
    template <typename C>
    Result<typename C::Reply> ask(C call)
    {
        using Reply = typename C::Reply;
        return wait<Reply>([&](Answer<Reply> answer) { client.ask(std::move(call), std::move(answer)); });
    }
    /// The same for one of several kinds of reply.
    template <typename T, typename C>
    Result<T> askFor(C call)
    {
        return wait<T>([&](Answer<T> answer) { client.askFor<T>(std::move(call), std::move(answer)); });
    }
    /// Waits for one answer of the client; the only place where the command line waits.
    template <typename T>
    Result<T> wait(const std::function<void(Answer<T>)> &call);
    /// Prints the engine's last answer unchanged, and a line end.
    void printLastAnswer() const;
};

/// One command: the table of these drives parsing, help and dispatch.
struct Command
{
    std::vector<std::string> name; ///< such as {"job", "add"}
    /// Names of positional arguments; a leading '?' makes one optional, a trailing "..." lets the last be repeated.
    std::vector<std::string> words;
    std::vector<OptionSpec> options;
    std::string help;
    /// Fails with what is printed to stderr; Invalid means wrong usage.
    Result<> (*run)(Session &, const Arguments &);
};

const std::vector<Command> &addCommands();
const std::vector<Command> &jobCommands();
const std::vector<Command> &deadLetterCommands();
const std::vector<Command> &listCommands();
const std::vector<Command> &operationCommands();
const std::vector<Command> &operatorCommands();
const std::vector<Command> &tokenCommands();
const std::vector<Command> &logCommands();
const std::vector<Command> &topCommands();
const std::vector<Command> &simulateCommands();
const std::vector<Command> &shellCommands();
/// Every command, in the order of the help.
std::vector<const Command *> allCommands();

} // namespace fairlead

#include <QEventLoop>

template <typename T>
fairlead::Result<T> fairlead::Session::wait(const std::function<void(Answer<T>)> &call)
{
    hasAsked = true;
    std::optional<Result<T>> result;
    QEventLoop loop;
    call([&](Result<T> answer) {
        result.emplace(std::move(answer));
        loop.quit();
    });
    if (!result)
        loop.exec();
    return std::move(*result);
}
