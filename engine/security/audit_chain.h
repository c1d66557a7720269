// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"

namespace fairlead {

/// The hash of an entry: SHA-256 over the hash before it ("" for the first) and all of its own parts but the hash, each
/// led by its length, as 64 hexadecimal digits.
std::string auditHash(const std::string &before, const AuditEntry &entry);

/// Follows the chain back from its newest entry. Threads: one.
class AuditCheck
{
public:
    /// The next older entry. The first fault is kept.
    void take(const AuditEntry &entry);
    /// There are no more.
    AuditReport finish();

private:
    /// Holds the entry taken last against the one before it: `number` and `hash` are 0 and "" before the first.
    void compare(std::int64_t number, const std::string &hash);

    AuditReport m_report;
    AuditEntry m_newer; ///< number 0: none was taken yet
};

} // namespace fairlead
