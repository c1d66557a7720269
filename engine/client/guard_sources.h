// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/error_ids.h"
#include "engine/domain/requests.h"
#include "engine/domain/settings_in_force.h"

#include <functional>
#include <memory>

namespace fairlead {

/// Adds an entry to the audit log; answers when it is on disk. Threads: any.
using AuditSink = std::function<void(const AuditEntry &, Answer<AuditEntry>)>;

/// The parts of an engine that a guard needs beside its client. Threads: any. None is empty.
struct GuardSources
{
    AuditSink audit;
    std::function<std::shared_ptr<const Settings>()> settings; ///< those in force
    std::shared_ptr<const ErrorIds> errorIds;
};

} // namespace fairlead
