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

/// The cursor of a page of jobs. `seq` is the last job on the page, or the last one that was looked at.
std::string jobCursorText(JobNumber seq);
/// The number below which the page begins. An empty text gives the newest jobs. Fails with Invalid.
Result<std::int64_t> parseJobCursor(const std::string &text);
std::string deadLetterCursorText(const DeadLetterCursor &cursor);
/// Fails with Invalid.
Result<DeadLetterCursor> parseDeadLetterCursor(const std::string &text);
/// The length of a page: `asked`, within 1 and 1000.
int pageLimit(int asked);

} // namespace fairlead
