// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/retry_policy.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace fairlead {

namespace {
constexpr Microseconds delayMin = std::chrono::milliseconds {1};

template <typename... Visitors>
struct Overloaded : Visitors...
{
    using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

/// A double holds every delay up to retryDelayMax exactly. Above that, the exact value does not matter.
double plainDelay(const RetryPolicy::Kind &kind, double n)
{
    const auto real = [](Microseconds time) { return static_cast<double>(time.count()); };
    return std::visit(Overloaded {
                          [&](const RetryPolicy::Fixed &fixed) { return real(fixed.every); },
                          [&](const RetryPolicy::Linear &linear) { return real(linear.base) + n * real(linear.step); },
                          [&](const RetryPolicy::Exponential &exponential) {
                              // avoids 0 x infinity, which is not a number
                              return exponential.base == Microseconds {0}
                                  ? 0.0
                                  : real(exponential.base) * std::pow(exponential.factor, n - 1);
                          },
                          [&](const RetryPolicy::Fibonacci &fibonacci) {
                              double previous = 0;
                              double current = 1;
                              // After 90 steps the cap has been reached.
                              for (int i = 1; i < std::min(n, 90.0); ++i)
                                  previous = std::exchange(current, previous + current);
                              return real(fibonacci.base) * current;
                          },
                          [&](const RetryPolicy::Custom &custom) {
                              const auto last = static_cast<double>(custom.delays.size());
                              return real(custom.delays[static_cast<std::size_t>(std::min(n, last)) - 1]);
                          },
                      },
        kind);
}

/// The distance from the delay to the ends of the jitter's band.
double reachOf(const RetryPolicy::Jitter &jitter, double delay)
{
    return std::visit(
        Overloaded {
            [](const RetryPolicy::NoJitter &) { return 0.0; },
            [](const RetryPolicy::AdditiveJitter &additive) { return static_cast<double>(additive.by.count()); },
            [delay](const RetryPolicy::ProportionalJitter &proportional) { return delay * proportional.part; },
        },
        jitter);
}

std::vector<std::string_view> words(std::string_view text)
{
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        found.push_back(text.substr(0, space));
        text.remove_prefix(std::min(space + 1, text.size()));
    }
    return found;
}

/// Reads the words of a policy in order. `isGood` becomes false at the first word that does not fit.
struct WordReader
{
    std::vector<std::string_view> list;
    std::size_t at = 0;
    bool isGood = true;

    std::string_view word()
    {
        isGood = isGood && at < list.size();
        return isGood ? list[at++] : std::string_view {};
    }
    Microseconds duration()
    {
        const Result<Microseconds> read = parseDuration(word());
        isGood = isGood && read;
        return isGood ? *read : Microseconds {0};
    }
    double number()
    {
        const std::string_view text = word();
        double value = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        isGood = isGood && error == std::errc {} && end == text.data() + text.size();
        return value;
    }
};

RetryPolicy::Kind readKind(WordReader &reader)
{
    const std::string_view name = reader.word();
    if (name == "fixed")
        return RetryPolicy::Fixed {reader.duration()};
    if (name == "linear") {
        const Microseconds base = reader.duration();
        return RetryPolicy::Linear {base, reader.duration()};
    }
    if (name == "exponential") {
        const Microseconds base = reader.duration();
        return RetryPolicy::Exponential {base, reader.number()};
    }
    if (name == "fibonacci")
        return RetryPolicy::Fibonacci {reader.duration()};
    RetryPolicy::Custom custom;
    reader.isGood = reader.isGood && name == "custom";
    while (reader.isGood && reader.at < reader.list.size() && reader.list[reader.at] != "cap")
        custom.delays.push_back(reader.duration());
    return custom;
}

RetryPolicy::Jitter readJitter(WordReader &reader)
{
    if (reader.at == reader.list.size())
        return RetryPolicy::NoJitter {};
    const std::string_view name = reader.word();
    if (name == "additive")
        return RetryPolicy::AdditiveJitter {reader.duration()};
    reader.isGood = reader.isGood && name == "jitter";
    return RetryPolicy::ProportionalJitter {reader.number()};
}
} // namespace

RetryPolicy::RetryPolicy()
    : RetryPolicy(Exponential {std::chrono::seconds {1}, 2.0}, std::chrono::minutes {10}, ProportionalJitter {0.1})
{
}

