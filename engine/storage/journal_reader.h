// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/event.h"
#include "engine/domain/mark.h"
#include "engine/domain/operation.h"

namespace fairlead {

/// The largest number of events that one read looks through.
inline constexpr std::int64_t eventsScannedMax = 10'000;

/// Reads events, the audit log and operations for people. Sees committed changes only. Threads: one, that of its
/// StoreReader. Each call ends within about two seconds or fails with TimedOut.
class JournalReader
{
public:
    virtual ~JournalReader() = default;

    /// Does not wait for events. Looks through at most `eventsScannedMax` events; `next` is where the following read
    /// begins. Fails with Invalid when `since` is above the newest event's number.
    virtual Result<EventPage> events(const EventQuery &query) = 0;
    virtual Result<AuditPage> auditLog(const AuditQuery &query) = 0;
    /// The newest marks, newest first.
    virtual Result<std::vector<Mark>> marks(int limit) = 0;
    /// Running operations first, then the newest; at most 1000.
    virtual Result<std::vector<Operation>> operations() = 0;
    /// Fails with NotFound.
    virtual Result<Operation> findOperation(const JobId &id) = 0;
};

} // namespace fairlead
