// SPDX-License-Identifier: Apache-2.0
#include "cli/tenant_text.h"

#include "cli/job_text.h"
#include "engine/domain/units.h"

namespace fairlead {

std::string limitsText(const TenantLimits &limits)
{
    std::string text = "weight " + numberCell(limits.weight);
    if (!limits.plan.empty())
        text += ", plan " + limits.plan;
    if (limits.rate)
        text += ", rate " + rateText(*limits.rate);
    if (limits.concurrency > 0)
        text += ", at most " + std::to_string(limits.concurrency) + " at once";
    if (limits.depthMax > 0)
        text += ", at most " + std::to_string(limits.depthMax) + " waiting";
    if (limits.bytesMax > 0)
        text += ", at most " + sizeForPeople(limits.bytesMax) + " of payloads waiting";
    if (limits.retryShare < 1)
        text += ", retries " + numberCell(limits.retryShare) + " of runs";
    if (limits.backpressure)
        text += ", when full " + backpressureText(*limits.backpressure);
    return text;
}

} // namespace fairlead
