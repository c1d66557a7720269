// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/units.h"

#include "engine/domain/terminal_text.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <optional>
#include <span>
#include <utility>

namespace fairlead {

namespace {
using Unit = std::pair<std::string_view, std::int64_t>;
constexpr std::array<Unit, 6> durationUnits {
    {{"d", 86'400'000'000}, {"h", 3'600'000'000}, {"m", 60'000'000}, {"s", 1'000'000}, {"ms", 1'000}, {"us", 1}}};
constexpr std::array<Unit, 5> sizeUnits {
    {{"GiB", 1LL << 30}, {"MiB", 1LL << 20}, {"KiB", 1LL << 10}, {"B", 1}, {"TiB", 1LL << 40}}};
constexpr std::int64_t durationMax = 36'525LL * 86'400'000'000; // 100 years

/// A whole number and the text after it. Empty when there is no number.
std::optional<std::pair<std::int64_t, std::string_view>> splitNumber(std::string_view text)
{
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc {} || number < 0 || text.front() == '-')
        return std::nullopt;
    return std::pair(number, text.substr(static_cast<std::size_t>(end - text.data())));
}

std::optional<std::int64_t> measure(
    std::string_view text, std::span<const Unit> units, std::int64_t bareUnit, std::int64_t most)
{
    const auto split = splitNumber(text);
    if (!split)
        return std::nullopt;
    std::int64_t factor = split->second.empty() ? bareUnit : 0;
    for (const auto &[name, value] : units) {
        if (name == split->second)
            factor = value;
    }
    if (factor == 0 || split->first > most / factor)
        return std::nullopt;
    return split->first * factor;
}

std::string shown(std::string_view text)
{
    return shownStart(text, 40);
}

/// Reads exactly `count` digits at `at`, and moves `at` past them.
bool readDigits(std::string_view text, std::size_t &at, std::size_t count, int &value)
{
    if (text.size() < at + count)
        return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const char c = text[at + i];
        if (c < '0' || c > '9')
            return false;
        value = value * 10 + (c - '0');
    }
    at += count;
    return true;
}

bool readLiteral(std::string_view text, std::size_t &at, std::string_view choices)
{
    if (at >= text.size() || choices.find(text[at]) == std::string_view::npos)
        return false;
    ++at;
    return true;
}

/// Up to nine digits after the point, cut to microseconds.
bool readFraction(std::string_view text, std::size_t &at, std::int64_t &microseconds)
{
    microseconds = 0;
    if (at >= text.size() || text[at] != '.')
        return true;
    ++at;
    std::size_t digits = 0;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, ++digits) {
        if (digits < 6)
            microseconds = microseconds * 10 + (text[at] - '0');
    }
    for (std::size_t i = digits; i < 6; ++i)
        microseconds *= 10;
    return digits >= 1 && digits <= 9;
}

bool readOffset(std::string_view text, std::size_t &at, std::chrono::minutes &offset)
{
    offset = std::chrono::minutes {0};
    if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
        ++at;
        return true;
    }
    const bool isNegative = at < text.size() && text[at] == '-';
    int hours = 0;
    int minutes = 0;
    if (!readLiteral(text, at, "+-") || !readDigits(text, at, 2, hours) || !readLiteral(text, at, ":")
        || !readDigits(text, at, 2, minutes) || hours > 23 || minutes > 59)
        return false;
    offset = std::chrono::minutes {(hours * 60 + minutes) * (isNegative ? -1 : 1)};
    return true;
}
} // namespace

Result<Microseconds> parseDuration(std::string_view text)
{
    const std::optional<std::int64_t> value = measure(text, durationUnits, 1'000'000, durationMax);
    if (!value) {
        return failure(ErrorCode::Invalid,
            "not a duration: '" + shown(text) + "'; expected such as 250ms, 30s, 5m, 2h or 1d, at most 100 years");
    }
    return Microseconds {*value};
}

std::string durationText(Microseconds duration)
{
    for (const auto &[name, value] : durationUnits) {
        if (duration.count() != 0 && duration.count() % value == 0)
            return std::to_string(duration.count() / value) + std::string(name);
    }
    return "0s";
}

