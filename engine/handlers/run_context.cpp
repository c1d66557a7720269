// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/run_context.h"

#include "engine/domain/job_specs.h"

#include <algorithm>

namespace fairlead {

void RunContext::progress(int percent, std::string_view text) const
{
    constexpr std::size_t textBytesMax = 256;
    m_run->reportProgress({std::clamp(percent, 0, 100), std::string(text.substr(0, textBytesMax))});
}

NewJob RunContext::child(std::string payload) const
{
    NewJob job = childOf(m_run->job);
    job.payload = std::move(payload);
    return job;
}

} // namespace fairlead
