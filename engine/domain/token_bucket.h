// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/result.h"

#include <string>
#include <string_view>

namespace fairlead {

/// A number of starts per second in the long run, and at most `burst` at once after a pause.
struct Rate
{
    double perSecond = 1; ///< above 0
    double burst = 1; ///< at least 1
    bool operator==(const Rate &) const = default;
};
/// Reads "10/s", "60/min", "500/h". The burst is the number of one second, at least 1. Fails with Invalid.
Result<Rate> parseRate(std::string_view text);
/// A text that parseRate reads, for example "10/s".
std::string rateText(const Rate &rate);

/// The content of a token bucket at one moment.
struct BucketLevel
{
    double tokens = 0;
    TimePoint at;
    TimePoint fullAgain; ///< if no more is taken
    bool operator==(const BucketLevel &) const = default;
};

/// A token bucket (J. Turner, "New Directions in Communications", 1986): full at first, filled by the rate, never above
/// the burst. A refused take costs nothing. The caller passes the time; a step back counts as no progress. Threads:
/// one.
class TokenBucket
{
public:
    TokenBucket(const Rate &rate, TimePoint now);

    /// Keeps the tokens in the bucket, up to the new burst.
    void setRate(const Rate &rate, TimePoint now);
    bool tryTake(double tokens, TimePoint now);
    /// Returns tokens that were taken and not used.
    void giveBack(double tokens);
    /// The earliest time at which `tokens` can be taken if no others are: `now` or later; TimePoint::max() when never.
    TimePoint whenThere(double tokens, TimePoint now);
    double tokens(TimePoint now);
    /// As it was when last looked at.
    BucketLevel level() const;
    /// Takes over the content of an earlier time, up to the burst.
    void restore(const BucketLevel &level);

private:
    void refill(TimePoint now);
    TimePoint whenGained(double tokens) const;

    Rate m_rate;
    double m_tokens;
    TimePoint m_filled;
};

} // namespace fairlead
