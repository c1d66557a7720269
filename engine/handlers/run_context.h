// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// A function handler's view of its run. Cheap to copy; may be kept and used on any thread until the run is
/// answered.
class RunContext
{
public:
    explicit RunContext(RunPtr run)
        : m_run(std::move(run))
    {
    }
    const Job &job() const { return m_run->job; }
    const std::string &payload() const { return m_run->job.spec.payload; }
    int attempt() const { return m_run->attempt; }
    const std::optional<TimePoint> &deadline() const { return m_run->job.spec.deadline; }
    /// The fencing token: hand it to what the run writes to, so that a stale run can be told apart.
    Token token() const { return m_run->token; }
    bool isCancelled() const { return m_run->cancellation->isRequested(); }
    const std::shared_ptr<Cancellation> &cancellation() const { return m_run->cancellation; }
    /// `percent` is held to 0..100, `text` to 256 bytes.
    void progress(int percent, std::string_view text = {}) const;
    /// Hands in a job with a life of its own: it stays accepted whatever becomes of this run. Fails as
    /// Client::enqueue does. Waits for the commit: for blocking functions.
    Result<EnqueueReceipt> enqueue(NewJob job) const;
    /// The same; `answer` comes later, on another thread, and must be quick.
    void enqueue(NewJob job, std::function<void(Result<EnqueueReceipt>)> answer) const;
    /// A job of the same queue, tenant, priority, trace and correlation, for Succeeded::spawned.
    NewJob child(std::string payload) const;

private:
    RunPtr m_run;
};

} // namespace fairlead
