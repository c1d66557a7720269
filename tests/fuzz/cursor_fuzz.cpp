// SPDX-License-Identifier: Apache-2.0
// Cursors come back from strangers: each is refused, or the one that was given out.
#include "engine/storage/list_cursor.h"

#include <cstdlib>

using namespace fairlead;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string text(reinterpret_cast<const char *>(data), size);
    for (const ListOrder order : {ListOrder::Newest, ListOrder::Oldest, ListOrder::Next}) {
        const auto cursor = parseJobCursor(order, text);
        if (!cursor || text.empty())
            continue;
        const auto again = parseJobCursor(order, jobCursorText(order, *cursor));
        if (!again || *again != *cursor)
            std::abort();
    }
    if (const auto letter = parseDeadLetterCursor(text)) {
        const auto again = parseDeadLetterCursor(deadLetterCursorText(*letter));
        if (!again || deadLetterCursorText(*again) != deadLetterCursorText(*letter))
            std::abort();
    }
    return 0;
}
