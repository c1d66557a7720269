// SPDX-License-Identifier: Apache-2.0
#include "cli/command_line.h"
#include "cli/table.h"

#include <QCoreApplication>

#include <cstdio>
#include <sstream>

namespace fairlead {

namespace {
/// Tells a fault, without control characters.
void tell(const std::string &text)
{
    std::string safe = "fairleadctl: ";
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        safe += shownSafely(line) + "\n";
    std::fputs(safe.c_str(), stderr);
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
    return done ? static_cast<int>(Exit::Ok) : failed(done.error(), (*session)->hasAsked);
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
        std::printf("fairleadctl %s\n", FAIRLEAD_VERSION);
    else if (line.globals.isHelp)
        std::fputs((line.command ? helpOf(*line.command) : helpOf(line.group)).c_str(), stdout);
    else
        return runCommand(line);
    return 0;
}
} // namespace

} // namespace fairlead

int main(int argc, char **argv)
{
    const QCoreApplication app(argc, argv);
    const int code = fairlead::run({argv + 1, argv + argc});
    if (std::fflush(stdout) == 0)
        return code;
    std::fprintf(stderr, "fairleadctl: the answer could not be written\n");
    return code == 0 ? static_cast<int>(fairlead::Exit::Failed) : code;
}
