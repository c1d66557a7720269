// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// Changes queues. Kept over restarts. Threads: any.
class QueueService
{
public:
    explicit QueueService(Machinery &machinery)
        : m_machinery(machinery)
    {
    }

    /// A number of workers by hand, until it is released (empty). Fails with Invalid, or NotFound.
    void scale(const QueueName &queue, std::optional<int> workers, Answer<bool> answer);

private:
    Result<> check(const QueueName &name, std::optional<int> workers) const;

    Machinery &m_machinery;
};

} // namespace fairlead
