// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace fairlead {

/// Reads "250ms", "30s", "5m", "2h", "1d", "500us" or plain seconds ("30"). Fails with Invalid; never negative,
/// at most 100 years.
Result<Microseconds> parseDuration(std::string_view text);
/// The shortest exact form that parseDuration reads back, for example "1500ms" or "5m".
std::string durationText(Microseconds duration);
/// For people: at most two units, for example "1.2 s", "340 ms", "2 h 5 min".
std::string durationForPeople(Microseconds duration);

/// Reads "64KiB", "10MiB", "1GiB", "512B" or plain bytes. Fails with Invalid.
Result<std::int64_t> parseSize(std::string_view text);

/// The shortest exact form, with a space: "1 MiB", "1536 KiB", "1000 B".
std::string sizeForPeople(std::int64_t bytes);

/// The latest time that RFC 3339 has a form for: the end of the year 9999 in UTC.
inline constexpr TimePoint timeMax {
    std::chrono::sys_days {std::chrono::year {9999} / 12 / 31} + std::chrono::days {1} - Microseconds {1}};
/// The earliest: the beginning of the year 0.
inline constexpr TimePoint timeMin {std::chrono::sys_days {std::chrono::year {0} / 1 / 1}};

/// Reads RFC 3339 ("2026-01-31T12:00:00.000001Z", offsets allowed; up to 9 fractional digits, cut to microseconds).
/// Fails with Invalid, also outside of timeMin to timeMax in UTC: what is accepted can be written again.
Result<TimePoint> parseTime(std::string_view text);
/// RFC 3339, UTC, microseconds.
std::string timeText(TimePoint time);

/// 16 lower-case hexadecimal digits.
std::string hexText(std::uint64_t number);

/// "1 job", "12 jobs".
std::string jobsText(std::int64_t count);

/// The shortest text that reads back as the same number, for example "0.1" or "20".
std::string numberText(double number);

} // namespace fairlead
