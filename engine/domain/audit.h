// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// The act of an entry that says that another act was refused. Its target names the entry of that act. No call has
/// this name, so that nobody else can write such an entry.
inline constexpr std::string_view refusedAct = "refused";

/// One act of an operator. Entries are numbered from 1 without gaps and never changed. The hash of each covers the
/// entry and the hash before, so that a change or a gap in the middle is found.
struct AuditEntry
{
    std::int64_t number = 0; ///< 0: not written yet
    TimePoint at {};
    std::string who; ///< the token's name and id; "local" without one
    std::string act; ///< for example "pause" or "job.cancel"
    std::string target; ///< the object of the act, for example "queue mail"
    std::string detail; ///< the reason given, the values set, or the reason of a refusal
    std::string hash; ///< SHA-256 as 64 hexadecimal digits
    /// "refused: " and the reason, from the entry that says so. Set where the log is read, not part of the hash. Empty:
    /// it was done, or no such entry is among the `refusalsWithin` next ones.
    std::string outcome {};
};

/// The refusal of an act is looked for among so many entries behind it.
inline constexpr std::int64_t refusalsWithin = 100;

inline std::string refusalTarget(std::int64_t attempt)
{
    return "entry " + std::to_string(attempt);
}
/// The number of the entry of the act that this entry says was refused; 0 when it is an act itself.
inline std::int64_t attemptOf(const AuditEntry &entry)
{
    const std::string before = refusalTarget(0);
    const std::string_view target = entry.target;
    std::int64_t attempt = 0;
    if (entry.act == refusedAct && target.size() >= before.size())
        std::from_chars(target.data() + before.size() - 1, target.data() + target.size(), attempt);
    return attempt;
}
/// For people: the detail, then the outcome.
inline std::string detailWithOutcome(const AuditEntry &entry)
{
    return entry.detail.empty() || entry.outcome.empty() ? entry.detail + entry.outcome
                                                         : entry.detail + "; " + entry.outcome;
}
/// Whether the entry of the act itself tells the reason of this refusal, when both are read.
inline bool isToldByAttempt(const AuditEntry &entry)
{
    const std::int64_t attempt = attemptOf(entry);
    return attempt > 0 && entry.number - attempt <= refusalsWithin;
}

/// Selects entries, newest first.
struct AuditQuery
{
    std::int64_t below = 0; ///< entries with lower numbers; 0: the newest
    int limit = 50; ///< 1 to 1000
};
struct AuditPage
{
    std::vector<AuditEntry> entries;
    std::int64_t next = 0; ///< the next value of `below`; 0: there are no more
};

/// The result of a check of the whole log. Keep `head` elsewhere: a log that was cut short, or rewritten from some
/// entry on, is consistent in itself, but ends in another hash.
struct AuditReport
{
    std::int64_t entriesChecked = 0;
    std::string head; ///< hash of the newest entry; empty: no entry
    std::string problem; ///< empty: sound
};

} // namespace fairlead
