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

/// A time and a number, parted by a dot.
std::string pairText(std::int64_t time, std::int64_t seq)
{
    return std::to_string(time) + "." + std::to_string(seq);
}

std::optional<std::pair<std::int64_t, std::int64_t>> parsePair(std::string_view text)
{
    const std::size_t dot = text.find('.');
    if (dot == std::string_view::npos)
        return std::nullopt;
    const auto time = wholeNumber(text.substr(0, dot));
    const auto seq = wholeNumber(text.substr(dot + 1));
    if (!time || !seq || *seq < 1)
        return std::nullopt;
    return std::pair(*time, *seq);
}

constexpr char oldestMark = 'o';
constexpr char nextMark = 'n';

std::optional<JobCursor> parseNumber(std::string_view text)
{
    const auto seq = wholeNumber(text);
    return seq && *seq >= 1 ? std::optional(JobCursor {0, *seq}) : std::nullopt;
}

std::optional<JobCursor> parseText(ListOrder order, std::string_view text)
{
    switch (order) {
    case ListOrder::Newest:
        return parseNumber(text);
    case ListOrder::Oldest:
        return text.starts_with(oldestMark) ? parseNumber(text.substr(1)) : std::nullopt;
    case ListOrder::Next:
        break;
    }
    const auto pair = text.starts_with(nextMark) ? parsePair(text.substr(1)) : std::nullopt;
    return pair ? std::optional(JobCursor {pair->first, pair->second}) : std::nullopt;
}

/// The place before the first job of a list.
JobCursor firstOf(ListOrder order)
{
    using Limits = std::numeric_limits<std::int64_t>;
    switch (order) {
    case ListOrder::Newest:
        return {0, Limits::max()};
    case ListOrder::Oldest:
        return {};
    case ListOrder::Next:
        break;
    }
    return {Limits::min(), 0};
}
} // namespace

std::string jobCursorText(ListOrder order, const JobCursor &cursor)
{
    switch (order) {
    case ListOrder::Newest:
        return std::to_string(cursor.seq);
    case ListOrder::Oldest:
        return oldestMark + std::to_string(cursor.seq);
    case ListOrder::Next:
        break;
    }
    return nextMark + pairText(cursor.due, cursor.seq);
}

Result<JobCursor> parseJobCursor(ListOrder order, const std::string &text)
{
    if (text.empty())
        return firstOf(order);
    const std::optional<JobCursor> cursor = parseText(order, text);
    if (!cursor)
        return notOurs(text);
    return *cursor;
}

std::string deadLetterCursorText(const DeadLetterCursor &cursor)
{
    return pairText(cursor.died, cursor.seq);
}

Result<DeadLetterCursor> parseDeadLetterCursor(const std::string &text)
{
    if (text.empty())
        return DeadLetterCursor {};
    const auto pair = parsePair(text);
    if (!pair)
        return notOurs(text);
    return DeadLetterCursor {pair->first, pair->second};
}

int pageLimit(int asked)
{
    return std::clamp(asked, 1, pageMax);
}

} // namespace fairlead
