// SPDX-License-Identifier: Apache-2.0
#include "cli/command.h"
#include "cli/table.h"
#include "engine/domain/nearest_name.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>

namespace fairlead {

void Session::printLastAnswer() const
{
    const std::string &answer = client.lastAnswer();
    std::fwrite(answer.data(), 1, answer.size(), stdout);
    std::fputc('\n', stdout);
}

std::vector<const Command *> allCommands()
{
    std::vector<const Command *> all;
    for (const auto *group : {&listCommands(), &addCommands(), &jobCommands(), &deadLetterCommands(),
             &operationCommands(), &operatorCommands(), &tokenCommands(), &logCommands(), &topCommands(),
             &simulateCommands(), &shellCommands()}) {
        for (const Command &command : *group)
            all.push_back(&command);
    }
    return all;
}

namespace {
std::string usageOf(const Command &command)
{
    std::string usage = "fairleadctl " + joined(command.name);
    for (const std::string &word : command.words)
        usage += word.front() == '?' ? " [" + word.substr(1) + "]" : " " + word;
    return usage + (command.options.empty() ? "" : " [OPTIONS]");
}

void printGlobalHelp(const std::string &group)
{
    std::printf(
        "Usage: fairleadctl [--url URL] [--token-file F] [--ca-file F] [--json] COMMAND\n\nTalks to a running engine "
        "(http://127.0.0.1:8420, "
        "or $FAIRLEAD_URL).\n\nCommands:\n");
    for (const Command *command : allCommands()) {
        if (group.empty() || command->name.front() == group)
            std::printf("  %-18s %s\n", joined(command->name).c_str(), command->help.c_str());
    }
    std::printf(
        "\nOptions:\n  --url URL        the engine to talk to\n  --token-file F   a file with the token; also from "
        "$FAIRLEAD_TOKEN_FILE\n  --ca-file F      the authorities to trust for https, in PEM; also from "
        "$FAIRLEAD_CA_FILE\n  --json           print the answer of the HTTP route unchanged\n"
        "  --help           this, or with a command its own help\n  --version        print the version\n");
}

void printHelp(const Command &command)
{
    std::printf("Usage: %s\n\n%s\n", usageOf(command).c_str(), command.help.c_str());
    for (const OptionSpec &option : command.options)
        std::printf("  --%-20s %s\n", (option.name + (option.value.empty() ? "" : " " + option.value)).c_str(),
            option.help.c_str());
}

int misused(const std::string &text)
{
    std::fprintf(stderr, "fairleadctl: %s\nfairleadctl --help lists the commands.\n", text.c_str());
    return static_cast<int>(Exit::Usage);
}

const Command *findCommand(const std::vector<std::string> &words)
{
    for (const Command *command : allCommands()) {
        if (words.size() >= command->name.size()
            && std::equal(command->name.begin(), command->name.end(), words.begin()))
            return command;
    }
    return nullptr;
}

bool isGroup(const std::vector<std::string> &words)
{
    const std::vector<const Command *> all = allCommands();
    return words.size() == 1 && std::any_of(all.begin(), all.end(), [&](const Command *command) {
        return command->name.front() == words.front();
    });
}

std::string unknownCommand(const std::vector<std::string> &words)
{
    std::vector<std::string> known;
    for (const Command *command : allCommands())
        known.push_back(joined(command->name));
    const std::string typed =
        joined({words.begin(), words.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, words.size()))});
    std::string text = "unknown command '" + shownSafely(typed) + "'";
    if (const std::string nearest = nearestName(typed, known); !nearest.empty())
        text += ", did you mean '" + nearest + "'?";
    return text;
}

/// Options that stand anywhere on the line, and the rest.
struct Line
{
    std::string url;
    std::string tokenFile;
    std::string caFile;
    bool isJson = false;
    bool isHelp = false;
    bool isVersion = false;
    std::vector<std::string> rest;
};

/// Takes a global option with its value, `--url URL` or `--url=URL`; false when the word is none.
Result<bool> takeValue(Line &line, const std::vector<std::string> &words, std::size_t &at)
{
    const std::array<std::pair<const char *, std::string *>, 3> options {
        {{"--url", &line.url}, {"--token-file", &line.tokenFile}, {"--ca-file", &line.caFile}}};
    const std::string &word = words[at];
    for (const auto &[name, value] : options) {
        if (word.starts_with(std::string(name) + "=")) {
            *value = word.substr(std::string(name).size() + 1);
            return true;
        }
        if (word != name)
            continue;
        if (at + 1 == words.size())
            return failure(ErrorCode::Invalid, word + " needs a value");
        *value = words[++at];
        return true;
    }
    return false;
}

