// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"

#include <limits>

namespace fairlead {

/// The end of a page of dead letters, which are listed by time of death, then by order of arrival, both falling.
struct DeadLetterCursor
{
    std::int64_t died = std::numeric_limits<std::int64_t>::max();
    std::int64_t seq = std::numeric_limits<std::int64_t>::max();
    auto operator<=>(const DeadLetterCursor &) const = default;
};

/// The cursor of a page of jobs; `seq` is the last job on it, or the last that was looked at.
std::string jobCursorText(JobNumber seq);
/// A page begins with jobs below this seq. An empty text gives the newest jobs. Fails with Invalid.
Result<std::int64_t> parseJobCursor(const std::string &text);
std::string deadLetterCursorText(const DeadLetterCursor &cursor);
/// Fails with Invalid.
Result<DeadLetterCursor> parseDeadLetterCursor(const std::string &text);
/// The length of a page: what was asked, within 1 and 1000.
int pageLimit(int asked);

} // namespace fairlead
