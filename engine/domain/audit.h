// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <string>
#include <vector>

namespace fairlead {

/// One act of an operator. Entries are numbered from 1 without gaps and never changed; each bears a hash over itself
/// and the one before, so that a change or a gap in the middle shows.
struct AuditEntry
{
    std::int64_t number = 0; ///< 0: not written yet
    TimePoint at {};
    std::string who; ///< the token's name and id; "local" without one
    std::string act; ///< such as "pause" or "job.cancel"
    std::string target; ///< what was acted on, such as "queue mail"
    std::string detail; ///< the reason given, the values set, or why the act was refused
    std::string hash; ///< SHA-256 as 64 hexadecimal digits
};

/// Which entries to read, newest first.
struct AuditQuery
{
    std::int64_t below = 0; ///< entries with lower numbers; 0: the newest
    int limit = 50; ///< 1 to 1000
};
struct AuditPage
{
    std::vector<AuditEntry> entries;
    std::int64_t next = 0; ///< what to ask `below` with the next time; 0: there are no more
};

/// The result of a check of the whole log. Keep `head` elsewhere: a log that was cut short or written anew from some
/// entry on is sound in itself, but ends in another hash.
struct AuditReport
{
    std::int64_t entriesChecked = 0;
    std::string head; ///< hash of the newest entry; empty: none yet
    std::string problem; ///< empty: sound
};

} // namespace fairlead
