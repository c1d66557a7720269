// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/table.h"
#include "engine/client/remote_client.h"

#include <QEventLoop>
#include <QTimer>

#include <array>
#include <utility>

namespace fairlead {

/// Exit codes of fairleadctl: 0, 1, or after sysexits.h. 2 is said by `status --check` alone: the engine is failing.
enum class Exit { Ok = 0, Failed = 1, Failing = 2, Usage = 64, Unavailable = 69, Configuration = 78 };
inline constexpr std::array<std::pair<Exit, const char *>, 6> exitMeanings {
    {{Exit::Ok, "done"}, {Exit::Failed, "the engine refused, or the act failed; stderr says why"},
        {Exit::Failing, "of status --check: the engine is failing; 1: it needs attention"},
        {Exit::Usage, "the words of the line are wrong; nothing was done"}, {Exit::Unavailable, "no engine answers"},
        {Exit::Configuration, "a configuration, or the load of a simulation, is faulty"}}};

/// The engine to talk to, and the form of the output.
struct Globals
{
    std::string url;
    std::string tokenFile;
    std::string caFile;
    bool isJson = false;
    Width width = Width::Terminal;
    bool isHelp = false;
    bool isVersion = false;
};

/// One engine, asked by one command. Threads: main.
struct Session
{
    RemoteClient client;
    const bool isJson;
    const Width width; ///< of tables
    const bool hasToken;
    Exit exit = Exit::Ok; ///< of a command that was done
    bool hasAsked = false; ///< an error that comes later is no fault of the line
    std::optional<Milliseconds> patience {}; ///< an answer that takes longer is TimedOut; empty: as the client says

    /// Fails with Invalid.
    static Result<std::unique_ptr<Session>> open(const Globals &globals);

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
    /// Shows a reply: with -o json the engine's answer as it came, else by `print`, which may take the width of tables.
    template <typename T, typename Print>
    Result<> show(const Result<T> &reply, const Print &print) const
    {
        if (!reply)
            return failure(reply.error());
        if (isJson)
            printLastAnswer();
        else if constexpr (std::is_invocable_v<const Print &, const T &, Width>)
            print(*reply, width);
        else
            print(*reply);
        return {};
    }
    /// Lets time pass between two looks at something that goes on.
    static void rest(Milliseconds time);
    /// Prints the engine's last answer unchanged, and a line end.
    void printLastAnswer() const;

private:
    Session(const QUrl &url, const Globals &globals)
        : client(url)
        , isJson(globals.isJson)
        , width(globals.width)
        , hasToken(!globals.tokenFile.empty())
    {
    }
    /// The only place where the command line waits for an answer.
    template <typename T>
    Result<T> wait(const std::function<void(Answer<T>)> &call)
    {
        struct State
        {
            QEventLoop loop;
            std::optional<Result<T>> result;
        };
        hasAsked = true;
        const auto state = std::make_shared<State>(); // an answer may come after the patience has ended
        call([state](Result<T> answer) {
            state->result.emplace(std::move(answer));
            state->loop.quit();
        });
        if (patience)
            QTimer::singleShot(*patience, &state->loop, &QEventLoop::quit);
        if (!state->result)
            state->loop.exec();
        if (!state->result)
            return failure(ErrorCode::TimedOut, "the engine gave no answer in time");
        return std::move(*state->result);
    }
};

} // namespace fairlead