std::string durationForPeople(Microseconds duration)
{
    const std::int64_t count = duration.count();
    std::array<char, 64> text {};
    const auto print = [&](const char *format, auto... values) {
        std::snprintf(text.data(), text.size(), format, values...);
        return std::string(text.data());
    };
    const auto pair = [&](long long large, const char *largeUnit, long long small, const char *smallUnit) {
        return small == 0 ? print("%lld %s", large, largeUnit)
                          : print("%lld %s %lld %s", large, largeUnit, small, smallUnit);
    };
    const auto real = static_cast<double>(count);
    // Each bound is where rounding would reach the next unit, so that "1000 ms" or "60.0 s" never appear.
    if (count < 1'000)
        return print("%lld us", static_cast<long long>(count));
    if (count < 9'950)
        return print("%.1f ms", real / 1e3);
    if (count < 999'500)
        return print("%.0f ms", real / 1e3);
    if (count < 59'950'000)
        return print("%.1f s", real / 1e6);
    const long long seconds = (count + 500'000) / 1'000'000;
    if (seconds < 3'600)
        return pair(seconds / 60, "min", seconds % 60, "s");
    if (seconds < 86'400)
        return pair(seconds / 3'600, "h", seconds / 60 % 60, "min");
    return pair(seconds / 86'400, "d", seconds / 3'600 % 24, "h");
}

Result<std::int64_t> parseSize(std::string_view text)
{
    const std::optional<std::int64_t> value = measure(text, sizeUnits, 1, std::numeric_limits<std::int64_t>::max() / 2);
    if (!value)
        return failure(ErrorCode::Invalid, "not a size: '" + shown(text) + "'; expected such as 64KiB or 10MiB");
    return *value;
}

std::string sizeForPeople(std::int64_t bytes)
{
    constexpr std::array<const char *, 5> names {"B", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; bytes != 0 && bytes % 1024 == 0 && unit + 1 < names.size(); ++unit)
        bytes /= 1024;
    return std::to_string(bytes) + " " + names.at(unit);
}

Result<TimePoint> parseTime(std::string_view text)
{
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t fraction = 0;
    std::chrono::minutes offset {0};
    std::size_t at = 0;
    const bool isRead = readDigits(text, at, 4, year) && readLiteral(text, at, "-") && readDigits(text, at, 2, month)
        && readLiteral(text, at, "-") && readDigits(text, at, 2, day) && readLiteral(text, at, "Tt ")
        && readDigits(text, at, 2, hour) && readLiteral(text, at, ":") && readDigits(text, at, 2, minute)
        && readLiteral(text, at, ":") && readDigits(text, at, 2, second) && readFraction(text, at, fraction)
        && readOffset(text, at, offset) && at == text.size();
    const std::chrono::year_month_day date {std::chrono::year {year}, std::chrono::month {static_cast<unsigned>(month)},
        std::chrono::day {static_cast<unsigned>(day)}};
    if (!isRead || !date.ok() || hour > 23 || minute > 59 || second > 60) {
        return failure(
            ErrorCode::Invalid, "not a time: '" + shown(text) + "'; expected RFC 3339 such as 2026-01-31T12:00:00Z");
    }
    const Microseconds sinceEpoch = std::chrono::sys_days(date).time_since_epoch() + std::chrono::hours {hour}
        + std::chrono::minutes {minute} + std::chrono::seconds {second} + Microseconds {fraction} - offset;
    const TimePoint time {sinceEpoch};
    if (time < timeMin || time > timeMax)
        return failure(ErrorCode::Invalid, "not in the years 0000 to 9999 of UTC: '" + shown(text) + "'");
    return time;
}

std::string timeText(TimePoint time)
{
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date {day};
    const std::chrono::hh_mm_ss clock {time - day};
    std::array<char, 64> text {};
    std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d.%06dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return text.data();
}

std::string hexText(std::uint64_t number)
{
    std::string text(16, '0');
    constexpr std::string_view digits = "0123456789abcdef";
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit, number >>= 4)
        *digit = digits[number & 15];
    return text;
}

std::string jobsText(std::int64_t count)
{
    return count == 1 ? "1 job" : std::to_string(count) + " jobs";
}

std::string numberText(double number)
{
    std::array<char, 32> text {};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

} // namespace fairlead
