// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/list_cursor.h"

#include <algorithm>
#include <charconv>

namespace fairlead {

namespace {
constexpr int pageMax = 1000;

std::optional<std::int64_t> wholeNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || end != text.data() + text.size())
        return std::nullopt;
    return number;
}

tl::unexpected<Error> notOurs(const std::string &text)
{
    const std::string shown = text.substr(0, 64);
    return failure(ErrorCode::Invalid, "'" + shown + "' is no cursor of this list; begin without one");
}
} // namespace

std::string jobCursorText(JobNumber seq)
{
    return std::to_string(static_cast<std::int64_t>(seq));
}

Result<std::int64_t> parseJobCursor(const std::string &text)
{
    if (text.empty())
        return std::numeric_limits<std::int64_t>::max();
    const auto seq = wholeNumber(text);
    if (!seq || *seq < 1)
        return notOurs(text);
    return *seq;
}

std::string deadLetterCursorText(const DeadLetterCursor &cursor)
{
    return std::to_string(cursor.died) + "." + std::to_string(cursor.seq);
}

Result<DeadLetterCursor> parseDeadLetterCursor(const std::string &text)
{
    if (text.empty())
        return DeadLetterCursor {};
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos)
        return notOurs(text);
    const auto died = wholeNumber(std::string_view(text).substr(0, dot));
    const auto seq = wholeNumber(std::string_view(text).substr(dot + 1));
    if (!died || !seq || *seq < 1)
        return notOurs(text);
    return DeadLetterCursor {*died, *seq};
}

int pageLimit(int asked)
{
    return std::clamp(asked, 1, pageMax);
}

} // namespace fairlead
