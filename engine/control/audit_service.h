// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/reader_thread.h"
#include "engine/dispatch/store_writer.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Adds entries to the chain of the audit log, lists them, and checks the chain. Threads: any.
class AuditService
{
public:
    /// All arguments must outlive it.
    AuditService(const Clock &clock, StoreQueue &store, ReaderThread &reader)
        : m_clock(clock)
        , m_store(store)
        , m_reader(reader)
    {
    }
    /// Adds an entry. Number, time and hash are set here. Answers when the entry is on disk.
    void append(const AuditEntry &entry, Answer<AuditEntry> answer);
    void list(const AuditQuery &query, Answer<AuditPage> answer);
    void verify(Answer<AuditReport> answer);

private:
    const Clock &m_clock;
    StoreQueue &m_store;
    ReaderThread &m_reader;
};

} // namespace fairlead
