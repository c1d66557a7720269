// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/shown_text.h"

#include "engine/domain/terminal_text.h"

namespace fairlead {

std::string shownOutput(std::string_view text)
{
    std::string safe = terminalText(text, LineEnds::Kept);
    while (!safe.empty() && safe.back() == '\n')
        safe.pop_back();
    return safe;
}

} // namespace fairlead
