// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/token_bucket.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace fairlead {

namespace {
constexpr std::array<std::pair<std::string_view, double>, 3> rateUnits {{{"s", 1}, {"min", 60}, {"h", 3600}}};
constexpr double rateMax = 1'000'000;
} // namespace

Result<Rate> parseRate(std::string_view text)
{
    const std::size_t slash = text.find('/');
    double count = 0;
    const char *end = text.data() + std::min(slash, text.size());
    const auto parsed = std::from_chars(text.data(), end, count);
    if (slash != std::string_view::npos && parsed.ec == std::errc {} && parsed.ptr == end && std::isfinite(count)) {
        for (const auto &[unit, seconds] : rateUnits) {
            const double perSecond = count / seconds;
            if (text.substr(slash + 1) == unit && perSecond > 0 && perSecond <= rateMax)
                return Rate {perSecond, std::max(perSecond, 1.0)};
        }
    }
    return failure(ErrorCode::Invalid, "expected a rate such as \"10/s\", \"60/min\" or \"500/h\", at most 1000000/s");
}

std::string rateText(const Rate &rate)
{
    for (const auto &[unit, seconds] : rateUnits) {
        const double count = rate.perSecond * seconds;
        if (std::abs(count - std::round(count)) < 1e-12 * count) // whole, but for the error of a division
            return numberText(std::round(count)) + "/" + std::string(unit);
    }
    return numberText(rate.perSecond) + "/s";
}

TokenBucket::TokenBucket(const Rate &rate, TimePoint now)
    : m_rate(rate)
    , m_tokens(rate.burst)
    , m_filled(now)
{
}

void TokenBucket::setRate(const Rate &rate, TimePoint now)
{
    refill(now);
    m_rate = rate;
    m_tokens = std::min(m_tokens, rate.burst);
}

bool TokenBucket::tryTake(double tokens, TimePoint now)
{
    refill(now);
    if (m_tokens < tokens)
        return false;
    m_tokens -= tokens;
    return true;
}

void TokenBucket::giveBack(double tokens)
{
    m_tokens = std::min(m_tokens + tokens, m_rate.burst);
}

TimePoint TokenBucket::whenThere(double tokens, TimePoint now)
{
    refill(now);
    if (m_tokens >= tokens)
        return now;
    if (tokens > m_rate.burst)
        return TimePoint::max();
    return whenGained(tokens - m_tokens);
}

BucketLevel TokenBucket::level() const
{
    return {m_tokens, m_filled, whenGained(m_rate.burst - m_tokens)};
}

void TokenBucket::restore(const BucketLevel &level)
{
    m_tokens = std::clamp(level.tokens, 0.0, m_rate.burst);
    m_filled = level.at;
}

TimePoint TokenBucket::whenGained(double tokens) const
{
    constexpr double never = 1e17; // about 3,000 years; a time later than that does not fit
    // Rounded up: one microsecond late is better than early.
    const double micros = std::ceil(tokens / m_rate.perSecond * 1e6);
    return micros < never ? m_filled + Microseconds {static_cast<std::int64_t>(micros)} : TimePoint::max();
}

double TokenBucket::tokens(TimePoint now)
{
    refill(now);
    return m_tokens;
}

void TokenBucket::refill(TimePoint now)
{
    const double seconds = std::chrono::duration<double>(now - m_filled).count();
    // Rounding of the last microsecond must not leave 0.9999999 of a token.
    constexpr double rounding = 1e-9;
    if (seconds > 0)
        m_tokens = std::min(m_tokens + seconds * m_rate.perSecond + rounding, m_rate.burst);
    m_filled = now;
}

} // namespace fairlead
