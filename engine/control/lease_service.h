// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// Jobs of pulled queues, leased to workers elsewhere. Threads: any.
class LeaseService
{
public:
    explicit LeaseService(Machinery &machinery)
        : m_machinery(machinery)
    {
    }

    void lease(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answer);
    void finish(const LeaseToken &token, Outcome outcome, Answer<JobState> answer);
    void renew(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answer);
    void reportProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answer);

private:
    Machinery &m_machinery;
};

} // namespace fairlead
