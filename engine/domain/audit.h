// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <string>
#include <vector>

namespace fairlead {

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
};

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
