// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/result.h"

namespace fairlead {

// The JSON forms of the audit log, as docs/INTERFACES.md names them.

/// {"entries":[...],"count":...,"cursor":...}
std::string writeAuditPage(const AuditPage &page);
Result<AuditPage> readAuditPage(std::string_view json);
/// {"entries_checked":...,"head":...,"problem":...}; head and problem are null when empty.
std::string writeAuditReport(const AuditReport &report);
Result<AuditReport> readAuditReport(std::string_view json);

} // namespace fairlead