RetryPolicy::RetryPolicy(Kind kind, Microseconds cap, Jitter jitter)
    : m_kind(std::move(kind))
    , m_cap(std::min(cap, retryDelayMax))
    , m_jitter(jitter)
{
}

Result<RetryPolicy> RetryPolicy::make(Kind kind, Microseconds cap, Jitter jitter)
{
    const auto isTime = [](Microseconds time) { return time >= Microseconds {0} && time <= retryDelayMax; };
    const bool isKindGood = std::visit(
        Overloaded {
            [&](const Fixed &fixed) { return isTime(fixed.every); },
            [&](const Linear &linear) { return isTime(linear.base) && isTime(linear.step); },
            [&](const Exponential &exponential) {
                return isTime(exponential.base) && exponential.factor >= 1 && std::isfinite(exponential.factor);
            },
            [&](const Fibonacci &fibonacci) { return isTime(fibonacci.base); },
            [&](const Custom &custom) {
                return !custom.delays.empty() && custom.delays.size() <= retryDelayCountMax
                    && std::all_of(custom.delays.begin(), custom.delays.end(), isTime);
            },
        },
        kind);
    const bool isJitterGood = std::visit(
        Overloaded {
            [](const NoJitter &) { return true; },
            [&](const AdditiveJitter &additive) { return isTime(additive.by); },
            [](const ProportionalJitter &proportional) { return proportional.part >= 0 && proportional.part <= 1; },
        },
        jitter);
    if (!isKindGood || cap < Microseconds {0})
        return failure(ErrorCode::Invalid,
            "back-off: expected times from 0 to 366 days, a factor of 1 or more, a list of 1 to "
                + std::to_string(retryDelayCountMax) + " delays");
    if (!isJitterGood)
        return failure(ErrorCode::Invalid, "back-off: expected a jitter from 0 to 1, or a duration");
    return RetryPolicy(std::move(kind), cap, jitter);
}

Microseconds RetryPolicy::delay(std::int64_t n, Random &random) const
{
    const auto cap = static_cast<double>(m_cap.count());
    const double capped = std::min(plainDelay(m_kind, static_cast<double>(n)), cap);
    const double reach = reachOf(m_jitter, capped);
    // The part of the band that lies in range is used evenly, so that delays do not meet at the cap.
    const double least = std::max(capped - reach, 0.0);
    const double most = std::min(capped + reach, cap);
    const double chosen = most > least ? least + (most - least) * random.nextUnit() : most;
    // Rounded, so that 0.1 x 10 s is 1 s. At least 1 ms.
    return std::max(Microseconds {std::llround(chosen)}, delayMin);
}

std::string RetryPolicy::text() const
{
    std::string text = std::visit(
        Overloaded {
            [](const Fixed &fixed) { return "fixed " + durationText(fixed.every); },
            [](const Linear &linear) {
                return "linear " + durationText(linear.base) + " " + durationText(linear.step);
            },
            [](const Exponential &exponential) {
                return "exponential " + durationText(exponential.base) + " " + numberText(exponential.factor);
            },
            [](const Fibonacci &fibonacci) { return "fibonacci " + durationText(fibonacci.base); },
            [](const Custom &custom) {
                std::string list = "custom";
                for (const Microseconds delay : custom.delays)
                    list += " " + durationText(delay);
                return list;
            },
        },
        m_kind);
    text += " cap " + durationText(m_cap);
    text += std::visit(
        Overloaded {
            [](const NoJitter &) { return std::string {}; },
            [](const AdditiveJitter &additive) { return " additive " + durationText(additive.by); },
            [](const ProportionalJitter &proportional) { return " jitter " + numberText(proportional.part); },
        },
        m_jitter);
    return text;
}

Result<RetryPolicy> RetryPolicy::parse(std::string_view text)
{
    WordReader reader {words(text)};
    Kind kind = readKind(reader);
    reader.isGood = reader.word() == "cap" && reader.isGood;
    const Microseconds cap = reader.duration();
    const Jitter jitter = readJitter(reader);
    if (!reader.isGood || reader.at != reader.list.size())
        return failure(ErrorCode::Invalid,
            "not a back-off: '" + std::string(text.substr(0, 80)) + "'; expected such as '" + RetryPolicy().text()
                + "'");
    return make(std::move(kind), cap, jitter);
}

} // namespace fairlead
