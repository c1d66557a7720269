// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace fairlead {

namespace {
/// Names that a member has wherever it is an option; empty: it never is one.
const std::map<std::string_view, std::string> usualNames {{"queue", "-q,--queue"}, {"tenant", "-t,--tenant"},
    {"state", "-s,--state"}, {"limit", "-n,--limit"}, {"priority", "-p,--priority"}, {"fingerprint", "-g,--group"},
    {"reason", "-r,--reason"}, {"tags", "--tag"}, {"timeout_ms", "--timeout"}, {"who", ""}, {"wait_ms", ""}};

Result<> readFile(const std::string &file, const RawPart<std::string> &part)
{
    std::ifstream in(file, std::ios::binary);
    std::ostringstream bytes;
    bytes << in.rdbuf();
    if (!in)
        return failure(ErrorCode::NotFound, "cannot read " + file);
    part.bytes = bytes.str();
    if (!file.ends_with(".json"))
        part.contentType = "application/octet-stream";
    return {};
}
} // namespace

std::string FieldChoice::nameOf(const FieldSpec &spec, bool isWord) const
{
    if (!only.empty() && std::find(only.begin(), only.end(), spec.name) == only.end())
        return {};
    const auto own = std::find_if(names.begin(), names.end(), [&](const auto &one) { return one.first == spec.name; });
    if (own != names.end())
        return own->second;
    std::string name(spec.name);
    if (isWord) {
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::toupper(c); });
        return name;
    }
    if (const auto usual = usualNames.find(spec.name); usual != usualNames.end())
        return usual->second;
    std::replace(name.begin(), name.end(), '_', '-');
    return "--" + name;
}

std::string operatorName()
{
    const char *name = std::getenv("USER");
    return name ? std::string(name).substr(0, whoBytesMax) : "fairleadctl";
}

Result<TimePoint> parsePast(const std::string &text)
{
    if (const Result<Microseconds> ago = parseDuration(text))
        return SystemClock().now() - *ago;
    if (Result<TimePoint> at = parseTime(text))
        return at;
    return failure(ErrorCode::Invalid, "expected a duration such as 1h, or a time (RFC 3339), not '" + text + "'");
}

void addPayload(Command &command, const RawPart<std::string> &part)
{
    const auto hasFirst = std::make_shared<bool>(false);
    const auto once = [hasFirst]() -> Result<> {
        if (std::exchange(*hasFirst, true))
            return failure(ErrorCode::Invalid, "either --payload or --payload-file");
        return {};
    };
    command.options.push_back({"--payload", "JSON", "the payload itself, as it stands", [=](const std::string &text) {
                                   part.bytes = text;
                                   return once();
                               }});
    command.options.push_back(
        {"--payload-file", "FILE", "the payload from a file: JSON of .json, else bytes", [=](const std::string &file) {
             if (file.empty())
                 return Result<>(failure(emptyGiven("--payload-file")));
             const Result<> good = once();
             return good ? readFile(file, part) : good;
         }});
}

std::string optionText(const FieldSpec &spec, const std::string &range, const std::string &otherwise)
{
    std::string text(spec.text);
    if (!spec.rules.example.empty())
        text += ", such as " + std::string(spec.rules.example);
    if (!range.empty())
        text += "; " + range;
    const bool isSaid = otherwise.empty() || spec.text.find("when not given") != std::string_view::npos;
    return isSaid ? text : text + " [" + otherwise + "]";
}

} // namespace fairlead
