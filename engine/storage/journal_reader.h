// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/event.h"
#include "engine/domain/operation.h"

namespace fairlead {

/// One read looks through so many events at most.
inline constexpr std::int64_t eventsScannedMax = 10'000;

/// Reads events, the audit log and operations for people. Sees what is committed. Threads: one, that of its
/// StoreReader. Each call ends within about two seconds or fails with TimedOut.
class JournalReader
{
public:
    virtual ~JournalReader() = default;

    /// Does not wait for events. Looks through `eventsScannedMax` at most; `next` tells how far. Fails with Invalid
    /// when `since` is more than the newest event's number.
    virtual Result<EventPage> events(const EventQuery &query) = 0;
    virtual Result<AuditPage> auditLog(const AuditQuery &query) = 0;
    /// Running operations first, then the newest; 1000 at most.
    virtual Result<std::vector<Operation>> operations() = 0;
    /// Fails with NotFound.
    virtual Result<Operation> findOperation(const JobId &id) = 0;
};

} // namespace fairlead
