// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"

namespace fairlead {

/// The hash of an entry: SHA-256 over the hash before it ("" for the first) and all parts of the entry but its own
/// hash, each after its length. 64 hexadecimal digits.
std::string auditHash(const std::string &before, const AuditEntry &entry);

/// Checks the chain, from its newest entry back. Threads: one.
class AuditCheck
{
public:
    /// Takes the next older entry. The first fault is kept.
    void take(const AuditEntry &entry);
    /// Ends the check after the oldest entry.
    AuditReport finish();

private:
    /// Compares the entry taken last with the one before it. `number` and `hash` are 0 and "" before the first.
    void compare(std::int64_t number, const std::string &hash);

    AuditReport m_report;
    AuditEntry m_newer; ///< number 0: no entry was taken yet
};

} // namespace fairlead
