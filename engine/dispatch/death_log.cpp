// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/death_log.h"

namespace fairlead {

namespace {
std::string lineOf(const Event &death)
{
    return "job died job=" + death.job->text() + " queue=" + death.queue->text() + " tenant=" + death.tenant->text()
        + " attempt=" + std::to_string(death.attempt) + " class=" + death.text;
}
} // namespace

DeathLog::DeathLog(const DispatchPorts &ports, const DispatchNotices &notices)
    : m_ports(ports)
    , m_notices(notices)
{
}

void DeathLog::died(const Event &death)
{
    if (m_deaths == 0)
        m_ports.timers.start(std::chrono::minutes {1}, [this] { endMinute(); });
    if (++m_deaths <= linesMax)
        m_notices.told(lineOf(death));
}

void DeathLog::endMinute()
{
    const int rest = std::exchange(m_deaths, 0) - linesMax;
    if (rest > 0)
        m_notices.told(std::to_string(rest) + (rest == 1 ? " more job" : " more jobs")
            + " died in the last minute; fairleadctl dlq list shows them");
}

} // namespace fairlead
