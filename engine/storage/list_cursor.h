// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"

#include <limits>

namespace fairlead {

/// The end of a page of dead letters. They are listed by time of death, then by order of arrival, both descending.
struct DeadLetterCursor
{
    std::int64_t died = std::numeric_limits<std::int64_t>::max();
    std::int64_t seq = std::numeric_limits<std::int64_t>::max();
    auto operator<=>(const DeadLetterCursor &) const = default;
};

/// The last job on a page of jobs, or the last one that was looked at.
struct JobCursor
{
    std::int64_t due = 0; ///< when it starts; 0 unless the order is Next
    std::int64_t seq = 0;
    auto operator<=>(const JobCursor &) const = default;
};

/// The text of one order is none of another.
std::string jobCursorText(ListOrder order, const JobCursor &cursor);
/// An empty text gives the place before the first job. Fails with Invalid.
Result<JobCursor> parseJobCursor(ListOrder order, const std::string &text);
std::string deadLetterCursorText(const DeadLetterCursor &cursor);
/// Fails with Invalid.
Result<DeadLetterCursor> parseDeadLetterCursor(const std::string &text);
/// The length of a page: `asked`, within 1 and 1000.
int pageLimit(int asked);

} // namespace fairlead
