// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/dispatcher_thread.h"

namespace fairlead {

/// Leases the jobs of pulled queues to workers elsewhere. Threads: any.
class LeaseService
{
public:
    /// `dispatcher` must outlive it.
    explicit LeaseService(DispatcherThread &dispatcher)
        : m_dispatcher(dispatcher)
    {
    }

    void lease(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answer);
    void finish(const LeaseToken &token, Outcome outcome, Answer<JobState> answer);
    void renew(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answer);
    void reportProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answer);
    void writeLog(const LeaseToken &token, std::string text, Answer<LeaseView> answer);

private:
    DispatcherThread &m_dispatcher;
};

} // namespace fairlead
