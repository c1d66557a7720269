// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// Pauses and resumes the engine, queues and tenants. Kept over restarts. Threads: any.
class PauseService
{
public:
    explicit PauseService(Machinery &machinery)
        : m_machinery(machinery)
    {
    }

    /// Fails with NotFound for an unknown queue.
    void pause(const Scope &scope, const std::string &who, const std::string &why, Answer<Pause> answer);
    /// True when the scope was paused. Fails with NotFound for an unknown queue.
    void resume(const Scope &scope, Answer<bool> answer);

private:
    Result<> check(const Scope &scope) const;

    Machinery &m_machinery;
};

} // namespace fairlead
