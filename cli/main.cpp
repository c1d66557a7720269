// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"
#include "cli/terminal.h"

#include <QCoreApplication>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <sstream>

namespace fairlead {

namespace {
void tell(const std::string &text)
{
    std::string safe = "fairleadctl: ";
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        safe += shownSafely(line) + "\n";
    warn("%s", safe.c_str());
}

int misused(const std::string &text)
{
    tell(text + "\nfairleadctl --help lists the commands.");
    return static_cast<int>(Exit::Usage);
}

/// The exit code of a failure, which it tells. A fault of the line is one that came before the engine was asked.
int failed(const Error &error, bool hasAsked)
{
    if (error.code == ErrorCode::Invalid && !hasAsked)
        return misused(error.text);
    tell(error.text);
    if (error.code == ErrorCode::Configuration)
        return static_cast<int>(Exit::Configuration);
    return static_cast<int>(error.code == ErrorCode::Unavailable ? Exit::Unavailable : Exit::Failed);
}

/// Puts whole ids in the place of those of which only the beginning was typed.
Result<> resolveIds(Session &session, const Command &command)
{
    for (const TypedId &typed : *command.ids) {
        FAIRLEAD_TRY(const JobId id, command.resolve(session, typed.text));
        typed.put(id);
    }
    session.hasAsked = false;
    return {};
}

int runCommand(const Line &line)
{
    const Result<std::unique_ptr<Session>> session = Session::open(line.globals);
    if (!session)
        return misused(session.error().text);
    Result<> done = resolveIds(**session, *line.command);
    if (done)
        done = line.command->run(**session);
    return done ? static_cast<int>((*session)->exit) : failed(done.error(), (*session)->hasAsked);
}

int run(std::vector<std::string> words)
{
    if (!words.empty() && words.front() == "complete") {
        printCompletions({words.begin() + 1, words.end()});
        return 0;
    }
    Line line;
    if (const Result<> read = readLine(std::move(words), line); !read)
        return failed(read.error(), false);
    if (line.globals.isVersion)
        say("fairleadctl %s\n", FAIRLEAD_VERSION);
    else if (line.globals.isHelp)
        say("%s", (line.command ? helpOf(*line.command) : helpOf(line.group)).c_str());
    else
        return runCommand(line);
    return 0;
}

/// Opens a standard stream that is closed, so that no other file gets its number. Reading it, or writing to it, fails.
void fillClosedStreams()
{
    constexpr std::array useless {O_WRONLY, O_RDONLY, O_RDONLY};
    for (int stream = 0; stream < 3; ++stream) {
        if (fcntl(stream, F_GETFD) == -1)
            static_cast<void>(open("/dev/null", useless.at(static_cast<std::size_t>(stream))));
    }
}
} // namespace

} // namespace fairlead

int main(int argc, char **argv)
{
    fairlead::fillClosedStreams();
    std::signal(SIGPIPE, SIG_IGN); // a reader that has gone is seen when the output is finished
    const QCoreApplication app(argc, argv);
    const int code = fairlead::run({argv + 1, argv + argc});
    if (fairlead::finishOutput())
        return code;
    fairlead::warn("fairleadctl: the answer could not be written\n");
    return code == 0 ? static_cast<int>(fairlead::Exit::Failed) : code;
}
