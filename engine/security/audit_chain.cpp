// SPDX-License-Identifier: Apache-2.0
#include "engine/security/audit_chain.h"

#include "engine/security/token.h"

namespace fairlead {

std::string auditHash(const std::string &before, const AuditEntry &entry)
{
    std::string bytes;
    for (const std::string &part : {before, std::to_string(entry.number),
             std::to_string(entry.at.time_since_epoch().count()), entry.who, entry.act, entry.target, entry.detail})
        bytes += std::to_string(part.size()) + ":" + part;
    return sha256Hex(bytes);
}

void AuditCheck::take(const AuditEntry &entry)
{
    if (m_newer.number == 0)
        m_report.head = entry.hash;
    else
        compare(entry.number, entry.hash);
    m_newer = entry;
    ++m_report.entriesChecked;
}

AuditReport AuditCheck::finish()
{
    if (m_newer.number != 0)
        compare(0, {});
    return m_report;
}

void AuditCheck::compare(std::int64_t number, const std::string &hash)
{
    if (!m_report.problem.empty())
        return;
    if (m_newer.number != number + 1)
        m_report.problem = "the entry before " + std::to_string(m_newer.number) + " is missing";
    else if (m_newer.hash != auditHash(hash, m_newer))
        m_report.problem =
            "entry " + std::to_string(m_newer.number) + " was changed, or the one before it: its hash does not match";
}

} // namespace fairlead
