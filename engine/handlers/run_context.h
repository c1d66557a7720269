// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// The run as a function handler sees it. Cheap to copy. May be kept and used on any thread until the run is answered.
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
    /// The fencing token. A run passes it to the systems it writes to, so that they can refuse a stale run.
    Token token() const { return m_run->token; }
    bool isCancelled() const { return m_run->cancellation->isRequested(); }
    const std::shared_ptr<Cancellation> &cancellation() const { return m_run->cancellation; }
    /// `percent` is limited to 0..100, `text` to 256 bytes.
    void progress(int percent, std::string_view text = {}) const;
    /// Adds lines to the log of the run. See RunLog for what is kept.
    void log(std::string_view text) const { m_run->log->write(text); }
    /// Enqueues an independent job: it stays accepted whatever the outcome of this run. Fails as the call EnqueueJobs.
    /// Waits for the commit, so it is for blocking functions.
    Result<EnqueueReceipt> enqueue(NewJob job) const;
    /// The same. `answer` is called later, on another thread, and must be quick.
    void enqueue(NewJob job, std::function<void(Result<EnqueueReceipt>)> answer) const;
    /// A job of the same queue, tenant, priority, trace and correlation, for Succeeded::spawned.
    NewJob child(std::string payload) const;

private:
    RunPtr m_run;
};

} // namespace fairlead
