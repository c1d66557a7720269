// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/journal_store.h"
#include "engine/storage/memory/memory_commit.h"

namespace fairlead {

/// The JournalStore of a MemoryStore. Threads: one.
class MemoryJournalStore final : public JournalStore
{
public:
    explicit MemoryJournalStore(MemoryLife &life)
        : m_life(life)
    {
    }
    Result<> note(const Event &event) override;
    std::int64_t lastEvent() const override;
    Result<> appendAudit(const AuditEntry &entry) override;
    Result<AuditEntry> lastAudit() override;
    Result<Mark> addMark(const Mark &mark) override;
    Result<> saveFlow(TimePoint minute, const std::string &bytes) override;
    Result<std::vector<std::pair<TimePoint, std::string>>> savedFlow() override;

private:
    MemoryLife &m_life;
};

} // namespace fairlead