Result<Line> splitLine(const std::vector<std::string> &words)
{
    const char *fromEnvironment = std::getenv("FAIRLEAD_URL");
    Line line;
    const char *tokenFile = std::getenv("FAIRLEAD_TOKEN_FILE");
    line.tokenFile = tokenFile ? tokenFile : "";
    const char *caFile = std::getenv("FAIRLEAD_CA_FILE");
    line.caFile = caFile ? caFile : "";
    line.url = fromEnvironment ? fromEnvironment : "http://127.0.0.1:8420";
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string &word = words[i];
        if (word == "--json")
            line.isJson = true;
        else if (word == "--help" || word == "-h")
            line.isHelp = true;
        else if (word == "--version")
            line.isVersion = true;
        else if (const Result<bool> taken = takeValue(line, words, i); !taken)
            return failure(taken.error());
        else if (!*taken)
            line.rest.push_back(word);
    }
    return line;
}

Result<Arguments> sortOut(const Command &command, const std::vector<std::string> &words)
{
    Arguments arguments;
    for (std::size_t i = command.name.size(); i < words.size(); ++i) {
        if (words[i].rfind("--", 0) != 0) {
            arguments.words.push_back(words[i]);
            continue;
        }
        const std::size_t equals = std::min(words[i].find('='), words[i].size());
        const std::string name = words[i].substr(2, equals - 2);
        const auto option = std::find_if(
            command.options.begin(), command.options.end(), [&](const OptionSpec &one) { return one.name == name; });
        if (option == command.options.end()) {
            std::vector<std::string> known;
            for (const OptionSpec &one : command.options)
                known.push_back(one.name);
            const std::string nearest = nearestName(name, known);
            return failure(ErrorCode::Invalid,
                "unknown option '--" + shownSafely(name) + "'"
                    + (nearest.empty() ? "" : ", did you mean '--" + nearest + "'?"));
        }
        std::string value;
        if (!option->value.empty() && equals < words[i].size())
            value = words[i].substr(equals + 1);
        else if (!option->value.empty() && i + 1 < words.size())
            value = words[++i];
        else if (!option->value.empty())
            return failure(ErrorCode::Invalid, "--" + name + " needs a value: " + option->value);
        arguments.options[name].push_back(value);
    }
    const auto needed = static_cast<std::size_t>(std::count_if(
        command.words.begin(), command.words.end(), [](const std::string &word) { return word.front() != '?'; }));
    const std::string last = command.words.empty() ? std::string {} : command.words.back();
    const bool isOpen = last.size() > 3 && last.compare(last.size() - 3, 3, "...") == 0;
    if (arguments.words.size() < needed || (!isOpen && arguments.words.size() > command.words.size()))
        return failure(ErrorCode::Invalid, "usage: " + usageOf(command));
    return arguments;
}

int runCommand(const Command &command, const Line &line)
{
    const Result<Arguments> arguments = sortOut(command, line.rest);
    if (!arguments)
        return misused(arguments.error().text);
    const QUrl url(QString::fromStdString(line.url));
    if (!url.isValid() || url.host().isEmpty()
        || (url.scheme() != QLatin1String("http") && url.scheme() != QLatin1String("https")))
        return misused("--url: expected such as http://127.0.0.1:8420, not '" + shownSafely(line.url) + "'");
    Session session(url);
    session.isJson = line.isJson;
    if (!line.caFile.empty()) {
        if (const Result<> taken = session.client.setAuthorities(line.caFile); !taken)
            return misused("--ca-file: " + shownSafely(taken.error().text));
    }
    if (!line.tokenFile.empty()) {
        if (const Result<> taken = session.client.setTokenFile(line.tokenFile); !taken)
            return misused("--token-file: " + shownSafely(taken.error().text));
        session.hasToken = true;
    }
    const Result<> done = command.run(session, *arguments);
    if (done)
        return static_cast<int>(Exit::Ok);
    if (done.error().code == ErrorCode::Invalid && !session.hasAsked)
        return misused(done.error().text);
    std::fprintf(stderr, "fairleadctl: %s\n", done.error().text.c_str());
    return static_cast<int>(done.error().code == ErrorCode::Unavailable ? Exit::Unavailable : Exit::Failed);
}

int run(const std::vector<std::string> &words)
{
    const Result<Line> line = splitLine(words);
    if (!line)
        return misused(line.error().text);
    if (line->isVersion) {
        std::printf("fairleadctl %s\n", FAIRLEAD_VERSION);
        return 0;
    }
    const Command *command = findCommand(line->rest);
    if (line->isHelp && command) {
        printHelp(*command);
        return 0;
    }
    if (line->isHelp && (line->rest.empty() || isGroup(line->rest))) {
        printGlobalHelp(line->rest.empty() ? std::string {} : line->rest.front());
        return 0;
    }
    if (line->rest.empty())
        return misused("a command is missing");
    if (!command)
        return misused(unknownCommand(line->rest));
    return runCommand(*command, *line);
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
