// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"

#include <limits>

namespace fairlead {

/// Where a page of dead letters ended: they are listed by death, then by order of arrival, both falling.
struct DeadLetterCursor
{
    std::int64_t died = std::numeric_limits<std::int64_t>::max();
    std::int64_t seq = std::numeric_limits<std::int64_t>::max();
    auto operator<=>(const DeadLetterCursor &) const = default;
};

/// The cursor of a page of jobs whose last (or last examined) job is `seq`.
std::string jobCursorText(Seq seq);
/// Below which seq a page begins; an empty text is the newest. Fails with Invalid.
Result<std::int64_t> parseJobCursor(const std::string &text);
std::string deadLetterCursorText(const DeadLetterCursor &cursor);
/// Fails with Invalid.
Result<DeadLetterCursor> parseDeadLetterCursor(const std::string &text);
/// A page's length, kept within 1 and 1000.
int pageLimit(int asked);

} // namespace fairlead
