// SPDX-License-Identifier: Apache-2.0
#include "cli/field_options.h"

#include "cli/input.h"
#include "engine/wire/json_reader.h"

#include <cstdlib>

namespace fairlead {

namespace {
/// Names that a member has wherever it is an option; empty: it never is one.
const std::map<std::string_view, std::string> usualNames {{"queue", "-q,--queue"}, {"tenant", "-t,--tenant"},
    {"state", "-s,--state"}, {"limit", "-n,--limit"}, {"priority", "-p,--priority"}, {"fingerprint", "-g,--group"},
    {"reason", "-r,--reason"}, {"tags", "--tag"}, {"timeout_ms", "--timeout"}, {"who", ""}, {"wait_ms", ""}};

/// The options of a payload, in the order in which they are taken.
struct PayloadOptions
{
    RawPart<std::string> part;
    bool isTyped = false;
    bool isThere = false;

    Result<> takeType(const std::string &type)
    {
        if (type.empty())
            return failure(emptyGiven("--content-type"));
        if (!isUtf8(type))
            return failure(ErrorCode::Invalid, "--content-type: not UTF-8");
        if (const Result<> good = checkContentType(type); !good)
            return failure(ErrorCode::Invalid, "--content-type: " + good.error().text);
        part.contentType = type;
        isTyped = true;
        return {};
    }
    Result<> takeText(const std::string &text)
    {
        if (text == "-")
            return takeFile("--payload", text, jsonType);
        FAIRLEAD_CHECK(takeOnce());
        return take("--payload", text, jsonType);
    }
    Result<> takeFile(const std::string &option, const std::string &file, std::string_view type)
    {
        if (file.empty())
            return failure(emptyGiven(option));
        FAIRLEAD_CHECK(takeOnce());
        FAIRLEAD_TRY(std::string bytes, readInput(file));
        return take(option, std::move(bytes), type);
    }

private:
    Result<> takeOnce()
    {
        if (std::exchange(isThere, true))
            return failure(ErrorCode::Invalid, "either --payload or --payload-file");
        return {};
    }
    Result<> take(const std::string &option, std::string bytes, std::string_view type)
    {
        if (!isTyped)
            part.contentType = type;
        part.bytes = std::move(bytes);
        if (part.contentType != jsonType)
            return {};
        const Result<JsonDocument> document = JsonDocument::parse(part.bytes);
        return document ? Result<> {}
                        : failure(ErrorCode::Invalid,
                            option + ": " + document.error().text + "; what is no JSON needs a --content-type");
    }
};
} // namespace

std::string FieldChoice::nameOf(const FieldSpec &spec, bool isWord) const
{
    if (!only.empty() && std::find(only.begin(), only.end(), spec.name) == only.end())
        return {};
    const auto own = std::find_if(names.begin(), names.end(), [&](const auto &one) { return one.first == spec.name; });
    if (own != names.end())
        return own->second;
    if (isWord)
        return upper(spec.name);
    if (const auto usual = usualNames.find(spec.name); usual != usualNames.end())
        return usual->second;
    std::string name = "--" + std::string(spec.name);
    std::replace(name.begin(), name.end(), '_', '-');
    return name;
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
    const auto options = std::make_shared<PayloadOptions>(PayloadOptions {part});
    command.options.push_back({"--content-type", "TYPE", "of the payload; application/json must be JSON",
        [options](const std::string &type) { return options->takeType(type); }});
    command.options.push_back({"--payload", "JSON", "the payload itself, as it stands; - for standard input",
        [options](const std::string &text) { return options->takeText(text); }});
    command.options.push_back({"--payload-file", "FILE",
        "the payload from a file, - for standard input: JSON of .json, else bytes", [options](const std::string &file) {
            return options->takeFile(
                "--payload-file", file, file.ends_with(".json") ? jsonType : "application/octet-stream");
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
