// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/run_context.h"

#include "engine/domain/job_specs.h"

#include <algorithm>
#include <future>

namespace fairlead {

void RunContext::progress(int percent, std::string_view text) const
{
    constexpr std::size_t textBytesMax = 256;
    m_run->reportProgress({std::clamp(percent, 0, 100), std::string(text.substr(0, textBytesMax))});
}

Result<EnqueueReceipt> RunContext::enqueue(NewJob job) const
{
    std::promise<Result<EnqueueReceipt>> told;
    enqueue(std::move(job), [&told](Result<EnqueueReceipt> receipt) { told.set_value(std::move(receipt)); });
    return told.get_future().get();
}

void RunContext::enqueue(NewJob job, std::function<void(Result<EnqueueReceipt>)> answer) const
{
    if (m_run->enqueue)
        m_run->enqueue(std::move(job), std::move(answer));
    else
        answer(failure(ErrorCode::Unavailable, "this run takes place outside of an engine"));
}

NewJob RunContext::child(std::string payload) const
{
    NewJob job = childOf(m_run->job);
    job.payload = std::move(payload);
    return job;
}

} // namespace fairlead
