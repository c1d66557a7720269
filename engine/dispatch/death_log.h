// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_ports.h"

namespace fairlead {

/// Writes a line of the log for each job that dies, at most `linesMax` in a minute. The other deaths of that minute are
/// counted in one line at its end. Threads: the dispatcher's. The ports and notices must outlive it.
class DeathLog
{
public:
    static constexpr int linesMax = 20;

    DeathLog(const DispatchPorts &ports, const DispatchNotices &notices);
    /// REQUIRES: an event of kind JobDead.
    void died(const Event &death);

private:
    void endMinute();

    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    int m_deaths = 0; ///< in the minute that the first of them began
};

} // namespace fairlead
