// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// Who did what: adds to the chain of the audit log, lists it, checks it. Threads: any.
class AuditService
{
public:
    explicit AuditService(Machinery &machinery)
        : m_machinery(machinery)
    {
    }
    /// Number, time and hash of the entry are chosen here. Answers when it is on disk.
    void append(const AuditEntry &entry, Answer<AuditEntry> answer);
    void list(const AuditQuery &query, Answer<AuditPage> answer);
    void verify(Answer<AuditReport> answer);

private:
    Machinery &m_machinery;
};

} // namespace fairlead
