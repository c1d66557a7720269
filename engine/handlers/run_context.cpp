// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/run_context.h"

#include <algorithm>

namespace fairlead {

void RunContext::progress(int percent, std::string_view text) const
{
    constexpr std::size_t textBytesMax = 256;
    m_run->reportProgress({std::clamp(percent, 0, 100), std::string(text.substr(0, textBytesMax))});
}

} // namespace fairlead
